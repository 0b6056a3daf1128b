"""Requests and answers of the API about SFTP logins. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pydantic import Field, StrictBool

from shared.kernel.etags import etag_of
from shared.kernel.views import ResourceId, View
from shared.rostering.connection_views import ConnectionPath
from shared.rostering.logins import SftpLogin


class CredentialPath(ConnectionPath):
    """Of one login of a connection."""

    credential: ResourceId


class CredentialCreate(View):
    """A login to be made; its name and its password are made by the server."""

    with_password: StrictBool = Field(
        default=True, description="False where only keys may sign in."
    )


class KeyRequest(View):
    """A public key that may sign in."""

    public_key: str = Field(
        min_length=1, max_length=10_000, description="A line of OpenSSH: ssh-ed25519 AAAA…"
    )


class FingerprintRequest(View):
    """A public key that may no longer sign in."""

    fingerprint: str = Field(min_length=1, max_length=100, description="SHA256:…")


class PublicKeyView(View):
    """A public key; its comment is never kept, for it may be a person's name."""

    fingerprint: str
    algorithm: str


class CredentialView(View):
    """A login, without any secret."""

    name: str = Field(description="{connection's name}/credentials/{credential}")
    user_name: str
    enabled: bool = Field(description="False once it was revoked.")
    has_password: bool
    public_keys: list[PublicKeyView]
    create_time: datetime
    etag: str


class CredentialSecret(CredentialView):
    """A login with its password, which is shown this once."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"password"})
    password: str = Field(description="Empty where there is none, or the call is repeated.")


class CredentialsList(View):
    """The logins of a connection, by name."""

    credentials: list[CredentialView]


def credential_view(login: SftpLogin, version: str) -> CredentialView:
    """A login as the API shows it."""
    place = f"schools/{login.school}/rosterConnections/{login.connection}"
    return CredentialView(
        name=f"{place}/credentials/{login.user_name}",
        user_name=login.user_name,
        enabled=login.enabled,
        has_password=login.password_hash is not None,
        public_keys=[
            PublicKeyView(fingerprint=key.fingerprint, algorithm=key.line.split()[0])
            for key in login.public_keys
        ],
        create_time=login.create_time,
        etag=etag_of(version),
    )


def credential_secret(login: SftpLogin, version: str, password: str) -> CredentialSecret:
    """A login with the password that was just made."""
    shown = credential_view(login, version)
    fields = {name: getattr(shown, name) for name in CredentialView.model_fields}
    return CredentialSecret(**fields, password=password)
