"""Requests and answers of the API about lists of members. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from shared.kernel.etags import etag_of
from shared.kernel.views import ResourceId, SchoolPath, View, WriteQuery
from shared.people.list_rules import MOST_MEMBERS, MOST_TEACHERS
from shared.people.model import Stored, list_path

_Name = Annotated[
    str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$"), AfterValidator(str.strip)
]
_Members = Annotated[list[ResourceId], Field(max_length=MOST_MEMBERS)]
_Teachers = Annotated[list[ResourceId], Field(max_length=MOST_TEACHERS)]


class ListPath(SchoolPath):
    """Of one list."""

    list: ResourceId


class ListDeleteQuery(WriteQuery):
    """Of a call that deletes a list."""

    etag: str = Field("", max_length=64, description="Of the list as the caller last saw it.")


class NewList(View):
    """A list to be made."""

    display_name: _Name
    member_ids: _Members = Field(default=[], description="Person ids, in the list's order.")
    teacher_ids: _Teachers | None = Field(
        default=None, description="Person ids; of a teacher who makes it, themselves unless told."
    )


class ListChange(View):
    """What is to change of a list; only the fields of the update mask are looked at."""

    etag: str = Field("", max_length=64, description="Of the list as the caller last saw it.")
    display_name: _Name = ""
    member_ids: _Members = Field(default=[])
    teacher_ids: _Teachers = Field(default=[])


class ListView(View):
    """A list of members that a school works with, such as a class or a team."""

    name: str = Field(description="schools/{school}/lists/{list}")
    etag: str
    display_name: str
    kind: str = Field(description="MANUAL: kept by people.")
    member_count: int
    member_ids: list[str] | None = Field(None, description="Where one list is read.")
    teacher_ids: list[str] = Field(description="Who teaches it, and so sees its members.")
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
        create_time=fields.get("createTime"),
        update_time=fields.get("updateTime"),
    )
