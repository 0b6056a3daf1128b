"""The beginning of a run: a file that landed or waited, or the hour of the archive phase."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from shared.kernel.clock import Clock
from shared.kernel.errors import Permanent, Transient
from shared.kernel.idempotency import Once
from shared.kernel.ids import RunId, digest_id
from shared.kernel.local_time import local_day, local_hour
from shared.rostering.connections import Connection
from shared.rostering.feed_store import FeedStore
from shared.rostering.file_kinds import subject_of
from shared.rostering.run_store import RunStore
from shared.rostering.runs import (
    Arrival,
    LandedFile,
    Run,
    Trigger,
    archive_run_id,
    file_run_id,
    new_run_fields,
)
from shared.rostering.tasks import RosterTasks
from shared.rostering.windows import WindowKind, window_on

LEASE = timedelta(seconds=90)
"""The event function's time limit and half a minute."""

LATE_HOURS = 3
"""Hours after the district's hour in which a night that did not begin still begins."""


class RunStarter:
    """Creates runs and hands them over."""

    def __init__(
        self, store: RunStore, feeds: FeedStore, tasks: RosterTasks, once: Once, clock: Clock
    ) -> None:
        self._store = store
        self._feeds = feeds
        self._tasks = tasks
        self._once = once
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
        self._once.once("roster_file_landed", key, payload, LEASE, lambda: self.receive(arrival))

    def receive(self, arrival: Arrival, again: str = "") -> dict[str, Any]:
        """Create the run of an object generation, if it is new, and hand it over.

        Raises:
            Permanent: as `file_landed`.
        """
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
        subject = subject_of(file.file_name, known.declared_kinds)
        fields["subject"] = None if subject is None else subject.value
        self._store.create_run({**fields, "file": file.fields()})
        self._tasks.hand_over_import(school, run, again)
        return {"school": school, "run": run}

    def start_archive_phases(self, scheduled: datetime) -> int:
        """Begin the daily archive phases in the district's hour, or in those right after it.

        A tick that came to nothing is made good by the next one; a connection's night comes once a
        day. Gives how many were begun.

        Raises:
            Transient: a service did not answer for one of the schools; the others were begun.
        """
        district = self._store.district()
        late = local_hour(scheduled, district.time_zone) - district.archive_hour
        if not 0 <= late <= LATE_HOURS:
            return 0
        day = local_day(scheduled, district.time_zone)
        hour = scheduled.replace(minute=0, second=0, microsecond=0) - timedelta(hours=late)
        failure: Transient | None = None
        begun = 0
        for school in self._store.schools():
            try:
                for connection in self._store.connections(school):
                    begun += self.start_archive_phase(connection.within(day), f"{day}", hour)
            except Transient as error:
                failure = error
        if failure is not None:
            raise failure
        return begun

    def start_archive_phase(self, connection: Connection, key: str, hour: datetime) -> bool:
        """Begin one connection's archive phase, once for each key.

        Args:
            connection: whose.
            key: such as the day.
            hour: people who are missing since later wait for the next phase.

        Returns:
            False when it had begun before, nobody is missing, or the feed is stopped.

        Raises:
            Transient: a file that waits could not be worked on first.
        """
        return self.begin_archive_phase(connection, key, hour, self._store.create_run) is not None

    def begin_archive_phase(
        self,
        connection: Connection,
        key: str,
        hour: datetime,
        create: Callable[[dict[str, Any]], bool],
    ) -> RunId | None:
        """As `start_archive_phase`; the run is written by ``create``, and its id is given."""
        school, name = connection.school, connection.connection
        kinds = [kind for kind, switches in connection.switches.items() if switches.archive]
        pointers = self._store.pointers(school, name, kinds).values()
        missing = any(p.missing and p.updated and p.updated < hour for p in pointers)
        if not connection.enabled or not missing:
            return None
        # A file that waited may name whoever is missing; the night's run goes after it.
        self.release(connection)
        feed = self._store.feed(school, name)
        if feed.stopped is not None:
            return None
        if feed.waiting:
            raise Transient("FILES_FIRST", "files that waited are worked on first")
        run = archive_run_id(school, name, key)
        created = create(new_run_fields(connection, run, Trigger.ARCHIVE_PHASE, self._clock()))
        # Also for a run that is there: the tick before may have died before handing it over.
        self._tasks.hand_over_import(school, run)
        return run if created else None

    def release(self, connection: Connection) -> list[RunId]:
        """Start runs of the files that waited, if they are worked on again. Safe to repeat.

        Gives the runs that were started.
        """
        school, name = connection.school, connection.connection
        feed = self._store.feed(school, name)
        if not feed.waiting or not connection.enabled or feed.stopped is not None:
            return []
        if self.window(connection) is WindowKind.BLACKOUT:
            return []
        now = self._clock()
        runs = [
            run_again(connection, noted, noted.file, RunId(digest_id("again", noted.run)), now)
            for file in feed.waiting
            if (noted := self._store.run(school, file.run)) is not None and noted.file is not None
        ]
        if not self._feeds.release(connection, feed, runs):
            return []
        for fields in runs:
            self._tasks.hand_over_import(school, fields["run"])
        return [fields["run"] for fields in runs]

    def window(self, connection: Connection) -> WindowKind | None:
        """What the calendar allows a connection's files today; None for everything."""
        if not connection.windows:
            return None
        today = local_day(self._clock(), self._store.district().time_zone)
        return window_on(today, connection.windows)


def run_again(
    connection: Connection, run: Run, file: LandedFile, name: RunId, now: datetime
) -> dict[str, Any]:
    """The document of a run that works once more on another's file."""
    subject = subject_of(file.file_name, connection.declared_kinds)
    return {
        **new_run_fields(connection, name, Trigger.FILE, now),
        "file": file.fields(),
        "subject": None if subject is None else subject.value,
        "repeats": run.run,
    }


def _sender(name: str) -> tuple[str, str]:
    """The school and the connection of an object, from the name that the gateway made."""
    parts = name.split("/")
    if len(parts) != 4 or parts[0] != "schools" or not all(parts):  # noqa: PLR2004  # its parts
        raise Permanent("OBJECT_UNEXPECTED", "an object whose name the gateway does not make")
    return parts[1], parts[2]
