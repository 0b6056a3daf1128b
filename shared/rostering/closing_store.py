"""The one commit that ends a run: its document, the pointers, the lock, the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Commit, Documents, no_field
from shared.kernel.ids import ConnectionId
from shared.kernel.outbox import OutboxEvent
from shared.rostering.class_state import class_state_path
from shared.rostering.feeds import Feed
from shared.rostering.run_store import DISTRICT, RunStore, connection_path, lock_path, put_feed
from shared.rostering.runs import (
    Approval,
    Pointer,
    Run,
    RunState,
    Trigger,
    pointer_base,
    pointer_fields,
    pointer_path,
    run_path,
)
from shared.rostering.undo_end import UndoEnd


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
        former: the object before; empty for none.
    """

    object: str
    version: str
    former: str


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
        former = {before.kind.value: before.fields for before, _ in self.retired}
        return {"connection": self.before, "pointersBefore": former}


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
        undo: what else goes back with the run that an undo has taken back; None for other runs.
        feed: where the connection's feed stands from now on; None when that is as before.
        alert: what else is told, of the feed.
        classes: the state of the school's classes from now on; None when that is as before.
    """

    closed: Mapping[str, Any]
    states: Sequence[tuple[Pointer, Pointer]]
    source: SourceUpdate | None
    event: OutboxEvent | None
    supersedes: bool
    aliases: AliasUpdate | None = None
    migration: MigrationEnd | None = None
    undo: UndoEnd | None = None
    feed: Feed | None = None
    alert: OutboxEvent | None = None
    classes: Mapping[str, Any] | None = None


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
            self._put_source(commit, run, end.source, end)
        if end.aliases is not None:
            names = {"personAliases": end.aliases.object}
            commit.update(DISTRICT, names, end.aliases.version)
        if end.migration is not None:
            _put_migration(commit, run, end.migration, end.closed["closedTime"])
        if end.undo is not None:
            _put_undo(commit, run, end.undo)
        _put_classes(commit, run, end)
        self._put_waiting(commit, run, end)
        if self._store.lock_holder(run.school) == run.run:
            commit.delete(lock_path(run.school))
        if end.feed is not None:
            put_feed(commit, run.school, run.connection, end.feed)
        for event in (end.event, end.alert):
            if event is not None:
                commit.create(f"outbox/{event.event_id}", event.as_document())
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

    def _put_source(self, commit: Commit, run: Run, source: SourceUpdate, end: RunEnd) -> None:
        changes = {
            "approval": source.approval.value,
            "approvedSubjects": list(source.approved),
            "approvedAll": source.approved_all,
            "base": _moved(source.run, end.states),
        }
        commit.update(run_path(run.school, source.run.run), changes, source.run.version)
        if source.verifies:
            path = connection_path(run.school, run.connection)
            commit.update(path, {"verifiedTime": end.closed["closedTime"]})

    def _put_waiting(self, commit: Commit, run: Run, end: RunEnd) -> None:
        """What this run's end means to others of the connection that wait for a person."""
        own = {run.run, *([] if end.source is None else [end.source.run.run])}
        if not end.supersedes and not end.states:
            return
        for older in self._store.runs_awaiting(run.school, run.connection):
            if older.run in own or older.state is not RunState.CLOSED:
                continue
            path = run_path(older.school, older.run)
            if end.supersedes and _plans_anew(run, older):
                commit.update(path, {"approval": Approval.SUPERSEDED.value})
            elif _spares_plan_of(run, older, end) and (base := _moved(older, end.states)):
                commit.update(path, {"base": base})


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


def _put_classes(commit: Commit, run: Run, end: RunEnd) -> None:
    """The state of the classes; what an undo brings back says itself which run wrote it."""
    path = class_state_path(run.school)
    if end.classes:
        now = end.closed["closedTime"]
        commit.put(path, {"run": run.run, "updateTime": now, **end.classes})
    elif end.classes is not None:
        commit.delete(path)


def _put_undo(commit: Commit, run: Run, undo: UndoEnd) -> None:
    for back in undo.documents:
        if back.fields is None:
            commit.delete(back.path, back.version)
        else:
            gone = dict.fromkeys(back.lacked, no_field())
            commit.update(back.path, {**back.fields, **gone}, back.version)
    for connection, feed in undo.feeds.items():
        put_feed(commit, run.school, connection, feed)


def _plans_anew(run: Run, older: Run) -> bool:
    """True when a run has planned again what an older one held: of the same sort and subject."""
    same = older.trigger is run.trigger and older.subject is run.subject
    return same and run.trigger is not Trigger.APPROVAL


def _spares_plan_of(run: Run, older: Run, end: RunEnd) -> bool:
    """True when what a run changed leaves an older plan as right as it was.

    Those whom a night archives are in no file's plan, and an approval works off its own source.
    """
    if run.trigger is Trigger.APPROVAL:
        night = end.source is not None and end.source.run.trigger is Trigger.ARCHIVE_PHASE
        return night or older.run == run.source
    return run.trigger is Trigger.ARCHIVE_PHASE


def _moved(older: Run, states: Sequence[tuple[Pointer, Pointer]]) -> dict[str, Any]:
    """The state that an older plan was made on, taken along where it was the one before."""
    base = dict(older.fields["base"])
    for before, after in states:
        if base.get(after.kind.value) == pointer_base(before):
            base[after.kind.value] = pointer_base(after)
    return base
