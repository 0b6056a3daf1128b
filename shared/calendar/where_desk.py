"""Where a member should be, and their whole day, for callers who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from shared.calendar.member_day import day_of_member
from shared.calendar.school_day import Span
from shared.calendar.seen_days import SeenDays
from shared.calendar.timetable_reading import TimetableReader
from shared.calendar.where import Timetable, where_is
from shared.calendar.where_shown import member_day_view, taught_by, teacher_names, where_view
from shared.calendar.where_views import MemberDayView, WhereView
from shared.kernel.actor import Actor
from shared.kernel.permissions import Action
from shared.people.model import Stored
from shared.people.reach import reached
from shared.people.reaches import Reaches
from shared.people.store import PeopleStore


class WhereDesk:
    """Tells where members should be. Every use case raises `Denied` as `authorize` says."""

    def __init__(
        self,
        days: SeenDays,
        timetables: TimetableReader,
        people: PeopleStore,
        reaches: Reaches,
    ) -> None:
        """Take the parts.

        Args:
            days: of the school.
            timetables: of its members.
            people: knows their grades and names.
            reaches: say whom a caller sees.
        """
        self._days = days
        self._timetables = timetables
        self._people = people
        self._reaches = reaches

    def where_is(self, actor: Actor, school: str, person: str, time: datetime | None) -> WhereView:
        """Where somebody should be at an instant, now for None.

        Reads the school, the member, the day and the timetable: a document of each; and their
        lists on a day that has schedules for lists.

        Raises:
            Missing: ``MEMBER_UNKNOWN``; also of somebody whom the caller doesn't reach.
        """
        member = self._member(actor, school, person)
        seen, instant = self._days.at(school, time)
        timetable = self._timetable(school, member, seen.school_day.span_at(instant))
        found = where_is(seen.school_day, timetable, instant)
        name = seen.school_day.span_at(instant).name
        return where_view(school, person, seen.school_day.day, name, instant, found)

    def day(
        self, actor: Actor, school: str, person: str, day: date | str, *, draft: bool
    ) -> MemberDayView:
        """Somebody's whole day, as it counts or as the draft has it.

        Args:
            actor: who asks.
            school: whose member it is.
            person: the member.
            day: or the word for today.
            draft: as the draft has it, with the classes that they are in now.

        Raises:
            Missing: as `where_is`; ``CALENDAR_UNKNOWN``: there is no draft for the caller.
        """
        member = self._member(actor, school, person)
        seen = self._days.of(actor, school, day, draft=draft)
        if draft:
            # Nobody has compiled which lists a draft's schedules are for.
            timetable = self._timetables.worked_out(school, person, _grade(member))
        else:
            timetable = self._timetable(school, member, seen.school_day.span_at(seen.now))
        found = day_of_member(seen.school_day, timetable, seen.now)
        teachers = self._teachers(school, taught_by(found))
        return member_day_view(school, person, seen, found, teachers)

    def _timetable(self, school: str, member: Stored, span: Span) -> Timetable:
        found = self._timetables.compiled(school, member.id, _grade(member))
        if any(track.audience.lists for track in span.tracks):
            # A half day may have been declared for a list that nothing was for before.
            return self._timetables.with_lists(school, found)
        return found

    def _teachers(self, school: str, persons: Iterable[str]) -> dict[str, str]:
        return teacher_names(self._people.many_members(school, persons))

    def _member(self, actor: Actor, school: str, person: str) -> Stored:
        reach = self._reaches.of(actor, Action.MEMBERS_GET, school)
        return reached(reach, school, person, self._people.members(school, [person]))


def _grade(member: Stored) -> str:
    return str(member.fields.get("grade", ""))
