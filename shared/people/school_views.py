"""Requests and answers of the API about the caller and about schools. Pure."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from shared.kernel.actor import Module
from shared.kernel.permissions import Action
from shared.kernel.roles import Role
from shared.kernel.views import PageQuery, ReadQuery, View


class SchoolDetail(StrEnum):
    """How much of a school is wanted."""

    BASIC = "BASIC"
    FULL = "FULL"
    """With the numbers of its people, for those who run it."""


class SchoolQuery(ReadQuery):
    """Of a call that reads one school."""

    view: SchoolDetail = SchoolDetail.BASIC


class SchoolsQuery(PageQuery):
    """Of a call that lists schools."""

    view: SchoolDetail = SchoolDetail.BASIC


class PeopleCounts(View):
    """Active members by kind."""

    students: int
    teachers: int
    staff: int
    admins: int


class SchoolView(View):
    """A school of the district."""

    name: str = Field(description="schools/{school}")
    display_name: str
    time_zone: str = Field(description="IANA name.")
    language: str = Field(description="Of its mails: en or es.")
    counts: PeopleCounts | None = Field(None, description="In the full view, for who runs it.")


class SchoolsPage(View):
    """Schools that the caller belongs to."""

    schools: list[SchoolView]
    next_page_token: str = ""


class MembershipView(View):
    """What the caller is at one school, and may do there."""

    school: str = Field(description="schools/{school}")
    school_display_name: str
    role: Role
    person: str
    grades: list[str] = Field(
        description="Those that the caller is limited to; empty for no limit."
    )
    modules: list[Module]
    permissions: list[Action]


class MeView(View):
    """The caller."""

    uid: str
    email: str
    district: bool = Field(description="A District Manager, who runs every school.")
    memberships: list[MembershipView] = Field(
        description="Of the schools in the token; a District Manager lists the schools instead."
    )
    permissions: list[Action] = Field(description="Of a District Manager at every school.")
