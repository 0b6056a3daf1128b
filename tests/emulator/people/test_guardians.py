"""Guardians through the door of the API: who finds whom, by what, and with how many reads."""

from __future__ import annotations

from typing import Any

import pytest

from shared.kernel.roles import Role
from tests.support.api import ApiDoor, Caller
from tests.support.counting import counted
from tests.support.people import put_guardian, put_member
from tests.support.world import World


@pytest.fixture
def family(world: World) -> dict[str, str]:
    """Ana of the 9th and Ben of the 10th grade with a common guardian; Ana with another one."""
    ana = put_member(world, "Ana", "Lee", guardianIds=["g1", "g2"])
    ben = put_member(world, "Ben", "Lee", grade="10", guardianIds=["g1"], state="ARCHIVED")
    put_guardian(world, "g1", ana, ben, email="lee@example.org", phone="+15550100")
    put_guardian(world, "g2", ana, phone="+34911234567")
    return {"ana": ana, "ben": ben}


def _path(world: World, guardian: str = "") -> str:
    return f"/v1/schools/{world.school}/guardians{guardian and '/'}{guardian}"


def _found(caller: Caller, world: World, size: int = 50, **query: Any) -> list[str]:
    """Ids of the guardians on all pages together."""
    found: list[str] = []
    token = ""
    for _ in range(50):
        asked = {"pageSize": size, "pageToken": token, **query}
        answer = (
            caller.post(f"{_path(world)}:search", asked)
            if "search" in query
            else caller.get(_path(world), **asked)
        )
        assert answer.code == 200, answer.json
        assert len(answer.json["guardians"]) <= size
        found += [each["name"].rsplit("/", 1)[1] for each in answer.json["guardians"]]
        token = answer.json["nextPageToken"]
        if not token:
            return found
    raise AssertionError("the pages never end")


def test_a_guardian_is_shown_with_contact_and_children(
    manager: Caller, world: World, family: dict[str, str]
) -> None:
    school = f"schools/{world.school}"
    shown = manager.get(_path(world, "g1")).json
    assert shown == {
        "name": f"{school}/guardians/g1",
        "email": "lee@example.org",
        "phone": "+15550100",
        "children": [
            {
                "member": f"{school}/members/{family['ana']}",
                "firstName": "Ana",
                "lastName": "Lee",
                "grade": "09",
                "state": "ACTIVE",
            },
            {
                "member": f"{school}/members/{family['ben']}",
                "firstName": "Ben",
                "lastName": "Lee",
                "grade": "10",
                "state": "ARCHIVED",
            },
        ],
        "updateTime": "2026-11-23T23:00:00Z",
    }
    assert manager.get(_path(world)).json["guardians"][0] == shown
    assert manager.get(_path(world, "g2")).json["email"] == ""


def test_a_guardian_is_found_by_address_number_and_child(
    manager: Caller, world: World, family: dict[str, str]
) -> None:
    put_guardian(world, "g3", family["ben"], email="leeds@example.org", phone="+15550199")
    assert _found(manager, world, 1) == ["g1", "g2", "g3"]
    assert _found(manager, world, 1, search="LEE") == ["g1", "g3"]
    assert _found(manager, world, search="lee@") == ["g1"]
    assert _found(manager, world, 1, search="555-01") == ["g1", "g3"]
    assert _found(manager, world, search="+1 (555) 0199") == ["g3"]
    assert _found(manager, world, search="+34 911") == ["g2"]
    of_ana = f'member = "{family["ana"]}"'
    assert _found(manager, world, 1, filter=of_ana) == ["g1", "g2"]
    assert _found(manager, world, filter=of_ana, search="lee") == ["g1"]
    for wrong in ('member = "nobody"', 'member = "../x"', 'member = "a/b"'):
        answer = manager.get(_path(world), filter=wrong)
        assert (answer.code, answer.reason) == (404, "MEMBER_UNKNOWN")
    assert manager.post(f"{_path(world)}:search", {"search": "--"}).reason == "SEARCH_INVALID"
    assert manager.get(_path(world), filter='grade = "09"').reason == "FILTER_FIELD_UNKNOWN"


def test_who_is_limited_to_grades_learns_of_their_families_only(
    manager: Caller, door: ApiDoor, world: World, family: dict[str, str]
) -> None:
    del manager
    limits = {"kind": "admin", "role": "MANAGER", "grade": "", "limitedToGrades": ["10"]}
    office = put_member(world, "Tessa", "Tenth", **limits)
    tenth = door.somebody(world.school, Role.MANAGER, office, grades=("10",))
    assert _found(tenth, world, 1) == ["g1"]
    children = tenth.get(_path(world, "g1")).json["children"]
    assert [each["firstName"] for each in children] == ["Ben"]
    hidden = tenth.get(_path(world, "g2"))
    assert (hidden.code, hidden.reason) == (404, "GUARDIAN_UNKNOWN")
    assert (
        tenth.get(_path(world, "nobody")).json["error"]["message"]
        == (hidden.json["error"]["message"])
    )
    of_ana = tenth.get(_path(world), filter=f'member = "{family["ana"]}"')
    assert of_ana.reason == "MEMBER_UNKNOWN"


def test_teachers_staff_and_families_do_not_read_guardians(
    door: ApiDoor, world: World, family: dict[str, str]
) -> None:
    tim = put_member(world, "Tim", "Teach", kind="teacher", role="TEACHER", grade="")
    sam = put_member(world, "Sam", "Staff", kind="staff", role="STAFF", grade="")
    for role, person in (("TEACHER", tim), ("STAFF", sam), ("STUDENT", family["ana"])):
        someone = door.somebody(world.school, role, person)
        assert someone.get(_path(world)).reason == "ROLE_MAY_NOT"
        assert someone.get(_path(world, "g1")).reason == "ROLE_MAY_NOT"


def test_a_page_reads_its_guardians_and_each_child_once(manager: Caller, world: World) -> None:
    children = [put_member(world, f"Pat{n}", "Lee") for n in range(6)]
    for number in range(30):
        put_guardian(world, f"g{number:02d}", *children[:4], email=f"p{number}@example.org")
    manager.get(_path(world))
    with counted(world) as counts:
        assert len(manager.get(_path(world), pageSize=10).json["guardians"]) == 10
    assert (counts.reads["guardians"], counts.reads["members"]) == (11, 4)
