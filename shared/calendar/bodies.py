"""Between a calendar as callers write it and as the product works with it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, time
from typing import TypedDict

from shared.calendar.meetings import word_of
from shared.calendar.model import (
    Assignment,
    Audience,
    BellSchedule,
    Block,
    Calendar,
    DayException,
    DayWord,
    Pattern,
    Period,
    PeriodKind,
    Rotation,
)
from shared.calendar.views import (
    WEEKDAYS,
    AssignmentBody,
    BellScheduleBody,
    BlockBody,
    CalendarBody,
    DayExceptionBody,
    DayWordBody,
    PatternBody,
    PeriodBody,
    RotationBody,
    Weekday,
)
from shared.kernel.periods import period_code


class Assigned(TypedDict):
    """The fields of an `AssignmentBody`."""

    schedule_id: str
    grades: list[str]
    list_ids: list[str]


def calendar_of(body: CalendarBody) -> Calendar:
    """The calendar that a body says; checked or not."""
    return Calendar(
        first=body.first_day,
        last=body.last_day,
        school_weekdays=_numbers(body.school_weekdays),
        periods={each.id: _period(each) for each in body.periods},
        schedules={each.id: _schedule(each) for each in body.schedules},
        patterns=tuple(map(_pattern, body.patterns)),
        rotation=Rotation(tuple(body.rotation.letters), body.rotation.first_letter),
        passing_minutes=body.passing_minutes,
        day_words={
            word_of(each.word): DayWord(frozenset(each.letters), _numbers(each.weekdays))
            for each in body.day_words
        },
        exceptions={each.day: exception_of(each) for each in body.exceptions},
    )


def body_of(calendar: Calendar) -> CalendarBody:
    """The inverse of `calendar_of`; codes and words as they are compared."""
    return CalendarBody(
        first_day=calendar.first,
        last_day=calendar.last,
        school_weekdays=_names(calendar.school_weekdays),
        periods=[
            PeriodBody(
                id=each.id, display_name=each.name, kind=each.kind.value, codes=list(each.codes)
            )
            for each in calendar.periods.values()
        ],
        schedules=[
            BellScheduleBody(
                id=each.id, display_name=each.name, blocks=[_block_body(one) for one in each.blocks]
            )
            for each in calendar.schedules.values()
        ],
        patterns=[_pattern_body(each) for each in calendar.patterns],
        rotation=RotationBody(
            letters=list(calendar.rotation.letters), first_letter=calendar.rotation.first
        ),
        passing_minutes=calendar.passing_minutes,
        day_words=[
            DayWordBody(word=word, letters=sorted(each.letters), weekdays=_names(each.weekdays))
            for word, each in calendar.day_words.items()
        ],
        exceptions=[exception_body(day, each) for day, each in sorted(calendar.exceptions.items())],
    )


def exception_of(body: DayExceptionBody) -> DayException:
    """What a day has in the place of what patterns say."""
    return DayException(
        name=body.display_name.strip(),
        closed=body.closed,
        assignments=tuple(map(_assignment, body.assignments)),
        letter=body.letter,
        uses_letter=body.uses_letter,
    )


def exception_body(day: date, exception: DayException) -> DayExceptionBody:
    """The inverse of `exception_of`."""
    return DayExceptionBody(
        day=day,
        display_name=exception.name,
        closed=exception.closed,
        assignments=[AssignmentBody(**_assigned(each)) for each in exception.assignments],
        letter=exception.letter,
        uses_letter=exception.uses_letter,
    )


def _period(body: PeriodBody) -> Period:
    codes = dict.fromkeys(filter(None, map(period_code, body.codes)))
    return Period(body.id, body.display_name, PeriodKind(body.kind), tuple(codes))


def _schedule(body: BellScheduleBody) -> BellSchedule:
    blocks = [
        Block(
            each.period_id, time.fromisoformat(each.start_time), time.fromisoformat(each.end_time)
        )
        for each in body.blocks
    ]
    blocks.sort(key=lambda each: (each.start, each.end))
    return BellSchedule(body.id, body.display_name, tuple(blocks))


def _block_body(block: Block) -> BlockBody:
    return BlockBody(
        period_id=block.period, start_time=f"{block.start:%H:%M}", end_time=f"{block.end:%H:%M}"
    )


def _assignment(body: AssignmentBody) -> Assignment:
    audience = Audience(frozenset(body.grades), frozenset(body.list_ids))
    return Assignment(body.schedule_id, audience)


def _assigned(assignment: Assignment) -> Assigned:
    return {
        "schedule_id": assignment.schedule,
        "grades": sorted(assignment.audience.grades),
        "list_ids": sorted(assignment.audience.lists),
    }


def _pattern(body: PatternBody) -> Pattern:
    return Pattern(_assignment(body), _numbers(body.weekdays), frozenset(body.letters))


def _pattern_body(pattern: Pattern) -> PatternBody:
    return PatternBody(
        **_assigned(pattern.assignment),
        weekdays=_names(pattern.weekdays),
        letters=sorted(pattern.letters),
    )


def _numbers(weekdays: Iterable[Weekday]) -> frozenset[int]:
    return frozenset(map(WEEKDAYS.index, weekdays))


def _names(weekdays: Collection[int]) -> list[Weekday]:
    return [WEEKDAYS[number] for number in sorted(weekdays)]
