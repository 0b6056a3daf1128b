"""What people change of a member, and what the next night makes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.kernel.actor import Actor
from shared.kernel.errors import CarillonError, Conflict, Denied, Invalid, Missing
from shared.kernel.roles import Role
from shared.people.adding import MemberAdder
from shared.people.edit_store import EditStore
from shared.people.edit_views import MemberChange, NewMember
from shared.people.editing import MemberEditor
from shared.people.list_store import ListStore
from shared.people.member_views import MemberView
from shared.people.reaches import Reaches
from shared.people.store import PeopleStore
from shared.rostering.connections import Connection
from shared.rostering.runs import Outcome
from tests.support.people import caller
from tests.support.world import World

ROSTER = (
    "Role,ID,First Name,Last Name,Email,Grade\r\n"
    "Student,1,Maria,Lopez,maria@school.example,09\r\n"
    "Student,2,Mario,Garrido,mario@school.example,10\r\n"
    "Teacher,70,Tom,Gardner,tom@school.example,\r\n"
    "Teacher,71,Una,Owens,una@school.example,\r\n"
)


@pytest.fixture
def filled(world: World) -> World:
    run = world.send("people.csv", ROSTER)
    assert run.outcome is Outcome.APPLIED, run.fields
    return world


def _person(world: World, sis_id: str) -> str:
    return str(world.members()[sis_id]["personId"])


def _editor(world: World) -> MemberEditor:
    people, lists = PeopleStore(world.documents), ListStore(world.documents)
    return MemberEditor(
        people, EditStore(world.documents), Reaches(lists), world.clock, lambda _: None
    )


def _add(world: World, actor: Actor | None = None, *, only: bool = False, **new: Any) -> MemberView:
    adder = MemberAdder(PeopleStore(world.documents), EditStore(world.documents), world.clock)
    body = NewMember.model_validate({"firstName": "Ida", "lastName": "Wells", **new})
    return adder.add(actor or caller(world), world.school, body, validate_only=only)


def _update(
    world: World, sis_id: str, change: dict[str, Any], *, by: Role = Role.OWNER, **more: Any
) -> MemberView:
    asked = {"etag": "", "validate_only": False, "mask": "*", **more}
    body = MemberChange.model_validate(change)
    person = _person(world, sis_id)
    return _editor(world).update(caller(world, by), world.school, person, body, **asked)


def _next_night(world: World, text: str = ROSTER) -> None:
    world.pass_time(days=1)
    run = world.send("people.csv", text.replace("\r\n", "\n"))
    assert run.outcome in (Outcome.APPLIED, Outcome.UNCHANGED), run.fields


def _audit(world: World, verb: str) -> list[dict[str, Any]]:
    found = [entry.fields for entry in world.documents.all("audit")]
    return [e for e in found if e["verb"] == verb and e["school"] == world.school]


def test_an_edit_outlasts_the_night_and_is_found(filled: World) -> None:
    view = _update(filled, "1", {"lastName": "García"})
    assert (view.last_name, view.edited_fields) == ("García", ["lastName"])
    _next_night(filled, ROSTER.replace("Lopez", "Lopes").replace("maria@", "maria2@"))
    member = filled.members()["1"]
    assert (member["lastName"], member["email"]) == ("García", "maria2@school.example")
    assert {"gar", "garcia maria", "maria2 sch"} <= set(member["searchKeys"])
    assert "lop" not in member["searchKeys"]
    (entry,) = _audit(filled, "members:update")
    assert entry["actor"] == "person:office"
    assert entry["subjects"][0]["fields"] == ["editedFields", "lastName"]


def test_who_was_archived_by_hand_stays_so_until_somebody_brings_them_back(filled: World) -> None:
    asked = (caller(filled), filled.school, _person(filled, "1"), "")
    view = _editor(filled).archive(*asked, validate_only=False)
    assert (view.state, view.archived_by) == ("ARCHIVED", "PERSON")
    assert _editor(filled).archive(*asked, validate_only=False) == view
    _next_night(filled, ROSTER.replace("Maria", "Marie"))
    assert filled.members()["1"]["state"] == "ARCHIVED"
    back = _editor(filled).restore(*asked, validate_only=False)
    assert (back.state, back.archived_by, back.archive_time) == ("ACTIVE", None, None)
    assert len(_audit(filled, "members:archive")) == len(_audit(filled, "members:restore")) == 1
    events = [e.fields for e in filled.documents.all("outbox") if "person" in e.fields["type"]]
    assert sorted(each["type"] for each in events) == ["person.archived", "person.restored"]
    assert all(each["payload"]["person"] == _person(filled, "1") for each in events)
    assert all(each["state"] == "SUPPRESSED" for each in events)


def test_a_stale_etag_changes_nothing(filled: World) -> None:
    first = _update(filled, "1", {"phone": "555 0100"})
    _update(filled, "1", {"phone": "555 0101"}, etag=first.etag)
    with pytest.raises(Conflict) as refused:
        _update(filled, "1", {"phone": "555 0102"}, etag=first.etag)
    assert refused.value.reason == "ETAG_MISMATCH"
    assert filled.members()["1"]["phone"] == "555 0101"


def test_of_two_at_once_one_is_told(filled: World) -> None:
    store, person = EditStore(filled.documents), _person(filled, "1")
    member = PeopleStore(filled.documents).members(filled.school, [person])[person]
    store.save(filled.school, member, {"grade": "10"}, "person:a", "members:update", filled.now)
    with pytest.raises(Conflict):
        store.save(filled.school, member, {"grade": "11"}, "person:b", "members:update", filled.now)
    assert filled.members()["1"]["grade"] == "10"


def test_a_trial_writes_nothing(filled: World) -> None:
    before = filled.members()
    assert _update(filled, "1", {"firstName": "Ann"}, validate_only=True).first_name == "Ann"
    assert _add(filled, kind="student", sisId="9", only=True).sis_id == "9"
    assert filled.members() == before
    with pytest.raises(Conflict):
        _update(filled, "1", {"email": "mario@school.example"}, validate_only=True)


@pytest.mark.parametrize(
    ("sis_id", "change", "by", "kind", "reason"),
    [
        ("1", {"email": "MARIO@school.example"}, Role.OWNER, Conflict, "EMAIL_TAKEN"),
        ("1", {"firstName": "  "}, Role.OWNER, Invalid, "MEMBER_INVALID"),
        ("1", {"role": "TEACHER"}, Role.OWNER, Invalid, "MEMBER_INVALID"),
        ("70", {"role": "OWNER"}, Role.OWNER, Invalid, "MEMBER_INVALID"),
        ("70", {"role": "DISTRICT_MANAGER"}, Role.OWNER, Invalid, "MEMBER_INVALID"),
        ("70", {"role": "MANAGER"}, Role.MANAGER, Denied, "ROLE_MAY_NOT"),
        ("70", {"grade": "09"}, Role.OWNER, Invalid, "MEMBER_INVALID"),
        ("1", {"firstName": "X"}, Role.TEACHER, Denied, "ROLE_MAY_NOT"),
        ("1", {}, Role.OWNER, Invalid, "UPDATE_MASK_MISSING"),
    ],
)
def test_what_may_not_be_is_refused(
    filled: World,
    sis_id: str,
    change: dict[str, Any],
    by: Role,
    kind: type[CarillonError],
    reason: str,
) -> None:
    before = filled.members()
    with pytest.raises(kind) as refused:
        _update(filled, sis_id, change, by=by, mask=",".join(change))
    assert refused.value.reason == reason
    assert filled.members() == before


SSN = ["123-45-6789", "123 45 6789", "123\u201345\u20136789", " 123 -45-\u00a06789 "]


@pytest.mark.parametrize("written", SSN)
def test_nobody_types_a_social_security_number_as_an_id(filled: World, written: str) -> None:
    before = filled.members()
    for name in ("sisId", "idField1", "idField2"):
        asked: dict[str, Any] = {"kind": "student", "sisId": "9", name: written}
        with pytest.raises(Invalid) as refused:
            _add(filled, **asked)
        assert [each.field for each in refused.value.violations] == [name]
        assert "6789" not in str(refused.value.violations)
    with pytest.raises(Invalid) as refused:
        _update(filled, "1", {"idField2": written})
    assert refused.value.reason == "MEMBER_INVALID"
    assert filled.members() == before


def test_an_id_is_kept_as_it_is_typed_but_for_what_nobody_sees(filled: World) -> None:
    filled.rostering.store.save_connection(
        replace(_connection(filled), id_width=9),
    )
    added = _add(filled, kind="student", sisId=" 12\u200b3456789 ", idField1="B  17")
    assert (added.sis_id, added.id_field1) == ("123456789", "B 17")
    # Zeros are filled up in files only: whoever types an id sees what the SIS shows.
    assert _add(filled, kind="student", sisId="77").sis_id == "77"


def _connection(world: World) -> Connection:
    found = world.rostering.store.connection(world.school, world.connection)
    assert found is not None
    return found


def test_an_owner_is_changed_by_owners_only(filled: World) -> None:
    commit = filled.documents.commit()
    commit.update(f"schools/{filled.school}/members/{_person(filled, '71')}", {"role": "OWNER"})
    commit.run()
    with pytest.raises(Denied) as refused:
        _update(filled, "71", {"phone": "1"}, by=Role.MANAGER)
    assert refused.value.reason == "MEMBER_PROTECTED"
    with pytest.raises(Denied):
        _update(filled, "71", {"role": "TEACHER"})
    assert _update(filled, "71", {"phone": "1"}).phone == "1"


def test_an_owner_gives_a_role(filled: World) -> None:
    assert _update(filled, "70", {"role": "MANAGER"}).role is Role.MANAGER
    _next_night(filled, ROSTER.replace("Gardner", "Gardener"))
    assert filled.members()["70"]["role"] == "MANAGER"


def test_somebody_out_of_reach_does_not_exist_and_nobody_archives_themselves(
    filled: World,
) -> None:
    person = _person(filled, "1")
    tenth = caller(filled, Role.MANAGER, "office", frozenset({"10"}))
    with pytest.raises(Missing):
        _editor(filled).archive(tenth, filled.school, person, "", validate_only=False)
    own = caller(filled, Role.OWNER, person)
    with pytest.raises(Denied) as refused:
        _editor(filled).archive(own, filled.school, person, "", validate_only=False)
    assert refused.value.reason == "MEMBER_IS_CALLER"
    assert filled.members()["1"]["state"] == "ACTIVE"


def test_a_roster_knows_again_whom_a_person_added(filled: World) -> None:
    added = _add(filled, kind="student", sisId="3", grade="09", email="ida@school.example")
    assert added.source is None
    _next_night(filled, ROSTER + "Student,3,Ida,Wells,ida@school.example,10\r\n")
    member = filled.members()["3"]
    assert (member["personId"], member["grade"]) == (added.person, "10")
    assert len(filled.members()) == 5


def test_nobody_is_added_twice(filled: World) -> None:
    twice: list[tuple[dict[str, Any], str]] = [
        ({"kind": "student", "sisId": "1"}, "MEMBER_EXISTS"),
        ({"kind": "teacher", "email": "maria@school.example"}, "EMAIL_TAKEN"),
    ]
    for new, reason in twice:
        with pytest.raises(Conflict) as refused:
            _add(filled, **new)
        assert refused.value.reason == reason
    with pytest.raises(Invalid):
        _add(filled, kind="student")
    with pytest.raises(Denied):
        _add(filled, caller(filled, Role.MANAGER), kind="admin", email="boss@school.example")
    teacher = _add(filled, kind="teacher", email="new@school.example")
    with pytest.raises(Conflict):
        _add(filled, kind="teacher", email="new@school.example")
    assert teacher.role is Role.TEACHER
