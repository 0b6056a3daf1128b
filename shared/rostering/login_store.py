"""Where SFTP logins lie: ``sftpLogins/{userName}`` in Firestore."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.cloud.firestore import database, translated
from shared.rostering.logins import PublicKey, SftpLogin

COLLECTION = "sftpLogins"
SCHEMA_VERSION = 1
_READ_SECONDS = 5.0


class LoginStore:
    """Reads and writes logins. Every method may block on the network."""

    def __init__(self, project: str) -> None:
        self._project = project

    def find(self, user_name: str) -> SftpLogin | None:
        """The login of this name, None when there is none.

        Raises:
            Transient: ``DATABASE_UNAVAILABLE``, within five seconds: somebody waits at a prompt.
        """
        with translated():
            snapshot = self._document(user_name).get(retry=None, timeout=_READ_SECONDS)
        data = snapshot.to_dict()
        return None if data is None else from_document(user_name, data)

    def create(self, login: SftpLogin) -> None:
        """Write a new login.

        Raises:
            Conflict: ``ALREADY_EXISTS``.
        """
        with translated():
            self._document(login.user_name).create(to_document(login))

    def put(self, login: SftpLogin) -> None:
        """Write a login over whatever is there: a new password, another key, switched off."""
        with translated():
            self._document(login.user_name).set(to_document(login))

    def _document(self, user_name: str) -> Any:  # noqa: ANN401  # the client library is untyped
        return database(self._project).collection(COLLECTION).document(user_name)


def to_document(login: SftpLogin) -> dict[str, Any]:
    """The document of a login; its name is the document's id."""
    return {
        "schemaVersion": SCHEMA_VERSION,
        "school": login.school,
        "connection": login.connection,
        "passwordHash": login.password_hash,
        "publicKeys": [
            {"line": key.line, "fingerprint": key.fingerprint} for key in login.public_keys
        ],
        "enabled": login.enabled,
        "createTime": login.create_time,
    }


def from_document(user_name: str, data: Mapping[str, Any]) -> SftpLogin:
    """The login that `to_document` wrote."""
    return SftpLogin(
        user_name=user_name,
        school=data["school"],
        connection=data["connection"],
        password_hash=data["passwordHash"],
        public_keys=tuple(
            PublicKey(line=key["line"], fingerprint=key["fingerprint"])
            for key in data["publicKeys"]
        ),
        enabled=data["enabled"],
        create_time=data["createTime"],
    )
