"""What a school's year is made of, for callers: holidays out of a file, and what was published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shared.calendar.store import CalendarStore, Version
from shared.calendar.year_views import (
    MEANINGS,
    CalendarVersionsQuery,
    CalendarVersionView,
    HolidaysBody,
    HolidaysView,
    HolidayView,
    UnreadView,
)
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Invalid, Missing
from shared.kernel.paging import Page, cut, page_request
from shared.kernel.permissions import Action, authorize
from shared.people.school_store import SchoolStore
from shared.people.store import PeopleStore

LONGEST_NAME = 60
"""Characters of an exception's name."""
_PERSON = "person:"


class YearDesk:
    """Reads files and lists versions. Every use case raises `Denied` as `authorize` says."""

    def __init__(
        self, store: CalendarStore, schools: SchoolStore, people: PeopleStore, clock: Clock
    ) -> None:
        """Take the parts.

        Args:
            store: holds drafts and versions.
            schools: know their zones.
            people: are called by their names.
            clock: the present instant.
        """
        self._store = store
        self._schools = schools
        self._people = people
        self._clock = clock

    def holidays(self, actor: Actor, school: str, asked: HolidaysBody) -> HolidaysView:
        """The days of the draft's year that events of a file are on; nothing of it is kept.

        Raises:
            Invalid: ``CALENDAR_FILE_INVALID`` as `holidays_in` says; ``CALENDAR_EMPTY``: there is
                no draft, and so no year.
            Missing: ``SCHOOL_UNKNOWN``.
        """
        # A third of a second, and most calls read no file.
        from shared.calendar.holidays import holidays_in  # noqa: PLC0415

        authorize(actor, Action.CALENDARS_UPDATE, school)
        here = self._schools.school(school)
        body = self._store.draft(school).body
        if body is None:
            raise Invalid("CALENDAR_EMPTY", "there is no calendar yet, and so no school year")
        found = holidays_in(asked.data, body.first_day, body.last_day, here.time_zone)
        return HolidaysView(
            holidays=[
                HolidayView(day=each.day, display_name=_fitting(each.name), closes=each.closes)
                for each in found.days
            ],
            left_out=found.left_out,
            unread=[
                UnreadView(
                    code=each.code,
                    event=each.event,
                    display_name=each.name,
                    meaning=MEANINGS[each.code],
                )
                for each in found.unread
            ],
            unread_count=found.unread_count,
        )

    def versions(
        self, actor: Actor, school: str, query: CalendarVersionsQuery
    ) -> Page[CalendarVersionView]:
        """What was published, the newest first.

        Raises:
            Invalid: as `page_request` says.
        """
        authorize(actor, Action.CALENDARS_GET, school)
        question = {"list": f"{school}/calendarVersions", "uid": actor.uid}
        asked = page_request(query.page_size, query.page_token, question, self._clock())
        before = int(asked.cursor[0]) if asked.cursor else None
        found = self._store.newest_versions(school, asked.size + 1, before)
        page = cut(found, asked, lambda each: [each.version], question, self._clock())
        names = self._names(school, page.items)
        return Page([_version_view(school, each, names) for each in page.items], page.next_token)

    def version(self, actor: Actor, school: str, version: str) -> CalendarVersionView:
        """One of them with its calendar.

        Raises:
            Missing: ``CALENDAR_UNKNOWN``.
        """
        authorize(actor, Action.CALENDARS_GET, school)
        found = self._store.published(school, version)
        if found is None:
            raise Missing("CALENDAR_UNKNOWN", "there is no such version", {"version": version})
        return _version_view(school, found, self._names(school, [found]))

    def _names(self, school: str, versions: Sequence[Version]) -> Mapping[str, str]:
        persons = {each.publisher.removeprefix(_PERSON) for each in versions}
        members = self._people.many_members(school, sorted(persons))
        return {
            person: f"{each.fields.get('firstName', '')} {each.fields.get('lastName', '')}".strip()
            for person, each in members.items()
        }


def _version_view(school: str, version: Version, names: Mapping[str, str]) -> CalendarVersionView:
    return CalendarVersionView(
        name=f"schools/{school}/calendarVersions/{version.version:05}",
        version=version.version,
        publish_time=version.publish_time,
        publisher=version.publisher,
        publisher_display_name=names.get(version.publisher.removeprefix(_PERSON)) or None,
        changed_days=version.changed_days,
        declared_day=version.declared_day,
        calendar=version.body,
    )


def _fitting(name: str) -> str:
    """As long as an exception's name may be."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
