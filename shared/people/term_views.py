"""The answer of the API about the terms of a school. Pure."""

from __future__ import annotations

from pydantic import Field

from shared.kernel.views import View
from shared.people.model import Stored, terms_of


class TermView(View):
    """A term, a semester, a school year: when classes of it are."""

    name: str = Field(description="schools/{school}/terms/{term}")
    display_name: str
    term_type: str = Field(description="schoolYear, semester, term or gradingPeriod.")
    start_day: str | None = Field(None, description="The first day, ISO 8601.")
    end_day: str | None = Field(None, description="The day after the last one.")


class TermsList(View):
    """The terms that some class of the school is in, the first one first."""

    terms: list[TermView]


def term_view(school: str, found: Stored) -> TermView:
    """A term as the API shows it."""
    told = ("displayName", "termType", "startDay", "endDay")
    fields = {name: found.fields[name] for name in told}
    return TermView(name=f"{terms_of(school)}/{found.id}", **fields)
