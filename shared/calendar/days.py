"""What each day of a school year is: closed, or with its letter and its schedules. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from shared.calendar.model import Assignment, Calendar, DayException, Pattern

LONGEST_YEAR = 400
"""Days; a school year with its summer school."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a school.

    Attributes:
        letter: of the rotation; empty where there is none, and on closed days.
        name: of its exception, such as ``Labor Day``; empty without one.
        closed: there is no school.
        assignments: the narrowest audience first.
    """

    day: date
    letter: str = ""
    name: str = ""
    closed: bool = False
    assignments: tuple[Assignment, ...] = ()


def school_year(calendar: Calendar) -> dict[date, Day]:
    """Every day of the year, in order."""
    return {each.day: each for each in _walk(calendar)}


def day_of(calendar: Calendar, day: date) -> Day:
    """One day; a day outside of the school year is closed."""
    if not calendar.first <= day <= calendar.last:
        return Day(day, closed=True)
    return next(each for each in _walk(calendar) if each.day == day)


def _walk(calendar: Calendar) -> Iterator[Day]:
    """Day by day, since a rotation counts the school days before."""
    letters = calendar.rotation.letters
    turn = letters.index(calendar.rotation.first) if calendar.rotation.first in letters else 0
    for number in range((calendar.last - calendar.first).days + 1):
        day = calendar.first + timedelta(days=number)
        exception = calendar.exceptions.get(day)
        if exception is not None and exception.letter in letters:
            turn = letters.index(exception.letter)
        if _is_closed(calendar, day, exception):
            yield Day(day, name=exception.name if exception else "", closed=True)
            turn += exception is not None and exception.closed and exception.uses_letter
            continue
        letter = letters[turn % len(letters)] if letters else ""
        yield Day(
            day,
            letter=letter,
            name=exception.name if exception else "",
            assignments=_assignments(calendar, day, letter, exception),
        )
        turn += 1


def _is_closed(calendar: Calendar, day: date, exception: DayException | None) -> bool:
    if exception is None:
        return day.weekday() not in calendar.school_weekdays
    if exception.closed:
        return True
    # A Saturday on which there is school says what is followed.
    return day.weekday() not in calendar.school_weekdays and not exception.assignments


def _assignments(
    calendar: Calendar, day: date, letter: str, exception: DayException | None
) -> tuple[Assignment, ...]:
    if exception is not None and exception.assignments:
        found = list(exception.assignments)
    else:
        found = [each.assignment for each in calendar.patterns if _fits(each, day, letter)]
    # Sorting is stable: of the same width the first one counts.
    return tuple(sorted(found, key=lambda each: each.audience.width))


def _fits(pattern: Pattern, day: date, letter: str) -> bool:
    on_weekday = not pattern.weekdays or day.weekday() in pattern.weekdays
    return on_weekday and (not pattern.letters or letter in pattern.letters)
