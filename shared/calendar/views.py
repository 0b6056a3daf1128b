"""Requests and answers of the API about a school's calendar. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictInt

from shared.kernel.views import ResourceId, View

MOST_PERIODS = 60
MOST_SCHEDULES = 60
MOST_BLOCKS = 60
MOST_PATTERNS = 100
MOST_EXCEPTIONS = 400
MOST_LETTERS = 12

Weekday = Literal["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]
WEEKDAYS: tuple[Weekday, ...] = (
    *("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"),
    *("SATURDAY", "SUNDAY"),
)

_Name = Annotated[
    str,
    Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$"),
    AfterValidator(str.strip),
]
_Letter = Annotated[str, Field(min_length=1, max_length=12, pattern=r"^[^\s\x00-\x1f\x7f,;()-]+$")]
Clock = Annotated[
    str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="On the school's clocks.")
]
CODE_PATTERN = r"^[^\x00-\x1f\x7f]{1,40}$"
"""What a short code is."""
_Code = Annotated[str, Field(pattern=CODE_PATTERN)]


class PeriodBody(View):
    """A part of the day that bell schedules give a time."""

    id: ResourceId
    display_name: _Name
    kind: Literal["CLASS", "FLEX", "LUNCH", "BREAK"]
    codes: Annotated[list[_Code], Field(max_length=20)] = Field(
        default=[], description="What the SIS calls it, however it is spelled."
    )


class BlockBody(View):
    """A period's time in one bell schedule."""

    period_id: ResourceId
    start_time: Clock
    end_time: Clock


class BellScheduleBody(View):
    """When the bell rings."""

    id: ResourceId
    display_name: _Name
    blocks: Annotated[list[BlockBody], Field(max_length=MOST_BLOCKS)]


class AssignmentBody(View):
    """Which schedule is followed by whom; without grades and lists by everybody."""

    schedule_id: ResourceId
    grades: Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=30)] = Field(
        default=[]
    )
    list_ids: Annotated[list[ResourceId], Field(max_length=20)] = Field(default=[])


class PatternBody(AssignmentBody):
    """An assignment of all days of some weekdays and letters; of every day without them."""

    weekdays: Annotated[list[Weekday], Field(max_length=7)] = Field(default=[])
    letters: Annotated[list[_Letter], Field(max_length=MOST_LETTERS)] = Field(default=[])


class RotationBody(View):
    """Letters that go round with the school days; none without a rotation."""

    letters: Annotated[list[_Letter], Field(max_length=MOST_LETTERS)] = Field(default=[])
    first_letter: str = Field(default="", max_length=12, description="Of the first school day.")


class DayExceptionBody(View):
    """What one day has in the place of what patterns say."""

    day: date
    display_name: str = Field(default="", max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")
    closed: StrictBool = Field(default=False, description="There is no school.")
    assignments: Annotated[list[AssignmentBody], Field(max_length=20)] = Field(default=[])
    letter: str = Field(default="", max_length=12, description="From which the rotation goes on.")
    uses_letter: StrictBool = Field(
        default=False, description="A closed day takes its letter with it."
    )


class DayWordBody(View):
    """What a text means that the SIS writes beside a period's code."""

    word: Annotated[str, Field(min_length=1, max_length=60)]
    letters: Annotated[list[_Letter], Field(max_length=MOST_LETTERS)] = Field(default=[])
    weekdays: Annotated[list[Weekday], Field(max_length=7)] = Field(default=[])


class CalendarBody(View):
    """All that a school says of its days."""

    first_day: date
    last_day: date
    school_weekdays: Annotated[list[Weekday], Field(min_length=1, max_length=7)] = Field(
        default=list(WEEKDAYS[:5])
    )
    periods: Annotated[list[PeriodBody], Field(max_length=MOST_PERIODS)] = Field(default=[])
    schedules: Annotated[list[BellScheduleBody], Field(max_length=MOST_SCHEDULES)] = Field(
        default=[]
    )
    patterns: Annotated[list[PatternBody], Field(max_length=MOST_PATTERNS)] = Field(default=[])
    rotation: RotationBody = Field(default=RotationBody())
    passing_minutes: StrictInt = Field(
        default=15,
        ge=0,
        le=60,
        description="The longest gap between two blocks that is time to walk.",
    )
    day_words: Annotated[list[DayWordBody], Field(max_length=100)] = Field(default=[])
    exceptions: Annotated[list[DayExceptionBody], Field(max_length=MOST_EXCEPTIONS)] = Field(
        default=[]
    )

    def assignments(self) -> Iterator[AssignmentBody]:
        """Every schedule that somebody is to follow on some day."""
        yield from self.patterns
        for each in self.exceptions:
            yield from each.assignments


FIELDS = ("calendar", "visibleToStaff")
"""What an update may name; the calendar is replaced as a whole."""


class CalendarChange(View):
    """What is to change of the draft; only the fields of the update mask are looked at."""

    etag: str = Field("", max_length=64, description="Of the calendar as the caller last saw it.")
    calendar: CalendarBody | None = Field(default=None)
    visible_to_staff: StrictBool = Field(
        default=False, description="Staff see the draft as well, before it is published."
    )


class PublishedView(View):
    """The version that counts."""

    version: int
    publish_time: datetime


class CalendarView(View):
    """A school's calendar: the draft, which counts for nobody until it is published."""

    name: str = Field(description="schools/{school}/settings/calendar")
    etag: str
    calendar: CalendarBody | None = Field(None, description="Nothing before the first draft.")
    visible_to_staff: bool
    published: PublishedView | None = Field(None, description="Nothing before the first time.")
    changed: bool = Field(description="The draft differs from what is published.")
    update_time: datetime | None = None


class PublishBody(View):
    """What is asked for when a calendar is published."""

    etag: str = Field("", max_length=64, description="Of the draft as the caller last saw it.")


class DeclareBody(View):
    """A day that is to be otherwise, at once."""

    exception: DayExceptionBody


class DayBlockView(View):
    """A period on a day."""

    period_id: str
    display_name: str
    kind: str
    start_time: datetime
    end_time: datetime


class TrackView(View):
    """What an audience follows on a day."""

    schedule_id: str
    display_name: str
    grades: list[str]
    list_ids: list[str]
    blocks: list[DayBlockView]


class SchoolDayView(View):
    """A day of a school."""

    name: str = Field(description="schools/{school}/schoolDays/{day}")
    day: date
    time_zone: str
    version: int = Field(description="Of the calendar that counts now; 0 without one.")
    display_name: str = Field(description="Such as Labor Day; empty without one.")
    letter: str
    closed: bool
    tracks: list[TrackView]


class SchoolDaysQuery(View):
    """Of a call that lists days."""

    first_day: date
    last_day: date
    draft: bool = Field(default=False, description="As the draft has them, not what is published.")


class SchoolDaysList(View):
    """Days in their order; at most 400."""

    school_days: list[SchoolDayView]


class PublishView(View):
    """What a publication changes."""

    calendar: CalendarView
    changed_days: list[date] = Field(description="From today on, the first 400.")
    since: datetime = Field(description="From when on today is otherwise.")
