"""Deletes the snapshots that nobody needs any more; a rule on the age of objects could not tell."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.rostering.files import RosterFiles
from shared.rostering.run_store import RunStore

KEPT_DAYS = 32
"""Days after which a snapshot that was replaced goes: the 30 of an undo, and room for its run."""

MOST_DELETED = 1000
"""Snapshots of a school that go in one sweep; the next one takes the others."""


class SnapshotSweeper:
    """Keeps every snapshot that is current, or that the undo of some run may need."""

    def __init__(self, store: RunStore, files: RosterFiles) -> None:
        self._store = store
        self._files = files

    def sweep(self, school: str, now: datetime) -> int:
        """Delete a school's old snapshots; gives how many.

        A snapshot stays when it is younger than `KEPT_DAYS`, when a pointer names it, or when it
        was current before a run that ended since. Nobody is asked about the runs where no
        snapshot is old enough.
        """
        limit = now - timedelta(days=KEPT_DAYS)
        old = {found.name for found in self._files.snapshots(school) if found.created < limit}
        if not old:
            return 0
        # What a pointer may come to name again is named by the run that replaced it, so runs are
        # read before pointers: whatever an undo moves in between is seen in one of the two.
        old -= self._store.snapshots_before_runs(school, limit)
        old -= {pointer.object for _, pointer in self._store.all_pointers(school)}
        old -= {self._store.class_state(school).object}
        for name in sorted(old)[:MOST_DELETED]:
            self._files.delete_snapshot(name)
        return min(len(old), MOST_DELETED)
