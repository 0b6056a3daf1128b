"""What is wrong with a calendar: named by its place, before anybody follows it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from shared.calendar.days import LONGEST_YEAR
from shared.calendar.meetings import word_of
from shared.calendar.views import (
    AssignmentBody,
    BellScheduleBody,
    CalendarBody,
    DayExceptionBody,
)
from shared.kernel.errors import FieldViolation


def violations_of(body: CalendarBody) -> list[FieldViolation]:
    """Everything that keeps a calendar from being saved, in the order of its fields."""
    return [
        *_year(body),
        *_periods(body),
        *_schedules(body),
        *_rotation(body),
        *_patterns(body),
        *_words(body),
        *_exceptions(body),
    ]


def _wrong(field: str, what: str) -> FieldViolation:
    return FieldViolation(f"calendar.{field}", what)


def _year(body: CalendarBody) -> Iterator[FieldViolation]:
    if body.last_day < body.first_day:
        yield _wrong("lastDay", "must not be before the first day")
    elif (body.last_day - body.first_day).days >= LONGEST_YEAR:
        yield _wrong("lastDay", f"must be within {LONGEST_YEAR} days of the first day")


def _periods(body: CalendarBody) -> Iterator[FieldViolation]:
    yield from _unique("periods", "id", [each.id for each in body.periods])
    names = [each.display_name.casefold() for each in body.periods]
    yield from _unique("periods", "displayName", names)


def _schedules(body: CalendarBody) -> Iterator[FieldViolation]:
    yield from _unique("schedules", "id", [each.id for each in body.schedules])
    names = [each.display_name.casefold() for each in body.schedules]
    yield from _unique("schedules", "displayName", names)
    known = {each.id for each in body.periods}
    for number, each in enumerate(body.schedules):
        yield from _blocks(f"schedules[{number}]", each, known)


def _blocks(place: str, schedule: BellScheduleBody, known: set[str]) -> Iterator[FieldViolation]:
    for number, block in enumerate(schedule.blocks):
        field = f"{place}.blocks[{number}]"
        if block.period_id not in known:
            yield _wrong(f"{field}.periodId", "must be one of the periods")
        if block.end_time <= block.start_time:
            yield _wrong(f"{field}.endTime", "must be after the start")
    ordered = sorted(enumerate(schedule.blocks), key=lambda pair: pair[1].start_time)
    for (_, before), (number, after) in pairwise(ordered):
        if after.start_time < before.end_time:
            yield _wrong(
                f"{place}.blocks[{number}].startTime", "must not be before another block's end"
            )


def _rotation(body: CalendarBody) -> Iterator[FieldViolation]:
    letters = body.rotation.letters
    yield from _unique("rotation.letters", "", [each.casefold() for each in letters])
    first = body.rotation.first_letter
    if first and first not in letters:
        yield _wrong("rotation.firstLetter", "must be one of the letters")
    if letters and not first:
        yield _wrong("rotation.firstLetter", "must be said, where there are letters")


def _patterns(body: CalendarBody) -> Iterator[FieldViolation]:
    for number, each in enumerate(body.patterns):
        yield from _assignment(f"patterns[{number}]", each, body)
        yield from _letters(f"patterns[{number}].letters", each.letters, body)


def _words(body: CalendarBody) -> Iterator[FieldViolation]:
    yield from _unique("dayWords", "word", [word_of(each.word) for each in body.day_words])
    for number, each in enumerate(body.day_words):
        yield from _letters(f"dayWords[{number}].letters", each.letters, body)
        if not each.letters and not each.weekdays:
            yield _wrong(f"dayWords[{number}]", "must name letters or weekdays")


def _exceptions(body: CalendarBody) -> Iterator[FieldViolation]:
    yield from _unique("exceptions", "day", [each.day.isoformat() for each in body.exceptions])
    for number, each in enumerate(body.exceptions):
        yield from exception_violations(f"exceptions[{number}]", each, body)


def exception_violations(
    place: str, exception: DayExceptionBody, body: CalendarBody
) -> Iterator[FieldViolation]:
    """What is wrong with one exception of a calendar."""
    if not body.first_day <= exception.day <= body.last_day:
        yield _wrong(f"{place}.day", "must be within the school year")
    if exception.letter:
        yield from _letters(f"{place}.letter", [exception.letter], body)
    if exception.closed and exception.assignments:
        yield _wrong(f"{place}.assignments", "must be empty on a day that is closed")
    if exception.uses_letter and not exception.closed:
        yield _wrong(f"{place}.usesLetter", "is for closed days only")
    for number, each in enumerate(exception.assignments):
        yield from _assignment(f"{place}.assignments[{number}]", each, body)


def _assignment(
    place: str, assignment: AssignmentBody, body: CalendarBody
) -> Iterator[FieldViolation]:
    if assignment.schedule_id not in {each.id for each in body.schedules}:
        yield _wrong(f"{place}.scheduleId", "must be one of the schedules")


def _letters(place: str, letters: Iterable[str], body: CalendarBody) -> Iterator[FieldViolation]:
    if not set(letters) <= set(body.rotation.letters):
        yield _wrong(place, "must be letters of the rotation")


def _unique(place: str, field: str, values: Sequence[str]) -> Iterator[FieldViolation]:
    seen: set[str] = set()
    for number, value in enumerate(values):
        if value in seen:
            suffix = f".{field}" if field else ""
            yield _wrong(f"{place}[{number}]{suffix}", "must not be there twice")
        seen.add(value)
