"""Whose photos some files are, by their names: the ids of a school's people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from shared.kernel.actor import Actor
from shared.kernel.permissions import Action
from shared.kernel.roles import PROTECTED, Role
from shared.kernel.views import RESOURCE_ID
from shared.people.member_views import MemberDetail, member_view
from shared.people.model import Stored
from shared.people.photo_views import PhotoDoubt, PhotoMatch
from shared.people.reaches import Reaches
from shared.people.store import PeopleStore

_FIELDS = ("sisId", "idField1", "idField2")
"""Ids that a school gives its people; each has an automatic index."""
_PERSON = re.compile(RESOURCE_ID)


class PhotoMatcher:
    """Finds whose photo a file is; changes nothing."""

    def __init__(self, people: PeopleStore, reaches: Reaches) -> None:
        self._people = people
        self._reaches = reaches

    def match(self, actor: Actor, school: str, ids: Sequence[str]) -> list[PhotoMatch]:
        """Whose each id is, in the order of the ids; of people whose photo the caller may set.

        Asks a query for each 30 ids and field, and for the ids of persons a read each.

        Raises:
            Denied: as `authorize` says.
        """
        reach = self._reaches.of(actor, Action.MEMBERS_UPDATE, school)
        may_all = actor.role_at(school) in PROTECTED

        def may(member: Stored) -> bool:
            protected = Role(member.fields["role"]) in PROTECTED
            return reach.holds(member.id, member.fields) and (may_all or not protected)

        found = self._by_id(school, list(dict.fromkeys(ids)))
        return [
            _match(school, each, {one.id: one for one in found[each] if may(one)}) for each in ids
        ]

    def _by_id(self, school: str, ids: list[str]) -> dict[str, list[Stored]]:
        found: dict[str, list[Stored]] = defaultdict(list)
        persons = [each for each in ids if _PERSON.fullmatch(each)]
        for person, member in self._people.many_members(school, persons).items():
            found[person].append(member)
        for field in _FIELDS:
            for member in self._people.having(school, field, ids):
                found[member.fields[field]].append(member)
        return found


def _match(school: str, name: str, members: dict[str, Stored]) -> PhotoMatch:
    if len(members) == 1:
        (member,) = members.values()
        return PhotoMatch(id=name, member=member_view(school, member, MemberDetail.BASIC))
    return PhotoMatch(id=name, doubt=PhotoDoubt.SEVERAL if members else PhotoDoubt.NOBODY)
