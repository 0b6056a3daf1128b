"""SFTP logins for those who may give them out."""

from __future__ import annotations

from dataclasses import replace

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldViolation, Invalid, Missing, Permanent
from shared.kernel.permissions import Action, authorize
from shared.rostering.credential_store import MOST_LOGINS, CredentialStore, StoredLogin
from shared.rostering.credential_views import (
    CredentialSecret,
    CredentialView,
    credential_secret,
    credential_view,
)
from shared.rostering.logins import (
    SALT_BYTES,
    PublicKey,
    Randomness,
    SftpLogin,
    hash_password,
    new_password,
    new_user_name,
    parse_public_key,
)
from shared.rostering.run_store import RunStore

MOST_KEYS = 10
"""Of one login."""


class CredentialDesk:
    """Shows, makes and revokes the logins of a connection.

    Every use case raises `Denied` as `authorize` says, ``CONNECTION_UNKNOWN`` or
    ``CREDENTIAL_UNKNOWN``, and ``FAILED_PRECONDITION`` where somebody else was faster. With
    ``validate_only`` everything is checked, nothing changes, and no password is made.
    """

    def __init__(
        self, store: CredentialStore, runs: RunStore, randomness: Randomness, clock: Clock
    ) -> None:
        self._store = store
        self._runs = runs
        self._randomness = randomness
        self._clock = clock

    def list(self, actor: Actor, school: str, connection: str) -> list[CredentialView]:
        """The logins of a connection by name, revoked ones too."""
        authorize(actor, Action.CREDENTIALS_GET, school)
        self._check_connection(school, connection)
        found = self._store.of_connection(school, connection)
        return [credential_view(each.value, each.version) for each in found]

    def create(
        self,
        actor: Actor,
        school: str,
        connection: str,
        *,
        with_password: bool,
        validate_only: bool,
    ) -> CredentialSecret:
        """Make a login; its password is shown this once and only its hash is kept.

        Raises:
            Conflict: ``CREDENTIALS_TOO_MANY``.
        """
        authorize(actor, Action.CREDENTIALS_EDIT, school)
        self._check_connection(school, connection)
        active = [
            each for each in self._store.of_connection(school, connection) if each.value.enabled
        ]
        if len(active) >= MOST_LOGINS:
            raise Conflict("CREDENTIALS_TOO_MANY", "revoke a login before another one is made")
        password = new_password(self._randomness) if with_password and not validate_only else ""
        login = SftpLogin(
            user_name=new_user_name(school, self._randomness),
            school=school,
            connection=connection,
            password_hash=self._hashed(password) if password else None,
            public_keys=(),
            enabled=True,
            create_time=self._clock(),
        )
        if validate_only:
            return credential_secret(login, "", "")
        self._store.create(login, actor.id, self._clock())
        made = self._found(school, connection, login.user_name)
        return credential_secret(made.value, made.version, password)

    def replace_password(
        self, actor: Actor, school: str, connection: str, user_name: str, *, validate_only: bool
    ) -> CredentialSecret:
        """Give a login a new password; the old one is refused from now on.

        Raises:
            Conflict: ``CREDENTIAL_REVOKED``.
        """
        found = self._active(actor, school, connection, user_name)
        if validate_only:
            return credential_secret(found.value, found.version, "")
        password = new_password(self._randomness)
        changed = replace(found.value, password_hash=self._hashed(password))
        now = self._written(found, changed, "replacePassword", actor)
        return credential_secret(now.value, now.version, password)

    def add_key(
        self,
        actor: Actor,
        school: str,
        connection: str,
        user_name: str,
        public_key: str,
        *,
        validate_only: bool,
    ) -> CredentialView:
        """Let a public key sign in; one that may already stays as it is.

        Raises:
            Invalid: ``PUBLIC_KEY_INVALID``, ``PUBLIC_KEY_TYPE`` or ``PUBLIC_KEY_WEAK``.
            Conflict: ``CREDENTIAL_REVOKED`` or ``PUBLIC_KEYS_TOO_MANY``.
        """
        found = self._active(actor, school, connection, user_name)
        key = _parsed(public_key)
        keys = found.value.public_keys
        if key.fingerprint in {each.fingerprint for each in keys}:
            return credential_view(found.value, found.version)
        if len(keys) >= MOST_KEYS:
            raise Conflict("PUBLIC_KEYS_TOO_MANY", "remove a key before another one is added")
        changed = replace(found.value, public_keys=(*keys, key))
        if validate_only:
            return credential_view(changed, found.version)
        now = self._written(found, changed, "addKey", actor)
        return credential_view(now.value, now.version)

    def remove_key(
        self,
        actor: Actor,
        school: str,
        connection: str,
        user_name: str,
        fingerprint: str,
        *,
        validate_only: bool,
    ) -> CredentialView:
        """Let a public key sign in no longer.

        Raises:
            Missing: ``PUBLIC_KEY_UNKNOWN``.
        """
        authorize(actor, Action.CREDENTIALS_EDIT, school)
        found = self._found(school, connection, user_name)
        keys = found.value.public_keys
        left = tuple(each for each in keys if each.fingerprint != fingerprint)
        if len(left) == len(keys):
            raise Missing("PUBLIC_KEY_UNKNOWN", "the login has no key of this fingerprint")
        changed = replace(found.value, public_keys=left)
        if validate_only:
            return credential_view(changed, found.version)
        now = self._written(found, changed, "removeKey", actor)
        return credential_view(now.value, now.version)

    def revoke(
        self, actor: Actor, school: str, connection: str, user_name: str, *, validate_only: bool
    ) -> CredentialView:
        """Let a login sign in no longer, for good; one that is revoked stays so."""
        authorize(actor, Action.CREDENTIALS_EDIT, school)
        found = self._found(school, connection, user_name)
        if not found.value.enabled:
            return credential_view(found.value, found.version)
        changed = replace(found.value, enabled=False)
        if validate_only:
            return credential_view(changed, found.version)
        now = self._written(found, changed, "revoke", actor)
        return credential_view(now.value, now.version)

    def _active(self, actor: Actor, school: str, connection: str, user_name: str) -> StoredLogin:
        authorize(actor, Action.CREDENTIALS_EDIT, school)
        found = self._found(school, connection, user_name)
        if not found.value.enabled:
            raise Conflict("CREDENTIAL_REVOKED", "a revoked login is not used again; make another")
        return found

    def _found(self, school: str, connection: str, user_name: str) -> StoredLogin:
        found = self._store.find(user_name)
        if found is None or (found.value.school, found.value.connection) != (school, connection):
            raise Missing("CREDENTIAL_UNKNOWN", "no login of this connection has this name")
        return found

    def _written(
        self, was: StoredLogin, changed: SftpLogin, verb: str, actor: Actor
    ) -> StoredLogin:
        self._store.change(was, changed, verb, actor.id, self._clock())
        return self._found(changed.school, changed.connection, changed.user_name)

    def _hashed(self, password: str) -> str:
        return hash_password(password, self._randomness(SALT_BYTES))

    def _check_connection(self, school: str, connection: str) -> None:
        if self._runs.connection(school, connection) is None:
            raise Missing("CONNECTION_UNKNOWN", "no connection of this school has this id")


def _parsed(public_key: str) -> PublicKey:
    try:
        return parse_public_key(public_key)
    except Permanent as error:
        violation = FieldViolation("publicKey", error.message)
        raise Invalid(error.reason, error.message, violations=[violation]) from error
