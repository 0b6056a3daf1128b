"""Which rooms there are, and what meets in one; read off the schedule in `days_by_hand`."""

from __future__ import annotations

from dataclasses import replace

from shared.calendar.rooms import Room, in_room, room_day, rooms_of, that_may_meet
from shared.calendar.school_day import SchoolDay, Span
from shared.calendar.where import who_is_in
from tests.unit.calendar.days_by_hand import (
    DAY,
    SENIORS_APART,
    ZONE,
    at,
    calendar,
    class_of,
    school_day,
    student,
)

ALGEBRA = class_of("algebra", "1", room="Room 9")
BIOLOGY = class_of("biology", "3", room="rm. 9")
CHESS = class_of("chess", "1", room="Room 9")
DRAMA = class_of("drama", "2", room="Gym / East")
NOWHERE = class_of("nowhere", "2", room=" ")
ALL = [ALGEBRA, BIOLOGY, CHESS, DRAMA, NOWHERE]


def test_spellings_of_a_room_are_one_and_rooms_are_in_order() -> None:
    tenth = replace(DRAMA, room="10")
    assert rooms_of([*ALL, tenth]) == [Room("Room 9", 3), Room("10", 1), Room("Gym / East", 1)]
    assert in_room("#9", ALL) == [ALGEBRA, BIOLOGY, CHESS]
    assert in_room(" ", ALL) == []


def test_what_meets_in_a_room_block_by_block() -> None:
    span = school_day().spans[0]
    found = room_day(span, DAY, in_room("9", ALL))
    assert [(each.block.period, [one.section for one in each.classes]) for each in found] == [
        ("p1", ["algebra", "chess"]),
        ("p2", []),
        ("break", []),
        ("flex", []),
        ("lunch", []),
        ("p3", ["biology"]),
    ]
    assert {each.schedules for each in found} == {("Regular",)}


def test_a_block_of_two_schedules_stands_once() -> None:
    day = school_day(calendar(patterns=SENIORS_APART))
    found = room_day(day.spans[0], DAY, in_room("9", ALL))
    keys = [(each.block.period, each.block.start) for each in found]
    assert len(keys) == len(set(keys))
    assert {name for each in found for name in each.schedules} == {
        track.name for track in day.spans[0].tracks
    }


def test_whoever_is_in_a_room_is_in_a_class_that_may_meet_there() -> None:
    day = school_day(calendar(patterns=SENIORS_APART))
    people = [student(ALGEBRA), replace(student(CHESS, grade="12"), person="senior")]
    for clock in ("08:10", "08:52", "09:30", "11:10"):
        meeting = that_may_meet(day.spans[0], DAY, in_room("9", ALL), at(clock))
        there = {where.section for _, where in who_is_in("9", day, people, at(clock))}
        assert there <= set(meeting)
    # At 9:30 period 1 lasts for seniors alone, who begin later.
    assert that_may_meet(day.spans[0], DAY, [ALGEBRA, BIOLOGY], at("09:30")) == [ALGEBRA]
    # Period 1 is over for the others, and has not begun for seniors.
    assert that_may_meet(day.spans[0], DAY, ALL, at("08:52")) == []


def test_nothing_meets_where_no_schedule_rings() -> None:
    nothing = SchoolDay(DAY, ZONE, (Span(0, at("00:00")),))
    assert room_day(nothing.spans[0], DAY, ALL) == []
    assert that_may_meet(nothing.spans[0], DAY, ALL, at("08:10")) == []
