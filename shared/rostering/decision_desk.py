"""A person's word on runs and feeds: approve, discard, undo, again, archive now, resume, lift."""

from __future__ import annotations

from collections.abc import Sequence

from shared.kernel.actor import Actor
from shared.kernel.ids import RunId
from shared.kernel.permissions import Action, authorize
from shared.rostering.approving import RunApprover
from shared.rostering.decision_views import FeedResumed, LimitLifted, RunStarted
from shared.rostering.declining import RemapDecliner
from shared.rostering.feed_keeper import FeedKeeper
from shared.rostering.run_desk import known_run
from shared.rostering.run_store import RunStore
from shared.rostering.run_views import RunView, run_view
from shared.rostering.undoing import Undoer


class DecisionDesk:
    """Takes the word of those who may give it.

    With ``validate_only`` everything is checked and nothing changes. Every use case raises
    `Denied` as `authorize` says, those about a run ``RUN_UNKNOWN``, and `Conflict` as the service
    that it asks.
    """

    def __init__(
        self,
        store: RunStore,
        approver: RunApprover,
        decliner: RemapDecliner,
        undoer: Undoer,
        keeper: FeedKeeper,
    ) -> None:
        self._store = store
        self._approver = approver
        self._decliner = decliner
        self._undoer = undoer
        self._keeper = keeper

    def approve(
        self,
        actor: Actor,
        school: str,
        run_id: str,
        plan_hash: str,
        persons: Sequence[str],
        *,
        validate_only: bool,
    ) -> RunStarted:
        """Have what a run holds back applied, see `RunApprover.approve`."""
        authorize(actor, Action.RUNS_DECIDE, school)
        run = known_run(self._store, school, run_id)
        meant = frozenset(persons)
        started = self._approver.approve(
            school, run.run, plan_hash, actor.id, meant, validate_only=validate_only
        )
        if started is None:
            return RunStarted(run="", needs_second_person=True)
        return _started(school, started)

    def discard(
        self, actor: Actor, school: str, run_id: str, plan_hash: str, *, validate_only: bool
    ) -> RunView:
        """Decide that what a run holds back is not applied, see `RunApprover.discard`."""
        authorize(actor, Action.RUNS_DECIDE, school)
        run = known_run(self._store, school, run_id)
        self._approver.discard(school, run.run, plan_hash, actor.id, validate_only=validate_only)
        return self._as_it_is(school, run_id)

    def decline(
        self,
        actor: Actor,
        school: str,
        run_id: str,
        plan_hash: str,
        persons: Sequence[str],
        *,
        validate_only: bool,
    ) -> RunView:
        """Decide that people taken for others are new, see `RemapDecliner.decline_remap`."""
        authorize(actor, Action.RUNS_DECIDE, school)
        run = known_run(self._store, school, run_id)
        meant = frozenset(persons)
        self._decliner.decline_remap(
            school, run.run, plan_hash, meant, actor.id, validate_only=validate_only
        )
        return self._as_it_is(school, run_id)

    def undo(self, actor: Actor, school: str, run_id: str, *, validate_only: bool) -> RunStarted:
        """Have a run taken back, see `Undoer.undo`."""
        authorize(actor, Action.RUNS_UNDO, school)
        run = known_run(self._store, school, run_id)
        return _started(
            school, self._undoer.undo(school, run.run, actor.id, validate_only=validate_only)
        )

    def again(self, actor: Actor, school: str, run_id: str, *, validate_only: bool) -> RunStarted:
        """Work once more on a run's file, see `FeedKeeper.again`."""
        authorize(actor, Action.RUNS_AGAIN, school)
        run = known_run(self._store, school, run_id)
        return _started(
            school, self._keeper.again(school, run.run, actor.id, validate_only=validate_only)
        )

    def archive_now(
        self, actor: Actor, school: str, connection: str, *, validate_only: bool
    ) -> RunStarted:
        """Begin the archive phase at once, see `FeedKeeper.archive_now`."""
        authorize(actor, Action.FEEDS_STEER, school)
        run = self._keeper.archive_now(school, connection, actor.id, validate_only=validate_only)
        return RunStarted(run="") if run is None else _started(school, run)

    def sync_now(
        self, actor: Actor, school: str, connection: str, *, validate_only: bool
    ) -> RunStarted:
        """Pull from the system at once, see `FeedKeeper.sync_now`."""
        authorize(actor, Action.FEEDS_STEER, school)
        run = self._keeper.sync_now(school, connection, actor.id, validate_only=validate_only)
        return RunStarted(run="") if run is None else _started(school, run)

    def resume(
        self, actor: Actor, school: str, connection: str, *, validate_only: bool
    ) -> FeedResumed:
        """Let a stopped feed go on, see `FeedKeeper.resume`."""
        authorize(actor, Action.FEEDS_STEER, school)
        runs = self._keeper.resume(school, connection, actor.id, validate_only=validate_only)
        return FeedResumed(runs=[_name(school, run) for run in runs])

    def lift(
        self, actor: Actor, school: str, connection: str, code: str, *, validate_only: bool
    ) -> LimitLifted:
        """Set a limit aside for the next file, see `FeedKeeper.lift`."""
        authorize(actor, Action.FEEDS_STEER, school)
        ends = self._keeper.lift(school, connection, code, actor.id, validate_only=validate_only)
        return LimitLifted(code=code, expire_time=ends)

    def _as_it_is(self, school: str, run_id: str) -> RunView:
        run = known_run(self._store, school, run_id)
        return run_view(run.fields, run.version, whole=True)


def _started(school: str, run: RunId) -> RunStarted:
    return RunStarted(run=_name(school, run))


def _name(school: str, run: RunId) -> str:
    return f"schools/{school}/rosterRuns/{run}"
