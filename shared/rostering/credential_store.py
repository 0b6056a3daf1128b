"""SFTP logins as people change them: by connection, with a version, the audit in the commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.cloud.firestore import Commit, Document, Documents, Query
from shared.kernel.audit import audit_entry
from shared.rostering.login_store import COLLECTION, from_document, to_document
from shared.rostering.logins import SftpLogin

MOST_LOGINS = 20
"""Of one connection that may sign in."""

_MOST_READ = 500
"""Of one connection, revoked ones too."""


@dataclass(frozen=True, slots=True)
class StoredLogin:
    """A login as it was read.

    Attributes:
        version: of its document, which a change demands.
    """

    value: SftpLogin
    version: str


class CredentialStore:
    """Reads and writes the logins of a connection; the gateway reads them at each sign-in."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def of_connection(self, school: str, connection: str) -> list[StoredLogin]:
        """The logins of a connection, by name."""
        where = [("school", "==", school), ("connection", "==", connection)]
        found = self._documents.page(Query(COLLECTION, where, limit=_MOST_READ))
        return [_stored(each) for each in found]

    def find(self, user_name: str) -> StoredLogin | None:
        """The login of this name, None when there is none."""
        found = self._documents.get(f"{COLLECTION}/{user_name}")
        return None if found is None else _stored(found)

    def create(self, login: SftpLogin, actor: str, now: datetime) -> None:
        """Write a new login.

        Raises:
            Conflict: ``ALREADY_EXISTS``.
        """
        commit = self._documents.commit()
        commit.create(f"{COLLECTION}/{login.user_name}", to_document(login))
        _note(commit, login, "create", actor, now)
        commit.run()

    def change(
        self, was: StoredLogin, login: SftpLogin, verb: str, actor: str, now: datetime
    ) -> None:
        """Write a login as somebody changed it.

        Raises:
            Conflict: ``FAILED_PRECONDITION``: it has changed since it was read.
        """
        commit = self._documents.commit()
        commit.update(f"{COLLECTION}/{login.user_name}", to_document(login), was.version)
        _note(commit, login, verb, actor, now)
        commit.run()


def _stored(found: Document) -> StoredLogin:
    return StoredLogin(from_document(found.id, found.fields), found.version)


def _note(commit: Commit, login: SftpLogin, verb: str, actor: str, now: datetime) -> None:
    subject = {"login": login.user_name, "connection": login.connection}
    entry = audit_entry(actor, f"sftpLogins:{verb}", [subject], now, login.school)
    commit.create(f"audit/login-{verb}-{login.user_name}-{now:%Y%m%dT%H%M%S%f}", entry)
