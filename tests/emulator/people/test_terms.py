"""Terms through the door of the API: people keep theirs, and the roster's stay the roster's."""

from __future__ import annotations

from typing import Any

import pytest

from shared.kernel.roles import Role
from tests.support.api import Answer, ApiDoor, Caller
from tests.support.class_nights import send
from tests.support.oneroster_classes import school_of_classes
from tests.support.people import put_member
from tests.support.world import World

FALL = {
    "displayName": " Fall ",
    "termType": "semester",
    "startDay": "2026-08-24",
    "endDay": "2027-01-16",
}


@pytest.fixture
def teacher(door: ApiDoor, world: World) -> Caller:
    adult = {"kind": "teacher", "role": "TEACHER", "grade": ""}
    return door.somebody(world.school, Role.TEACHER, put_member(world, "Tim", "T", **adult))


def _path(world: World, name: str = "") -> str:
    return f"/v1/schools/{world.school}/terms{name and '/'}{name}"


def _id(answer: Answer) -> str:
    assert answer.code == 200, answer.json
    return str(answer.json["name"].rsplit("/", 1)[1])


def _made(caller: Caller, world: World, **changes: Any) -> str:
    return _id(caller.post(_path(world), {**FALL, **changes}))


def test_a_term_is_made_read_changed_and_deleted(manager: Caller, world: World) -> None:
    made = manager.post(_path(world), FALL)
    name = _id(made)
    assert made.json == {
        "name": f"schools/{world.school}/terms/{name}",
        "etag": made.json["etag"],
        "displayName": "Fall",
        "termType": "semester",
        "startDay": "2026-08-24",
        "endDay": "2027-01-16",
        "byHand": True,
        "createTime": "2026-11-23T23:00:00Z",
        "updateTime": "2026-11-23T23:00:00Z",
    }
    assert manager.get(_path(world, name)).json == made.json
    world.pass_time(hours=1)
    body = {"endDay": "2027-01-23", "displayName": "Not this", "etag": made.json["etag"]}
    changed = manager.patch(_path(world, name), body, updateMask="endDay").json
    assert (changed["displayName"], changed["endDay"]) == ("Fall", "2027-01-23")
    assert changed["updateTime"] == "2026-11-24T00:00:00Z"
    late = manager.patch(_path(world, name), body, updateMask="endDay")
    assert (late.code, late.reason) == (409, "ETAG_MISMATCH")
    assert manager.delete(_path(world, name), etag=made.json["etag"]).reason == "ETAG_MISMATCH"
    assert manager.delete(_path(world, name), etag=changed["etag"]).json == {}
    gone = manager.get(_path(world, name))
    assert (gone.code, gone.reason) == (404, "TERM_UNKNOWN")
    assert manager.get(_path(world)).json == {"terms": []}


def test_each_change_of_a_term_is_on_record(manager: Caller, world: World) -> None:
    name = _made(manager, world)
    manager.patch(_path(world, name), {"displayName": "Autumn"}, updateMask="displayName")
    manager.patch(_path(world, name), {"displayName": "Autumn"}, updateMask="displayName")
    manager.delete(_path(world, name))
    office = next(m["personId"] for m in world.members().values() if m["firstName"] == "Olga")
    found = [each.fields for each in world.documents.all("audit")]
    assert {each["actor"] for each in found} == {f"person:{office}"}
    assert {each["verb"]: each["subjects"] for each in found} == {
        "terms:create": [{"term": name}],
        "terms:update": [{"term": name, "fields": ["displayName"]}],
        "terms:delete": [{"term": name}],
    }
    assert len(found) == 3


def test_the_same_call_makes_one_term_and_a_trial_makes_none(manager: Caller, world: World) -> None:
    trial = manager.post(_path(world), FALL, validateOnly="true")
    assert trial.json["displayName"] == "Fall"
    assert manager.get(_path(world)).json == {"terms": []}
    one, two = (manager.post(_path(world), FALL, requestId="the-same") for _ in range(2))
    assert one.json == two.json
    name = _id(one)
    manager.patch(
        _path(world, name), {"displayName": "No"}, updateMask="displayName", validateOnly="true"
    )
    manager.delete(_path(world, name), validateOnly="true")
    assert [each["displayName"] for each in manager.get(_path(world)).json["terms"]] == ["Fall"]


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"displayName": " "}, ["displayName"]),
        ({"endDay": "2026-08-24"}, ["endDay"]),
        ({"endDay": "2026-08-01"}, ["endDay"]),
        # Two years are 731 days, of which 2028 has one more than other years.
        ({"endDay": "2028-08-25"}, ["endDay"]),
    ],
)
def test_what_no_term_can_be(
    manager: Caller, world: World, wrong: dict[str, str], fields: list[str]
) -> None:
    refused = manager.post(_path(world), {**FALL, **wrong})
    assert (refused.code, refused.reason, refused.fields) == (400, "TERM_INVALID", fields)
    name = _made(manager, world)
    changed = manager.patch(_path(world, name), wrong, updateMask="*")
    assert (changed.reason, changed.fields) == ("TERM_INVALID", fields)


def test_a_field_that_is_named_has_to_be_there(manager: Caller, world: World) -> None:
    name = _made(manager, world, endDay="2028-08-24")
    refused = manager.patch(_path(world, name), {}, updateMask="startDay")
    assert (refused.reason, refused.fields) == ("TERM_INVALID", ["startDay"])
    unknown = manager.patch(_path(world, name), {}, updateMask="byHand")
    assert unknown.reason == "UPDATE_MASK_UNKNOWN"


def test_the_rosters_terms_are_the_rosters(manager: Caller, world: World) -> None:
    world.set_up(roster_sections=True)
    send(world, school_of_classes())
    own = _made(manager, world)
    shown = {each["displayName"]: each for each in manager.get(_path(world)).json["terms"]}
    assert {name: each["byHand"] for name, each in shown.items()} == {
        "Term-Year": False,
        "Fall": True,
    }
    theirs = shown["Term-Year"]["name"].rsplit("/", 1)[1]
    changed = manager.patch(_path(world, theirs), {"displayName": "X"}, updateMask="displayName")
    assert (changed.code, changed.reason) == (403, "TERM_OF_ROSTER")
    assert manager.delete(_path(world, theirs)).reason == "TERM_OF_ROSTER"
    assert manager.get(_path(world, theirs)).json == shown["Term-Year"]
    assert manager.delete(_path(world, own)).code == 200


def test_a_term_that_classes_are_in_stays(manager: Caller, world: World) -> None:
    name = _made(manager, world)
    lists = f"/v1/schools/{world.school}/lists"
    made = [
        manager.post(lists, {"displayName": title, "schedule": {"termIds": [name]}})
        for title in ("Choir", "Band")
    ]
    refused = manager.delete(_path(world, name))
    assert (refused.code, refused.reason) == (400, "TERM_IN_USE")
    (info,) = [each for each in refused.json["error"]["details"] if "reason" in each]
    assert info["metadata"]["classes"] == "2"
    for each in made:
        assert manager.delete(f"{lists}/{_id(each)}").code == 200
    assert manager.delete(_path(world, name)).code == 200


def test_teachers_see_terms_and_change_none(teacher: Caller, manager: Caller, world: World) -> None:
    name = _made(manager, world)
    assert teacher.get(_path(world, name)).json["displayName"] == "Fall"
    assert teacher.post(_path(world), FALL).reason == "ROLE_MAY_NOT"
    changed = teacher.patch(_path(world, name), {"displayName": "X"}, updateMask="displayName")
    assert changed.reason == "ROLE_MAY_NOT"
    assert teacher.delete(_path(world, name)).reason == "ROLE_MAY_NOT"
