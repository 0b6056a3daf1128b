"""What the end of an undo changes beside the people: pointers, runs, the connection, its feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.rostering.feeds import Feed, StopReason
from shared.rostering.model import Kind
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Approval, Outcome, Pointer, Run
from shared.rostering.undo_state import is_as_left


@dataclass(frozen=True, slots=True)
class UndoEnd:
    """What goes back with a run, in the commit that closes its undo.

    Attributes:
        runs: runs with what changes in each: the one undone, and the one that it had approved.
        pointers: each pointer as it is, with the document that it was; None for none.
        connection: fields of the connection that change.
        feed: of the connection, stopped.
    """

    runs: Sequence[tuple[Run, Mapping[str, Any]]]
    pointers: Sequence[tuple[Pointer, Mapping[str, Any] | None]]
    connection: Mapping[str, Any]
    feed: Feed


def undo_end(store: RunStore, run: Run, outcome: Outcome, now: datetime) -> UndoEnd:
    """Look up what the end of an undo changes.

    An undo that was given up half way takes nothing else back: it only stops the feed, and can be
    asked for again.
    """
    feed = _stopped(store.feed(run.school, run.connection), run, now)
    source = None if run.source is None else store.run(run.school, run.source)
    if source is None or outcome is Outcome.FAILED:
        return UndoEnd((), (), {}, feed)
    return UndoEnd(
        runs=_runs(store, run, source),
        pointers=_pointers(store, source),
        connection=_connection(store, source),
        feed=feed,
    )


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


def _runs(store: RunStore, run: Run, source: Run) -> list[tuple[Run, Mapping[str, Any]]]:
    """Neither what the run holds back nor what it had approved a part of waits any longer."""
    superseded = {"approval": Approval.SUPERSEDED.value}
    changes: dict[str, Any] = {"undoneBy": run.run}
    if source.approval is Approval.PENDING:
        changes |= superseded
    found: list[tuple[Run, Mapping[str, Any]]] = [(source, changes)]
    approved = None if source.source is None else store.run(run.school, source.source)
    if approved is not None:
        found.append((approved, superseded))
    return found


def _pointers(store: RunStore, source: Run) -> list[tuple[Pointer, Mapping[str, Any] | None]]:
    former: Mapping[str, Mapping[str, Any] | None] = source.fields["pointersBefore"]
    kinds = sorted(Kind(kind) for kind in former)
    pointers = store.pointers(source.school, source.connection, kinds)
    return [
        (pointers[kind], former[kind.value]) for kind in kinds if is_as_left(pointers[kind], source)
    ]


def _connection(store: RunStore, source: Run) -> dict[str, Any]:
    """The first dry run waits for its approval again, where this run was that approval."""
    if not source.fields.get("verifies"):
        return {}
    connection = store.connection(source.school, source.connection)
    if connection is None or connection.verified_time != source.fields["closedTime"]:
        return {}
    return {"verifiedTime": source.fields["verifiedTimeBefore"]}
