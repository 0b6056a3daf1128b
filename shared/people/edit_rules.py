"""What a person may make of a member. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
    "limitedToGrades": "limited_to_grades",
    "modules": "modules",
}
"""Fields of a member's document that a person may change → their names in the request."""

_IDS = ("sisId", "idField1", "idField2")
_STUDENT_ROLES = frozenset({Role.STUDENT, Role.STUDENT_LEADER})
_ADULT_ROLES = frozenset({Role.TEACHER, Role.STAFF, Role.MANAGER})

_ROLES_WITH = {"limitedToGrades": frozenset({Role.MANAGER}), "modules": _ADULT_ROLES}
_WHO_HAS = {"limitedToGrades": "Managers", "modules": "teachers, staff and Managers"}
REACH_FIELDS = frozenset(_ROLES_WITH)
"""Lists beside a role that say how far it reaches. No roster writes them."""
STANDING_FIELDS = REACH_FIELDS | {"role"}
"""What only those change who may set roles."""


def wrong_values(kind: MemberKind, changes: Mapping[str, Any]) -> list[FieldViolation]:
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


def wrong_reach(role: Role, changes: Mapping[str, Any]) -> list[FieldViolation]:
    """What of some changes doesn't fit the role that somebody has after them.

    Owners and District Managers run all of a school: nothing is taken from them or added to them.
    """
    found: list[FieldViolation] = []
    for name in sorted(REACH_FIELDS & changes.keys()):
        values = changes[name]
        if values and role not in _ROLES_WITH[name]:
            found.append(FieldViolation(name, f"must be empty for everybody but {_WHO_HAS[name]}"))
        elif len(set(values)) < len(values):
            found.append(FieldViolation(name, "must name each only once"))
    return found


def emptied(now: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, list[str]]:
    """What somebody loses with their role, because the new one has no use for it.

    Left where it is, it would come back unseen with the role.
    """
    if "role" not in changes:
        return {}
    role = Role(changes["role"])
    return {name: [] for name, roles in _ROLES_WITH.items() if role not in roles and now.get(name)}
