"""How rostering stands at a school: of each connection, and of all together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.rostering.connections import Connection
from shared.rostering.feeds import Feed, StopReason
from shared.rostering.overdue import hours_overdue


class HealthState(StrEnum):
    """From the worst to the best; of several the worst counts."""

    NOT_CONNECTED = "NOT_CONNECTED"
    """Nothing is rostered: no connection is switched on, or another one has taken over from it."""
    STOPPED = "STOPPED"
    """Files are not worked on until a person resumes the feed."""
    WAITING = "WAITING"
    """Something waits for a person's word."""
    LATE = "LATE"
    """Files are overdue, as `overdue` says."""
    OK = "OK"


_ORDER = tuple(HealthState)


@dataclass(frozen=True, slots=True)
class ConnectionHealth:
    """A connection as it was found.

    Attributes:
        waiting: runs of it that wait for an approval.
        latest: fields of its newest run; None before the first.
        state: how it stands.
    """

    connection: Connection
    feed: Feed
    waiting: int
    latest: Mapping[str, Any] | None
    state: HealthState


def connection_state(
    connection: Connection, feed: Feed, waiting: int, now: datetime, zone: str
) -> HealthState:
    """How one connection stands.

    Args:
        connection: as it is set.
        feed: where its files stand.
        waiting: runs of it that wait for an approval.
        now: the present instant.
        zone: IANA name of the district's.
    """
    if not connection.enabled or feed.stopped is StopReason.MIGRATED:
        return HealthState.NOT_CONNECTED
    if feed.stopped is not None:
        return HealthState.STOPPED
    if waiting:
        return HealthState.WAITING
    late = hours_overdue(connection, feed, now, zone) is not None
    return HealthState.LATE if late else HealthState.OK


def school_state(states: Iterable[HealthState]) -> HealthState:
    """The worst of a school's connections that are in use; those that are not say nothing."""
    used = [state for state in states if state is not HealthState.NOT_CONNECTED]
    return min(used, key=_ORDER.index, default=HealthState.NOT_CONNECTED)
