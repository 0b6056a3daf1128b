"""Routes about a school's calendar and its days."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.calendar.match_views import (
    CalendarMatchBody,
    CalendarMatchView,
    CalendarSuggestBody,
    CalendarSuggestView,
)
from shared.calendar.views import (
    CalendarChange,
    CalendarView,
    DeclareBody,
    PublishBody,
    PublishView,
    SchoolDaysList,
    SchoolDaysQuery,
)
from shared.calendar.year_views import (
    CalendarVersionPath,
    CalendarVersionsPage,
    CalendarVersionsQuery,
    CalendarVersionView,
    HolidaysBody,
    HolidaysView,
)
from shared.kernel.permissions import Action
from shared.kernel.views import ReadQuery, SchoolPath, UpdateQuery, WriteQuery

api = Api("calendars", "A school's bell schedules, the days of its year, and which day has which.")

CALENDAR = "/v1/schools/<school>/settings/calendar"
VERSIONS = "/v1/schools/<school>/calendarVersions"
DAYS = "/v1/schools/<school>/schoolDays"


@api.get(CALENDAR, Action.CALENDARS_GET, CalendarView)
def get_calendar(call: Call, path: SchoolPath, query: ReadQuery) -> CalendarView:
    """Get the draft of a school's calendar, and which version counts."""
    del query
    return bootstrap.calendar_desk().get(call.actor, path.school)


@api.patch(CALENDAR, Action.CALENDARS_UPDATE, CalendarView)
def update_calendar(
    call: Call, path: SchoolPath, query: UpdateQuery, body: CalendarChange
) -> CalendarView:
    """Write the draft; nobody follows it until it is published."""
    return bootstrap.calendar_desk().update(
        call.actor,
        path.school,
        body,
        query.update_mask,
        body.etag or call.if_match,
        validate_only=query.validate_only,
    )


@api.post(f"{CALENDAR}:publish", Action.CALENDARS_PUBLISH, PublishView)
def publish_calendar(
    call: Call, path: SchoolPath, query: WriteQuery, body: PublishBody
) -> PublishView:
    """Make the draft count from now on; with validateOnly only what it would change is told."""
    return bootstrap.calendar_desk().publish(
        call.actor, path.school, body.etag or call.if_match, validate_only=query.validate_only
    )


@api.post(f"{CALENDAR}:declareDay", Action.CALENDARS_PUBLISH, PublishView)
def declare_day(call: Call, path: SchoolPath, query: WriteQuery, body: DeclareBody) -> PublishView:
    """Have one day be otherwise at once, such as a half day; nothing else is published."""
    return bootstrap.calendar_desk().declare(
        call.actor, path.school, body.exception, validate_only=query.validate_only
    )


@api.post(f"{CALENDAR}:readHolidays", Action.CALENDARS_UPDATE, HolidaysView)
def read_holidays(
    call: Call, path: SchoolPath, query: WriteQuery, body: HolidaysBody
) -> HolidaysView:
    """Read the days of the school year out of an iCalendar file; nothing of it is kept."""
    del query
    return bootstrap.year_desk().holidays(call.actor, path.school, body)


@api.get(VERSIONS, Action.CALENDARS_GET, CalendarVersionsPage)
def list_calendar_versions(
    call: Call, path: SchoolPath, query: CalendarVersionsQuery
) -> CalendarVersionsPage:
    """List what was published, the newest first; 50 on a page."""
    page = bootstrap.year_desk().versions(call.actor, path.school, query)
    return CalendarVersionsPage(calendar_versions=list(page.items), next_page_token=page.next_token)


@api.get(f"{VERSIONS}/<version>", Action.CALENDARS_GET, CalendarVersionView)
def get_calendar_version(
    call: Call, path: CalendarVersionPath, query: ReadQuery
) -> CalendarVersionView:
    """Get a calendar as it was published."""
    del query
    return bootstrap.year_desk().version(call.actor, path.school, path.version)


@api.post(f"{CALENDAR}:match", Action.CALENDARS_UPDATE, CalendarMatchView)
def match_calendar(
    call: Call, path: SchoolPath, query: WriteQuery, body: CalendarMatchBody
) -> CalendarMatchView:
    """Compare a calendar with the classes of the school: codes, day words, who is placed."""
    del query
    return bootstrap.matching_desk().match(call.actor, path.school, body.calendar)


@api.post(f"{CALENDAR}:suggest", Action.CALENDARS_UPDATE, CalendarSuggestView)
def suggest_calendar(
    call: Call, path: SchoolPath, query: WriteQuery, body: CalendarSuggestBody
) -> CalendarSuggestView:
    """Make a first calendar of the codes of the school's classes; it is not saved."""
    del query
    return bootstrap.matching_desk().suggest(call.actor, path.school, body)


@api.get(DAYS, Action.SCHOOL_DAYS_GET, SchoolDaysList)
def list_school_days(call: Call, path: SchoolPath, query: SchoolDaysQuery) -> SchoolDaysList:
    """List days of a school as they count, or as the draft has them."""
    return bootstrap.calendar_desk().days(
        call.actor, path.school, query.first_day, query.last_day, draft=query.draft
    )
