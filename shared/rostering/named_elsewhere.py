"""Who of some missing people is named by another newest file, here or at another school."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from shared.rostering.files import RosterFiles
from shared.rostering.model import Kind
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Run


@dataclass(slots=True)
class Named:
    """The people of one kind whom other files name.

    Attributes:
        here: by another file of the same school.
        elsewhere: by a file of another school.
    """

    here: set[bytes] = field(default_factory=set)
    elsewhere: set[bytes] = field(default_factory=set)


def named_elsewhere(
    run: Run, wanted: Mapping[Kind, AbstractSet[bytes]], store: RunStore, files: RosterFiles
) -> dict[Kind, Named]:
    """Look into every newest state of the district once, for all kinds; not at all for nobody."""
    found = {kind: Named() for kind in wanted}
    if not any(wanted.values()):
        return found
    for school in store.schools():
        own = school == run.school
        for connection, pointer in store.all_pointers(school):
            snapshot = files.read_snapshot(pointer)
            for kind, people in wanted.items():
                if own and connection == run.connection and pointer.kind is kind:
                    continue
                named = found[kind].here if own else found[kind].elsewhere
                named.update(person for person in people if snapshot.claims(person))
    return found
