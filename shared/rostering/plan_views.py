"""Requests and answers of the API about what a run would do, or did, to each person. Pure."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from pydantic import Field

from shared.kernel.views import PageQuery, ReadQuery, View
from shared.rostering.guardian_back import GuardianBack
from shared.rostering.guardian_changes import GuardianChange
from shared.rostering.matching import By
from shared.rostering.model import Kind
from shared.rostering.plan_export import People, Told, json_object

OPERATION_FILTERS = ("by", "hold", "kind", "state", "verb")
"""Fields that the changes of a plan can be listed by."""


class PlanFormat(StrEnum):
    """How a plan is written into a file."""

    CSV = "CSV"
    """A row for each field that changes."""
    JSON = "JSON"
    """An object for each change."""


class OperationsQuery(PageQuery):
    """Of a call that lists the changes of a plan."""

    filter: str = Field(
        "", max_length=1_000, description=f"By any of {', '.join(OPERATION_FILTERS)}."
    )


class ExportQuery(ReadQuery):
    """Of a call that gives a plan as a file."""

    format: PlanFormat = PlanFormat.CSV


class FieldChange(View):
    """One field of somebody before and after."""

    field: str
    before: Any = None
    after: Any = None


class OperationView(View):
    """One change of a plan, of a member, a guardian, a term or a section."""

    type: str = Field(description="member, guardian, term or section.")
    state: str = Field(description="APPLIED, SKIPPED as it no longer fitted, or HELD.")
    hold: str | None = Field(None, description="The code for which it waits.")
    person: str | None = None
    sis_id: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    kind: str | None = None
    verb: str | None = None
    line: int | None = Field(None, description="Of the file, from 1.")
    by: By | None = Field(
        default=None, description="What a row and somebody who was here before have in common."
    )
    guardian: str | None = None
    id: str | None = Field(None, description="Of a term or a section.")
    display_name: str | None = Field(None, description="Likewise.")
    fields: list[FieldChange]
    linked: list[str] = Field(
        description="Guardians of a member, students of a guardian, or people of a section."
    )
    unlinked: list[str]


class OperationsPage(View):
    """Changes of a plan in its own order: those applied, then those held back."""

    operations: list[OperationView]
    next_page_token: str = Field(
        "", description="A page may be short, or empty, while this is there."
    )


class UnmatchedPerson(View):
    """Somebody of the connection before of whom the new one has no row."""

    person: str
    kind: Kind
    sis_id: str
    first_name: str
    last_name: str
    grade: str


class UnmatchedPage(View):
    """People of the connection before, by kind; an approval has the new one take them over."""

    people: list[UnmatchedPerson]
    next_page_token: str = ""


def unmatched_view(kind: Kind, person: str, people: People) -> UnmatchedPerson:
    """Somebody without a row as the API shows them; the names are those of now."""
    fields = people.get(person, {})
    return UnmatchedPerson(
        person=person,
        kind=kind,
        sis_id=fields.get("sisId", ""),
        first_name=fields.get("firstName", ""),
        last_name=fields.get("lastName", ""),
        grade=fields.get("grade", ""),
    )


def operation_view(told: Told, people: People) -> OperationView:
    """A change as the API shows it."""
    shown = json_object(told, people)
    changes = [FieldChange(field=name, **values) for name, values in shown.pop("changes").items()]
    return OperationView(**shown, fields=changes)


def wanted_by(terms: dict[str, str]) -> Callable[[Told], bool]:
    """What says of a change whether it has these values."""
    return lambda told: all(_value_of(told, name) == value for name, value in terms.items())


def _value_of(told: Told, name: str) -> str | None:
    if name == "state":
        return told.state
    if name in ("hold", "by"):
        return getattr(told.change, name, None)
    if isinstance(told.change, GuardianChange | GuardianBack):
        return "guardian" if name == "kind" else None
    return told.change.kind.value if name == "kind" else told.change.verb.value
