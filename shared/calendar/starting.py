"""A first calendar out of the codes of a school's classes, for a person to correct. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import time

from shared.calendar.model import (
    Assignment,
    BellSchedule,
    Block,
    Calendar,
    Pattern,
    Period,
    PeriodKind,
)

_LESSON, _LUNCH, _WALK = 50, 30, 5
"""Minutes."""
_DAY = 24 * 60
_LONG_ENOUGH_FOR_LUNCH = 4
"""Periods of a day that has a lunch."""
_SHORT = 2
"""Letters of a code that is shown as it is."""
_NAMES = {"hr": "Homeroom", "adv": "Advisory", "0": "Zero period"}


def starter(calendar: Calendar, codes: Iterable[str], first_bell: time) -> Calendar:
    """A calendar with a period for each code and one schedule of all of them.

    A lesson is 50 minutes, five are for walking, and half an hour of lunch is in the middle.

    Args:
        calendar: without periods yet; its days stay.
        codes: as classes have them.
        first_bell: when the first period begins.
    """
    periods = _periods(sorted(set(codes), key=_order))
    schedule = BellSchedule("regular", "Regular", _blocks(periods, first_bell))
    return replace(
        calendar,
        periods={each.id: each for each in periods},
        schedules={schedule.id: schedule},
        patterns=(Pattern(Assignment(schedule.id)),),
    )


def _periods(codes: Sequence[str]) -> list[Period]:
    found = [
        Period(f"period-{number}", _name(code), PeriodKind.CLASS, (code,))
        for number, code in enumerate(codes, 1)
    ]
    if len(found) >= _LONG_ENOUGH_FOR_LUNCH:
        found.insert((len(found) + 1) // 2, Period("lunch", "Lunch", PeriodKind.LUNCH))
    return found


def _blocks(periods: Sequence[Period], first_bell: time) -> tuple[Block, ...]:
    """As many as the day has room for."""
    minute, found = first_bell.hour * 60 + first_bell.minute, []
    for period in periods:
        end = minute + (_LUNCH if period.kind is PeriodKind.LUNCH else _LESSON)
        if end >= _DAY:
            break
        found.append(Block(period.id, _clock(minute), _clock(end)))
        minute = end + _WALK
    return tuple(found)


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _name(code: str) -> str:
    return _NAMES.get(code) or (f"Period {code}" if len(code) <= _SHORT else code.capitalize())


def _order(code: str) -> tuple[int, int, str]:
    """A homeroom first, then numbers by their size, then words."""
    if code == "hr":
        return 0, 0, code
    return (1, int(code), code) if code.isdecimal() else (2, 0, code)
