"""Who of some missing people is named by another newest file, here or at another school."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from shared.kernel.ids import ConnectionId
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


def named_in_school(
    run: Run,
    left_out: ConnectionId | None,
    store: RunStore,
    files: RosterFiles,
    people: AbstractSet[bytes],
    kinds: AbstractSet[Kind],
) -> set[bytes]:
    """Those of some people whom another newest file of the run's school names.

    Args:
        run: what its connection says about these kinds doesn't count.
        left_out: a connection that doesn't count at all.
        store: where the newest states are told.
        files: where they are.
        people: raw ids.
        kinds: see ``run``.
    """
    named: set[bytes] = set()
    for connection, pointer in store.all_pointers(run.school):
        own = connection == run.connection and pointer.kind in kinds
        if not own and connection != left_out:
            snapshot = files.read_snapshot(pointer)
            named.update(person for person in people if snapshot.claims(person))
    return named


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
