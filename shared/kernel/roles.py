"""The roles of a member, and which of them outrank which."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a member is at one school. Stored and shown under these names."""

    OWNER = "OWNER"
    DISTRICT_MANAGER = "DISTRICT_MANAGER"
    MANAGER = "MANAGER"
    TEACHER = "TEACHER"
    STAFF = "STAFF"
    STUDENT_LEADER = "STUDENT_LEADER"
    STUDENT = "STUDENT"
    PARENT = "PARENT"


_RANK = {
    Role.PARENT: 0,
    Role.STUDENT: 1,
    Role.STUDENT_LEADER: 1,
    Role.STAFF: 2,
    Role.TEACHER: 2,
    Role.MANAGER: 3,
    Role.DISTRICT_MANAGER: 4,
    Role.OWNER: 4,
}

NEVER_ARCHIVED_BY_A_FILE = frozenset({Role.OWNER, Role.DISTRICT_MANAGER})


def is_privileged(role: Role) -> bool:
    """True for the roles that run a school: Manager and above."""
    return _RANK[role] >= _RANK[Role.MANAGER]


def outranks(new: Role, old: Role) -> bool:
    """True when going from ``old`` to ``new`` raises somebody."""
    return _RANK[new] > _RANK[old]
