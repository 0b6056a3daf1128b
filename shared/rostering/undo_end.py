"""What the end of an undo changes beside the people: pointers, runs, settings, the feed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.kernel.ids import ConnectionId
from shared.rostering.feeds import Feed, StopReason
from shared.rostering.files import RosterFiles
from shared.rostering.kind_state import read_remaps
from shared.rostering.model import Kind
from shared.rostering.run_store import DISTRICT, RunStore, connection_path
from shared.rostering.runs import Approval, Outcome, Run, pointer_path, run_path
from shared.rostering.undo_state import is_as_left


@dataclass(frozen=True, slots=True)
class PutBack:
    """One document that goes back.

    Attributes:
        fields: those that change; None deletes the document.
        lacked: fields that go away.
        version: of the document as it was read; None demands none.
    """

    path: str
    fields: Mapping[str, Any] | None
    lacked: Collection[str] = ()
    version: str | None = None


@dataclass(frozen=True, slots=True)
class UndoEnd:
    """What goes back with a run, in the commit that closes its undo.

    Attributes:
        documents: everything but the feeds.
        feeds: connection → its feed, stopped.
    """

    documents: Sequence[PutBack]
    feeds: Mapping[ConnectionId, Feed]


def undo_end(
    store: RunStore, files: RosterFiles, run: Run, outcome: Outcome, now: datetime
) -> UndoEnd:
    """Look up what the end of an undo changes.

    An undo that was given up half way takes nothing else back: it only stops the feed, and can be
    asked for again.
    """
    feeds = {run.connection: _stopped(store.feed(run.school, run.connection), run, now)}
    source = None if run.source is None else store.run(run.school, run.source)
    if source is None or outcome is Outcome.FAILED:
        return UndoEnd((), feeds)
    documents = [
        *_runs(store, run, source),
        *_pointers(store, source, source.connection, source.fields["pointersBefore"]),
        *_settings(store, source),
        *_aliases(store, files, source),
    ]
    migrated = source.fields.get("migrated")
    if migrated is not None:
        before = ConnectionId(migrated["connection"])
        documents += _pointers(store, source, before, migrated["pointersBefore"])
        feed = store.feed(run.school, before)
        # Whoever resumes it decides from which of the two the school's people come.
        feeds[before] = replace(
            feed, stopped=StopReason.UNDONE, stopped_time=now, stopped_run=run.run
        )
    return UndoEnd(documents, feeds)


def undo_counts(counts: Mapping[str, Any]) -> dict[str, Any]:
    """An undo's counts: who changed while it was applied stays too, and is counted as kept."""
    skipped = counts.get("skipped", {})
    others = {name: value for name, value in counts.items() if name != "skipped"}
    return {**others, "kept": counts.get("kept", 0) + sum(skipped.values())}


def _stopped(feed: Feed, run: Run, now: datetime) -> Feed:
    """The feed waits for a person; one that was handed over to another connection stays so."""
    if feed.stopped is StopReason.MIGRATED:
        return feed
    return replace(feed, stopped=StopReason.UNDONE, stopped_time=now, stopped_run=run.run)


def _runs(store: RunStore, run: Run, source: Run) -> list[PutBack]:
    """Neither what the run holds back nor what it had approved a part of waits any longer."""
    superseded = {"approval": Approval.SUPERSEDED.value}
    changes: dict[str, Any] = {"undoneBy": run.run}
    if source.approval is Approval.PENDING:
        changes |= superseded
    found = [PutBack(run_path(run.school, source.run), changes, version=source.version)]
    approved = None if source.source is None else store.run(run.school, source.source)
    if approved is not None:
        path = run_path(run.school, approved.run)
        found.append(PutBack(path, superseded, version=approved.version))
    return found


def _pointers(
    store: RunStore,
    source: Run,
    connection: ConnectionId,
    former: Mapping[str, Mapping[str, Any] | None],
) -> list[PutBack]:
    """The pointers that no later run has written."""
    pointers = store.pointers(source.school, connection, sorted(map(Kind, former)))
    found = []
    for kind, now in pointers.items():
        if not is_as_left(now, source):
            continue
        fields = former[kind.value]
        gone = now.fields.keys() - (fields or {}).keys()
        path = pointer_path(source.school, connection, kind)
        found.append(PutBack(path, fields, gone, now.version))
    return found


def _settings(store: RunStore, source: Run) -> list[PutBack]:
    """The first dry run waits for its approval again, where this run was that approval."""
    connection = store.connection(source.school, source.connection)
    if not source.fields.get("verifies") or connection is None:
        return []
    changes: dict[str, Any] = {}
    if connection.verified_time == source.fields["closedTime"]:
        changes["verifiedTime"] = source.fields["verifiedTimeBefore"]
    migrated = source.fields.get("migrated")
    if migrated is not None and connection.migrates_from is None:
        changes["migratesFrom"] = migrated["connection"]
    return [PutBack(connection_path(source.school, source.connection), changes)] if changes else []


def _aliases(store: RunStore, files: RosterFiles, source: Run) -> list[PutBack]:
    """The aliases without those that the run has established."""
    former = source.fields.get("aliasesBefore")
    if former is None or source.manifest is None:
        return []
    district = store.district()
    before, now = files.read_aliases(former), files.read_aliases(district.person_aliases)
    established = read_remaps(files.read_plan(source.manifest, source.manifest.state)).aliases
    gone = {
        made for made, kept in established.items() if made not in before and now.get(made) == kept
    }
    left = {made: kept for made, kept in now.items() if made not in gone}
    if not left and not former:
        return [PutBack(DISTRICT, {}, ["personAliases"], district.version)]
    name = files.write_aliases(left)
    return [PutBack(DISTRICT, {"personAliases": name}, version=district.version)]
