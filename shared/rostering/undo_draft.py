"""From a closed run to the plan of its undo: what is still as the run wrote it goes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.kernel.errors import Permanent
from shared.kernel.ids import id_to_bytes
from shared.people.store import PeopleStore
from shared.rostering.class_changes import ClassChange
from shared.rostering.class_decisions import undo_classes
from shared.rostering.files import RosterFiles
from shared.rostering.guardian_back import GuardianBack, GuardianTrace, contact_of
from shared.rostering.guardian_changes import GUARDIANS_READ, GuardianChange
from shared.rostering.plan import Current, Operation
from shared.rostering.plan_file import PlanWriter, operation_fields, read_part
from shared.rostering.results import RunResult
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Run
from shared.rostering.shelf import SnapshotShelf
from shared.rostering.undo_plan import CHANGED_SINCE, Undone, undo_member
from shared.rostering.undo_state import FormerState

READ_BATCH = 300
"""Members read in one call."""


@dataclass(slots=True)
class _Trace:
    """The lines of one guardian in the source's plan."""

    was: Mapping[str, Any] | None
    wrote: dict[str, Any] = field(default_factory=dict)
    students: set[str] = field(default_factory=set)


class UndoDraft:
    """Drafts one undo. Used once."""

    def __init__(
        self,
        run: Run,
        store: RunStore,
        files: RosterFiles,
        people: PeopleStore,
        shelf: SnapshotShelf,
        writer: PlanWriter,
        now: datetime,
    ) -> None:
        """Take the parts.

        Args:
            run: the undo's own.
            store: of runs.
            files: plans and snapshots.
            people: members and guardians as they are.
            shelf: the present state of each kind.
            writer: takes the plan.
            now: the time of a guardian's change that does not lead back to the very state before.
        """
        self._run = run
        self._store = store
        self._files = files
        self._people = people
        self._shelf = shelf
        self._writer = writer
        self._now = now
        self._result = RunResult()
        self._staying: set[bytes] = set()
        self._traces: dict[str, _Trace] = {}

    def draft(self) -> RunResult:
        """Plan what goes back and list what stays.

        Raises:
            Permanent: ``RUN_UNKNOWN``, or the plan or a state of the run is gone.
        """
        source = self._source()
        assert source.manifest is not None  # noqa: S101  # no other run can be undone
        time: datetime = source.fields["plannedTime"]
        done = self._store.chunks(source)
        classes: list[ClassChange] = []
        self._former = FormerState(source, self._files, self._shelf, self._writer)
        for chunk, part in enumerate(source.manifest.parts):
            marker = done[chunk].fields
            changes = list(read_part(self._files.read_plan(source.manifest, part), part))
            skipped = set(marker["skipped"])
            self._staying |= {id_to_bytes(person) for person in skipped}
            applied = [
                change
                for change in changes
                if isinstance(change, Operation) and change.person not in skipped
            ]
            self._undo_members(applied, marker.get("was", {}), time)
            for change in changes:
                if isinstance(change, GuardianChange):
                    self._undo_guardian(change, time)
                elif isinstance(change, ClassChange):
                    classes.append(change)
        self._undo_guardians(time)
        self._former.record(self._result)
        undo_classes(source, classes, self._store, self._writer, self._result)
        self._result.settle(dry_run=False)
        return self._result

    def _source(self) -> Run:
        source = None
        if self._run.source is not None:
            source = self._store.run(self._run.school, self._run.source)
        if source is None or source.manifest is None:
            raise Permanent("RUN_UNKNOWN", "the run to be undone is not there")
        return source

    def _undo_members(
        self,
        operations: Sequence[Operation],
        found: Mapping[str, Mapping[str, Any]],
        time: datetime,
    ) -> None:
        for batch in _batches(operations, READ_BATCH):
            members = self._people.members(self._run.school, [each.person for each in batch])
            for operation in batch:
                member = members.get(operation.person)
                current = None if member is None else Current(member.fields, member.version)
                was = operation.was
                if was is not None:
                    was = {**was, **found.get(operation.person, {})}
                undone = undo_member(operation, was, current, time)
                self._take(operation, undone)
                self._former.put_back(operation, undone)

    def _take(self, operation: Operation, undone: Undone) -> None:
        if undone.links_stay:
            self._staying.add(id_to_bytes(operation.person))
        if undone.operation is not None:
            self._result.count(undone.operation)
            self._writer.put(operation_fields(undone.operation))
        if undone.kept is not None:
            self._result.totals["kept"] += 1
            self._writer.list_only(operation_fields(undone.kept))

    def _undo_guardian(self, change: GuardianChange, time: datetime) -> None:
        """Gather a guardian's lines, which follow each other; members came before all of them."""
        if change.guardian not in self._traces and len(self._traces) == GUARDIANS_READ:
            self._undo_guardians(time)
        trace = self._traces.setdefault(change.guardian, _Trace(change.was))
        if change.link:
            contact = {"email": change.email, "phone": change.phone}
            trace.wrote |= {name: value for name, value in contact.items() if value or change.new}
        trace.students |= {*change.link, *change.unlink}

    def _undo_guardians(self, time: datetime) -> None:
        found = self._people.guardians(self._run.school, self._traces)
        for guardian, trace in self._traces.items():
            document = found.get(guardian)
            current = None if document is None else document.fields
            version = None if document is None else document.version
            back = {each for each in trace.students if id_to_bytes(each) not in self._staying}
            way = GuardianTrace(guardian, trace.was, trace.wrote, back, time)
            after, kept = way.undone(current, self._now)
            if kept:
                self._list_contact(guardian, current, trace.was, kept)
            if after != current:
                self._result.totals["guardians"] += 1
                self._former.put_back_contact(back)
                self._writer.put(GuardianBack(guardian, version, current, after).fields())
        self._traces.clear()

    def _list_contact(
        self,
        guardian: str,
        current: Mapping[str, Any] | None,
        was: Mapping[str, Any] | None,
        kept: Sequence[str],
    ) -> None:
        now, then = contact_of(current), contact_of(was)
        before = {name: now[name] for name in kept}
        after = {name: then[name] for name in kept}
        line = GuardianBack(guardian, None, before, after, CHANGED_SINCE)
        self._result.totals["kept"] += 1
        self._writer.list_only(line.fields())


def _batches(operations: Sequence[Operation], size: int) -> Iterator[Sequence[Operation]]:
    for start in range(0, len(operations), size):
        yield operations[start : start + size]
