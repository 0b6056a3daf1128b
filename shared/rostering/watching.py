"""Looks at every connection each hour: have its files stopped coming, is a secret left over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from shared.kernel.errors import Transient
from shared.kernel.ids import digest_id
from shared.kernel.local_time import local_day
from shared.kernel.outbox import announce
from shared.rostering.connections import Connection
from shared.rostering.feed_store import FeedStore
from shared.rostering.feeds import Feed
from shared.rostering.overdue import hours_overdue
from shared.rostering.run_store import District, RunStore
from shared.rostering.school_days import is_school_day
from shared.rostering.source_keys import SourceKeys


class SyncWatch:
    """Has schools told of files that are overdue, and secrets destroyed that nothing needs.

    It archives nobody, ever.
    """

    def __init__(
        self,
        store: RunStore,
        writes: FeedStore,
        keys: SourceKeys,
        kick: Callable[[str], None],
    ) -> None:
        self._store = store
        self._writes = writes
        self._keys = keys
        self._kick = kick

    def look(self, now: datetime) -> int:
        """Look at every connection, and give how many schools are told now.

        A connection is told of once a day, on school days only.

        Raises:
            Transient: a service did not answer for one of the schools; the others were looked at.
        """
        district = self._store.district()
        failure: Transient | None = None
        told = 0
        for school in self._store.schools():
            try:
                for connection in self._store.connections(school):
                    self._keys.tidy(connection, now)
                    told += self._look_at(connection, district, now)
            except Transient as error:
                failure = error
        if failure is not None:
            raise failure
        return told

    def _look_at(self, connection: Connection, district: District, now: datetime) -> bool:
        today = local_day(now, district.time_zone)
        if not connection.enabled or not is_school_day(today, connection.windows):
            return False
        feed = self._store.feed(connection.school, connection.connection)
        if feed.alerted is not None and local_day(feed.alerted, district.time_zone) == today:
            return False
        hours = hours_overdue(connection, feed, now, district.time_zone)
        if hours is None:
            return False
        subject = digest_id(connection.school, connection.connection, today.isoformat())
        payload = _payload(connection, feed, hours, now)
        event = announce("roster.sync.overdue", connection.school, subject, payload, now)
        told = self._writes.alert(connection, feed, event)
        if told:
            self._kick(event.event_id)
        return told


def _payload(connection: Connection, feed: Feed, hours: float, now: datetime) -> dict[str, Any]:
    return {
        "connection": connection.connection,
        "connectionName": connection.display_name,
        "lastGoodTime": feed.last_good,
        "hours": int(hours),
        "time": now,
    }
