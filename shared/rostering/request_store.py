"""Connection requests in Firestore: with a version, and the audit in the commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Commit, Documents
from shared.kernel.audit import audit_entry
from shared.kernel.outbox import OutboxEvent
from shared.rostering.connection_requests import ConnectionRequest, request_fields, request_from

COLLECTION = "connectionRequests"
_DISTRICT = "district/settings"
_MAILER = "mail"


@dataclass(frozen=True, slots=True)
class StoredRequest:
    """A request as it was read.

    Attributes:
        version: of its document, which a change demands.
    """

    value: ConnectionRequest
    version: str


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks.

    Attributes:
        district: its name; empty where it has none.
        language: of the school.
    """

    school: str
    district: str
    language: str


class ConnectionRequestStore:
    """Reads and writes requests."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def find(self, request: str) -> StoredRequest | None:
        """The request of this id, None when there is none."""
        found = self._documents.get(f"{COLLECTION}/{request}")
        return None if found is None else StoredRequest(request_from(found.fields), found.version)

    def asking(self, school: str) -> Asking:
        """What a school and its district are called."""
        place = f"schools/{school}"
        found = {each.path: each.fields for each in self._documents.get_many([place, _DISTRICT])}
        about = found.get(place, {})
        return Asking(
            school=str(about.get("displayName") or school),
            district=str(found.get(_DISTRICT, {}).get("displayName") or ""),
            language=str(about.get("language") or "en"),
        )

    def begin(
        self,
        was: StoredRequest | None,
        request: ConnectionRequest,
        event: OutboxEvent | None,
        actor: str,
        now: datetime,
    ) -> None:
        """Write a new request in the place of the one before.

        Args:
            was: the one before, None for none.
            request: to be written.
            event: has the link mailed, None for no mail.
            actor: who asks.
            now: when.

        Raises:
            Conflict: somebody else was faster.
        """
        commit = self._documents.commit()
        if was is None:
            commit.create(_path(request), request_fields(request))
        else:
            commit.update(_path(request), request_fields(request), was.version)
        if event is not None:
            commit.create(f"outbox/{event.event_id}", event.as_document())
        _note(commit, request, "create", actor, now)
        commit.run()

    def change(
        self, was: StoredRequest, request: ConnectionRequest, verb: str, actor: str, now: datetime
    ) -> None:
        """Write a request as it became.

        Raises:
            Conflict: ``FAILED_PRECONDITION``: it has changed since it was read.
        """
        commit = self._documents.commit()
        commit.update(_path(request), request_fields(request), was.version)
        _note(commit, request, verb, actor, now)
        commit.run()

    def link_made(self, was: StoredRequest, request: ConnectionRequest, now: datetime) -> None:
        """Note that a link is made for the mail; as `change`."""
        self.change(was, request, "sendLink", _MAILER, now)

    def used(
        self, was: StoredRequest, request: ConnectionRequest, event: OutboxEvent, now: datetime
    ) -> Callable[[Commit], None]:
        """What closes a request in the commit that sets what was answered.

        Args:
            was: the request as it was read.
            request: as it becomes.
            event: tells the administrators.
            now: when.
        """

        def add(commit: Commit) -> None:
            commit.update(_path(request), request_fields(request), was.version)
            commit.create(f"outbox/{event.event_id}", event.as_document())
            _note(commit, request, "answer", actor_of(request), now)

        return add


def actor_of(request: ConnectionRequest) -> str:
    """How the audit names whoever had a request's link."""
    return f"connection-request:{request.id}"


def _path(request: ConnectionRequest) -> str:
    return f"{COLLECTION}/{request.id}"


def _note(commit: Commit, request: ConnectionRequest, verb: str, actor: str, now: datetime) -> None:
    subject: Mapping[str, Any] = {"connection": request.connection}
    entry = audit_entry(actor, f"connectionRequests:{verb}", [subject], now, request.school)
    name = f"connection-request-{verb}-{request.id}-{now:%Y%m%dT%H%M%S%f}"
    commit.create(f"audit/{name}", entry)
