"""Time as a value passed in: instants are aware UTC datetimes, days are the school's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Gives the present instant as an aware datetime in UTC."""


def local_day(instant: datetime, zone: str) -> date:
    """The calendar day that ``instant`` falls on in the IANA time zone ``zone``."""
    return instant.astimezone(ZoneInfo(zone)).date()


def local_hour(instant: datetime, zone: str) -> int:
    """The hour, 0 to 23, that clocks in ``zone`` show at ``instant``."""
    return instant.astimezone(ZoneInfo(zone)).hour


def isoformat(instant: datetime) -> str:
    """RFC 3339 in UTC with a trailing Z, as the API and the documents show it."""
    return instant.astimezone(ZoneInfo("UTC")).isoformat().replace("+00:00", "Z")
