"""How classes meet a calendar, and a first calendar out of them, through the door of the API.

It is half past nine of a Tuesday in New York, 24 November 2026.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared import bootstrap
from shared.cloud.firestore import Documents
from shared.kernel.roles import Role
from tests.support.api import ApiDoor, Caller
from tests.support.calendars import a_calendar
from tests.support.classes_by_hand import put_classes
from tests.support.emulators import EmulatorEnv

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
CLASSES = {
    "algebra": [("1", "")],
    "biology": [("2", "A"), ("3", "A")],
    "choir": [("3", "odd")],
    "drama": [("10", "")],
    "room-9": [],
    "room-12": [],
}
TERMS = {"fall": ("2026-08-24", "2027-01-16"), "spring": ("2027-01-19", "2027-06-12")}


@pytest.fixture
def documents(api_env: EmulatorEnv, school: str) -> Documents:
    documents = Documents(api_env.project)
    commit = documents.commit()
    fields = {"displayName": "Lincoln High", "timeZone": "America/New_York", "language": "en"}
    commit.put(f"schools/{school}", fields)
    for person, kind, role in (("m1", "admin", "MANAGER"), ("t1", "teacher", "TEACHER")):
        member = {"schemaVersion": 1, "kind": kind, "role": role, "state": "ACTIVE"}
        commit.put(f"schools/{school}/members/{person}", member)
    commit.run()
    return documents


@pytest.fixture
def door(api_env: EmulatorEnv, documents: Documents, monkeypatch: pytest.MonkeyPatch) -> ApiDoor:
    del documents
    monkeypatch.setattr(bootstrap, "clock", lambda: NOW, raising=False)
    return ApiDoor("calendar_api", api_env.project)


@pytest.fixture
def manager(door: ApiDoor, school: str) -> Caller:
    return door.somebody(school, Role.MANAGER, "m1")


def _path(school: str, verb: str = "") -> str:
    return f"/v1/schools/{school}/settings/calendar{verb}"


def _calendar(**changes: Any) -> dict[str, Any]:
    """Periods 1 and 2, both rung; see `a_calendar`."""
    return a_calendar(date(2026, 8, 24), date(2027, 6, 11), **changes)


def test_codes_words_and_classes_without_a_period_are_told(
    manager: Caller, documents: Documents, school: str
) -> None:
    put_classes(documents, school, CLASSES, TERMS)
    third = {"id": "third", "displayName": "Period 3", "kind": "CLASS"}
    asked = _calendar(rotation={"letters": ["A", "B"], "firstLetter": "A"})
    asked["periods"].append(third)
    told = manager.post(_path(school, ":match"), {"calendar": asked}).json
    assert told == {
        "codes": [
            {"code": "3", "classes": 2, "periodIds": [], "suggestedPeriodIds": ["third"]},
            {"code": "10", "classes": 1, "periodIds": [], "suggestedPeriodIds": []},
            {"code": "1", "classes": 1, "periodIds": ["p1"], "suggestedPeriodIds": []},
            {"code": "2", "classes": 1, "periodIds": ["p2"], "suggestedPeriodIds": []},
        ],
        "unknownWords": [{"word": "odd", "classes": 1}],
        "withoutPeriods": 2,
        "classesWithoutPeriods": [
            {"listId": "room-12", "displayName": "Room-12"},
            {"listId": "room-9", "displayName": "Room-9"},
        ],
        "placed": 2,
        "classes": 6,
    }
    # Nothing is saved by looking.
    assert "calendar" not in manager.get(_path(school)).json


def test_without_a_body_the_draft_is_compared_and_without_a_draft_nothing_is_matched(
    manager: Caller, documents: Documents, school: str
) -> None:
    put_classes(documents, school, {"algebra": [("1", "")]})
    before = manager.post(_path(school, ":match"), {}).json
    assert (before["codes"][0]["periodIds"], before["placed"], before["classes"]) == ([], 0, 1)
    manager.patch(_path(school), {"calendar": _calendar()}, updateMask="*")
    after = manager.post(_path(school, ":match"), {}).json
    assert (after["codes"][0]["periodIds"], after["placed"]) == (["p1"], 1)


def test_a_faulty_calendar_is_compared_as_it_is_being_written(
    manager: Caller, documents: Documents, school: str
) -> None:
    put_classes(documents, school, {"algebra": [("1", "")]})
    told = manager.post(_path(school, ":match"), {"calendar": _calendar(lastDay="2026-01-01")})
    assert (told.code, told.json["placed"]) == (200, 1)


def test_of_very_many_classes_without_a_period_the_first_hundred_are_named(
    manager: Caller, documents: Documents, school: str
) -> None:
    put_classes(documents, school, {f"room-{number:03}": [] for number in range(103)})
    told = manager.post(_path(school, ":match"), {}).json
    names = [each["displayName"] for each in told["classesWithoutPeriods"]]
    assert (told["withoutPeriods"], len(names), names[-1]) == (103, 100, "Room-099")


def test_a_first_calendar_is_made_of_the_codes_and_of_the_terms(
    manager: Caller, documents: Documents, school: str
) -> None:
    put_classes(documents, school, CLASSES, TERMS)
    made = manager.post(_path(school, ":suggest"), {"firstBell": "07:45"}).json["calendar"]
    # The spring ends before 12 June.
    assert (made["firstDay"], made["lastDay"]) == ("2026-08-24", "2027-06-11")
    names = [(each["displayName"], each["codes"]) for each in made["periods"]]
    assert names == [
        ("Period 1", ["1"]), ("Period 2", ["2"]), ("Lunch", []), ("Period 3", ["3"]),
        ("Period 10", ["10"]),
    ]  # fmt: skip
    (schedule,) = made["schedules"]
    assert [each["startTime"] for each in schedule["blocks"]] == [
        "07:45", "08:40", "09:35", "10:10", "11:05",
    ]  # fmt: skip
    assert "calendar" not in manager.get(_path(school)).json
    saved = manager.patch(_path(school), {"calendar": made}, updateMask="*")
    assert (saved.code, saved.json["calendar"]) == (200, made)
    # Nobody knows which days are odd, and nobody said which A is: both stay on no day.
    told = manager.post(_path(school, ":match"), {}).json
    assert (told["placed"], [each["word"] for each in told["unknownWords"]]) == (2, ["a", "odd"])


def test_days_that_are_said_go_before_the_terms_and_have_to_be_a_year(
    manager: Caller, documents: Documents, school: str
) -> None:
    put_classes(documents, school, CLASSES, TERMS)
    said = {"firstDay": "2026-09-01", "lastDay": "2027-05-28"}
    made = manager.post(_path(school, ":suggest"), said).json["calendar"]
    assert (made["firstDay"], made["lastDay"]) == ("2026-09-01", "2027-05-28")
    wrong = manager.post(_path(school, ":suggest"), {"lastDay": "2026-08-01"})
    assert (wrong.reason, wrong.fields) == ("CALENDAR_INVALID", ["calendar.lastDay"])
    assert manager.post(_path(school, ":suggest"), {"firstBell": "8"}).code == 400


def test_periods_are_named_in_the_language_of_the_school(
    manager: Caller, documents: Documents, school: str
) -> None:
    commit = documents.commit()
    commit.put(
        f"schools/{school}",
        {"displayName": "Escuela", "timeZone": "America/New_York", "language": "es"},
    )
    commit.run()
    put_classes(documents, school, {"algebra": [("1", "")], "sala": [("hr", "")]})
    made = manager.post(_path(school, ":suggest"), {}).json["calendar"]
    assert [each["displayName"] for each in made["periods"]] == ["Salón principal", "Periodo 1"]


def test_a_school_whose_classes_name_no_period_is_told_so(
    manager: Caller, documents: Documents, school: str
) -> None:
    assert manager.post(_path(school, ":suggest"), {}).reason == "CODES_MISSING"
    told = manager.post(_path(school, ":match"), {}).json
    assert (told["classes"], told["codes"], told["withoutPeriods"]) == (0, [], 0)
    put_classes(documents, school, {"room-9": []})
    assert manager.post(_path(school, ":suggest"), {}).reason == "CODES_MISSING"
    many = {f"class-{number}": [(str(number), "")] for number in range(60)}
    put_classes(documents, school, many)
    assert manager.post(_path(school, ":suggest"), {}).reason == "CODES_TOO_MANY"


def test_teachers_and_strangers_do_not_compare(door: ApiDoor, school: str) -> None:
    teacher = door.somebody(school, Role.TEACHER, "t1")
    for verb in (":match", ":suggest"):
        assert teacher.post(_path(school, verb), {}).reason == "ROLE_MAY_NOT"


def test_classes_that_people_keep_and_periods_that_they_have_set_are_compared(
    manager: Caller, documents: Documents, school: str
) -> None:
    put_classes(documents, school, {"algebra": [("7", "")], "choir": [], "room-9": []})
    commit = documents.commit()
    for name, fields in (
        ("algebra", {"periodsByHand": "1"}),
        (
            "choir",
            {"kind": "MANUAL", "periodsByHand": None, "periods": [{"code": "2", "days": ""}]},
        ),
    ):
        commit.put(f"schools/{school}/lists/{name}", fields, merge=True)
    team = {"kind": "MANUAL", "displayName": "Team", "memberIds": [], "teacherIds": []}
    commit.put(f"schools/{school}/lists/team", team)
    commit.run()
    told = manager.post(_path(school, ":match"), {"calendar": _calendar()}).json
    assert [(each["code"], each["periodIds"]) for each in told["codes"]] == [
        ("1", ["p1"]),
        ("2", ["p2"]),
    ]
    assert [each["listId"] for each in told["classesWithoutPeriods"]] == ["room-9"]
    assert (told["placed"], told["classes"]) == (2, 3)
