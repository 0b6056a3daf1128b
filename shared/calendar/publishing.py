"""Makes a version of a calendar count, and compiles the days that are asked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from shared.calendar.bodies import calendar_of
from shared.calendar.clocks import start_of
from shared.calendar.days import school_year
from shared.calendar.model import Calendar
from shared.calendar.school_day import SchoolDay, Span, compile_day, with_span
from shared.calendar.store import CalendarStore, Draft, Publication, StoredDay
from shared.calendar.views import CalendarBody
from shared.kernel.errors import Conflict, Missing
from shared.kernel.local_time import local_day
from shared.people.model import School

AHEAD = 14
"""Days after today that are compiled, so that a page can show next week."""
MOST_SPANS = 40
"""Of one day; so often nobody changes a day by reason."""
MOST_TOLD = 400
"""Changed days that are told."""
_NO_SCHOOL = ("", True, "", list[object]())
"""What is told of a day that is closed without a name: a weekend, a day outside of the year."""


class Publisher:
    """Publishes calendars and compiles days; of a school as `SchoolStore` reads it."""

    def __init__(self, store: CalendarStore) -> None:
        self._store = store

    def publish(
        self, school: School, was: Draft, body: CalendarBody, now: datetime, actor: str,
        *, what: str, about: Mapping[str, Any], leaves_draft: bool,
    ) -> None:  # fmt: skip
        """Make a calendar count from now on.

        Args:
            school: whose.
            was: its draft as it was read.
            body: the calendar, checked.
            now: the present instant: the morning of a day stays as it was.
            actor: who does it.
            what: the audit log's verb.
            about: its facts.
            leaves_draft: the draft still differs from what is published.

        Raises:
            Conflict: ``ETAG_MISMATCH``: somebody else has changed it meanwhile;
                ``SCHOOL_DAY_CHANGED_TOO_OFTEN``.
        """
        days = self._days(school, was, calendar_of(body), now)
        publication = Publication(was, body, leaves_draft, days, what, about)
        try:
            self._store.publish(school.id, publication, actor, now)
        except Conflict as error:
            raise Conflict("ETAG_MISMATCH", "the calendar has changed since it was read") from error

    def changed_days(
        self, school: School, was: Draft, body: CalendarBody, now: datetime
    ) -> list[date]:
        """The days from today on that a publication would change."""
        today = local_day(now, school.time_zone)
        told_before = _told(self._calendar(school, was.version)) if was.version else {}
        told_after = _told(calendar_of(body))
        both = sorted(told_before.keys() | told_after.keys())
        changed = [
            day
            for day in both
            if day >= today and told_before.get(day, _NO_SCHOOL) != told_after.get(day, _NO_SCHOOL)
        ]
        return changed[:MOST_TOLD]

    def extend(self, school: School, was: Draft, now: datetime) -> int:
        """Compile the coming days that are not there yet; how many there were.

        Raises:
            Conflict: another version counts by now, or somebody else has compiled them.
        """
        today = local_day(now, school.time_zone)
        last = today + timedelta(days=AHEAD)
        if not was.version or (was.through is not None and was.through >= last):
            return 0
        first = today if was.through is None else max(today, was.through + timedelta(days=1))
        coming = _between(first, last)
        there = self._store.days(school.id, coming)
        new = self._worked_out(school, [day for day in coming if day not in there])
        self._store.extend(school.id, was, [StoredDay(each, "") for each in new.values()], last)
        return len(new)

    def days(self, school: School, days: Sequence[date]) -> list[SchoolDay]:
        """Days as they count: those that are compiled, the others worked out and not kept."""
        there = self._store.days(school.id, days)
        others = self._worked_out(school, [day for day in days if day not in there])
        return [there[day].school_day if day in there else others[day] for day in days]

    def _worked_out(self, school: School, days: Sequence[date]) -> dict[date, SchoolDay]:
        """Days without a document, each by the version that counted at its end."""
        versions = self._store.versions(school.id) if days else []
        known: dict[int, Callable[[date], SchoolDay]] = {0: partial(unpublished, school.time_zone)}
        found = {}
        for day in days:
            end = start_of(day + timedelta(days=1), ZoneInfo(school.time_zone))
            version = max((number for number, time in versions if time < end), default=0)
            if version not in known:
                calendar = self._calendar(school, version)
                known[version] = days_of_calendar(calendar, version, school.time_zone)
            found[day] = known[version](day)
        return found

    def _calendar(self, school: School, version: int) -> Calendar:
        body = self._store.version(school.id, version)
        if body is None:
            raise Missing("CALENDAR_UNKNOWN", "there is no such version", {"version": str(version)})
        return calendar_of(body)

    def _days(
        self, school: School, was: Draft, calendar: Calendar, now: datetime
    ) -> list[StoredDay]:
        """Today with the new version from now on, and the coming days anew."""
        zone, version = school.time_zone, was.version + 1
        today = local_day(now, zone)
        wanted = list(_between(today, today + timedelta(days=AHEAD)))
        there = self._store.days(school.id, wanted)
        compiled = days_of_calendar(calendar, version, zone)
        days = []
        for day in wanted:
            stored = there.get(day)
            token = stored.token if stored else ""
            if day == today:
                span = compile_day(calendar, version, day, zone, now)
                made = self._today(school, stored, span)
            else:
                made = compiled(day)
            days.append(StoredDay(made, token))
        return days

    def _today(self, school: School, stored: StoredDay | None, span: Span) -> SchoolDay:
        day = stored.school_day.day if stored else local_day(span.since, school.time_zone)
        before = stored.school_day if stored else self._worked_out(school, [day])[day]
        if before.spans[0].version == 0:
            # Nothing was asked of the morning: the first calendar counts for all of the day.
            first = before.spans[0].since
            return SchoolDay(day, school.time_zone, (replace(span, since=first),))
        if len(before.spans) >= MOST_SPANS:
            raise Conflict(
                "SCHOOL_DAY_CHANGED_TOO_OFTEN", f"today has been changed {MOST_SPANS} times"
            )
        # The school may have moved its clocks to another zone since.
        return with_span(replace(before, zone=school.time_zone), span)


def days_of_calendar(calendar: Calendar, version: int, zone: str) -> Callable[[date], SchoolDay]:
    """What each day is as one version has it, from its first to its last instant."""
    year = school_year(calendar)

    def compiled(day: date) -> SchoolDay:
        return SchoolDay(day, zone, (compile_day(calendar, version, day, zone, year=year),))

    return compiled


def unpublished(zone: str, day: date) -> SchoolDay:
    """A day of a school that has published no calendar."""
    closed = Calendar(first=day, last=day)
    return SchoolDay(day, zone, (replace(compile_day(closed, 0, day, zone), closed=False),))


def _told(calendar: Calendar) -> dict[date, object]:
    """What a day is to whoever looks at it: names, letter, and the blocks of everybody."""
    return {
        day: (
            each.name, each.closed, each.letter,
            [(one.audience, _blocks(calendar, one.schedule)) for one in each.assignments],
        )
        for day, each in school_year(calendar).items()
    }  # fmt: skip


def _blocks(calendar: Calendar, schedule: str) -> Sequence[object]:
    found = calendar.schedules[schedule]
    return [(found.name, each, calendar.periods[each.period]) for each in found.blocks]


def _between(first: date, last: date) -> Sequence[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
