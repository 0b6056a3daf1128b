"""A file under a temporary name: kept by the gateway until its rename says what it is called.

An object's metadata can't be changed in the moment in which it appears, and its name may come last.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable

from infra.gateway.bucket import Late, Stream
from infra.gateway.refusal import Refusal
from shared.cloud.storage import CHUNK_BYTES, StoredObject

MEMORY_BYTES = 4 * CHUNK_BYTES
"""A longer file goes to an unlinked temporary file: nobody else can open it, no crash leaves it."""


class Parking:
    """Takes a file like a `Stream`, and becomes one when it is published."""

    def __init__(self, begin: Callable[[], Stream]) -> None:
        self._begin = begin
        self._stream: Stream | None = None
        self._kept = tempfile.SpooledTemporaryFile(MEMORY_BYTES)  # noqa: SIM115  # `drop` closes it

    async def take(self, data: bytes) -> None:
        """Keep the next bytes.

        Raises:
            Refusal: ``DISK_FULL``.
        """
        try:
            self._kept.write(data)
        except OSError as error:
            raise Refusal("DISK_FULL", "the drop box is full; try again later") from error

    async def publish(self, late: Late) -> StoredObject:
        """Send everything and make the object, as `Stream.publish` does.

        Raises:
            BucketUnreachable: it isn't there, or nobody knows yet.
        """
        self._stream = self._begin()
        self._kept.seek(0)
        while part := self._kept.read(CHUNK_BYTES):
            await self._stream.take(part)
        stored = await self._stream.publish(late)
        self._kept.close()
        return stored

    def drop(self) -> None:
        """Throw it away."""
        self._kept.close()
        if self._stream is not None:
            self._stream.drop()
