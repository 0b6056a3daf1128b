"""A school's calendar through the door of the API: drafted, published, and one day made otherwise.

The clock of the product stands at half past nine of a Tuesday in New York, and is moved by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared import bootstrap
from shared.cloud.firestore import Documents
from shared.kernel.roles import Role
from tests.support.api import ApiDoor, Caller
from tests.support.calendars import a_calendar, bell_schedule
from tests.support.emulators import EmulatorEnv

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
TODAY, TOMORROW = "2026-11-24", "2026-11-25"


def _calendar(**changes: Any) -> dict[str, Any]:
    return a_calendar(date(2026, 8, 24), date(2027, 6, 11), **changes)


HALF_DAY = {
    "day": TODAY,
    "displayName": "Water main",
    "assignments": [{"scheduleId": "half"}],
}


@pytest.fixture
def documents(api_env: EmulatorEnv, school: str) -> Documents:
    documents = Documents(api_env.project)
    commit = documents.commit()
    commit.put(f"schools/{school}", {"displayName": "Lincoln High", "timeZone": "America/New_York"})
    people = (("o1", "admin", "OWNER"), ("m1", "admin", "MANAGER"), ("t1", "teacher", "TEACHER"),
              ("s1", "student", "STUDENT"))  # fmt: skip
    for person, kind, role in people:
        fields = {"schemaVersion": 1, "kind": kind, "role": role, "state": "ACTIVE"}
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


@pytest.fixture
def teacher(door: ApiDoor, school: str) -> Caller:
    return door.somebody(school, Role.TEACHER, "t1")


def _path(school: str, verb: str = "") -> str:
    return f"/v1/schools/{school}/settings/calendar{verb}"


def _save(caller: Caller, school: str, calendar: dict[str, Any], **more: Any) -> Any:
    return caller.patch(_path(school), {"calendar": calendar, **more}, updateMask="*")


def _publish(caller: Caller, school: str, **query: Any) -> Any:
    return caller.post(_path(school, ":publish"), {}, **query)


def _days(caller: Caller, school: str, first: str, last: str, **query: Any) -> Any:
    path = f"/v1/schools/{school}/schoolDays"
    return caller.get(path, firstDay=first, lastDay=last, **query).json["schoolDays"]


def _bells(day: dict[str, Any]) -> list[str]:
    return [each["startTime"] for track in day["tracks"] for each in track["blocks"]]


def test_a_school_begins_without_a_calendar(manager: Caller, school: str) -> None:
    found = manager.get(_path(school)).json
    assert "calendar" not in found
    assert "published" not in found
    assert _publish(manager, school).reason == "CALENDAR_EMPTY"
    assert _days(manager, school, TODAY, TODAY)[0]["version"] == 0


def test_a_draft_counts_for_nobody_until_it_is_published(
    manager: Caller, teacher: Caller, school: str
) -> None:
    saved = _save(manager, school, _calendar())
    assert saved.code == 200
    assert saved.json["changed"]
    assert saved.json["calendar"]["periods"][1]["codes"] == ["2"]
    assert "calendar" not in teacher.get(_path(school)).json
    assert _days(teacher, school, TODAY, TODAY)[0]["version"] == 0
    told = _publish(manager, school, validateOnly="true").json
    # Every weekday from today to the last day, holidays and all: nothing is closed yet. These are
    # 28 weeks and Tuesday to Friday; on weekends there is no school before and after.
    assert (told["changedDays"][0], told["changedDays"][-1]) == (TODAY, "2027-06-11")
    assert len(told["changedDays"]) == 28 * 5 + 4
    assert "published" not in told["calendar"]
    done = _publish(manager, school)
    assert (done.json["calendar"]["published"]["version"], done.json["calendar"]["changed"]) == (
        1, False,
    )  # fmt: skip
    assert "calendar" in teacher.get(_path(school)).json
    (today,) = _days(teacher, school, TODAY, TODAY)
    assert (today["version"], today["closed"]) == (1, False)
    assert _bells(today) == ["2026-11-24T13:00:00Z", "2026-11-24T13:55:00Z"]


def test_staff_see_a_draft_that_is_shown_to_them(
    manager: Caller, teacher: Caller, door: ApiDoor, school: str
) -> None:
    _save(manager, school, _calendar(), visibleToStaff=True)
    assert "calendar" in teacher.get(_path(school)).json
    assert _bells(_days(teacher, school, TODAY, TODAY, draft="true")[0]) != []
    student = door.somebody(school, Role.STUDENT, "s1")
    assert student.get(_path(school)).reason == "ROLE_MAY_NOT"
    path = f"/v1/schools/{school}/schoolDays"
    refused = student.get(path, firstDay=TODAY, lastDay=TODAY, draft="true")
    assert refused.reason == "CALENDAR_UNKNOWN"
    _save(manager, school, _calendar(), visibleToStaff=False)
    assert "calendar" not in teacher.get(_path(school)).json


def test_a_half_day_is_declared_at_once_and_leaves_the_morning(
    manager: Caller, documents: Documents, school: str, clock: Callable[[timedelta], None]
) -> None:
    _save(manager, school, _calendar())
    _publish(manager, school)
    # Something is being drafted that nobody has published.
    _save(manager, school, _calendar(passingMinutes=7))
    clock(timedelta(minutes=10))
    told = manager.post(
        _path(school, ":declareDay"), {"exception": HALF_DAY}, validateOnly="true"
    ).json
    assert told["changedDays"] == [TODAY]
    done = manager.post(_path(school, ":declareDay"), {"exception": HALF_DAY})
    assert done.code == 200
    assert done.json["calendar"]["changed"]
    assert done.json["calendar"]["calendar"]["passingMinutes"] == 7
    assert [each["day"] for each in done.json["calendar"]["calendar"]["exceptions"]] == [TODAY]
    (today,) = _days(manager, school, TODAY, TODAY)
    assert (today["displayName"], today["version"]) == ("Water main", 2)
    assert _bells(today) == ["2026-11-24T13:00:00Z", "2026-11-24T13:25:00Z"]
    stored = documents.get(f"schools/{school}/schoolDays/{TODAY}")
    assert stored is not None
    spans = stored.fields["spans"]
    assert [(each["version"], each["displayName"]) for each in spans] == [
        (1, ""),
        (2, "Water main"),
    ]
    assert spans[1]["since"] == NOW + timedelta(minutes=10)
    tomorrow = _days(manager, school, TOMORROW, TOMORROW)[0]
    assert len(_bells(tomorrow)) == 2
    assert tomorrow["displayName"] == ""


def test_yesterday_stays_yesterday(
    manager: Caller, school: str, clock: Callable[[timedelta], None]
) -> None:
    _save(manager, school, _calendar())
    _publish(manager, school)
    clock(timedelta(days=1))
    later = [("p1", "09:00", "09:50"), ("p2", "09:55", "11:30")]
    _save(manager, school, _calendar(schedules=[bell_schedule("regular", later)]))
    _publish(manager, school)
    before, today = _days(manager, school, TODAY, TOMORROW)
    assert _bells(before)[0] == "2026-11-24T13:00:00Z"
    assert _bells(today)[0] == "2026-11-25T14:00:00Z"
    assert manager.post(_path(school, ":declareDay"), {"exception": HALF_DAY}).reason == (
        "SCHOOL_DAY_PAST"
    )


def test_a_day_before_the_first_calendar_has_none(manager: Caller, school: str) -> None:
    _save(manager, school, _calendar())
    _publish(manager, school)
    before, today = _days(manager, school, "2026-11-23", TODAY)
    assert (before["version"], before["tracks"]) == (0, [])
    assert today["version"] == 1


def test_whoever_does_not_work_here_looks_a_month_ahead(
    manager: Caller, door: ApiDoor, school: str
) -> None:
    student, path = door.somebody(school, Role.STUDENT, "s1"), f"/v1/schools/{school}/schoolDays"
    assert student.get(path, firstDay=TODAY, lastDay="2026-12-24").code == 200
    refused = student.get(path, firstDay=TODAY, lastDay="2026-12-25")
    assert (refused.reason, refused.fields) == ("CALENDAR_INVALID", ["lastDay"])
    assert manager.get(path, firstDay=TODAY, lastDay="2026-12-25").code == 200
    backwards = manager.get(path, firstDay=TOMORROW, lastDay=TODAY)
    assert backwards.reason == "CALENDAR_INVALID"


def test_days_far_ahead_are_worked_out(manager: Caller, school: str) -> None:
    closed = {"day": "2027-05-31", "displayName": "Memorial Day", "closed": True}
    _save(manager, school, _calendar(exceptions=[closed]))
    _publish(manager, school)
    friday, *_, monday, tuesday = _days(manager, school, "2027-05-28", "2027-06-01")
    assert (monday["closed"], monday["displayName"]) == (True, "Memorial Day")
    assert (friday["closed"], tuesday["closed"]) == (False, False)


def test_what_is_wrong_is_named_by_its_place(manager: Caller, school: str) -> None:
    wrong = _calendar(
        lastDay="2026-08-01",
        schedules=[bell_schedule("regular", [("p1", "08:00", "08:50"), ("p9", "08:40", "08:30")])],
        patterns=[{"scheduleId": "nowhere", "letters": ["C"]}],
        rotation={"letters": ["A", "B"], "firstLetter": "Z"},
        exceptions=[{"day": "2026-09-07", "closed": True, "assignments": [{"scheduleId": "x"}]}],
    )
    answer = _save(manager, school, wrong)
    assert (answer.code, answer.reason) == (400, "CALENDAR_INVALID")
    assert answer.fields == [
        "calendar.lastDay",
        "calendar.schedules[0].blocks[1].periodId",
        "calendar.schedules[0].blocks[1].endTime",
        "calendar.schedules[0].blocks[1].startTime",
        "calendar.rotation.firstLetter",
        "calendar.patterns[0].scheduleId",
        "calendar.patterns[0].letters",
        "calendar.exceptions[0].day",
        "calendar.exceptions[0].assignments",
        "calendar.exceptions[0].assignments[0].scheduleId",
    ]
    assert "calendar" not in manager.get(_path(school)).json


def test_what_somebody_else_has_changed_is_not_written_over(manager: Caller, school: str) -> None:
    seen = _save(manager, school, _calendar()).json["etag"]
    assert _save(manager, school, _calendar(passingMinutes=5), etag=seen).code == 200
    late = _save(manager, school, _calendar(passingMinutes=9), etag=seen)
    assert late.reason == "ETAG_MISMATCH"
    assert manager.post(_path(school, ":publish"), {"etag": seen}).reason == "ETAG_MISMATCH"
    assert (
        _save(manager, school, _calendar(passingMinutes=5)).json["calendar"]
        == (manager.get(_path(school)).json["calendar"])
    )


def test_who_did_it_is_on_record(manager: Caller, documents: Documents, school: str) -> None:
    _save(manager, school, _calendar())
    _publish(manager, school)
    manager.post(_path(school, ":declareDay"), {"exception": HALF_DAY})
    found = [each.fields for each in documents.all("audit") if each.fields["school"] == school]
    by_verb = {each["verb"]: each for each in found}
    assert by_verb.keys() == {"calendars:update", "calendars:publish", "calendars:declareDay"}
    assert {each["actor"] for each in found} == {"person:m1"}
    assert by_verb["calendars:declareDay"]["subjects"][0]["day"] == TODAY


def test_a_day_is_not_changed_without_end(
    manager: Caller, school: str, clock: Callable[[timedelta], None]
) -> None:
    _save(manager, school, _calendar())
    _publish(manager, school)
    reasons = []
    for number in range(40):
        clock(timedelta(minutes=number))
        name = {"exception": {**HALF_DAY, "displayName": f"Try {number}"}}
        reasons.append(manager.post(_path(school, ":declareDay"), name).reason)
    assert reasons == [""] * 39 + ["SCHOOL_DAY_CHANGED_TOO_OFTEN"]


def test_the_coming_days_are_compiled_hour_by_hour(
    manager: Caller, documents: Documents, school: str, clock: Callable[[timedelta], None]
) -> None:
    _save(manager, school, _calendar())
    _publish(manager, school)
    compiler, days = bootstrap.calendar_compiler(), f"schools/{school}/schoolDays"

    def compiled_after(by: timedelta) -> tuple[int, str]:
        clock(by)
        compiler.compile_all(NOW + by)
        there = [each.id for each in documents.all(days)]
        return len(there), max(there)

    assert compiled_after(timedelta()) == (15, "2026-12-08")
    assert compiled_after(timedelta(days=2)) == (17, "2026-12-10")
    assert compiled_after(timedelta(days=2, hours=1)) == (17, "2026-12-10")
    # Whoever slept for a month finds today and the coming days, and the month before worked out.
    assert compiled_after(timedelta(days=40)) == (17 + 15, "2027-01-17")
    assert {each["version"] for each in _days(manager, school, TODAY, "2027-01-10")} == {1}
