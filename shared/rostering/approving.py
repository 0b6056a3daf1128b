"""A person's word on what a run holds back: approve it, or discard it."""

from __future__ import annotations

from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict
from shared.kernel.ids import RunId
from shared.rostering.approval_draft import held_operations, is_approved
from shared.rostering.class_state import classes_wait
from shared.rostering.connections import Connection
from shared.rostering.feed_store import FeedStore
from shared.rostering.files import RosterFiles
from shared.rostering.plan import Operation
from shared.rostering.run_store import RunStore
from shared.rostering.runs import (
    Approval,
    Run,
    RunState,
    Trigger,
    new_run_fields,
)
from shared.rostering.second_person import needs_second_person
from shared.rostering.tasks import RosterTasks


class RunApprover:
    """Takes decisions. Who may decide is the caller's to check."""

    def __init__(
        self,
        store: RunStore,
        writes: FeedStore,
        files: RosterFiles,
        tasks: RosterTasks,
        clock: Clock,
    ) -> None:
        self._store = store
        self._writes = writes
        self._files = files
        self._tasks = tasks
        self._clock = clock

    def approve(
        self,
        school: str,
        run_id: str,
        plan_hash: str,
        actor: str,
        subjects: frozenset[str] = frozenset(),
        *,
        validate_only: bool = False,
    ) -> RunId | None:
        """Have held operations applied, by a run of their own.

        Args:
            school: whose.
            run_id: the closed run that holds them back.
            plan_hash: of the plan that the person has seen.
            actor: who approves, such as ``person:{id}``.
            subjects: the people meant; none means everybody who need not be named one by one.
            validate_only: check all of it and change nothing.

        Returns:
            The run that was started; None when so much is changed or archived that a second
            person has to approve the same as well. The first one is noted, and may ask again
            without changing anything.

        Raises:
            Conflict: ``NOT_AWAITING``, ``PLAN_CHANGED``, ``STATE_CHANGED`` or ``SUBJECT_UNKNOWN``;
                ``FAILED_PRECONDITION`` when somebody else has just decided.
        """
        source = self.awaiting(school, run_id, plan_hash)
        if self._store.has_moved(source):
            raise Conflict("STATE_CHANGED", "the state has changed since; work on the file again")
        meant = self._meant(source, subjects)
        name = self._store.asked_for_id(school, "approval", source.run, *sorted(subjects))
        connection = self._store.connection(school, source.connection)
        if connection is None:
            raise Conflict("NOT_AWAITING", "the connection of this run is gone")
        first = source.fields["firstApprovals"].get(name)
        now = self._clock()
        if first in (None, actor) and self._is_large(source, connection, meant, name):
            if first is None and not validate_only:
                self._writes.note_first_approval(source, name, actor, now)
            return None
        if validate_only:
            return name
        fields = {
            **new_run_fields(connection, name, Trigger.APPROVAL, now),
            "source": source.run,
            "subjects": sorted(subjects),
            "approvedBy": actor,
            "firstApprovedBy": first,
        }
        subject = {"run": source.run, "people": len(subjects)}
        self._store.begin_asked_for(fields, actor, "approve", subject)
        self._tasks.hand_over_import(school, name)
        return name

    def _is_large(
        self, source: Run, connection: Connection, meant: list[Operation], name: str
    ) -> bool:
        """True when a second person has to approve, and the run has not been started by one."""
        kinds = {operation.kind for operation in meant}
        pointers = self._store.pointers(source.school, source.connection, kinds)
        active = {kind: pointer.people for kind, pointer in pointers.items()}
        if not needs_second_person(meant, active, connection.limits):
            return False
        return self._store.run(source.school, name) is None

    def discard(
        self,
        school: str,
        run_id: str,
        plan_hash: str,
        actor: str,
        *,
        validate_only: bool = False,
    ) -> None:
        """Decide that held operations are not applied; the next file plans them again.

        Raises:
            Conflict: ``NOT_AWAITING`` or ``PLAN_CHANGED``.
        """
        source = self.awaiting(school, run_id, plan_hash)
        if not validate_only:
            self._store.discard(source, actor, self._clock())

    def awaiting(self, school: str, run_id: str, plan_hash: str) -> Run:
        """The run that holds something back, with the plan that was looked at.

        Raises:
            Conflict: ``NOT_AWAITING`` or ``PLAN_CHANGED``.
        """
        run = self._store.run(school, run_id)
        if (
            run is None
            or run.state is not RunState.CLOSED
            or run.approval is not Approval.PENDING
            or run.manifest is None
        ):
            raise Conflict("NOT_AWAITING", "this run holds nothing back that waits for approval")
        if run.manifest.hash != plan_hash:
            raise Conflict("PLAN_CHANGED", "the plan is not the one that was looked at")
        return run

    def _meant(self, source: Run, subjects: frozenset[str]) -> list[Operation]:
        """The held operations that an approval of these people means."""
        held = held_operations(source, self._files)
        if subjects - {operation.person for operation in held}:
            raise Conflict("SUBJECT_UNKNOWN", "the plan holds nothing back for one of these people")
        meant = [operation for operation in held if is_approved(operation, subjects)]
        if not meant and (subjects or not classes_wait(source.fields)):
            raise Conflict("SUBJECT_UNKNOWN", "the people held back must be named one by one")
        return meant
