"""Whom of a school a caller reaches: everybody, some grades, own classes, or themselves. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from shared.kernel.errors import Missing
from shared.people.model import Stored


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom an action of a caller reaches.

    Attributes:
        everybody: the whole school.
        own: the caller's own person id; empty where they have none.
        grades: students of these as well.
        persons: these as well, in the order of the caller's lists.
    """

    everybody: bool
    own: str = ""
    grades: AbstractSet[str] = frozenset()
    persons: tuple[str, ...] = field(default=())

    def holds(self, person: str, fields: Mapping[str, Any]) -> bool:
        """True for a member whom it reaches."""
        return (
            self.everybody
            or (self.own != "" and person == self.own)
            or (fields.get("kind") == "student" and fields.get("grade") in self.grades)
            or person in self.persons
        )


def reached(reach: Reach, school: str, person: str, found: Mapping[str, Stored]) -> Stored:
    """A member out of those who were found.

    Raises:
        Missing: ``MEMBER_UNKNOWN``; also for somebody whom the caller doesn't reach.
    """
    member = found.get(person)
    if member is None or not reach.holds(person, member.fields):
        raise unknown(school, person)
    return member


def unknown(school: str, person: str) -> Missing:
    """What a caller hears of somebody who isn't there, or whom they don't reach: the same."""
    name = f"schools/{school}/members/{person}"
    return Missing("MEMBER_UNKNOWN", "there is no such member", {"name": name})
