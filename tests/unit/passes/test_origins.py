"""The place where the bell has a student."""

from __future__ import annotations

import pytest

from shared.calendar.where import where_is
from shared.passes.origins import expected_place
from shared.passes.policy import Place
from tests.unit.calendar.days_by_hand import at, class_of, school_day, student
from tests.unit.passes.passes_by_hand import IN_ALGEBRA, LIBRARY, NORTH, NOW, ROOM_101, TIMETABLE

PLACES = (NORTH, LIBRARY, ROOM_101)


def test_a_student_in_class_is_in_its_room() -> None:
    assert expected_place(IN_ALGEBRA, PLACES) is ROOM_101
    assert expected_place(IN_ALGEBRA, (NORTH, LIBRARY)) is None


@pytest.mark.parametrize(
    ("room", "place"),
    [
        ("Room 101", ROOM_101),
        ("rm. 101", ROOM_101),
        ("101", ROOM_101),
        ("ALGEBRA", ROOM_101),
        ("library", LIBRARY),
        ("1010", None),
        ("", None),
    ],
)
def test_a_room_is_found_in_any_spelling(room: str, place: Place | None) -> None:
    here = where_is(school_day(), student(class_of("algebra", "1", room=room)), NOW)
    assert expected_place(here, PLACES) is place


@pytest.mark.parametrize("clock", ["07:00", "08:52", "09:00", "10:30", "12:00"])
def test_between_classes_and_outside_them_none_is_known(clock: str) -> None:
    assert expected_place(where_is(school_day(), TIMETABLE, at(clock)), PLACES) is None
