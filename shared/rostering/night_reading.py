"""What a night knows of the connections of a school, read from their runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shared.kernel.local_time import local_day
from shared.rostering.connections import Connection
from shared.rostering.feeds import Feed
from shared.rostering.night import LAST_BEGIN, MOST_TRIES, Night, is_pulled, next_try
from shared.rostering.night_report import PulledNight
from shared.rostering.run_store import District, RunStore
from shared.rostering.runs import Run, archive_run_id, pull_run_id
from shared.rostering.windows import WindowKind, window_on


class NightReader:
    """Reads connections, feeds and runs; the names of a night's runs are made of its day."""

    def __init__(self, store: RunStore) -> None:
        self._store = store

    def pulled(
        self, school: str, school_name: str, night: Night, district: District, now: datetime
    ) -> list[PulledNight]:
        """What the night knows of a school's connections to systems, as it is at an instant."""
        connections = [each for each in self._store.connections(school) if each.api_source]
        if not connections:
            return []
        # What the calendar says after the last try is nothing to a night.
        today = local_day(min(now, night.begin + LAST_BEGIN), district.time_zone)
        feeds = self._store.feeds(school)
        names = {each.connection: _runs(each, night) for each in connections}
        runs = self._store.some_runs(school, [run for ids in names.values() for run in ids])
        found = []
        for each in connections:
            tries = tuple(map(runs.get, names[each.connection]))
            feed = feeds.get(each.connection, Feed())
            could = is_pulled(each) and feed.stopped is None
            closed = window_on(today, each.windows) is WindowKind.BLACKOUT
            found.append(
                PulledNight(
                    school_name=school_name,
                    connection=each,
                    feed=feed,
                    is_wanted=could and not closed,
                    is_blackout=could and closed,
                    tries=tries,
                    next_try=next_try(tries),
                )
            )
        return found

    def archives(
        self, school: str, connections: Sequence[str], night: Night, district: District
    ) -> dict[str, Run]:
        """The archive phase that follows the night, by connection, where there was one."""
        day = night.archive_day(district.pull_hour, district.archive_hour)
        names = {each: archive_run_id(school, each, f"{day}") for each in connections}
        found = self._store.some_runs(school, list(names.values())) if names else {}
        return {each: found[name] for each, name in names.items() if name in found}


def _runs(connection: Connection, night: Night) -> list[str]:
    """The ids of the night's tries, whether they were begun or not."""
    numbers = range(1, MOST_TRIES + 1)
    return [
        pull_run_id(connection.school, connection.connection, night.key(number))
        for number in numbers
    ]
