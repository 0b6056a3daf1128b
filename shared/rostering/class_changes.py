"""What a run does to a school's terms and sections, as a plan holds it. Values only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from shared.rostering.plan import Verb
from shared.rostering.plan_values import from_json

PART_BYTES = 150_000
"""Of the lines of one part, so that neither its commit nor its audit entry grows too large."""


class ClassKind(StrEnum):
    """What of classes a document is."""

    TERM = "term"
    SECTION = "section"


ENROLLMENT = "enrollment"
"""Under which name those who come to a section and leave it are counted."""


@dataclass(frozen=True, slots=True)
class ClassChange:
    """What a run does to one term or section, whose document it writes whole.

    Attributes:
        id: of the document.
        before: the document as it was; None where there was none.
        after: the document without times; None where it goes. With times it is written as it is.
        hold: the code for which it waits.
    """

    kind: ClassKind
    id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    hold: str | None = None

    @property
    def verb(self) -> Verb:
        """In the words of changes to people."""
        if self.before is None:
            return Verb.ADD
        return Verb.REMOVE if self.after is None else Verb.UPDATE

    @property
    def came(self) -> list[str]:
        """Person ids of those who are in the section or teach it from now on."""
        return _more(self.after, self.before)

    @property
    def left(self) -> list[str]:
        """Person ids of those who were."""
        return _more(self.before, self.after)

    def held(self, code: str) -> ClassChange:
        """The same, waiting for a person."""
        return replace(self, hold=code)

    def fields(self) -> dict[str, Any]:
        """As a line of a plan."""
        return {
            "class": self.kind.value,
            "id": self.id,
            "before": self.before,
            "after": self.after,
            "hold": self.hold,
        }


def class_change_from(fields: Mapping[str, Any]) -> ClassChange:
    """The change that a line of a plan holds."""
    before, after = fields["before"], fields["after"]
    return ClassChange(
        kind=ClassKind(fields["class"]),
        id=fields["id"],
        before=None if before is None else from_json(before),
        after=None if after is None else from_json(after),
        hold=fields["hold"],
    )


def in_parts(lines: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Lines of a plan, put together to parts of so many, and of `PART_BYTES` where it can be."""
    part: list[bytes] = []
    size = 0
    for line in lines:
        if part and (len(part) == most or size + len(line) > PART_BYTES):
            yield b"".join(part)
            part, size = [], 0
        part.append(line)
        size += len(line)
    if part:
        yield b"".join(part)


def _more(here: Mapping[str, Any] | None, there: Mapping[str, Any] | None) -> list[str]:
    known = set(_people(there))
    return [person for person in _people(here) if person not in known]


def _people(fields: Mapping[str, Any] | None) -> list[str]:
    told = fields or {}
    return list(dict.fromkeys([*told.get("memberIds", ()), *told.get("teacherIds", ())]))
