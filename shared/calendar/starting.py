"""A first calendar out of the codes of a school's classes, for a person to correct. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from shared.calendar.model import (
    Assignment,
    BellSchedule,
    Block,
    Calendar,
    Pattern,
    Period,
    PeriodKind,
)
from shared.calendar.views import MOST_PERIODS

_LESSON, _LUNCH, _WALK = 50, 30, 5
"""Minutes."""
_DAY = 24 * 60
_LONG_ENOUGH_FOR_LUNCH = 4
"""Periods of a day that has a lunch."""
_SHORT = 2
"""Letters of a code that is shown as it is."""
MOST_CODES = MOST_PERIODS - 1
"""That a first calendar is made of; one period more is lunch."""
_HOLIDAYS = timedelta(days=31)
"""Between two terms of one school year."""
_LONGEST = timedelta(days=366)
"""Of terms that are taken for one school year."""
_AUGUST, _JUNE = 8, 6


@dataclass(frozen=True, slots=True)
class _Words:
    """How a first calendar calls things, in the language of the school."""

    period: str
    lunch: str
    regular: str
    codes: Mapping[str, str]


_WORDS = {
    "en": _Words(
        *("Period {}", "Lunch", "Regular"),
        {"hr": "Homeroom", "adv": "Advisory", "0": "Zero period"},
    ),
    "es": _Words(
        *("Periodo {}", "Almuerzo", "Normal"),
        {"hr": "Salón principal", "adv": "Tutoría", "0": "Periodo cero"},
    ),
}


def starter(
    calendar: Calendar, codes: Iterable[str], first_bell: time, language: str = "en"
) -> Calendar:
    """A calendar with a period for each code and one schedule of all of them.

    A lesson is 50 minutes, five are for walking, and half an hour of lunch is in the middle.

    Args:
        calendar: without periods yet; its days stay.
        codes: as classes have them.
        first_bell: when the first period begins.
        language: of the names, ``en`` or ``es``.
    """
    words = _WORDS.get(language, _WORDS["en"])
    periods = _periods(sorted(set(codes), key=_order), words)
    schedule = BellSchedule("regular", words.regular, _blocks(periods, first_bell))
    return replace(
        calendar,
        periods={each.id: each for each in periods},
        schedules={schedule.id: schedule},
        patterns=(Pattern(Assignment(schedule.id)),),
    )


def school_year_of(spans: Iterable[tuple[date, date]], today: date) -> tuple[date, date]:
    """The first and the last day of the school year that a day is in, as terms say it.

    Terms of one school year are at most a month apart. Between two years the coming one is meant,
    after all of them the last one. Without terms it is August to June.

    Args:
        spans: of the terms: first and last day of each.
        today: the day.
    """
    years: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if years and _belongs(years[-1], first, last):
            years[-1] = (years[-1][0], max(years[-1][1], last))
        else:
            years.append((first, last))
    coming = [each for each in years if each[1] >= today]
    if years:
        return coming[0] if coming else years[-1]
    begins = today.year if today.month > _JUNE else today.year - 1
    return date(begins, _AUGUST, 1), date(begins + 1, _JUNE, 30)


def _belongs(year: tuple[date, date], first: date, last: date) -> bool:
    return first - year[1] <= _HOLIDAYS and last - year[0] < _LONGEST


def _periods(codes: Sequence[str], words: _Words) -> list[Period]:
    found = [
        Period(f"period-{number}", _name(code, words), PeriodKind.CLASS, (code,))
        for number, code in enumerate(codes, 1)
    ]
    if len(found) >= _LONG_ENOUGH_FOR_LUNCH:
        found.insert((len(found) + 1) // 2, Period("lunch", words.lunch, PeriodKind.LUNCH))
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


def _name(code: str, words: _Words) -> str:
    bare = words.period.format(code) if len(code) <= _SHORT else code.capitalize()
    return words.codes.get(code) or bare


def _order(code: str) -> tuple[int, int, str]:
    """A homeroom first, then numbers by their size, then words."""
    if code == "hr":
        return 0, 0, code
    return (1, int(code), code) if code.isdecimal() else (2, 0, code)
