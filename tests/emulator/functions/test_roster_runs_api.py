"""Runs, plans and decisions through the door of the API."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from shared.kernel.roles import Role
from shared.rostering.runs import Run
from tests.support.api import ApiDoor, Caller
from tests.support.rosters import file_of, student, students
from tests.support.world import World

HEADER = "Student ID,First Name,Last Name,Email,Grade,Parent Email,Parent Phone"


@pytest.fixture
def world(world: World) -> World:
    world.set_up()
    return world


def _runs(world: World) -> str:
    return f"/v1/schools/{world.school}/rosterRuns"


def _held(world: World) -> Run:
    """A run that holds the archive of nobody and the changes of most back."""
    world.send("students.csv", students(range(20)))
    world.pass_time(hours=1)
    renamed = [student(n, last=f"New{n}") for n in range(20)]
    return world.send("students.csv", file_of(HEADER, renamed))


def _ids(answer: Any) -> list[str]:
    return [run["name"].rpartition("/")[2] for run in answer.json["rosterRuns"]]


def test_runs_are_listed_newest_first_and_page_by_page(owner: Caller, world: World) -> None:
    sent = []
    for number in range(5):
        sent.append(world.send("students.csv", students(range(number + 1))).run)
        world.pass_time(minutes=5)
    newest = list(reversed(sent))
    assert _ids(owner.get(_runs(world))) == newest
    first = owner.get(_runs(world), pageSize=2)
    assert _ids(first) == newest[:2]
    second = owner.get(_runs(world), pageSize=2, pageToken=first.json["nextPageToken"])
    assert _ids(second) == newest[2:4]
    last = owner.get(_runs(world), pageSize=2, pageToken=second.json["nextPageToken"])
    assert (_ids(last), last.json["nextPageToken"]) == (newest[4:], "")


def test_a_list_of_exactly_one_page_has_no_next_one(owner: Caller, world: World) -> None:
    world.send("students.csv", students(range(2)))
    assert owner.get(_runs(world), pageSize=1).json["nextPageToken"] == ""


def test_runs_are_filtered(owner: Caller, world: World) -> None:
    held = _held(world)
    found = owner.get(_runs(world), filter='connection = "sis" AND outcome = "HELD"')
    assert _ids(found) == [held.run]
    assert _ids(owner.get(_runs(world), filter='approval = "PENDING"')) == [held.run]
    assert _ids(owner.get(_runs(world), filter='connection = "another"')) == []
    assert owner.get(_runs(world), filter='color = "red"').reason == "FILTER_FIELD_UNKNOWN"


def test_a_run_says_what_it_holds_and_what_is_wrong(owner: Caller, world: World) -> None:
    held = _held(world)
    shown = owner.get(f"{_runs(world)}/{held.run}").json
    assert shown["file"]["fileName"] == "students.csv"
    assert shown["outcome"] == "HELD"
    assert [
        (hold["code"], hold["count"], hold["of"], hold["share"]) for hold in shown["holds"]
    ] == [("UPDATE_SHARE", 20, 20, 1.0)]
    assert shown["planned"] == {"updated": {"student": 20}}
    assert shown["problems"] == []
    assert "problems" not in owner.get(_runs(world)).json["rosterRuns"][0]
    bad = world.send("students.csv", students(range(20), student(30, grade="Wombat")))
    problems = owner.get(f"{_runs(world)}/{bad.run}").json["problems"]
    assert [(each["code"], each["line"], each["column"]) for each in problems] == [
        ("GRADE_UNKNOWN", 22, "grade")
    ]


def test_an_unknown_run_is_not_found(owner: Caller, world: World) -> None:
    for path in ("", "/operations", ":exportPlan"):
        answer = owner.get(f"{_runs(world)}/nothing{path}")
        assert (answer.code, answer.reason) == (404, "RUN_UNKNOWN")
    answer = owner.post(f"{_runs(world)}/nothing:undo", {})
    assert (answer.code, answer.reason) == (404, "RUN_UNKNOWN")


def test_a_plan_is_read_page_by_page_in_its_order(owner: Caller, world: World) -> None:
    held = _held(world)
    path = f"{_runs(world)}/{held.run}/operations"
    seen, token = [], ""
    for _ in range(10):
        page = owner.get(path, pageSize=7, pageToken=token, filter='hold = "UPDATE_SHARE"').json
        assert len(page["operations"]) <= 7
        seen += page["operations"]
        token = page["nextPageToken"]
        if not token:
            break
    assert sorted(each["sisId"] for each in seen) == [str(1000 + n) for n in range(20)]
    one = next(each for each in seen if each["sisId"] == "1003")
    assert (one["verb"], one["state"], one["kind"], one["line"]) == ("UPDATE", "HELD", "student", 5)
    assert one["fields"] == [{"field": "lastName", "before": "Last3", "after": "New3"}]
    assert owner.get(path, filter='hold = "SHRINK"').json["operations"] == []


def test_an_applied_plan_says_so(owner: Caller, world: World) -> None:
    run = world.send("students.csv", students(range(3)))
    path = f"{_runs(world)}/{run.run}/operations"
    found = owner.get(path, filter='kind = "student"').json["operations"]
    assert [(each["verb"], each["state"]) for each in found] == [("ADD", "APPLIED")] * 3
    guardians = owner.get(path, filter='kind = "guardian"').json["operations"]
    assert [each["type"] for each in guardians] == ["guardian"] * 3


def test_a_plan_is_downloaded_as_csv_and_json(owner: Caller, world: World) -> None:
    held = _held(world)
    answer = owner.get(f"{_runs(world)}/{held.run}:exportPlan").response
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert {(row["field"], row["hold"]) for row in rows} == {("lastName", "UPDATE_SHARE")}
    assert len(rows) == 20
    as_json = owner.get(f"{_runs(world)}/{held.run}:exportPlan", format="JSON")
    assert len(as_json.json) == 20


def test_who_works_at_the_school_but_does_not_run_it_sees_no_run(
    door: ApiDoor, world: World
) -> None:
    held = _held(world)
    of_a_grade = door.somebody(world.school, Role.MANAGER, "m1", grades=("09",))
    teacher = door.somebody(world.school, Role.TEACHER, "t1")
    elsewhere = door.somebody("another-school", Role.OWNER, "o1")
    for caller, reason in (
        (of_a_grade, "ROLE_MAY_NOT"),
        (teacher, "ROLE_MAY_NOT"),
        (elsewhere, "SCHOOL_NOT_YOURS"),
    ):
        for path in ("", f"/{held.run}", f"/{held.run}/operations", f"/{held.run}:exportPlan"):
            answer = caller.get(_runs(world) + path)
            assert answer.code in {401, 403}
            assert answer.reason in {reason, "MEMBERSHIP_ENDED"}


def test_an_approval_applies_what_was_seen(owner: Caller, door: ApiDoor, world: World) -> None:
    held = _held(world)
    path = f"{_runs(world)}/{held.run}"
    body = {"planHash": owner.get(path).json["planHash"]}
    assert owner.post(f"{path}:approve", {"planHash": "another"}).reason == "PLAN_CHANGED"
    tried = owner.post(f"{path}:approve", body, validateOnly="true").json
    assert (tried["run"], tried["needsSecondPerson"]) == ("", True)
    assert owner.get(path).json["firstApprovedBy"] == []
    # All of the school's students are changed: one person's word is not enough.
    assert owner.post(f"{path}:approve", body).json["needsSecondPerson"] is True
    assert owner.post(f"{path}:approve", body).json["needsSecondPerson"] is True
    assert owner.get(path).json["firstApprovedBy"] == ["person:o1"]
    manager = door.somebody(world.school, Role.MANAGER, "m1")
    started = manager.post(f"{path}:approve", body).json
    assert started["needsSecondPerson"] is False
    world.drain()
    approval = owner.get(f"/v1/{started['run']}").json
    assert (approval["outcome"], approval["approvedBy"]) == ("APPLIED", "person:m1")
    assert approval["source"] == held.run
    assert world.members()["1003"]["lastName"] == "New3"
    assert manager.post(f"{path}:approve", body).reason == "NOT_AWAITING"


def test_a_discard_changes_nobody(owner: Caller, world: World) -> None:
    held = _held(world)
    path = f"{_runs(world)}/{held.run}"
    body = {"planHash": owner.get(path).json["planHash"]}
    assert owner.post(f"{path}:discard", body, validateOnly="true").json["approval"] == "PENDING"
    assert owner.post(f"{path}:discard", body).json["approval"] == "DISCARDED"
    assert world.members()["1003"]["lastName"] == "Last3"


def test_an_undo_takes_back_and_stops_the_feed_until_it_is_resumed(
    owner: Caller, world: World
) -> None:
    world.send("students.csv", students(range(5)))
    world.pass_time(hours=1)
    run = world.send("students.csv", students(range(1, 5), student(0, last="Wrong")))
    path = f"{_runs(world)}/{run.run}"
    tried = owner.post(f"{path}:undo", {}, validateOnly="true").json
    assert not world.tasks.waiting
    started = owner.post(f"{path}:undo", {}).json
    assert started == tried
    world.drain()
    assert world.members()["1000"]["lastName"] == "Last0"
    assert owner.get(path).json["undoneBy"] == started["run"].rpartition("/")[2]
    assert owner.post(f"{path}:undo", {}).reason == "ALREADY_UNDONE"
    assert owner.post(f"{path}:again", {}).reason == "FEED_STOPPED"
    feed = f"/v1/schools/{world.school}/rosterConnections/sis"
    assert owner.post(f"{feed}:resume", {}, validateOnly="true").json == {"runs": []}
    assert owner.post(f"{path}:again", {}).reason == "FEED_STOPPED"
    assert owner.post(f"{feed}:resume", {}).json == {"runs": []}
    again = owner.post(f"{path}:again", {}).json["run"]
    world.drain()
    assert owner.get(f"/v1/{again}").json["repeats"] == run.run
    assert world.members()["1000"]["lastName"] == "Wrong"


def test_the_missing_are_archived_at_once(owner: Caller, world: World) -> None:
    world.send("students.csv", students(range(20)))
    world.pass_time(hours=1)
    world.send("students.csv", students(range(1, 20)))
    world.pass_time(hours=1)
    path = f"/v1/schools/{world.school}/rosterConnections/sis:archiveNow"
    assert owner.post(path, {}, validateOnly="true").json["run"] == ""
    run = owner.post(path, {}).json["run"]
    world.drain()
    assert owner.get(f"/v1/{run}").json["trigger"] == "ARCHIVE_PHASE"
    assert world.archived() == ["1000"]


def test_a_limit_is_lifted_for_one_file(owner: Caller, world: World) -> None:
    held = _held(world)
    feed = f"/v1/schools/{world.school}/rosterConnections"
    answer = owner.post(f"{feed}/sis:lift", {"code": "UPDATE_SHARE"})
    assert answer.json == {"code": "UPDATE_SHARE", "expireTime": "2026-11-24T02:00:00Z"}
    owner.post(f"{_runs(world)}/{held.run}:again", {})
    world.drain()
    assert world.members()["1003"]["lastName"] == "New3"
    assert owner.post(f"{feed}/sis:lift", {"code": "PRIVILEGE"}).reason == "NOT_LIFTABLE"
    unknown = owner.post(f"{feed}/none:lift", {"code": "UPDATE_SHARE"})
    assert (unknown.code, unknown.reason) == (404, "CONNECTION_UNKNOWN")


def test_a_manager_decides_and_does_not_steer(door: ApiDoor, world: World) -> None:
    held = _held(world)
    manager = door.somebody(world.school, Role.MANAGER, "m1")
    path = f"{_runs(world)}/{held.run}"
    for refused in (f"{path}:undo", f"{path}:again"):
        assert manager.post(refused, {}).reason == "ROLE_MAY_NOT"
    body = {"planHash": manager.get(path).json["planHash"]}
    assert manager.post(f"{path}:discard", body).code == 200


def test_the_same_request_twice_is_done_once(owner: Caller, world: World) -> None:
    held = _held(world)
    path = f"{_runs(world)}/{held.run}"
    body = {"planHash": owner.get(path).json["planHash"]}
    name = "5f0c9f0e-0c1c-4f6f-9d0d-2f6a1a0b7c11"
    first = owner.post(f"{path}:discard", body, requestId=name)
    assert first.code == 200
    assert owner.post(f"{path}:discard", body, requestId=name).json == first.json
    assert owner.post(f"{path}:discard", body).reason == "NOT_AWAITING"
