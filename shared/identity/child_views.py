"""The answer of the API about the caller's own children. Pure."""

from __future__ import annotations

from pydantic import Field

from shared.kernel.views import View

MOST_CHILDREN = 200
"""Of one guardian; nobody has more, but a roster may give one address to many students."""


class OwnChildView(View):
    """A student whose guardian the caller is, at one school."""

    name: str = Field(description="schools/{school}/members/{person}")
    school: str = Field(description="schools/{school}")
    school_display_name: str
    person: str
    first_name: str
    last_name: str
    grade: str = Field(description="PK, TK, KG, 01 to 13 or UG; empty where it is not known.")


class OwnChildrenPage(View):
    """All of the caller's children, by school and first name; never more than 200."""

    children: list[OwnChildView]
