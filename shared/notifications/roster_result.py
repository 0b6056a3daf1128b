"""The event ``roster.run.closed`` as its mail needs it: a checked payload, and what the mail shows.

No words live here; they stand beside the templates, in each language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

KINDS = ("student", "teacher", "staff", "admin", "guardians", "term", "section", "enrollment")
CHANGES = ("added", "updated", "restored", "moved", "archived", "put_back", "removed")

_LONGEST_FOREIGN_TEXT = 200


class Outcome(StrEnum):
    """How a run ended."""

    APPLIED = "APPLIED"
    UNCHANGED = "UNCHANGED"
    DRY_RUN = "DRY_RUN"
    HELD = "HELD"
    REJECTED = "REJECTED"
    STALE = "STALE"
    FAILED = "FAILED"
    PAUSED = "PAUSED"


class Trigger(StrEnum):
    """What started a run."""

    FILE = "FILE"
    FILE_AGAIN = "FILE_AGAIN"
    APPROVAL = "APPROVAL"
    ARCHIVE_PHASE = "ARCHIVE_PHASE"
    UNDO = "UNDO"


def printable(text: object) -> str:
    """A text from outside on one line, without control and direction characters, 200 at most."""
    plain = " ".join(str(text).split())
    shown = "".join(c for c in plain if not unicodedata.category(c).startswith("C"))
    cut = _LONGEST_FOREIGN_TEXT
    return shown if len(shown) <= cut else shown[: cut - 1] + "…"


def _nothing_as_empty(value: object) -> str:
    return "" if value is None else printable(value)


Foreign = Annotated[str, BeforeValidator(_nothing_as_empty)]
PerKind = Mapping[str, int]


class Payload(BaseModel):
    """What an event carries, as far as its mail shows it; other fields are passed over."""

    model_config = ConfigDict(alias_generator=to_camel, frozen=True, extra="ignore")


class Tally(Payload):
    """Changes by kind: ``student``, ``teacher``, ``staff``, ``admin`` or ``guardians``."""

    added: PerKind = Field(default_factory=dict)
    updated: PerKind = Field(default_factory=dict)
    restored: PerKind = Field(default_factory=dict)
    moved: PerKind = Field(default_factory=dict)
    archived: PerKind = Field(default_factory=dict)
    put_back: PerKind = Field(default_factory=dict)
    removed: PerKind = Field(default_factory=dict)


class Counts(Tally):
    """What was changed, and how many of what else.

    Attributes:
        guardians: guardian records written, whomever they belong to.
        skipped: changes that a switch of the connection forbids.
        held: changes that wait for a person; ``planned`` says of which kinds.
        missing: people of each kind whom the file lacks, for the daily phase to archive.
        added_by_hand: those of the missing whom no roster brought in.
        unmatched: people of the connection that is taken over from of whom no row is.
        outstanding: changes that a later run plans again.
        kept: people and guardians of whom an undo leaves something as it is.
    """

    rows: int = 0
    rejected: int = 0
    warnings: int = 0
    guardians: int = 0
    unchanged: int = 0
    skipped: int | PerKind = 0
    held: int = 0
    outstanding: int = 0
    kept: int = 0
    missing: PerKind = Field(default_factory=dict)
    added_by_hand: PerKind = Field(default_factory=dict)
    unmatched: PerKind = Field(default_factory=dict)
    planned: Tally = Field(default_factory=Tally)


class Problem(Payload):
    """One problem of the file; ``line`` is 1-based."""

    code: Foreign
    severity: Literal["error", "warning"]
    line: int | None = None
    field: Foreign = ""
    message: Foreign = ""


class Hold(Payload):
    """One brake that stopped something: ``count`` of ``of`` people or rows, over ``limit``."""

    code: Foreign
    kind: Foreign = ""
    count: int = 0
    of: int = 0
    limit: float | None = None
    message: Foreign = ""


class RosterResult(Payload):
    """The payload of ``roster.run.closed``, schema version 1. ``ValidationError`` for any other.

    Attributes:
        approval: ``PENDING`` when a person is asked, ``NONE`` when there is nothing to approve.
        window: of the calendar, in which the file was judged; empty for none.
        set_aside: the brakes that a window of rollover has set aside.
    """

    run: str = Field(pattern=r"^[A-Za-z0-9_-]{1,200}$")
    connection_name: Foreign = ""
    file_name: Foreign = ""
    trigger: Trigger
    outcome: Outcome
    approval: Foreign = "PENDING"
    received_time: AwareDatetime | None = None
    closed_time: AwareDatetime
    counts: Counts
    problems: tuple[Problem, ...] = ()
    problem_counts: Mapping[str, int] = Field(default_factory=dict)
    holds: tuple[Hold, ...] = ()
    window: Foreign = ""
    set_aside: tuple[Hold, ...] = ()

    @property
    def verdict(self) -> str:
        """The key of the words that say how it ended."""
        if self.outcome is Outcome.STALE and self.trigger is Trigger.APPROVAL:
            return "stale_approval"
        if self.trigger is Trigger.UNDO and self.outcome is not Outcome.FAILED:
            return "undone"
        if self.outcome is not Outcome.HELD:
            return self.outcome.value.lower()
        if self.approval == "NONE":
            return "waiting"
        return "partly_held" if count_rows(self.counts) else "held"

    @property
    def undecided(self) -> bool:
        """True when it waits for a person to approve or to discard something."""
        return self.verdict in {"dry_run", "held", "partly_held"}

    @property
    def refused(self) -> bool:
        """True when its holds kept the whole file back, and so nothing is held."""
        return self.outcome in {Outcome.REJECTED, Outcome.STALE, Outcome.PAUSED}

    def total_problems(self) -> int:
        """All problems of the run, also those that the event doesn't list."""
        return max(sum(self.problem_counts.values()), len(self.problems))


@dataclass(frozen=True, slots=True)
class CountRow:
    """What happened to people of one kind: the numbers other than 0, in the order of `CHANGES`."""

    kind: str
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CodeCount:
    """One problem code, how often it came, and its weight."""

    code: str
    severity: str
    count: int
    message: str


def count_rows(tally: Tally) -> tuple[CountRow, ...]:
    """The kinds that something happened to, known ones first."""
    changes: dict[str, PerKind] = {name: getattr(tally, name) for name in CHANGES}
    named = {kind for change in changes.values() for kind in change}
    order = [*KINDS, *sorted(named - set(KINDS))]
    rows = (
        CountRow(kind, {name: c[kind] for name, c in changes.items() if c.get(kind)})
        for kind in order
    )
    return tuple(row for row in rows if row.numbers)


def code_counts(result: RosterResult) -> tuple[CodeCount, ...]:
    """Each problem code once: errors first, then the most frequent."""
    listed: dict[str, Problem] = {}
    seen: dict[str, int] = {}
    for problem in result.problems:
        listed.setdefault(problem.code, problem)
        seen[problem.code] = seen.get(problem.code, 0) + 1
    codes = {printable(code): n for code, n in result.problem_counts.items()}
    entries = [
        CodeCount(
            code=code,
            severity=listed[code].severity if code in listed else "warning",
            count=max(codes.get(code, 0), seen.get(code, 0)),
            message=listed[code].message if code in listed else "",
        )
        for code in {**seen, **codes}
    ]
    return tuple(sorted(entries, key=lambda e: (e.severity != "error", -e.count, e.code)))
