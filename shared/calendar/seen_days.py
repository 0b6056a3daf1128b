"""One day of a school for a caller: as it counts, or as a draft that they may see has it."""

from __future__ import annotations

from datetime import date, datetime

from shared.calendar.bodies import calendar_of
from shared.calendar.publishing import Publisher, days_of_calendar
from shared.calendar.school_day import SeenDay
from shared.calendar.store import CalendarStore, Draft
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Missing
from shared.kernel.local_time import local_day
from shared.kernel.permissions import Action, scope_of
from shared.people.school_store import SchoolStore

TODAY = "today"


class SeenDays:
    """Finds the day that a caller asks for."""

    def __init__(
        self, store: CalendarStore, schools: SchoolStore, publisher: Publisher, clock: Clock
    ) -> None:
        """Take the parts.

        Args:
            store: holds drafts.
            schools: know their zones.
            publisher: knows the days that count.
            clock: the present instant.
        """
        self._store = store
        self._schools = schools
        self._publisher = publisher
        self._clock = clock

    def at(self, school: str, time: datetime | None) -> tuple[SeenDay, datetime]:
        """The day on which an instant falls, as it counts, and the instant; the present for None.

        Raises:
            Missing: ``SCHOOL_UNKNOWN``.
        """
        here, now = self._schools.school(school), self._clock()
        instant = time or now
        (found,) = self._publisher.days(here, [local_day(instant, here.time_zone)])
        return SeenDay(found, now), instant

    def of(self, actor: Actor, school: str, day: date | str, *, draft: bool) -> SeenDay:
        """A day, or `TODAY`.

        Raises:
            Missing: ``SCHOOL_UNKNOWN``; ``CALENDAR_UNKNOWN``: there is no draft for the caller.
        """
        here, now = self._schools.school(school), self._clock()
        wanted = day if isinstance(day, date) else local_day(now, here.time_zone)
        if not draft:
            (found,) = self._publisher.days(here, [wanted])
            return SeenDay(found, now)
        was = self._store.draft(school)
        if was.body is None or not sees_draft(actor, school, was):
            raise Missing("CALENDAR_UNKNOWN", "there is no draft for the caller to see")
        compiled = days_of_calendar(calendar_of(was.body), was.version + 1, here.time_zone)
        return SeenDay(compiled(wanted), now)


def sees_draft(actor: Actor, school: str, draft: Draft) -> bool:
    """Whether a caller may see the draft: who changes it, and staff to whom it is shown."""
    if scope_of(actor, Action.CALENDARS_UPDATE, school) is not None:
        return True
    works_here = scope_of(actor, Action.CALENDARS_GET, school) is not None
    return draft.visible_to_staff and works_here
