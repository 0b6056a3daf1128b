"""Ends a run: new state, result for the outbox and lock in one commit; then what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Permanent, Transient
from shared.kernel.ids import id_to_bytes
from shared.kernel.outbox import announce, event_id
from shared.rostering.approval_draft import waiting_operations
from shared.rostering.class_state import classes_after, classes_given_up, classes_wait
from shared.rostering.closing_store import (
    AliasUpdate,
    ClosingStore,
    MigrationEnd,
    RunEnd,
    SourceUpdate,
)
from shared.rostering.feed_course import RunEnding, feed_after, is_told_of_pause
from shared.rostering.feeds import Feed
from shared.rostering.files import RosterFiles
from shared.rostering.kind_state import KindState, read_remaps, read_states
from shared.rostering.leavers import Departed, may_lessen
from shared.rostering.migrating import migration_end
from shared.rostering.model import Kind
from shared.rostering.night import comes_again
from shared.rostering.plan_file import (
    Manifest,
    read_operations,
)
from shared.rostering.remaps import Remaps
from shared.rostering.results import (
    NextState,
    RunResult,
    event_payload,
    next_states_of,
    suspension_payload,
)
from shared.rostering.run_store import RunStore
from shared.rostering.runs import (
    ACCEPTED,
    Approval,
    Outcome,
    Pointer,
    Run,
    RunState,
    Trigger,
    pointer_base,
)
from shared.rostering.snapshot import CLAIMED, Snapshot
from shared.rostering.tasks import RosterTasks
from shared.rostering.undo_end import undo_counts, undo_end

Kick = Callable[[str], None]
"""Tells notifications that an event is in the outbox; losing the call loses nothing."""


class RunCloser:
    """Closes runs, each exactly once."""

    def __init__(
        self,
        store: RunStore,
        writes: ClosingStore,
        files: RosterFiles,
        tasks: RosterTasks,
        clock: Clock,
        kick: Kick,
        departed: Departed,
    ) -> None:
        self._store = store
        self._writes = writes
        self._files = files
        self._tasks = tasks
        self._clock = clock
        self._kick = kick
        self._departed = departed

    def close_applied(self, run: Run) -> None:
        """Close a run all of whose chunks are done."""
        self._close(run, dict(run.fields))

    def close_with(
        self,
        run: Run,
        result: RunResult,
        manifest: Manifest | None = None,
        feed: Feed | None = None,
        sort: str = "",
    ) -> None:
        """Close a run that had nothing to apply, or was refused.

        Args:
            run: as it was read.
            result: what became of it.
            manifest: of the plan that waits, if there is one.
            feed: of its connection, where it was read already.
            sort: what its file is about, where it has to wait.
        """
        plan = None if manifest is None else manifest.fields()
        fields = {**run.fields, **result.fields(), "plan": plan}
        self._close(replace(run, manifest=manifest), fields, feed=feed, sort=sort)

    def give_up(self, school: str, run_id: str, reason: str) -> None:
        """Close a run that cannot be finished, with the reason as its one problem."""
        run = self._store.run(school, run_id)
        if run is None:
            return
        if run.state is RunState.CLOSED:
            self.after_close(run)
            return
        problem = {
            "code": reason,
            "severity": "error",
            "line": None,
            "field": None,
            "message": "The run could not be finished; what it had applied stays.",
        }
        counts = run.fields["counts"]
        fields = {
            **RunResult().fields(),
            **run.fields,
            "outcome": Outcome.FAILED.value,
            "approval": Approval.NONE.value,
            "problems": [problem],
            "problemCounts": {reason: 1},
            # What it meant to do is not what it did.
            "counts": {name: counts[name] for name in _OF_THE_FILE if name in counts},
            "plan": None,
            "next": {},
            **classes_given_up(run.fields),
        }
        try:
            self._close(run, fields, self._touched(run))
        except Permanent:
            # What the plan did cannot be looked up any more; the run ends all the same.
            self._close(run, fields, {})

    def _touched(self, run: Run) -> dict[Kind, KindState]:
        """Those whom a run's finished chunks changed: the next file has to look at each again."""
        states: dict[Kind, KindState] = {}
        if run.manifest is None:
            return states
        for chunk in self._store.chunks(run):
            part = run.manifest.parts[chunk]
            for change in read_operations(self._files.read_plan(run.manifest, part), part):
                state = states.setdefault(change.kind, KindState())
                state.recorded[id_to_bytes(change.person)] = CLAIMED
        return states

    def after_close(self, run: Run) -> None:
        """What follows a closed run. Safe to repeat; a sweep does it where this was lost."""
        # Whether a paused run is told of is not known any more; the sweep knows.
        told = run.outcome is not Outcome.PAUSED and _is_told(run.trigger, run.outcome)
        if told and not comes_again(run.fields, run.fields["closedTime"]):
            self._kick(event_id("roster.run.closed", run.run))
        self._follow(run)
        self._hand_over_next(run)

    def _follow(self, run: Run) -> None:
        if may_lessen(run):
            self._departed(run.school, run.run)

    def _hand_over_next(self, run: Run) -> None:
        for waiting in self._store.runs_in(run.school, RunState.RECEIVED)[:1]:
            self._tasks.hand_over_import(waiting.school, waiting.run, f"after-{run.run}")

    def _close(
        self,
        run: Run,
        fields: dict[str, Any],
        states: dict[Kind, KindState] | None = None,
        feed: Feed | None = None,
        sort: str = "",
    ) -> None:
        """Close a run; ``states`` stands in for what its plan would have recorded."""
        remaps = self._planned_remaps(run, fields) if states is None else Remaps()
        pointers = self._next_pointers(run, fields, states, remaps)
        if run.trigger is Trigger.UNDO:
            fields["counts"] = undo_counts(fields["counts"])
        outcome = Outcome(fields["outcome"])
        now = self._clock()
        closed = {
            "state": RunState.CLOSED.value,
            "closedTime": now,
            "base": {after.kind.value: pointer_base(after) for _, after in pointers},
            "pointersBefore": {before.kind.value: before.fields or None for before, _ in pointers},
            **{name: fields[name] for name in _RESULT_FIELDS if name in fields},
        }
        before = self._store.feed(run.school, run.connection) if feed is None else feed
        ending = self._ending(run, fields, sort, now)
        after = feed_after(before, run, ending)
        payload = event_payload(run, {**fields, **closed})
        event = alert = None
        told = _is_told(run.trigger, outcome) and not comes_again(fields, now)
        if told and (outcome is not Outcome.PAUSED or is_told_of_pause(before, ending.holds, now)):
            event = announce("roster.run.closed", run.school, run.run, payload, now)
        if after.stopped is not before.stopped:
            payload = suspension_payload(payload, after.holds_in_a_row)
            alert = announce("roster.feed.suspended", run.school, run.run, payload, now)
        source = self._source_update(run, outcome)
        migration = self._migration_end(run, source, closed)
        aliases = self._alias_update(run, remaps)
        if aliases is not None:
            closed["aliasesBefore"] = aliases.former
        undo = None
        if run.trigger is Trigger.UNDO:
            undo = undo_end(self._store, self._files, run, outcome, now)
        end = RunEnd(
            closed=closed,
            states=pointers,
            source=source,
            event=event,
            supersedes=outcome in ACCEPTED,
            aliases=aliases,
            migration=migration,
            undo=undo,
            feed=None if after == before else after,
            alert=alert,
            classes=classes_after(fields),
        )
        try:
            self._writes.close(run, end)
        except Conflict as error:
            self._closed_by_another(run, error)
            return
        for each in (event, alert):
            if each is not None:
                self._kick(each.event_id)
        self._follow(run)
        self._hand_over_next(run)

    def _ending(self, run: Run, fields: Mapping[str, Any], sort: str, now: datetime) -> RunEnding:
        codes = frozenset(hold["code"] for hold in fields["holds"])
        ending = RunEnding(Outcome(fields["outcome"]), codes, now, sort=sort)
        if run.trigger is not Trigger.FILE or not ending.is_held:
            return ending
        connection = self._store.connection(run.school, run.connection)
        return (
            ending
            if connection is None
            else replace(ending, most_holds=connection.limits.holds_in_a_row)
        )

    def _migration_end(
        self, run: Run, source: SourceUpdate | None, closed: dict[str, Any]
    ) -> MigrationEnd | None:
        """What taking over another connection's people ends with; noted for an undo."""
        if source is None or not source.verifies:
            return None
        connection = self._store.connection(run.school, run.connection)
        before = None if connection is None else connection.verified_time
        closed |= {"verifies": True, "verifiedTimeBefore": before}
        migration = migration_end(self._store, run, source.run, closed["closedTime"])
        if migration is not None:
            closed["migrated"] = migration.fields()
        return migration

    def _closed_by_another(self, run: Run, error: Conflict) -> None:
        now = self._store.run(run.school, run.run)
        if now is None or now.state is not RunState.CLOSED:
            raise Transient("CLOSE_CONTENDED", "the run changed while it was closed") from error
        self.after_close(now)

    def _next_pointers(
        self,
        run: Run,
        fields: Mapping[str, Any],
        states: dict[Kind, KindState] | None,
        remaps: Remaps,
    ) -> list[tuple[Pointer, Pointer]]:
        """For each kind the run speaks of: its pointer as it is, and as it will be."""
        coming = next_states_of(fields)
        if states is None:
            states = self._planned_states(run, fields)
        else:
            coming = {
                kind: NextState(outstanding_change=len(state.recorded))
                for kind, state in states.items()
            }
        kinds = sorted(states.keys() | coming.keys() | remaps.adopted.keys())
        pointers = self._store.pointers(run.school, run.connection, kinds)
        skipped = self._skipped(run)
        return [
            (
                pointers[kind],
                self._advance(
                    run, pointers[kind], states.get(kind), coming.get(kind), skipped, remaps
                ),
            )
            for kind in kinds
        ]

    def _planned_states(self, run: Run, fields: Mapping[str, Any]) -> dict[Kind, KindState]:
        if fields.get("plan") is None or run.manifest is None:
            return {}
        return read_states(self._files.read_plan(run.manifest, run.manifest.state))

    def _planned_remaps(self, run: Run, fields: Mapping[str, Any]) -> Remaps:
        if fields.get("plan") is None or run.manifest is None:
            return Remaps()
        return read_remaps(self._files.read_plan(run.manifest, run.manifest.state))

    def _alias_update(self, run: Run, remaps: Remaps) -> AliasUpdate | None:
        """The district's aliases and those that the run has established."""
        new = remaps.without(self._skipped(run)) if remaps.aliases else {}
        if not new:
            return None
        district = self._store.district()
        known = self._files.read_aliases(district.person_aliases)
        name = self._files.write_aliases({**known, **new})
        return AliasUpdate(name, district.version, district.person_aliases)

    def _skipped(self, run: Run) -> frozenset[bytes]:
        if not run.skipped:
            return frozenset()
        chunks = self._store.chunks(run).values()
        return frozenset(id_to_bytes(p) for chunk in chunks for p in chunk.fields["skipped"])

    def _advance(
        self,
        run: Run,
        pointer: Pointer,
        state: KindState | None,
        coming: NextState | None,
        skipped: frozenset[bytes],
        remaps: Remaps,
    ) -> Pointer:
        if state is None and pointer.object:
            return _pointer_after(pointer, pointer.object, None, coming or NextState(), 0)
        snapshot = self._files.read_snapshot(pointer)
        after = snapshot if state is None else state.advance(snapshot, skipped)
        after = remaps.adopt(pointer.kind, after)
        name = pointer.object
        if after != snapshot or not name:
            name = self._files.write_snapshot(run, pointer, after)
        here = 0 if state is None else len(skipped & (state.recorded.keys() | state.removed))
        return _pointer_after(pointer, name, after, coming or NextState(), here)

    def _source_update(self, run: Run, outcome: Outcome) -> SourceUpdate | None:
        """What an approval changes in the run whose held operations it applied."""
        if run.trigger is not Trigger.APPROVAL or outcome not in ACCEPTED or run.source is None:
            return None
        source = self._store.run(run.school, run.source)
        if source is None:
            return None
        approved = frozenset(source.fields["approvedSubjects"]) | run.subjects
        approved_all = bool(source.fields["approvedAll"]) or not run.subjects
        decided = {"approvedSubjects": approved, "approvedAll": approved_all}
        after = replace(source, fields={**source.fields, **decided})
        waiting = waiting_operations(after, self._files) or classes_wait(after.fields)
        return SourceUpdate(
            run=source,
            approval=Approval.PENDING if waiting else Approval.APPROVED,
            approved=sorted(approved),
            approved_all=approved_all,
            verifies=source.outcome is Outcome.DRY_RUN and not run.subjects,
        )


_OF_THE_FILE = ("rows", "rejected", "warnings")
_RESULT_FIELDS = (
    "outcome", "approval", "holds", "problems", "problemCounts", "counts", "next", "plan", "lifted",
    "classes", "window", "setAside",
)  # fmt: skip


def _is_told(trigger: Trigger, outcome: Outcome | None) -> bool:
    """False for a night that archived nobody and held nobody back: that is no news."""
    quiet = (Outcome.UNCHANGED, Outcome.PAUSED)
    return trigger is not Trigger.ARCHIVE_PHASE or outcome not in quiet


def _pointer_after(
    pointer: Pointer, name: str, snapshot: Snapshot | None, coming: NextState, skipped: int
) -> Pointer:
    """The pointer after a run; without a snapshot it goes on naming the one that it names."""
    outstanding = pointer.outstanding if coming.outstanding is None else coming.outstanding
    return replace(
        pointer,
        object=name,
        people=pointer.people if snapshot is None else snapshot.people,
        missing=pointer.missing if snapshot is None else len(snapshot.missing),
        rows=pointer.rows if coming.rows is None else coming.rows,
        generations=coming.generations or pointer.generations,
        fingerprint=pointer.fingerprint if coming.fingerprint is None else coming.fingerprint,
        outstanding=max(0, outstanding + coming.outstanding_change + skipped),
        memory=pointer.memory if coming.memory is None else coming.memory,
        scope=pointer.scope if coming.scope is None else coming.scope,
    )
