"""OneRoster's objects as values, before a version or a quirk gives them their spelling.

Field names follow OneRoster 1.2, https://www.imsglobal.org/spec/oneroster/v1p2, in this language's
case. Nothing here is read or written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

ACTIVE = "active"
GONE = "tobedeleted"


class Kind(StrEnum):
    """The collections that hold records of their own, by their path."""

    ORGS = "orgs"
    SESSIONS = "academicSessions"
    COURSES = "courses"
    CLASSES = "classes"
    ENROLLMENTS = "enrollments"
    USERS = "users"
    DEMOGRAPHICS = "demographics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What all have.

    Attributes:
        modified: an aware instant.
        status: `ACTIVE`, `GONE`, or what a quirk makes of it.
    """

    sourced_id: str
    modified: datetime
    status: str = ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Org(Record):
    """A district or a school; ``parent`` is an id or empty."""

    name: str
    type: str
    identifier: str
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Record):
    """A school year, a term or a grading period; ``end`` is the first day that isn't part of it."""

    title: str
    type: str
    start: date
    end: date
    school_year: int
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(Record):
    """What is taught; ``org`` and ``year`` are ids."""

    title: str
    code: str
    grades: tuple[str, ...]
    subjects: tuple[str, ...]
    org: str
    year: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Class(Record):
    """A section of a course, or a homeroom; ``course``, ``school`` and ``terms`` are ids."""

    title: str
    code: str
    homeroom: bool
    location: str
    grades: tuple[str, ...]
    subjects: tuple[str, ...]
    course: str
    school: str
    terms: tuple[str, ...]
    periods: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrollment(Record):
    """Somebody in a class; ``primary`` is None for students."""

    user: str
    class_id: str
    school: str
    role: str
    primary: bool | None = None
    begin: date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody has at an organization, in the words of version 1.2."""

    role: str
    org: str
    primary: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class User(Record):
    """Anybody.

    Attributes:
        agents: of a student the guardians' ids, of a guardian the students'.
        enabled: whether the account of the system works.
    """

    username: str
    given_name: str
    family_name: str
    identifier: str
    held: tuple[Held, ...]
    email: str = ""
    sms: str = ""
    phone: str = ""
    agents: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    enabled: bool = True

    def is_a(self, role: str) -> bool:
        """True when one of the roles is this one."""
        return any(each.role == role for each in self.held)

    def is_at(self, org: str) -> bool:
        """True when one of the roles is held there."""
        return any(each.org == org for each in self.held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demographics(Record):
    """What nobody should ask for; the id is the student's."""

    birth: date
    sex: str
