"""Who may do a piece of work that is delivered more than once: the claim and the rule about it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

KEEP = timedelta(days=8)
"""Longer than the longest window in which an event may be delivered again (7 days)."""


class ClaimState(StrEnum):
    """A claim is taken, then completed; a failed try deletes it."""

    IN_PROGRESS = "INPROGRESS"
    COMPLETE = "COMPLETE"


@dataclass(frozen=True, slots=True)
class Claim:
    """What is stored about one piece of work.

    Attributes:
        lease_until: after this instant the holder is taken for dead.
        token: fences: only the holder of this token may complete the claim.
        payload_hash: of what was delivered; another payload under the same key is tampering.
    """

    state: ClaimState
    lease_until: datetime
    token: str
    payload_hash: str
    result: dict[str, Any] | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Take:
    """Nobody has it, or its holder is dead: do the work."""


@dataclass(frozen=True, slots=True)
class Replay:
    """It was done: give the stored result again."""

    result: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody is doing it now: come again later."""


@dataclass(frozen=True, slots=True)
class Tampered:
    """The key is known with another payload."""


Decision = Take | Replay | Busy | Tampered


def decide(claim: Claim | None, payload_hash: str, now: datetime) -> Decision:
    """What a delivery may do, given the claim that it found."""
    if claim is None or claim.expires_at <= now:
        return Take()
    if claim.payload_hash != payload_hash:
        return Tampered()
    if claim.state is ClaimState.COMPLETE:
        return Replay(claim.result)
    return Busy() if claim.lease_until > now else Take()


def claim_id(function: str, key: str) -> str:
    """The document id of a claim.

    Raises:
        ValueError: the key is empty; work without a key must not run.
    """
    if not key:
        raise ValueError(f"{function}: work without an idempotency key is not done")
    return hashlib.sha256(f"{function}|{key}".encode()).hexdigest()


class Once(Protocol):
    """Runs work once for each key; `shared.cloud.claims.Claims` does it with a database."""

    def once(
        self,
        function: str,
        key: str,
        payload: Mapping[str, Any],
        lease: timedelta,
        work: Callable[[], dict[str, Any]],
    ) -> dict[str, Any] | None:
        """Do ``work`` unless it was done, and give its result or the stored one."""
