"""The night in which systems are pulled: when it is, who begins at which second, who tries again.

Values only. Why each number is what it is stands in ``docs/decisions/0050``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.kernel.web_addresses import web_address
from shared.rostering.connections import Connection
from shared.rostering.runs import Outcome, Run, RunState

PULL_HOUR = 1
"""The district's hour, on its own clocks, where nobody has set another one."""

NIGHT = timedelta(hours=6)
"""After the hour, when the district is told whatever has not ended by then."""

LAST_BEGIN = timedelta(hours=5)
"""After the hour, when the last pull of a night may begin."""

TICK_HOURS = 6
"""Hours after the district's own in which its job fires once more."""

SPREAD_SECONDS = 3_600
"""Over which the connections to one host begin."""

MOST_TRIES = 3

MAY_PASS = frozenset({"SOURCE_UNREACHABLE", "SOURCE_BUSY", "SOURCE_FAILED", "SOURCE_SLOW"})
"""Why a pull failed that may go well an hour later; everything else waits for a person."""

_NEWS = timedelta(hours=18)


@dataclass(frozen=True, slots=True)
class Night:
    """One night of the district.

    Attributes:
        day: of the district's clocks, on which it begins.
        begin: when, UTC.
    """

    day: date
    begin: datetime

    def may_begin(self, now: datetime) -> bool:
        """True while pulls of the night may begin."""
        return self.begin <= now <= self.begin + LAST_BEGIN

    def is_over(self, now: datetime) -> bool:
        """True when nothing is waited for any more."""
        return now >= self.begin + NIGHT

    def is_news(self, now: datetime) -> bool:
        """True while it is still worth a mail how the night went."""
        return now < self.begin + _NEWS

    def key(self, number: int) -> str:
        """What names the pulls of the night's first, second or third try."""
        return f"{self.day}" if number == 1 else f"{self.day}-{number}"

    def archive_day(self, pull_hour: int, archive_hour: int) -> date:
        """The day of the first archive phase that begins with the night or after it."""
        return self.day + timedelta(days=archive_hour < pull_hour)

    def fields(self, number: int, due: datetime) -> dict[str, Any]:
        """What a pull notes of the night that it belongs to, and when it is to begin."""
        return {
            "night": {"try": number, "lastTime": self.begin + LAST_BEGIN},
            "dueTime": due,
        }


def last_night(now: datetime, zone: str, hour: int) -> Night:
    """The newest night that has begun.

    Args:
        now: an aware instant.
        zone: IANA name of the district's.
        hour: of its clocks, 0 to 23. One that a change of the clocks leaves out is the one after
            it; one that comes twice is its first.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    nights = (night_of(today - timedelta(days=back), zone, hour) for back in (0, 1))
    return next(night for night in nights if night.begin <= now or night.day < today)


def night_of(day: date, zone: str, hour: int) -> Night:
    """The night that begins in an hour of a day; see `last_night`."""
    begin = datetime.combine(day, time(hour), ZoneInfo(zone))
    return Night(day, begin.astimezone(ZoneInfo("UTC")))


def cron_of(hour: int) -> str:
    """When the job fires, as five fields on the district's clocks: at its hour and those after."""
    hours = sorted((hour + late) % 24 for late in range(TICK_HOURS + 1))
    return f"0 {','.join(map(str, hours))} * * *"


def host_of(connection: Connection) -> str:
    """The host that a connection's people are pulled from; empty where there is none."""
    source = connection.api_source
    address = None if source is None else web_address(source.base_url)
    return "" if address is None else address.host


def is_pulled(connection: Connection) -> bool:
    """True for a connection that can be pulled: on, with an address and a whole key."""
    source = connection.api_source
    if source is None or not connection.enabled:
        return False
    return bool(source.base_url and source.has_key)


def slots(hosts: Mapping[str, str]) -> dict[str, int]:
    """The second of the hour in which each connection begins.

    The connections to one host begin at even distances, whatever order they are named in, and each
    at the same second of every hour as long as there is no other connection to its host.

    Args:
        hosts: name of a connection → its host.
    """
    of_host: dict[str, list[str]] = {}
    for name in sorted(hosts):
        of_host.setdefault(hosts[name], []).append(name)
    return {
        name: place * SPREAD_SECONDS // len(names)
        for names in of_host.values()
        for place, name in enumerate(names)
    }


def next_try(tries: Sequence[Run | None]) -> int | None:
    """Which try of a night is to begin now, 1 to `MOST_TRIES`; None for none.

    Args:
        tries: the pulls of the night's tries in their order, None for one that was not begun.
    """
    begun = [run for run in tries if run is not None]
    if not begun:
        return 1
    if len(begun) == MOST_TRIES or not _has_failed_for_now(begun[-1]):
        return None
    return len(begun) + 1


def _has_failed_for_now(run: Run) -> bool:
    failed = run.state is RunState.CLOSED and run.outcome is Outcome.FAILED
    return failed and may_pass(run.fields["problemCounts"])


def may_pass(codes: Collection[str]) -> bool:
    """True where all that went wrong may go well an hour later."""
    return bool(codes) and MAY_PASS.issuperset(codes)


def comes_again(fields: Mapping[str, Any], ended: datetime) -> bool:
    """True for the pull of a night that failed and that a later hour begins anew: no news yet.

    Args:
        fields: of the run's document as it ends.
        ended: when.
    """
    night = (fields.get("pull") or {}).get("night")
    if night is None or fields["outcome"] != Outcome.FAILED.value:
        return False
    is_last = night["try"] >= MOST_TRIES or ended >= night["lastTime"]
    return not is_last and may_pass(fields["problemCounts"])
