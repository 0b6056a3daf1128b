"""Pulls people from a connection's system; the package made of them takes the road of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import IO, Any

from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Permanent, Transient
from shared.kernel.ids import RunId
from shared.kernel.local_time import local_day
from shared.rostering.api_source import ApiSource
from shared.rostering.change_puller import ChangePuller, PullTask
from shared.rostering.connections import Connection
from shared.rostering.files import RosterFiles
from shared.rostering.night import MAY_PASS
from shared.rostering.pull_changes import Since, asked_of
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Run, RunState, Trigger, new_run_fields, pull_run_id
from shared.rostering.sources.rest_calls import Caller
from shared.rostering.sources.rest_interface import Finder
from shared.rostering.sources.rest_pull import Pulled, people_of
from shared.rostering.sources.rest_records import CLASS_COLLECTIONS, ORGS
from shared.rostering.sources.rest_sign_in import Key
from shared.rostering.tasks import RosterTasks

TRY_SECONDS = 1_500.0
"""That one delivery of the task pulls; 300 are left to make the package and to keep it."""
LEASE = timedelta(minutes=31)
"""For which no other delivery pulls: longer than a function may run."""
LASTS = timedelta(hours=3)
"""After which a pull that never came to its end has failed."""
NIGHT_LASTS = timedelta(minutes=30)
"""The same for the pull of a night whose system does not do its part: a later hour tries it."""
TELL_EVERY = 10.0
"""Seconds between two notes of how far it is."""

OpenOutside = Callable[[ApiSource], AbstractContextManager[Caller]]
"""Gives the door to the servers of a source for a while."""


class SourcePuller:
    """Begins pulls and brings them to the point where a file would have landed."""

    def __init__(
        self,
        store: RunStore,
        files: RosterFiles,
        tasks: RosterTasks,
        secret_of: Callable[[str], str],
        outside: OpenOutside,
        clock: Clock,
        seconds: Callable[[], float],
    ) -> None:
        """Take the parts.

        Args:
            store: knows runs and connections.
            files: keeps what came.
            tasks: the queues.
            secret_of: gives the secret of a version in Secret Manager.
            outside: the door to servers outside.
            clock: the present instant.
            seconds: a clock that only goes forward.
        """
        self._store = store
        self._files = files
        self._tasks = tasks
        self._secret_of = secret_of
        self._outside = outside
        self._clock = clock
        self._seconds = seconds
        self._changes = ChangePuller(store, files, clock, seconds)

    def begin(
        self,
        connection: Connection,
        key: str,
        create: Callable[[dict[str, Any]], object],
        delay: timedelta = timedelta(),
        notes: Callable[[datetime], dict[str, Any]] = lambda _: {},
    ) -> RunId:
        """Begin a pull, once for each key; while one of the connection is on its way, it is that.

        Args:
            connection: whose people.
            key: such as the night.
            create: writes the run, unless it is there.
            delay: how long it waits before the system is asked.
            notes: what the run notes of its pull, of the instant when that wait is over.

        Raises:
            Transient: a service did not answer.
        """
        school, name = connection.school, connection.connection
        for each in self._store.runs_in(school, RunState.PULLING):
            if each.connection == name:
                self._go_on(each, delay)
                return each.run
        run = pull_run_id(school, name, key)
        now = self._clock()
        fields = new_run_fields(connection, run, Trigger.FILE, now)
        pull = {"collections": {}, **notes(now + delay)}
        create({**fields, "state": RunState.PULLING.value, "pull": pull})
        self._tasks.hand_over_pull(school, run, delay=delay)
        return run

    def _go_on(self, run: Run, delay: timedelta) -> None:
        """Have a pull that has begun worked on: when it is due, or at once where that is asked."""
        wait = max(due_time(run) - self._clock(), timedelta())
        if wait and not delay:
            self._tasks.hand_over_pull(run.school, run.run, "at-once")
        else:
            self._tasks.hand_over_pull(run.school, run.run, delay=wait)

    def pull(self, school: str, run_id: str) -> None:
        """Bring a pull to its end, from wherever it stands. Safe to repeat at any time.

        Raises:
            Permanent: ``RUN_UNKNOWN``, or it can't come to its end: why.
            Transient: it goes on with the next try.
        """
        run = self._store.run(school, run_id)
        if run is None:
            raise Permanent("RUN_UNKNOWN", "there is no such run")
        if run.state is RunState.RECEIVED:
            self._tasks.hand_over_import(school, run_id)
        if run.state is not RunState.PULLING:
            return
        self._take(run)
        try:
            self._pull(run)
        except Transient as error:
            now, last = self._clock(), due_time(run) + _patience(run, error.reason)
            of_source = error.reason.startswith("SOURCE_")
            trouble = {"code": error.reason, "time": now, "lastTime": last} if of_source else None
            self._store.note_pull(run, {"leaseTime": None, "trouble": trouble})
            if now < last:
                raise
            reason = error.reason if of_source else "SOURCE_SLOW"
            raise Permanent(reason, error.message, error.metadata) from error

    def _take(self, run: Run) -> None:
        """Make this delivery the one that pulls: two would keep their segments over each other."""
        now = self._clock()
        pull = run.fields["pull"]
        until = pull.get("leaseTime")
        if until is not None and until > now:
            raise Transient("PULL_BUSY", "another delivery is pulling")
        begun = {} if "startTime" in pull else {"pull.startTime": now}
        try:
            self._store.change_run(run, {"pull.leaseTime": now + LEASE, **begun})
        except Conflict as error:
            raise Transient("PULL_BUSY", "another delivery is pulling") from error

    def _pull(self, run: Run) -> None:
        connection, source = self._wanted(run)
        key = Key(source.client_id, self._secret_of(source.secret_version))
        until = self._seconds() + TRY_SECONDS
        with self._outside(source) as caller:
            interface = Finder(source, key, caller, self._clock).find()
            people = people_of(interface, by_role=source.prefer_role_endpoints)
            classes = CLASS_COLLECTIONS if connection.roster_sections else ()
            wanted = (ORGS, *people, *classes)
            asked = asked_of(source, [each.path for each in wanted])
            task = PullTask(run, interface, wanted, source.page_limit, until, self._teller(run))
            changes = self._changes.pulled(task, asked) if source.delta_pulls else None
            since, pulled = changes or (None, task.pulled(self._files, self._seconds))
        with pulled.package as package:
            self._land(run, connection, package, pulled, asked, since)
        self._files.drop_segments(run)

    def _wanted(self, run: Run) -> tuple[Connection, ApiSource]:
        connection = self._store.connection(run.school, run.connection)
        if connection is None or not connection.enabled:
            raise Permanent("ROSTERING_OFF", "rostering is switched off for this connection")
        source = connection.api_source
        if source is None or not source.base_url:
            raise Permanent("SOURCE_ADDRESS_MISSING", "the connection has no address")
        if not source.has_key:
            raise Permanent("SOURCE_KEY_MISSING", "the connection has no key")
        return connection, source

    def _teller(self, run: Run) -> Callable[[Mapping[str, Mapping[str, int | None]]], None]:
        """Notes how far a pull is, for those who watch it; not more often than they need."""
        last = self._seconds()
        before: int | None = None

        def tell(collections: Mapping[str, Mapping[str, int | None]]) -> None:
            nonlocal last, before
            came = sum(each["records"] or 0 for each in collections.values())
            before = came if before is None else before
            if self._seconds() - last >= TELL_EVERY:
                last = self._seconds()
                # A trouble is over when more has come, not when it is tried once more.
                over = {"trouble": None} if came > before else {}
                self._store.note_pull(run, {"collections": collections, **over})

        return tell

    def _land(
        self,
        run: Run,
        connection: Connection,
        package: IO[bytes],
        pulled: Pulled,
        asked: str,
        since: Since | None,
    ) -> None:
        """Keep the package and hand the run over as one whose file has landed."""
        now = self._clock()
        day = local_day(now, self._store.district().time_zone)
        file = self._files.keep_package(run, package, f"{connection.connection}-{day}.zip")
        collections = {
            name: {"records": count, "total": count} for name, count in pulled.records.items()
        }
        known = self._store.run(run.school, run.run)
        if known is not None and known.state is RunState.PULLING:
            start = known.fields["pull"]["startTime"]
            pull = {
                "collections": collections,
                "short": sorted(pulled.short),
                "absent": sorted(pulled.absent),
                "asked": asked,
                "startTime": start,
                "wholeTime": start if since is None else since.whole_time,
                "since": None if since is None else since.fields(),
                "closedTime": now,
            }
            changes = {"state": RunState.RECEIVED.value, "file": file.fields(), "pull": pull}
            self._store.change_run(known, changes)
        self._tasks.hand_over_import(run.school, run.run)


def due_time(run: Run) -> datetime:
    """When a pull is to begin."""
    due: datetime = run.fields["pull"].get("dueTime") or run.received
    return due


def _patience(run: Run, reason: str) -> timedelta:
    """For how long a pull that fails with a reason is tried again."""
    of_a_night = "night" in run.fields["pull"]
    return NIGHT_LASTS if of_a_night and reason in MAY_PASS else LASTS
