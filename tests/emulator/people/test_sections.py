"""Classes among the lists, through the door of the API: who sees which; nobody edits one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shared.kernel.roles import Role
from tests.support.api import ApiDoor, Caller
from tests.support.class_nights import NAME, sections, who
from tests.support.counting import counted
from tests.support.oneroster_classes import FALL, school_of_classes
from tests.support.people import put_list
from tests.support.world import World


@pytest.fixture
def rostered(world: World) -> World:
    """Twenty pupils in two classes, of T0 and of T1; T2 teaches none."""
    world.set_up(roster_sections=True)
    package = school_of_classes()
    package.classes[1] |= {"classType": "homeroom", "termSourcedIds": FALL, "grades": "9,10"}
    world.send(NAME, package.bytes())
    put_list(world, "chess", [who(0), who(15)], who(2, "employees"))
    return world


@pytest.fixture
def teacher(door: ApiDoor, rostered: World) -> Callable[[int], Caller]:
    def of(number: int) -> Caller:
        return door.somebody(rostered.school, Role.TEACHER, who(number, "employees"))

    return of


def _path(world: World, name: str = "") -> str:
    return f"/v1/schools/{world.school}/lists{name and '/'}{name}"


def _names(answer: Any) -> list[str]:
    assert answer.code == 200, answer.json
    return [each["displayName"] for each in answer.json["lists"]]


def test_classes_stand_among_the_lists_with_what_they_are(manager: Caller, rostered: World) -> None:
    assert _names(manager.get(_path(rostered))) == ["Class C0", "Class C1", "chess"]
    found = manager.get(_path(rostered, sections(rostered)["Class C1"]["id"])).json
    (fall,) = [each for each in rostered.documents.all(f"schools/{rostered.school}/terms")
               if each.fields["displayName"] == "Term-Fall"]  # fmt: skip
    assert found["kind"] == "SECTION"
    assert found["memberCount"] == 10
    assert found["section"] == {
        "sectionType": "HOMEROOM",
        "sectionCode": "C1-1",
        "courseTitle": "Course alg",
        "courseCode": "X",
        "termIds": [fall.id],
        "grades": ["09", "10"],
        "room": "Room 12",
        "periodsRaw": "2",
        "periods": [{"code": "2", "days": ""}],
    }
    assert "section" not in manager.get(_path(rostered, "chess")).json


def test_lists_are_narrowed_by_kind_and_by_who_is_on_them(manager: Caller, rostered: World) -> None:
    def found(filter_: str, **more: Any) -> list[str]:
        return _names(manager.get(_path(rostered), filter=filter_, **more))

    assert found("kind = SECTION") == ["Class C0", "Class C1"]
    assert found("kind = MANUAL") == ["chess"]
    assert found(f'member = "{who(15)}"') == ["Class C1", "chess"]
    assert found(f'member = "{who(15)}" AND kind = SECTION') == ["Class C1"]
    assert found(f'teacher = "{who(1, "employees")}"') == ["Class C1"]
    both = f'teacher = "{who(2, "employees")}" AND member = "{who(15)}"'
    assert found(both) == ["chess"]
    wrong = manager.get(_path(rostered), filter="name = x")
    assert (wrong.code, wrong.reason) == (400, "FILTER_FIELD_UNKNOWN")
    with counted(rostered) as counts:
        found(f'member = "{who(15)}"')
    assert counts.reads["lists"] == 2


def test_a_filter_goes_on_from_page_to_page(
    teacher: Callable[[int], Caller], rostered: World
) -> None:
    own = who(2, "employees")
    for name in ("alpha", "beta", "gamma"):
        put_list(rostered, name, [who(3)], own)
    caller, wanted = teacher(2), f'member = "{who(3)}"'
    first = caller.get(_path(rostered), filter=wanted, pageSize=2)
    assert _names(first) == ["alpha", "beta"]
    token = first.json["nextPageToken"]
    rest = caller.get(_path(rostered), filter=wanted, pageSize=2, pageToken=token)
    assert (_names(rest), rest.json["nextPageToken"]) == (["gamma"], "")
    other = caller.get(_path(rostered), filter="kind = MANUAL", pageSize=2, pageToken=token)
    assert other.reason == "PAGE_TOKEN_INVALID"


def test_a_teacher_sees_their_classes_and_whoever_is_in_them(
    teacher: Callable[[int], Caller], rostered: World
) -> None:
    caller = teacher(1)
    assert _names(caller.get(_path(rostered))) == ["Class C1"]
    members = caller.get(f"/v1/schools/{rostered.school}/members").json["members"]
    assert {each["person"] for each in members} == {who(n) for n in range(10, 20)}
    other = caller.get(_path(rostered, sections(rostered)["Class C0"]["id"]))
    assert (other.code, other.reason) == (404, "LIST_UNKNOWN")
    beyond = caller.get(f"/v1/schools/{rostered.school}/members/{who(1)}")
    assert (beyond.code, beyond.reason) == (404, "MEMBER_UNKNOWN")
    # What a filter asks for opens nothing that isn't theirs.
    assert _names(caller.get(_path(rostered), filter=f'member = "{who(1)}"')) == []
    assert _names(caller.get(_path(rostered), filter=f'member = "{who(15)}"')) == ["Class C1"]
    assert _names(teacher(2).get(_path(rostered), filter="kind = SECTION")) == []


def test_a_teacher_who_is_replaced_sees_the_class_no_more(
    teacher: Callable[[int], Caller], rostered: World
) -> None:
    package = school_of_classes()
    package.enrollments[-1]["userSourcedId"] = "T2"
    rostered.send(NAME, package.bytes())
    assert _names(teacher(1).get(_path(rostered))) == []
    path = f"/v1/schools/{rostered.school}/members/{who(15)}"
    assert teacher(1).get(path).reason == "MEMBER_UNKNOWN"
    assert teacher(2).get(path).code == 200


def test_nobody_changes_or_deletes_a_class_by_hand(
    manager: Caller, teacher: Callable[[int], Caller], rostered: World
) -> None:
    before = sections(rostered)
    path = _path(rostered, before["Class C1"]["id"])
    for caller in (manager, teacher(1)):
        body = {"memberIds": [who(15)]}
        changed = caller.patch(path, body, updateMask="memberIds")
        assert (changed.code, changed.reason) == (403, "LIST_ROSTERED")
        assert caller.delete(path).reason == "LIST_ROSTERED"
    assert sections(rostered) == before


def test_a_teacher_makes_a_group_out_of_a_class(
    teacher: Callable[[int], Caller], rostered: World
) -> None:
    caller = teacher(1)
    made = caller.post(_path(rostered), {"displayName": "Group A", "memberIds": [who(15)]})
    assert made.code == 200, made.json
    beyond = caller.post(_path(rostered), {"displayName": "Others", "memberIds": [who(1)]})
    assert beyond.reason == "LIST_INVALID"


def test_members_are_found_by_their_class(manager: Caller, rostered: World) -> None:
    section = sections(rostered)["Class C0"]["id"]
    path = f"/v1/schools/{rostered.school}/members"
    found = manager.get(path, filter=f'list = "{section}"').json["members"]
    assert [each["person"] for each in found] == [who(n) for n in range(10)]


def test_terms_come_with_their_days(manager: Caller, rostered: World) -> None:
    found = manager.get(f"/v1/schools/{rostered.school}/terms").json["terms"]
    assert [(each["displayName"], each["termType"], each["startDay"], each["endDay"])
            for each in found] == [
        ("Term-Fall", "semester", "2026-08-17", "2027-01-15"),
        ("Term-Year", "schoolYear", "2026-08-17", "2027-06-05"),
    ]  # fmt: skip
