"""Who calls: a signed-in person with the schools that they belong to. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.kernel.roles import Role


class Module(StrEnum):
    """A part of the school day that a person may manage beside their role."""

    PASSES = "PASSES"
    BEHAVIOR = "BEHAVIOR"
    POINTS = "POINTS"
    CHECK_IN = "CHECK_IN"
    FLEX = "FLEX"
    REPORTS = "REPORTS"
    """Reads reports; manages nothing."""


@dataclass(frozen=True, slots=True)
class Membership:
    """What somebody is at one school.

    Attributes:
        person: id of their member document there.
        grades: those that they are limited to; empty for no limit.
        modules: what they manage beside their role.
    """

    role: Role
    person: str
    grades: frozenset[str] = frozenset()
    modules: frozenset[Module] = frozenset()


@dataclass(frozen=True, slots=True)
class Cover:
    """Somebody's classes that a person stands in for, on one day.

    Attributes:
        teacher: person id of whose classes they are.
        code: id of the code that the person has it by.
        start: when the school's day begins.
        end: when it is over, and the cover with it.
    """

    school: str
    teacher: str
    code: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who holds a genuine token. It says who they are, not what they may do.

    Attributes:
        uid: of the account.
        session: that the token belongs to; empty for a token that no sign-in of ours gave.
    """

    uid: str
    email: str
    session: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person.

    Attributes:
        uid: of the account.
        district: their person id as a District Manager; None for everybody else.
        session: that they call in.
        is_limited: they have to prove themselves once more before they may do anything else.
        covers: whose classes they stand in for now.
        later_covers: the same of days that have not begun.
    """

    uid: str
    email: str
    memberships: Mapping[str, Membership]
    district: str | None = None
    session: str = ""
    is_limited: bool = False
    covers: tuple[Cover, ...] = ()
    later_covers: tuple[Cover, ...] = ()

    @property
    def is_district_manager(self) -> bool:
        """True for who runs all schools of the district."""
        return self.district is not None

    def belongs_to(self, school: str) -> bool:
        """True where the person has any role at the school."""
        return self.is_district_manager or school in self.memberships

    def role_at(self, school: str) -> Role | None:
        """What they are there; None where they are nothing."""
        if self.is_district_manager:
            return Role.DISTRICT_MANAGER
        membership = self.memberships.get(school)
        return None if membership is None else membership.role

    def person_at(self, school: str) -> str:
        """Their own person id there; empty where they are nobody."""
        membership = self.memberships.get(school)
        return membership.person if membership is not None else self.district or ""

    def covered_at(self, school: str) -> tuple[str, ...]:
        """Whose classes they stand in for there now: person ids of teachers."""
        return tuple(each.teacher for each in self.covers if each.school == school)

    @property
    def id(self) -> str:
        """How audit entries name them."""
        persons = sorted({each.person for each in self.memberships.values()})
        return f"person:{self.district or next(iter(persons), self.uid)}"


def bearer_of(claims: Mapping[str, Any]) -> Bearer:
    """Who holds a token, by its verified claims: ``sub``, ``email``, and our ``s``, the session."""
    session = claims.get("s", "")
    return Bearer(
        uid=str(claims["sub"]),
        email=str(claims.get("email", "")),
        session=session if isinstance(session, str) else "",
    )
