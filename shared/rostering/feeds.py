"""The course of a connection's files: stopped or not, held how often, good when. Values only.

Documents ``schools/{school}/rosterFeeds/{connection}``; apart from the connection's settings, so
that saving settings never writes over what a run has noted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class StopReason(StrEnum):
    """Why files are not worked on until a person resumes the feed."""

    SUSPENDED = "SUSPENDED"
    """Too many of them in a row were held."""
    UNDONE = "UNDONE"
    """A run was undone; the next file would do it again."""
    MIGRATED = "MIGRATED"
    """Another connection has taken over its people."""


@dataclass(frozen=True, slots=True)
class Lift:
    """A gate's limit that a person set aside: for the next file, or until it expires.

    Attributes:
        code: of the gate, such as ``UPDATE_SHARE``.
        expires: when it ends unused.
        actor: who set it aside.
    """

    code: str
    expires: datetime
    actor: str

    def fields(self) -> dict[str, Any]:
        """As it stands in the document."""
        return {"code": self.code, "expiresTime": self.expires, "actor": self.actor}


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that came while files were not worked on: the newest of its sort.

    Attributes:
        sort: what a newer file has to be about to take its place, such as ``student``.
        run: the run that noted it.
        generation: of its object.
    """

    sort: str
    run: str
    generation: int

    def fields(self) -> dict[str, Any]:
        """As it stands in the document."""
        return {"sort": self.sort, "run": self.run, "generation": self.generation}


@dataclass(frozen=True, slots=True)
class Feed:
    """Where a connection's feed stands.

    Attributes:
        version: of the document; None when there is none yet.
        stopped: why files are not worked on; None while they are.
        stopped_time: since when.
        stopped_run: the run that stopped it.
        holds_in_a_row: files held one after the other.
        last_good: when a file was last taken in; None before the first.
        alerted: when the school was last told that files are missing or not worked on.
        lifts: limits set aside for the next file.
        waiting: files to be worked on when the feed goes on.
    """

    version: str | None = None
    stopped: StopReason | None = None
    stopped_time: datetime | None = None
    stopped_run: str | None = None
    holds_in_a_row: int = 0
    last_good: datetime | None = None
    alerted: datetime | None = None
    lifts: tuple[Lift, ...] = ()
    waiting: tuple[WaitingFile, ...] = ()

    def lifted(self, now: datetime) -> frozenset[str]:
        """The codes whose limits are set aside at an instant."""
        return frozenset(lift.code for lift in self.lifts if now < lift.expires)


def feed_path(school: str, connection: str) -> str:
    """Where a feed's state is."""
    return f"schools/{school}/rosterFeeds/{connection}"


def feed_fields(feed: Feed, connection: str) -> dict[str, Any]:
    """The document of a feed."""
    return {
        "schemaVersion": 1,
        "connection": connection,
        "stopped": None if feed.stopped is None else feed.stopped.value,
        "stoppedTime": feed.stopped_time,
        "stoppedRun": feed.stopped_run,
        "holdsInARow": feed.holds_in_a_row,
        "lastGoodTime": feed.last_good,
        "alertedTime": feed.alerted,
        "lifts": [lift.fields() for lift in feed.lifts],
        "waiting": [file.fields() for file in feed.waiting],
    }


def feed_from(fields: Mapping[str, Any], version: str) -> Feed:
    """The feed that a document holds."""
    stopped = fields["stopped"]
    return Feed(
        version=version,
        stopped=None if stopped is None else StopReason(stopped),
        stopped_time=fields["stoppedTime"],
        stopped_run=fields["stoppedRun"],
        holds_in_a_row=fields["holdsInARow"],
        last_good=fields["lastGoodTime"],
        alerted=fields["alertedTime"],
        lifts=tuple(
            Lift(each["code"], each["expiresTime"], each["actor"]) for each in fields["lifts"]
        ),
        waiting=tuple(
            WaitingFile(each["sort"], each["run"], each["generation"]) for each in fields["waiting"]
        ),
    )
