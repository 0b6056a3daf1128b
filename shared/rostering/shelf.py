"""The present state of each kind of one connection, read from pointer and object when asked for."""

from __future__ import annotations

from collections.abc import Mapping

from shared.rostering.files import RosterFiles
from shared.rostering.model import Kind
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Pointer
from shared.rostering.snapshot import CLAIMED, Snapshot


class SnapshotShelf:
    """Keeps what it has read for the length of one run."""

    def __init__(self, store: RunStore, files: RosterFiles, school: str, connection: str) -> None:
        self._store = store
        self._files = files
        self._school = school
        self._connection = connection
        self._pointers: dict[Kind, Pointer] = {}
        self._snapshots: dict[Kind, Snapshot] = {}

    def pointer(self, kind: Kind) -> Pointer:
        """The pointer of one kind; an empty one before the first run."""
        if kind not in self._pointers:
            found = self._store.pointers(self._school, self._connection, [kind])
            self._pointers.update(found)
        return self._pointers[kind]

    def snapshot(self, kind: Kind) -> Snapshot:
        """The state of one kind. Not to be changed."""
        if kind not in self._snapshots:
            self._snapshots[kind] = self._files.read_snapshot(self.pointer(kind))
        return self._snapshots[kind]

    def digest_of(self, kind: Kind, person: bytes) -> bytes | None:
        """The hash of the row that was applied last for somebody, None where none was."""
        snapshot = self._snapshots.get(kind)
        if snapshot is None:
            snapshot = self.snapshot(kind)
        digest = snapshot.applied.get(person)
        return None if digest == CLAIMED else digest

    def persons_by_digest(self, kind: Kind) -> Mapping[bytes, bytes]:
        """The other way round: who has the row of this hash."""
        return {digest: person for person, digest in self.snapshot(kind).applied.items()}
