"""Members and callers of a school, as the tests of the API of people want them."""

from __future__ import annotations

from typing import Any

from shared.kernel.actor import Actor, Membership, Module
from shared.kernel.ids import digest_id
from shared.kernel.roles import Role
from shared.people.store import add_member
from tests.support.world import World


def put_member(world: World, first: str, last: str, **changes: Any) -> str:
    """Write a member as a roster would; gives the person id."""
    number = changes.pop("sisId", digest_id("sis", first, last)[:6])
    person = digest_id("test", number)
    fields: dict[str, Any] = {
        "schemaVersion": 1,
        "personId": person,
        "kind": "student",
        "role": "STUDENT",
        "state": "ACTIVE",
        "archivedBy": None,
        "archiveTime": None,
        "sisId": number,
        "email": f"{number}@students.example.org",
        "firstName": first,
        "lastName": last,
        "grade": "09",
        "phone": "",
        "idField1": "",
        "idField2": "",
        "guardianIds": [],
        "editedFields": [],
        "source": {"connection": "sis", "run": "r1"},
        **changes,
    }
    commit = world.documents.commit()
    add_member(commit, world.school, person, fields, world.now)
    commit.run()
    return person


def put_list(world: World, list_id: str, members: list[str], *teachers: str) -> None:
    """Write a list of members."""
    commit = world.documents.commit()
    fields = {
        "schemaVersion": 1,
        "displayName": list_id,
        "kind": "MANUAL",
        "memberIds": members,
        "teacherIds": list(teachers),
    }
    commit.put(f"schools/{world.school}/lists/{list_id}", fields)
    commit.run()


def put_term(world: World, name: str, first: str = "2026-08-24", after: str = "2027-06-12") -> None:
    """Write a term that people keep."""
    commit = world.documents.commit()
    fields = {
        "schemaVersion": 1,
        "byHand": True,
        "displayName": name,
        "termType": "schoolYear",
        "startDay": first,
        "endDay": after,
        "createTime": world.now,
        "updateTime": world.now,
    }
    commit.put(f"schools/{world.school}/terms/{name}", fields)
    commit.run()


def put_guardian(world: World, guardian: str, *students: str, **contact: str) -> None:
    """Write a guardian as a roster would."""
    commit = world.documents.commit()
    fields = {"schemaVersion": 1, "guardianId": guardian, "studentIds": list(students)}
    times = {"updateTime": world.now}
    commit.put(f"schools/{world.school}/guardians/{guardian}", {**fields, **contact, **times})
    commit.run()


def caller(
    world: World,
    role: Role = Role.OWNER,
    person: str = "office",
    grades: frozenset[str] = frozenset(),
    modules: frozenset[Module] = frozenset(),
) -> Actor:
    """Somebody of the school."""
    membership = Membership(role, person, grades, modules)
    return Actor(uid=f"uid-{person}", email="", memberships={str(world.school): membership})
