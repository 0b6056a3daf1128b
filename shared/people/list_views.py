"""Requests and answers of the API about lists of members. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from shared.kernel.etags import etag_of
from shared.kernel.periods import LONGEST
from shared.kernel.views import PageQuery, ResourceId, SchoolPath, View, WriteQuery
from shared.people.class_schedules import is_class, periods_of, periods_raw_of, room_of
from shared.people.list_rules import MOST_MEMBERS, MOST_TEACHERS
from shared.people.model import ListKind, Stored, list_path

_Name = Annotated[
    str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$"), AfterValidator(str.strip)
]
_Members = Annotated[list[ResourceId], Field(max_length=MOST_MEMBERS)]
_Teachers = Annotated[list[ResourceId], Field(max_length=MOST_TEACHERS)]
_Periods = Annotated[
    str, Field(max_length=LONGEST, pattern=r"^[^\x00-\x1f\x7f]*$"), AfterValidator(str.strip)
]
_MOST_TERMS = 20


LIST_FILTERS = ("kind", "member", "teacher")
"""What lists can be listed by: their kind, who is on them, who teaches them."""


class ListsQuery(PageQuery):
    """Of a call that lists lists."""

    filter: str = Field(
        "", max_length=1_000, description=f"By any of {', '.join(LIST_FILTERS)}, joined by AND."
    )


class ListPath(SchoolPath):
    """Of one list."""

    list: ResourceId


class ListDeleteQuery(WriteQuery):
    """Of a call that deletes a list."""

    etag: str = Field("", max_length=64, description="Of the list as the caller last saw it.")


class ScheduleBody(View):
    """When and where a list that people keep meets: it makes a class of it."""

    section_type: Literal["SCHEDULED", "HOMEROOM"] = "SCHEDULED"
    term_ids: list[ResourceId] = Field(
        default=[], max_length=_MOST_TERMS, description="Of the school; none for the whole year."
    )
    room: _Name = Field("", description="Where it meets.")
    periods_raw: _Periods = Field("", description="Such as 3, 1-2 or 3(A) 4(B).")


class NewList(View):
    """A list to be made."""

    display_name: _Name
    member_ids: _Members = Field(default=[], description="Person ids, in the list's order.")
    teacher_ids: _Teachers | None = Field(
        default=None, description="Person ids; of a teacher who makes it, themselves unless told."
    )
    schedule: ScheduleBody | None = Field(default=None, description="Of a class.")


class ListChange(View):
    """What is to change of a list; only the fields of the update mask are looked at."""

    etag: str = Field("", max_length=64, description="Of the list as the caller last saw it.")
    display_name: _Name = ""
    member_ids: _Members = Field(default=[])
    teacher_ids: _Teachers = Field(default=[])
    schedule: ScheduleBody | None = Field(
        default=None, description="Of a list that people keep; with none it is no class."
    )
    room_by_hand: _Name | None = Field(
        default=None, description="Of a class of the roster: counts instead of the roster's room."
    )
    periods_by_hand: _Periods | None = Field(
        default=None, description="The same of its periods; with none the roster's count."
    )


class MeetingView(View):
    """A period in which a class meets."""

    code: str = Field(description="In small letters, without zeros before it.")
    days: str = Field(description="As the source writes them; empty for all days.")


class ScheduleView(View):
    """When and where a class meets, whoever has said so: what counts."""

    section_type: str = Field(description="HOMEROOM or SCHEDULED.")
    term_ids: list[str]
    room: str = Field(description="Empty where nobody has said it.")
    periods_raw: str = Field(description="As they are written.")
    periods: list[MeetingView] = Field(description="As they are understood.")


class SectionView(View):
    """What the roster says of a list that it keeps: a class."""

    section_type: str = Field(description="HOMEROOM or SCHEDULED.")
    section_code: str
    course_title: str
    course_code: str
    term_ids: list[str]
    grades: list[str]
    room: str = Field(description="Where it meets; empty where the source names none.")
    periods_raw: str = Field(description="As the source writes them.")
    periods: list[MeetingView] = Field(description="As they were understood.")


class ListView(View):
    """A list of members that a school works with, such as a class or a team."""

    name: str = Field(description="schools/{school}/lists/{list}")
    etag: str
    display_name: str
    kind: str = Field(
        description="MANUAL: kept by people. SECTION: a class; the roster says who is in it."
    )
    member_count: int
    member_ids: list[str] | None = Field(None, description="Where one list is read.")
    teacher_ids: list[str] = Field(description="Who teaches it, and so sees its members.")
    section: SectionView | None = None
    schedule: ScheduleView | None = Field(None, description="Of a class, whoever keeps it.")
    room_by_hand: str | None = Field(
        None, description="Of a class of the roster, where people have set it."
    )
    periods_by_hand: str | None = Field(None, description="The same of its periods.")
    create_time: datetime | None = None
    update_time: datetime | None = None


class ListsPage(View):
    """Lists by their names."""

    lists: list[ListView]
    next_page_token: str = ""


def list_view(school: str, found: Stored, *, whole: bool) -> ListView:
    """What the API says of a list.

    Args:
        school: whose.
        found: as it was read, or as it would be.
        whole: with the ids of its members.
    """
    fields = found.fields
    return ListView(
        name=list_path(school, found.id),
        etag=etag_of(found.version),
        display_name=fields["displayName"],
        kind=fields["kind"],
        member_count=len(fields["memberIds"]),
        member_ids=list(fields["memberIds"]) if whole else None,
        teacher_ids=list(fields["teacherIds"]),
        section=_section_view(fields) if fields["kind"] == ListKind.SECTION else None,
        schedule=_schedule_view(fields) if is_class(fields) else None,
        room_by_hand=fields.get("roomByHand"),
        periods_by_hand=fields.get("periodsByHand"),
        create_time=fields.get("createTime"),
        update_time=fields.get("updateTime"),
    )


def _schedule_view(fields: Mapping[str, Any]) -> ScheduleView:
    return ScheduleView(
        section_type=fields["sectionType"],
        term_ids=list(fields["termIds"]),
        room=room_of(fields),
        periods_raw=periods_raw_of(fields),
        periods=[MeetingView(code=each.code, days=each.days) for each in periods_of(fields)],
    )


def _section_view(fields: Mapping[str, Any]) -> SectionView:
    told = ("sectionType", "sectionCode", "courseTitle", "courseCode", "termIds", "grades")
    named = {name: fields[name] for name in (*told, "periodsRaw", "periods")}
    return SectionView(**named, room=fields.get("room", ""))
