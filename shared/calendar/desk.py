"""A school's calendar for callers: drafted, looked at, published, and one day declared at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from shared.calendar.bodies import body_of, calendar_of
from shared.calendar.checks import exception_violations, violations_of
from shared.calendar.day_views import day_view
from shared.calendar.days import LONGEST_YEAR
from shared.calendar.publishing import Publisher, days_of_calendar
from shared.calendar.seen_days import sees_draft
from shared.calendar.store import CalendarStore, Draft
from shared.calendar.views import (
    FIELDS,
    CalendarBody,
    CalendarChange,
    CalendarView,
    DayExceptionBody,
    PublishedView,
    PublishView,
    SchoolDaysList,
)
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldViolation, Invalid, Missing
from shared.kernel.etags import check_etag, etag_of
from shared.kernel.field_masks import parse_mask
from shared.kernel.local_time import local_day
from shared.kernel.permissions import Action, authorize, scope_of
from shared.people.school_store import SchoolStore

LONGEST_LOOK = 31
"""Days that students and parents look at at once; each is a document read."""


class CalendarDesk:
    """Shows and changes calendars. Every use case raises `Denied` as `authorize` says."""

    def __init__(
        self, store: CalendarStore, schools: SchoolStore, publisher: Publisher, clock: Clock
    ) -> None:
        """Take the parts.

        Args:
            store: holds calendars and days.
            schools: know their zones.
            publisher: makes versions count.
            clock: the present instant.
        """
        self._store = store
        self._schools = schools
        self._publisher = publisher
        self._clock = clock

    def get(self, actor: Actor, school: str) -> CalendarView:
        """The draft and which version counts; of staff the draft only where it is shown to them."""
        authorize(actor, Action.CALENDARS_GET, school)
        draft = self._store.draft(school)
        if draft.body is not None and not sees_draft(actor, school, draft):
            body = self._store.version(school, draft.version) if draft.version else None
            return _shown(school, draft, body, changed=False)
        return _shown(school, draft, draft.body, changed=draft.changed)

    def update(
        self, actor: Actor, school: str, asked: CalendarChange, mask: str, etag: str,
        *, validate_only: bool,
    ) -> CalendarView:  # fmt: skip
        """Write the draft.

        Raises:
            Invalid: ``CALENDAR_INVALID`` with the fields, ``CALENDAR_EMPTY``, or as `parse_mask`
                says.
            Conflict: ``ETAG_MISMATCH``.
        """
        authorize(actor, Action.CALENDARS_UPDATE, school)
        self._schools.school(school)
        given = asked.model_dump(by_alias=True, exclude_unset=True).keys() - {"etag"}
        named = parse_mask(mask, FIELDS, given)
        was = self._store.draft(school)
        check_etag(etag, was.token)
        body = was.body
        if "calendar" in named and asked.calendar is not None:
            body = _checked(asked.calendar)
        if body is None:
            raise Invalid("CALENDAR_EMPTY", "there is no calendar yet")
        visible = asked.visible_to_staff if "visibleToStaff" in named else was.visible_to_staff
        published = self._store.version(school, was.version) if was.version else None
        after = replace(was, body=body, visible_to_staff=visible, changed=body != published)
        if validate_only or after == was:
            return _shown(school, after, body, changed=after.changed)
        try:
            self._store.save(school, was, body, after, actor.id, self._clock())
        except Conflict as error:
            raise _stale() from error
        return self.get(actor, school)

    def publish(self, actor: Actor, school: str, etag: str, *, validate_only: bool) -> PublishView:
        """Make the draft count from now on; what it changes is told, also without doing it.

        Raises:
            Invalid: ``CALENDAR_EMPTY``: there is no draft, or no day of it has a schedule.
            Conflict: as `Publisher.publish`.
        """
        authorize(actor, Action.CALENDARS_PUBLISH, school)
        here, now, was = self._schools.school(school), self._clock(), self._store.draft(school)
        check_etag(etag, was.token)
        if was.body is None or not _rings(was.body):
            raise Invalid("CALENDAR_EMPTY", "no day of the calendar has a bell schedule")
        changed = self._publisher.changed_days(here, was, was.body, now)
        if not validate_only:
            self._publisher.publish(
                here, was, was.body, now, actor.id,
                what="calendars:publish", about={"days": len(changed)}, leaves_draft=False,
            )  # fmt: skip
        return PublishView(calendar=self.get(actor, school), changed_days=changed, since=now)

    def declare(
        self, actor: Actor, school: str, exception: DayExceptionBody, *, validate_only: bool
    ) -> PublishView:
        """Have one day be otherwise, at once; nothing else of the draft is published.

        Raises:
            Invalid: ``CALENDAR_EMPTY``: nothing is published; ``CALENDAR_INVALID``;
                ``SCHOOL_DAY_PAST``.
            Conflict: as `Publisher.publish`.
        """
        authorize(actor, Action.CALENDARS_PUBLISH, school)
        here, now, was = self._schools.school(school), self._clock(), self._store.draft(school)
        published = self._store.version(school, was.version) if was.version else None
        if published is None or was.body is None:
            raise Invalid("CALENDAR_EMPTY", "the school has published no calendar")
        if exception.day < local_day(now, here.time_zone):
            raise Invalid("SCHOOL_DAY_PAST", "the day is over, and stays as it was")
        _refuse(list(exception_violations("exception", exception, published)))
        body = _with(published, exception)
        changed = self._publisher.changed_days(here, was, body, now)
        if not validate_only:
            drafted = _with(was.body, exception)
            # A draft that has no such schedule any more is left as it is.
            kept = was.body if violations_of(drafted) else drafted
            self._publisher.publish(
                here, replace(was, body=kept), body, now, actor.id,
                what="calendars:declareDay",
                about={"day": exception.day.isoformat(), "days": len(changed)},
                leaves_draft=was.changed,
            )  # fmt: skip
        return PublishView(calendar=self.get(actor, school), changed_days=changed, since=now)

    def days(
        self, actor: Actor, school: str, first: date, last: date, *, draft: bool
    ) -> SchoolDaysList:
        """Days as they count, or as the draft has them.

        Raises:
            Invalid: ``CALENDAR_INVALID``: the last day is before the first, or too far from it.
        """
        authorize(actor, Action.SCHOOL_DAYS_GET, school)
        here, was, now = self._schools.school(school), self._store.draft(school), self._clock()
        works_here = scope_of(actor, Action.CALENDARS_GET, school) is not None
        longest = LONGEST_YEAR if works_here else LONGEST_LOOK
        if not 0 <= (last - first).days < longest:
            what = f"must be within {longest} days of the first day"
            _refuse([FieldViolation("lastDay", what)])
        wanted = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        if draft:
            if was.body is None or not sees_draft(actor, school, was):
                raise Missing("CALENDAR_UNKNOWN", "there is no draft for the caller to see")
            compiled = days_of_calendar(calendar_of(was.body), 0, here.time_zone)
            found = list(map(compiled, wanted))
        else:
            found = self._publisher.days(here, wanted)
        return SchoolDaysList(school_days=[day_view(school, each, now) for each in found])


def _checked(body: CalendarBody) -> CalendarBody:
    """A calendar as it is kept: periods' codes and words as they are compared."""
    _refuse(violations_of(body))
    return body_of(calendar_of(body))


def _refuse(violations: Sequence[FieldViolation]) -> None:
    if violations:
        raise Invalid("CALENDAR_INVALID", "the calendar is not valid", violations=violations)


def _rings(body: CalendarBody) -> bool:
    """Whether anybody follows a schedule on any day."""
    rung = {each.id for each in body.schedules if each.blocks}
    return any(each.schedule_id in rung for each in body.assignments())


def _with(body: CalendarBody, exception: DayExceptionBody) -> CalendarBody:
    """The calendar with one more exception, or another one for its day."""
    others = [each for each in body.exceptions if each.day != exception.day]
    exceptions = sorted([*others, exception], key=lambda each: each.day)
    return body.model_copy(update={"exceptions": exceptions})


def _shown(school: str, draft: Draft, body: CalendarBody | None, *, changed: bool) -> CalendarView:
    published = None
    if draft.version and draft.publish_time is not None:
        published = PublishedView(version=draft.version, publish_time=draft.publish_time)
    return CalendarView(
        name=f"schools/{school}/settings/calendar",
        etag=etag_of(draft.token),
        calendar=body,
        visible_to_staff=draft.visible_to_staff,
        published=published,
        changed=changed,
        update_time=draft.update_time,
    )


def _stale() -> Conflict:
    return Conflict("ETAG_MISMATCH", "the calendar has changed since it was read")
