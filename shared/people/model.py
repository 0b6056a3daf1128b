"""Members of a school and their guardians: the fields of their documents, and who owns which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

SCHEMA_VERSION = 1


class MemberState(StrEnum):
    """Archived people keep their history and cannot sign in."""

    ACTIVE = "ACTIVE"
    ARCHIVED = "ARCHIVED"


class MemberKind(StrEnum):
    """What sort of person somebody is at a school, whatever they may do there."""

    STUDENT = "student"
    TEACHER = "teacher"
    STAFF = "staff"
    ADMIN = "admin"


class ArchivedBy(StrEnum):
    """Who archived somebody decides who may bring them back."""

    ROSTER = "ROSTER"
    PERSON = "PERSON"


class ListKind(StrEnum):
    """Who keeps a list."""

    MANUAL = "MANUAL"
    """People."""
    SECTION = "SECTION"
    """The roster: it is a class."""


class Stored(Protocol):
    """A document as it was read."""

    @property
    def id(self) -> str:
        """The last part of its path."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """Its values."""

    @property
    def version(self) -> str:
        """Changes with every write; a later write can demand it."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A document as it would be, to be shown like one that was read."""

    id: str
    fields: Mapping[str, Any]
    version: str


@dataclass(frozen=True, slots=True)
class School:
    """A school of the district.

    Attributes:
        time_zone: IANA name.
        language: of its mails, ``en`` or ``es``.
    """

    id: str
    display_name: str
    time_zone: str
    language: str


STUDENTS = "students"
EMPLOYEES = "employees"
EMPLOYEE_EMAILS = "employee-emails"
"""What goes into a person id beside the district's id space and the SIS id, or the address."""


def full_name(fields: Mapping[str, Any]) -> str:
    """First and last name of a member, as far as there are any."""
    return f"{fields.get('firstName', '')} {fields.get('lastName', '')}".strip()


def member_path(school: str, person: str) -> str:
    """Where a person's membership of a school is."""
    return f"schools/{school}/members/{person}"


def lists_of(school: str) -> str:
    """The collection of a school's lists."""
    return f"schools/{school}/lists"


def list_path(school: str, name: str) -> str:
    """Where a list is."""
    return f"{lists_of(school)}/{name}"


def terms_of(school: str) -> str:
    """The collection of a school's terms."""
    return f"schools/{school}/terms"


def is_by_hand(term: Mapping[str, Any]) -> bool:
    """True of a term that people keep; the roster neither changes nor deletes it."""
    return bool(term.get("byHand", False))


def guardian_path(school: str, guardian: str) -> str:
    """Where a guardian is, as one school knows them."""
    return f"schools/{school}/guardians/{guardian}"
