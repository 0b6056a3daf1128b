"""Somebody's whole day; by hand, and minute by minute beside where they should be at the minute."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.calendar.member_day import day_of_member
from shared.calendar.model import DayException
from shared.calendar.school_day import SchoolDay, Span, compile_day, with_span
from shared.calendar.where import Place, Why, where_is
from tests.figures.random_calendars import draw
from tests.unit.calendar.days_by_hand import (
    DAY,
    SENIORS_APART,
    ZONE,
    at,
    calendar,
    class_of,
    half_day,
    school_day,
    student,
)

ALGEBRA = class_of("algebra", "1")
BIOLOGY = class_of("biology", "P3", room="Lab 2")
CHESS = class_of("chess", "1(A)")
PUPIL = student(ALGEBRA, BIOLOGY, CHESS)
_MINUTES = 24 * 60


def test_a_day_block_by_block() -> None:
    found = day_of_member(school_day(), PUPIL, at("12:00"))
    told = [
        (block.period, where.place, where.section.section if where.section else "", where.others)
        for block, where in found.blocks
    ]
    assert told == [
        ("p1", Place.IN_CLASS, "chess", (ALGEBRA,)),
        ("p2", Place.NO_CLASS, "", ()),
        ("break", Place.NO_CLASS, "", ()),
        ("flex", Place.FLEX, "", ()),
        ("lunch", Place.NO_CLASS, "", ()),
        ("p3", Place.IN_CLASS, "biology", ()),
    ]
    assert (found.why, found.track and found.track.name) == (None, "Regular")


def test_a_day_without_blocks_says_why() -> None:
    closed = school_day(calendar(exceptions={DAY: DayException("Snow", closed=True)}))
    found = day_of_member(closed, PUPIL, at("09:00"))
    assert (found.blocks, found.why, found.span.name) == ((), Why.CLOSED, "Snow")
    seniors = school_day(calendar(patterns=SENIORS_APART[1:]))
    assert day_of_member(seniors, PUPIL, at("09:00")).why is Why.NO_SCHEDULE
    nothing = SchoolDay(DAY, ZONE, (Span(0, at("00:00")),))
    assert day_of_member(nothing, PUPIL, at("09:00")).why is Why.NOT_PUBLISHED


def test_a_half_day_that_was_declared_is_the_day_from_then_on() -> None:
    half = calendar(exceptions={DAY: half_day()})
    declared = with_span(school_day(), compile_day(half, 2, DAY, ZONE, at("08:30")))
    before, after = (day_of_member(declared, PUPIL, at(clock)) for clock in ("08:29", "08:30"))
    assert [each.period for each, _ in before.blocks][-1] == "p3"
    assert [each.end for each, _ in after.blocks] == [at("08:20"), at("08:45")]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_block_says_what_each_of_its_minutes_says(seed: int) -> None:
    case = draw(Random(seed), seed % 12)  # noqa: S311  # a choice of tests
    day = case.days[seed % len(case.days)]
    span = compile_day(case.calendar, 1, day, case.zone)
    this = SchoolDay(day, case.zone, (span,))
    for who in case.people:
        blocks = day_of_member(this, who, span.since).blocks
        for minute in range(_MINUTES):
            instant = span.since + timedelta(minutes=minute)
            lasting = [each for each in blocks if each[0].start <= instant < each[0].end]
            where = where_is(this, who, instant)
            within = where.block is not None and where.block.start <= instant
            assert [where] * within == [each for _, each in lasting]
