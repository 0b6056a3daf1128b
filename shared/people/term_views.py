"""Requests and answers of the API about the terms of a school. Pure."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from shared.kernel.etags import etag_of
from shared.kernel.views import ResourceId, SchoolPath, View, WriteQuery
from shared.people.model import Stored, is_by_hand, terms_of

_Name = Annotated[
    str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$"), AfterValidator(str.strip)
]


class TermType(StrEnum):
    """What a term is, in OneRoster's words."""

    SCHOOL_YEAR = "schoolYear"
    SEMESTER = "semester"
    TERM = "term"
    GRADING_PERIOD = "gradingPeriod"


class TermPath(SchoolPath):
    """Of one term."""

    term: ResourceId


class TermDeleteQuery(WriteQuery):
    """Of a call that deletes a term."""

    etag: str = Field("", max_length=64, description="Of the term as the caller last saw it.")


class NewTerm(View):
    """A term to be made."""

    display_name: _Name
    term_type: TermType
    start_day: date = Field(description="The first day.")
    end_day: date = Field(description="The day after the last one.")


class TermChange(View):
    """What is to change of a term; only the fields of the update mask are looked at."""

    etag: str = Field("", max_length=64, description="Of the term as the caller last saw it.")
    display_name: _Name = ""
    term_type: TermType | None = Field(default=None)
    start_day: date | None = Field(default=None, description="The first day.")
    end_day: date | None = Field(default=None, description="The day after the last one.")


class TermView(View):
    """A term, a semester, a school year: when classes of it are."""

    name: str = Field(description="schools/{school}/terms/{term}")
    etag: str
    display_name: str
    term_type: str = Field(description="schoolYear, semester, term or gradingPeriod.")
    start_day: str | None = Field(None, description="The first day, ISO 8601.")
    end_day: str | None = Field(None, description="The day after the last one.")
    by_hand: bool = Field(description="People keep it; of any other term the roster says all.")
    create_time: datetime | None = None
    update_time: datetime | None = None


class TermsList(View):
    """The terms of the roster's classes, and those that people keep; the first one first."""

    terms: list[TermView]


def term_view(school: str, found: Stored) -> TermView:
    """A term as the API shows it."""
    fields = found.fields
    return TermView(
        name=f"{terms_of(school)}/{found.id}",
        etag=etag_of(found.version),
        display_name=fields["displayName"],
        term_type=fields["termType"],
        start_day=fields["startDay"],
        end_day=fields["endDay"],
        by_hand=is_by_hand(fields),
        create_time=fields.get("createTime"),
        update_time=fields.get("updateTime"),
    )
