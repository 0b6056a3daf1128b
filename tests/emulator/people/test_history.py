"""The history of a member through the door of the API: who changed what, and when."""

from __future__ import annotations

from typing import Any

import pytest

from shared.kernel.roles import Role
from shared.rostering.runs import Outcome
from tests.support.api import ApiDoor, Caller
from tests.support.counting import counted
from tests.support.people import put_member
from tests.support.rosters import STUDENT_HEADER, file_of, student, students
from tests.support.world import World

FILE = "Lincoln_students.csv"


def _path(world: World, person: str, rest: str = "") -> str:
    return f"/v1/schools/{world.school}/members/{person}{rest}"


def _changes(caller: Caller, world: World, person: str, size: int = 50) -> list[dict[str, Any]]:
    """Of all pages together."""
    found: list[dict[str, Any]] = []
    token = ""
    for _ in range(50):
        query = {"pageSize": size, "pageToken": token}
        answer = caller.get(_path(world, person, "/changes"), **query)
        assert answer.code == 200, answer.json
        assert len(answer.json["changes"]) <= size
        found += answer.json["changes"]
        token = answer.json["nextPageToken"]
        if not token:
            return found
    raise AssertionError("the pages never end")


@pytest.fixture
def told(world: World, manager: Caller) -> tuple[str, list[str], str]:
    """A student with a history; gives their id, the runs' names, and who edited them."""
    runs = [world.send(FILE, students(range(3)))]
    person = next(m["personId"] for m in world.members().values() if m["firstName"] == "First1")
    world.pass_time(hours=1)
    other = [student(0), student(1, email="new@students.example.org", grade="10"), student(2)]
    runs.append(world.send(FILE, file_of(STUDENT_HEADER, other)))
    world.pass_time(hours=1)
    manager.patch(_path(world, person), {"phone": "555 0100"}, updateMask="phone")
    world.pass_time(hours=1)
    manager.post(_path(world, person, ":archive"), {})
    world.pass_time(hours=1)
    manager.post(_path(world, person, ":restore"), {})
    assert [run.outcome for run in runs] == [Outcome.APPLIED] * 2
    names = [f"schools/{world.school}/rosterRuns/{run.run}" for run in runs]
    office = next(m["personId"] for m in world.members().values() if m["firstName"] == "Olga")
    return person, names, f"person:{office}"


def test_what_rosters_and_people_did_comes_newest_first(
    manager: Caller, world: World, told: tuple[str, list[str], str]
) -> None:
    person, (first, second), office = told
    by_hand = {"actor": office}
    assert _changes(manager, world, person, size=2) == [
        {"time": "2026-11-24T03:00:00Z", **by_hand, "action": "RESTORE", "fields": []},
        {"time": "2026-11-24T02:00:00Z", **by_hand, "action": "ARCHIVE", "fields": []},
        {"time": "2026-11-24T01:00:00Z", **by_hand, "action": "UPDATE", "fields": ["phone"]},
        {
            "time": "2026-11-24T00:00:00Z",
            "run": second,
            "action": "UPDATE",
            "fields": ["email", "grade"],
        },
        {"time": "2026-11-23T23:00:00Z", "run": first, "action": "ADD", "fields": []},
    ]


def test_an_undo_is_told_with_what_it_put_back(manager: Caller, world: World) -> None:
    world.send(FILE, students(range(3)))
    person = next(m["personId"] for m in world.members().values() if m["firstName"] == "First1")
    world.pass_time(hours=1)
    run = world.send(FILE, students([0, 2], student(1, first="Other")))
    world.pass_time(hours=1)
    undo = world.rostering.undoer.undo(world.school, run.run, "person:1")
    world.drain()
    newest, *_ = _changes(manager, world, person)
    assert newest["run"] == f"schools/{world.school}/rosterRuns/{undo}"
    assert (newest["action"], newest["fields"]) == ("PUT_BACK", ["firstName"])


def test_the_history_is_of_one_member_of_one_school(
    manager: Caller, world: World, told: tuple[str, list[str], str]
) -> None:
    person, _, _ = told
    other = next(m["personId"] for m in world.members().values() if m["firstName"] == "First2")
    assert [each["action"] for each in _changes(manager, world, other)] == ["ADD"]
    entry = world.documents.all("audit")
    keys = {key for each in entry for key in each.fields.get("members", [])}
    assert f"{world.school}/{person}" in keys


def test_a_page_costs_the_member_and_its_entries(
    manager: Caller, world: World, told: tuple[str, list[str], str]
) -> None:
    path = _path(world, told[0], "/changes")
    for written in ({"audit": 1}, {}):
        with counted(world) as counts:
            manager.get(path, pageSize=2)
        # The first look of an hour is written down; a look is no change, and stands in no history.
        assert (counts.reads["audit"], counts.writes) == (3, written)
    assert "VIEW" not in str(_changes(manager, world, told[0]))
    assert len(_changes(manager, world, told[0], size=2)) == 5


def test_only_who_runs_the_school_and_reaches_the_member_reads_the_history(
    door: ApiDoor, manager: Caller, world: World, told: tuple[str, list[str], str]
) -> None:
    person = told[0]
    nobody = manager.get(_path(world, "nobody", "/changes"))
    assert (nobody.code, nobody.reason) == (404, "MEMBER_UNKNOWN")
    for name, grade, reason in (("Tenth", "10", ""), ("Ninth", "09", "MEMBER_UNKNOWN")):
        limits = {"kind": "admin", "role": "MANAGER", "grade": "", "limitedToGrades": [grade]}
        limited = put_member(world, "Nina", name, **limits)
        caller = door.somebody(world.school, Role.MANAGER, limited, grades=(grade,))
        assert caller.get(_path(world, person, "/changes")).reason == reason
    tim = put_member(world, "Tim", "Teach", kind="teacher", role="TEACHER", grade="")
    teacher = door.somebody(world.school, Role.TEACHER, tim)
    assert teacher.get(_path(world, person, "/changes")).reason == "ROLE_MAY_NOT"
    own = door.somebody(world.school, Role.STUDENT, person)
    assert own.get(_path(world, person, "/changes")).reason == "ROLE_MAY_NOT"
