"""Who looked at whom is on record: once for each caller, person and hour."""

from __future__ import annotations

from typing import Any

import pytest

from shared import bootstrap
from shared.kernel.errors import Transient
from shared.kernel.roles import Role
from shared.people.store import PeopleStore
from tests.support.api import ApiDoor, Caller
from tests.support.audit import entries
from tests.support.counting import counted
from tests.support.people import put_guardian, put_member
from tests.support.world import World


@pytest.fixture
def ana(world: World) -> str:
    ana = put_member(world, "Ana", "Lee", guardianIds=["g1"])
    put_guardian(world, "g1", ana, email="lee@example.org")
    return ana


def looks(world: World) -> list[tuple[str, list[dict[str, Any]]]]:
    verbs = ("members:view", "members:list", "guardians:view", "guardians:list")
    return [(verb, entry["subjects"]) for verb in verbs for entry in entries(world, verb)]


def _path(world: World, rest: str) -> str:
    return f"/v1/schools/{world.school}/{rest}"


@pytest.mark.parametrize(
    ("rest", "query"),
    [
        ("members/{ana}", {"view": "FULL"}),
        ("members/{ana}/changes", {}),
        ("guardians", {"filter": 'member = "{ana}"'}),
    ],
)
def test_somebody_s_details_family_and_history_are_one_entry_an_hour(
    manager: Caller, world: World, ana: str, rest: str, query: dict[str, str]
) -> None:
    path = _path(world, rest.format(ana=ana))
    asked = {name: value.format(ana=ana) for name, value in query.items()}
    with counted(world) as first:
        assert manager.get(path, **asked).code == 200
    with counted(world) as second:
        manager.get(path, **asked)
        manager.get(_path(world, f"members/{ana}"), view="FULL")
    assert (first.writes, second.writes) == ({"audit": 1}, {})
    (entry,) = entries(world, "members:view")
    assert (entry["school"], entry["time"]) == (world.school, world.now)
    assert entry["subjects"] == [{"person": ana}]
    assert entry["members"] == [f"{world.school}/{ana}/views"]
    world.pass_time(hours=1)
    manager.get(path, **asked)
    assert len(entries(world, "members:view")) == 2


def test_processes_that_know_nothing_of_each_other_write_one_entry(
    manager: Caller, world: World, ana: str
) -> None:
    path = _path(world, f"members/{ana}")
    manager.get(path, view="FULL")
    bootstrap.looks.cache_clear()
    world.pass_time(minutes=20)
    assert manager.get(path, view="FULL").code == 200
    (entry,) = entries(world, "members:view")
    assert entry["time"].minute == 0


def test_each_caller_has_an_entry_of_their_own(
    door: ApiDoor, manager: Caller, world: World, ana: str
) -> None:
    path = _path(world, f"members/{ana}")
    manager.get(path, view="FULL")
    door.district_manager("d1").get(path, view="FULL")
    found = [entry["actor"] for entry in entries(world, "members:view")]
    assert len(set(found)) == len(found) == 2
    assert "person:d1" in found


def test_oneself_the_short_view_and_a_refusal_leave_no_entry(
    door: ApiDoor, world: World, ana: str
) -> None:
    own = door.somebody(world.school, Role.STUDENT, ana)
    assert own.get(_path(world, f"members/{ana}"), view="FULL").code == 200
    tim = put_member(world, "Tim", "Teach", kind="teacher", role="TEACHER", grade="")
    teacher = door.somebody(world.school, Role.TEACHER, tim)
    assert teacher.get(_path(world, f"members/{ana}"), view="FULL").code == 404
    limits = {"kind": "admin", "role": "MANAGER", "grade": "", "limitedToGrades": ["12"]}
    lou = put_member(world, "Lou", "Limited", **limits)
    limited = door.somebody(world.school, Role.MANAGER, lou, grades=("12",))
    assert limited.get(_path(world, f"members/{ana}"), view="FULL").code == 404
    assert limited.get(_path(world, f"members/{ana}/changes")).code == 404
    assert limited.get(_path(world, "guardians/g1")).code == 404
    sam = put_member(world, "Sam", "Staff", kind="staff", role="STAFF", grade="")
    staff = door.somebody(world.school, Role.STAFF, sam)
    assert staff.get(_path(world, f"members/{ana}")).code == 200
    assert looks(world) == []


def test_lists_and_searches_are_an_entry_an_hour_that_names_nobody(
    manager: Caller, world: World, ana: str
) -> None:
    assert ana
    for _ in range(2):
        manager.get(_path(world, "members"))
        manager.post(_path(world, "members:search"), {"search": "lee"})
        manager.post(_path(world, "members:search"), {"search": "lee", "view": "FULL"})
        manager.get(_path(world, "guardians"))
        manager.post(_path(world, "guardians:search"), {"search": "lee@"})
    found = looks(world)
    assert sorted(found, key=str) == [
        ("guardians:list", []),
        ("members:list", []),
        ("members:list", [{"view": "FULL"}]),
    ]
    everything = [each.fields for each in world.documents.all("audit")]
    assert "lee" not in str(everything).lower()


def test_a_guardian_is_looked_at_with_the_children_who_are_reached(
    manager: Caller, world: World, ana: str
) -> None:
    manager.get(_path(world, "guardians/g1"))
    (entry,) = entries(world, "guardians:view")
    assert entry["subjects"] == [{"guardian": "g1"}, {"person": ana}]
    assert entry["members"] == [f"{world.school}/{ana}/views"]


def test_what_cannot_be_put_on_record_is_not_shown(
    manager: Caller, world: World, ana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise Transient("DATABASE_UNAVAILABLE", "the database took no entry")

    monkeypatch.setattr(PeopleStore, "note", fails)
    for rest in (
        f"members/{ana}",
        f"members/{ana}/changes",
        "guardians/g1",
        "members",
        "guardians",
    ):
        answer = manager.get(
            _path(world, rest), **({"view": "FULL"} if rest[-1] == ana[-1] else {})
        )
        assert (answer.code, answer.reason) == (503, "DATABASE_UNAVAILABLE"), rest
        assert "Lee" not in answer.response.get_data(as_text=True)
