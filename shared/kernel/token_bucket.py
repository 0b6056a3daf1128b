"""How often a caller may call: a bucket that drips full. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Limit:
    """So many calls in a period, and no more at once."""

    calls: int
    period: timedelta = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """What is left to a caller.

    Attributes:
        left: calls, in parts of one.
        time: when that was so.
    """

    left: float
    time: datetime


class Limiter(Protocol):
    """What `shared.cloud.limits` does."""

    def take(self, name: str, key: str, limit: Limit) -> timedelta:
        """Count one call; zero, or how long the caller has to wait."""


def take(bucket: Bucket | None, limit: Limit, now: datetime) -> tuple[Bucket, timedelta]:
    """Take one call.

    Args:
        bucket: of the caller; None for somebody new, whose bucket is full.
        limit: of what is called.
        now: the present instant.

    Returns:
        the bucket afterwards, and zero or how long the caller has to wait.
    """
    left = float(limit.calls)
    if bucket is not None:
        dripped = max(0.0, (now - bucket.time) / limit.period) * limit.calls
        left = min(left, bucket.left + dripped)
    if left >= 1:
        return Bucket(left - 1, now), timedelta(0)
    return Bucket(left, now), (1 - left) * limit.period / limit.calls
