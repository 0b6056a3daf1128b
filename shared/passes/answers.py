"""What a gate answers: rules, settings, counts and times, and never a student. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.passes.model import Via


class Rule(StrEnum):
    """The rules, in the order in which a gate asks them."""

    NOT_A_MEMBER = "NOT_A_MEMBER"
    HALLS_STOPPED = "HALLS_STOPPED"
    PASSES_OFF = "PASSES_OFF"
    TYPE_INACTIVE = "TYPE_INACTIVE"
    STUDENTS_MAY_NOT_CREATE = "STUDENTS_MAY_NOT_CREATE"
    TYPE_NOT_STUDENTS = "TYPE_NOT_STUDENTS"
    TEACHER_NOT_NAMED = "TEACHER_NOT_NAMED"
    TYPE_NOT_AT_KIOSK = "TYPE_NOT_AT_KIOSK"
    STAFF_MAY_NOT_ASSIGN = "STAFF_MAY_NOT_ASSIGN"
    NOT_AN_ASSIGNER = "NOT_AN_ASSIGNER"
    NOT_ON_ALLOW_LIST = "NOT_ON_ALLOW_LIST"
    SAME_PLACE = "SAME_PLACE"
    TRAVEL_NOT_OFFERED = "TRAVEL_NOT_OFFERED"
    PLACE_NOT_STUDENTS = "PLACE_NOT_STUDENTS"
    TOO_LONG = "TOO_LONG"
    ORIGIN_NOT_DUE = "ORIGIN_NOT_DUE"
    """The pass doesn't begin where the bell has the student: written backwards, it may be."""
    OUT_OF_HOURS = "OUT_OF_HOURS"
    ALREADY_OUT = "ALREADY_OUT"
    ALREADY_WAITING = "ALREADY_WAITING"
    BLACKOUT = "BLACKOUT"
    DAY_LIMIT = "DAY_LIMIT"
    TYPE_LIMIT = "TYPE_LIMIT"
    COOL_DOWN = "COOL_DOWN"
    PLACE_FULL = "PLACE_FULL"
    ORIGIN_FULL = "ORIGIN_FULL"
    TYPE_FULL = "TYPE_FULL"
    BUILDING_FULL = "BUILDING_FULL"
    STUDENTS_OWN_FULL = "STUDENTS_OWN_FULL"
    SEPARATED = "SEPARATED"
    APPROVAL = "APPROVAL"


class Effect(StrEnum):
    """What a rule says in a case."""

    PASSES = "PASSES"
    WARNS = "WARNS"
    """It would keep a student back; an adult is told."""
    QUEUES = "QUEUES"
    ASKS = "ASKS"
    """Somebody has to say yes."""
    REFUSES = "REFUSES"


class Outcome(StrEnum):
    """What becomes of what was asked."""

    ALLOW = "ALLOW"
    NEEDS_APPROVAL = "NEEDS_APPROVAL"
    QUEUE = "QUEUE"
    REFUSE = "REFUSE"


class Keeper(StrEnum):
    """Who can change a setting."""

    OWNER = "OWNER"
    MANAGER = "MANAGER"
    """An owner, a manager, or whoever manages the school's passes."""
    CALENDAR = "CALENDAR"
    """Whoever publishes the school's calendar."""
    FEW = "FEW"
    """Whoever may see why students are kept apart."""
    NOBODY = "NOBODY"
    """It is the product's own."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer.

    Attributes:
        setting: path of the field that it stands on; empty where it stands on none.
        keeper: who can change it.
        students_only: it keeps students back and warns adults.
        used: so many have been counted.
        limit: out of so many; None for no limit.
        until: the first instant at which it may be otherwise.
        position: in the queue, from 1.
    """

    rule: Rule
    effect: Effect = Effect.PASSES
    setting: str = ""
    keeper: Keeper = Keeper.NOBODY
    students_only: bool = False
    used: int | None = None
    limit: int | None = None
    until: datetime | None = None
    position: int | None = None

    @property
    def left(self) -> int | None:
        """How many are left; None where nothing is counted."""
        if self.used is None or self.limit is None:
            return None
        return max(0, self.limit - self.used)


class ApproverKind(StrEnum):
    """In which words an approver is named."""

    ORIGIN_TEACHER = "ORIGIN_TEACHER"
    NAMED_TEACHER = "NAMED_TEACHER"
    DESTINATION_STAFF = "DESTINATION_STAFF"
    ORIGIN_OR_DESTINATION = "ORIGIN_OR_DESTINATION"
    COLLEAGUE = "COLLEAGUE"
    SECOND_ADULT = "SECOND_ADULT"
    """Any adult who may make passes, but not the one who asks."""
    ANY_STAFF = "ANY_STAFF"


@dataclass(frozen=True, slots=True)
class Approvers:
    """Who may say yes; without people any adult who may make passes."""

    kind: ApproverKind
    people: frozenset[str] = frozenset()


NOT_NOW = "NOT_NOW"


@dataclass(frozen=True, slots=True)
class StudentAnswer:
    """What a student is told: a code for their own words, and what is counted of their own.

    Attributes:
        code: a rule's name, or ``NOT_NOW``, which says nothing of anybody else.
    """

    outcome: Outcome
    code: str = ""
    keeper: Keeper = Keeper.NOBODY
    used: int | None = None
    limit: int | None = None
    left: int | None = None
    until: datetime | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a gate answers.

    Attributes:
        findings: of every rule that was asked, in their order.
        approvers: who may say yes, where somebody has to.
        via: how the pass comes to be, which may be otherwise than it was asked.
        replaces: a running pass that ends since this one begins; empty for none.
        claims: counters that the pass is counted in when it begins.
        counts: it will count toward the student's limits.
        orders: in whose groups the student is out while the pass runs; no pass names them, since
            two that name the same one would tell who is kept apart.
        kept_apart: orders that kept it back, or would have; for the few who may know.
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    approvers: Approvers | None = None
    via: Via = Via.STUDENT
    replaces: str = ""
    claims: frozenset[str] = frozenset()
    counts: bool = True
    orders: frozenset[str] = frozenset()
    kept_apart: frozenset[str] = frozenset()

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """Everything that holds it back, asks or warns."""
        return tuple(each for each in self.findings if each.effect is not Effect.PASSES)

    @property
    def first(self) -> Finding | None:
        """The first rule that made the outcome; None where nothing held it back."""
        effect = _MADE_BY.get(self.outcome)
        return next((each for each in self.findings if each.effect is effect), None)

    def for_student(self) -> StudentAnswer:
        """The same in what a student may know."""
        first = self.first
        if first is None:
            return StudentAnswer(self.outcome)
        if first.rule is Rule.SEPARATED:
            return StudentAnswer(self.outcome, NOT_NOW)
        return StudentAnswer(
            self.outcome,
            first.rule.value,
            first.keeper,
            first.used,
            first.limit,
            first.left,
            first.until,
            first.position,
        )


_MADE_BY = {
    Outcome.NEEDS_APPROVAL: Effect.ASKS,
    Outcome.QUEUE: Effect.QUEUES,
    Outcome.REFUSE: Effect.REFUSES,
}
