"""Members of a school and their guardians: the fields of their documents, and who owns which."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SCHEMA_VERSION = 1


class MemberState(StrEnum):
    """Archived people keep their history and cannot sign in."""

    ACTIVE = "ACTIVE"
    ARCHIVED = "ARCHIVED"


class ArchivedBy(StrEnum):
    """Who archived somebody decides who may bring them back."""

    ROSTER = "ROSTER"
    PERSON = "PERSON"


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


def member_path(school: str, person: str) -> str:
    """Where a person's membership of a school is."""
    return f"schools/{school}/members/{person}"


def guardian_path(school: str, guardian: str) -> str:
    """Where a guardian is, as one school knows them."""
    return f"schools/{school}/guardians/{guardian}"
