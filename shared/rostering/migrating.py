"""One connection takes over the people of another, a kind at a time, in the run of an approval.

The old connection's state of a kind ends in the commit that closes that run, and the new one's
holds everybody from then on; see ``docs/domain/rostering.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from shared.kernel.ids import ConnectionId
from shared.rostering.closing_store import MigrationEnd
from shared.rostering.feeds import StopReason
from shared.rostering.files import RosterFiles
from shared.rostering.model import Kind
from shared.rostering.plan_file import PlanWriter
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Outcome, Pointer, Run
from shared.rostering.shelf import SnapshotShelf
from shared.rostering.snapshot import CLAIMED


class Migration:
    """What is left of the connection that is taken over from, as a run finds it."""

    def __init__(
        self, store: RunStore, files: RosterFiles, school: str, before: ConnectionId
    ) -> None:
        """Take the school and the connection that was there before."""
        self.before = before
        self._shelf = SnapshotShelf(store, files, school, before)

    def is_open(self, subject: Kind | None) -> bool:
        """True while people of this kind, or of any kind for a mixed file, are the old one's."""
        return any(is_live(self._shelf.pointer(kind)) for kind in kinds_of(subject))

    def people(self, kind: Kind) -> set[bytes]:
        """Raw ids of those whom the old connection has applied."""
        applied = self._shelf.snapshot(kind).applied
        return {person for person, digest in applied.items() if digest != CLAIMED}


def open_migration(
    store: RunStore, files: RosterFiles, run: Run, before: ConnectionId | None
) -> Migration | None:
    """The migration that a run belongs to; None where its people are taken over, or there is none.

    Args:
        store: where the states are told.
        files: where they are.
        run: of the new connection.
        before: the old one.
    """
    if before is None:
        return None
    migration = Migration(store, files, run.school, before)
    return migration if migration.is_open(run.subject) else None


def kinds_of(subject: Kind | None) -> Iterable[Kind]:
    """The kinds that a run about this subject takes over."""
    return Kind if subject is None else (subject,)


def is_live(pointer: Pointer) -> bool:
    """True while a connection still has people of a kind."""
    return bool(pointer.people or pointer.missing)


def ends_migration(run: Run, source: Run) -> bool:
    """True for the approval of a whole dry run."""
    return source.outcome is Outcome.DRY_RUN and not run.subjects


def adopt(migration: Migration, source: Run, shelf: SnapshotShelf, writer: PlanWriter) -> None:
    """Have everybody of the old connection taken over whom no row of the file is about.

    Args:
        migration: from where.
        source: the dry run that was approved.
        shelf: the new connection's state; whoever is there under another kind is taken over.
        writer: of the approval's plan, which says whom its rows are about.
    """
    for kind in kinds_of(source.subject):
        others = [other for other in Kind if other is not kind]
        elsewhere = set().union(*(shelf.snapshot(other).applied for other in others))
        for other in writer.states.keys() & set(others):
            elsewhere |= writer.states[other].recorded.keys()
        writer.remaps.adopted[kind] = migration.people(kind) - elsewhere


def migration_end(store: RunStore, run: Run, source: Run, now: datetime) -> MigrationEnd | None:
    """What ends of the old connection with the run of an approval; None where nothing does."""
    connection = store.connection(run.school, run.connection)
    if connection is None or connection.migrates_from is None:
        return None
    before = connection.migrates_from
    pointers = store.pointers(run.school, before, Kind)
    retired = [pointers[kind] for kind in kinds_of(source.subject)]
    left = [p for p in pointers.values() if p not in retired and is_live(p)]
    feed = store.feed(run.school, before)
    stopped = replace(feed, stopped=StopReason.MIGRATED, stopped_time=now, stopped_run=str(run.run))
    return MigrationEnd(
        before=before,
        retired=[(p, _retired(p)) for p in retired if p.version is not None],
        feed=None if feed.stopped is StopReason.MIGRATED else stopped,
        finished=not left,
        waiting=store.runs_awaiting(run.school, before),
    )


def _retired(pointer: Pointer) -> Pointer:
    """A state of nobody; an older file still comes too late for it."""
    return replace(pointer, object="", people=0, missing=0, rows=0, outstanding=0, fingerprint="")
