"""Requests and answers of the API about what a file's header means. Pure."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shared.kernel.views import View
from shared.rostering.header_words import AMBIGUOUS
from shared.rostering.headers import HeaderMatch, compact
from shared.rostering.model import Kind

HeaderText = Annotated[str, Field(max_length=200)]


class HeaderPreview(View):
    """A header row to be looked at; nothing of it is kept."""

    file_name: str = Field("", max_length=255, description="It may say whose rows they are.")
    header: list[HeaderText] = Field(min_length=1, max_length=256)
    header_map: dict[HeaderText, str] | None = Field(
        None, max_length=200, description="To be tried; none tries the connection's own."
    )


class MappedColumn(View):
    """A column that is read."""

    header: str
    field: str


class AmbiguousColumn(View):
    """A column that is not read until somebody says what it means."""

    header: str
    fields: list[str] = Field(description="What it may mean.")


class HeaderProblem(View):
    """What is wrong with the header."""

    code: str
    severity: str
    header: str | None = None
    message: str


class HeaderPreviewed(View):
    """What a header row would mean to this connection."""

    kind: Kind | None = Field(None, description="Of the rows, where the name or a setting says it.")
    mapped: list[MappedColumn]
    ambiguous: list[AmbiguousColumn]
    unknown: list[str] = Field(description="Columns that are not read.")
    missing: list[str] = Field(description="Required fields that no column fills.")
    problems: list[HeaderProblem]


def header_previewed(
    header: list[str], match: HeaderMatch, kind: Kind | None, missing: list[str]
) -> HeaderPreviewed:
    """What was found out about a header row, in the order of its columns."""
    read = {column.place for column in match.columns}
    asked = {problem.field for problem in match.problems if problem.code == "HEADER_AMBIGUOUS"}
    left = [text.strip() for place, text in enumerate(header) if place not in read]
    return HeaderPreviewed(
        kind=kind,
        mapped=[
            MappedColumn(header=column.header, field=column.field)
            for column in sorted(match.columns, key=lambda column: column.place)
        ],
        ambiguous=[
            AmbiguousColumn(header=text, fields=list(AMBIGUOUS.get(compact(text), ())))
            for text in left
            if text in asked
        ],
        unknown=[text for text in left if text not in asked],
        missing=missing,
        problems=[
            HeaderProblem(
                code=problem.code,
                severity=problem.severity.value,
                header=problem.field,
                message=problem.message,
            )
            for problem in match.problems
        ],
    )
