"""Runs, connections, snapshot pointers and locks in Firestore. Reads and single-document writes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any

from shared.cloud.firestore import Commit, Document, Documents, Query
from shared.kernel.audit import audit_entry
from shared.kernel.errors import Conflict, Permanent
from shared.kernel.ids import RunId, digest_id
from shared.rostering.class_state import (
    ClassState,
    class_state_from,
    class_state_path,
    classes_wait,
    planned_classes,
)
from shared.rostering.connections import Connection, connection_fields, connection_from
from shared.rostering.district_day import RosterDay, day_fields, day_path
from shared.rostering.feeds import Feed, feed_fields, feed_from, feed_path
from shared.rostering.limits import DistrictLimits, district_limits_from
from shared.rostering.model import Kind
from shared.rostering.night import PULL_HOUR
from shared.rostering.runs import (
    ACCEPTED,
    Approval,
    Pointer,
    Run,
    RunState,
    has_moved,
    pointer_from,
    pointer_path,
    run_from,
    run_path,
)

DISTRICT = "district/settings"


@dataclass(frozen=True, slots=True)
class District:
    """What rostering needs to know of the district.

    Attributes:
        id_space: goes into every person id; never changes.
        archive_hour: local hour of the daily archive phase, 0 to 23.
        pull_hour: local hour in which systems are pulled, 0 to 23.
        limits: of the gate, over all schools.
        person_aliases: the object that holds them, see `shared.rostering.aliases`; empty for none.
        version: of the document.
    """

    id_space: str
    time_zone: str
    archive_hour: int
    limits: DistrictLimits = field(default_factory=DistrictLimits)
    person_aliases: str = ""
    version: str = ""
    pull_hour: int = PULL_HOUR


class RunStore:
    """Everything of rostering that is a document."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents

    def district(self) -> District:
        """The district's settings.

        Raises:
            Permanent: ``DISTRICT_UNSET`` before the district was set up.
        """
        found = self.documents.get(DISTRICT)
        if found is None:
            raise Permanent("DISTRICT_UNSET", "the district's settings are missing")
        fields = found.fields
        return District(
            fields["idSpace"],
            fields["timeZone"],
            fields.get("archiveHour", 3),
            district_limits_from(fields.get("rosterLimits", {})),
            fields.get("personAliases", ""),
            found.version,
            fields.get("pullHour", PULL_HOUR),
        )

    def day(self, day: date) -> RosterDay:
        """What the district has archived on a day."""
        found = self.documents.get(day_path(day))
        if found is None:
            return RosterDay(day)
        return RosterDay(day, found.version, found.fields["archives"], found.fields["runs"])

    def begin(
        self, run: Run, changes: Mapping[str, Any], day: RosterDay, archives: int, now: datetime
    ) -> None:
        """Change a run that archives people, and count them for the district's day.

        Raises:
            Conflict: the run has changed since it was read, or the day has.
        """
        commit = self.documents.commit()
        commit.update(run_path(run.school, run.run), changes, run.version)
        fields = day_fields(day, archives, now)
        if day.version is None:
            commit.create(day_path(day.day), fields)
        else:
            commit.update(day_path(day.day), fields, day.version)
        commit.run()

    def schools(self) -> list[str]:
        """The ids of all schools."""
        return [found.id for found in self.documents.all("schools")]

    def connection(self, school: str, connection: str) -> Connection | None:
        """One connection of a school."""
        found = self.documents.get(connection_path(school, connection))
        return None if found is None else connection_from(found.fields)

    def connections(self, school: str) -> list[Connection]:
        """All connections of a school."""
        collection = f"schools/{school}/rosterConnections"
        return [connection_from(found.fields) for found in self.documents.all(collection)]

    def save_connection(self, connection: Connection) -> None:
        """Write a connection whole."""
        commit = self.documents.commit()
        path = connection_path(connection.school, connection.connection)
        commit.put(path, connection_fields(connection))
        commit.run()

    def feed(self, school: str, connection: str) -> Feed:
        """Where a connection's feed stands; a running one before its first file."""
        found = self.documents.get(feed_path(school, connection))
        return Feed() if found is None else feed_from(found.fields, found.version)

    def feeds(self, school: str) -> dict[str, Feed]:
        """Where the feeds of a school stand, by their connections; none before the first file."""
        found = self.documents.all(f"schools/{school}/rosterFeeds")
        return {each.id: feed_from(each.fields, each.version) for each in found}

    def run(self, school: str, run: str) -> Run | None:
        """One run."""
        found = self.documents.get(run_path(school, run))
        return None if found is None else run_from(found.fields, found.version)

    def some_runs(self, school: str, runs: Sequence[str]) -> dict[str, Run]:
        """Those of these runs that are there, by their ids; a read for each."""
        found = self.documents.get_many([run_path(school, run) for run in runs])
        return {each.id: run_from(each.fields, each.version) for each in found}

    def runs_in(self, school: str, state: RunState) -> list[Run]:
        """The runs of a school in one state, the oldest source first."""
        found = self.documents.where(f"schools/{school}/rosterRuns", "state", state.value)
        return sorted((run_from(run.fields, run.version) for run in found), key=_age)

    def runs_page(
        self,
        school: str,
        wanted: Mapping[str, str],
        fields: Sequence[str],
        size: int,
        after: tuple[datetime, str] | None,
    ) -> list[Document]:
        """Runs of a school, the newest first, as documents of some fields.

        Each field has an index with the time; of several fields the database merges theirs.

        Args:
            school: whose.
            wanted: field → the value that it has.
            fields: what is read of each.
            size: at most so many.
            after: when the last run of the page before was received, and its id.
        """
        where = [(field, "==", value) for field, value in sorted(wanted.items())]
        collection = f"schools/{school}/rosterRuns"
        query = Query(collection, where, ["-receivedTime"], size, after, fields)
        return self.documents.page(query)

    def runs_awaiting(self, school: str, connection: str) -> list[Run]:
        """The runs of a connection that hold something back for a person."""
        pending = Approval.PENDING.value
        found = self.documents.where(f"schools/{school}/rosterRuns", "approval", pending)
        runs = (run_from(run.fields, run.version) for run in found)
        return [run for run in runs if run.connection == connection]

    def count_awaiting(self, school: str, connection: str) -> int:
        """How many runs of a connection hold something back; a read for each thousand."""
        pending = ("approval", "==", Approval.PENDING.value)
        where = [("connection", "==", connection), pending]
        return self.documents.count(f"schools/{school}/rosterRuns", where)

    def create_run(self, fields: Mapping[str, Any]) -> bool:
        """Write a run that is new; False when it is already there."""
        commit = self.documents.commit()
        commit.create(run_path(fields["school"], fields["run"]), fields)
        try:
            commit.run()
        except Conflict:
            return False
        return True

    def begin_asked_for(
        self, fields: Mapping[str, Any], actor: str, verb: str, subject: Mapping[str, Any]
    ) -> None:
        """Write a run that a person asked for, once, with the audit entry.

        Args:
            fields: its document.
            actor: who asked for it.
            verb: what for, such as ``undo``.
            subject: what the audit entry says of it.
        """
        commit = self.documents.commit()
        school, run = fields["school"], fields["run"]
        commit.create(run_path(school, run), fields)
        time = fields["receivedTime"]
        entry = audit_entry(actor, f"rosterRuns:{verb}", [subject], time, school)
        commit.create(f"audit/{verb}-{run}", entry)
        with contextlib.suppress(Conflict):
            commit.run()

    def asked_for_id(self, school: str, *facts: str) -> RunId:
        """The id of a run that a person asks for.

        It is the same for a second click, and another one after a run that came to nothing.
        """
        names = (RunId(digest_id(*facts, str(attempt))) for attempt in count())
        return next(name for name in names if not self._came_to_nothing(school, name))

    def _came_to_nothing(self, school: str, run: str) -> bool:
        known = self.run(school, run)
        return (
            known is not None and known.state is RunState.CLOSED and known.outcome not in ACCEPTED
        )

    def discard(self, run: Run, actor: str, now: datetime) -> None:
        """Note that what a run holds back is not to be applied.

        Raises:
            Conflict: the run has changed since it was read.
        """
        commit = self.documents.commit()
        changes = {"approval": Approval.DISCARDED.value, "approvedBy": actor}
        commit.update(run_path(run.school, run.run), changes, run.version)
        entry = audit_entry(actor, "rosterRuns:discard", [{"run": run.run}], now, run.school)
        commit.create(f"audit/discard-{run.run}", entry)
        commit.run()

    def change_run(self, run: Run, changes: Mapping[str, Any]) -> None:
        """Change a run as it was read.

        Raises:
            Conflict: it has changed since.
        """
        commit = self.documents.commit()
        commit.update(run_path(run.school, run.run), changes, run.version)
        commit.run()

    def note_pull(self, run: Run, pull: Mapping[str, Any]) -> None:
        """Note how far the pull of a run is; what is not named stays."""
        commit = self.documents.commit()
        changes = {f"pull.{name}": value for name, value in pull.items()}
        commit.update(run_path(run.school, run.run), changes)
        with contextlib.suppress(Conflict):
            commit.run()

    def existing_runs(self, runs: Sequence[tuple[str, str]]) -> set[str]:
        """Which of these runs, given as (school, run), are there; a read for each."""
        paths = [run_path(school, run) for school, run in runs]
        return {found.id for found in self.documents.get_many(paths, ["run"])}

    def lock(self, school: str, run: str) -> bool:
        """Make this run the one at work in its school; False while another one is.

        Closing a run gives the lock back in the same commit.
        """
        commit = self.documents.commit()
        commit.create(lock_path(school), {"schemaVersion": 1, "run": run})
        try:
            commit.run()
        except Conflict:
            return self.lock_holder(school) == run
        return True

    def unlock(self, school: str, run: str) -> None:
        """Give a school's turn back, if this run has it."""
        held = self.documents.get(lock_path(school))
        if held is None or held.fields["run"] != run:
            return
        commit = self.documents.commit()
        commit.delete(held.path, held.version)
        with contextlib.suppress(Conflict):
            commit.run()

    def lock_holder(self, school: str) -> str | None:
        """The run at work in a school, None when none is."""
        held = self.documents.get(lock_path(school))
        return None if held is None else str(held.fields["run"])

    def pointers(self, school: str, connection: str, kinds: Iterable[Kind]) -> dict[Kind, Pointer]:
        """The pointers of some kinds, an empty one for a kind without; a read for each."""
        wanted = {pointer_path(school, connection, kind): kind for kind in kinds}
        found = {document.path: document for document in self.documents.get_many(list(wanted))}
        return {kind: _pointer(kind, found.get(path)) for path, kind in wanted.items()}

    def class_state(self, school: str) -> ClassState:
        """What was applied last of a school's classes; an empty state before the first."""
        found = self.documents.get(class_state_path(school))
        return ClassState() if found is None else class_state_from(found.fields)

    def has_moved(self, run: Run) -> bool:
        """True when what a closed run holds back was planned on a state that is gone."""
        if classes_wait(run.fields):
            planned = planned_classes(run.fields)
            if planned is not None and planned.before != self.class_state(run.school).document:
                return True
        kinds = [Kind(kind) for kind in run.fields["base"]]
        return has_moved(run, self.pointers(run.school, run.connection, kinds))

    def all_pointers(self, school: str) -> Iterator[tuple[str, Pointer]]:
        """Every pointer of a school with its connection."""
        for found in self.documents.all(f"schools/{school}/rosterSnapshots"):
            kind = Kind(found.fields["kind"])
            yield found.fields["connection"], pointer_from(kind, found.fields, found.version)

    def snapshots_before_runs(self, school: str, since: datetime) -> set[str]:
        """The names of the snapshots that were current before the runs that ended since."""
        runs = self.documents.where_since(
            f"schools/{school}/rosterRuns",
            "closedTime",
            since,
            ["pointersBefore", "migrated", "classes"],
        )
        told = [run.fields for run in runs]
        former = [own["pointersBefore"] for own in told]
        former += [own["migrated"]["pointersBefore"] for own in told if own.get("migrated")]
        pointers = [pointer for each in former for pointer in each.values()]
        pointers += [own["classes"]["before"] for own in told if own.get("classes")]
        return {pointer["object"] for pointer in pointers if pointer}

    def skipped_of(self, run: Run, chunk: int) -> frozenset[str]:
        """The people of one chunk whose change no longer fitted."""
        found = self.documents.get(chunk_path(run.school, run.run, chunk))
        return frozenset(found.fields["skipped"]) if found is not None else frozenset()

    def chunks(self, run: Run) -> dict[int, Document]:
        """The chunks of a run that are done, by number."""
        collection = f"{run_path(run.school, run.run)}/chunks"
        return {int(found.id): found for found in self.documents.all(collection)}


def put_feed(commit: Commit, school: str, connection: str, feed: Feed) -> None:
    """Add a feed's document to a commit, which fails if it has changed since it was read."""
    path = feed_path(school, connection)
    if feed.version is None:
        commit.create(path, feed_fields(feed, connection))
    else:
        commit.update(path, feed_fields(feed, connection), feed.version)


def lock_path(school: str) -> str:
    """Where it says which run is at work in a school."""
    return f"schools/{school}/rosterLocks/run"


def chunk_path(school: str, run: str, chunk: int) -> str:
    """Where it says that a chunk of a run is done."""
    return f"{run_path(school, run)}/chunks/{chunk:05d}"


def connection_path(school: str, connection: str) -> str:
    """Where a connection is."""
    return f"schools/{school}/rosterConnections/{connection}"


def _pointer(kind: Kind, found: Document | None) -> Pointer:
    return Pointer(kind) if found is None else pointer_from(kind, found.fields, found.version)


def _age(run: Run) -> tuple[int, str]:
    generation = run.file.generation if run.file is not None else 0
    return generation or int(run.received.timestamp() * 1_000_000), run.run
