"""Requests and answers of the API about substitutes and their codes. Pure."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from shared.kernel.views import ResourceId, SchoolPath, View


class SubstituteCodeState(StrEnum):
    """What became of a code."""

    OPEN = "OPEN"
    REDEEMED = "REDEEMED"
    REVOKED = "REVOKED"


class SubstituteCodePath(SchoolPath):
    """Of one code."""

    code: ResourceId


class NewSubstituteCode(View):
    """For whose classes, and on which day."""

    teacher_id: ResourceId = Field(description="Person id of the teacher who is away.")
    day: date = Field(description="Today or one of the 30 days after it, on the school's clocks.")


class SubstituteCodeView(View):
    """A code by which one person stands in for a teacher on one day."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"code"})

    name: str = Field(description="schools/{school}/substituteCodes/{code}")
    code: str | None = Field(
        default=None, description="What is typed; only in the answer that makes it."
    )
    teacher: str = Field(description="Person id.")
    teacher_name: str
    day: date
    end_time: datetime = Field(description="When the school's day is over, and the code with it.")
    state: SubstituteCodeState
    substitute: str | None = Field(default=None, description="Person id of who redeemed it.")
    substitute_name: str | None = None
    create_time: datetime


class SubstituteCodesPage(View):
    """Those of today and later, by their day; a teacher's own."""

    substitute_codes: list[SubstituteCodeView]


class SubstituteCodeRedeem(View):
    """What somebody was given."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"code"})

    code: str = Field(max_length=40, description="With or without hyphens, in any case.")
