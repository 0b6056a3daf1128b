"""The bell of a school in a real Chromium: from the codes of its classes to the publication."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from infra.local.seed import TIME_ZONE
from tests.support.console import Console

SCHOOL = "willow-middle"
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def today() -> date:
    return datetime.now(ZoneInfo(TIME_ZONE)).date()


@pytest.fixture(scope="module")
def seen(console: Console, today: date) -> dict[str, Any]:
    """What the browser saw at a school whose year began 60 days ago and has 100 to go."""
    auth = console.places["auth"]
    made = console.program("-m", "tests.e2e.console.new_schools", auth, SCHOOL)
    owners = json.loads(made)[SCHOOL]
    year = (str(today - 60 * DAY), str(today + 101 * DAY))
    teacher = json.loads(console.program("-m", "tests.e2e.console.bells", auth, SCHOOL, *year))
    told = console.browse("bells.mjs", school=SCHOOL, owners=owners, teacher=teacher)
    found: dict[str, Any] = json.loads(told)
    return found


def plain(text: str) -> str:
    """With plain spaces."""
    return re.sub(r"\s+", " ", text).strip()


def test_a_school_begins_with_the_codes_of_its_classes(seen: dict[str, Any], today: date) -> None:
    assert seen["periods"] == ["Period 1", "Period 2", "Lunch", "Period 3", "Period 4"]
    # Four lessons of 50 minutes, a lunch of 30 and four times five minutes after 8 o'clock.
    assert seen["times"] == ["08:00", "12:10"]
    assert seen["year"] == [str(today - 60 * DAY), str(today + 100 * DAY)]
    assert seen["begun"] == 200


def test_a_code_is_matched_by_the_period_that_is_suggested(seen: dict[str, Any]) -> None:
    assert seen["open"] == 1


def test_what_is_wrong_with_a_time_is_said_at_its_field(seen: dict[str, Any]) -> None:
    assert seen["overlap"] == ["true", "Begins before another period has ended."]
    assert seen["attention"] == "One field needs your attention."
    assert seen["notAfter"] == ["true", "Must be after the start."]
    assert seen["mended"] != "true"
    assert seen["edited"] == 200


def test_what_the_api_refuses_is_said_at_its_field(seen: dict[str, Any]) -> None:
    assert seen["refused"] == 400
    assert seen["twice"] == ["true", "There is another one of that name."]


def test_nobody_leaves_unsaved_changes_unasked(seen: dict[str, Any]) -> None:
    assert seen["stayed"] == f"/schools/{SCHOOL}/calendar/bells"


def test_a_copy_is_fitted_to_a_shorter_day_and_leaves_the_other_as_it_is(
    seen: dict[str, Any],
) -> None:
    assert seen["half"] == ["08:00", "10:30"]
    assert seen["regular"] == ["09:00", "09:40"]
    assert seen["kept"] == "10:30"


def test_no_row_is_wider_than_its_screen(seen: dict[str, Any]) -> None:
    assert seen["wide"] == []


def test_publishing_says_first_which_days_change(seen: dict[str, Any], today: date) -> None:
    days = [today + number * DAY for number in range(101)]
    school = [day for day in days if day.weekday() < 5]
    said = f"{len(school)} days change, from {school[0]:%B} {school[0].day}, {school[0].year} to "
    assert said in plain(seen["told"])
    assert seen["published"] == len(school)
    assert seen["badge"] == "Published"


def test_who_was_too_late_is_told_and_writes_nothing_over_it(seen: dict[str, Any]) -> None:
    assert seen["late"] == 409
    assert seen["theirs"] == "Period 1"


def test_a_teacher_sees_the_times_and_changes_none(seen: dict[str, Any]) -> None:
    rows = [plain(row) for row in seen["rows"]]
    assert rows[:3] == [
        "Period Start End",
        "Period 1 8:00 AM 8:50 AM",
        "Period 2 9:00 AM 9:40 AM",
    ]
    assert seen["fields"] == 0
