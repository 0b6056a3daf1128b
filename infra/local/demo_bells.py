"""The demo's bell schedules: what an owner does on the page of the bell, by the same use cases.

A first calendar out of the codes of a school's classes; by hand where the classes name none.
"""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from shared import bootstrap
from shared.calendar.bodies import body_of
from shared.calendar.match_views import CalendarSuggestBody
from shared.calendar.model import Calendar
from shared.calendar.starting import school_year_of, starter
from shared.calendar.views import BellScheduleBody, BlockBody, CalendarBody, CalendarChange
from shared.kernel.actor import Actor, Membership
from shared.kernel.errors import Invalid
from shared.kernel.roles import Role

HALF_DAY = "Half day"
_BY_HAND = [str(number) for number in range(1, 7)]
"""Periods of a school whose files bring no classes."""
_LESSON, _WALK = 25, 5
"""Minutes of a half day."""
_PERSON = "demo-administrator"


def ring(school: str, zone: str) -> str:
    """Draft a school's calendar with a half day beside its regular one, and publish it.

    Returns:
        How many periods it has, and how many of the classes have their place in the day.
    """
    owner = Actor(_PERSON, "", {school: Membership(Role.OWNER, _PERSON)})
    desk, matching = bootstrap.calendar_desk(), bootstrap.matching_desk()
    calendar = _with_half_day(_first(owner, school, zone))
    change = CalendarChange(etag="", calendar=calendar)
    drafted = desk.update(owner, school, change, "calendar", "", validate_only=False)
    desk.publish(owner, school, drafted.etag, validate_only=False)
    found = matching.match(owner, school, None)
    placed = f"{found.placed} of {found.classes} classes have their place in the day"
    return f"{len(calendar.periods)} periods, {placed if found.classes else 'no classes yet'}"


def _first(owner: Actor, school: str, zone: str) -> CalendarBody:
    """Of the codes of the classes; where they name none, six periods."""
    try:
        asked = CalendarSuggestBody()
        return bootstrap.matching_desk().suggest(owner, school, asked).calendar
    except Invalid as error:
        if error.reason != "CODES_MISSING":
            raise
    today = datetime.now(ZoneInfo(zone)).date()
    return body_of(starter(Calendar(*school_year_of([], today)), _BY_HAND, time(8)))


def _with_half_day(calendar: CalendarBody) -> CalendarBody:
    """With a second schedule in which every period is short; a day can be declared to follow it."""
    (regular,) = calendar.schedules
    first = time.fromisoformat(regular.blocks[0].start_time)
    minute, blocks = first.hour * 60 + first.minute, []
    for block in regular.blocks:
        start, end = _clock(minute), _clock(minute + _LESSON)
        blocks.append(BlockBody(period_id=block.period_id, start_time=start, end_time=end))
        minute += _LESSON + _WALK
    half = BellScheduleBody(id="half-day", display_name=HALF_DAY, blocks=blocks)
    return calendar.model_copy(update={"schedules": [regular, half]})


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
