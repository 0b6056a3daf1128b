"""Finds again what an event or a task has lost, and gets every run to its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from shared.kernel.clock import Clock
from shared.kernel.errors import Permanent, Transient
from shared.people.store import PeopleStore
from shared.rostering.applying import PlanApplier
from shared.rostering.closing import RunCloser
from shared.rostering.files import RosterFiles
from shared.rostering.landing import RunStarter
from shared.rostering.pulling import due_time
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Arrival, RunState, file_run_id
from shared.rostering.snapshot_sweep import SnapshotSweeper
from shared.rostering.tasks import RosterTasks

PutAside = Callable[[str, str, str], None]
"""Sets work aside for a person to look at: function, pointer, reason."""

SWEEP_HOUR = 10
"""Hour of the day, UTC, in which old snapshots are looked for: after the night in America."""

_LOOK_UP = 300


class RunReconciler:
    """Hands over again whatever is not finished. Safe at any time, and to repeat."""

    def __init__(
        self,
        store: RunStore,
        people: PeopleStore,
        files: RosterFiles,
        tasks: RosterTasks,
        starter: RunStarter,
        applier: PlanApplier,
        closer: RunCloser,
        put_aside: PutAside,
    ) -> None:
        self._store = store
        self._people = people
        self._files = files
        self._tasks = tasks
        self._starter = starter
        self._applier = applier
        self._closer = closer
        self._put_aside = put_aside
        self._sweeper = SnapshotSweeper(store, files)

    def reconcile(self, clock: Clock) -> int:
        """Look at every file and every open run.

        Args:
            clock: its instant names what is handed over again.

        Returns:
            Files and runs that were handed over.

        Raises:
            Transient: a service did not answer for one of the schools; the others were looked at.
        """
        now = clock()
        again = f"{now:%Y%m%d%H%M%S%f}"
        count = self._receive_lost_files(again)
        failure: Transient | None = None
        for school in self._store.schools():
            try:
                count += self._reconcile_school(school, again, now)
                if now.hour == SWEEP_HOUR:
                    self._sweeper.sweep(school, now)
            except Transient as error:
                failure = error
        if failure is not None:
            raise failure
        return count

    def _reconcile_school(self, school: str, again: str, now: datetime) -> int:
        self._free_the_turn(school)
        count = 0
        for run in self._store.runs_in(school, RunState.APPLYING):
            try:
                self._applier.start(run, again)
            except Permanent as error:
                self._closer.give_up(school, run.run, error.reason)
            count += 1
        for run in self._store.runs_in(school, RunState.PULLING):
            if due_time(run) <= now:
                self._tasks.hand_over_pull(school, run.run, again)
                count += 1
        for run in self._store.runs_in(school, RunState.RECEIVED):
            self._tasks.hand_over_import(school, run.run, again)
            count += 1
        for connection in self._store.connections(school):
            count += len(self._starter.release(connection))
        self._people.drop_guardians_of_nobody(school)
        return count

    def _free_the_turn(self, school: str) -> None:
        """Take the school's turn from a run that has ended."""
        holder = self._store.lock_holder(school)
        if holder is None:
            return
        run = self._store.run(school, holder)
        if run is None or run.state is RunState.CLOSED:
            self._store.unlock(school, holder)

    def _receive_lost_files(self, again: str) -> int:
        batch: list[Arrival] = []
        count = 0
        for arrival in self._files.landed():
            batch.append(arrival)
            if len(batch) == _LOOK_UP:
                count += self._receive_unknown(batch, again)
                batch = []
        return count + self._receive_unknown(batch, again)

    def _receive_unknown(self, arrivals: Sequence[Arrival], again: str) -> int:
        runs = {file_run_id(a.bucket, a.name, a.generation): a for a in arrivals}
        places = [(_school_of(arrival.name), str(run)) for run, arrival in runs.items()]
        known = self._store.existing_runs(places)
        lost = sorted(runs.keys() - known, key=lambda run: runs[run].generation)
        for run in lost:
            self._receive_or_put_aside(runs[run], again)
        return len(lost)

    def _receive_or_put_aside(self, arrival: Arrival, again: str) -> None:
        """One object that nobody can use must not keep the others waiting."""
        try:
            self._starter.receive(arrival, again)
        except Permanent as error:
            pointer = f"{arrival.bucket}/{arrival.name}#{arrival.generation}"
            self._put_aside("roster_reconcile", pointer, error.reason)


def _school_of(name: str) -> str:
    """The school that an object's name speaks of, for a look-up only."""
    return name.split("/")[1] or "-"
