"""The accounts as Firebase Authentication keeps them, as far as the services here need them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol


class Project(Protocol):
    """What Identity Platform says of a project."""

    @property
    def config(self) -> Mapping[str, Any] | None:
        """Its configuration; None where it did not answer."""

    @property
    def providers(self) -> Mapping[str, Mapping[str, Any] | None]:
        """Way to sign in → its configuration, empty for none; None where it did not answer."""

    @property
    def is_whole(self) -> bool:
        """True where what is missing is not set."""


class Users(Protocol):
    """What `shared.cloud.auth_users` does; told last, since our own documents keep people out."""

    def create(self, uid: str, email: str) -> None:
        """Open an account without a password."""

    def uid_of(self, email: str) -> str | None:
        """The account that has an address."""

    def set(self, uid: str, *, closed: bool, since: datetime | None) -> None:
        """Close or open one; renew no token that was given before an instant."""

    def drop_factors(self, uid: str, *, since: datetime) -> None:
        """Take all second factors away; renew no token that was given before an instant."""

    def unlink(self, uid: str, provider: str) -> None:
        """Know one no longer by a provider's identity."""

    def project(self, providers: Iterable[str]) -> Project:
        """How the project itself is set up, as far as it answers."""

    def valid_since(self, uids: Sequence[str]) -> Mapping[str, int]:
        """Account → the second of 1970 before which no token of it counts; 0 for none."""

    def password_code(self, email: str) -> str:
        """A code by which the owner of an address sets a password, once."""

    def sign_in_code(self, email: str) -> str:
        """A code by which the owner of an address gets in, once."""
