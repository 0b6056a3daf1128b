"""How rostering stands, through the door of the API: what it says, to whom, for how many reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared import bootstrap
from shared.kernel.ids import ConnectionId, SchoolId
from shared.kernel.roles import Role
from shared.rostering.connections import Connection
from shared.rostering.feeds import Feed, StopReason
from tests.support.api import ApiDoor, Caller, signed_in
from tests.support.counting import counted
from tests.support.emulators import EmulatorEnv
from tests.support.rosters import students
from tests.support.world import World

ALL = "/v1/schools/-/rosterHealth"
STUDENTS = "Lincoln_students.csv"


@pytest.fixture
def world(api_env: EmulatorEnv, school: str, monkeypatch: pytest.MonkeyPatch) -> World:
    assert api_env.storage_url
    world = World(school)
    world.set_up()
    monkeypatch.setattr(bootstrap, "rostering", lambda: world.rostering)
    commit = bootstrap.documents().commit()
    for person, role in (("o1", "OWNER"), ("m1", "MANAGER"), ("m9", "MANAGER"), ("t1", "TEACHER")):
        fields = {"schemaVersion": 1, "kind": "admin", "role": role, "state": "ACTIVE"}
        limits = {"limitedToGrades": ["09"]} if person == "m9" else {}
        commit.put(f"schools/{school}/members/{person}", {**fields, **limits})
    commit.run()
    return world


@pytest.fixture
def door(api_env: EmulatorEnv) -> ApiDoor:
    return ApiDoor("rostering_api", api_env.project)


@pytest.fixture
def manager(door: ApiDoor, world: World) -> Caller:
    return door.somebody(world.school, Role.MANAGER, "m1")


def _health(caller: Caller, world: World) -> Any:
    answer = caller.get(f"/v1/schools/{world.school}/rosterHealth")
    assert answer.code == 200, answer.json
    return answer.json


def _add_school(world: World, name: str) -> None:
    commit = world.documents.commit()
    commit.put(f"schools/{name}", {"schemaVersion": 1, "displayName": f"{name} school"})
    commit.run()


def test_a_good_night_is_ok_and_then_late(manager: Caller, world: World) -> None:
    run = world.send(STUDENTS, students(range(5)))
    health = _health(manager, world)
    name = f"schools/{world.school}"
    connection = {
        "connection": "sis",
        "displayName": "Test SIS",
        "method": "SFTP",
        "enabled": True,
        "state": "OK",
        "lastGoodTime": "2026-11-23T23:00:00Z",
        "latestRun": {
            "name": f"{name}/rosterRuns/{run.run}",
            "state": "CLOSED",
            "outcome": "APPLIED",
            "receivedTime": "2026-11-23T23:00:00Z",
        },
    }
    assert health == {
        "name": f"{name}/rosterHealth",
        "school": name,
        "schoolDisplayName": "School",
        "state": "OK",
        "lastGoodTime": "2026-11-23T23:00:00Z",
        "waitingRuns": 0,
        "connections": [connection],
    }
    world.pass_time(hours=37)
    assert _health(manager, world)["state"] == "LATE"


def test_what_waits_and_what_is_stopped_is_told(manager: Caller, world: World) -> None:
    world.set_up(verified=False)
    assert _health(manager, world)["state"] == "OK"
    world.send(STUDENTS, students(range(5)))
    waiting = _health(manager, world)
    assert (waiting["state"], waiting["waitingRuns"]) == ("WAITING", 1)
    assert waiting["connections"][0]["latestRun"]["outcome"] == "DRY_RUN"
    feed = world.rostering.store.feed(world.school, "sis")
    world.save_feed(replace(feed, stopped=StopReason.SUSPENDED, stopped_time=world.now))
    stopped = _health(manager, world)
    assert (stopped["state"], stopped["connections"][0]["stopped"]) == ("STOPPED", "SUSPENDED")


def test_a_connection_that_is_off_does_not_hide_another(manager: Caller, world: World) -> None:
    world.send(STUDENTS, students(range(5)))
    connection = world.rostering.store.connection(world.school, "sis")
    assert isinstance(connection, Connection)
    old = replace(connection, connection=ConnectionId("old"), display_name="Old", enabled=False)
    world.rostering.store.save_connection(old)
    health = _health(manager, world)
    assert health["state"] == "OK"
    assert [(each["connection"], each["state"]) for each in health["connections"]] == [
        ("old", "NOT_CONNECTED"),
        ("sis", "OK"),
    ]
    world.rostering.store.save_connection(replace(connection, enabled=False))
    assert _health(manager, world)["state"] == "NOT_CONNECTED"


def test_a_school_costs_four_reads_for_each_connection(manager: Caller, world: World) -> None:
    for night in range(4):
        world.send(STUDENTS, students(range(5 + night)))
        world.pass_time(days=1)
    with counted(world) as counts:
        _health(manager, world)
    assert dict(counts.reads) == {
        "schools": 1,
        "district": 1,
        "rosterConnections": 1,
        "rosterFeeds": 1,
        "rosterRuns": 2,
    }


def _pages(caller: Caller, size: int) -> Iterator[list[str]]:
    token = ""
    while True:
        page = caller.get(ALL, pageSize=size, pageToken=token).json
        yield [each["school"] for each in page["rosterHealth"]]
        token = page["nextPageToken"]
        if not token:
            return


def test_the_district_sees_all_schools_page_by_page(door: ApiDoor, world: World) -> None:
    for number in range(3):
        _add_school(world, f"{world.school}-{number}")
    whole = door.district_manager().get(ALL).json
    assert [each["state"] for each in whole["rosterHealth"]] == ["OK"] + ["NOT_CONNECTED"] * 3
    assert whole["nextPageToken"] == ""
    own = f"schools/{world.school}"
    assert list(_pages(door.district_manager("d"), 3)) == [
        [own, f"{own}-0", f"{own}-1"],
        [f"{own}-2"],
    ]


def test_others_see_the_schools_that_they_run_and_nobody_else_any(
    api_env: EmulatorEnv, door: ApiDoor, world: World
) -> None:
    other = SchoolId(f"{world.school}-other")
    _add_school(world, other)
    held = {
        world.school: {"r": "MANAGER", "p": "m9", "g": ["09"]},
        str(other): {"r": "TEACHER", "p": "t1"},
    }
    commit = bootstrap.documents().commit()
    teacher = {"schemaVersion": 1, "kind": "teacher", "role": "TEACHER", "state": "ACTIVE"}
    commit.put(f"schools/{other}/members/t1", teacher)
    commit.run()
    both = door.bearing(signed_in(api_env.project, m=held))
    shown = both.get(ALL).json["rosterHealth"]
    assert [each["school"] for each in shown] == [f"schools/{world.school}"]
    teaches = door.somebody(world.school, Role.TEACHER, "t1")
    assert teaches.get(ALL).reason == "ROLE_MAY_NOT"
    assert teaches.get(f"/v1/schools/{world.school}/rosterHealth").reason == "ROLE_MAY_NOT"
    none = door.district_manager().get("/v1/schools/none/rosterHealth")
    assert (none.code, none.reason) == (404, "SCHOOL_UNKNOWN")


def test_a_feed_without_a_file_has_no_time(manager: Caller, world: World) -> None:
    world.save_feed(Feed())
    world.pass_time(hours=1)
    health = _health(manager, world)
    assert "lastGoodTime" not in health
    assert health["state"] == "OK"
    world.now += timedelta(days=3)
    assert _health(manager, world)["state"] == "LATE"
