"""Finds out whom a caller reaches: what the table of permissions says, and the caller's lists."""

from __future__ import annotations

from shared.kernel.actor import Actor
from shared.kernel.permissions import Action, Scope, authorize
from shared.people.list_store import ListStore, members_of
from shared.people.reach import Reach

_AS_A_SUBSTITUTE = frozenset({Action.MEMBERS_LIST, Action.MEMBERS_GET})
"""What reaches the classes that somebody stands in for. Not what changes a list: whoever puts a
student on a list of their own would see them after the day as well."""


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
                covered = actor.covered_at(school) if action in _AS_A_SUBSTITUTE else ()
                for teacher in covered:
                    lists += self._lists.taught_by(school, teacher)
                persons = tuple(members_of(lists))
                if action is Action.MEMBERS_GET:
                    # Their day says which class meets when.
                    persons += covered
                return Reach(everybody=False, own=own, persons=persons)
            case Scope.OWN:
                return Reach(everybody=False, own=own)
