"""What a person may make of a member. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from shared.kernel.errors import FieldViolation
from shared.kernel.roles import Role
from shared.kernel.typed_text import looks_like_ssn
from shared.people.model import MemberKind

FIELD_OF = {
    "firstName": "first_name",
    "lastName": "last_name",
    "email": "email",
    "phone": "phone",
    "grade": "grade",
    "idField1": "id_field1",
    "idField2": "id_field2",
    "role": "role",
}
"""Fields of a member's document that a person may change → their names in the request."""

_IDS = ("sisId", "idField1", "idField2")
_STUDENT_ROLES = frozenset({Role.STUDENT, Role.STUDENT_LEADER})
_ADULT_ROLES = frozenset({Role.TEACHER, Role.STAFF, Role.MANAGER})


def wrong_values(kind: MemberKind, changes: Mapping[str, str]) -> list[FieldViolation]:
    """What of some changes no member of this kind may have; nobody becomes an owner by an edit."""
    found = [
        FieldViolation(name, "must not be empty")
        for name in ("firstName", "lastName", "role")
        if changes.get(name, "x") == ""
    ]
    found += [
        FieldViolation(name, "is written like a Social Security number; give another id")
        for name in _IDS
        if looks_like_ssn(changes.get(name, ""))
    ]
    allowed = _STUDENT_ROLES if kind is MemberKind.STUDENT else _ADULT_ROLES
    role = changes.get("role")
    if role and role not in allowed:
        known = ", ".join(sorted(allowed))
        found.append(FieldViolation("role", f"must be one of {known} for this person"))
    if kind is not MemberKind.STUDENT and changes.get("grade"):
        found.append(FieldViolation("grade", "is of students only"))
    return found
