"""The door to Cloud Storage: immutable objects in, streams out. Imported client on first use."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Any, cast

from shared.kernel.errors import Conflict, Permanent, Transient

if TYPE_CHECKING:
    from google.cloud.storage import Client

CHUNK_BYTES = 1024 * 1024
"""Size of a resumable upload's part; a multiple of 256 KiB as the service demands."""


_MAY_PASS = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One generation of an object.

    Attributes:
        size: bytes.
        digest: base64 MD5 as the service reports it; empty for a composed object.
        metadata: custom metadata, text to text.
        created: when this generation was written.
    """

    bucket: str
    name: str
    generation: int
    size: int
    digest: str
    metadata: Mapping[str, str]
    created: datetime


class Bucket:
    """One bucket. Raises `Permanent` for what isn't there, `Transient` for what may pass."""

    def __init__(self, name: str, project: str) -> None:
        self.name = name
        self._project = project

    def _bucket(self) -> Any:  # noqa: ANN401  # the client library is untyped
        return _client(self._project).bucket(self.name)

    def write(self, name: str, data: bytes, content_type: str) -> int:
        """Write a whole object and return its generation. The same name is written over."""
        blob = self._bucket().blob(name)
        with _translated(name):
            blob.upload_from_string(data, content_type=content_type)
        return int(blob.generation)

    def write_file(self, name: str, stream: IO[bytes], content_type: str) -> int:
        """Write a whole object from a seekable stream, from its start; returns the generation."""
        blob = self._bucket().blob(name)
        with _translated(name):
            blob.upload_from_file(stream, rewind=True, content_type=content_type)
        return int(blob.generation)

    def read(self, name: str, start: int | None = None, end: int | None = None) -> bytes:
        """Read the bytes ``start`` to ``end`` (not included) of an object, or all of it."""
        blob = self._bucket().blob(name)
        last = None if end is None else end - 1
        with _translated(name):
            return cast("bytes", blob.download_as_bytes(start=start, end=last))

    def copy_to(self, name: str, generation: int, target: IO[bytes]) -> None:
        """Stream one generation of an object into ``target``.

        Raises:
            Permanent: ``OBJECT_GONE`` when that generation is no longer there.
        """
        blob = self._bucket().blob(name, generation=generation)
        with _translated(name):
            blob.download_to_file(target)

    def begin(self, name: str, metadata: Mapping[str, str]) -> PendingUpload:
        """Begin an upload of a new object; nothing is seen by anyone before it is published."""
        blob = self._bucket().blob(name)
        blob.metadata = dict(metadata)
        return PendingUpload(blob)

    def open_session(self, name: str, metadata: Mapping[str, str], size: int, origin: str) -> str:
        """Open a resumable session for a new object, to be sent by somebody else.

        Args:
            name: of the object; the session fails if there is one of it by then.
            metadata: of the object.
            size: bytes that it takes, no more and no fewer.
            origin: of the page whose browser may send them; empty for no page.

        Returns:
            The session's address, which whoever knows it may send to.
        """
        blob = self._bucket().blob(name)
        blob.metadata = dict(metadata)
        with _translated(name):
            address: str = blob.create_resumable_upload_session(
                content_type="application/octet-stream",
                size=size,
                origin=origin or None,
                checksum=None,
                if_generation_match=0,
            )
        return address

    def find(self, name: str) -> StoredObject | None:
        """The newest generation of an object, None when there is none."""
        with _translated(name):
            blob = self._bucket().get_blob(name)
        return None if blob is None else _stored(self.name, blob)

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Every object whose name starts with ``prefix``, in name order, fetched page by page."""
        with _translated(prefix):
            for blob in _client(self._project).list_blobs(self.name, prefix=prefix):
                yield _stored(self.name, blob)

    def delete(self, name: str) -> None:
        """Delete an object; nothing happens when it is already gone."""
        from google.api_core.exceptions import NotFound  # noqa: PLC0415  # see module docstring

        try:
            self._bucket().blob(name).delete()
        except NotFound:
            return


class PendingUpload:
    """A resumable upload: bytes go up as they come, and `publish` makes them an object.

    Not to be used from two threads at once. Every method may block on the network.
    """

    def __init__(self, blob: Any) -> None:  # noqa: ANN401  # the client library is untyped
        self._blob = blob
        self._writer = _writer_class()(
            blob, chunk_size=CHUNK_BYTES, ignore_flush=True, if_generation_match=0
        )

    def write(self, data: bytes) -> None:
        """Take the next bytes; sends them when a part is full."""
        with _translated(self._blob.name):
            self._writer.write(data)

    def publish(self) -> StoredObject:
        """Send the rest and make the object, unless one of this name is already there.

        Raises:
            Conflict: ``OBJECT_EXISTS``.
        """
        with _translated(self._blob.name):
            self._writer.publish()
            self._blob.reload()
        return _stored(self._blob.bucket.name, self._blob)

    def discard(self) -> None:
        """Drop what was sent. Safe to call twice and after `publish`."""
        with contextlib.suppress(Exception):
            self._writer.close()


@lru_cache(maxsize=1)
def _writer_class() -> Any:  # noqa: ANN401  # made on first use, so that the import stays lazy
    from google.cloud.storage.fileio import BlobWriter  # noqa: PLC0415

    class Writer(BlobWriter):  # type: ignore[misc]  # the client library is untyped
        """A writer whose ``close()`` drops, and that only `publish` makes an object.

        The client's own publishes in ``close()``, which Python also calls when it collects a
        forgotten object.
        """

        def publish(self) -> None:
            super().close()

        def close(self) -> None:
            if not self.closed:
                self.terminate()

    return Writer


class _translated:  # noqa: N801  # reads as a statement: `with _translated(name):`
    """Turns the client's errors into ours; names are ids, so they may stand in the text."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None or not isinstance(error, Exception):
            return
        from google.auth.exceptions import TransportError  # noqa: PLC0415
        from requests.exceptions import RequestException  # noqa: PLC0415

        status = _status_of(error)
        if status == HTTPStatus.PRECONDITION_FAILED:
            raise Conflict("OBJECT_EXISTS", f"object {self._name} is already there") from error
        if status == HTTPStatus.NOT_FOUND:
            raise Permanent("OBJECT_GONE", f"object {self._name} is not there") from error
        passing = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _MAY_PASS
        if passing or isinstance(error, RequestException | TransportError):
            raise Transient("STORAGE_UNAVAILABLE", "Cloud Storage did not answer") from error


def _status_of(error: Exception) -> int:
    """The HTTP status behind an error, 0 when there was none; uploads have errors of their own."""
    response = getattr(error, "response", None)
    status = getattr(error, "code", None) or getattr(response, "status_code", None)
    return status if isinstance(status, int) else 0


def _stored(bucket: str, blob: Any) -> StoredObject:  # noqa: ANN401  # untyped client
    return StoredObject(
        bucket=bucket,
        name=blob.name,
        generation=int(blob.generation),
        size=int(blob.size),
        digest=blob.md5_hash or "",
        metadata=dict(blob.metadata or {}),
        created=blob.time_created,
    )


@lru_cache(maxsize=4)
def _client(project: str) -> Client:
    # Imported here because it costs half a second that most first answers do not need.
    from google.cloud import storage  # noqa: PLC0415

    return storage.Client(project=project)
