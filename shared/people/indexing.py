"""Fills in what lets members be found, of those who were written before there was such a thing."""

from __future__ import annotations

from dataclasses import dataclass

from shared.kernel.errors import Conflict
from shared.people.search import is_derived
from shared.people.store import PeopleStore


@dataclass(frozen=True, slots=True)
class Indexed:
    """What was done.

    Attributes:
        members: that were looked at.
        filled: that had not been found by a search and are now.
        missed: that somebody else changed meanwhile; another look fills them in.
    """

    members: int
    filled: int
    missed: int


class MemberIndexer:
    """Looks at every member of a school; done twice, it changes nothing the second time."""

    def __init__(self, people: PeopleStore) -> None:
        self._people = people

    def fill(self, school: str) -> Indexed:
        """Derive what is missing or no longer fits; nothing else of a member changes."""
        members = filled = missed = 0
        for batch in self._people.in_batches(school):
            members += len(batch)
            stale = [each for each in batch if not is_derived(each.fields)]
            try:
                self._people.derive_again(stale)
                filled += len(stale)
            except Conflict:
                missed += len(stale)
        return Indexed(members, filled, missed)
