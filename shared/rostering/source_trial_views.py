"""Answers of the API about a trial of a connection's system. Pure."""

from __future__ import annotations

from pydantic import Field

from shared.kernel.views import View
from shared.rostering.api_source import ApiVersion


class FoundSchool(View):
    """A school that the system has."""

    sourced_id: str
    display_name: str
    identifier: str = Field(description="Its number, where the system has one.")
    is_ours: bool = Field(description="The connection names it, or it has our school's name.")


class FoundCollection(View):
    """A collection that the system gives."""

    collection: str = Field(description="As OneRoster names it, such as users.")
    count: int | None = Field(default=None, description="None where the system does not say.")
    is_empty: bool


class SourceProblem(View):
    """Something that is wrong, or missing."""

    code: str = Field(description="As in the docs about roster files.")
    collection: str = Field(
        default="", description="That it is about; empty for the system as a whole."
    )
    field: str = Field(default="", description="Of the collection's records.")
    status: str = Field(default="", description="HTTP status that the system answered, if it did.")


class SourceTrialView(View):
    """What Test connection has found."""

    is_working: bool = Field(description="The interface was found and has let us in.")
    version: ApiVersion = Field(
        default=ApiVersion.AUTO, description="AUTO where its address says none."
    )
    base_url: str = Field(default="", description="Where the interface was found.")
    schools: list[FoundSchool]
    collections: list[FoundCollection]
    problems: list[SourceProblem]
