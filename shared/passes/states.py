"""The course of a pass as one table: what happens, from where, to where, and who may. Pure.

What comes late, twice or out of order changes nothing: each event is held against the state that
is there, and not the one that its sender saw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.passes.answers import Outcome
from shared.passes.model import CLOSED, RUNNING, State


class Event(StrEnum):
    """What happens to a pass."""

    APPROVE = "APPROVE"
    HOLD = "HOLD"
    """It is approved, and its place is full."""
    DENY = "DENY"
    AGREE = "AGREE"
    """To an appointment."""
    DECLINE = "DECLINE"
    LAPSE = "LAPSE"
    """Nobody answered in time, or an offer was not taken."""
    CANCEL = "CANCEL"
    START = "START"
    WAIT = "WAIT"
    """It was to start, and its place is full."""
    REFUSE = "REFUSE"
    """The rules keep back what was to start."""
    OFFER = "OFFER"
    TAKE = "TAKE"
    EXTEND = "EXTEND"
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    DUE = "DUE"
    AUTO_END = "AUTO_END"
    TIME_OUT = "TIME_OUT"
    END = "END"
    CLOSE = "CLOSE"
    """The school day is over."""
    LEAVE = "LEAVE"
    """The student is no longer at the school."""
    SUPERSEDE = "SUPERSEDE"
    """A pass of an emergency takes its place."""
    EDIT = "EDIT"
    ARCHIVE = "ARCHIVE"
    RESTORE = "RESTORE"


class Party(StrEnum):
    """What somebody is to a pass; one may be several."""

    STUDENT = "STUDENT"
    """Whose pass it is; for its end only where students may, see `shared.passes.parties`."""
    AUTHOR = "AUTHOR"
    """Who made it or asked for it."""
    ADDRESSEE = "ADDRESSEE"
    """Who was asked to answer."""
    STAFF = "STAFF"
    """An adult who may make passes."""
    MANAGER = "MANAGER"
    """Whoever manages the school's passes."""
    KIOSK = "KIOSK"
    SYSTEM = "SYSTEM"


class Verdict(StrEnum):
    """What an event does to a pass."""

    MOVES = "MOVES"
    ALREADY = "ALREADY"
    """It has had its effect, or has none any more: nothing changes, and nobody is at fault."""
    TOO_LATE = "TOO_LATE"
    """The pass is closed otherwise."""
    DOES_NOT_FIT = "DOES_NOT_FIT"
    NOT_YOURS = "NOT_YOURS"


@dataclass(frozen=True, slots=True)
class Transition:
    """Where an event leads from a state, and who may have it happen."""

    to: State
    may: frozenset[Party]


@dataclass(frozen=True, slots=True)
class Step:
    """What an event does: ``to`` is the state after it, which is the same unless it moves."""

    verdict: Verdict
    to: State


_WAITING = (State.REQUESTED, State.QUEUED, State.OFFERED)
_LATER = (State.PROPOSED, State.SCHEDULED)
_ASKED = frozenset({Party.ADDRESSEE, Party.MANAGER})
_MAKER = frozenset({Party.AUTHOR, Party.MANAGER})
_ADULTS = frozenset({Party.STAFF, Party.MANAGER})
_SYSTEM = frozenset({Party.SYSTEM})
_DOOR = _ADULTS | {Party.KIOSK, Party.SYSTEM}
_MANAGER = frozenset({Party.MANAGER})

_Row = tuple[Event, tuple[State, ...], State | None, frozenset[Party]]
"""An event, from where, to where (None for staying), and who may."""

_ROWS: tuple[_Row, ...] = (
    (Event.APPROVE, (State.REQUESTED,), State.ACTIVE, _ASKED),
    (Event.HOLD, (State.REQUESTED,), State.QUEUED, _ASKED),
    (Event.DENY, (State.REQUESTED,), State.DENIED, _ASKED),
    (Event.AGREE, (State.PROPOSED,), State.SCHEDULED, frozenset({Party.ADDRESSEE})),
    (Event.DECLINE, (State.PROPOSED,), State.DECLINED, frozenset({Party.ADDRESSEE})),
    (Event.LAPSE, (State.PROPOSED, State.REQUESTED, State.OFFERED), State.EXPIRED, _SYSTEM),
    (Event.CANCEL, (State.PROPOSED, *_WAITING), State.CANCELLED, _MAKER),
    (Event.CANCEL, (State.SCHEDULED,), State.CANCELLED, _MAKER | _ADULTS),
    (Event.START, (State.SCHEDULED,), State.ACTIVE, _ADULTS | _SYSTEM),
    (Event.START, (State.QUEUED, State.OFFERED), State.ACTIVE, _ADULTS),
    (Event.WAIT, (State.SCHEDULED,), State.QUEUED, _SYSTEM),
    (Event.REFUSE, (State.SCHEDULED, State.QUEUED, State.OFFERED), State.DENIED, _SYSTEM),
    (Event.OFFER, (State.QUEUED,), State.OFFERED, _SYSTEM),
    (Event.TAKE, (State.OFFERED,), State.ACTIVE, frozenset({Party.STUDENT})),
    (Event.EXTEND, tuple(RUNNING), State.ACTIVE, _ADULTS | {Party.STUDENT}),
    (Event.PAUSE, (State.ACTIVE,), None, _DOOR),
    (Event.RESUME, (State.ACTIVE,), None, _DOOR),
    (Event.DUE, (State.ACTIVE,), State.OVERDUE, _SYSTEM),
    (Event.AUTO_END, (State.ACTIVE,), State.ENDED, _SYSTEM),
    (Event.TIME_OUT, (State.OVERDUE,), State.ENDED, _SYSTEM),
    (Event.END, tuple(RUNNING), State.ENDED, _ADULTS | {Party.STUDENT, Party.KIOSK}),
    (Event.CLOSE, tuple(RUNNING), State.ENDED, _SYSTEM),
    (Event.CLOSE, (*_LATER, *_WAITING), State.EXPIRED, _SYSTEM),
    (Event.LEAVE, tuple(RUNNING), State.ENDED, _SYSTEM),
    (Event.LEAVE, (*_LATER, *_WAITING), State.CANCELLED, _SYSTEM),
    (Event.SUPERSEDE, tuple(RUNNING), State.ENDED, _SYSTEM),
    (Event.SUPERSEDE, _WAITING, State.CANCELLED, _SYSTEM),
    (Event.EDIT, tuple(CLOSED), None, _MANAGER),
    (Event.ARCHIVE, tuple(CLOSED), None, _MANAGER),
    (Event.RESTORE, tuple(CLOSED), None, _MANAGER),
)


def _transitions() -> Iterator[tuple[tuple[Event, State], Transition]]:
    for event, states, to, may in _ROWS:
        for state in states:
            yield (event, state), Transition(to or state, may)


TABLE: Mapping[tuple[Event, State], Transition] = dict(_transitions())

_RAN = frozenset({*RUNNING, State.ENDED})

DONE: Mapping[Event, frozenset[State]] = {
    Event.APPROVE: _RAN | {State.QUEUED, State.OFFERED},
    Event.HOLD: _RAN | {State.QUEUED, State.OFFERED},
    Event.DENY: frozenset({State.DENIED}),
    Event.AGREE: _RAN | {State.SCHEDULED, State.QUEUED, State.OFFERED},
    Event.DECLINE: frozenset({State.DECLINED}),
    Event.CANCEL: frozenset({State.CANCELLED}),
    Event.START: _RAN,
    Event.TAKE: _RAN,
    Event.END: frozenset({State.ENDED}),
    Event.PAUSE: frozenset({State.ENDED}),
    Event.RESUME: frozenset({State.OVERDUE, State.ENDED}),
}
"""States in which an event of a person has had its effect already."""

WHO: Mapping[Event, frozenset[Party]] = {
    event: frozenset[Party]().union(*(each.may for (of, _), each in TABLE.items() if of is event))
    for event in Event
}
"""Who may have an event happen in any state at all."""


def step(state: State, event: Event, parties: frozenset[Party]) -> Step:
    """What an event does in a state.

    Args:
        state: the one that is there.
        event: what happens.
        parties: all that the one is who has it happen.
    """
    if parties.isdisjoint(WHO[event]):
        return Step(Verdict.NOT_YOURS, state)
    found = TABLE.get((event, state))
    if found is not None:
        moves = not parties.isdisjoint(found.may)
        return Step(Verdict.MOVES, found.to) if moves else Step(Verdict.NOT_YOURS, state)
    if Party.SYSTEM in parties or state in DONE.get(event, frozenset()):
        return Step(Verdict.ALREADY, state)
    return Step(Verdict.TOO_LATE if state in CLOSED else Verdict.DOES_NOT_FIT, state)


def first_state(outcome: Outcome, *, later: bool, declinable: bool = False) -> State:
    """The state in which a pass comes to be.

    Args:
        outcome: of the gate; what is refused becomes a record of the attempt.
        later: it is for a later time.
        declinable: an adult sends it, and the student may decline.
    """
    if outcome is Outcome.REFUSE:
        return State.DENIED
    if later:
        asks = declinable or outcome is Outcome.NEEDS_APPROVAL
        return State.PROPOSED if asks else State.SCHEDULED
    return _NOW[outcome]


_NOW = {
    Outcome.ALLOW: State.ACTIVE,
    Outcome.NEEDS_APPROVAL: State.REQUESTED,
    Outcome.QUEUE: State.QUEUED,
}
