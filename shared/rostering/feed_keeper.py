"""What a person asks of a feed: resume it, work on a file again, archive now, set a limit aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict
from shared.kernel.ids import RunId, digest_id
from shared.kernel.local_time import local_day
from shared.rostering.connections import Connection
from shared.rostering.feed_store import FeedStore
from shared.rostering.feeds import Feed, Lift, StopReason
from shared.rostering.gate import LIFTABLE
from shared.rostering.landing import RunStarter, run_again
from shared.rostering.pulling import SourcePuller
from shared.rostering.run_store import RunStore
from shared.rostering.runs import RunState, pull_run_id
from shared.rostering.tasks import RosterTasks
from shared.rostering.windows import WindowKind

LIFT_LASTS = timedelta(hours=2)

_TRIES = 3


class FeedKeeper:
    """Takes a person's word about a feed. Who may give it is the caller's to check.

    With ``validate_only`` everything is checked and nothing changes.
    """

    def __init__(
        self,
        store: RunStore,
        writes: FeedStore,
        starter: RunStarter,
        puller: SourcePuller,
        tasks: RosterTasks,
        clock: Clock,
    ) -> None:
        self._store = store
        self._writes = writes
        self._starter = starter
        self._puller = puller
        self._tasks = tasks
        self._clock = clock

    def resume(
        self, school: str, connection: str, actor: str, *, validate_only: bool = False
    ) -> list[RunId]:
        """Let a stopped feed go on, and work on the newest file of each kind that came meanwhile.

        A feed that is not stopped stays as it is. Gives the runs that were started.

        Raises:
            Conflict: ``CONNECTION_UNKNOWN``, ``FEED_MIGRATED`` where another connection has taken
                over, ``FEED_CONTENDED``.
        """
        known = self._known(school, connection)

        def resumed(feed: Feed) -> Feed:
            if feed.stopped is StopReason.MIGRATED:
                raise Conflict("FEED_MIGRATED", "another connection has taken over its people")
            if feed.stopped is None:
                return feed
            return replace(
                feed,
                stopped=None,
                stopped_time=None,
                stopped_run=None,
                holds_in_a_row=0,
                alerted=None,
            )

        if validate_only:
            resumed(self._store.feed(school, connection))
            return []
        self._change(known, resumed, actor, "resume")
        return self._starter.release(known)

    def lift(
        self, school: str, connection: str, code: str, actor: str, *, validate_only: bool = False
    ) -> datetime:
        """Set one of the gate's limits aside for the next file; gives when that ends unused.

        Raises:
            Conflict: ``CONNECTION_UNKNOWN``, ``NOT_LIFTABLE``, ``FEED_CONTENDED``.
        """
        if code not in LIFTABLE:
            raise Conflict(
                "NOT_LIFTABLE", "what this brake holds is approved, or never let through"
            )
        known = self._known(school, connection)
        now = self._clock()
        lift = Lift(code, now + LIFT_LASTS, actor)

        def lifted(feed: Feed) -> Feed:
            others = [each for each in feed.lifts if each.code != code and now < each.expires]
            return replace(feed, lifts=(*others, lift))

        if not validate_only:
            self._change(known, lifted, actor, "lift")
        return lift.expires

    def again(self, school: str, run_id: str, actor: str, *, validate_only: bool = False) -> RunId:
        """Work once more on the file of a closed run; clicks of one minute are one.

        Raises:
            Conflict: ``NOT_A_FILE``, ``RUN_OPEN``, or why files are not worked on now.
        """
        run = self._store.run(school, run_id)
        if run is None or run.file is None:
            raise Conflict("NOT_A_FILE", "this run worked on no file")
        if run.state is not RunState.CLOSED:
            raise Conflict("RUN_OPEN", "this run has not ended yet")
        connection = self._running(school, run.connection, allows_adds_only=True)
        now = self._clock()
        name = RunId(digest_id("again", run.run, f"{now:%Y%m%d%H%M}"))
        if validate_only:
            return name
        self._start(run_again(connection, run, run.file, name, now), actor, "again")
        self._tasks.hand_over_import(school, name)
        return name

    def sync_now(
        self, school: str, connection: str, actor: str, *, validate_only: bool = False
    ) -> RunId | None:
        """Pull from the connection's system at once; clicks while one is on its way are one.

        Raises:
            Conflict: ``NOT_A_PULL`` where the people come as files, ``SOURCE_KEY_MISSING``, or why
                the connection is not worked on now.
        """
        known = self._running(school, connection, allows_adds_only=True)
        if known.api_source is None:
            raise Conflict("NOT_A_PULL", "the people of this connection come as files")
        if not known.api_source.has_key:
            raise Conflict("SOURCE_KEY_MISSING", "the connection has no key yet")
        if validate_only:
            return None

        def create(fields: dict[str, Any]) -> bool:
            self._start(fields, actor, "syncNow")
            return True

        return self._puller.begin(known, self._key_of_now(known), create)

    def _key_of_now(self, connection: Connection) -> str:
        """Clicks of one minute are one, unless what the first of them began has ended since."""
        now = self._clock()
        key = f"now-{now:%Y%m%d%H%M}"
        school, name = connection.school, connection.connection
        begun = self._store.run(school, pull_run_id(school, name, key))
        has_ended = begun is not None and begun.state is RunState.CLOSED
        return f"{key}{now:%S}" if has_ended else key

    def archive_now(
        self, school: str, connection: str, actor: str, *, validate_only: bool = False
    ) -> RunId | None:
        """Begin the archive phase at once; clicks of one minute are one. None if nobody is missing.

        Where missing people wait for several nights, it is the night of that day: the run of the
        day's own night when there was one, so that no click shortens the wait.

        Raises:
            Conflict: why nobody is archived now.
        """
        known = self._running(school, connection, allows_adds_only=False)
        if validate_only:
            return None
        now = self._clock()
        day = local_day(now, self._store.district().time_zone).isoformat()
        key = day if known.archive_after_nights > 1 else f"now-{now:%Y%m%d%H%M}"

        def create(fields: dict[str, Any]) -> bool:
            self._start(fields, actor, "archiveNow")
            return True

        return self._starter.begin_archive_phase(known, key, now, create)

    def _start(self, fields: dict[str, Any], actor: str, verb: str) -> None:
        subject = {"run": fields["run"], "connection": fields["connection"]}
        self._store.begin_asked_for(fields, actor, verb, subject)

    def _known(self, school: str, connection: str) -> Connection:
        known = self._store.connection(school, connection)
        if known is None:
            raise Conflict("CONNECTION_UNKNOWN", "no connection of this school has this id")
        return known

    def _running(self, school: str, connection: str, *, allows_adds_only: bool) -> Connection:
        """The connection, if its files are worked on now."""
        known = self._known(school, connection)
        if not known.enabled:
            raise Conflict("ROSTERING_OFF", "rostering is switched off for this connection")
        if self._store.feed(school, connection).stopped is not None:
            raise Conflict("FEED_STOPPED", "the connection is stopped; resume it first")
        window = self._starter.window(known)
        adds_only = window is WindowKind.ADDS_ONLY and not allows_adds_only
        if window is not None and (window is WindowKind.BLACKOUT or adds_only):
            raise Conflict(window.value, "a window of the calendar does not allow it today")
        return known

    def _change(
        self, connection: Connection, change: Callable[[Feed], Feed], actor: str, verb: str
    ) -> None:
        """Change a feed as it stands, and again where a run has changed it meanwhile."""
        for _ in range(_TRIES):
            feed = self._store.feed(connection.school, connection.connection)
            after = change(feed)
            if after == feed:
                return
            try:
                self._writes.change(connection, after, actor, verb, self._clock())
            except Conflict:
                continue
            return
        raise Conflict("FEED_CONTENDED", "the feed keeps changing; try it again")
