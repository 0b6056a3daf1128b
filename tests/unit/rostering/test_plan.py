from __future__ import annotations

from typing import Any

from shared.kernel.ids import ConnectionId, SchoolId
from shared.kernel.roles import Role
from shared.rostering.connections import Connection, Switches
from shared.rostering.model import Guardian, Kind, RosterRow
from shared.rostering.plan import (
    Current,
    Operation,
    Planned,
    RowPlanner,
    Skipped,
    Unchanged,
    Verb,
    plan_archive,
)

COLUMNS = ("id", "email", "firstName", "lastName", "grade")
DIGEST = bytes(range(12))


def _row(**changes: Any) -> RosterRow:
    values: dict[str, Any] = {
        "line": 2,
        "kind": Kind.STUDENT,
        "sis_id": "100234",
        "email": "ana@students.example.org",
        "first_name": "Ana",
        "last_name": "García",
        "grade": "09",
        "role": Role.STUDENT,
        "phone": "",
        "guardians": (),
        "id_field1": "",
        "id_field2": "",
    }
    return RosterRow(**{**values, **changes})


def _member(**changes: Any) -> Current:
    fields = {
        "kind": "student",
        "role": "STUDENT",
        "sisId": "100234",
        "email": "ana@students.example.org",
        "firstName": "Ana",
        "lastName": "García",
        "grade": "09",
        "phone": "+16175550123",
        "idField1": "",
        "idField2": "",
        "guardianIds": ["g1"],
        "state": "ACTIVE",
        "archivedBy": None,
        "editedFields": [],
    }
    return Current({**fields, **changes}, "2026-11-23T00:00:00Z")


def _plan(
    row: RosterRow,
    current: Current | None,
    columns: tuple[str, ...] = COLUMNS,
    *,
    takes_back: bool = False,
    add: bool = True,
    update: bool = True,
) -> Planned:
    connection = Connection(
        school=SchoolId("s"),
        connection=ConnectionId("c"),
        display_name="C",
        enabled=True,
        switches=dict.fromkeys(Kind, Switches(add=add, update=update)),
        takes_back_edits=takes_back,
    )
    return RowPlanner(connection, "space", columns, "run").plan("p", row, DIGEST, current)


def _operation(planned: Planned) -> Operation:
    assert isinstance(planned, Operation), planned
    return planned


def test_somebody_new_is_added_whole() -> None:
    added = _operation(_plan(_row(), None))
    assert (added.verb, added.before, added.digest) == (Verb.ADD, None, DIGEST.hex())
    assert added.after["firstName"] == "Ana"
    assert added.after["state"] == "ACTIVE"
    assert added.after["source"] == {"connection": "c", "run": "run"}


def test_a_switch_that_is_off_leaves_the_change_outstanding() -> None:
    assert _plan(_row(), None, add=False) == Skipped(outstanding=True)
    assert _plan(_row(grade="10"), _member(), update=False) == Skipped(outstanding=True)


def test_a_change_carries_before_and_after_of_what_changed_only() -> None:
    changed = _operation(_plan(_row(email="new@students.example.org"), _member()))
    assert changed.verb is Verb.UPDATE
    assert changed.before == {"email": "ana@students.example.org", "state": "ACTIVE"}
    assert changed.after["email"] == "new@students.example.org"
    assert set(changed.after) == {"email", "source"}
    assert changed.version == "2026-11-23T00:00:00Z"


def test_a_column_that_the_file_lacks_is_never_touched() -> None:
    assert _plan(_row(), _member()) == Unchanged()


def test_a_column_that_the_file_has_empties_the_field() -> None:
    changed = _operation(_plan(_row(), _member(), (*COLUMNS, "phone")))
    assert changed.before == {"phone": "+16175550123", "state": "ACTIVE"}
    assert changed.after["phone"] == ""


def test_a_field_edited_by_hand_is_kept_unless_the_source_takes_it_back() -> None:
    edited = _member(firstName="Anita", editedFields=["firstName"])
    assert _plan(_row(), edited) == Unchanged()
    taken = _operation(_plan(_row(), edited, takes_back=True))
    assert taken.after["firstName"] == "Ana"


def test_a_role_set_by_hand_stays_when_the_file_has_no_role_column() -> None:
    assert _plan(_row(), _member(role="STUDENT_LEADER")) == Unchanged()


def test_a_role_column_overwrites_a_role_set_by_hand() -> None:
    changed = _operation(_plan(_row(), _member(role="STUDENT_LEADER"), (*COLUMNS, "role")))
    assert changed.after["role"] == "STUDENT"


def test_a_file_never_lowers_an_owner() -> None:
    row = _row(kind=Kind.TEACHER, role=Role.TEACHER, grade="")
    owner = _member(role="OWNER", kind="admin", grade="")
    assert _plan(row, owner, (*COLUMNS, "role")) == Unchanged()


def test_somebody_archived_by_the_roster_comes_back() -> None:
    back = _operation(_plan(_row(), _member(state="ARCHIVED", archivedBy="ROSTER")))
    assert back.verb is Verb.RESTORE
    assert back.after["state"] == "ACTIVE"


def test_somebody_archived_by_a_person_stays_archived() -> None:
    gone = _member(state="ARCHIVED", archivedBy="PERSON")
    assert _plan(_row(), gone) == Skipped(outstanding=False)


def test_guardians_are_linked_and_unlinked() -> None:
    guardians = (Guardian("a@example.org", "+16175550100"), Guardian("a@example.org", ""))
    row = _row(guardians=guardians)
    changed = _operation(_plan(row, _member(), (*COLUMNS, "parentEmail")))
    assert [(link.email, link.phone) for link in changed.guardians] == [
        ("a@example.org", "+16175550100")
    ]
    assert changed.unlinked == ("g1",)
    assert changed.after["guardianIds"] == [changed.guardians[0].guardian]


def test_owners_and_people_archived_already_are_not_archived() -> None:
    assert plan_archive("p", Kind.ADMIN, _member(role="OWNER"), moved=False) is None
    assert plan_archive("p", Kind.ADMIN, _member(role="DISTRICT_MANAGER"), moved=False) is None
    assert plan_archive("p", Kind.STUDENT, _member(state="ARCHIVED"), moved=False) is None
    assert plan_archive("p", Kind.STUDENT, None, moved=False) is None


def test_a_move_is_not_an_archive() -> None:
    moved = plan_archive("p", Kind.STUDENT, _member(), moved=True)
    assert moved is not None
    assert moved.verb is Verb.MOVE
    assert moved.after == {"state": "ARCHIVED", "archivedBy": "ROSTER"}


def test_a_test_record_is_marked_and_anybody_else_is_not() -> None:
    assert _operation(_plan(_row(is_test=True), None)).after["isTest"] is True
    assert "isTest" not in _operation(_plan(_row(), None)).after
    found = _operation(_plan(_row(first_name="Zz", is_test=True), _member()))
    assert found.before == {"firstName": "Ana", "isTest": None, "state": "ACTIVE"}
    assert found.after["isTest"] is True
    again = _operation(_plan(_row(), _member(firstName="Zz", isTest=True)))
    assert again.after["isTest"] is False


def test_whoever_was_said_to_be_no_test_record_stays_none() -> None:
    told = _member(lastName="Fake", isTest=False, editedFields=["isTest"])
    assert _plan(_row(last_name="Fake", is_test=True), told) == Unchanged()
