"""The plan of an approval: operations that another run held back, as far as they still fit."""

from __future__ import annotations

from dataclasses import replace

from shared.kernel.errors import Permanent
from shared.kernel.ids import id_to_bytes
from shared.rostering.aliases import fits
from shared.rostering.class_decisions import approve_classes
from shared.rostering.connections import Connection
from shared.rostering.files import RosterFiles
from shared.rostering.gate import Hold
from shared.rostering.matching import By
from shared.rostering.migrating import Migration, adopt, ends_migration
from shared.rostering.model import Kind
from shared.rostering.named_elsewhere import named_elsewhere
from shared.rostering.plan import Operation, Verb
from shared.rostering.plan_file import PlanWriter, read_operations
from shared.rostering.results import ONE_BY_ONE, RunResult, next_states_of
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Approval, Outcome, Run
from shared.rostering.shelf import SnapshotShelf


def held_operations(run: Run, files: RosterFiles) -> list[Operation]:
    """What a closed run holds back."""
    if run.manifest is None:
        return []
    data = files.read_plan(run.manifest, run.manifest.held)
    return list(read_operations(data, run.manifest.held))


def waiting_operations(run: Run, files: RosterFiles) -> list[Operation]:
    """What a closed run holds back and nobody has approved yet."""
    decided = frozenset(run.fields["approvedSubjects"])
    decided |= frozenset(run.fields.get("declinedSubjects", ()))
    all_but_one_by_one = bool(run.fields["approvedAll"])
    return [
        operation
        for operation in held_operations(run, files)
        if operation.person not in decided
        and not (all_but_one_by_one and is_approved(operation, frozenset()))
    ]


def is_approved(operation: Operation, subjects: frozenset[str]) -> bool:
    """True when an approval of these people, or with none named of everybody, means this one."""
    if subjects:
        return operation.person in subjects
    return operation.hold != ONE_BY_ONE and operation.by != By.AMBIGUOUS


class ApprovalDraft:
    """Drafts the run of one approval. Used once."""

    def __init__(
        self,
        run: Run,
        connection: Connection,
        store: RunStore,
        files: RosterFiles,
        shelf: SnapshotShelf,
        writer: PlanWriter,
    ) -> None:
        self._run = run
        self._connection = connection
        self._store = store
        self._files = files
        self._shelf = shelf
        self._writer = writer

    def draft(self) -> RunResult:
        """Plan what was approved.

        Raises:
            Permanent: ``RUN_UNKNOWN``.
        """
        source = None
        if self._run.source is not None:
            source = self._store.run(self._run.school, self._run.source)
        if source is None:
            raise Permanent("RUN_UNKNOWN", "the run that was approved is not there")
        result = RunResult()
        if source.approval is not Approval.PENDING or self._store.has_moved(source):
            message = "What was approved no longer waits; a newer run or a person decided."
            result.holds.append(Hold("APPROVAL_STALE", None, 0, 0, 0.0, message))
            result.outcome = Outcome.STALE
            return result
        for operation in self._still_fitting(waiting_operations(source, self._files)):
            released = replace(operation, hold=None)
            result.count(released)
            subject = source.subject or operation.kind
            result.next_state(subject).outstanding_change -= 1
            self._writer.add(released)
        before = self._connection.migrates_from
        if before is not None and ends_migration(self._run, source):
            migration = Migration(self._store, self._files, self._run.school, before)
            adopt(migration, source, self._shelf, self._writer)
        if not self._run.subjects:
            parts = (self._files, self._writer, result)
            approve_classes(source, self._connection, *parts)
        self._accept_file(source, result)
        result.totals["guardians"] = self._writer.guardian_count
        result.settle(dry_run=False)
        return result

    def _accept_file(self, source: Run, result: RunResult) -> None:
        """Let a file that was held be the one that the next is judged by."""
        if self._run.subjects:
            return
        for kind, coming in next_states_of(source.fields).items():
            if coming.if_approved is None:
                continue
            state = result.next_state(kind)
            state.memory = coming.if_approved
            newest = coming.if_approved.newest
            state.rows = None if newest is None else newest.rows

    def _still_fitting(self, held: list[Operation]) -> list[Operation]:
        """Those approved whose switch is still on and whom nobody has named again meanwhile."""
        wanted = [
            operation
            for operation in held
            if is_approved(operation, self._run.subjects) and self._is_switched_on(operation)
        ]
        leaving: dict[Kind, set[bytes]] = {}
        for operation in wanted:
            if operation.verb in (Verb.ARCHIVE, Verb.MOVE):
                leaving.setdefault(operation.kind, set()).add(id_to_bytes(operation.person))
        named = named_elsewhere(self._run, leaving, self._store, self._files)
        staying = {
            (kind, person)
            for kind, people in leaving.items()
            for person in people
            if person in named[kind].here or person not in self._shelf.snapshot(kind).missing
        }
        fitting = [o for o in wanted if (o.kind, id_to_bytes(o.person)) not in staying]
        return self._as_decided(fitting)

    def _as_decided(self, operations: list[Operation]) -> list[Operation]:
        """Those that don't say of an id what was decided otherwise meanwhile."""
        if all(operation.alias is None for operation in operations):
            return operations
        known = self._files.read_aliases(self._store.district().person_aliases)
        return [
            o
            for o in operations
            if o.alias is None or fits(known, id_to_bytes(o.alias), id_to_bytes(o.person))
        ]

    def _is_switched_on(self, operation: Operation) -> bool:
        switches = self._connection.switches_of(operation.kind)
        match operation.verb:
            case Verb.ADD | Verb.RESTORE:
                return switches.add
            case Verb.UPDATE:
                return switches.update or (operation.is_about_identity and switches.add)
            case Verb.ARCHIVE | Verb.MOVE:
                return switches.archive
            case Verb.PUT_BACK | Verb.REMOVE:
                return False
