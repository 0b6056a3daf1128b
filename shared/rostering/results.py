"""What a run found and did, gathered while it works and written into its document. Values only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.rostering.class_changes import ENROLLMENT, ClassChange
from shared.rostering.class_state import PlannedClasses
from shared.rostering.district_day import RosterDay
from shared.rostering.file_memory import FileMemory, memory_from
from shared.rostering.gate import Hold
from shared.rostering.generations import Generations, generations_from
from shared.rostering.model import Kind, Problem
from shared.rostering.plan import Operation, Verb
from shared.rostering.runs import PROBLEMS_KEPT, Approval, Outcome, Run
from shared.rostering.windows import WindowKind

PROBLEMS_TOLD = 50
"""Problems that the result mail lists."""

ONE_BY_ONE = "PRIVILEGE"
"""Operations held for this are approved by naming each person, never all at once."""

COUNT_OF_VERB = {
    Verb.ADD: "added",
    Verb.UPDATE: "updated",
    Verb.RESTORE: "restored",
    Verb.ARCHIVE: "archived",
    Verb.MOVE: "moved",
    Verb.PUT_BACK: "putBack",
    Verb.REMOVE: "removed",
}
"""Under which name of a run's counts each change stands."""


@dataclass(slots=True)
class NextState:
    """What the pointer of one kind says after the run; None leaves what it says.

    Attributes:
        outstanding: people whose change is still to come.
        scope: people that the missing are a share of.
        outstanding_change: for a run that only works off what is outstanding.
        memory: what the accepted files were like.
        if_approved: the same, once a person has approved all that the run holds back.
    """

    rows: int | None = None
    generations: Generations | None = None
    fingerprint: str | None = None
    outstanding: int | None = None
    scope: int | None = None
    outstanding_change: int = 0
    memory: FileMemory | None = None
    if_approved: FileMemory | None = None


@dataclass(slots=True)
class RunResult:
    """Everything that a run's document says beside its course.

    Attributes:
        totals: rows, rejected, warnings, unchanged, held, guardians, kept.
        by_kind: what is applied, such as ``added`` → kind → people.
        planned: the same of what waits for approval.
        day: the district's archives as they were when the run was judged; None for a file's.
        classes: what becomes of the state of the classes; None where the run changes none.
        window: what the calendar said of the day on which a file was judged.
        set_aside: what would have held the file if no window of rollover had been open.
    """

    outcome: Outcome = Outcome.UNCHANGED
    holds: list[Hold] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    problem_counts: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=lambda: Counter(held=0))
    by_kind: dict[str, Counter[str]] = field(default_factory=dict)
    planned: dict[str, Counter[str]] = field(default_factory=dict)
    next_states: dict[Kind, NextState] = field(default_factory=dict)
    day: RosterDay | None = None
    classes: PlannedClasses | None = None
    window: WindowKind | None = None
    set_aside: list[Hold] = field(default_factory=list)

    @property
    def archives(self) -> int:
        """People whom the run archives; those who move to another school are not counted."""
        return self.by_kind.get("archived", Counter()).total()

    def count(self, operation: Operation) -> None:
        """Count one planned operation under what becomes of it."""
        what = COUNT_OF_VERB[operation.verb]
        if operation.hold is None:
            self.count_kind(what, operation.kind)
            return
        self.totals["held"] += 1
        self.planned.setdefault(what, Counter())[operation.kind.value] += 1

    def count_class(self, change: ClassChange) -> None:
        """Count a change of a term or section, and of who is in it."""
        counts = self.by_kind
        if change.hold is not None:
            self.totals["held"] += 1
            counts = self.planned
        told = {
            (COUNT_OF_VERB[change.verb], change.kind.value): 1,
            ("added", ENROLLMENT): len(change.came),
            ("removed", ENROLLMENT): len(change.left),
        }
        for (what, kind), number in told.items():
            if number:
                counts.setdefault(what, Counter())[kind] += number

    def count_kind(self, what: str, kind: Kind, number: int = 1) -> None:
        """Count people of one kind."""
        self.by_kind.setdefault(what, Counter())[kind.value] += number

    def recognized(self, by: Mapping[str, int]) -> None:
        """Count whom a connection that takes over from another found, by `matching.By`."""
        if found := +Counter(by):
            self.by_kind.setdefault("recognized", Counter()).update(found)

    def next_state(self, kind: Kind) -> NextState:
        """The coming state of one kind's pointer."""
        return self.next_states.setdefault(kind, NextState())

    def reject(self, problems: Sequence[Problem]) -> None:
        """Note that a file can't be read at all, and why."""
        self.problems.extend(problems)
        self.problem_counts.update(problem.code for problem in problems)
        self.outcome = Outcome.REJECTED

    def settle(self, *, dry_run: bool) -> None:
        """Name the outcome of a run that was neither rejected nor failed."""
        if dry_run and self.totals["held"]:
            self.outcome = Outcome.DRY_RUN
        elif self.holds or self.totals["held"]:
            self.outcome = Outcome.HELD
        else:
            changed = self.by_kind.keys() & set(COUNT_OF_VERB.values())
            self.outcome = Outcome.APPLIED if changed else Outcome.UNCHANGED

    @property
    def approval(self) -> Approval:
        """Whether a person is asked."""
        return Approval.PENDING if self.totals["held"] else Approval.NONE

    def fields(self) -> dict[str, Any]:
        """The part of the run's document that this is."""
        return {
            "outcome": self.outcome.value,
            "approval": self.approval.value,
            "holds": [hold.as_json() for hold in self.holds],
            "window": None if self.window is None else self.window.value,
            "setAside": [hold.as_json() for hold in self.set_aside],
            "problems": [problem.as_json() for problem in self.problems[:PROBLEMS_KEPT]],
            "problemCounts": dict(self.problem_counts),
            "counts": {
                **dict(self.totals),
                **{what: dict(kinds) for what, kinds in self.by_kind.items()},
                "planned": {what: dict(kinds) for what, kinds in self.planned.items()},
            },
            "next": {
                kind.value: {
                    "rows": state.rows,
                    "files": state.generations.fields() if state.generations else None,
                    "fingerprint": state.fingerprint,
                    "outstanding": state.outstanding,
                    "scope": state.scope,
                    "outstandingChange": state.outstanding_change,
                    "memory": _memory_fields(state.memory),
                    "ifApproved": _memory_fields(state.if_approved),
                }
                for kind, state in self.next_states.items()
            },
            **({} if self.classes is None else {"classes": self.classes.fields()}),
        }


def next_states_of(fields: Mapping[str, Any]) -> dict[Kind, NextState]:
    """The coming states that a run's document holds."""
    return {
        Kind(kind): NextState(
            rows=state["rows"],
            generations=generations_from(state["files"]) if state["files"] else None,
            fingerprint=state["fingerprint"],
            outstanding=state["outstanding"],
            scope=state.get("scope"),
            outstanding_change=state["outstandingChange"],
            memory=_memory_of(state.get("memory")),
            if_approved=_memory_of(state.get("ifApproved")),
        )
        for kind, state in fields.get("next", {}).items()
    }


def _memory_fields(memory: FileMemory | None) -> dict[str, Any] | None:
    return None if memory is None else memory.fields()


def _memory_of(fields: Mapping[str, Any] | None) -> FileMemory | None:
    return None if fields is None else memory_from(fields)


def event_payload(run: Run, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the outbox tells others about a closed run: counts and codes, nobody's name."""
    told = ("outcome", "approval", "closedTime", "counts", "problemCounts", "holds")
    repeats = run.fields["repeats"] is not None
    return {
        "run": run.run,
        "connection": run.connection,
        "connectionName": run.fields["connectionName"],
        "fileName": run.file.file_name if run.file is not None else "",
        "trigger": "FILE_AGAIN" if repeats else run.trigger.value,
        "receivedTime": None if repeats else run.received,
        "problems": fields["problems"][:PROBLEMS_TOLD],
        "window": fields.get("window"),
        "setAside": fields.get("setAside", []),
        **{name: fields[name] for name in told},
    }


def suspension_payload(closed: Mapping[str, Any], holds_in_a_row: int) -> dict[str, Any]:
    """What the outbox tells of a feed that a run's end has suspended, made of the run's payload."""
    told = ("run", "connection", "connectionName", "fileName", "closedTime", "holds")
    return {**{name: closed[name] for name in told}, "holdsInARow": holds_in_a_row}
