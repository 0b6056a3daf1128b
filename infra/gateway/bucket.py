"""The drop bucket seen from the event loop: blocking calls in threads, each with a time limit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from infra.gateway.refusal import Refusal
from shared.cloud.storage import CHUNK_BYTES, Bucket, PendingUpload, StoredObject

T = TypeVar("T")
Late = Callable[[StoredObject], None]

LIST_SECONDS = 5.0


class BucketUnreachable(Refusal):
    """The bucket did not take a call, or not in time."""

    def __init__(self) -> None:
        super().__init__("BUCKET_UNREACHABLE", "the drop box cannot be reached; try again later")


class DropBucket:
    """Begins uploads and lists what was published.

    Attributes:
        seconds: how long one call may take.
    """

    def __init__(self, bucket: Bucket, pool: ThreadPoolExecutor, seconds: float) -> None:
        self._bucket = bucket
        self._pool = pool
        self.seconds = seconds

    def begin(self, name: str, metadata: Mapping[str, str]) -> Stream:
        """Begin an upload; nothing is sent before the first part is full."""
        return Stream(self, name, self._bucket.begin(name, metadata))

    async def list(self, prefix: str) -> list[StoredObject]:
        """What was published under a prefix."""
        return await self.call(lambda: list(self._bucket.list(prefix)), seconds=LIST_SECONDS)

    async def find(self, name: str) -> StoredObject | None:
        """One object, None when it isn't there."""
        return await self.call(self._bucket.find, name)

    async def call(
        self, function: Callable[..., T], *arguments: object, seconds: float | None = None
    ) -> T:
        """Run a blocking call in a thread.

        Raises:
            BucketUnreachable: it failed or took too long; its thread may still be at it.
        """
        future = self.start(function, *arguments)
        try:
            return await asyncio.wait_for(asyncio.shield(future), seconds or self.seconds)
        except Exception as error:
            raise BucketUnreachable from error

    def start(self, function: Callable[..., T], *arguments: object) -> asyncio.Future[T]:
        """Start a blocking call in a thread; nobody has to wait for it."""
        future = asyncio.get_running_loop().run_in_executor(self._pool, function, *arguments)
        future.add_done_callback(_seen)
        return future


class Stream:
    """One pending upload, fed in order. Holds two parts at most: one filling, one on its way.

    Attributes:
        taken: bytes that were given to it.
    """

    def __init__(self, bucket: DropBucket, name: str, pending: PendingUpload) -> None:
        self.taken = 0
        self._bucket = bucket
        self._name = name
        self._pending = pending
        self._filling = bytearray()
        self._busy: asyncio.Future[Any] | None = None

    async def take(self, data: bytes) -> None:
        """Take the next bytes; waits when a part is full and the one before is still on its way.

        Raises:
            BucketUnreachable: a part could not be sent.
        """
        self.taken += len(data)
        self._filling += data
        if len(self._filling) >= CHUNK_BYTES:
            await self._settle()
            part, self._filling = bytes(self._filling), bytearray()
            self._busy = self._bucket.start(self._pending.write, part)

    async def publish(self, late: Late) -> StoredObject:
        """Send the rest and make the object.

        Args:
            late: called when the bucket takes it after all, later than the time limit.

        Raises:
            BucketUnreachable: it isn't there, or nobody knows yet.
        """
        await self._settle()
        rest = bytes(self._filling)
        future = self._bucket.start(self._finish, rest)
        self._busy = future
        try:
            return await asyncio.wait_for(asyncio.shield(future), self._bucket.seconds)
        except TimeoutError as error:
            future.add_done_callback(lambda done: _late(done, late))
            raise BucketUnreachable from error
        except Exception as error:  # noqa: BLE001  # whatever it is, the bucket is asked
            return await self._found_after(error)

    def _finish(self, rest: bytes) -> StoredObject:
        if rest:
            self._pending.write(rest)
        return self._pending.publish()

    async def _found_after(self, error: Exception) -> StoredObject:
        # The answer may have been lost while the object was made; a retry then meets itself.
        found = await self._bucket.find(self._name)
        if found is None or found.size != self.taken:
            raise BucketUnreachable from error
        return found

    def drop(self) -> None:
        """Throw away what was sent, after the call that is under way. Waits for nothing."""
        if self._busy is not None and not self._busy.done():
            self._busy.add_done_callback(lambda _: self._discard())
        else:
            self._discard()

    def _discard(self) -> None:
        self._filling = bytearray()
        self._bucket.start(self._pending.discard)

    async def _settle(self) -> None:
        if self._busy is None:
            return
        busy = self._busy
        try:
            await asyncio.wait_for(asyncio.shield(busy), self._bucket.seconds)
        except Exception as error:
            raise BucketUnreachable from error
        self._busy = None


def _late(done: asyncio.Future[StoredObject], late: Late) -> None:
    if not done.cancelled() and done.exception() is None:
        late(done.result())


def _seen(future: asyncio.Future[T]) -> None:
    # Asking for the exception keeps asyncio from printing it, text and all, when nobody waited.
    if not future.cancelled():
        future.exception()
