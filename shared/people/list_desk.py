"""Lists of members for callers: read, made, changed and deleted, each with its audit entry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Denied, Invalid, Missing
from shared.kernel.etags import check_etag
from shared.kernel.field_masks import parse_mask
from shared.kernel.filters import parse_filter
from shared.kernel.paging import Page, cut, page_request
from shared.kernel.permissions import Action, Scope, authorize
from shared.people.class_schedules import (
    BY_HAND,
    is_class,
    new_terms,
    schedule_fields,
    wrong_schedule,
)
from shared.people.list_rules import FIELDS, OF_EVERY_LIST, newly_named, wrong_list
from shared.people.list_store import ListStore
from shared.people.list_views import LIST_FILTERS, ListChange, ListView, NewList, list_view
from shared.people.model import SCHEMA_VERSION, Drafted, ListKind, Stored
from shared.people.reach import Reach
from shared.people.reaches import Reaches
from shared.people.section_store import SectionStore
from shared.people.store import PeopleStore


class ListDesk:
    """Shows and changes lists.

    Teachers have their own: those that they alone teach. As a list lets its teachers see who is on
    it, a teacher puts on theirs only whom they see already, and the school's office the others.
    A list with a schedule is a class, and says where somebody should be: the office keeps it.
    """

    def __init__(
        self,
        lists: ListStore,
        people: PeopleStore,
        sections: SectionStore,
        reaches: Reaches,
        clock: Clock,
        new_id: Callable[[], str],
        class_gone: Callable[[str], None],
    ) -> None:
        """Take the parts.

        Args:
            lists: holds them.
            people: knows who can be on one.
            sections: know the terms that a class can be in.
            reaches: say whom the caller reaches.
            clock: the present instant.
            new_id: makes the id of a new list.
            class_gone: told of the school, once a class of it is deleted.
        """
        self._lists = lists
        self._people = people
        self._sections = sections
        self._reaches = reaches
        self._clock = clock
        self._new_id = new_id
        self._class_gone = class_gone

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
            Denied: ``ROLE_MAY_NOT``, ``LIST_IS_CLASS``.
            Invalid: ``LIST_INVALID`` with the fields.
        """
        reach = self._reaches.of(actor, Action.LISTS_EDIT, school)
        if new.schedule is not None and not reach.everybody:
            raise _is_a_class({})
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
        if new.schedule is not None:
            fields |= schedule_fields(new.schedule.model_dump(by_alias=True))
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
            Denied: ``ROLE_MAY_NOT``, ``LIST_ROSTERED``, ``LIST_SHARED``, ``LIST_IS_CLASS``.
            Missing: ``LIST_UNKNOWN``.
            Invalid: ``LIST_INVALID`` with the fields, or as `parse_mask` says.
            Conflict: ``ETAG_MISMATCH``.
        """
        given = change.model_dump(by_alias=True, exclude_unset=True)
        wanted = parse_mask(mask, FIELDS, given.keys() - {"etag"})
        found = self._own(actor, school, name, etag, wanted)
        new = _fields_of(change, wanted).items()
        changes = {field: value for field, value in new if value != found.fields.get(field)}
        after = {**found.fields, **changes}
        after = {field: value for field, value in after.items() if value is not None}
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
            Denied: ``ROLE_MAY_NOT``, ``LIST_ROSTERED``, ``LIST_SHARED``, ``LIST_IS_CLASS``.
            Missing: ``LIST_UNKNOWN``.
            Conflict: ``ETAG_MISMATCH``.
        """
        found = self._own(actor, school, name, etag, OF_EVERY_LIST)
        if validate_only:
            return
        try:
            self._lists.delete(school, found, actor.id, self._clock())
        except Conflict as error:
            raise _stale() from error
        if is_class(found.fields):
            self._class_gone(school)

    def _check(
        self, school: str, before: Mapping[str, Any], after: Mapping[str, Any], reach: Reach
    ) -> None:
        teachers = newly_named(before, after, "teacherIds")
        named = [*newly_named(before, after, "memberIds"), *teachers]
        people = self._people.many_members(school, named)
        busy = {each for each in teachers if self._lists.teaches_enough(school, each)}
        terms = self._sections.terms(school, new_terms(before, after))
        rostered = after["kind"] == ListKind.SECTION
        wrong = wrong_list(before, after, people, reach, busy)
        wrong += wrong_schedule(before, after, terms, rostered=rostered)
        if wrong:
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

    def _own(
        self, actor: Actor, school: str, name: str, etag: str, wanted: Collection[str]
    ) -> Stored:
        """A list of which the caller may change what is wanted."""
        found = self._found(actor, Action.LISTS_EDIT, school, name)
        own_only = authorize(actor, Action.LISTS_EDIT, school) is Scope.OWN_CLASSES
        is_rostered = found.fields["kind"] == ListKind.SECTION
        if is_rostered and (own_only or not set(wanted) <= set(BY_HAND)):
            raise Denied("LIST_ROSTERED", "the roster keeps this list", {"list": name})
        if own_only and (is_class(found.fields) or "schedule" in wanted):
            raise _is_a_class({"list": name})
        if own_only and len(found.fields["teacherIds"]) > 1:
            raise Denied("LIST_SHARED", "somebody else teaches the list as well", {"list": name})
        check_etag(etag, found.version)
        return found

    def _as_it_is(self, school: str, name: str) -> ListView:
        now = self._lists.get(school, name)
        if now is None:
            raise Missing("LIST_UNKNOWN", "there is no such list", {"list": name})
        return list_view(school, now, whole=True)


def _fields_of(change: ListChange, wanted: Collection[str]) -> dict[str, Any]:
    """The fields that a change names as a document holds them; None for one that it has not."""
    told = change.model_dump(by_alias=True)
    for field in ("memberIds", "teacherIds"):
        told[field] = list(dict.fromkeys(told[field]))
    fields = {field: told[field] for field in sorted(wanted) if field != "schedule"}
    return {**fields, **(schedule_fields(told["schedule"]) if "schedule" in wanted else {})}


def _is_a_class(metadata: Mapping[str, str]) -> Denied:
    return Denied("LIST_IS_CLASS", "who runs the school keeps its classes", metadata)


def _place(found: Stored) -> list[str]:
    return [found.fields["displayName"], found.id]


def _stale() -> Conflict:
    return Conflict("ETAG_MISMATCH", "the list has changed since it was read")
