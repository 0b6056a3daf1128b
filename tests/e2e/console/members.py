"""Puts sixty pupils and two of the office into a school; run as a program."""

from __future__ import annotations

from datetime import datetime

from infra.local.seed import ID_SPACE
from shared import bootstrap
from shared.cloud.firestore import Commit
from shared.identity.model import (
    Account,
    AccountState,
    account_path,
    address_path,
    link_path,
    request_path,
    with_standing,
)
from shared.kernel.actor import Membership
from shared.kernel.ids import ConnectionId, SchoolId
from shared.kernel.roles import Role
from shared.people.adding import person_of
from shared.people.edit_views import NewMember
from shared.people.model import MemberKind, guardian_path, list_path
from shared.people.store import add_member, put_guardian
from shared.rostering.api_source import ApiSource, ClearedSecret
from shared.rostering.connections import Connection, Method, connection_fields
from shared.rostering.run_store import connection_path
from tests.e2e.console.night import put_night
from tests.e2e.console.terms import put_terms
from tests.support.calendars import put_draft
from tests.support.classes_by_hand import put_classes

SCHOOL = "lincoln-high"
SECOND_SCHOOL = "maple-grove-elementary"
COUNT = 60
# The demo's accounts of a teacher and a student, who are put there after this.
TEACHER = NewMember(
    kind=MemberKind.STAFF,
    first_name="Demo",
    last_name="Teacher",
    email="teacher@demo.example",
)
_STUDENT = NewMember(
    kind=MemberKind.STUDENT,
    first_name="Demo",
    last_name="Student",
    email="student@demo.example",
)
_ALL_OF_ONE = {
    "email": "pupil.01@demo.example",
    "phone": "555-0101",
    "sisId": "0001",
    "idField1": "L-12",
    "idField2": "Bus 4",
    "guardianIds": ["guardian-1", "guardian-2"],
    "editedFields": ["phone"],
    "source": {"connection": "sis", "run": "run-1"},
}


def main() -> None:
    """Write them at the addresses of this process's environment."""
    commit, now = bootstrap.documents().commit(), bootstrap.clock()
    for number in range(1, COUNT + 1):
        fields = {
            "schemaVersion": 1,
            "personId": f"pupil-{number}",
            "kind": "student",
            "role": "STUDENT",
            "state": "ACTIVE",
            "firstName": "Pupil",
            "lastName": f"{number:02}",
            "grade": "10",
            "source": None,
            **(_ALL_OF_ONE if number == 1 else {}),
            **({"guardianIds": ["guardian-1"]} if number == 2 else {}),
        }
        add_member(commit, SCHOOL, f"pupil-{number}", fields, now)
    for first, last in (("Mary", "Somerville"), ("Emmy", "Noether")):
        fields = {
            "schemaVersion": 1,
            "personId": last.lower(),
            "kind": "admin",
            "role": "MANAGER",
            "state": "ACTIVE",
            "firstName": first,
            "lastName": last,
            "email": f"{first}.{last}@demo.example".lower(),
            "source": None,
        }
        add_member(commit, SCHOOL, last.lower(), fields, now)
    for name, email, pupils in (
        ("guardian-1", "family.01@demo.example", ["pupil-1", "pupil-2"]),
        ("guardian-2", "", ["pupil-1"]),
    ):
        known = {
            "guardianId": name,
            "email": email,
            "phone": "+15555550102",
            "studentIds": pupils,
            "updateTime": now,
        }
        commit.put(guardian_path(SCHOOL, name), {"schemaVersion": 1, **known})
    made = {
        "schemaVersion": 1,
        "kind": "MANUAL",
        "displayName": "Room 12",
        "memberIds": ["pupil-1", "pupil-2"],
        "teacherIds": [person_of(ID_SPACE, TEACHER)],
        "createTime": now,
        "updateTime": now,
    }
    _put_second_child(commit, now)
    labels = {"schemaVersion": 1, "idField1Label": "Locker", "idField2Label": ""}
    commit.put(f"schools/{SCHOOL}/settings/people", labels)
    commit.put(list_path(SCHOOL, "room-12"), made)
    club = {"displayName": "Chess", "memberIds": [person_of(ID_SPACE, _STUDENT)], "teacherIds": []}
    commit.put(list_path(SCHOOL, "chess"), {**made, **club})
    _sign_ins(commit, now)
    _put_source(commit, now)
    put_night(commit, now)
    put_terms(commit, now)
    commit.run()
    # A bell that is being set up: the third code has no period yet, and a room names none.
    taught = {"art": [("1", "")], "music": [("3", "odd")], "room-4": list[tuple[str, str]]()}
    put_classes(bootstrap.documents(), SECOND_SCHOOL, taught)
    put_draft(bootstrap.documents(), SECOND_SCHOOL, now)


def _put_source(commit: Commit, now: datetime) -> None:
    """A connection whose system has moved to another address, so that its secret was taken away."""
    connection = Connection(
        school=SchoolId(SCHOOL),
        connection=ConnectionId("powerschool"),
        display_name="PowerSchool",
        method=Method.ONEROSTER,
        sis="powerschool",
        api_source=ApiSource("https://sis.district.example/ws/v1p1/ims/oneroster/v1p1"),
        cleared_secret=ClearedSecret("projects/demo-carillon/secrets/moved/versions/1", now),
    )
    path = connection_path(connection.school, connection.connection)
    commit.put(path, connection_fields(connection))


def _sign_ins(commit: Commit, now: datetime) -> None:
    """An open account with an address of its own, a closed one, and somebody whom nobody knows."""
    held = {SCHOOL: Membership(Role.STUDENT, "pupil-1")}
    open_, closed = AccountState.ACTIVE, AccountState.DISABLED
    for name, email, state, links in (
        ("account-of-pupil-1", "pupil.01@demo.example", open_, frozenset({"identity-1"})),
        ("closed-of-pupil-1", "former.01@demo.example", closed, frozenset[str]()),
    ):
        account = Account(name, email, state, person="pupil-1", links=links)
        fields = with_standing(account, held).as_document()
        commit.put(account_path(name), {**fields, "signInTime": now, "isPending": False})
    link = {"schemaVersion": 1, "provider": "google.com", "person": "pupil-1", "createTime": now}
    commit.put(link_path("identity-1"), link)
    email = "locker.01@demo.example"
    address = {"schemaVersion": 1, "email": email, "person": "pupil-1", "updateTime": now}
    commit.put(address_path(email), address)
    waits = {"provider": "google.com", "identity": "new-one", "email": "new.teacher@demo.example"}
    more = {"schemaVersion": 1, "doubt": "NOBODY", "state": "OPEN", "lastTime": now}
    commit.put(request_path("new-one"), {**waits, **more})


def _put_second_child(commit: Commit, now: datetime) -> None:
    """A child of the demo's parent at another school; the first is the demo's own student."""
    fields = {
        "schemaVersion": 1,
        "personId": "nora",
        "kind": "student",
        "role": "STUDENT",
        "state": "ACTIVE",
        "firstName": "Nora",
        "lastName": "Parent",
        "grade": "KG",
        "guardianIds": ["demo-guardian"],
        "source": None,
    }
    add_member(commit, SECOND_SCHOOL, "nora", fields, now)
    contact = {"email": "parent@demo.example", "phone": ""}
    put_guardian(commit, SECOND_SCHOOL, "demo-guardian", contact, ["nora"], now, new=True)


if __name__ == "__main__":
    main()
