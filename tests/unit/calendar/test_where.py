"""Where a student should be; every expected answer is read off the schedule in `days_by_hand`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.calendar.model import (
    Assignment,
    Audience,
    DayException,
    DayWord,
    Pattern,
    Rotation,
)
from shared.calendar.school_day import SchoolDay, Span, compile_day, with_span
from shared.calendar.where import Place, Why, room_key, where_is, who_is_in
from tests.unit.calendar.days_by_hand import (
    DAY,
    SENIORS_APART,
    ZONE,
    at,
    block,
    calendar,
    class_of,
    half_day,
    school_day,
    student,
)

ALGEBRA = class_of("algebra", "1")
BIOLOGY = class_of("biology", "P3", room="Lab 2")
PUPIL = student(ALGEBRA, BIOLOGY)


@pytest.mark.parametrize(
    ("clock", "place", "why", "section", "period", "until"),
    [
        ("00:00", Place.NO_CLASS, Why.BEFORE_FIRST, None, "p1", "08:00"),
        ("07:59", Place.NO_CLASS, Why.BEFORE_FIRST, None, "p1", "08:00"),
        ("08:00", Place.IN_CLASS, Why.MEETS_NOW, "algebra", "p1", "08:50"),
        ("08:49", Place.IN_CLASS, Why.MEETS_NOW, "algebra", "p1", "08:50"),
        ("08:50", Place.PASSING, Why.NEXT_BLOCK, None, "p2", "08:55"),
        ("08:55", Place.NO_CLASS, Why.NOTHING_MEETS, None, "p2", "09:45"),
        ("09:45", Place.NO_CLASS, Why.BREAK_BLOCK, None, "break", "09:55"),
        ("10:10", Place.FLEX, Why.FLEX_BLOCK, None, "flex", "10:20"),
        ("10:22", Place.PASSING, Why.NEXT_BLOCK, None, "lunch", "10:25"),
        ("10:30", Place.NO_CLASS, Why.LUNCH_BLOCK, None, "lunch", "10:45"),
        ("10:45", Place.NO_CLASS, Why.GAP, None, "p3", "11:05"),
        ("11:05", Place.IN_CLASS, Why.MEETS_NOW, "biology", "p3", "11:30"),
        ("11:30", Place.NO_CLASS, Why.AFTER_LAST, None, None, None),
        ("23:59", Place.NO_CLASS, Why.AFTER_LAST, None, None, None),
    ],
)
def test_a_day_by_the_clock(
    clock: str, place: Place, why: Why, section: str | None, period: str | None, until: str | None
) -> None:
    found = where_is(school_day(), PUPIL, at(clock))
    assert (found.place, found.why) == (place, why)
    assert (found.section.section if found.section else None) == section
    assert (found.block.period if found.block else None) == period
    assert found.until == (at(until) if until else None)


def test_passing_says_what_comes_next() -> None:
    found = where_is(school_day(), student(class_of("chemistry", "2")), at("08:52"))
    assert (found.place, found.section and found.section.section) == (Place.PASSING, "chemistry")


def test_how_long_one_walks_is_the_schools_word() -> None:
    longer = school_day(calendar(passing_minutes=20))
    assert where_is(longer, PUPIL, at("10:50")).place is Place.PASSING
    none = school_day(calendar(passing_minutes=0))
    assert where_is(none, PUPIL, at("08:52")).why is Why.GAP


def test_a_closed_day_says_why() -> None:
    closed = calendar(exceptions={DAY: DayException("Snow", closed=True)})
    found = where_is(school_day(closed), PUPIL, at("08:10"))
    assert (found.place, found.why, found.name) == (Place.NOT_SCHOOL_DAY, Why.CLOSED, "Snow")
    saturday = date(2026, 11, 28)
    found = where_is(school_day(day=saturday), PUPIL, at("08:10", saturday))
    assert (found.place, found.name) == (Place.NOT_SCHOOL_DAY, "")


def test_a_school_without_a_calendar_says_so() -> None:
    nothing = SchoolDay(DAY, ZONE, (Span(0, at("00:00")),))
    found = where_is(nothing, PUPIL, at("08:10"))
    assert (found.place, found.why) == (Place.NO_CLASS, Why.NOT_PUBLISHED)
    assert who_is_in("101", nothing, [PUPIL], at("08:10")) == []


def test_schedules_overlap_by_grade() -> None:
    day = school_day(calendar(patterns=SENIORS_APART))
    ninth, senior = student(ALGEBRA), student(ALGEBRA, grade="12")
    assert where_is(day, ninth, at("08:10")).place is Place.IN_CLASS
    assert where_is(day, senior, at("08:10")).why is Why.BEFORE_FIRST
    assert where_is(day, senior, at("09:30")).place is Place.IN_CLASS
    assert where_is(day, ninth, at("09:30")).why is Why.NOTHING_MEETS


def test_a_list_goes_before_a_grade() -> None:
    band = Pattern(Assignment("half", Audience(lists=frozenset({"band"}))))
    day = school_day(calendar(patterns=(*SENIORS_APART, band)))
    drummer = student(ALGEBRA, grade="12", lists=frozenset({"band"}))
    assert where_is(day, drummer, at("08:10")).place is Place.IN_CLASS
    assert where_is(day, drummer, at("08:30")).block == day.spans[0].tracks[0].blocks[1]


def test_who_no_schedule_is_for_has_none() -> None:
    seniors_only = calendar(patterns=SENIORS_APART[1:])
    found = where_is(school_day(seniors_only), PUPIL, at("08:10"))
    assert (found.place, found.why) == (Place.NO_CLASS, Why.NO_SCHEDULE)


def test_a_schedule_without_blocks_is_none() -> None:
    empty = {**calendar().schedules, "regular": replace(calendar().schedules["regular"], blocks=())}
    found = where_is(school_day(calendar(schedules=empty)), PUPIL, at("08:10"))
    assert found.why is Why.NO_SCHEDULE


def test_of_two_classes_in_a_period_one_counts_and_the_other_is_named() -> None:
    every_day, on_a_days = class_of("a-year", "1"), class_of("z-days", "1(A)")
    found = where_is(school_day(), student(every_day, on_a_days), at("08:10"))
    assert (found.section, found.others) == (on_a_days, (every_day,))
    homeroom = class_of("a-homeroom", "1", homeroom=True)
    found = where_is(school_day(), student(homeroom, every_day), at("08:10"))
    assert (found.section, found.others) == (every_day, (homeroom,))
    short = class_of("z-short", "1", spans=((DAY, DAY),))
    found = where_is(school_day(), student(every_day, short), at("08:10"))
    assert found.section == short
    twin = class_of("b-twin", "1")
    assert where_is(school_day(), student(twin, every_day), at("08:10")).section == every_day


def test_a_class_without_periods_is_nowhere() -> None:
    found = where_is(school_day(), student(class_of("club", "")), at("08:10"))
    assert (found.place, found.why) == (Place.NO_CLASS, Why.NOTHING_MEETS)


@pytest.mark.parametrize(
    ("periods", "clock", "there"),
    [
        ("1(A) 2(B)", "08:10", True),
        ("1(A) 2(B)", "09:00", False),
        ("P3", "11:10", True),
        ("03", "11:10", True),
        ("Third", "11:10", True),
        ("1-2(M-F)", "08:10", True),
        ("1-2(M-F)", "09:00", True),
        ("1(MWF)", "08:10", False),
        ("1(TTh)", "08:10", True),
        ("1(sometimes)", "08:10", False),
    ],
)
def test_expressions_of_the_sis_on_an_a_day_that_is_a_tuesday(
    periods: str,
    clock: str,
    there: bool,  # noqa: FBT001  # a case's expectation
) -> None:
    found = where_is(school_day(), student(class_of("one", periods)), at(clock))
    assert (found.place is Place.IN_CLASS) is there


def test_a_person_says_what_a_word_of_the_sis_means() -> None:
    words = {"sometimes": DayWord(letters=frozenset({"A"}))}
    day = school_day(calendar(day_words=words))
    found = where_is(day, student(class_of("one", "1(sometimes)")), at("08:10"))
    assert found.place is Place.IN_CLASS


def test_the_day_after_an_a_day_is_a_b_day() -> None:
    wednesday = DAY + timedelta(days=1)
    pupil = student(class_of("art", "1(A)"), class_of("band", "1(B)"))
    found = [where_is(school_day(day=day), pupil, at("08:10", day)) for day in (DAY, wednesday)]
    assert [each.section and each.section.section for each in found] == ["art", "band"]


def test_a_term_may_end_in_the_middle_of_a_week() -> None:
    tuesday, wednesday = DAY, DAY + timedelta(days=1)
    old = class_of("old", "1", spans=((date(2026, 8, 24), tuesday),))
    new = class_of("new", "1", spans=((wednesday, date(2027, 1, 22)),))
    days = {day: where_is(school_day(day=day), student(old, new), at("08:10", day)).section
            for day in (tuesday, wednesday)}  # fmt: skip
    assert days == {tuesday: old, wednesday: new}


def test_a_class_that_moves_is_in_its_new_room_only() -> None:
    moved = student(replace(ALGEBRA, room="Gym"))
    assert who_is_in("101", school_day(), [moved], at("08:10")) == []
    assert [who for who, _ in who_is_in("gym", school_day(), [moved], at("08:10"))] == [moved]


def test_a_schedule_that_is_changed_at_noon_leaves_the_morning() -> None:
    morning = school_day()
    shorter = calendar(exceptions={DAY: half_day()})
    changed = with_span(morning, compile_day(shorter, 2, DAY, ZONE, since=at("10:30")))
    assert where_is(changed, PUPIL, at("10:10")).place is Place.FLEX
    assert where_is(changed, PUPIL, at("10:29")).why is Why.LUNCH_BLOCK
    found = where_is(changed, PUPIL, at("11:10"))
    assert (found.why, found.name) == (Why.AFTER_LAST, "Half day")
    assert changed.span_at(at("10:29")).version == 1
    assert changed.span_at(at("10:30")).version == 2


def test_the_same_version_again_changes_nothing() -> None:
    once = with_span(school_day(), compile_day(calendar(), 2, DAY, ZONE, since=at("10:30")))
    assert with_span(once, compile_day(calendar(), 2, DAY, ZONE, since=at("11:00"))) == once


def test_before_the_first_span_the_first_one_counts() -> None:
    late = SchoolDay(DAY, ZONE, (compile_day(calendar(), 1, DAY, ZONE, since=at("09:00")),))
    assert where_is(late, PUPIL, at("08:10")).place is Place.IN_CLASS


@pytest.mark.parametrize("day", [date(2027, 3, 12), date(2027, 3, 15)])
def test_the_bell_rings_by_the_clock_on_both_sides_of_a_change(day: date) -> None:
    """On 14 March 2027 clocks go forward in New York; on the Monday after it is an hour earlier."""
    hour = 13 if day.day == 12 else 12
    school = school_day(day=day)
    first = school.spans[0].tracks[0].blocks[0]
    assert (first.start.hour, first.start.minute) == (hour, 0)
    assert where_is(school, student(ALGEBRA), at("08:00", day)).place is Place.IN_CLASS


def test_phoenix_does_not_change_its_clocks() -> None:
    zone = "America/Phoenix"
    hours = [
        school_day(day=day, zone=zone).spans[0].tracks[0].blocks[0].start.hour
        for day in (date(2027, 3, 12), date(2027, 3, 15))
    ]
    assert hours == [15, 15]


def test_a_block_that_clocks_leave_out_is_none() -> None:
    sunday = date(2027, 3, 14)
    night = replace(
        calendar().schedules["half"],
        blocks=(block("p1", "02:05", "02:55"), block("p2", "02:55", "03:30")),
    )
    schedules = {**calendar().schedules, "half": night}
    odd = calendar(schedules=schedules, exceptions={sunday: half_day("Clocks")})
    blocks = school_day(odd, sunday).spans[0].tracks[0].blocks
    assert [(each.period, each.start, each.end) for each in blocks] == [
        ("p2", at("03:00", sunday), at("03:30", sunday))
    ]


def test_a_leap_day_is_a_day() -> None:
    leap = date(2028, 2, 29)
    longer = calendar(last=date(2028, 6, 9), rotation=Rotation())
    assert where_is(school_day(longer, leap), PUPIL, at("08:10", leap)).place is Place.IN_CLASS


def test_who_is_in_a_room_are_those_whose_class_meets_there() -> None:
    in_lab = student(BIOLOGY)
    elsewhere = student(class_of("chemistry", "3", room="Lab 3"))
    nowhere = student(class_of("history", "3", room=""))
    everybody = [in_lab, elsewhere, nowhere]
    found = who_is_in("LAB 2", school_day(), everybody, at("11:10"))
    assert [(who, whereabouts.section) for who, whereabouts in found] == [(in_lab, BIOLOGY)]
    assert who_is_in("", school_day(), everybody, at("11:10")) == []
    assert who_is_in("Lab 2", school_day(), everybody, at("11:02")) == []


@pytest.mark.parametrize(
    ("room", "key"),
    [
        ("101", "101"),
        ("Room 101", "101"),
        ("RM. 101", "101"),
        ("rm #101", "101"),
        ("Room", "room"),
        ("  Lab   2 ", "lab 2"),
        ("", ""),
    ],
)
def test_a_room_is_known_however_it_is_written(room: str, key: str) -> None:
    assert room_key(room) == key
