"""The daily archive phase of one connection: who is missing long enough, and nowhere else named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shared.kernel.ids import id_from_bytes, id_to_bytes
from shared.people.store import PeopleStore
from shared.rostering.absentees import let_go
from shared.rostering.connections import Connection
from shared.rostering.drafting import READ_BATCH
from shared.rostering.files import RosterFiles
from shared.rostering.gate import archives_too_many
from shared.rostering.model import Kind
from shared.rostering.named_elsewhere import Named, named_elsewhere
from shared.rostering.plan import Current, Operation, plan_archive
from shared.rostering.plan_file import PlanWriter
from shared.rostering.results import RunResult
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Run
from shared.rostering.shelf import SnapshotShelf


class ArchiveDraft:
    """Drafts one archive phase. Used once."""

    def __init__(
        self,
        run: Run,
        connection: Connection,
        store: RunStore,
        files: RosterFiles,
        people: PeopleStore,
        shelf: SnapshotShelf,
        writer: PlanWriter,
    ) -> None:
        self._run = run
        self._connection = connection
        self._store = store
        self._files = files
        self._people = people
        self._shelf = shelf
        self._writer = writer
        self._result = RunResult()

    def draft(self) -> RunResult:
        """Plan the archives of every kind whose archive switch is on."""
        due = {kind: self._wait(kind) for kind in self._kinds()}
        named = named_elsewhere(self._run, due, self._store, self._files)
        for kind, people in due.items():
            self._draft_kind(kind, people, named[kind])
        self._result.settle(dry_run=False)
        return self._result

    def _kinds(self) -> list[Kind]:
        if self._connection.verified_time is None:
            return []
        archiving = [kind for kind in Kind if self._connection.switches_of(kind).archive]
        return [kind for kind in archiving if self._shelf.pointer(kind).missing]

    def _draft_kind(self, kind: Kind, due: set[bytes], named: Named) -> None:
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
        self._judge(kind, operations)
        self._result.next_state(kind).outstanding_change = -len(state.removed)

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

    def _judge(self, kind: Kind, operations: Sequence[Operation]) -> None:
        """Hold all of them when they are too many; swapped files look like many moves."""
        active = self._shelf.snapshot(kind).people
        hold = archives_too_many(kind, len(operations), active, self._connection.limits)
        if hold is not None:
            self._result.holds.append(hold)
        for operation in operations:
            judged = operation if hold is None else operation.held(hold.code)
            self._result.count(judged)
            self._writer.add(judged)
