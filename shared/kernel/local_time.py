"""What a school's clocks show; apart from `shared.kernel.clock`, since zones take time to load."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def local_day(instant: datetime, zone: str) -> date:
    """The calendar day that ``instant`` falls on in the IANA time zone ``zone``."""
    return instant.astimezone(ZoneInfo(zone)).date()


def day_begins(day: date, zone: str) -> datetime:
    """The instant, in UTC, at which ``day`` begins in the IANA time zone ``zone``."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def local_hour(instant: datetime, zone: str) -> int:
    """The hour, 0 to 23, that clocks in ``zone`` show at ``instant``."""
    return instant.astimezone(ZoneInfo(zone)).hour
