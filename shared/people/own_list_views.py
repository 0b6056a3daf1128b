"""The answer of the API about the lists that the caller is on or teaches. Pure."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from shared.kernel.views import View


class OwnListView(View):
    """A list that the caller is on or teaches: its name, and nothing of who else is on it."""

    name: str = Field(description="schools/{school}/lists/{list}")
    school: str = Field(description="schools/{school}")
    display_name: str
    kind: str = Field(description="SECTION for a class, MANUAL for any other list.")
    teaches: bool = Field(description="The caller teaches it.")
    substitute_for: str | None = Field(
        default=None, description="Person id of whose class it is that the caller stands in for."
    )


class CoverView(View):
    """Somebody's classes that the caller stands in for, on one day."""

    school: str = Field(description="schools/{school}")
    teacher: str = Field(description="Person id.")
    teacher_name: str
    start_time: datetime
    end_time: datetime


class OwnListsPage(View):
    """By school and name; never more than 100 of a school that hold the caller, or they teach."""

    lists: list[OwnListView]
    covers: list[CoverView] | None = Field(
        default=None, description="Of now and later; the lists of those of now are there as well."
    )
