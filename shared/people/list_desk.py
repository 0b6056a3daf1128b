"""Lists of members for callers: read, made, changed and deleted, each with its audit entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Denied, Invalid, Missing
from shared.kernel.etags import check_etag
from shared.kernel.field_masks import parse_mask
from shared.kernel.filters import parse_filter
from shared.kernel.paging import Page, cut, page_request
from shared.kernel.permissions import Action, Scope, authorize
from shared.people.list_rules import FIELDS, newly_named, wrong_list
from shared.people.list_store import ListStore
from shared.people.list_views import LIST_FILTERS, ListChange, ListView, NewList, list_view
from shared.people.model import SCHEMA_VERSION, Drafted, ListKind, Stored
from shared.people.reach import Reach
from shared.people.reaches import Reaches
from shared.people.store import PeopleStore


class ListDesk:
    """Shows and changes lists.

    Teachers have their own: those that they alone teach. As a list lets its teachers see who is on
    it, a teacher puts on theirs only whom they see already, and the school's office the others.
    """

    def __init__(
        self,
        lists: ListStore,
        people: PeopleStore,
        reaches: Reaches,
        clock: Clock,
        new_id: Callable[[], str],
    ) -> None:
        """Take the parts.

        Args:
            lists: holds them.
            people: knows who can be on one.
            reaches: say whom the caller reaches.
            clock: the present instant.
            new_id: makes the id of a new list.
        """
        self._lists = lists
        self._people = people
        self._reaches = reaches
        self._clock = clock
        self._new_id = new_id

    def get(self, actor: Actor, school: str, name: str) -> ListView:
        """One list with its members.

        Raises:
            Denied: as `authorize` says.
            Missing: ``LIST_UNKNOWN``; also for a list that somebody else teaches.
        """
        return list_view(school, self._found(actor, Action.LISTS_GET, school, name), whole=True)

    def page(
        self, actor: Actor, school: str, filters: str, size: int, token: str
    ) -> Page[ListView]:
        """Lists by their names, without the ids of their members; of a teacher, their own.

        Raises:
            Denied: as `authorize` says.
            Invalid: as `parse_filter` and `page_request` say.
        """
        scope = authorize(actor, Action.LISTS_GET, school)
        taught_by = actor.person_at(school) if scope is Scope.OWN_CLASSES else ""
        wanted = parse_filter(filters, LIST_FILTERS)
        question = {"list": f"{school}/lists", "uid": actor.uid, "filter": sorted(wanted.items())}
        asked = page_request(size, token, question, self._clock())
        found = self._lists.page(school, asked.size + 1, asked.cursor, wanted, taught_by)
        page = cut(found, asked, _place, question, self._clock())
        return Page([list_view(school, each, whole=False) for each in page.items], page.next_token)

    def create(self, actor: Actor, school: str, new: NewList, *, validate_only: bool) -> ListView:
        """Make a list.

        Raises:
            Denied: ``ROLE_MAY_NOT``.
            Invalid: ``LIST_INVALID`` with the fields.
        """
        reach = self._reaches.of(actor, Action.LISTS_EDIT, school)
        teachers = new.teacher_ids
        if teachers is None:
            teachers = [] if reach.everybody else [reach.own]
        now = self._clock()
        fields = {
            "schemaVersion": SCHEMA_VERSION,
            "kind": ListKind.MANUAL.value,
            "displayName": new.display_name,
            "memberIds": list(dict.fromkeys(new.member_ids)),
            "teacherIds": list(dict.fromkeys(teachers)),
            "createTime": now,
            "updateTime": now,
        }
        self._check(school, {}, fields, reach)
        drafted = Drafted(self._new_id(), fields, "")
        if validate_only:
            return list_view(school, drafted, whole=True)
        self._lists.create(school, drafted.id, fields, actor.id, now)
        return self._as_it_is(school, drafted.id)

    def update(
        self, actor: Actor, school: str, name: str, change: ListChange, mask: str, etag: str,
        *, validate_only: bool,
    ) -> ListView:  # fmt: skip
        """Change the fields of a list that a mask names.

        Raises:
            Denied: ``ROLE_MAY_NOT``, ``LIST_ROSTERED``, ``LIST_SHARED``.
            Missing: ``LIST_UNKNOWN``.
            Invalid: ``LIST_INVALID`` with the fields, or as `parse_mask` says.
            Conflict: ``ETAG_MISMATCH``.
        """
        given = change.model_dump(by_alias=True, exclude_unset=True)
        wanted = parse_mask(mask, FIELDS, given.keys() - {"etag"})
        found = self._own(actor, school, name, etag)
        new = change.model_dump(by_alias=True)
        for field in ("memberIds", "teacherIds"):
            new[field] = list(dict.fromkeys(new[field]))
        changes = {
            field: new[field] for field in sorted(wanted) if new[field] != found.fields[field]
        }
        after = {**found.fields, **changes}
        self._check(school, found.fields, after, self._reaches.of(actor, Action.LISTS_EDIT, school))
        if validate_only or not changes:
            return list_view(school, Drafted(found.id, after, found.version), whole=True)
        try:
            self._lists.save(school, found, changes, actor.id, self._clock())
        except Conflict as error:
            raise _stale() from error
        return self._as_it_is(school, name)

    def delete(
        self, actor: Actor, school: str, name: str, etag: str, *, validate_only: bool
    ) -> None:
        """Delete a list; its members stay.

        Raises:
            Denied: ``ROLE_MAY_NOT``, ``LIST_ROSTERED``, ``LIST_SHARED``.
            Missing: ``LIST_UNKNOWN``.
            Conflict: ``ETAG_MISMATCH``.
        """
        found = self._own(actor, school, name, etag)
        if validate_only:
            return
        try:
            self._lists.delete(school, found, actor.id, self._clock())
        except Conflict as error:
            raise _stale() from error

    def _check(
        self, school: str, before: Mapping[str, Any], after: Mapping[str, Any], reach: Reach
    ) -> None:
        teachers = newly_named(before, after, "teacherIds")
        named = [*newly_named(before, after, "memberIds"), *teachers]
        people = self._people.many_members(school, named)
        busy = {each for each in teachers if self._lists.teaches_enough(school, each)}
        if wrong := wrong_list(before, after, people, reach, busy):
            raise Invalid("LIST_INVALID", "the list would not be valid", violations=wrong)

    def _found(self, actor: Actor, action: Action, school: str, name: str) -> Stored:
        scope = authorize(actor, action, school)
        found = self._lists.get(school, name)
        teachers = found.fields["teacherIds"] if found is not None else []
        own = {actor.person_at(school)}
        if action is Action.LISTS_GET:
            own |= {*actor.covered_at(school)}
        if found is None or (scope is Scope.OWN_CLASSES and own.isdisjoint(teachers)):
            raise Missing("LIST_UNKNOWN", "there is no such list", {"list": name})
        return found

    def _own(self, actor: Actor, school: str, name: str, etag: str) -> Stored:
        """A list that the caller may change."""
        found = self._found(actor, Action.LISTS_EDIT, school, name)
        if found.fields["kind"] == ListKind.SECTION:
            raise Denied("LIST_ROSTERED", "the roster keeps this list", {"list": name})
        scope = authorize(actor, Action.LISTS_EDIT, school)
        if scope is Scope.OWN_CLASSES and len(found.fields["teacherIds"]) > 1:
            raise Denied("LIST_SHARED", "somebody else teaches the list as well", {"list": name})
        check_etag(etag, found.version)
        return found

    def _as_it_is(self, school: str, name: str) -> ListView:
        now = self._lists.get(school, name)
        if now is None:
            raise Missing("LIST_UNKNOWN", "there is no such list", {"list": name})
        return list_view(school, now, whole=True)


def _place(found: Stored) -> list[str]:
    return [found.fields["displayName"], found.id]


def _stale() -> Conflict:
    return Conflict("ETAG_MISMATCH", "the list has changed since it was read")
