"""Which days the RRULE of an iCalendar event means. Pure.

dateutil's rules look for a day that never comes (30 February) until the year 9999, whatever their
end is; here every day that is looked at is counted, so that whoever calls can stop.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import assert_never

LONGEST = 512
"""Characters of a rule that is read."""

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}")
_COUNTED = re.compile(r"[0-9]{1,4}")
_WITHIN_A_DAY = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_MONTHS = 12
_WEEK = 7


class NotReadError(ValueError):
    """The rule is damaged, or of a kind that is not read."""


class Every(Enum):
    """How often: the frequencies that are read."""

    DAY = "DAILY"
    WEEK = "WEEKLY"
    MONTH = "MONTHLY"
    YEAR = "YEARLY"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A rule; what is empty says nothing.

    Attributes:
        interval: of every so many days, weeks, months or years one counts.
        count: of days in all; 0 for no end.
        until: the last day on which something may begin.
        weekdays: 0 for Monday to 6, with which one of the month or year: 1 and on from its
            beginning, -1 and down from its end, 0 for each.
        month_days: 1 and on from the month's beginning, -1 and down from its end.
        year_days: likewise.
        positions: which of the days of a week, month or year count, likewise.
        week_start: 0 for Monday to 6.
    """

    every: Every
    interval: int = 1
    count: int = 0
    until: date = date.max
    weekdays: frozenset[tuple[int, int]] = frozenset()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    positions: frozenset[int] = frozenset()
    week_start: int = 0


def repeat_of(text: str, start: date, last_day: Callable[[str], date], *, all_day: bool) -> Repeat:
    """A rule as an event has it.

    Args:
        text: the value of its RRULE.
        start: the event's first day.
        last_day: gives the day that an UNTIL means, or raises ValueError.
        all_day: hours, minutes and seconds of the rule count for nothing.

    Raises:
        NotReadError: also for frequencies below a day and for numbers of weeks.
    """
    if len(text) > LONGEST:
        raise NotReadError
    parts = _parts(text)
    if all_day:
        parts = {name: value for name, value in parts.items() if name not in _WITHIN_A_DAY}
    try:
        made = Repeat(
            every=Every(parts.pop("FREQ")),
            interval=_counted(parts.pop("INTERVAL", "1")),
            count=_counted(parts.pop("COUNT")) if "COUNT" in parts else 0,
            until=last_day(parts.pop("UNTIL")) if "UNTIL" in parts else date.max,
            weekdays=frozenset(map(_weekday, _listed(parts, "BYDAY"))),
            month_days=_numbers(parts, "BYMONTHDAY", 31),
            year_days=_numbers(parts, "BYYEARDAY", 366),
            months=_numbers(parts, "BYMONTH", _MONTHS),
            positions=_numbers(parts, "BYSETPOS", 366),
            week_start=_WEEKDAYS.index(parts.pop("WKST", "MO")),
        )
    except (KeyError, ValueError) as error:
        raise NotReadError from error
    counted = any(nth for nth, _ in made.weekdays)
    if (
        parts
        or (counted and made.every in {Every.DAY, Every.WEEK})
        or min(made.months, default=1) < 1
    ):
        raise NotReadError
    return _filled(made, start)


def days(
    repeat: Repeat, start: date, first: date, last: date, spend: Callable[[int], None]
) -> Iterator[date]:
    """The days of a rule from ``first`` to ``last``, in order.

    Args:
        repeat: how the event repeats.
        start: its first day, from the year 2 on.
        first: the first day that is asked for.
        last: the last one, included, before the year 9999.
        spend: is told before days are looked at how many; it may raise to stop.
    """
    low = start if repeat.count else max(start, first)
    high = min(last, repeat.until)
    if low > high:
        return
    for number, day in enumerate(_chosen(repeat, start, low, high, spend), 1):
        if number > repeat.count > 0:
            return
        if day >= first:
            yield day


def _chosen(
    repeat: Repeat, start: date, low: date, high: date, spend: Callable[[int], None]
) -> Iterator[date]:
    for begin, end in _stretches(repeat, start, low, high):
        if repeat.positions:
            # Positions are counted in the whole stretch, also in what lies outside.
            fitting = _fitting(repeat, begin, end, spend)
            places = {
                place if place > 0 else len(fitting) + 1 + place for place in repeat.positions
            }
            fitting = [day for place, day in enumerate(fitting, 1) if place in places]
        else:
            fitting = _fitting(
                repeat, max(begin, low.toordinal()), min(end, high.toordinal()), spend
            )
        yield from (day for day in fitting if low <= day <= high)


def _fitting(repeat: Repeat, begin: int, end: int, spend: Callable[[int], None]) -> list[date]:
    spend(end - begin + 1)
    found = map(date.fromordinal, range(begin, end + 1))
    return [day for day in found if _fits(repeat, day)]


def _stretches(repeat: Repeat, start: date, low: date, high: date) -> Iterator[tuple[int, int]]:
    """The days, weeks, months or years that are not left out by the interval, as ordinals."""
    step = repeat.interval
    match repeat.every:
        case Every.DAY:
            for day in _steps(start.toordinal(), low.toordinal(), high.toordinal(), step):
                yield day, day
        case Every.WEEK:
            week = start.toordinal() - (start.weekday() - repeat.week_start) % _WEEK
            step *= _WEEK
            for day in _steps(week, low.toordinal(), high.toordinal(), step):
                yield day, day + _WEEK - 1
        case Every.MONTH:
            for month in _steps(_month(start), _month(low), _month(high), step):
                begin = date(month // _MONTHS, month % _MONTHS + 1, 1)
                yield begin.toordinal(), begin.toordinal() + _days_in_month(begin) - 1
        case Every.YEAR:
            for year in _steps(start.year, low.year, high.year, step):
                yield date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        case _ as never:
            assert_never(never)


def _steps(start: int, low: int, high: int, step: int) -> range:
    """From ``start`` on in steps: the one in which ``low`` may lie, and all that follow."""
    return range(start + max(0, low - start) // step * step, high + 1, step)


def _month(day: date) -> int:
    return day.year * _MONTHS + day.month - 1


def _days_in_month(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _fits(repeat: Repeat, day: date) -> bool:
    if repeat.months and day.month not in repeat.months:
        return False
    if repeat.month_days and not _counts(repeat.month_days, day.day, _days_in_month(day)):
        return False
    if repeat.year_days and not _counts(repeat.year_days, _day_of_year(day), _length(day.year)):
        return False
    return not repeat.weekdays or _on_weekday(repeat, day)


def _on_weekday(repeat: Repeat, day: date) -> bool:
    weekday = day.weekday()
    if (0, weekday) in repeat.weekdays:
        return True
    if repeat.every is Every.YEAR and not repeat.months:
        place, length = _day_of_year(day), _length(day.year)
    else:
        place, length = day.day, _days_in_month(day)
    from_begin = (place - 1) // _WEEK + 1
    from_end = -((length - place) // _WEEK + 1)
    return bool({(from_begin, weekday), (from_end, weekday)} & repeat.weekdays)


def _counts(places: frozenset[int], place: int, length: int) -> bool:
    return place in places or place - length - 1 in places


def _day_of_year(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1


def _length(year: int) -> int:
    return 366 if calendar.isleap(year) else 365


def _filled(repeat: Repeat, start: date) -> Repeat:
    """With what the event's start says where the rule says nothing."""
    if repeat.weekdays or repeat.month_days or repeat.year_days:
        return repeat
    match repeat.every:
        case Every.DAY:
            return repeat
        case Every.WEEK:
            return replace(repeat, weekdays=frozenset({(0, start.weekday())}))
        case Every.MONTH:
            return replace(repeat, month_days=frozenset({start.day}))
        case Every.YEAR:
            months = repeat.months or frozenset({start.month})
            return replace(repeat, month_days=frozenset({start.day}), months=months)
        case _ as never:
            assert_never(never)


def _parts(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in filter(None, text.upper().replace(" ", "").split(";")):
        name, equals, value = part.partition("=")
        if not equals or name in found:
            raise NotReadError
        found[name] = value
    return found


def _listed(parts: dict[str, str], name: str) -> list[str]:
    return parts.pop(name).split(",") if name in parts else []


def _counted(text: str) -> int:
    if not _COUNTED.fullmatch(text) or int(text) == 0:
        raise NotReadError
    return int(text)


def _numbers(parts: dict[str, str], name: str, most: int) -> frozenset[int]:
    return frozenset(_number(text, most) for text in _listed(parts, name))


def _number(text: str, most: int) -> int:
    if not _NUMBER.fullmatch(text) or not 1 <= abs(int(text)) <= most:
        raise NotReadError
    return int(text)


def _weekday(text: str) -> tuple[int, int]:
    found = _BYDAY.fullmatch(text)
    if found is None:
        raise NotReadError
    nth = _number(found[1], 53) if found[1] else 0
    return nth, _WEEKDAYS.index(found[2])
