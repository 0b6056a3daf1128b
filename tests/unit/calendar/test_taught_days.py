"""Where who teaches should be, at a school whose schedules are all for some students only."""

from __future__ import annotations

from dataclasses import replace

from shared.calendar.member_day import day_of_member
from shared.calendar.model import Assignment, Audience, Pattern
from shared.calendar.where import ClassOf, Place, Timetable, Why, where_is
from tests.unit.calendar.days_by_hand import at, calendar, class_of, school_day

NINTH, TWELFTH = frozenset({"9"}), frozenset({"12"})
APART = calendar(
    patterns=(
        Pattern(Assignment("regular", Audience(grades=NINTH))),
        Pattern(Assignment("seniors", Audience(grades=TWELFTH))),
    )
)
"""Period 1 is at eight for the ninth grade, and at nine for the twelfth."""


def taught(section: str, periods: str, grades: frozenset[str] = frozenset()) -> ClassOf:
    """A class of the teacher's."""
    return class_of(section, periods, teachers=("ruiz",), grades=grades)


def teacher(*classes: ClassOf) -> Timetable:
    """Of no grade."""
    return Timetable("ruiz", classes=classes)


def times(who: Timetable) -> list[tuple[str, str, str]]:
    """Period, class and first minute of each block of a day."""
    found = day_of_member(school_day(APART), who, at("07:00"))
    return [
        (block.period, one.section.section if one.section else "", f"{block.start:%H:%M}")
        for block, one in found.blocks
    ]


def test_a_class_is_at_the_time_of_its_grade() -> None:
    # New York is five hours behind in November.
    assert times(teacher(taught("algebra", "1", NINTH))) == [("p1", "algebra", "13:00")]
    assert times(teacher(taught("calculus", "1", TWELFTH))) == [("p1", "calculus", "14:00")]


def test_classes_of_several_grades_stand_in_their_order() -> None:
    both = teacher(taught("calculus", "1", TWELFTH), taught("algebra", "3", NINTH))
    assert times(both) == [("p1", "calculus", "14:00"), ("p3", "algebra", "16:05")]
    found = where_is(school_day(APART), both, at("09:10"))
    assert (found.place, found.section) == (Place.IN_CLASS, both.classes[0])


def test_a_class_that_names_no_grade_may_be_at_any_time() -> None:
    shown = times(teacher(taught("art", "1")))
    assert shown == [("p1", "art", "13:00"), ("p1", "art", "14:00")]


def test_the_schedule_has_its_name_where_it_is_one() -> None:
    day = school_day(APART)
    one = day_of_member(day, teacher(taught("algebra", "1", NINTH)), at("07:00"))
    assert one.track is not None
    assert one.track.name == "Regular"
    both = teacher(taught("algebra", "1", NINTH), taught("calculus", "1", TWELFTH))
    several = day_of_member(day, both, at("07:00"))
    assert several.track is not None
    assert several.track.name == ""


def test_who_teaches_nothing_then_has_no_schedule() -> None:
    for who in (teacher(), teacher(taught("late", "9")), Timetable("office")):
        found = where_is(school_day(APART), who, at("08:10"))
        assert (found.place, found.why) == (Place.NO_CLASS, Why.NO_SCHEDULE)


def test_a_student_follows_no_class_that_they_are_only_in() -> None:
    tenth = replace(teacher(class_of("algebra", "1", grades=NINTH)), grade="10")
    assert where_is(school_day(APART), tenth, at("08:10")).why is Why.NO_SCHEDULE


def test_a_schedule_for_everybody_is_the_teachers_too() -> None:
    everybody = school_day(calendar())
    found = where_is(everybody, teacher(taught("calculus", "2", TWELFTH)), at("08:10"))
    assert (found.place, found.why) == (Place.NO_CLASS, Why.NOTHING_MEETS)
