"""Domain events, written in the commit of the change they tell of, and the steps of their delivery.

Pure: who writes and reads the documents is each context's store.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA_VERSION = 1

KEEP = timedelta(days=30)
"""How long an event's document stays, delivered or not."""

HEAD_START = timedelta(seconds=60)
"""How long a new event is left to the task kicked after its commit before the sweeper takes it."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,400}")


class OutboxState(StrEnum):
    """Where the delivery of an event stands; all but ``PENDING`` are final."""

    PENDING = "PENDING"
    DONE = "DONE"
    SUPPRESSED = "SUPPRESSED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class OutboxEvent:
    """One event at ``outbox/{event_id}``. All instants are aware and in UTC.

    Attributes:
        event_id: deterministic, so that a commit tried twice announces once.
        type: dotted, past tense, such as ``roster.run.closed``.
        payload: JSON values only; never a person's name.
        due_time: when the sweeper looks at it next; None once its state is final.
        lease_until: until when one delivery has it to itself; spares double work, guards nothing.
        attempts: deliveries begun.
        reason: why the state is not plainly ``DONE``; stable code.
        expires_at: when the document may be deleted.
    """

    event_id: str
    type: str
    school: str
    create_time: datetime
    payload: Mapping[str, Any]
    expires_at: datetime
    due_time: datetime | None
    state: OutboxState = OutboxState.PENDING
    lease_until: datetime | None = None
    lease_token: str | None = None
    attempts: int = 0
    reason: str | None = None

    def as_document(self) -> dict[str, Any]:
        """The fields of the Firestore document."""
        return {
            "schemaVersion": SCHEMA_VERSION,
            "eventId": self.event_id,
            "type": self.type,
            "school": self.school,
            "createTime": self.create_time,
            "state": self.state.value,
            "payload": dict(self.payload),
            "dueTime": self.due_time,
            "leaseUntil": self.lease_until,
            "leaseToken": self.lease_token,
            "attempts": self.attempts,
            "reason": self.reason,
            "expiresAt": self.expires_at,
        }

    @staticmethod
    def from_document(fields: Mapping[str, Any]) -> OutboxEvent:
        """The event behind a document that `as_document` made; ``KeyError`` for any other."""
        return OutboxEvent(
            event_id=fields["eventId"],
            type=fields["type"],
            school=fields["school"],
            create_time=fields["createTime"],
            payload=fields["payload"],
            expires_at=fields["expiresAt"],
            due_time=fields["dueTime"],
            state=OutboxState(fields["state"]),
            lease_until=fields["leaseUntil"],
            lease_token=fields["leaseToken"],
            attempts=fields["attempts"],
            reason=fields["reason"],
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """The event is this delivery's own until its lease ends; save it before doing anything."""

    event: OutboxEvent


@dataclass(frozen=True, slots=True)
class Busy:
    """Another delivery has it until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """Nothing is left to do."""


def event_id(type_: str, subject: str) -> str:
    """The id of the one event of a type about a subject: ``roster-run-closed-{run}``."""
    return f"{type_.replace('.', '-')}-{subject}"


def is_event_id(text: str) -> bool:
    """True for text that can be an event's id: letters, digits, hyphens and underscores."""
    return _ID.fullmatch(text) is not None


def announce(
    type_: str,
    school: str,
    subject: str,
    payload: Mapping[str, Any],
    now: datetime,
    keep: timedelta = KEEP,
) -> OutboxEvent:
    """A new event, to be written by ``create()`` in the same commit as what it tells of.

    Args:
        type_: of the event.
        school: that it is about; empty for none.
        subject: goes into its id.
        payload: what is told.
        now: when.
        keep: how long its document stays.

    Raises:
        ValueError: the type and the subject make no valid event id.
    """
    name = event_id(type_, subject)
    if not (is_event_id(subject) and is_event_id(name)):
        raise ValueError("the subject of an event is an id: letters, digits, - and _")
    return OutboxEvent(
        event_id=name,
        type=type_,
        school=school,
        create_time=now,
        payload=payload,
        expires_at=now + keep,
        due_time=now + HEAD_START,
    )


def take(event: OutboxEvent, now: datetime, token: str, lease: timedelta) -> Taken | Busy | Settled:
    """What a delivery that has just read the event may do with it."""
    if event.state is not OutboxState.PENDING:
        return Settled()
    if event.lease_until is not None and event.lease_until > now:
        return Busy(event.lease_until)
    until = now + lease
    return Taken(
        replace(
            event,
            lease_until=until,
            lease_token=token,
            due_time=until,
            attempts=event.attempts + 1,
        )
    )


def postpone(event: OutboxEvent, until: datetime) -> OutboxEvent:
    """The event given back, for the sweeper to hand out again at ``until``."""
    return replace(event, lease_until=None, lease_token=None, due_time=until)


def settle(event: OutboxEvent, state: OutboxState, reason: str | None) -> OutboxEvent:
    """The event with a final state. ValueError for ``PENDING``, which is none."""
    if state is OutboxState.PENDING:
        raise ValueError("PENDING is not a final state")
    return replace(
        event, state=state, reason=reason, lease_until=None, lease_token=None, due_time=None
    )
