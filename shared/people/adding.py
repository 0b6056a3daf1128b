"""People whom somebody adds by hand, so that a later roster knows them again."""

from __future__ import annotations

from typing import Any

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldViolation
from shared.kernel.ids import digest_id
from shared.kernel.permissions import Action, authorize
from shared.kernel.roles import Role
from shared.people.edit_rules import wrong_values
from shared.people.edit_store import EditStore
from shared.people.edit_views import NewMember
from shared.people.editing import email_taken, invalid
from shared.people.member_views import MemberDetail, MemberView, member_view
from shared.people.model import (
    EMPLOYEE_EMAILS,
    EMPLOYEES,
    SCHEMA_VERSION,
    STUDENTS,
    Drafted,
    MemberKind,
    MemberState,
)
from shared.people.store import PeopleStore

_ROLE_OF = {
    MemberKind.STUDENT: Role.STUDENT,
    MemberKind.TEACHER: Role.TEACHER,
    MemberKind.STAFF: Role.STAFF,
    MemberKind.ADMIN: Role.MANAGER,
}
_BY_HAND = "by-hand"
"""Goes into the id of a student without an SIS id, for which no roster has a rule."""


class MemberAdder:
    """Adds members for a caller."""

    def __init__(self, people: PeopleStore, edits: EditStore, clock: Clock) -> None:
        self._people = people
        self._edits = edits
        self._clock = clock

    def add(self, actor: Actor, school: str, new: NewMember, *, validate_only: bool) -> MemberView:
        """Add somebody; a roster row with their SIS id, or an employee's address, is about them.

        Raises:
            Denied: ``ROLE_MAY_NOT``.
            Invalid: ``MEMBER_INVALID`` with the fields.
            Conflict: ``MEMBER_EXISTS``, ``EMAIL_TAKEN``, ``DISTRICT_UNSET``.
        """
        authorize(actor, Action.MEMBERS_CREATE, school)
        role = new.role or _ROLE_OF[new.kind]
        if role is Role.MANAGER or new.role is not None:
            authorize(actor, Action.MEMBERS_SET_ROLE, school)
        self._check(new, role)
        person = person_of(self._edits.id_space(), new)
        now = self._clock()
        fields = fields_of(new, role, person)
        self._nobody_else(school, person, new.email)
        if not validate_only:
            try:
                self._edits.add(school, person, fields, actor.id, now)
            except Conflict as error:
                raise _exists(school, person) from error
            stored = self._people.members(school, [person])[person]
            return member_view(school, stored, MemberDetail.FULL)
        times = {"createTime": now, "updateTime": now}
        return member_view(school, Drafted(person, {**fields, **times}, ""), MemberDetail.FULL)

    @staticmethod
    def _check(new: NewMember, role: Role) -> None:
        fields = {
            "firstName": new.first_name,
            "lastName": new.last_name,
            "role": role.value,
            "grade": new.grade,
            "sisId": new.sis_id,
            "idField1": new.id_field1,
            "idField2": new.id_field2,
        }
        wrong = wrong_values(new.kind, fields)
        if not new.email and not new.sis_id:
            wrong.append(FieldViolation("email", "this or sisId must not be empty"))
        if wrong:
            raise invalid(wrong)

    def _nobody_else(self, school: str, person: str, email: str) -> None:
        if self._people.members(school, [person]):
            raise _exists(school, person)
        others = self._people.with_email(school, [email]) if email else ()
        if any(other.fields.get("state") == MemberState.ACTIVE for other in others):
            raise email_taken(school)


def person_of(space: str, new: NewMember) -> str:
    """The person id of somebody added by hand, by which a later roster knows them again."""
    student = new.kind is MemberKind.STUDENT
    if new.sis_id:
        return digest_id(space, STUDENTS if student else EMPLOYEES, new.sis_id)
    return digest_id(space, _BY_HAND if student else EMPLOYEE_EMAILS, new.email)


def fields_of(new: NewMember, role: Role, person: str) -> dict[str, Any]:
    """The document of somebody added by hand, but for its times."""
    return {
        "schemaVersion": SCHEMA_VERSION,
        "personId": person,
        "kind": new.kind.value,
        "role": role.value,
        "state": MemberState.ACTIVE.value,
        "archivedBy": None,
        "archiveTime": None,
        "firstName": new.first_name,
        "lastName": new.last_name,
        "email": new.email,
        "sisId": new.sis_id,
        "phone": new.phone,
        "grade": new.grade,
        "idField1": new.id_field1,
        "idField2": new.id_field2,
        "guardianIds": [],
        "editedFields": [],
        "source": None,
    }


def _exists(school: str, person: str) -> Conflict:
    name = f"schools/{school}/members/{person}"
    return Conflict("MEMBER_EXISTS", "there is such a member already", {"name": name})
