"""Rooms for callers: which there are, what meets in one on a day, and who should be in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from shared.calendar.rooms import in_room, room_day, rooms_of, that_may_meet
from shared.calendar.school_day import Span
from shared.calendar.seen_days import SeenDays
from shared.calendar.timetables import classes_of, timetables_of
from shared.calendar.where import Timetable, who_is_in
from shared.calendar.where_shown import room_day_view, teacher_names
from shared.calendar.where_views import InRoomList, InRoomView, RoomDayView, RoomsList, RoomView
from shared.kernel.actor import Actor
from shared.kernel.permissions import Action, Scope, authorize
from shared.people.list_store import ListStore
from shared.people.looks import Looks
from shared.people.model import MemberState, Stored, member_path
from shared.people.reaches import Reaches
from shared.people.section_store import SectionStore
from shared.people.store import PeopleStore

_Read = tuple[Mapping[str, Stored], Mapping[str, Stored]]
"""Classes and terms, by their ids."""


class RoomDesk:
    """Tells of rooms. Every use case raises `Denied` as `authorize` says.

    A room is no document: it is what classes name. So each use case reads the school's classes.
    """

    def __init__(
        self,
        days: SeenDays,
        sections: SectionStore,
        lists: ListStore,
        people: PeopleStore,
        reaches: Reaches,
        looks: Looks,
    ) -> None:
        """Take the parts.

        Args:
            days: of the school.
            sections: its classes and terms.
            lists: those that schedules are for.
            people: its members.
            reaches: say whom a caller sees.
            looks: put on record who looked at members.
        """
        self._days = days
        self._sections = sections
        self._lists = lists
        self._people = people
        self._reaches = reaches
        self._looks = looks

    def rooms(self, actor: Actor, school: str) -> RoomsList:
        """The rooms in which classes meet that run today; of a teacher those of their own."""
        found, terms = self._sections_of(actor, school)
        seen, _ = self._days.at(school, None)
        classes = classes_of(found.values(), terms)
        rooms = rooms_of(each for each in classes if each.runs_on(seen.school_day.day))
        return RoomsList(
            rooms=[RoomView(display_name=each.name, class_count=each.classes) for each in rooms]
        )

    def day(
        self, actor: Actor, school: str, room: str, day: date | str, *, draft: bool
    ) -> RoomDayView:
        """What meets in a room on a day, as it counts or as the draft has it.

        Args:
            actor: who asks.
            school: whose room it is.
            room: in any spelling; one that no class has is empty all day.
            day: or the word for today.
            draft: as the draft has it.

        Raises:
            Missing: ``CALENDAR_UNKNOWN``: there is no draft for the caller.
        """
        found, terms = self._sections_of(actor, school)
        seen = self._days.of(actor, school, day, draft=draft)
        classes = in_room(room, classes_of(found.values(), terms))
        blocks = room_day(seen.school_day.span_at(seen.now), seen.school_day.day, classes)
        meeting = {one.section: one for each in blocks for one in each.classes}
        counts = {name: len(found[name].fields["memberIds"]) for name in meeting}
        teachers = [who for one in meeting.values() for who in one.teachers]
        names = teacher_names(self._people.many_members(school, teachers))
        known = rooms_of(classes)
        return room_day_view(known[0].name if known else room, seen, blocks, counts, names)

    def who_is_in(self, actor: Actor, school: str, room: str, time: datetime | None) -> InRoomList:
        """Who should be in a room at an instant, of those whom the caller sees; it is on record."""
        reach = self._reaches.of(actor, Action.MEMBERS_LIST, school)
        seen, instant = self._days.at(school, time)
        sections, terms = self._sections.all_classes(school), self._sections.all_terms(school)
        span = seen.school_day.span_at(instant)
        classes = in_room(room, classes_of(sections.values(), terms))
        meeting = that_may_meet(span, seen.school_day.day, classes, instant)
        held = [sections[each.section].fields for each in meeting]
        persons = [who for each in held for who in (*each["memberIds"], *each["teacherIds"])]
        members = {
            who: each
            for who, each in self._people.many_members(school, persons).items()
            if each.fields["state"] == MemberState.ACTIVE and reach.holds(who, each.fields)
        }
        timetables = self._timetables(school, span, members, (sections, terms))
        found = who_is_in(room, seen.school_day, timetables, instant)
        self._looks.members(actor, school, whole=False)
        there = [(members[who.person], at.section.section) for who, at in found if at.section]
        there.sort(key=lambda each: (each[0].fields["sortName"], each[0].id))
        return InRoomList(time=instant, members=[_shown(school, *each) for each in there])

    def _sections_of(self, actor: Actor, school: str) -> _Read:
        """The classes that a caller sees, and the terms."""
        scope = authorize(actor, Action.LISTS_GET, school)
        found, own = self._sections.all_classes(school), actor.person_at(school)
        if scope is Scope.OWN_CLASSES:
            found = {name: one for name, one in found.items() if own in one.fields["teacherIds"]}
        return found, self._sections.all_terms(school)

    def _timetables(
        self, school: str, span: Span, members: Mapping[str, Stored], read: _Read
    ) -> list[Timetable]:
        """The timetables of some members, made of classes that were read already."""
        named = sorted({name for each in span.tracks for name in each.audience.lists})
        audiences = [each for name in named if (each := self._lists.get(school, name))]
        sections, terms = read
        made = timetables_of(sections.values(), terms, audiences)
        return [
            replace(made[who], grade=str(each.fields.get("grade", "")))
            for who, each in members.items()
        ]


def _shown(school: str, member: Stored, section: str) -> InRoomView:
    fields = member.fields
    return InRoomView(
        name=member_path(school, member.id),
        first_name=fields.get("firstName", ""),
        last_name=fields.get("lastName", ""),
        kind=fields["kind"],
        list_id=section,
    )
