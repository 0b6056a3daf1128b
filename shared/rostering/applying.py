"""Applies a plan in chunks, each a commit that happens once, and closes the run after the last."""

from __future__ import annotations

from collections.abc import Sequence

from shared.kernel.errors import Conflict, Permanent, Transient
from shared.rostering.apply_store import ApplyStore, Fitting
from shared.rostering.closing import RunCloser
from shared.rostering.files import RosterFiles
from shared.rostering.plan_file import Change, read_operations, read_part
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Run, RunState
from shared.rostering.tasks import RosterTasks

TRIES = 3
"""Tries of a chunk whose members are being changed by others at the same time."""


class PlanApplier:
    """Works plans off."""

    def __init__(
        self,
        store: RunStore,
        writes: ApplyStore,
        files: RosterFiles,
        tasks: RosterTasks,
        closer: RunCloser,
    ) -> None:
        self._store = store
        self._writes = writes
        self._files = files
        self._tasks = tasks
        self._closer = closer

    def start(self, run: Run, again: str = "") -> None:
        """Hand over every chunk that is not done, or close the run when all are."""
        if run.chunks_done >= run.chunks_total:
            self._finish(run)
            return
        done = self._store.chunks(run) if run.chunks_done or again else {}
        for chunk in range(run.chunks_total):
            if chunk not in done:
                self._tasks.hand_over_chunk(run, chunk, again)

    def apply(self, school: str, run_id: str, chunk: int) -> None:
        """Apply one chunk, unless it was; the run that is now complete is closed.

        Raises:
            Permanent: ``RUN_UNKNOWN``, ``PLAN_MISSING``.
            Transient: the members keep changing, or a service did not answer.
        """
        run = self._store.run(school, run_id)
        if run is None:
            raise Permanent("RUN_UNKNOWN", "there is no such run")
        if run.state is RunState.CLOSED:
            self._closer.after_close(run)
            return
        if run.manifest is None or chunk >= len(run.manifest.parts):
            raise Permanent("PLAN_MISSING", "the run has no such chunk")
        done = self._apply_part(run, chunk)
        if done is None or done >= run.chunks_total:
            self._close_if_complete(school, run_id)

    def _apply_part(self, run: Run, chunk: int) -> int | None:
        """Apply a chunk; gives how many are done now, None when it is not known."""
        assert run.manifest is not None  # noqa: S101  # the caller has looked
        part = run.manifest.parts[chunk]
        changes = list(read_part(self._files.read_plan(run.manifest, part), part))
        try:
            return self._writes.apply(run, chunk, Fitting(changes))
        except Conflict:
            # Done already, or somebody was changed since the plan was made.
            return self._apply_what_still_fits(run, chunk, changes)

    def _apply_what_still_fits(self, run: Run, chunk: int, changes: Sequence[Change]) -> int | None:
        """Look again who is as the plan found them, and leave the others as they are."""
        for _ in range(TRIES):
            if self._writes.is_done(run, chunk):
                return None
            fitting = self._writes.fitting(run, changes)
            try:
                return self._writes.apply(run, chunk, fitting)
            except Conflict:
                continue
        raise Transient("MEMBERS_BUSY", "the members of this chunk keep changing")

    def _close_if_complete(self, school: str, run_id: str) -> None:
        run = self._store.run(school, run_id)
        if run is None or run.chunks_done < run.chunks_total:
            return
        if run.state is RunState.CLOSED:
            self._closer.after_close(run)
        else:
            self._finish(run)

    def _finish(self, run: Run) -> None:
        """Close the run; where members were left as they are, their guardians follow them."""
        if run.skipped and run.manifest is not None:
            for chunk, done in self._store.chunks(run).items():
                people = set(done.fields["skipped"])
                part = run.manifest.parts[chunk]
                planned = read_operations(self._files.read_plan(run.manifest, part), part)
                self._writes.match_guardians(run, [op for op in planned if op.person in people])
        self._closer.close_applied(run)
