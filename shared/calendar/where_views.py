"""Requests and answers of the API about where people should be, and what meets in rooms. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, Field

from shared.calendar.views import DayBlockView
from shared.kernel.views import ResourceId, View
from shared.people.member_views import MemberPath

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


T = TypeVar("T", bound=date)


def _near(value: T) -> T:
    if not _FIRST_YEAR <= value.year < _LAST_YEAR:
        raise ValueError(f"must be between {_FIRST_YEAR} and {_LAST_YEAR}")
    return value


_Day = Annotated[date, AfterValidator(_near)]
_Time = Annotated[AwareDatetime, AfterValidator(_near)]
_Room = Annotated[
    str,
    Field(
        min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$", description="In any spelling."
    ),
]


class WhereQuery(View):
    """Of a call that asks where somebody should be."""

    time: _Time | None = Field(default=None, description="Now unless told.")


class MemberDayPath(MemberPath):
    """Of a day of one member."""

    day: _Day | Literal["today"] = Field(description="ISO 8601, or today, as it is at the school.")


class DraftQuery(View):
    """Of a call that shows a day as it counts, or as the draft has it."""

    draft: bool = Field(default=False, description="As the draft has it, not what is published.")


class RoomDayQuery(DraftQuery):
    """Of a call that shows the day of a room."""

    room: _Room
    day: _Day | Literal["today"] = Field(
        default="today", description="ISO 8601, or today, as it is at the school."
    )


class InRoomQuery(WhereQuery):
    """Of a call that asks who should be in a room."""

    room: _Room


class MeetingClassView(View):
    """A class that meets."""

    list_id: ResourceId
    display_name: str
    room: str = Field(description="Where it meets; empty where the source names none.")
    teacher_ids: list[str]


class WhereView(View):
    """Where somebody should be."""

    name: str = Field(description="schools/{school}/members/{person}")
    time: datetime = Field(description="The instant that is meant.")
    day: date = Field(description="On which it falls, at the school.")
    day_display_name: str = Field(description="Such as Labor Day; empty without one.")
    place: str = Field(description="IN_CLASS, PASSING, FLEX, NO_CLASS or NOT_SCHOOL_DAY.")
    reason: str
    section: MeetingClassView | None = Field(
        default=None, description="In class; while passing, what comes next."
    )
    others: list[MeetingClassView] = Field(description="That meet at the same time.")
    block: DayBlockView | None = Field(
        default=None, description="That lasts; while passing and before the first, the next one."
    )
    until_time: datetime | None = Field(
        default=None, description="When it may be otherwise; none where the day has nothing more."
    )


class MemberBlockView(DayBlockView):
    """A block of somebody's day."""

    place: str
    reason: str
    section: MeetingClassView | None = None
    others: list[MeetingClassView]


class TeacherNameView(View):
    """Who teaches a class that is shown."""

    person: str
    display_name: str


class MemberDayView(View):
    """The day of a member."""

    name: str = Field(description="schools/{school}/members/{person}/schoolDays/{day}")
    day: date
    time_zone: str
    read_time: datetime = Field(description="The present as the server has it.")
    version: int = Field(description="Of the calendar that counts; 0 without one.")
    display_name: str = Field(description="Such as Labor Day; empty without one.")
    letter: str
    schedule_display_name: str = Field(description="What they follow; empty without one.")
    reason: str = Field(
        description="Why there are no blocks: CLOSED, NO_SCHEDULE or NOT_PUBLISHED; else empty."
    )
    passing_minutes: int = Field(description="The longest gap that is time to walk.")
    blocks: list[MemberBlockView]
    teachers: list[TeacherNameView] = Field(description="Of the classes of the day.")


class RoomView(View):
    """A room in which classes meet."""

    display_name: str = Field(description="As most of its classes write it.")
    class_count: int


class RoomsList(View):
    """The rooms of a school's classes, of a teacher those of their own."""

    rooms: list[RoomView]


class RoomClassView(MeetingClassView):
    """A class that meets in a room."""

    member_count: int


class RoomBlockView(DayBlockView):
    """A block of a day, and what meets in a room in it."""

    schedules: list[str] = Field(description="That have the block, by their names.")
    classes: list[RoomClassView]


class RoomDayView(View):
    """The day of a room."""

    room: str
    day: date
    time_zone: str
    read_time: datetime = Field(description="The present as the server has it.")
    version: int = Field(description="Of the calendar that counts; 0 without one.")
    display_name: str = Field(description="Such as Labor Day; empty without one.")
    closed: bool
    blocks: list[RoomBlockView]
    teachers: list[TeacherNameView] = Field(description="Of the classes of the day.")


class InRoomView(View):
    """Somebody who should be in a room."""

    name: str = Field(description="schools/{school}/members/{person}")
    first_name: str
    last_name: str
    kind: str
    list_id: str = Field(description="The class for which they are there.")


class InRoomList(View):
    """Who should be in a room, of those whom the caller sees, by their names."""

    time: datetime
    members: list[InRoomView]
