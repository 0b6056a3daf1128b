"""What an undo makes of the snapshots: the ones before the run, or person by person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shared.kernel.ids import id_to_bytes
from shared.rostering.file_sets import AWAITED
from shared.rostering.files import RosterFiles
from shared.rostering.kind_state import KindState, read_remaps, read_states
from shared.rostering.model import Kind
from shared.rostering.plan import Operation, Verb
from shared.rostering.plan_file import PlanWriter
from shared.rostering.remaps import ADOPTED
from shared.rostering.results import RunResult
from shared.rostering.runs import Pointer, Run, pointer_from
from shared.rostering.shelf import SnapshotShelf
from shared.rostering.snapshot import CLAIMED, Snapshot
from shared.rostering.undo_plan import Undone


def former_pointer(source: Run, kind: Kind) -> Pointer:
    """The pointer of a kind as it was before a run; an empty one where there was none."""
    fields: Mapping[str, Any] | None = source.fields["pointersBefore"].get(kind.value)
    return Pointer(kind) if fields is None else pointer_from(kind, fields, "")


def is_as_left(pointer: Pointer, source: Run) -> bool:
    """True while no other run has written a pointer since this one."""
    return pointer.run == source.run


class FormerState:
    """Records what the snapshots say after an undo.

    A pointer that is still as the run left it goes back whole when the undo closes, and nothing
    is recorded here. Where a later run has written it, the people who were put back get their
    former hash or, where only a part of them went back, none, so that the next file looks again.
    """

    def __init__(
        self, source: Run, files: RosterFiles, shelf: SnapshotShelf, writer: PlanWriter
    ) -> None:
        self._source = source
        self._files = files
        self._shelf = shelf
        self._writer = writer
        self._former: dict[Kind, Snapshot] = {}
        self._missing: dict[Kind, dict[bytes, int]] = {}
        self._changed: dict[Kind, set[bytes]] = {}
        self._recorded: dict[Kind, KindState] | None = None

    def put_back(self, operation: Operation, undone: Undone) -> None:
        """Take note of what became of one operation."""
        kind = operation.kind
        if is_as_left(self._shelf.pointer(kind), self._source):
            return
        if undone.operation is None and undone.kept is not None:
            return
        person = id_to_bytes(operation.person)
        whole = undone.kept is None
        if operation.verb in (Verb.ARCHIVE, Verb.MOVE):
            self._take_in_again(kind, person)
        else:
            self._forget(kind, person, bytes.fromhex(operation.digest), whole=whole)

    def put_back_contact(self, students: Iterable[str]) -> None:
        """Have the rows of these students read again: their guardians' contact went back."""
        for kind, state in self._states().items():
            if is_as_left(self._shelf.pointer(kind), self._source):
                continue
            done = self._changed.get(kind, set())
            for person in map(id_to_bytes, students):
                if person in state.recorded and person not in done:
                    self._forget(kind, person, b"", whole=False)

    def _states(self) -> dict[Kind, KindState]:
        """What the run recorded when it closed."""
        if self._recorded is None:
            manifest = self._source.manifest
            self._recorded = (
                {}
                if manifest is None
                else read_states(self._files.read_plan(manifest, manifest.state))
            )
        return self._recorded

    def _forget_adopted(self) -> None:
        """Whoever was taken over from another connection, and no file has named since."""
        manifest = self._source.manifest
        if manifest is None:
            return
        remaps = read_remaps(self._files.read_plan(manifest, manifest.state))
        for kind, people in remaps.adopted.items():
            if is_as_left(self._shelf.pointer(kind), self._source):
                continue
            now = self._shelf.snapshot(kind).applied
            gone = {person for person in people if now.get(person) == ADOPTED}
            self._writer.state_of(kind).removed |= gone
            self._changed.setdefault(kind, set()).update(gone)

    def _forget_absent(self) -> None:
        """Nobody is missing because of the run; where a later file lacks them, the next says it."""
        for kind, recorded in self._states().items():
            if is_as_left(self._shelf.pointer(kind), self._source):
                continue
            known = self._shelf.snapshot(kind).missing
            since = (recorded.missing or {}).keys() - self._snapshot(kind).missing.keys()
            absent = known.keys() & (since | self._named_again(kind, recorded.marks or {}))
            if absent:
                left = {person: known[person] for person in known.keys() - absent}
                self._writer.state_of(kind).missing = left
                self._changed.setdefault(kind, set()).update(absent)

    def _named_again(self, kind: Kind, recorded: Mapping[bytes, int]) -> set[bytes]:
        """Let those be of a part of a set again whom only the run took from it; gives them."""
        pointer, former = self._shelf.pointer(kind), former_pointer(self._source, kind)
        if pointer.memory.set_parts != former.memory.set_parts:
            return set()
        now, before = self._shelf.snapshot(kind).marks, self._snapshot(kind).marks
        again = {
            person
            for person, mark in recorded.items()
            if mark & now.get(person, 0) & AWAITED and not before.get(person, 0) & AWAITED
        }
        if again:
            former_marks = {person: before.get(person, 0) for person in again}
            self._writer.state_of(kind).marks = {**now, **former_marks}
        return again

    def _forget_file(self, result: RunResult) -> None:
        """Where no later file was accepted, the one before the run's is the newest again."""
        file = self._source.file
        for kind in self._states() if file is not None else ():
            pointer, former = self._shelf.pointer(kind), former_pointer(self._source, kind)
            if is_as_left(pointer, self._source) or file is None:
                continue
            after = pointer.generations.without(file.generation, former.generations)
            if after != pointer.generations:
                result.next_state(kind).generations = after

    def record(self, result: RunResult) -> None:
        """Say how the pointers change by it: their files are to be read again."""
        self._forget_adopted()
        self._forget_absent()
        self._forget_file(result)
        for kind, people in self._changed.items():
            if kind in self._missing:
                known = self._shelf.snapshot(kind).missing
                self._writer.state_of(kind).missing = {**known, **self._missing[kind]}
            state = result.next_state(kind)
            state.outstanding_change = len(people)
            state.fingerprint = ""

    def _forget(self, kind: Kind, person: bytes, digest: bytes, *, whole: bool) -> None:
        now = self._shelf.snapshot(kind).applied.get(person)
        if now is None:
            return
        former = self._snapshot(kind).applied.get(person)
        state = self._writer.state_of(kind)
        if now != digest or not whole:
            state.recorded[person] = CLAIMED
        elif former is None:
            state.removed.add(person)
        else:
            state.recorded[person] = former
        self._changed.setdefault(kind, set()).add(person)

    def _take_in_again(self, kind: Kind, person: bytes) -> None:
        """Somebody who was archived is of this roster again, and as missing as before.

        Where the file that lacked them was undone meanwhile, nobody says so any more.
        """
        former = self._snapshot(kind)
        digest = former.applied.get(person)
        if digest is None or person in self._shelf.snapshot(kind).applied:
            return
        self._writer.state_of(kind).recorded[person] = digest
        former_files = former_pointer(self._source, kind).generations
        undone = self._shelf.pointer(kind).generations.is_behind(former_files)
        if person in former.missing and not undone:
            self._missing.setdefault(kind, {})[person] = former.missing[person]
        self._changed.setdefault(kind, set()).add(person)

    def _snapshot(self, kind: Kind) -> Snapshot:
        if kind not in self._former:
            self._former[kind] = self._files.read_snapshot(former_pointer(self._source, kind))
        return self._former[kind]
