"""Whom of a school a caller reaches: everybody, some grades, own classes, or only themselves."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from shared.kernel.actor import Actor
from shared.kernel.errors import Missing
from shared.kernel.permissions import Action, Scope, authorize
from shared.people.list_store import ListStore, members_of


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


class Reaches:
    """Finds out whom callers reach."""

    def __init__(self, lists: ListStore) -> None:
        self._lists = lists

    def of(self, actor: Actor, action: Action, school: str) -> Reach:
        """Whom an action reaches; reads the caller's lists where only these count.

        Raises:
            Denied: as `authorize` says.
        """
        scope = authorize(actor, action, school)
        own = actor.person_at(school)
        match scope:
            case Scope.SCHOOL | Scope.DISTRICT:
                return Reach(everybody=True, own=own)
            case Scope.OWN_GRADES:
                return Reach(everybody=False, own=own, grades=actor.memberships[school].grades)
            case Scope.OWN_CLASSES:
                lists = self._lists.taught_by(school, own)
                return Reach(everybody=False, own=own, persons=tuple(members_of(lists)))
            case Scope.OWN:
                return Reach(everybody=False, own=own)


def unknown(school: str, person: str) -> Missing:
    """What a caller hears of somebody who isn't there, or whom they don't reach: the same."""
    name = f"schools/{school}/members/{person}"
    return Missing("MEMBER_UNKNOWN", "there is no such member", {"name": name})
