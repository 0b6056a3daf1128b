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


PROTECTED = frozenset({Role.OWNER, Role.DISTRICT_MANAGER})
"""Roles that no file takes from somebody, and whose holders no file archives."""


def is_privileged(role: Role) -> bool:
    """True for the roles that run a school: Manager and above."""
    return role is Role.MANAGER or role in PROTECTED
