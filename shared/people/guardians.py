"""The guardians of a school's students as callers find them, with the children they may know of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import FieldViolation, Invalid, Missing
from shared.kernel.filters import parse_filter
from shared.kernel.paging import Page, PageRequest, page_request, page_token
from shared.kernel.permissions import Action
from shared.kernel.views import RESOURCE_ID
from shared.people.guardian_views import GuardianView, guardian_view
from shared.people.looks import Looks
from shared.people.model import Stored, guardian_path
from shared.people.reach import Reach, reached
from shared.people.reaches import Reaches
from shared.people.store import PeopleStore

MOST_ON_A_PAGE = 200
"""Guardians, since the children of each are read too."""

_MARKS = str.maketrans("", "", " ()-./")
_ID = re.compile(RESOURCE_ID)
_NUMBER = re.compile(r"\+?[0-9]+")


class GuardianDirectory:
    """Reads guardians for a caller; who read them is on record."""

    def __init__(self, people: PeopleStore, reaches: Reaches, looks: Looks, clock: Clock) -> None:
        self._people = people
        self._reaches = reaches
        self._looks = looks
        self._clock = clock

    def get(self, actor: Actor, school: str, guardian: str) -> GuardianView:
        """One guardian.

        Raises:
            Denied: as `authorize` says.
            Missing: ``GUARDIAN_UNKNOWN``; also of somebody none of whose children is reached.
        """
        reach = self._reaches.of(actor, Action.GUARDIANS_GET, school)
        found = self._people.guardians(school, [guardian])
        for view in self._seen(school, reach, list(found.values())):
            children = [child.member.rpartition("/")[2] for child in view.children]
            self._looks.guardian(actor, school, guardian, children)
            return view
        name = guardian_path(school, guardian)
        raise Missing("GUARDIAN_UNKNOWN", "there is no such guardian", {"name": name})

    def page(
        self, actor: Actor, school: str, search: str, filters: str, size: int, token: str
    ) -> Page[GuardianView]:
        """Guardians by their ids; of a search, in the order of what is searched.

        Reads one guardian more than the page may hold, and their students once each.

        Raises:
            Denied: as `authorize` says.
            Invalid: ``SEARCH_INVALID``, or as `parse_filter` and `page_request` say.
            Missing: ``MEMBER_UNKNOWN``: there is no such member, or the caller doesn't reach them.
        """
        reach = self._reaches.of(actor, Action.GUARDIANS_GET, school)
        member = parse_filter(filters, ("member",)).get("member", "")
        field, beginning = _sought(search) if search.strip() else ("", "")
        question = {"list": f"{school}/guardians", "search": search, "filter": filters}
        question["uid"] = actor.uid
        asked = page_request(size, token, question, self._clock(), MOST_ON_A_PAGE)
        if member:
            found, cursor = self._of_member(school, reach, member, asked)
            self._looks.member(actor, school, member)
            found = [each for each in found if _begins(each.fields, field, beginning)]
        else:
            found, cursor = self._of_school(school, field, beginning, asked)
            self._looks.guardians(actor, school)
        shown = self._seen(school, reach, found)
        return Page(shown, page_token(cursor, question, self._clock()) if cursor else "")

    def _of_school(
        self, school: str, field: str, beginning: str, asked: PageRequest
    ) -> tuple[list[Stored], Sequence[Any] | None]:
        size = asked.size
        read = self._people.guardians_page(school, field, beginning, size + 1, asked.cursor)
        found: list[Stored] = list(read[:size])
        if len(read) <= size:
            return found, None
        last = found[-1]
        return found, [*([last.fields[field]] if field else []), last.id]

    def _of_member(
        self, school: str, reach: Reach, person: str, asked: PageRequest
    ) -> tuple[list[Stored], Sequence[Any] | None]:
        known = self._people.members(school, [person]) if _ID.fullmatch(person) else {}
        member = reached(reach, school, person, known)
        names = sorted(member.fields.get("guardianIds", []))
        start = int(asked.cursor[0]) if asked.cursor else 0
        after = start + asked.size
        found = self._people.guardians(school, names[start:after])
        here: list[Stored] = [found[name] for name in names[start:after] if name in found]
        return here, [after] if after < len(names) else None

    def _seen(self, school: str, reach: Reach, guardians: Sequence[Stored]) -> list[GuardianView]:
        """What the caller may know of these guardians."""
        children = self._people.many_members(
            school, [each for one in guardians for each in one.fields.get("studentIds", [])]
        )
        views = []
        for guardian in guardians:
            named = guardian.fields.get("studentIds", [])
            own = [children[person] for person in named if person in children]
            reached = [child for child in own if reach.holds(child.id, child.fields)]
            if reached or reach.everybody:
                views.append(guardian_view(school, guardian, reached))
        return views


def _sought(search: str) -> tuple[str, str]:
    """The field that is meant, and what it begins with, as rosters write it.

    Raises:
        Invalid: ``SEARCH_INVALID``.
    """
    text = search.strip().lower()
    plain = text.translate(_MARKS)
    if _NUMBER.fullmatch(plain):
        # A number is one of the United States unless it says otherwise, as in a roster.
        return "phone", plain if plain.startswith("+") else f"+1{plain}"
    if not any(character.isalnum() for character in text):
        what = FieldViolation("search", "must hold a letter or a digit")
        raise Invalid("SEARCH_INVALID", "nothing to search for", violations=[what])
    return "email", text


def _begins(fields: Mapping[str, Any], field: str, beginning: str) -> bool:
    return not field or str(fields.get(field, "")).startswith(beginning)
