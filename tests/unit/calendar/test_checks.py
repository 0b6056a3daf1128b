"""What is wrong with a calendar is named by its place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shared.calendar.checks import violations_of
from shared.calendar.views import CalendarBody
from tests.support.calendars import a_calendar, bell_schedule

FIRST, LAST = date(2026, 8, 24), date(2027, 6, 11)
PERIOD = {"id": "p1", "displayName": "Period 1", "kind": "CLASS"}

# Worked out by hand: what is changed of a valid calendar, and the fields at fault.
WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({"lastDay": "2026-08-23"}, ["lastDay"]),
    ({"lastDay": "2027-09-28"}, ["lastDay"]),
    (
        {"periods": [PERIOD, {**PERIOD, "id": "p2"}]},
        ["periods[1].displayName"],
    ),
    (
        {
            "periods": [PERIOD, {**PERIOD, "displayName": "Period 2"}],
            "schedules": [],
            "patterns": [],
        },
        ["periods[1].id"],
    ),
    (
        {"schedules": [bell_schedule("regular", [("p1", "08:00", "08:00")])]},
        ["schedules[0].blocks[0].endTime"],
    ),
    (
        {
            "schedules": [
                bell_schedule("regular", [("p2", "09:00", "10:00"), ("p1", "08:00", "09:01")])
            ]
        },
        ["schedules[0].blocks[0].startTime"],
    ),
    (
        {
            "schedules": [
                bell_schedule("regular", []),
                {**bell_schedule("regular", []), "id": "other"},
            ]
        },
        ["schedules[1].displayName"],
    ),
    (
        {"schedules": [bell_schedule("regular", [("p9", "08:00", "09:00")])]},
        ["schedules[0].blocks[0].periodId"],
    ),
    ({"rotation": {"letters": ["A", "B"]}}, ["rotation.firstLetter"]),
    ({"rotation": {"letters": ["A"], "firstLetter": "C"}}, ["rotation.firstLetter"]),
    ({"patterns": [{"scheduleId": "late"}]}, ["patterns[0].scheduleId"]),
    (
        {"rotation": {"letters": ["A", "a"], "firstLetter": "A"}},
        ["rotation.letters[1]"],
    ),
    ({"patterns": [{"scheduleId": "regular", "letters": ["A"]}]}, ["patterns[0].letters"]),
    ({"dayWords": [{"word": "odd"}]}, ["dayWords[0]"]),
    ({"dayWords": [{"word": "odd", "letters": ["A"]}]}, ["dayWords[0].letters"]),
    (
        {"dayWords": [{"word": word, "weekdays": ["MONDAY"]} for word in ("odd", " Odd ")]},
        ["dayWords[1].word"],
    ),
    (
        {"exceptions": [{"day": "2026-09-07", "closed": True}] * 2},
        ["exceptions[1].day"],
    ),
    ({"exceptions": [{"day": "2026-08-23", "closed": True}]}, ["exceptions[0].day"]),
    ({"exceptions": [{"day": "2026-09-07", "letter": "A"}]}, ["exceptions[0].letter"]),
    ({"exceptions": [{"day": "2026-09-07", "usesLetter": True}]}, ["exceptions[0].usesLetter"]),
    (
        {
            "exceptions": [
                {"day": "2026-09-07", "closed": True, "assignments": [{"scheduleId": "half"}]}
            ]
        },
        ["exceptions[0].assignments"],
    ),
    (
        {"exceptions": [{"day": "2026-09-07", "assignments": [{"scheduleId": "late"}]}]},
        ["exceptions[0].assignments[0].scheduleId"],
    ),
]


@pytest.mark.parametrize(("changes", "fields"), WRONG, ids=lambda value: str(value)[:50])
def test_each_fault_is_named(changes: dict[str, Any], fields: list[str]) -> None:
    body = CalendarBody.model_validate(a_calendar(FIRST, LAST, **changes))
    found = violations_of(body)
    assert [each.field for each in found] == [f"calendar.{field}" for field in fields]


def test_all_assignments_are_those_of_patterns_and_of_single_days() -> None:
    exception = {"day": "2026-09-07", "assignments": [{"scheduleId": "half", "listIds": ["x"]}]}
    body = CalendarBody.model_validate(a_calendar(FIRST, LAST, exceptions=[exception]))
    found = [(each.schedule_id, each.list_ids) for each in body.assignments()]
    assert found == [("regular", []), ("half", ["x"])]


def test_blocks_that_touch_are_no_fault() -> None:
    touching = bell_schedule("regular", [("p1", "08:00", "09:00"), ("p2", "09:00", "10:00")])
    body = CalendarBody.model_validate(a_calendar(FIRST, LAST, schedules=[touching]))
    assert violations_of(body) == []
