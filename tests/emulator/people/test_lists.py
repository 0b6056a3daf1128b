"""Lists of members through the door of the API: who keeps which, and what stays on record."""

from __future__ import annotations

from typing import Any

import pytest

from shared.kernel.errors import Conflict
from shared.kernel.roles import Role
from shared.people.list_store import MOST_TAUGHT, ListStore
from tests.support.api import Answer, ApiDoor, Caller
from tests.support.counting import counted
from tests.support.people import put_list, put_member
from tests.support.world import World


@pytest.fixture
def people(world: World) -> dict[str, str]:
    adult = {"kind": "teacher", "role": "TEACHER", "grade": ""}
    return {
        "ana": put_member(world, "Ana", "A"),
        "ben": put_member(world, "Ben", "B", grade="10"),
        "gone": put_member(world, "Gone", "G", state="ARCHIVED"),
        "tim": put_member(world, "Tim", "T", **adult),
        "tess": put_member(world, "Tess", "T", **adult),
    }


@pytest.fixture
def tim(door: ApiDoor, world: World, people: dict[str, str]) -> Caller:
    return door.somebody(world.school, Role.TEACHER, people["tim"])


def _path(world: World, name: str = "") -> str:
    return f"/v1/schools/{world.school}/lists{name and '/'}{name}"


def _make(caller: Caller, world: World, name: str = "Choir", **fields: Any) -> Answer:
    return caller.post(_path(world), {"displayName": name, **fields})


def _id(answer: Answer) -> str:
    assert answer.code == 200, answer.json
    return str(answer.json["name"].rsplit("/", 1)[1])


def _audit(world: World) -> list[tuple[str, str, Any]]:
    found = [each.fields for each in world.documents.all("audit")]
    return [(each["verb"], each["actor"], each["subjects"][0]) for each in found]


def test_a_list_is_made_read_changed_and_deleted(
    manager: Caller, world: World, people: dict[str, str]
) -> None:
    ana, ben, tim = people["ana"], people["ben"], people["tim"]
    made = _make(manager, world, " Choir ", memberIds=[ben, ana, ben], teacherIds=[tim])
    name = _id(made)
    assert made.json == {
        "name": f"schools/{world.school}/lists/{name}",
        "etag": made.json["etag"],
        "displayName": "Choir",
        "kind": "MANUAL",
        "memberCount": 2,
        "memberIds": [ben, ana],
        "teacherIds": [tim],
        "createTime": "2026-11-23T23:00:00Z",
        "updateTime": "2026-11-23T23:00:00Z",
    }
    assert manager.get(_path(world, name)).json == made.json
    world.pass_time(hours=1)
    body = {"displayName": "Band", "memberIds": [ana], "etag": made.json["etag"]}
    changed = manager.patch(_path(world, name), body, updateMask="memberIds").json
    assert (changed["displayName"], changed["memberIds"]) == ("Choir", [ana])
    assert changed["updateTime"] == "2026-11-24T00:00:00Z"
    assert manager.delete(_path(world, name), etag=changed["etag"]).json == {}
    gone = manager.get(_path(world, name))
    assert (gone.code, gone.reason) == (404, "LIST_UNKNOWN")
    assert ana in {each["personId"] for each in world.members().values()}


def test_each_change_is_on_record_in_ids(
    manager: Caller, world: World, people: dict[str, str]
) -> None:
    ana, ben = people["ana"], people["ben"]
    name = _id(_make(manager, world, memberIds=[ana]))
    path = _path(world, name)
    manager.patch(path, {"memberIds": [ben]}, updateMask="memberIds")
    manager.delete(path)
    office = next(m["personId"] for m in world.members().values() if m["firstName"] == "Olga")
    assert {actor for _, actor, _ in _audit(world)} == {f"person:{office}"}
    by_verb = {verb: subject for verb, _, subject in _audit(world)}
    assert by_verb == {
        "lists:create": {"list": name, "added": [ana], "removed": []},
        "lists:update": {"list": name, "fields": ["memberIds"], "added": [ben], "removed": [ana]},
        "lists:delete": {"list": name, "removed": [ben]},
    }


def test_lists_come_by_name_page_by_page(manager: Caller, world: World) -> None:
    for name in ("Chess", "Art", "Band"):
        _make(manager, world, name)
    first = manager.get(_path(world), pageSize=2).json
    rest = manager.get(_path(world), pageSize=2, pageToken=first["nextPageToken"]).json
    assert [each["displayName"] for each in first["lists"]] == ["Art", "Band"]
    assert [each["displayName"] for each in rest["lists"]] == ["Chess"]
    assert rest["nextPageToken"] == ""
    assert "memberIds" not in first["lists"][0]
    with counted(world) as counts:
        manager.get(_path(world), pageSize=2)
    assert counts.reads["lists"] == 3


def test_what_somebody_else_has_changed_is_not_written_over(manager: Caller, world: World) -> None:
    made = _make(manager, world)
    path, seen = _path(world, _id(made)), made.json["etag"]
    first = manager.patch(path, {"displayName": "Band", "etag": seen}, updateMask="displayName")
    assert first.code == 200
    late = manager.patch(path, {"displayName": "Jazz", "etag": seen}, updateMask="displayName")
    assert (late.code, late.reason) == (409, "ETAG_MISMATCH")
    assert manager.delete(path, etag=seen).reason == "ETAG_MISMATCH"
    headers = {"If-Match": f'"{seen}"'}
    assert manager.call("DELETE", path, headers=headers).reason == "ETAG_MISMATCH"
    assert manager.get(path).json["displayName"] == "Band"


def test_a_trial_writes_nothing_and_a_repeated_call_makes_one_list(
    manager: Caller, world: World, people: dict[str, str]
) -> None:
    tried = manager.post(_path(world), {"displayName": "Choir"}, validateOnly="true")
    assert tried.json["displayName"] == "Choir"
    assert manager.get(_path(world)).json["lists"] == []
    twice = [
        manager.post(_path(world), {"displayName": "Choir"}, requestId="r-1") for _ in range(2)
    ]
    assert _id(twice[0]) == _id(twice[1])
    path = _path(world, _id(twice[0]))
    body = {"memberIds": [people["ana"]]}
    tried = manager.patch(path, body, updateMask="*", validateOnly="true")
    assert tried.json["memberCount"] == 1
    assert manager.delete(path, validateOnly="true").code == 200
    assert manager.get(path).json["memberCount"] == 0


def test_who_cannot_be_on_a_list_is_named_by_place(
    manager: Caller, world: World, people: dict[str, str]
) -> None:
    ana, gone, tim = people["ana"], people["gone"], people["tim"]
    wrong = _make(manager, world, " ", memberIds=[ana, "nobody", gone], teacherIds=[tim, ana])
    assert (wrong.code, wrong.reason) == (400, "LIST_INVALID")
    assert wrong.fields == ["displayName", "memberIds[1]", "memberIds[2]", "teacherIds[1]"]
    put_list(world, "old", [gone, ana], people["tim"])
    path = _path(world, "old")
    kept = manager.patch(path, {"memberIds": [gone]}, updateMask="memberIds")
    assert kept.json["memberIds"] == [gone]
    many = [f"p{number}" for number in range(1_001)]
    assert _make(manager, world, memberIds=many).reason == "REQUEST_INVALID"
    assert manager.patch(path, {"kind": "x"}, updateMask="kind").reason == "REQUEST_INVALID"
    assert manager.patch(path, {}, updateMask="kind").reason == "UPDATE_MASK_UNKNOWN"


def test_a_teacher_keeps_lists_of_students_whom_they_see(
    tim: Caller, world: World, people: dict[str, str]
) -> None:
    ana, ben, own = people["ana"], people["ben"], people["tim"]
    put_list(world, "english", [ana], own)
    made = _make(tim, world, "Group 1", memberIds=[ana])
    assert made.json["teacherIds"] == [own]
    path = _path(world, _id(made))
    # Whoever is on a list is seen by its teacher: nobody lets themselves see more.
    for person in (ben, "nobody"):
        more = tim.patch(path, {"memberIds": [ana, person]}, updateMask="memberIds")
        assert (more.reason, more.fields) == ("LIST_INVALID", ["memberIds[1]"])
    for teachers in ([own, people["tess"]], [people["tess"]], []):
        other = tim.patch(path, {"teacherIds": teachers}, updateMask="teacherIds")
        assert (other.reason, other.fields) == ("LIST_INVALID", ["teacherIds"])
    assert tim.patch(path, {"displayName": "G1"}, updateMask="displayName").code == 200
    assert tim.patch(path, {"memberIds": []}, updateMask="memberIds").json["memberIds"] == []
    assert tim.delete(path).code == 200


def test_a_teacher_neither_sees_nor_changes_the_lists_of_others(
    tim: Caller, world: World, people: dict[str, str]
) -> None:
    ana, own, tess = people["ana"], people["tim"], people["tess"]
    put_list(world, "of-tess", [ana], tess)
    put_list(world, "of-both", [ana], own, tess)
    shown = tim.get(_path(world)).json["lists"]
    assert [each["displayName"] for each in shown] == ["of-both"]
    hers, rename = _path(world, "of-tess"), {"displayName": "x"}
    for answer in (tim.get(hers), tim.delete(hers), tim.patch(hers, rename, updateMask="*")):
        assert (answer.code, answer.reason) == (404, "LIST_UNKNOWN")
    both = _path(world, "of-both")
    for answer in (tim.delete(both), tim.patch(both, rename, updateMask="*")):
        assert (answer.code, answer.reason) == (403, "LIST_SHARED")
    assert tim.get(both).json["memberIds"] == [ana]


def test_who_runs_the_school_changes_a_list_of_several_teachers(
    manager: Caller, world: World, people: dict[str, str]
) -> None:
    put_list(world, "of-both", [people["ana"]], people["tim"], people["tess"])
    path = _path(world, "of-both")
    left = manager.patch(path, {"teacherIds": [people["tess"]]}, updateMask="teacherIds")
    assert left.json["teacherIds"] == [people["tess"]]
    assert manager.delete(path).code == 200


def test_of_two_at_once_one_is_told(world: World, people: dict[str, str]) -> None:
    put_list(world, "choir", [people["ana"]])
    store = ListStore(world.documents)
    seen = store.get(world.school, "choir")
    assert seen is not None
    store.save(world.school, seen, {"displayName": "Band"}, "person:a", world.now)
    with pytest.raises(Conflict):
        store.save(world.school, seen, {"displayName": "Jazz"}, "person:b", world.now)
    with pytest.raises(Conflict):
        store.delete(world.school, seen, "person:b", world.now)
    now = store.get(world.school, "choir")
    assert now is not None
    assert now.fields["displayName"] == "Band"


def test_staff_read_lists_and_students_do_not(
    door: ApiDoor, manager: Caller, world: World, people: dict[str, str]
) -> None:
    path = _path(world, _id(_make(manager, world, memberIds=[people["ana"]])))
    sam = put_member(world, "Sam", "Staff", kind="staff", role="STAFF", grade="")
    staff = door.somebody(world.school, Role.STAFF, sam)
    assert staff.get(path).json["memberIds"] == [people["ana"]]
    assert _make(staff, world).reason == "ROLE_MAY_NOT"
    assert staff.delete(path).reason == "ROLE_MAY_NOT"
    student = door.somebody(world.school, Role.STUDENT, people["ana"])
    assert student.get(path).reason == "ROLE_MAY_NOT"


def test_nobody_teaches_more_lists_than_are_looked_at(
    manager: Caller, tim: Caller, world: World, people: dict[str, str]
) -> None:
    for number in range(MOST_TAUGHT):
        put_list(world, f"l{number:03d}", [], people["tim"])
    full = _make(manager, world, teacherIds=[people["tess"], people["tim"]])
    assert (full.reason, full.fields) == ("LIST_INVALID", ["teacherIds[1]"])
    assert _make(tim, world).fields == ["teacherIds[0]"]
    kept = manager.patch(_path(world, "l000"), {"displayName": "x"}, updateMask="displayName")
    assert kept.code == 200
