"""The beginning of a run: a file that landed, the hour of the archive phase, or what was lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from shared.kernel.clock import Clock, local_day, local_hour
from shared.kernel.errors import Permanent
from shared.kernel.idempotency import Once
from shared.kernel.ids import digest_id
from shared.people.store import PeopleStore
from shared.rostering.applying import PlanApplier
from shared.rostering.connections import Connection
from shared.rostering.files import RosterFiles
from shared.rostering.run_store import RunStore
from shared.rostering.runs import (
    Arrival,
    LandedFile,
    RunState,
    Trigger,
    file_run_id,
    new_run_fields,
)
from shared.rostering.tasks import RosterTasks

LEASE = timedelta(seconds=90)
"""The event function's time limit and half a minute."""

PutAside = Callable[[str, str, str], None]
"""Sets work aside for a person to look at: function, pointer, reason."""

_LOOK_UP = 300


class RunStarter:
    """Creates runs and hands them over; finds again what an event or a task has lost."""

    def __init__(
        self,
        store: RunStore,
        people: PeopleStore,
        files: RosterFiles,
        tasks: RosterTasks,
        applier: PlanApplier,
        once: Once,
        put_aside: PutAside,
        clock: Clock,
    ) -> None:
        self._store = store
        self._people = people
        self._files = files
        self._tasks = tasks
        self._applier = applier
        self._once = once
        self._put_aside = put_aside
        self._clock = clock

    def file_landed(self, arrival: Arrival) -> None:
        """Begin the run of one object generation, however often its event comes.

        Raises:
            Permanent: ``OBJECT_UNEXPECTED`` for a name the gateway does not make,
                ``CONNECTION_UNKNOWN``.
            Transient: another delivery is at it, or a service did not answer.
        """
        if arrival.name.endswith("/"):
            return
        key = f"{arrival.bucket}/{arrival.name}#{arrival.generation}"
        payload = {"size": arrival.size, "digest": arrival.digest}
        self._once.once(
            "roster_file_landed", key, payload, LEASE, lambda: self._receive(arrival, again="")
        )

    def _receive(self, arrival: Arrival, again: str) -> dict[str, Any]:
        school, connection = _sender(arrival.name)
        known = self._store.connection(school, connection)
        if known is None:
            raise Permanent("CONNECTION_UNKNOWN", "no connection of this school has this id")
        run = file_run_id(arrival.bucket, arrival.name, arrival.generation)
        file = LandedFile(
            bucket=arrival.bucket,
            object=arrival.name,
            generation=arrival.generation,
            size=arrival.size,
            digest=arrival.digest,
            file_name=arrival.metadata.get("fileName", ""),
        )
        fields = new_run_fields(known, run, Trigger.FILE, self._clock())
        self._store.create_run({**fields, "file": file.fields()})
        self._tasks.hand_over_import(school, run, again)
        return {"school": school, "run": run}

    def start_archive_phases(self, scheduled: datetime) -> int:
        """Begin the daily archive phases when it is the district's hour; gives how many."""
        district = self._store.district()
        if local_hour(scheduled, district.time_zone) != district.archive_hour:
            return 0
        day = local_day(scheduled, district.time_zone).isoformat()
        return sum(
            self.start_archive_phase(connection, day)
            for school in self._store.schools()
            for connection in self._store.connections(school)
        )

    def start_archive_phase(self, connection: Connection, key: str) -> bool:
        """Begin one connection's archive phase, once for each key, if anybody is missing there."""
        kinds = [kind for kind, switches in connection.switches.items() if switches.archive]
        pointers = self._store.pointers(connection.school, connection.connection, kinds)
        if not connection.enabled or not any(p.missing for p in pointers.values()):
            return False
        run = digest_id("archive", connection.school, connection.connection, key)
        fields = new_run_fields(connection, run, Trigger.ARCHIVE_PHASE, self._clock())
        self._store.create_run(fields)
        self._tasks.hand_over_import(connection.school, run)
        return True

    def reconcile(self) -> int:
        """Hand over again whatever is not finished, and receive files nobody told of.

        Safe at any time: what is already done or under way is left as it is.

        Returns:
            Files and runs that were handed over.
        """
        again = f"{self._clock():%Y%m%d%H%M%S%f}"
        count = self._receive_lost_files(again)
        for school in self._store.schools():
            for run in self._store.runs_in(school, RunState.APPLYING):
                self._applier.start(run, again)
                count += 1
            for run in self._store.runs_in(school, RunState.RECEIVED):
                self._tasks.hand_over_import(school, run.run, again)
                count += 1
            self._people.drop_guardians_of_nobody(school)
        return count

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
            self._receive(arrival, again)
        except Permanent as error:
            pointer = f"{arrival.bucket}/{arrival.name}#{arrival.generation}"
            self._put_aside("roster_reconcile", pointer, error.reason)


def _school_of(name: str) -> str:
    """The school that an object's name speaks of, for a look-up only."""
    return name.split("/")[1] or "-"


def _sender(name: str) -> tuple[str, str]:
    """The school and the connection of an object, from the name that the gateway made."""
    parts = name.split("/")
    if len(parts) != 4 or parts[0] != "schools" or not all(parts):  # noqa: PLR2004  # its parts
        raise Permanent("OBJECT_UNEXPECTED", "an object whose name the gateway does not make")
    return parts[1], parts[2]
