"""The one commit that ends a run: its document, the pointers, the lock, the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Commit, Documents
from shared.kernel.ids import ConnectionId
from shared.kernel.outbox import OutboxEvent
from shared.rostering.feeds import Feed
from shared.rostering.run_store import DISTRICT, RunStore, connection_path, lock_path, put_feed
from shared.rostering.runs import (
    Approval,
    Pointer,
    Run,
    RunState,
    Trigger,
    pointer_fields,
    pointer_path,
    run_path,
)


@dataclass(frozen=True, slots=True)
class SourceUpdate:
    """What an approval's end changes in the run that held the operations back.

    Attributes:
        approved: people who were approved by name.
        approved_all: whether everything not to be approved by name was approved.
        verifies: whether the connection's dry runs end with it.
    """

    run: Run
    approval: Approval
    approved: Sequence[str]
    approved_all: bool
    verifies: bool


@dataclass(frozen=True, slots=True)
class AliasUpdate:
    """Another object of the aliases of person ids.

    Attributes:
        object: its name.
        version: of the district's settings, as they were when the object was made.
    """

    object: str
    version: str


@dataclass(frozen=True, slots=True)
class MigrationEnd:
    """What ends of a connection whose people another one takes over.

    Attributes:
        before: that connection.
        retired: its pointers that end, each as read and as it will be.
        feed: its feed, stopped; None where it is so already.
        finished: whether all of its people are taken over.
        waiting: its runs that hold something back; nobody can approve that any more.
    """

    before: ConnectionId
    retired: Sequence[tuple[Pointer, Pointer]]
    feed: Feed | None
    finished: bool
    waiting: Sequence[Run]

    def fields(self) -> dict[str, Any]:
        """As the run's document remembers it."""
        objects = {before.kind.value: before.object for before, _ in self.retired}
        return {"connection": self.before, "snapshots": objects}


@dataclass(frozen=True, slots=True)
class RunEnd:
    """What ends with a run.

    Attributes:
        closed: fields of its document.
        states: for each kind its pointer as read and as it will be.
        event: what is told; None when there is nothing to tell.
        supersedes: whether older runs that planned the same anew no longer wait.
        aliases: None leaves them as they are.
        migration: None where no connection is taken over from.
    """

    closed: Mapping[str, Any]
    states: Sequence[tuple[Pointer, Pointer]]
    source: SourceUpdate | None
    event: OutboxEvent | None
    supersedes: bool
    aliases: AliasUpdate | None = None
    migration: MigrationEnd | None = None


class ClosingStore:
    """Ends runs."""

    def __init__(self, documents: Documents, store: RunStore) -> None:
        self._documents = documents
        self._store = store

    def close(self, run: Run, end: RunEnd) -> None:
        """End a run.

        Raises:
            Conflict: the run, a pointer or the aliases have changed since they were read.
        """
        commit = self._documents.commit()
        commit.update(run_path(run.school, run.run), end.closed, run.version)
        for before, after in end.states:
            self._put_pointer(commit, run, before, after, end)
        if end.source is not None:
            self._put_source(commit, run, end.source, end.closed)
        if end.aliases is not None:
            names = {"personAliases": end.aliases.object}
            commit.update(DISTRICT, names, end.aliases.version)
        if end.migration is not None:
            _put_migration(commit, run, end.migration, end.closed["closedTime"])
        for older in self._superseded(run, end):
            changes = {"approval": Approval.SUPERSEDED.value}
            commit.update(run_path(older.school, older.run), changes)
        if self._store.lock_holder(run.school) == run.run:
            commit.delete(lock_path(run.school))
        if end.event is not None:
            commit.create(f"outbox/{end.event.event_id}", end.event.as_document())
        commit.run()

    def _put_pointer(
        self, commit: Commit, run: Run, before: Pointer, after: Pointer, end: RunEnd
    ) -> None:
        path = pointer_path(run.school, run.connection, after.kind)
        fields = pointer_fields(after, run.connection, run.run, end.closed["closedTime"])
        if before.version is None:
            commit.create(path, fields)
        else:
            commit.update(path, fields, before.version)

    def _put_source(
        self, commit: Commit, run: Run, source: SourceUpdate, closed: Mapping[str, Any]
    ) -> None:
        changes = {
            "approval": source.approval.value,
            "approvedSubjects": list(source.approved),
            "approvedAll": source.approved_all,
        }
        commit.update(run_path(run.school, source.run.run), changes, source.run.version)
        if source.verifies:
            path = connection_path(run.school, run.connection)
            commit.update(path, {"verifiedTime": closed["closedTime"]})

    def _superseded(self, run: Run, end: RunEnd) -> list[Run]:
        """Older runs of the same sort and subject: this one has planned anew what they held."""
        if run.trigger is Trigger.APPROVAL or not end.supersedes:
            return []
        return [
            older
            for older in self._store.runs_awaiting(run.school, run.connection)
            if older.run != run.run
            and older.trigger is run.trigger
            and older.subject is run.subject
            and older.state is RunState.CLOSED
        ]


def _put_migration(commit: Commit, run: Run, end: MigrationEnd, now: datetime) -> None:
    for before, after in end.retired:
        path = pointer_path(run.school, end.before, after.kind)
        commit.update(path, pointer_fields(after, end.before, run.run, now), before.version)
    if end.feed is not None:
        put_feed(commit, run.school, end.before, end.feed)
    for waiting in end.waiting:
        changes = {"approval": Approval.SUPERSEDED.value}
        commit.update(run_path(waiting.school, waiting.run), changes, waiting.version)
    if end.finished:
        commit.update(connection_path(run.school, run.connection), {"migratesFrom": None})
