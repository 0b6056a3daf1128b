"""Members are found: by whom, by what, and with how many reads."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from shared.kernel.actor import Actor
from shared.kernel.errors import Denied, Invalid, Missing
from shared.kernel.roles import Role
from shared.people.list_store import ListStore
from shared.people.looks import Looks
from shared.people.member_views import MemberDetail
from shared.people.members import MemberDirectory
from shared.people.reaches import Reaches
from shared.people.store import PeopleStore
from tests.support.counting import counted
from tests.support.people import caller, put_list, put_member
from tests.support.world import World


def directory(world: World) -> MemberDirectory:
    lists = ListStore(world.documents)
    people = PeopleStore(world.documents)
    return MemberDirectory(people, lists, Reaches(lists), Looks(people, world.clock), world.clock)


def names(
    world: World, actor: Actor | None = None, search: str = "", filters: str = "", size: int = 50
) -> list[str]:
    """First names of all pages together; every page is read with at most ``size`` + 1 members."""
    found: list[str] = []
    token = ""
    for _ in range(100):
        with counted(world) as counts:
            page = directory(world).page(
                actor or caller(world),
                world.school,
                search,
                filters,
                MemberDetail.BASIC,
                size,
                token,
            )
        assert counts.reads["members"] <= size + 1
        assert counts.reads["lists"] <= 2
        assert len(page.items) <= size
        found += [each.first_name for each in page.items]
        token = page.next_token
        if not token:
            return found
    raise AssertionError("the pages never end")


def test_gar_finds_garcia_in_a_whole_school(world: World) -> None:
    put_member(world, "María", "García")
    put_member(world, "Edgar", "Smith")
    put_member(world, "Garrett", "Jones")
    for number in range(30):
        put_member(world, f"Pat{number}", "Garza")
    found = names(world, search="gar", size=10)
    assert len(found) == 32
    assert {"María", "Garrett"} <= set(found)
    assert names(world, search="GARCÍA") == ["María"]
    assert names(world, search="maria gar") == ["María"]
    assert names(world, search="garcia, maria") == ["María"]
    assert names(world, search="gar edgar") == []


def test_an_id_and_an_address_find_their_owner(world: World) -> None:
    put_member(world, "Ana", "Lee", sisId="004512", email="alee@example.org")
    put_member(world, "Ben", "Lee", sisId="004612", email="ben.lee@example.org")
    assert names(world, search="0045") == ["Ana"]
    assert names(world, search="ben.l") == ["Ben"]
    assert names(world, search="alee@example.org") == ["Ana"]
    assert names(world, search="lee") == ["Ana", "Ben"]


def test_words_beyond_the_one_that_is_asked_for_leave_pages_short_not_wrong(world: World) -> None:
    for number in range(12):
        put_member(world, f"Sam{number:02d}", "Hernandez", sisId=f"s{number:02d}")
    put_member(world, "Zoe", "Hernandez")
    assert names(world, search="hernandez zo", size=3) == ["Zoe"]


def test_filters_narrow_and_go_together(world: World) -> None:
    ana = put_member(world, "Ana", "A")
    ben = put_member(world, "Ben", "B", grade="10")
    cleo = put_member(world, "Cleo", "C", state="ARCHIVED")
    tim = put_member(world, "Tim", "T", kind="teacher", role="TEACHER", grade="")
    put_list(world, "choir", [tim, ben, ana])
    assert names(world, filters='state = "ACTIVE"') == ["Ana", "Ben", "Tim"]
    assert names(world) == ["Ana", "Ben", "Tim"]
    assert names(world, filters='role = "STUDENT" AND grade = "09"') == ["Ana"]
    nines = 'role = "STUDENT" AND grade = "09" AND state = '
    assert names(world, filters=nines + '"ANY"') == ["Ana", "Cleo"]
    assert names(world, filters=nines + '"ARCHIVED"') == ["Cleo"]
    assert names(world, search="cl") == []
    assert names(world, search="cl", filters='state = "ANY"') == ["Cleo"]
    put_list(world, "former", [cleo, ana])
    assert names(world, filters='list = "former"') == ["Ana"]
    assert names(world, filters='list = "former" AND state = "ANY"') == ["Cleo", "Ana"]
    assert names(world, filters='kind = "teacher"', search="t") == ["Tim"]
    assert names(world, filters='list = "lists/choir"', size=2) == ["Tim", "Ben", "Ana"]
    assert names(world, filters='list = "lists/choir" AND grade = "10"', size=1) == ["Ben"]
    assert names(world, filters='list = "choir"', search="an") == ["Ana"]
    for filters in ('list = "lists/none"', 'list = "schools/other/lists/choir"', 'list = "../x"'):
        with pytest.raises(Missing, match="no such list"):
            names(world, filters=filters)
    for filters in ('shoe = "9"', 'state = "active"', 'state = ""'):
        with pytest.raises(Invalid):
            names(world, filters=filters)
    with pytest.raises(Invalid):
        names(world, search="--")


def test_nobody_learns_of_people_beyond_their_reach(world: World) -> None:
    ana = put_member(world, "Ana", "A")
    ben = put_member(world, "Ben", "B", grade="10")
    tim = put_member(world, "Tim", "T", kind="teacher", role="TEACHER", grade="")
    put_list(world, "english", [ben], tim)
    put_list(world, "choir", [ana, ben])
    ninth = caller(world, Role.MANAGER, "office", frozenset({"09"}))
    teacher = caller(world, Role.TEACHER, tim)
    assert names(world, ninth) == ["Ana"]
    assert names(world, ninth, filters='grade = "10"') == []
    assert names(world, ninth, filters='list = "lists/choir"') == ["Ana"]
    assert names(world, teacher) == ["Ben"]
    assert names(world, teacher, filters='list = "lists/choir"') == ["Ben"]
    assert names(world, teacher, search="ana") == []
    assert names(world, caller(world, Role.STAFF)) == ["Ana", "Ben", "Tim"]
    with pytest.raises(Denied):
        names(world, caller(world, Role.STUDENT, ana))

    def sees(actor: Actor, person: str) -> bool:
        try:
            directory(world).get(actor, world.school, person, MemberDetail.BASIC)
        except Missing:
            return False
        return True

    assert [sees(ninth, each) for each in (ana, ben, tim)] == [True, False, False]
    assert [sees(teacher, each) for each in (ana, ben, tim)] == [False, True, True]
    student = caller(world, Role.STUDENT, ana)
    assert [sees(student, each) for each in (ana, ben, tim, "nobody")] == [True] + [False] * 3


def test_a_full_view_is_for_those_who_may_see_it(world: World) -> None:
    ana = put_member(world, "Ana", "A", guardianIds=["g1"])
    ben = put_member(world, "Ben", "B")
    full: Any = directory(world).get(caller(world), world.school, ana, MemberDetail.FULL)
    assert full.guardians == [f"schools/{world.school}/guardians/g1"]
    assert full.sis_id
    assert full.source.connection == "sis"
    basic = directory(world).get(caller(world), world.school, ana, MemberDetail.BASIC)
    assert basic.email is None
    assert basic.guardians is None
    own = caller(world, Role.STUDENT, ana)
    assert directory(world).get(own, world.school, ana, MemberDetail.FULL).email
    with pytest.raises(Missing):
        directory(world).get(own, world.school, ben, MemberDetail.FULL)


def test_a_token_is_for_its_own_question(world: World) -> None:
    for number in range(3):
        put_member(world, f"Pat{number}", "Garza")

    def page(search: str, token: str) -> Any:
        return directory(world).page(
            caller(world), world.school, search, "", MemberDetail.BASIC, 1, token
        )

    token = page("gar", "").next_token
    assert page("gar", token).items[0].first_name == "Pat1"
    with pytest.raises(Invalid):
        page("ga", token)


def test_a_page_token_holds_no_name_and_fits_only_who_is_there(world: World) -> None:
    for name in ("Ana", "Ben", "Cleo"):
        put_member(world, name, "Hernández")
    first = directory(world).page(caller(world), world.school, "", "", MemberDetail.BASIC, 1, "")
    held = base64.urlsafe_b64decode(first.next_token)
    assert b"hern" not in held.lower()
    for person in ("nobody", "a/b", "", 7, None):
        forged = json.loads(held) | {"c": [person]}
        token = base64.urlsafe_b64encode(json.dumps(forged).encode()).decode()
        with pytest.raises(Invalid, match="pageToken"):
            directory(world).page(caller(world), world.school, "", "", MemberDetail.BASIC, 1, token)
