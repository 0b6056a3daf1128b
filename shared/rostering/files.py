"""Objects of rostering: the files that landed, plans, and snapshots."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from typing import IO

from shared.cloud.storage import Bucket, StoredObject
from shared.kernel.errors import Permanent
from shared.rostering import aliases, class_state
from shared.rostering.class_state import Hashes
from shared.rostering.plan_file import Manifest, Part
from shared.rostering.runs import Arrival, LandedFile, Pointer, Run
from shared.rostering.snapshot import Snapshot, decode

MEMORY_BYTES = 8 * 1024 * 1024
"""Up to so many bytes a file is worked on in memory, above it on disk."""


@contextlib.contextmanager
def scratch() -> Iterator[IO[bytes]]:
    """A temporary file that is gone afterwards."""
    with tempfile.SpooledTemporaryFile(max_size=MEMORY_BYTES) as stream:
        yield stream


class RosterFiles:
    """The drop bucket, in which no file is ever changed, and the work bucket."""

    def __init__(self, drop: Bucket, work: Bucket) -> None:
        self._drop = drop
        self._work = work

    def landed(self) -> Iterator[Arrival]:
        """Every file in the drop bucket."""
        for found in self._drop.list("schools/"):
            yield Arrival(
                found.bucket,
                found.name,
                found.generation,
                found.size,
                found.digest,
                found.metadata,
            )

    def open_upload(self, name: str, metadata: Mapping[str, str], size: int, origin: str) -> str:
        """Open a session for a new file of the drop bucket, and give its secret address."""
        return self._drop.open_session(name, metadata, size, origin)

    def fetch(self, file: LandedFile, target: IO[bytes]) -> None:
        """Stream a landed file into ``target`` and go back to its start.

        Raises:
            Permanent: ``OBJECT_GONE``.
        """
        bucket = self._work if file.bucket == self._work.name else self._drop
        bucket.copy_to(file.object, file.generation, target)
        target.seek(0)

    def keep_package(self, run: Run, package: IO[bytes], file_name: str) -> LandedFile:
        """Keep what was pulled for a run; gives the file that the run works on."""
        digest = hashlib.md5(usedforsecurity=False)
        package.seek(0)
        while block := package.read(1 << 20):
            digest.update(block)
        name = f"schools/{run.school}/pulls/{run.run}.zip"
        return LandedFile(
            bucket=self._work.name,
            object=name,
            size=package.tell(),
            generation=self._work.write_file(name, package, "application/zip"),
            digest=base64.b64encode(digest.digest()).decode(),
            file_name=file_name,
        )

    def keep_whole(self, run: Run, package: IO[bytes]) -> None:
        """Keep the whole package that came of the changes which a run's file holds."""
        package.seek(0)
        self._work.write_file(_whole_of(run), package, "application/zip")

    def fetch_whole(self, run: Run, target: IO[bytes]) -> None:
        """Stream the package that a run worked on: its file, or what came of the changes in it.

        Raises:
            Permanent: ``OBJECT_GONE``.
        """
        kept = self._work.find(_whole_of(run))
        if kept is not None:
            self._work.copy_to(kept.name, kept.generation, target)
            target.seek(0)
        elif run.file is None:
            raise Permanent("OBJECT_GONE", "the run has no file")
        else:
            self.fetch(run.file, target)

    def segments(self, run: Run, collection: str) -> Iterator[bytes]:
        """What a run's pull has kept of a collection, in its order."""
        for found in self._work.list(f"{_segments_of(run)}{collection}/"):
            yield gzip.decompress(self._work.read(found.name))

    def keep_segment(self, run: Run, collection: str, number: int, data: bytes) -> None:
        """Keep what came of a collection since the segment before."""
        name = f"{_segments_of(run)}{collection}/{number:06d}"
        self._work.write(name, gzip.compress(data, 1), "application/gzip")

    def drop_segments(self, run: Run) -> None:
        """Delete what a run's pull has kept; nothing happens where nothing is."""
        for found in self._work.list(_segments_of(run)):
            self._work.delete(found.name)

    def plan_name(self, run: Run, attempt: str) -> str:
        """The name of a plan; each attempt at planning writes its own."""
        return f"schools/{run.school}/plans/{run.run}/{attempt}.jsonl"

    def write_plan(self, name: str, stream: IO[bytes]) -> None:
        """Write a plan whole."""
        self._work.write_file(name, stream, "application/jsonl")

    def read_plan(self, manifest: Manifest, part: Part) -> bytes:
        """One part of a plan; no call is made for an empty one."""
        if part.start == part.end:
            return b""
        return self._work.read(manifest.object, part.start, part.end)

    def write_snapshot(self, run: Run, pointer: Pointer, snapshot: Snapshot) -> str:
        """Write the state after a run under a name of its own, and give that name."""
        kind = pointer.kind.value
        name = f"schools/{run.school}/snapshots/{run.connection}-{kind}/{run.run}"
        self._work.write(name, snapshot.encode(), "application/octet-stream")
        return name

    def snapshots(self, school: str) -> Iterator[StoredObject]:
        """Every snapshot of a school, fetched page by page."""
        return self._work.list(f"schools/{school}/snapshots/")

    def delete_snapshot(self, name: str) -> None:
        """Delete a snapshot; nothing happens when it is already gone."""
        self._work.delete(name)

    def read_snapshot(self, pointer: Pointer) -> Snapshot:
        """The state that a pointer names; an empty one before the first.

        Raises:
            Permanent: ``SNAPSHOT_BROKEN`` or ``OBJECT_GONE``.
        """
        if not pointer.object:
            return Snapshot()
        try:
            return decode(self._work.read(pointer.object))
        except ValueError as error:
            raise Permanent("SNAPSHOT_BROKEN", "the last state cannot be read") from error

    def class_object(self, run: Run, hashes: Hashes) -> tuple[str, str]:
        """The name that the state of the classes after a run has, and its digest."""
        digest = class_state.digest_of_state(class_state.encode(hashes))
        place = f"schools/{run.school}/snapshots/{run.connection}-classes"
        return f"{place}/{run.run}-{digest}", digest

    def write_classes(self, name: str, hashes: Hashes) -> None:
        """Write the state of the classes under its name."""
        self._work.write(name, class_state.encode(hashes), "application/octet-stream")

    def read_classes(self, name: str) -> Hashes:
        """What was applied of the classes, out of this object.

        Raises:
            Permanent: ``SNAPSHOT_BROKEN`` or ``OBJECT_GONE``.
        """
        try:
            return class_state.decode(self._work.read(name))
        except ValueError as error:
            raise Permanent("SNAPSHOT_BROKEN", "the last state cannot be read") from error

    def read_aliases(self, name: str) -> dict[bytes, bytes]:
        """The aliases of person ids in this object; none before the first.

        Raises:
            Permanent: ``ALIASES_BROKEN`` or ``OBJECT_GONE``.
        """
        if not name:
            return {}
        try:
            return aliases.decode(self._work.read(name))
        except ValueError as error:
            raise Permanent("ALIASES_BROKEN", "the ids that stand for others are lost") from error

    def write_aliases(self, known: aliases.Aliases) -> str:
        """Write aliases, and give the object's name, which follows from what is in it."""
        data = aliases.encode(known)
        name = aliases.object_name(data)
        self._work.write(name, data, "application/octet-stream")
        return name


def _segments_of(run: Run) -> str:
    return f"schools/{run.school}/pulls/{run.run}/"


def _whole_of(run: Run) -> str:
    return f"schools/{run.school}/wholes/{run.run}.zip"
