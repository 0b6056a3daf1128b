"""The instant at which a school's clocks show a time. Pure.

A time that clocks leave out is the instant at which they jump; one that comes twice is the first.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_STEP = timedelta(minutes=1)
"""Clocks have jumped at whole minutes since seconds are the same everywhere."""


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first instant of a day at which clocks show at least a time, in UTC.

    Args:
        day: of the school's calendar.
        at: on its clocks, without a zone.
        zone: the school's.
    """
    shown = datetime.combine(day, at)
    found = shown.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == shown:
        return found
    # Left out: clocks have gone past it by now. Walk back to where they jumped.
    while (found - _STEP).astimezone(zone).replace(tzinfo=None) >= shown:
        found -= _STEP
    return found


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a day, in UTC."""
    return instant_of(day, time(), zone)
