"""Today in a real Chromium: what lasts and what comes, and a half day that open pages follow.

The school of `bell_school` has it between ten and eleven in the morning, on any day.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.e2e.console.bell_school import MANAGER, PUPIL, SCHOOL, TEACHER
from tests.support.console import Console

FEW_SECONDS = 10


@pytest.fixture(scope="module")
def seen(console: Console) -> dict[str, Any]:
    """What the browser saw."""
    people = {"pupil": PUPIL, "teacher": TEACHER, "manager": MANAGER}
    signs_in = {name: console.bell_town[person] for name, person in people.items()}
    told = console.browse("today.mjs", "STUDENT", school=SCHOOL, person=PUPIL, **signs_in)
    found: dict[str, Any] = json.loads(told)
    return found


REGULAR = [
    "8:00 AM - 9:30 AM Period 1 Algebra I Room 12 · Emmy Noether",
    "9:35 AM - 12:00 PM Period 2 Now Biology Lab 2 / East · Emmy Noether",
    "12:00 PM - 12:30 PM Lunch",
    "12:30 PM - 1:00 PM Panther time",
    "1:05 PM - 2:00 PM Period 3 Chorus Room 12 · Emmy Noether",
    "2:05 PM - 3:00 PM Period 4 No class",
]
HALF = [
    "8:00 AM - 8:50 AM Period 1 Algebra I Room 12 · Emmy Noether",
    "8:55 AM - 9:40 AM Period 2 Biology Lab 2 / East · Emmy Noether",
    "9:45 AM - 12:15 PM Period 3 Now Chorus Room 12 · Emmy Noether",
]
BY_HERSELF = " · Emmy Noether"
"""Nobody reads their own name beside each of their classes."""


def test_a_student_sees_the_day_and_what_lasts(seen: dict[str, Any]) -> None:
    student = seen["student"]
    assert (student["before"], student["current"]) == (REGULAR, [REGULAR[1]])
    assert seen["next"] == "Next Lunch Begins at 12:00 PM"
    assert student["links"] == []


def test_a_teacher_sees_the_same_and_comes_to_their_classes(seen: dict[str, Any]) -> None:
    teacher = seen["teacher"]
    assert teacher["before"] == [each.replace(BY_HERSELF, "") for each in REGULAR]
    assert teacher["links"] == ["Algebra I", "Biology", "Chorus"]


def test_a_wrong_clock_changes_nothing(seen: dict[str, Any]) -> None:
    assert seen["wrongClock"] == [REGULAR[1]]


def test_a_page_that_slept_over_midnight_asks_for_the_day_anew(seen: dict[str, Any]) -> None:
    assert seen["slept"] == [REGULAR[1]]


def test_the_page_of_a_member_has_their_day(seen: dict[str, Any]) -> None:
    assert seen["office"] == REGULAR


def test_open_pages_follow_a_half_day_without_being_loaded_again(seen: dict[str, Any]) -> None:
    assert seen["declared"] == 200
    student, teacher = seen["student"], seen["teacher"]
    assert (student["after"], student["then"], student["stays"]) == (HALF, [HALF[2]], True)
    assert teacher["after"] == [each.replace(BY_HERSELF, "") for each in HALF]
    assert teacher["stays"]
    seconds = [seen[f"{name}Seconds"] for name in ("student", "teacher", "manager")]
    assert max(seconds) < FEW_SECONDS


def test_a_school_without_bells_has_one_quiet_line(seen: dict[str, Any]) -> None:
    assert seen["quiet"] == [0, 1]


def test_the_day_of_anybody_and_of_any_room_is_previewed(seen: dict[str, Any]) -> None:
    plain = [each.replace(" Now", "") for each in (*HALF, *REGULAR)]
    assert (seen["preview"], seen["boxes"]) == (plain[:3], 3)
    assert seen["tomorrow"] == plain[3:]
    assert re.fullmatch(rf"\?person={PUPIL}&day=\d{{4}}-\d\d-\d\d", seen["address"])
    assert seen["room"] == [
        "8:00 AM - 9:30 AM Period 1 Algebra I Emmy Noether · 1 student",
        "9:35 AM - 12:00 PM Period 2 No class meets",
        "12:00 PM - 12:30 PM Lunch",
        "12:30 PM - 1:00 PM Panther time",
        "1:05 PM - 2:00 PM Period 3 Chorus Emmy Noether · 1 student",
        "2:05 PM - 3:00 PM Period 4 No class meets",
    ]
