"""Cron texts of five fields: when does a job fire. Pure; times are passed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

_FIELDS = ("minute", "hour", "day of month", "month", "day of week")
_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


@dataclass(frozen=True, slots=True)
class Cron:
    """The values that each field lets in; Sunday is 0.

    Attributes:
        either_day: both day fields are restricted, so a day that fits one of them fires.
    """

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either_day: bool

    def matches(self, moment: datetime) -> bool:
        """True when the job fires in the minute of ``moment``, on that clock."""
        return (
            moment.minute in self.minutes
            and moment.hour in self.hours
            and moment.month in self.months
            and self._fits_day(moment)
        )

    def _fits_day(self, moment: datetime) -> bool:
        fits_date = moment.day in self.days
        fits_weekday = moment.isoweekday() % 7 in self.weekdays
        return fits_date or fits_weekday if self.either_day else fits_date and fits_weekday


def parse_cron(text: str) -> Cron:
    """Read ``minute hour day-of-month month day-of-week``.

    Each field is a list of ``*``, ``n`` or ``a-b``, the last two kinds and ``*`` also with
    ``/step``. Sunday is 0 or 7.

    Raises:
        ValueError: naming the field that is wrong.
    """
    parts = text.split()
    if len(parts) != len(_FIELDS):
        raise ValueError(f"a schedule has five fields, not {len(parts)}")
    fields = zip(parts, _FIELDS, _RANGES, strict=True)
    values = [_values(part, name, *bounds) for part, name, bounds in fields]
    return Cron(
        minutes=values[0],
        hours=values[1],
        days=values[2],
        months=values[3],
        weekdays=frozenset(day % 7 for day in values[4]),
        either_day=not parts[2].startswith("*") and not parts[4].startswith("*"),
    )


def _values(part: str, name: str, low: int, high: int) -> frozenset[int]:
    found: set[int] = set()
    for item in part.split(","):
        span, slash, step = item.partition("/")
        first, dash, last = span.partition("-")
        try:
            start, end = (low, high) if span == "*" else (int(first), int(last if dash else first))
            stride = int(step) if slash else 1
        except ValueError:
            raise ValueError(f"{name}: {item!r} is not understood") from None
        alone_with_step = bool(slash) and not dash and span != "*"
        if not low <= start <= end <= high or stride < 1 or alone_with_step:
            raise ValueError(f"{name}: {item!r} is not understood")
        found.update(range(start, end + 1, stride))
    return frozenset(found)
