"""Kills the process in the middle of a flow, at every write it makes, and looks what became of it.

A write is a Firestore commit, an object written, a task handed over, or a mail given to the relay.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from unittest import mock

from shared.cloud.firestore import Commit
from shared.cloud.storage import Bucket
from shared.rostering.aliases import encode
from tests.support.world import World


class Moment(StrEnum):
    """When the process dies, and what the task queue still holds afterwards."""

    BEFORE = "before the write"
    AFTER = "after the write"
    AFTER_LOST = "after the write, and the queue is lost"


class Killed(BaseException):
    """The process is gone; a BaseException, so that no handler of the product sees it."""


@dataclass
class Assassin:
    """Counts writes and dies at one of them.

    Attributes:
        at: number of the write, from 1; 0 never dies.
        really: send this process a SIGKILL instead of raising.
    """

    at: int = 0
    moment: Moment = Moment.BEFORE
    really: bool = False
    writes: int = 0

    def before(self) -> None:
        self.writes += 1
        if self.writes == self.at and self.moment is Moment.BEFORE:
            self._strike()

    def after(self) -> None:
        if self.writes == self.at and self.moment is not Moment.BEFORE:
            self._strike()

    def _strike(self) -> None:
        if self.really:
            os.kill(os.getpid(), signal.SIGKILL)
        raise Killed

    def watching(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*args: Any, **kwargs: Any) -> Any:
            self.before()
            try:
                return function(*args, **kwargs)
            finally:
                # Also after one that was refused, such as a turn that another run has.
                self.after()

        return watched


@contextmanager
def armed(world: World, assassin: Assassin) -> Iterator[None]:
    """Let the assassin watch every write of this process."""
    world.mail.before_send, world.mail.after_send = assassin.before, assassin.after
    with (
        mock.patch.object(Commit, "run", _method(assassin, Commit.run)),
        mock.patch.object(Bucket, "write", _method(assassin, Bucket.write)),
        mock.patch.object(Bucket, "write_file", _method(assassin, Bucket.write_file)),
        mock.patch.object(world.tasks, "enqueue", assassin.watching(world.tasks.enqueue)),
    ):
        try:
            yield
        finally:
            world.mail.before_send = world.mail.after_send = lambda: None


def _method(assassin: Assassin, function: Callable[..., Any]) -> Callable[..., Any]:
    watched = assassin.watching(function)

    # A plain function becomes a method of the class that it is put on; a bound one would not.
    def method(self: object, *args: Any, **kwargs: Any) -> Any:
        return watched(self, *args, **kwargs)

    return method


def picture(world: World) -> dict[str, Any]:
    """What is in the database, without times, tokens, ids of runs and notices."""
    documents = world.documents
    place = f"schools/{world.school}"
    pointers = [found.fields for found in documents.all(f"{place}/rosterSnapshots")]
    runs = [found.fields for found in documents.all(f"{place}/rosterRuns")]
    return {
        "members": {
            sis_id: _without_times(fields) for sis_id, fields in sorted(world.members().items())
        },
        "guardians": sorted(
            (_without_times(fields) for fields in world.guardians()), key=lambda g: g["guardianId"]
        ),
        "runs": sorted(map(_run, runs), key=_canonical),
        "chunks": sum(
            len(list(documents.all(f"{place}/rosterRuns/{r['run']}/chunks"))) for r in runs
        ),
        "pointers": sorted((_pointer(world, fields) for fields in pointers), key=_canonical),
        "aliases": _aliases(world),
        "connections": [
            (found.id, found.fields["migratesFrom"], found.fields["verifiedTime"] is None)
            for found in documents.all(f"{place}/rosterConnections")
        ],
        "feeds": [_feed(found.fields) for found in documents.all(f"{place}/rosterFeeds")],
        "locks": [found.id for found in documents.all(f"{place}/rosterLocks")],
        "audit": sorted(found.fields["verb"] for found in documents.all("audit")),
        "outbox": sorted(found.fields["state"] for found in documents.all("outbox")),
        "claims": sorted(found.fields["status"] for found in documents.all("idempotency")),
        "stuck": [found.fields["reason"] for found in documents.all("stuckWork")],
    }


def _canonical(fields: dict[str, Any]) -> str:
    """For sorting: the database gives a map's fields in any order."""
    return json.dumps(fields, sort_keys=True)


def notices(world: World) -> list[str]:
    """The states of all notices."""
    return sorted(found.fields["state"] for found in world.documents.all("notices"))


def _aliases(world: World) -> str:
    district = world.rostering.store.district()
    return encode(world.files.read_aliases(district.person_aliases)).hex()


def _without_times(fields: dict[str, Any]) -> dict[str, Any]:
    volatile = {"createTime", "updateTime", "archiveTime", "source"}
    return {name: value for name, value in fields.items() if name not in volatile}


def _run(fields: dict[str, Any]) -> dict[str, Any]:
    kept = (
        "trigger", "state", "outcome", "approval", "counts", "problemCounts", "chunksTotal",
        "chunksDone", "skipped", "subject",
    )  # fmt: skip
    holds = [hold["code"] for hold in fields["holds"]]
    return {**{name: fields[name] for name in kept}, "holds": holds}


def _feed(fields: dict[str, Any]) -> dict[str, Any]:
    kept = ("connection", "stopped", "holdsInARow", "lifts")
    waiting = sorted(file["sort"] for file in fields["waiting"])
    return {**{name: fields[name] for name in kept}, "waiting": waiting}


def _pointer(world: World, fields: dict[str, Any]) -> dict[str, Any]:
    kept = ("kind", "people", "missing", "rows", "outstanding")
    content = world.files._work.read(fields["object"]) if fields["object"] else b""
    return {**{name: fields[name] for name in kept}, "content": content.hex()}
