"""Whom a closed run has made less than they were: for those who end what these people began."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from shared.rostering.class_changes import ClassChange
from shared.rostering.files import RosterFiles
from shared.rostering.guardian_back import GuardianBack
from shared.rostering.guardian_changes import GuardianChange
from shared.rostering.plan import Verb
from shared.rostering.plan_file import Change, read_part
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Run

Departed = Callable[[str, str], None]
"""Tells others that a run of a school is closed after which somebody may be less."""

_LEAVES = frozenset({Verb.ARCHIVE, Verb.MOVE, Verb.REMOVE})
_STANDING = frozenset({"state", "role", "limitedToGrades", "modules"})
"""Fields of a member that say what they may do."""

_COUNTED = ("archived", "moved", "removed", "updated", "putBack")
"""Counts of a run in which somebody may have become less; who is added or restored has not."""


def may_lessen(run: Run) -> bool:
    """True where a run has applied changes of which one may make somebody less."""
    counts: Mapping[str, object] = run.fields.get("counts", {})
    return bool(run.manifest) and run.chunks_done > 0 and any(counts.get(c) for c in _COUNTED)


class RunLeavers:
    """Reads a run's plan for those whom it archived, took something from, or left no students."""

    def __init__(self, store: RunStore, files: RosterFiles) -> None:
        self._store = store
        self._files = files

    def of(self, school: str, run_id: str) -> Iterator[list[str]]:
        """Ids of members and guardians, a list for each part of the plan; in memory is one part.

        A part that was not applied, or only partly, is told as well: who hears of somebody looks
        at what they are now.

        Raises:
            Transient: the database or the bucket is away.
        """
        run = self._store.run(school, run_id)
        if run is None or run.manifest is None:
            return
        for part in run.manifest.parts:
            changes = read_part(self._files.read_plan(run.manifest, part), part)
            found = [name for change in changes if (name := _lessened(change))]
            if found:
                yield found


def _lessened(change: Change) -> str:
    """Whom a change may make less; empty for nobody."""
    if isinstance(change, ClassChange):
        # Whom a teacher sees is looked up whenever they look.
        return ""
    if isinstance(change, GuardianChange):
        return change.guardian if change.unlink else ""
    if isinstance(change, GuardianBack):
        return change.guardian if change.unlinked else ""
    leaves = change.verb in _LEAVES or not _STANDING.isdisjoint(change.after)
    return change.person if leaves and change.verb is not Verb.ADD else ""
