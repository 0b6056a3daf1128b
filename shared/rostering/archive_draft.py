"""The daily archive phase of one connection: who is missing long enough, and nowhere else named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.kernel.ids import id_from_bytes, id_to_bytes
from shared.people.store import PeopleStore
from shared.rostering.absentees import let_go
from shared.rostering.connections import Connection
from shared.rostering.district_day import RosterDay
from shared.rostering.drafting import READ_BATCH
from shared.rostering.files import RosterFiles
from shared.rostering.gate import (
    Hold,
    archives_too_many,
    district_archives_too_many,
    part_of_a_set,
)
from shared.rostering.limits import DistrictLimits
from shared.rostering.model import Kind
from shared.rostering.named_elsewhere import Named, named_elsewhere
from shared.rostering.plan import Current, Operation, Verb, plan_archive
from shared.rostering.plan_file import PlanWriter
from shared.rostering.results import RunResult
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Run, archive_scope
from shared.rostering.shelf import SnapshotShelf


@dataclass(frozen=True, slots=True)
class NightContext:
    """What an archive phase is drafted for.

    Attributes:
        day: what the district has archived today.
        limits: of the district.
    """

    run: Run
    connection: Connection
    day: RosterDay
    limits: DistrictLimits


class ArchiveDraft:
    """Drafts one archive phase. Used once."""

    def __init__(
        self,
        context: NightContext,
        store: RunStore,
        files: RosterFiles,
        people: PeopleStore,
        shelf: SnapshotShelf,
        writer: PlanWriter,
    ) -> None:
        self._run = context.run
        self._connection = context.connection
        self._day = context.day
        self._limits = context.limits
        self._store = store
        self._files = files
        self._people = people
        self._shelf = shelf
        self._writer = writer
        self._result = RunResult(day=context.day)

    def draft(self) -> RunResult:
        """Plan the archives of every kind whose archive switch is on."""
        due = {kind: self._wait(kind) for kind in self._kinds()}
        named = named_elsewhere(self._run, due, self._store, self._files)
        planned = [
            operation
            for kind, people in due.items()
            for operation in self._draft_kind(kind, people, named[kind])
        ]
        for operation in self._judged_by_district(planned):
            self._result.count(operation)
            self._writer.add(operation)
        self._result.settle(dry_run=False)
        return self._result

    def _kinds(self) -> list[Kind]:
        if self._connection.verified_time is None:
            return []
        archiving = [kind for kind in Kind if self._connection.switches_of(kind).archive]
        return [kind for kind in archiving if self._shelf.pointer(kind).missing]

    def _draft_kind(self, kind: Kind, due: set[bytes], named: Named) -> list[Operation]:
        state = self._writer.state_of(kind)
        released = let_go(due, self._shelf.snapshot(kind).applied, self._connection)
        state.removed |= named.here | released
        operations: list[Operation] = []
        for person, current in self._members(sorted(due - named.here - released)):
            raw = id_to_bytes(person)
            operation = plan_archive(person, kind, current, moved=raw in named.elsewhere)
            if operation is None:
                state.removed.add(raw)
            else:
                operations.append(operation)
        self._result.next_state(kind).outstanding_change = -len(state.removed)
        return self._judged(kind, operations)

    def _wait(self, kind: Kind) -> set[bytes]:
        """Count this night for everybody missing, and give those who have waited long enough."""
        missing = self._shelf.snapshot(kind).missing
        patience = self._connection.archive_after_nights
        if patience > 1:
            self._writer.state_of(kind).missing = {p: n + 1 for p, n in missing.items()}
        return {person for person, nights in missing.items() if nights + 1 >= patience}

    def _members(self, people: Sequence[bytes]) -> Iterator[tuple[str, Current | None]]:
        for start in range(0, len(people), READ_BATCH):
            persons = [id_from_bytes(raw) for raw in people[start : start + READ_BATCH]]
            found = self._people.members(self._run.school, persons)
            for person in persons:
                member = found.get(person)
                yield person, None if member is None else Current(member.fields, member.version)

    def _judged(self, kind: Kind, operations: Sequence[Operation]) -> list[Operation]:
        """Hold all of them when they are too many; swapped files look like many moves."""
        pointer = self._shelf.pointer(kind)
        active = archive_scope(pointer, self._shelf.snapshot(kind).people)
        if pointer.memory.set_suspected and kind not in self._connection.file_sets:
            hold = part_of_a_set(kind, len(operations), active, known=True)
        else:
            hold = archives_too_many(kind, len(operations), active, self._connection.limits)
        return self._held(operations, hold)

    def _judged_by_district(self, operations: list[Operation]) -> list[Operation]:
        """Hold those that would be archived when the district's are too many; moves go on."""
        leaving = [o for o in operations if o.verb is Verb.ARCHIVE and o.hold is None]
        if not leaving:
            return operations
        active = sum(
            pointer.people
            for school in self._store.schools()
            for _, pointer in self._store.all_pointers(school)
        )
        hold = district_archives_too_many(self._day.archives, len(leaving), active, self._limits)
        others = [o for o in operations if o.verb is not Verb.ARCHIVE or o.hold is not None]
        return [*self._held(leaving, hold), *others]

    def _held(self, operations: Sequence[Operation], hold: Hold | None) -> list[Operation]:
        if hold is None:
            return list(operations)
        self._result.holds.append(hold)
        return [operation.held(hold.code) for operation in operations]
