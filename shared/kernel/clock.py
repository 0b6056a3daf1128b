"""Time as a value passed in: instants are aware UTC datetimes, days are the school's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present instant as an aware datetime in UTC."""


def isoformat(instant: datetime) -> str:
    """RFC 3339 in UTC with a trailing Z, as the API and the documents show it."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
