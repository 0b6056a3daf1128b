"""Where a connection's people come from, through the door of the API: method, system, take-over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.kernel.ids import ConnectionId
from shared.kernel.roles import Role
from shared.rostering.feeds import StopReason
from tests.support.api import ApiDoor, Caller
from tests.support.rosters import student, students
from tests.support.world import World


@pytest.fixture
def world(world: World) -> World:
    world.set_up()
    return world


def _path(world: World, connection: str = "") -> str:
    return f"/v1/schools/{world.school}/rosterConnections{connection and '/'}{connection}"


def _make(owner: Caller, world: World, connection: str, **settings: Any) -> Any:
    made = owner.post(_path(world), {"connection": connection, "displayName": "x", **settings})
    assert made.code == 200, made.json
    return made.json


def _set(owner: Caller, world: World, connection: str, **setting: Any) -> Any:
    """The setting as it is then; the fields at fault where it is refused."""
    (name,) = setting
    world.pass_time(seconds=1)
    answer = owner.patch(_path(world, connection), setting, updateMask=name)
    return answer.fields if answer.reason else answer.json.get(name)


def _stop(world: World, connection: str, reason: StopReason | None) -> None:
    world.connection = ConnectionId(connection)
    feed = world.rostering.store.feed(world.school, connection)
    world.save_feed(replace(feed, stopped=reason))


def test_the_method_is_chosen_until_a_run_was_approved(owner: Caller, world: World) -> None:
    _make(owner, world, "new")
    assert _set(owner, world, "new", method="ONEROSTER") == "ONEROSTER"
    assert _set(owner, world, "new", method="FAX") == ["method"]
    assert _set(owner, world, "sis", method="ONEROSTER") == ["method"]
    assert _set(owner, world, "sis", method="SFTP") == "SFTP"


def test_the_system_is_named_any_time_and_changes_nothing_of_the_files(
    owner: Caller, world: World
) -> None:
    before = world.rostering.store.connection(world.school, "sis")
    assert _set(owner, world, "sis", sis="infinite-campus") == "infinite-campus"
    after = world.rostering.store.connection(world.school, "sis")
    assert before is not None
    assert after is not None
    assert before.settings_hash() == after.settings_hash()
    health = owner.get(f"/v1/schools/{world.school}/rosterHealth").json
    assert health["connections"][0]["sis"] == "infinite-campus"
    assert _set(owner, world, "sis", sis="") == ""


def test_a_connection_takes_over_from_one_that_nobody_else_does(
    owner: Caller, world: World
) -> None:
    assert _make(owner, world, "new", migratesFrom="sis")["migratesFrom"] == "sis"
    _make(owner, world, "third")
    assert _set(owner, world, "new", migratesFrom="new") == ["migratesFrom"]
    assert _set(owner, world, "third", migratesFrom="sis") == ["migratesFrom"]
    assert _set(owner, world, "third", migratesFrom="new") == ["migratesFrom"]
    assert _set(owner, world, "sis", migratesFrom="third") == ["migratesFrom"]
    assert _set(owner, world, "new", migratesFrom=None) is None
    assert _set(owner, world, "third", migratesFrom="sis") == "sis"
    stored = world.rostering.store.connection(world.school, "third")
    assert stored is not None
    assert stored.migrates_from == "sis"


def test_a_take_over_that_waits_is_not_turned_around(owner: Caller, world: World) -> None:
    world.send("students.csv", students(range(5)))
    switches = {"student": {"add": True, "update": True, "archive": True}}
    _make(owner, world, "new", migratesFrom="sis", enabled=True, switches=switches)
    world.connection = ConnectionId("new")
    waiting = world.send("students.csv", students(range(5)))
    assert _set(owner, world, "new", migratesFrom=None) == ["migratesFrom"]
    assert waiting.manifest is not None
    approver = world.rostering.approver
    approver.discard(world.school, waiting.run, waiting.manifest.hash, "person:o1")
    assert _set(owner, world, "new", migratesFrom=None) is None


def test_a_take_over_tells_how_each_was_recognized_and_who_has_no_row(
    owner: Caller, world: World
) -> None:
    world.send("students.csv", students(range(9)))
    switches = {"student": {"add": True, "update": True, "archive": True}}
    _make(owner, world, "new", migratesFrom="sis", enabled=True, switches=switches)
    world.connection = ConnectionId("new")
    renamed = [student(n, id=f"N-{n}") for n in range(3)]
    run = world.send("students.csv", students([3, 4, 5], *renamed, student(20, id="N-20")))
    path = f"/v1/schools/{world.school}/rosterRuns/{run.run}"
    assert owner.get(path).json["counts"]["recognized"] == {"ID": 3, "EMAIL": 3}

    def found(by: str) -> set[tuple[str, str]]:
        listed = owner.get(f"{path}/operations", filter=f'by = "{by}"').json["operations"]
        return {(each["firstName"], each["by"]) for each in listed}

    assert found("EMAIL") == {("First0", "EMAIL"), ("First1", "EMAIL"), ("First2", "EMAIL")}
    assert found("ID") == {("First3", "ID"), ("First4", "ID"), ("First5", "ID")}
    page = owner.get(f"{path}/unmatched", pageSize=2).json
    last = owner.get(f"{path}/unmatched", pageSize=2, pageToken=page["nextPageToken"]).json
    people = [*page["people"], *last["people"]]
    assert {(each["kind"], each["sisId"], each["firstName"]) for each in people} == {
        ("student", "1006", "First6"), ("student", "1007", "First7"), ("student", "1008", "First8"),
    }  # fmt: skip
    assert (len(page["people"]), last["nextPageToken"]) == (2, "")
    other = f"/v1/schools/{world.school}/rosterRuns"
    first = owner.get(other, filter='connection = "sis"').json["rosterRuns"][0]["name"]
    assert owner.get(f"/v1/{first}/unmatched").json == {"people": [], "nextPageToken": ""}


def test_an_approved_take_over_names_the_connection_that_it_ended(
    owner: Caller, world: World
) -> None:
    world.send("students.csv", students(range(5)))
    switches = {"student": {"add": True, "update": True, "archive": True}}
    _make(owner, world, "new", migratesFrom="sis", enabled=True, switches=switches)
    world.connection = ConnectionId("new")
    run = world.send("students.csv", students(range(5)))
    path = f"/v1/schools/{world.school}/rosterRuns/{run.run}"
    body = {"planHash": owner.get(path).json["planHash"], "persons": []}
    began = owner.post(f"{path}:approve", body).json["run"]
    world.drain()
    done = owner.get(f"/v1/{began}").json
    assert (done["outcome"], done["tookOverFrom"]) == ("APPLIED", "sis")
    listed = owner.get(f"/v1/schools/{world.school}/rosterRuns").json["rosterRuns"]
    assert {each.get("tookOverFrom") for each in listed} == {"sis", None}


def test_a_take_over_that_has_begun_is_neither_left_nor_joined(owner: Caller, world: World) -> None:
    _make(owner, world, "new", migratesFrom="sis")
    _make(owner, world, "third")
    _stop(world, "sis", StopReason.MIGRATED)
    assert _set(owner, world, "new", migratesFrom=None) == ["migratesFrom"]
    _stop(world, "sis", StopReason.SUSPENDED)
    assert _set(owner, world, "new", migratesFrom=None) is None
    _stop(world, "sis", StopReason.MIGRATED)
    assert _set(owner, world, "third", migratesFrom="sis") == ["migratesFrom"]


def test_the_list_of_systems_is_for_who_sets_connections(
    owner: Caller, door: ApiDoor, world: World
) -> None:
    listed = owner.get("/v1/sisSystems").json["sisSystems"]
    assert {
        "name": "sisSystems/infinite-campus",
        "displayName": "Infinite Campus",
        "vendor": "Infinite Campus",
        "method": "ONEROSTER",
        "aliases": [],
        "profile": "SOURCED",
        "api": {
            "baseUrl": "https://{host}/campus/api/oneroster/v1p1/{app}",
            "tokenUrl": "https://{host}/campus/oauth2/token?appName={app}",
            "authentication": "BASIC",
            "preferRoleEndpoints": True,
            "deltaPulls": True,
            "steps": "infinite-campus",
            "evidence": ["kb.infinitecampus.com/help/oneroster-api", "[SDS]", "[M]"],
        },
    } in listed
    assert len(listed) == 51
    assert door.district_manager().get("/v1/sisSystems").json["sisSystems"] == listed
    manager = door.somebody(world.school, Role.MANAGER, "m1")
    assert manager.get("/v1/sisSystems").reason == "ROLE_MAY_NOT"
