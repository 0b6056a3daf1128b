"""Requests and answers of the API about members of a school. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from shared.kernel.actor import Module
from shared.kernel.etags import etag_of
from shared.kernel.roles import Role
from shared.kernel.views import PageBody, PageQuery, ReadQuery, ResourceId, SchoolPath, View
from shared.people.model import (
    ArchivedBy,
    MemberKind,
    MemberState,
    Stored,
    guardian_path,
    member_path,
)
from shared.people.search import LONGEST_TEXT


class MemberDetail(StrEnum):
    """How much of a member is wanted."""

    BASIC = "BASIC"
    FULL = "FULL"
    """With contact data, ids and guardians, for those who may see them."""


class MemberPath(SchoolPath):
    """Of one member."""

    member: ResourceId


class MemberQuery(ReadQuery):
    """Of a call that reads one member."""

    view: MemberDetail = MemberDetail.BASIC


class MembersQuery(PageQuery):
    """Of a call that lists members."""

    filter: str = Field(
        "",
        max_length=1_000,
        description='role, kind, grade, state and list, such as grade = "09" AND state = '
        '"ARCHIVED". Only active members unless state is said; ANY is all of them.',
    )
    order_by: Literal["", "lastName"] = Field("", description="By last names, always.")
    view: MemberDetail = MemberDetail.BASIC


class MembersSearch(PageBody, MembersQuery):
    """Of a call that looks for members; in its body, for what is looked for is somebody's name."""

    search: str = Field(
        "",
        max_length=LONGEST_TEXT,
        description="Beginnings of names in any order, or of an address or an id; no marks needed.",
    )


class MemberSource(View):
    """The roster that a member came from."""

    connection: str
    run: str


class MemberView(View):
    """A member of a school."""

    name: str = Field(description="schools/{school}/members/{person}")
    etag: str
    person: str
    kind: MemberKind
    role: Role
    state: MemberState
    first_name: str
    last_name: str
    grade: str = Field(description="PK, TK, KG, 01 to 13 or UG; empty for employees.")
    is_test: bool | None = Field(
        default=None, description="A test record of the SIS, left out of counts."
    )
    photo: str | None = Field(
        default=None, description="Tells one photo from another; none without a photo."
    )
    email: str | None = Field(default=None, description="This and all below in the full view only.")
    phone: str | None = None
    sis_id: str | None = None
    id_field1: str | None = None
    id_field2: str | None = None
    guardians: list[str] | None = Field(
        default=None, description="schools/{school}/guardians/{guardian}"
    )
    limited_to_grades: list[str] | None = Field(
        default=None, description="The grades that a Manager sees; none for the whole school."
    )
    modules: list[Module] | None = Field(
        default=None, description="What they manage beside their role, where they do."
    )
    archived_by: ArchivedBy | None = None
    archive_time: datetime | None = None
    source: MemberSource | None = Field(default=None, description="None for who was added by hand.")
    edited_fields: list[str] | None = Field(
        default=None, description="Edited by a person; the roster leaves these as they are."
    )
    create_time: datetime | None = None
    update_time: datetime | None = None


class MembersPage(View):
    """Members in the order of their last names."""

    members: list[MemberView]
    next_page_token: str = Field(
        "", description="Empty at the end; a page may hold fewer than asked for and yet go on."
    )


def member_view(school: str, member: Stored, detail: MemberDetail) -> MemberView:
    """What the API says of a member."""
    fields = member.fields
    basic = MemberView(
        name=member_path(school, member.id),
        etag=etag_of(member.version),
        person=member.id,
        kind=MemberKind(fields["kind"]),
        role=Role(fields["role"]),
        state=MemberState(fields["state"]),
        first_name=fields.get("firstName", ""),
        last_name=fields.get("lastName", ""),
        grade=fields.get("grade", ""),
        is_test=fields.get("isTest") or None,
        photo=fields.get("photo") or None,
    )
    if detail is MemberDetail.BASIC:
        return basic
    return basic.model_copy(update=_details(school, fields))


def _details(school: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    source = fields.get("source") or {}
    known = source.get("connection") is not None
    archived_by = fields.get("archivedBy")
    return {
        "email": fields.get("email", ""),
        "phone": fields.get("phone", ""),
        "sis_id": fields.get("sisId", ""),
        "id_field1": fields.get("idField1", ""),
        "id_field2": fields.get("idField2", ""),
        "guardians": [guardian_path(school, each) for each in fields.get("guardianIds", [])],
        "limited_to_grades": sorted(fields.get("limitedToGrades") or ()) or None,
        "modules": [Module(each) for each in sorted(fields.get("modules") or ())] or None,
        "archived_by": None if archived_by is None else ArchivedBy(archived_by),
        "archive_time": fields.get("archiveTime"),
        "source": MemberSource(**source) if known else None,
        "edited_fields": sorted(fields.get("editedFields", [])),
        "create_time": fields.get("createTime"),
        "update_time": fields.get("updateTime"),
    }
