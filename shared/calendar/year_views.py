"""Requests and answers of the API about what a school's year is made of. Pure."""

from __future__ import annotations

import base64
import binascii
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from shared.calendar.views import CalendarBody
from shared.kernel.views import PageQuery, ResourceId, SchoolPath, View

LONGEST_FILE = 1_000_000
"""Characters of a file in base64, which is 750,000 bytes; a whole request may have a megabyte."""


class UnreadCode(StrEnum):
    """What couldn't be read of an iCalendar file."""

    FILE_CUT_OFF = "FILE_CUT_OFF"
    EVENT_CUT_OFF = "EVENT_CUT_OFF"
    START = "START"
    END = "END"
    REPEAT = "REPEAT"
    DATES = "DATES"
    FOLLOWING = "FOLLOWING"
    ZONE = "ZONE"


MEANINGS = {
    UnreadCode.FILE_CUT_OFF: "the file has no end; events may be missing",
    UnreadCode.EVENT_CUT_OFF: "its end is missing; it counts as far as it goes",
    UnreadCode.START: "when it begins can't be read; it is left out",
    UnreadCode.END: "when it ends can't be read; it ends as it begins",
    UnreadCode.REPEAT: "how it repeats can't be read; only its first day counts",
    UnreadCode.DATES: "some dates of its repetition can't be read; they are left out",
    UnreadCode.FOLLOWING: "it changes the coming ones too; only this day is changed",
    UnreadCode.ZONE: "its time zone isn't known; the school's is taken",
}
"""What each means and what became of the event, in English."""


def _is_base64(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("is no base64") from error
    return text


class HolidaysBody(View):
    """An iCalendar file."""

    content: Annotated[str, AfterValidator(_is_base64)] = Field(
        max_length=LONGEST_FILE,
        description="The .ics file's bytes in base64, 750,000 of them at most.",
    )

    @property
    def data(self) -> bytes:
        """The file."""
        return base64.b64decode(self.content)


class HolidayView(View):
    """A day that events of a file are on."""

    day: date
    display_name: str = Field(description="Of its events, three at most; empty where none has one.")
    closes: bool = Field(description="Whether there is no school: a guess out of the names.")


class UnreadView(View):
    """What couldn't be read of a file."""

    code: UnreadCode
    event: int = Field(description="Its place among the file's events, from 1; 0 for the file.")
    display_name: str = Field(description="Of the event; empty without one.")
    meaning: str = Field(description="What the code means, in English.")


class HolidaysView(View):
    """What a file says of a school year; nothing of it is kept."""

    holidays: list[HolidayView]
    left_out: int = Field(description="Events that have no day within the year.")
    unread: list[UnreadView]
    unread_count: int = Field(description="How many there are; the first 100 are named.")


class CalendarVersionsQuery(PageQuery):
    """Of a call that lists versions."""


class CalendarVersionPath(SchoolPath):
    """Of one version."""

    version: ResourceId = Field(description="As its name ends, such as 00012.")


class CalendarVersionView(View):
    """A calendar that was published."""

    name: str = Field(description="schools/{school}/calendarVersions/{version}")
    version: int
    publish_time: datetime
    publisher: str = Field(description="Who published it, as the audit log says: person:{id}.")
    publisher_display_name: str | None = Field(
        default=None, description="What they are called now, if they are a member of the school."
    )
    changed_days: int | None = Field(
        default=None, description="How many days it changed, the first 400 counted, if known."
    )
    declared_day: date | None = Field(
        default=None, description="The one day that was declared; nothing where a draft was."
    )
    calendar: CalendarBody | None = Field(
        default=None, description="What was published; a list leaves it out."
    )


class CalendarVersionsPage(View):
    """Versions, the newest first."""

    calendar_versions: list[CalendarVersionView]
    next_page_token: str = ""
