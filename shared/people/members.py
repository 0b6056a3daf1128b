"""The members of a school as callers find them: one, or a page of those who are looked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldViolation, Invalid, Missing
from shared.kernel.filters import parse_filter
from shared.kernel.paging import Page, PageRequest, page_request, page_token, token_invalid
from shared.kernel.permissions import Action
from shared.kernel.views import RESOURCE_ID
from shared.people.list_store import ListStore
from shared.people.looks import Looks
from shared.people.member_views import MemberDetail, MemberView, member_view
from shared.people.model import MemberState, Stored
from shared.people.reach import Reach, reached
from shared.people.reaches import Reaches
from shared.people.search import Sought, sought
from shared.people.store import QUERIED, PeopleStore

_ID = re.compile(RESOURCE_ID)
_LIST = "list"
_STATE = "state"
ANY_STATE = "ANY"
"""Asks for members whatever their state; without a word about it, only active ones are meant."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which members are looked for.

    Attributes:
        equal: fields of `QUERIED` and the value of each.
        sought: what was typed; None for nothing.
        persons: the only ones who can be meant, in this order; None for anybody.
    """

    equal: Mapping[str, str]
    sought: Sought | None
    persons: Sequence[str] | None

    def means(self, fields: Mapping[str, Any]) -> bool:
        """True for a member who is looked for."""
        equal = all(fields.get(name) == value for name, value in self.equal.items())
        return equal and (self.sought is None or self.sought.finds(fields))


class MemberDirectory:
    """Reads members for a caller."""

    def __init__(
        self,
        people: PeopleStore,
        lists: ListStore,
        reaches: Reaches,
        looks: Looks,
        clock: Clock,
    ) -> None:
        self._people = people
        self._lists = lists
        self._reaches = reaches
        self._looks = looks
        self._clock = clock

    def get(self, actor: Actor, school: str, person: str, detail: MemberDetail) -> MemberView:
        """One member; in full it is on record.

        Raises:
            Denied: as `authorize` says.
            Missing: ``MEMBER_UNKNOWN``; also of somebody whom the caller doesn't reach.
        """
        action = Action.MEMBERS_GET if detail is MemberDetail.BASIC else Action.MEMBERS_GET_FULL
        reach = self._reaches.of(actor, action, school)
        member = reached(reach, school, person, self._people.members(school, [person]))
        if detail is MemberDetail.FULL:
            self._looks.member(actor, school, person)
        return member_view(school, member, detail)

    def page(
        self,
        actor: Actor,
        school: str,
        search: str,
        filters: str,
        detail: MemberDetail,
        size: int,
        token: str,
    ) -> Page[MemberView]:
        """Members in the order of their names; of a list, in the order of the list.

        It is on record. Reads at most one member more than the page may hold. A page may hold
        fewer and yet go on, where what was found had to be looked at again.

        Raises:
            Denied: as `authorize` says.
            Invalid: ``SEARCH_INVALID``, or as `parse_filter` and `page_request` say.
            Missing: ``LIST_UNKNOWN``.
        """
        action = Action.MEMBERS_LIST if detail is MemberDetail.BASIC else Action.MEMBERS_GET_FULL
        reach = self._reaches.of(actor, action, school)
        asked = self.asked(school, reach, search, filters)
        question = {"list": school, "search": search, "filter": filters, "uid": actor.uid}
        request = page_request(size, token, question, self._clock())
        found, cursor = self.found(school, reach, asked, request)
        self._looks.members(actor, school, whole=detail is MemberDetail.FULL)
        shown = [member_view(school, each, detail) for each in found]
        return Page(shown, page_token(cursor, question, self._clock()) if cursor else "")

    def asked(self, school: str, reach: Reach, search: str, filters: str) -> Asked:
        """What a search and a filter mean to a caller who reaches so far.

        Only active members are meant unless the filter says another state, or any.

        Raises:
            Invalid: ``SEARCH_INVALID``, ``FILTER_INVALID`` of a state, or as `parse_filter` says.
            Missing: ``LIST_UNKNOWN``.
        """
        wanted = {_STATE: MemberState.ACTIVE.value, **parse_filter(filters, (*QUERIED, _LIST))}
        if wanted[_STATE] == ANY_STATE:
            del wanted[_STATE]
        elif wanted[_STATE] not in set(MemberState):
            what = FieldViolation("filter", "state must be ACTIVE, ARCHIVED or ANY")
            raise Invalid("FILTER_INVALID", "there is no such state", violations=[what])
        text = sought(search) if search.strip() else None
        if search.strip() and text is None:
            what = FieldViolation("search", "must hold a letter or a digit")
            raise Invalid("SEARCH_INVALID", "nothing to search for", violations=[what])
        persons: Sequence[str] | None = reach.persons
        if reach.everybody or reach.grades:
            persons = None
        if name := wanted.pop(_LIST, ""):
            persons = self._of_list(school, name, persons)
        return Asked(wanted, text, persons)

    def found(
        self, school: str, reach: Reach, asked: Asked, request: PageRequest
    ) -> tuple[list[Stored], Sequence[Any] | None]:
        """The members of a page, and where the next one begins; None at the end."""
        if asked.persons is not None:
            return self._among(school, reach, asked, asked.persons, request)
        grade = asked.equal.get("grade")
        if not reach.everybody and grade is not None and grade not in reach.grades:
            return [], None
        grades = [] if reach.everybody or grade is not None else sorted(reach.grades)
        key = "" if asked.sought is None else asked.sought.key
        after = self._place_of(school, request)
        # Whom a page begins after was read too; nobody is read beyond it to see whether it goes on.
        most = request.size + 1 if after is None else request.size
        read = self._people.page(school, asked.equal, key, grades, most, after)
        page = read[: request.size]
        cursor = [page[-1].id] if len(read) == most else None
        shown = [
            each for each in page if asked.means(each.fields) and reach.holds(each.id, each.fields)
        ]
        return list(shown), cursor

    def _place_of(self, school: str, request: PageRequest) -> Sequence[object] | None:
        """Sort name and id of whom the page begins after; a token holds the id, never a name.

        Raises:
            Invalid: ``PAGE_TOKEN_INVALID``: they are there no longer.
        """
        if request.cursor is None:
            return None
        person = str(request.cursor[0]) if request.cursor else ""
        known = self._people.members(school, [person]) if _ID.fullmatch(person) else {}
        last = known.get(person)
        if last is None:
            raise token_invalid()
        return [last.fields["sortName"], person]

    def _among(
        self,
        school: str,
        reach: Reach,
        asked: Asked,
        persons: Sequence[str],
        request: PageRequest,
    ) -> tuple[list[Stored], Sequence[Any] | None]:
        start = int(request.cursor[0]) if request.cursor else 0
        wanted = persons[start : start + request.size]
        members = self._people.members(school, wanted)
        here = [members[person] for person in wanted if person in members]
        shown = [
            each for each in here if asked.means(each.fields) and reach.holds(each.id, each.fields)
        ]
        after = start + request.size
        return list(shown), [after] if after < len(persons) else None

    def _of_list(self, school: str, name: str, reached: Sequence[str] | None) -> Sequence[str]:
        found = self._lists.get(school, name)
        if found is None:
            raise Missing("LIST_UNKNOWN", "there is no such list", {"list": name})
        persons: Sequence[str] = found.fields["memberIds"]
        if reached is None:
            return persons
        reachable = set(reached)
        return [person for person in persons if person in reachable]
