"""A person's word that a run be taken back."""

from __future__ import annotations

from datetime import timedelta

from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict
from shared.kernel.ids import RunId
from shared.rostering.run_store import RunStore
from shared.rostering.runs import ACCEPTED, Run, RunState, Trigger, new_run_fields
from shared.rostering.tasks import RosterTasks

UNDO_DAYS = 30
"""Days after its end in which a run can be undone; its plan is kept as long."""


class Undoer:
    """Takes undos. Who may ask for one is the caller's to check."""

    def __init__(self, store: RunStore, tasks: RosterTasks, clock: Clock) -> None:
        self._store = store
        self._tasks = tasks
        self._clock = clock

    def undo(self, school: str, run_id: str, actor: str, *, validate_only: bool = False) -> RunId:
        """Have a run undone, by a run of its own; gives that run's id.

        Args:
            school: whose.
            run_id: the closed run that is to be taken back.
            actor: who asks for it, such as ``person:{id}``.
            validate_only: check all of it and change nothing.

        Raises:
            Conflict: ``NOT_UNDOABLE``, ``TOO_OLD`` or ``ALREADY_UNDONE``.
        """
        source = self._undoable(school, run_id)
        connection = self._store.connection(school, source.connection)
        if connection is None:
            raise Conflict("NOT_UNDOABLE", "the connection of this run is gone")
        name = self._store.asked_for_id(school, "undo", source.run)
        if validate_only:
            return name
        fields = {
            **new_run_fields(connection, name, Trigger.UNDO, self._clock()),
            "source": source.run,
            "approvedBy": actor,
        }
        self._store.begin_asked_for(fields, actor, "undo", {"run": source.run})
        self._tasks.hand_over_import(school, name)
        return name

    def _undoable(self, school: str, run_id: str) -> Run:
        run = self._store.run(school, run_id)
        if run is None or run.state is not RunState.CLOSED or run.outcome not in ACCEPTED:
            raise Conflict("NOT_UNDOABLE", "there is no run of this name that reached its end")
        if run.trigger is Trigger.UNDO or run.manifest is None or not run.manifest.parts:
            raise Conflict("NOT_UNDOABLE", "this run has changed nobody, or is an undo itself")
        if run.fields["undoneBy"] is not None:
            raise Conflict("ALREADY_UNDONE", "this run was undone before")
        if self._clock() - run.fields["closedTime"] > timedelta(days=UNDO_DAYS):
            raise Conflict("TOO_OLD", f"a run can be undone within {UNDO_DAYS} days of its end")
        return run
