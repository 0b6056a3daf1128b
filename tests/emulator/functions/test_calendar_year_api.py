"""Holidays out of a file, and what was published when, through the door of the API."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared import bootstrap
from shared.cloud.firestore import Documents
from shared.kernel.roles import Role
from tests.support.api import ApiDoor, Caller
from tests.support.calendars import a_calendar
from tests.support.emulators import EmulatorEnv

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
"""A Tuesday, half past nine in New York."""
EVENTS = (
    ("20261126", "20261128", "Thanksgiving break"),
    ("20261211", "20261212", "Winter concert"),
    ("20260704", "20260705", "Independence Day"),
    ("never", "20260705", "Trip"),
)


def ics(*events: tuple[str, str, str]) -> bytes:
    """A file of events of whole days: first day, the day after the last, name."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for first, after, name in events:
        lines += ["BEGIN:VEVENT", f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{after}",
                  f"SUMMARY:{name}", "END:VEVENT"]  # fmt: skip
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


@pytest.fixture
def documents(api_env: EmulatorEnv, school: str) -> Documents:
    documents = Documents(api_env.project)
    commit = documents.commit()
    commit.put(f"schools/{school}", {"displayName": "Lincoln High", "timeZone": "America/New_York"})
    people = (("m1", "MANAGER", "Emmy"), ("t1", "TEACHER", "Mary"), ("s1", "STUDENT", "Ida"))
    for person, role, name in people:
        fields = {"schemaVersion": 1, "kind": "admin", "role": role, "state": "ACTIVE",
                  "firstName": name, "lastName": "Noether"}  # fmt: skip
        commit.put(f"schools/{school}/members/{person}", fields)
    commit.run()
    return documents


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Moves the product's clock to a time after `NOW`."""
    moved = [NOW]
    monkeypatch.setattr(bootstrap, "clock", lambda: moved[0], raising=False)

    def move(by: timedelta) -> None:
        moved[0] = NOW + by

    return move


@pytest.fixture
def door(api_env: EmulatorEnv, documents: Documents, clock: Callable[[timedelta], None]) -> ApiDoor:
    del documents, clock
    return ApiDoor("calendar_api", api_env.project)


@pytest.fixture
def manager(door: ApiDoor, school: str) -> Caller:
    return door.somebody(school, Role.MANAGER, "m1")


def _path(school: str, verb: str = "") -> str:
    return f"/v1/schools/{school}/settings/calendar{verb}"


def _save(caller: Caller, school: str, **changes: Any) -> None:
    calendar = a_calendar(date(2026, 8, 24), date(2027, 6, 11), **changes)
    assert caller.patch(_path(school), {"calendar": calendar}, updateMask="*").code == 200


def _read(caller: Caller, school: str, file: bytes) -> Any:
    body = {"content": b64encode(file).decode("ascii")}
    return caller.post(_path(school, ":readHolidays"), body)


def _versions(caller: Caller, school: str, **query: Any) -> Any:
    return caller.get(f"/v1/schools/{school}/calendarVersions", **query)


def test_the_days_of_a_file_are_told_and_nothing_is_kept(manager: Caller, school: str) -> None:
    assert _read(manager, school, ics(*EVENTS)).reason == "CALENDAR_EMPTY"
    _save(manager, school)
    before = manager.get(_path(school)).json
    answer = _read(manager, school, ics(*EVENTS))
    assert answer.code == 200
    told = answer.json
    assert [(each["day"], each["displayName"], each["closes"]) for each in told["holidays"]] == [
        ("2026-11-26", "Thanksgiving break", True),
        ("2026-11-27", "Thanksgiving break", True),
        ("2026-12-11", "Winter concert", False),
    ]
    assert (told["leftOut"], told["unreadCount"]) == (1, 1)
    assert told["unread"] == [
        {"code": "START", "event": 4, "displayName": "Trip",
         "meaning": "when it begins can't be read; it is left out"}
    ]  # fmt: skip
    assert manager.get(_path(school)).json == before


def test_a_name_is_as_long_as_an_exception_takes_it(manager: Caller, school: str) -> None:
    _save(manager, school)
    (day,) = _read(manager, school, ics(("20261126", "20261127", "n" * 90))).json["holidays"]
    assert day["displayName"] == "n" * 59 + "…"
    _save(manager, school, exceptions=[{"day": day["day"], "displayName": day["displayName"]}])


def test_letters_of_another_code_page_come_through(manager: Caller, school: str) -> None:
    _save(manager, school)
    old = ics(("20261126", "20261127", "Día festivo")).decode().encode("cp1252")
    (day,) = _read(manager, school, old).json["holidays"]
    assert (day["displayName"], day["closes"]) == ("Día festivo", True)


def test_what_is_no_calendar_file_is_refused_with_what_it_is(manager: Caller, school: str) -> None:
    _save(manager, school)
    refused = _read(manager, school, b"<!doctype html><p>Sign in</p>")
    assert (refused.code, refused.reason) == (400, "CALENDAR_FILE_INVALID")
    (told,) = (each for each in refused.json["error"]["details"] if "metadata" in each)
    assert told["metadata"]["problem"] == "WEB_PAGE"
    no_base64 = manager.post(_path(school, ":readHolidays"), {"content": "not base64"})
    assert (no_base64.code, no_base64.fields) == (400, ["content"])
    too_long = manager.post(_path(school, ":readHolidays"), {"content": "A" * 1_000_004})
    assert (too_long.code, too_long.fields) == (400, ["content"])


def test_only_who_drafts_the_calendar_reads_a_file(door: ApiDoor, school: str) -> None:
    teacher = door.somebody(school, Role.TEACHER, "t1")
    assert _read(teacher, school, ics()).reason == "ROLE_MAY_NOT"


def test_what_was_published_is_listed_with_when_by_whom_and_how_much(
    manager: Caller, door: ApiDoor, school: str, clock: Callable[[timedelta], None]
) -> None:
    teacher = door.somebody(school, Role.TEACHER, "t1")
    assert _versions(teacher, school).json == {"calendarVersions": [], "nextPageToken": ""}
    _save(manager, school, lastDay="2026-12-01")
    manager.post(_path(school, ":publish"), {})
    clock(timedelta(minutes=5))
    half = {"day": "2026-11-25", "displayName": "Half", "assignments": [{"scheduleId": "half"}]}
    manager.post(_path(school, ":declareDay"), {"exception": half})
    told = _versions(teacher, school).json["calendarVersions"]
    assert told == [
        {
            "name": f"schools/{school}/calendarVersions/00002",
            "version": 2,
            "publishTime": "2026-11-24T14:35:00Z",
            "publisher": "person:m1",
            "publisherDisplayName": "Emmy Noether",
            "changedDays": 1,
            "declaredDay": "2026-11-25",
        },
        {
            "name": f"schools/{school}/calendarVersions/00001",
            "version": 1,
            "publishTime": "2026-11-24T14:30:00Z",
            "publisher": "person:m1",
            "publisherDisplayName": "Emmy Noether",
            # From Tuesday to the next Tuesday; of the weekend nothing was known before either.
            "changedDays": 6,
        },
    ]
    student = door.somebody(school, Role.STUDENT, "s1")
    assert _versions(student, school).reason == "ROLE_MAY_NOT"


def test_versions_come_in_pages(manager: Caller, school: str) -> None:
    for minutes in (5, 6, 7):
        _save(manager, school, passingMinutes=minutes)
        manager.post(_path(school, ":publish"), {})
    first = _versions(manager, school, pageSize=2).json
    assert [each["version"] for each in first["calendarVersions"]] == [3, 2]
    second = _versions(manager, school, pageSize=2, pageToken=first["nextPageToken"]).json
    assert [each["version"] for each in second["calendarVersions"]] == [1]
    assert second["nextPageToken"] == ""


def test_a_version_older_than_the_count_is_told_without_it(
    manager: Caller, documents: Documents, school: str
) -> None:
    commit = documents.commit()
    commit.put(
        f"schools/{school}/calendarVersions/00001",
        {"schemaVersion": 1, "version": 1, "publishTime": NOW, "publishedBy": "person:elsewhere"},
    )
    commit.run()
    (told,) = _versions(manager, school).json["calendarVersions"]
    assert told == {
        "name": f"schools/{school}/calendarVersions/00001",
        "version": 1,
        "publishTime": "2026-11-24T14:30:00Z",
        "publisher": "person:elsewhere",
    }


def test_what_was_published_can_be_looked_at_whatever_is_drafted_since(
    manager: Caller, door: ApiDoor, school: str
) -> None:
    _save(manager, school)
    manager.post(_path(school, ":publish"), {})
    _save(manager, school, schedules=[], patterns=[], lastDay="2027-05-28")
    path = f"/v1/schools/{school}/calendarVersions/00001"
    told = door.somebody(school, Role.TEACHER, "t1").get(path).json
    assert (told["version"], told["publisherDisplayName"]) == (1, "Emmy Noether")
    assert [each["id"] for each in told["calendar"]["schedules"]] == ["regular", "half"]
    assert told["calendar"]["lastDay"] == "2027-06-11"
    for nobody_knows in ("00002", "1", "nothing"):
        missing = manager.get(path.replace("00001", nobody_knows))
        assert (missing.code, missing.reason) == (404, "CALENDAR_UNKNOWN")
