"""Whether a caller is still somebody at a school: an archived person is out, whatever they hold."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.roles import Role
from shared.people.model import MemberState
from shared.people.store import PeopleStore

KEPT = timedelta(seconds=5)
"""How long an answer is believed: nobody who was archived is let in longer than that."""
MOST_KEPT = 10_000


class CallerStanding:
    """Asks the school's own record of the caller, at most once in `KEPT` for each."""

    def __init__(self, people: PeopleStore, clock: Clock) -> None:
        self._people = people
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[bool, datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def is_active(self, actor: Actor, school: str) -> bool:
        """False where the school has no active record of the person that the caller says to be.

        Whoever is nobody at the school, or runs the district, is none of its records.
        """
        membership = actor.memberships.get(school)
        if actor.is_district_manager or membership is None:
            return True
        key, now = (school, membership.person), self._clock()
        with self._lock:
            known = self._known.get(key)
        if known is not None and timedelta(0) <= now - known[1] < KEPT:
            return known[0]
        active = self._ask(school, membership.person, membership.role)
        with self._lock:
            self._known[key] = (active, now)
            self._known.move_to_end(key)
            if len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)
        return active

    def _ask(self, school: str, person: str, role: Role) -> bool:
        if role is Role.PARENT:
            return person in self._people.guardians(school, [person])
        member = self._people.members(school, [person]).get(person)
        return member is not None and member.fields.get("state") == MemberState.ACTIVE
