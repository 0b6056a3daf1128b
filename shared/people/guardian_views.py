"""Requests and answers of the API about guardians of a school's students. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from shared.kernel.views import PageBody, PageQuery, ResourceId, SchoolPath, View
from shared.people.model import MemberState, Stored, guardian_path, member_path
from shared.people.search import LONGEST_TEXT


class GuardianPath(SchoolPath):
    """Of one guardian."""

    guardian: ResourceId


class GuardiansQuery(PageQuery):
    """Of a call that lists guardians."""

    filter: str = Field(
        "", max_length=1_000, description='Whose guardians: member = "{person}", or none for all.'
    )


class GuardiansSearch(PageBody, GuardiansQuery):
    """Of a call that looks for guardians; in its body, for it is somebody's address or number."""

    search: str = Field(
        "",
        max_length=LONGEST_TEXT,
        description="The beginning of an e-mail address, or of a phone number in digits.",
    )


class ChildView(View):
    """A student of a guardian."""

    member: str = Field(description="schools/{school}/members/{person}")
    first_name: str
    last_name: str
    grade: str
    state: MemberState


class GuardianView(View):
    """Somebody whom a student's family is reached by; rosters give no names of them."""

    name: str = Field(description="schools/{school}/guardians/{guardian}")
    email: str
    phone: str = Field(description="E.164 where it is a number of that form.")
    children: list[ChildView] = Field(description="Those whom the caller reaches.")
    update_time: datetime | None = None


class GuardiansPage(View):
    """Guardians by their ids; of a search, by the address or the number."""

    guardians: list[GuardianView]
    next_page_token: str = Field(
        "", description="Empty at the end; a page may hold fewer than asked for and yet go on."
    )


def guardian_view(school: str, guardian: Stored, children: Sequence[Stored]) -> GuardianView:
    """What the API says of a guardian.

    Args:
        school: that knows the guardian.
        guardian: as it was read.
        children: the students whom the caller may be told of.
    """
    return GuardianView(
        name=guardian_path(school, guardian.id),
        email=guardian.fields.get("email", ""),
        phone=guardian.fields.get("phone", ""),
        children=[_child_view(school, each) for each in children],
        update_time=guardian.fields.get("updateTime"),
    )


def _child_view(school: str, member: Stored) -> ChildView:
    return ChildView(
        member=member_path(school, member.id),
        first_name=member.fields.get("firstName", ""),
        last_name=member.fields.get("lastName", ""),
        grade=member.fields.get("grade", ""),
        state=MemberState(member.fields["state"]),
    )
