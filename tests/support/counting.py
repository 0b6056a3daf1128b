"""Counts what goes to Firestore and Cloud Storage, at Google's own clients: nothing of ours is
changed for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from google.cloud.storage import Blob, Client

from shared.cloud.firestore import database
from tests.support.world import World

_CALLS = ("batch_get_documents", "run_query", "run_aggregation_query", "commit")


@dataclass
class Counts:
    """Documents by their collection, calls by what they name, objects by bucket prefix.

    Attributes:
        reads: documents that were read; a look for one that isn't there is a read, as it is
            billed, and so is a query that finds nothing.
        writes: documents that were written or deleted.
        deletes: those of them that were deleted.
        calls: collection → calls that name it.
        total_calls: all calls to Firestore.
        objects: ``read`` or ``write`` and the place in the bucket → how often.
        lists: how often objects were listed.
        queries: every query as the client sent it.
    """

    reads: Counter[str] = field(default_factory=Counter)
    writes: Counter[str] = field(default_factory=Counter)
    deletes: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    total_calls: int = 0
    objects: Counter[str] = field(default_factory=Counter)
    lists: int = 0
    queries: list[Any] = field(default_factory=list)

    def call(self, names: set[str]) -> None:
        self.total_calls += 1
        self.calls.update(names)


class _Api:
    """Stands before the client's own transport."""

    def __init__(self, api: Any, counts: Counts) -> None:
        self._api = api
        self._counts = counts

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._api, name)
        if not callable(method) or name.startswith("_"):
            return method
        if name not in _CALLS:
            raise AssertionError(f"{name} is not counted")
        return getattr(self, f"count_{name}")(method)

    def count_batch_get_documents(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*, request: Any, **more: Any) -> Any:
            names = [_collection(path) for path in request["documents"]]
            self._counts.call(set(names))
            self._counts.reads.update(names)
            return method(request=request, **more)

        return counted

    def count_run_query(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*, request: Any, **more: Any) -> Any:
            name = request["structured_query"].from_[0].collection_id
            self._counts.call({name})
            self._counts.queries.append(request["structured_query"])
            found = list(method(request=request, **more))
            self._counts.reads[name] += max(1, sum("document" in answer for answer in found))
            return iter(found)

        return counted

    def count_run_aggregation_query(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*, request: Any, **more: Any) -> Any:
            query = request["structured_aggregation_query"].structured_query
            name = query.from_[0].collection_id
            self._counts.call({name})
            self._counts.queries.append(query)
            # A read for each thousand that are counted; no test has so many.
            self._counts.reads[name] += 1
            return method(request=request, **more)

        return counted

    def count_commit(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*, request: Any, **more: Any) -> Any:
            names = [_collection(_written(write)) for write in request["writes"]]
            self._counts.call(set(names))
            self._counts.writes.update(names)
            gone = [write.delete for write in request["writes"] if write.delete]
            self._counts.deletes.update(map(_collection, gone))
            return method(request=request, **more)

        return counted


@contextmanager
def counted(world: World, counts: Counts | None = None) -> Iterator[Counts]:
    """Count what the world's services ask of the clients in this process.

    Args:
        world: whose.
        counts: to go on with; new ones unless told.
    """
    counts = counts or Counts()
    client: Any = database(world.documents._project)
    api = client._firestore_api
    watched = mock.patch.multiple(
        Blob,
        download_as_bytes=_watched(counts, "read", Blob.download_as_bytes),
        download_to_file=_watched(counts, "read", Blob.download_to_file),
        upload_from_string=_watched(counts, "write", Blob.upload_from_string),
        upload_from_file=_watched(counts, "write", Blob.upload_from_file),
    )
    listed = mock.patch.object(Client, "list_blobs", _listed(counts, Client.list_blobs))
    api_counted = mock.patch.object(client, "_firestore_api_internal", _Api(api, counts))
    with api_counted, watched, listed:
        yield counts


def _watched(counts: Counts, what: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def watched(self: Any, *args: Any, **more: Any) -> Any:
        place = self.name.split("/")[2]
        known = place if place in ("plans", "snapshots") else "files"
        counts.objects[f"{what} {known}"] += 1
        return function(self, *args, **more)

    return watched


def _listed(counts: Counts, function: Callable[..., Any]) -> Callable[..., Any]:
    def listed(self: Any, *args: Any, **more: Any) -> Any:
        counts.lists += 1
        return function(self, *args, **more)

    return listed


def _collection(path: str) -> str:
    return path.rsplit("/", 2)[-2]


def _written(write: Any) -> str:
    return str(write.delete or write.update.name or write.transform.document)
