"""One file on its way from a client to the bucket: its order, its size, its state."""

from __future__ import annotations

from enum import StrEnum

from infra.gateway.bucket import Late, Stream
from infra.gateway.parking import Parking
from infra.gateway.refusal import Refusal
from infra.gateway.reorder import ReorderWindow
from shared.cloud.storage import StoredObject


class State(StrEnum):
    """Where an upload is. Only `OPEN` takes bytes; only `PUBLISHED` left anything behind."""

    OPEN = "open"
    PARKED = "parked"
    PUBLISHED = "published"
    DROPPED = "dropped"


class Upload:
    """A file that a client opened for writing.

    Attributes:
        upload_id: the server's own name for it.
        name: the client's name; a temporary one may be changed until it is published.
        state: see `State`.
    """

    def __init__(self, upload_id: str, name: str, sink: Stream | Parking, max_bytes: int) -> None:
        self.upload_id = upload_id
        self.name = name
        self.state = State.OPEN
        self._sink = sink
        self._max_bytes = max_bytes
        self._window = ReorderWindow()
        self._failure: Refusal | None = None

    @property
    def size(self) -> int:
        """Bytes that came in order so far."""
        return self._window.end

    async def write(self, offset: int, data: bytes) -> None:
        """Take a piece.

        Raises:
            Refusal: it can't be taken; the whole upload has failed and says the same from now on.
        """
        self._raise_failure()
        try:
            self._check_size(offset + len(data))
            for piece in self._window.accept(offset, data):
                await self._sink.take(piece)
        except Refusal as refusal:
            self.fail(refusal)
            raise

    async def publish(self, late: Late) -> StoredObject:
        """Make it an object.

        Raises:
            Refusal: it has failed, has a hole, or the bucket did not take it.
        """
        self._raise_failure()
        try:
            self._check_whole()
            stored = await self._sink.publish(late)
        except Refusal as refusal:
            self.fail(refusal)
            raise
        self.state = State.PUBLISHED
        return stored

    def park(self) -> None:
        """Close it under a temporary name, until a rename publishes it.

        Raises:
            Refusal: it has failed or has a hole.
        """
        self._raise_failure()
        try:
            self._check_whole()
        except Refusal as refusal:
            self.fail(refusal)
            raise
        self.state = State.PARKED

    def fail(self, refusal: Refusal) -> None:
        """Drop it and answer everything from now on with ``refusal``."""
        self._failure = refusal
        self.drop()

    def drop(self) -> None:
        """Throw it away, unless it is published."""
        if self.state in {State.OPEN, State.PARKED}:
            self.state = State.DROPPED
            self._window = _emptied(self._window)
            self._sink.drop()

    def _check_whole(self) -> None:
        if self._window.has_hole:
            raise Refusal("HOLE", "a part of the file is missing; send it again")

    def _check_size(self, end: int) -> None:
        if end > self._max_bytes:
            raise Refusal("TOO_LARGE", f"the file is larger than {spoken(self._max_bytes)}")

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure


def _emptied(window: ReorderWindow) -> ReorderWindow:
    # Held pieces are let go at once; a failed handle may stay open for a long time.
    emptied = ReorderWindow()
    emptied.end = window.end
    return emptied


def spoken(count: int) -> str:
    """A number of bytes as people say it: ``50 MiB``, ``1,000 bytes``."""
    for unit, size in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if count >= size and count % size == 0:
            return f"{count // size} {unit}"
    return f"{count:,} bytes"
