"""A pass after an event: what changes in it, and nothing twice. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.passes.clock import due_at, is_waiting
from shared.passes.model import CLOSED, RUNNING, Ended, Pass, Pause, State
from shared.passes.policy import AutoPass, PassSettings, PassType
from shared.passes.states import Event, Party, Step, Verdict, step


@dataclass(frozen=True, slots=True)
class Move:
    """Something that happens to a pass.

    Attributes:
        parties: all that the one is who has it happen.
        person: who; empty for the system.
        closes: the end of the student's school day; None where none is known.
        reason: the code of why it is denied or refused.
        minutes: that an extension gives.
    """

    event: Event
    parties: frozenset[Party]
    at: datetime
    person: str = ""
    closes: datetime | None = None
    reason: str = ""
    minutes: int = 0


def moved(one: Pass, move: Move) -> tuple[Step, Pass]:
    """What an event does, and the pass after it: the same one unless it moves."""
    found = step(one.state, move.event, move.parties)
    if found.verdict is not Verdict.MOVES:
        return found, one
    if not _has_effect(one, move):
        return Step(Verdict.ALREADY, one.state), one
    after = replace(one, state=found.to, **_fields(one, move))
    if found.to in RUNNING:
        return found, replace(after, due=due_at(after, move.at, move.closes))
    if found.to in CLOSED and one.state not in CLOSED:
        return found, _closed(after, move)
    return found, after


def student_may_end(
    pass_type: PassType, settings: PassSettings, auto: AutoPass | None = None
) -> bool:
    """Whether students end such a pass themselves.

    Args:
        pass_type: of the pass.
        settings: of the school.
        auto: by which the pass began without being asked; None for any other pass.
    """
    own = auto is None or auto.students_may_end
    return own and pass_type.student_may_end and settings.students_may_end


_END_REASONS = {
    Event.END: Ended.RETURNED,
    Event.AUTO_END: Ended.AUTO,
    Event.TIME_OUT: Ended.TIMED_OUT,
    Event.CLOSE: Ended.DAY_OVER,
    Event.LEAVE: Ended.LEFT_SCHOOL,
    Event.SUPERSEDE: Ended.EMERGENCY,
}

_BEGINS = frozenset({Event.APPROVE, Event.START, Event.TAKE})
_SAYS_YES = frozenset({Event.APPROVE, Event.HOLD, Event.AGREE})


def _has_effect(one: Pass, move: Move) -> bool:
    """Whether an event that may stay in its state changes anything."""
    stays = {
        Event.EXTEND: move.minutes > 0,
        Event.PAUSE: not is_waiting(one),
        Event.RESUME: is_waiting(one),
        Event.ARCHIVE: not one.archived,
        Event.RESTORE: one.archived,
    }
    return stays.get(move.event, True)


def _fields(one: Pass, move: Move) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if move.event in _BEGINS:
        fields["start"] = move.at
    if move.event in _SAYS_YES:
        fields["approver"] = move.person
    if move.event is Event.OFFER:
        fields["offered"] = move.at
    if move.event is Event.EXTEND:
        fields |= _extended(one, move)
    if move.event in {Event.PAUSE, Event.RESUME}:
        fields["pauses"] = _pauses(one, move)
    if move.event in {Event.ARCHIVE, Event.RESTORE}:
        fields["archived"] = move.event is Event.ARCHIVE
    return fields


def _extended(one: Pass, move: Move) -> dict[str, Any]:
    by_student = Party.STUDENT in move.parties
    return {"extra": one.extra + move.minutes, "more_taken": one.more_taken or by_student}


def _pauses(one: Pass, move: Move) -> tuple[Pause, ...]:
    if move.event is Event.PAUSE:
        return (*one.pauses, Pause(move.at))
    return tuple(
        replace(each, end=max(move.at, each.start)) if each.end is None else each
        for each in one.pauses
    )


def _closed(one: Pass, move: Move) -> Pass:
    # A clock that is wrong ends nothing before it began.
    at = move.at if one.start is None else max(move.at, one.start)
    if one.state is not State.ENDED:
        return replace(one, ended=move.at, ended_by=move.person, denial=move.reason)
    pauses = tuple(each if each.end else replace(each, end=at) for each in one.pauses)
    reason = _END_REASONS[move.event]
    return replace(one, ended=at, ended_by=move.person, end_reason=reason, pauses=pauses)
