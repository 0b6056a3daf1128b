"""Connections in Firestore as people change them: with a version, and the audit in the commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Commit, Document, Documents
from shared.kernel.audit import audit_entry
from shared.rostering.connections import Connection, connection_from
from shared.rostering.run_store import connection_path


@dataclass(frozen=True, slots=True)
class StoredConnection:
    """A connection as it was read.

    Attributes:
        version: of its document; a later change can demand it.
    """

    value: Connection
    version: str


class ConnectionStore:
    """Reads and writes the settings of connections."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def find(self, school: str, connection: str) -> StoredConnection | None:
        """One connection, None when there is none."""
        found = self._documents.get(connection_path(school, connection))
        return None if found is None else _stored(found)

    def all(self, school: str) -> list[StoredConnection]:
        """The connections of a school, by id."""
        return [
            _stored(each) for each in self._documents.all(f"schools/{school}/rosterConnections")
        ]

    def create(
        self, school: str, connection: str, fields: Mapping[str, Any], actor: str, now: datetime
    ) -> None:
        """Write a new connection.

        Raises:
            Conflict: ``ALREADY_EXISTS``.
        """
        commit = self._documents.commit()
        commit.create(connection_path(school, connection), fields)
        _note(commit, "create", school, connection, actor, [], now)
        commit.run()

    def update(
        self, was: StoredConnection, changes: Mapping[str, Any], actor: str, now: datetime
    ) -> None:
        """Change settings of a connection as it was read; a secret that it loses has its own entry.

        Raises:
            Conflict: ``FAILED_PRECONDITION``: it has changed since.
        """
        commit = self._documents.commit()
        school, connection = was.value.school, was.value.connection
        commit.update(connection_path(school, connection), changes, was.version)
        changed = sorted(changes.keys() - {"clearedSecret"})
        _note(commit, "update", school, connection, actor, changed, now)
        if "clearedSecret" in changes:
            _note(commit, "clearSecret", school, connection, actor, [], now)
        commit.run()

    def set_secret(
        self, was: StoredConnection, changes: Mapping[str, Any], actor: str, now: datetime
    ) -> None:
        """Pin the version of a secret; as `update`."""
        commit = self._documents.commit()
        school, connection = was.value.school, was.value.connection
        commit.update(connection_path(school, connection), changes, was.version)
        _note(commit, "setSecret", school, connection, actor, [], now)
        commit.run()

    def set_with(
        self, was: StoredConnection, changes: Mapping[str, Any], also: Callable[[Commit], None]
    ) -> None:
        """Change a connection together with something else, which writes the audit; as `update`."""
        commit = self._documents.commit()
        path = connection_path(was.value.school, was.value.connection)
        commit.update(path, changes, was.version)
        also(commit)
        commit.run()

    def note_upload(
        self, school: str, connection: str, upload: str, actor: str, now: datetime
    ) -> None:
        """Write into the audit that somebody was let upload a file."""
        commit = self._documents.commit()
        subject = {"connection": connection, "upload": upload}
        entry = audit_entry(actor, "rosterUploads:create", [subject], now, school)
        commit.create(f"audit/upload-{upload}", entry)
        commit.run()


def _stored(found: Document) -> StoredConnection:
    return StoredConnection(connection_from(found.fields), found.version)


def _note(
    commit: Commit,
    verb: str,
    school: str,
    connection: str,
    actor: str,
    changed: Sequence[str],
    now: datetime,
) -> None:
    subject = {"connection": connection, "fields": list(changed)}
    entry = audit_entry(actor, f"rosterConnections:{verb}", [subject], now, school)
    name = f"connection-{verb}-{school}-{connection}-{now:%Y%m%dT%H%M%S%f}"
    commit.create(f"audit/{name}", entry)
