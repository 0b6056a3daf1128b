"""The door to Firestore: documents by path, commits with preconditions, errors told apart.

Stores say paths and fields; nothing of Google's client is seen outside this package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from shared.kernel.collector import importing
from shared.kernel.errors import Conflict, Transient

if TYPE_CHECKING:
    from google.cloud.firestore import Client, DocumentSnapshot

MAX_VALUES = 30
"""Values that one query can ask for."""

MAX_WRITES = 400
"""Writes in one commit: below the 500 that old quotas pages name, with room for the fixed ones."""

PAGE = 1_000
"""Documents that are read in one call where a whole collection is."""

APPEND_ONLY = "audit/"
"""Documents below it are created and never written again; the database deletes them in the end."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was read.

    Attributes:
        version: its update time, RFC 3339 with nanoseconds; a later write can demand it.
    """

    path: str
    fields: dict[str, Any]
    version: str

    @property
    def id(self) -> str:
        """The last part of the path."""
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Query:
    """What a page of a collection is asked for.

    Attributes:
        where: field, one of ``==``, ``in``, ``array_contains``, ``>=``, ``<``, and the value.
        order: fields, each with a leading ``-`` for the largest first; documents that are equal in
            all of them come in the order of their ids.
        limit: documents at most.
        after: values of the ordered fields and the id of the document that the page begins after.
        fields: narrows what is read; None for all.
    """

    collection: str
    where: Sequence[tuple[str, str, object]] = ()
    order: Sequence[str] = ()
    limit: int = 50
    after: Sequence[object] | None = None
    fields: Sequence[str] | None = None


class Documents:
    """Reads of the default database; FIRESTORE_EMULATOR_HOST sends them to an emulator."""

    def __init__(self, project: str) -> None:
        self._project = project

    def get(self, path: str) -> Document | None:
        """One document, None when there is none."""
        with translated():
            found = database(self._project).document(path).get()
        return _document(found)

    def get_many(self, paths: Sequence[str], fields: Sequence[str] | None = None) -> list[Document]:
        """Those of the documents that exist, in no order, in one call; ``fields`` narrows them."""
        if not paths:
            return []
        client = database(self._project)
        references = [client.document(path) for path in paths]
        with translated():
            found = list(client.get_all(references, field_paths=fields))
        return [document for snapshot in found if (document := _document(snapshot))]

    def where(self, collection: str, field: str, value: object) -> list[Document]:
        """The documents of a collection whose field has this value (an automatic index)."""
        from google.cloud.firestore import FieldFilter  # noqa: PLC0415  # as in `database`

        query = database(self._project).collection(collection)
        with translated():
            found = list(query.where(filter=FieldFilter(field, "==", value)).stream())
        return [document for snapshot in found if (document := _document(snapshot))]

    def having(self, collection: str, field: str) -> Iterator[Document]:
        """The documents of a collection that have a field, read page by page (an automatic index).

        An order leaves out what it can't be put in.
        """
        query = database(self._project).collection(collection)
        return _in_pages(query.order_by(field).order_by("__name__"))

    def where_since(
        self, collection: str, field: str, moment: datetime, fields: Sequence[str]
    ) -> Iterator[Document]:
        """The documents whose field is at or after an instant; ``fields`` narrows them."""
        from google.cloud.firestore import FieldFilter  # noqa: PLC0415  # as in `database`

        query = database(self._project).collection(collection)
        since = query.where(filter=FieldFilter(field, ">=", moment)).order_by(field)
        return _in_pages(since.order_by("__name__").select([*fields, field]))

    def where_any(self, collection: str, field: str, values: Sequence[object]) -> list[Document]:
        """The documents of a collection whose field has one of at most `MAX_VALUES` values."""
        from google.cloud.firestore import FieldFilter  # noqa: PLC0415  # as in `database`

        query = database(self._project).collection(collection)
        with translated():
            found = list(query.where(filter=FieldFilter(field, "in", list(values))).stream())
        return [document for snapshot in found if (document := _document(snapshot))]

    def everywhere(self, group: str, field: str, value: object, most: int) -> list[Document]:
        """At most so many documents of all collections of a name whose field has this value.

        The field has an index for collection groups in `infra/firebase/firestore.indexes.json`.
        """
        from google.cloud.firestore import FieldFilter  # noqa: PLC0415  # as in `database`

        query = database(self._project).collection_group(group)
        with translated():
            found = list(query.where(filter=FieldFilter(field, "==", value)).limit(most).stream())
        return [document for snapshot in found if (document := _document(snapshot))]

    def everywhere_any(
        self, group: str, field: str, values: Sequence[object], most: int
    ) -> list[Document]:
        """As `everywhere`, of whom the field has one of at most `MAX_VALUES` values."""
        from google.cloud.firestore import FieldFilter  # noqa: PLC0415  # as in `database`

        query = database(self._project).collection_group(group)
        asked = query.where(filter=FieldFilter(field, "in", list(values)))
        with translated():
            found = list(asked.limit(most).stream())
        return [document for snapshot in found if (document := _document(snapshot))]

    def all(self, collection: str) -> Iterator[Document]:
        """Every document of a collection in id order, read page by page as it is asked for."""
        return _in_pages(database(self._project).collection(collection).order_by("__name__"))

    def all_if_few(self, collection: str, most: int) -> list[Document] | None:
        """Every document of a collection, None when there are more; reads one more at most."""
        query = database(self._project).collection(collection).limit(most + 1)
        with translated():
            found = list(query.stream())
        if len(found) > most:
            return None
        return [document for snapshot in found if (document := _document(snapshot))]

    def any_holding(self, collection: str, field: str, value: object) -> bool:
        """True when an array field of some document of the collection holds this value."""
        from google.cloud.firestore import FieldFilter  # noqa: PLC0415  # as in `database`

        query = database(self._project).collection(collection).select([]).limit(1)
        with translated():
            found = query.where(filter=FieldFilter(field, "array_contains", value)).stream()
            return bool(list(found))

    def any_in(self, collection: str) -> bool:
        """True when the collection holds at least one document; costs one read at most."""
        with translated():
            query = database(self._project).collection(collection).select([]).limit(1)
            return bool(list(query.stream()))

    def page(self, query: Query) -> list[Document]:
        """A page of a collection, in order."""
        found = _asked(database(self._project), query)
        with translated():
            documents = list(found.stream())
        return [document for snapshot in documents if (document := _document(snapshot))]

    def count(self, collection: str, where: Sequence[tuple[str, str, object]] = ()) -> int:
        """How many documents of a collection are so; costs a read for each thousand of them."""
        client = database(self._project)
        found = _filtered(client.collection(collection), where)
        with translated():
            return int(found.count().get()[0][0].value)

    def commit(self) -> Commit:
        """Begin a commit: nothing is written before its `Commit.run`."""
        return Commit(self._project)


class Commit:
    """Writes that happen together or not at all.

    What is to put, update or delete a document that is `APPEND_ONLY` raises ValueError.
    """

    def __init__(self, project: str) -> None:
        self._client = database(project)
        self._batch = self._client.batch()
        self.writes = 0

    def create(self, path: str, fields: Mapping[str, Any]) -> None:
        """Write a new document; the commit fails when it is already there."""
        self._batch.create(self._client.document(path), dict(fields))
        self.writes += 1

    def put(self, path: str, fields: Mapping[str, Any], *, merge: bool = False) -> None:
        """Write a document whether it is there or not; ``merge`` keeps its other fields."""
        self._batch.set(self._client.document(_changeable(path)), dict(fields), merge=merge)
        self.writes += 1

    def update(self, path: str, fields: Mapping[str, Any], version: str | None = None) -> None:
        """Change fields of a document; the commit fails when it is gone or not of this version."""
        option = self._option(version)
        self._batch.update(self._client.document(_changeable(path)), dict(fields), option=option)
        self.writes += 1

    def delete(self, path: str, version: str | None = None) -> None:
        """Delete a document if it is of this version; with none named, in any case."""
        document = self._client.document(_changeable(path))
        self._batch.delete(document, option=self._option(version))
        self.writes += 1

    def run(self) -> list[list[Any]]:
        """Do all of it in one call.

        Returns:
            For each write, in order, the values that its increments came to.

        Raises:
            Conflict: a document to create is there, or one to update is gone or has changed.
            Transient: the database did not take it; it may or may not have happened.
        """
        with translated():
            results = self._batch.commit()
        return [[value.integer_value for value in done.transform_results] for done in results]

    def _option(self, version: str | None) -> Any:  # noqa: ANN401  # the client's own type
        if version is None:
            return None
        from google.protobuf.timestamp_pb2 import Timestamp  # noqa: PLC0415

        moment = Timestamp()
        moment.FromJsonString(version)
        return self._client.write_option(last_update_time=moment)


def _changeable(path: str) -> str:
    if path.startswith(APPEND_ONLY):
        raise ValueError("what is append-only is created and never written again")
    return path


def union(values: Iterable[object]) -> Any:  # noqa: ANN401  # a sentinel of the client
    """A field value that adds what is missing to an array."""
    from google.cloud.firestore import ArrayUnion  # noqa: PLC0415

    return ArrayUnion(list(values))


def without(values: Iterable[object]) -> Any:  # noqa: ANN401  # a sentinel of the client
    """A field value that takes what is there out of an array."""
    from google.cloud.firestore import ArrayRemove  # noqa: PLC0415

    return ArrayRemove(list(values))


def no_field() -> Any:  # noqa: ANN401  # a sentinel of the client
    """A field value that takes the field away."""
    from google.cloud.firestore import DELETE_FIELD  # noqa: PLC0415

    return DELETE_FIELD


def increment(by: int) -> Any:  # noqa: ANN401  # a sentinel of the client
    """A field value that adds to a number."""
    from google.cloud.firestore import Increment  # noqa: PLC0415

    return Increment(by)


@lru_cache(maxsize=4)
def database(project: str) -> Client:
    """The client of a project's default database."""
    # Imported here because it costs half a second that an answer without a database does not need.
    with importing():
        from google.cloud import firestore  # noqa: PLC0415

    return firestore.Client(project=project)


@contextmanager
def translated() -> Iterator[None]:
    """Turn the client's errors into ours.

    Raises:
        Conflict: ``ALREADY_EXISTS`` or ``FAILED_PRECONDITION``: somebody was there first.
        Transient: ``DATABASE_UNAVAILABLE``: contention, a quota or an outage; the same call may
            pass later.
    """
    from google.api_core import exceptions  # noqa: PLC0415
    from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415

    try:
        yield
    except exceptions.AlreadyExists as error:
        raise Conflict("ALREADY_EXISTS", "a document of this name is already there") from error
    except (exceptions.FailedPrecondition, exceptions.NotFound) as error:
        raise Conflict("FAILED_PRECONDITION", "a document has changed since it was read") from error
    except (
        exceptions.Aborted,
        exceptions.Cancelled,
        exceptions.ServerError,
        exceptions.RetryError,
        exceptions.TooManyRequests,
        GoogleAuthError,
    ) as error:
        raise Transient("DATABASE_UNAVAILABLE", "Firestore did not take the call") from error
    except AttributeError as error:
        # A stream broke, and the library looks for its policy of going on where there is none:
        # https://github.com/googleapis/python-firestore/issues/596
        if error.name != "_retry":
            raise
        broken = error.__context__
        raise Transient("DATABASE_UNAVAILABLE", "Firestore broke off an answer") from broken


def _in_pages(query: Any) -> Iterator[Document]:  # noqa: ANN401  # the client's own type
    """What an ordered query finds, however slow the reader is: the database ends a long answer."""
    asked = query
    while True:
        with translated():
            found = list(asked.limit(PAGE).stream())
        yield from (document for snapshot in found if (document := _document(snapshot)))
        if len(found) < PAGE:
            return
        asked = query.start_after(found[-1])


def _filtered(found: Any, where: Sequence[tuple[str, str, object]]) -> Any:  # noqa: ANN401
    from google.cloud.firestore import FieldFilter  # noqa: PLC0415  # as in `database`

    for field, operator, value in where:
        found = found.where(filter=FieldFilter(field, operator, value))
    return found


def _asked(client: Client, query: Query) -> Any:  # noqa: ANN401  # the client's own type
    from google.cloud.firestore import Query as Order  # noqa: PLC0415  # as in `database`

    collection = client.collection(query.collection)
    found = _filtered(collection, query.where)
    direction = Order.ASCENDING
    for field in query.order:
        direction = Order.DESCENDING if field.startswith("-") else Order.ASCENDING
        found = found.order_by(field.removeprefix("-"), direction=direction)
    # The last direction, so that no index is needed beside the one of the fields.
    found = found.order_by("__name__", direction=direction)
    if query.after is not None:
        *values, last = query.after
        found = found.start_after([*values, collection.document(str(last))])
    if query.fields is not None:
        found = found.select(list(query.fields))
    return found.limit(query.limit)


def _document(snapshot: DocumentSnapshot[Any]) -> Document | None:
    if not snapshot.exists:
        return None
    written: Any = snapshot.update_time
    return Document(
        path=snapshot.reference.path,
        fields=snapshot.to_dict() or {},
        # Of a collection group the client leaves the time as it came over the wire.
        version=written.rfc3339() if hasattr(written, "rfc3339") else written.ToJsonString(),
    )
