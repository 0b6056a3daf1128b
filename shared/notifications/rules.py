"""What to do with a notice, decided from values alone: send, wait, or close it with what is known.

The promise kept here: never two messages to one recipient for one event, and never a lost one
without a visible entry. Nothing leads from ``UNKNOWN`` back to sending.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from shared.kernel.outbox import KEEP, OutboxEvent, OutboxState
from shared.notifications.model import (
    Accepted,
    Channel,
    Deferred,
    NotClaimed,
    Notice,
    NoticeState,
    Outcome,
    Recipient,
    Refused,
    Unanswered,
    notice_id,
)

LEASE = timedelta(seconds=180)
"""Longer than the slowest answer that the mail edge waits for, and than the function may run."""

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(minutes=15)
GIVE_UP_AFTER = timedelta(hours=24)
"""A result that old helps nobody: the notice fails visibly instead of surprising somebody."""

_DOUBLINGS = 10


@dataclass(frozen=True, slots=True)
class Send:
    """Try to send it now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Look again at that time."""

    until: datetime


@dataclass(frozen=True, slots=True)
class MarkUnknown:
    """Its sender vanished at a point where the message may have gone out."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """It could not be sent for too long."""


@dataclass(frozen=True, slots=True)
class Suppress:
    """The school took the recipient off its list before anything was sent."""


@dataclass(frozen=True, slots=True)
class Done:
    """Its state is final."""


Decision = Send | Wait | MarkUnknown | GiveUp | Suppress | Done


def open_notice(event: OutboxEvent, recipient: Recipient, template: str, now: datetime) -> Notice:
    """The notice that tells a recipient of an event by mail, not yet sent."""
    return Notice(
        notice_id=notice_id(event.event_id, recipient.address, Channel.MAIL, template),
        event_id=event.event_id,
        school=event.school,
        channel=Channel.MAIL,
        template=template,
        recipient=recipient,
        state=NoticeState.PENDING,
        create_time=now,
        not_before=now,
        expires_at=now + KEEP,
    )


def decide(notice: Notice, now: datetime, *, wanted: bool) -> Decision:
    """What a delivery that has just read the notice does with it.

    Args:
        notice: as stored.
        now: the present instant.
        wanted: whether its recipient is still on the school's list.
    """
    match notice.state:
        case NoticeState.PENDING:
            return _decide_pending(notice, now, wanted=wanted)
        case NoticeState.LEASED:
            until = notice.lease_until
            return Wait(until) if until is not None and until > now else MarkUnknown()
        case NoticeState.SENT | NoticeState.FAILED | NoticeState.UNKNOWN | NoticeState.SUPPRESSED:
            return Done()
        case _ as never:
            assert_never(never)


def claim(notice: Notice, now: datetime, token: str) -> Notice:
    """The notice as it must be stored, if unchanged until then, before its content goes out.

    Raises:
        ValueError: the notice isn't ``PENDING``.
    """
    if notice.state is not NoticeState.PENDING:
        raise ValueError("only a pending notice can be claimed")
    return replace(
        notice, state=NoticeState.LEASED, lease_until=now + LEASE, lease_token=token, reason=None
    )


def conclude(notice: Notice, token: str | None, outcome: Outcome, now: datetime) -> Notice | None:
    """The notice after an attempt, None when the attempt has no say in it any more.

    Args:
        notice: as stored now.
        token: of the attempt's own claim, None when it ended before claiming.
        outcome: how it ended.
        now: the present instant.
    """
    if notice.state is NoticeState.PENDING and token is None:
        return _apply(notice, outcome, now)
    if token is None or notice.lease_token != token:
        return None
    if notice.state is NoticeState.LEASED:
        return _apply(notice, outcome, now)
    if notice.state is NoticeState.UNKNOWN:
        return _resolve_unknown(notice, outcome, now)
    return None


def mark_unknown(notice: Notice) -> Notice:
    """A leased notice whose lease ended. Keeps its token: a sender that was only slow has proof."""
    return _final(notice, NoticeState.UNKNOWN, "SENDER_LOST")


def close(notice: Notice, reason: str) -> Notice:
    """A notice that work was given up on: failed, or unknown if it may have gone out.

    A final one stays as it is.
    """
    match notice.state:
        case NoticeState.PENDING:
            return _final(notice, NoticeState.FAILED, reason)
        case NoticeState.LEASED:
            return _final(notice, NoticeState.UNKNOWN, reason)
        case NoticeState.SENT | NoticeState.FAILED | NoticeState.UNKNOWN | NoticeState.SUPPRESSED:
            return notice
        case _ as never:
            assert_never(never)


def suppress(notice: Notice) -> Notice:
    """A pending notice whose recipient is no longer on the list."""
    return _final(notice, NoticeState.SUPPRESSED, "RECIPIENT_REMOVED")


def give_up(notice: Notice) -> Notice:
    """A pending notice that could not be sent for `GIVE_UP_AFTER`; keeps its last reason."""
    return _final(notice, NoticeState.FAILED, notice.reason or "TOO_LATE")


def event_state(states: list[NoticeState]) -> tuple[OutboxState, str | None]:
    """The final state of an event whose notices all have one."""
    if not states:
        return OutboxState.SUPPRESSED, "NO_RECIPIENTS"
    if all(state is NoticeState.SUPPRESSED for state in states):
        return OutboxState.SUPPRESSED, "RECIPIENT_REMOVED"
    return OutboxState.DONE, None


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after that many attempts: 30 s, doubling, 15 minutes at most."""
    factor = 1 << min(max(attempts - 1, 0), _DOUBLINGS)
    return min(FIRST_DELAY * factor, LONGEST_DELAY)


def _decide_pending(notice: Notice, now: datetime, *, wanted: bool) -> Decision:
    if not wanted:
        return Suppress()
    if now - notice.create_time >= GIVE_UP_AFTER:
        return GiveUp()
    return Send() if now >= notice.not_before else Wait(notice.not_before)


def _apply(notice: Notice, outcome: Outcome, now: datetime) -> Notice | None:
    attempts = notice.attempts + 1
    match outcome:
        case Accepted():
            return replace(
                notice, state=NoticeState.SENT, attempts=attempts, sent_time=now, reason=None
            )
        case Refused(reason):
            return replace(_final(notice, NoticeState.FAILED, reason), attempts=attempts)
        case Deferred(reason):
            return replace(
                notice,
                state=NoticeState.PENDING,
                attempts=attempts,
                not_before=now + retry_delay(attempts),
                lease_until=None,
                lease_token=None,
                reason=reason,
            )
        case Unanswered(reason):
            return replace(_final(notice, NoticeState.UNKNOWN, reason), attempts=attempts)
        case NotClaimed():
            return None
        case _ as never:
            assert_never(never)


def _resolve_unknown(notice: Notice, outcome: Outcome, now: datetime) -> Notice | None:
    match outcome:
        case Accepted() | Refused():
            return _apply(notice, outcome, now)
        case Deferred(reason):
            return _final(notice, NoticeState.FAILED, reason)
        case Unanswered() | NotClaimed():
            return None
        case _ as never:
            assert_never(never)


def _final(notice: Notice, state: NoticeState, reason: str) -> Notice:
    return replace(notice, state=state, reason=reason)
