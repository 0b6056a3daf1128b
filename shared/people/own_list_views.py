"""The answer of the API about the lists that the caller is on or teaches. Pure."""

from __future__ import annotations

from pydantic import Field

from shared.kernel.views import View


class OwnListView(View):
    """A list that the caller is on or teaches: its name, and nothing of who else is on it."""

    name: str = Field(description="schools/{school}/lists/{list}")
    school: str = Field(description="schools/{school}")
    display_name: str
    kind: str = Field(description="SECTION for a class, MANUAL for any other list.")
    teaches: bool = Field(description="The caller teaches it.")


class OwnListsPage(View):
    """By school and name; never more than 100 of a school that hold the caller, or they teach."""

    lists: list[OwnListView]
