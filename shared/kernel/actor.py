"""Who calls: a signed-in person with the schools that they belong to. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from shared.kernel.errors import Unauthenticated
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
class Actor:
    """A signed-in person.

    Attributes:
        uid: of the account.
        district: their person id as a District Manager; None for everybody else.
        signed_in: when they last gave a proof of who they are.
        version: of their roles, as the token says it.
    """

    uid: str
    email: str
    memberships: Mapping[str, Membership]
    district: str | None = None
    signed_in: datetime = field(default=datetime(1970, 1, 1, tzinfo=UTC))
    version: int = 0

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

    @property
    def id(self) -> str:
        """How audit entries name them."""
        persons = sorted({each.person for each in self.memberships.values()})
        return f"person:{self.district or next(iter(persons), self.uid)}"


def actor_from(claims: Mapping[str, Any]) -> Actor:
    """The caller that the verified claims of an ID token name.

    Args:
        claims: ``sub``, ``email``, ``auth_time`` and ours: ``m`` (school → ``r`` role, ``p``
            person, ``g`` grades, ``x`` modules), ``d`` (``p`` person) of a District Manager,
            ``v``.

    Raises:
        Unauthenticated: ``CLAIMS_MALFORMED``: the token is genuine, its claims are not ours.
    """
    try:
        district = claims.get("d")
        return Actor(
            uid=str(claims["sub"]),
            email=str(claims.get("email", "")),
            memberships={
                str(school): _membership(each) for school, each in claims.get("m", {}).items()
            },
            district=None if district is None else str(district["p"]),
            signed_in=datetime.fromtimestamp(int(claims["auth_time"]), UTC),
            version=int(claims.get("v", 0)),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unauthenticated("CLAIMS_MALFORMED", "the token's claims are not readable") from error


def _membership(claims: Mapping[str, Any]) -> Membership:
    role = Role(claims["r"])
    if role is Role.DISTRICT_MANAGER:
        raise ValueError("a District Manager is one of the district, not of a school")
    return Membership(
        role=role,
        person=str(claims["p"]),
        grades=frozenset(map(str, claims.get("g", ()))),
        modules=frozenset(map(Module, claims.get("x", ()))),
    )
