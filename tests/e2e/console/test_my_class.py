"""My Class in a real Chromium: several lists as one, what a projector shows, a substitute's day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.console import Console


@pytest.fixture(scope="module")
def seen(console: Console) -> Iterator[dict[str, Any]]:
    """What the browser saw. Afterwards the school is as it was, for the tests of pages."""
    console.program("-m", "tests.e2e.console.classes")
    try:
        yield json.loads(console.browse("my-class.mjs", "TEACHER", accounts=console.accounts))
    finally:
        console.program("-m", "tests.e2e.console.classes", "away")


def test_a_teacher_begins_with_the_class_that_meets_now(seen: dict[str, Any]) -> None:
    assert [each.split("·")[0].strip() for each in seen["now"]] == ["Algebra 1"]
    assert "now, until" in seen["now"][0]
    assert seen["count"] == "24 students"
    assert seen["first"] == ["Pupil 03", "Pupil 04"]
    # One call for the students of one list.
    assert seen["membersCalls"] == 1


def test_several_lists_are_one_with_each_student_once(seen: dict[str, Any]) -> None:
    # 24 and 12 pupils, seven of whom are on both.
    assert seen["both"] == "29 students · 2 lists, each student once"
    assert (seen["people"], seen["rows"]) == (29, 29)
    assert seen["kept"] == [True, True]


def test_a_projector_shows_nobodys_name(seen: dict[str, Any]) -> None:
    assert {each.partition(" ")[0] for each in seen["blurred"]} == {"P."}
    assert seen["left"] == []
    assert seen["announced"] == 1
    assert "Pupil" not in seen["drawnBlurred"]
    assert "Pupil" in seen["drawn"]


def test_nobody_is_drawn_twice_before_everybody_was(seen: dict[str, Any]) -> None:
    assert seen["round"] == 24


def test_a_substitute_sees_the_classes_until_the_code_is_taken_back(seen: dict[str, Any]) -> None:
    assert "does not open a class" in seen["wrong"]
    assert seen["covered"] == "24 students"
    assert "Demo Manager" in seen["usedBy"]
    assert not seen["codeShown"]
    assert seen["after"] == 0


def test_the_page_is_for_everybody_and_as_wide_as_a_phone(seen: dict[str, Any]) -> None:
    assert seen["axe"] == []
    assert not seen["wide"]


def test_a_photo_shows_to_who_teaches_the_student_and_never_on_a_projector(
    seen: dict[str, Any],
) -> None:
    assert "read the file as a picture" in seen["noPicture"]
    # One of 24 has one, 384 pixels wide, and one call asked for it.
    assert seen["photos"] == [1, 384, 1]
    assert seen["photosBlurred"] == 0
    assert seen["photosLeft"] == 0


def test_photos_of_many_people_are_matched_by_their_names(seen: dict[str, Any]) -> None:
    told = [" ".join(row.split()) for row in seen["many"]]
    assert [each.partition(" ")[0] for each in told] == ["pupil-6.png", "nobody.png", "pupil-5.png"]
    assert "Not saved This browser" in told[0]
    assert "Fits nobody" in told[1]
    assert "Pupil 05 · Grade 10 Saved" in told[2]
