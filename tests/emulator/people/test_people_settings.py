"""What a school calls the free fields of its people, through the door of the API."""

from __future__ import annotations

from typing import Any

import pytest

from shared.kernel.roles import Role
from tests.support.api import Answer, ApiDoor, Caller
from tests.support.people import put_member
from tests.support.world import World


@pytest.fixture
def owner(door: ApiDoor, world: World) -> Caller:
    own = put_member(world, "Owen", "Own", kind="admin", role="OWNER", grade="")
    return door.somebody(world.school, Role.OWNER, own)


def _path(world: World) -> str:
    return f"/v1/schools/{world.school}/settings/people"


def _set(caller: Caller, world: World, mask: str = "*", **fields: Any) -> Answer:
    world.pass_time(seconds=1)
    return caller.patch(_path(world), fields, updateMask=mask)


def test_labels_are_empty_until_an_owner_chooses_them(owner: Caller, world: World) -> None:
    before = owner.get(_path(world)).json
    assert before["name"] == f"schools/{world.school}/settings/people"
    assert (before["idField1Label"], before["idField2Label"]) == ("", "")
    chosen = _set(owner, world, idField1Label=" Locker ", idField2Label="Bus card").json
    assert (chosen["idField1Label"], chosen["idField2Label"]) == ("Locker", "Bus card")
    one = _set(owner, world, "idField1Label", idField1Label="", idField2Label="ignored").json
    assert (one["idField1Label"], one["idField2Label"]) == ("", "Bus card")
    assert owner.get(_path(world)).json == one
    audit = [each.fields for each in world.documents.all("audit")]
    assert sorted(each["subjects"][0]["fields"] for each in audit) == [
        ["idField1Label"],
        ["idField1Label", "idField2Label"],
    ]
    assert "Locker" not in str(audit)


def test_labels_that_nobody_can_tell_apart_are_refused(owner: Caller, world: World) -> None:
    alike = _set(owner, world, idField1Label="Locker", idField2Label="LOCKER ")
    assert (alike.code, alike.reason, alike.fields) == (400, "LABELS_ALIKE", ["idField2Label"])
    column = _set(owner, world, "idField1Label", idField1Label="lastname")
    assert (column.reason, column.fields) == ("LABELS_ALIKE", ["idField1Label"])
    assert _set(owner, world, idField1Label="x" * 41).reason == "REQUEST_INVALID"
    assert _set(owner, world, "idField3Label").reason == "UPDATE_MASK_UNKNOWN"
    assert owner.get(_path(world)).json["idField1Label"] == ""


def test_what_somebody_else_has_changed_is_not_written_over(owner: Caller, world: World) -> None:
    seen = owner.get(_path(world)).json["etag"]
    first = _set(owner, world, idField1Label="Locker", etag=seen)
    assert first.code == 200
    late = _set(owner, world, idField1Label="Card", etag=seen)
    assert (late.code, late.reason) == (409, "ETAG_MISMATCH")
    body = {"idField1Label": "Card"}
    tried = owner.patch(_path(world), body, updateMask="*", validateOnly="true").json
    assert tried["idField1Label"] == "Card"
    assert owner.get(_path(world)).json == first.json


def test_who_works_there_reads_the_labels_and_only_owners_choose_them(
    owner: Caller, manager: Caller, door: ApiDoor, world: World
) -> None:
    _set(owner, world, idField1Label="Locker")
    sam = put_member(world, "Sam", "Staff", kind="staff", role="STAFF", grade="")
    staff = door.somebody(world.school, Role.STAFF, sam)
    for caller in (manager, staff):
        assert caller.get(_path(world)).json["idField1Label"] == "Locker"
        assert _set(caller, world, idField1Label="Card").reason == "ROLE_MAY_NOT"
    ana = put_member(world, "Ana", "Lee")
    student = door.somebody(world.school, Role.STUDENT, ana)
    assert student.get(_path(world)).reason == "ROLE_MAY_NOT"
    assert door.district_manager().get(_path(world)).code == 200
