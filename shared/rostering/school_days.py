"""Which days are school days, and how many hours of them have passed. Pure; days are local.

Monday to Friday, without the days of a blackout. Holidays are not known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.kernel.local_time import local_day
from shared.rostering.windows import Window, WindowKind, window_on

_SATURDAY = 5


def is_school_day(day: date, windows: Sequence[Window]) -> bool:
    """True for a Monday to Friday on which files are worked on."""
    return day.weekday() < _SATURDAY and window_on(day, windows) is not WindowKind.BLACKOUT


def school_hours(since: datetime, now: datetime, zone: str, windows: Sequence[Window]) -> float:
    """The hours of school days, midnight to midnight, between two instants.

    They are hours that pass, so the day on which clocks go forward has 23 of them.

    Args:
        since: the earlier instant.
        now: the later one; nothing passes when it is not later.
        zone: IANA name; its days are meant.
        windows: of the connection.
    """
    here = ZoneInfo(zone)
    passed = timedelta()
    for day in _days(local_day(since, zone), local_day(now, zone)):
        if is_school_day(day, windows):
            start = max(_midnight(day, here), since)
            end = min(_midnight(day + timedelta(days=1), here), now)
            passed += max(end - start, timedelta())
    return passed / timedelta(hours=1)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins, in UTC: differences of local times forget the clocks."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
