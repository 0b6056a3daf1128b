"""Routes about the SFTP logins of a connection."""

from __future__ import annotations

from functions.runtime.calls import Call
from functions.runtime.http import Api
from shared import bootstrap
from shared.kernel.permissions import Action
from shared.kernel.views import ReadQuery, WriteQuery
from shared.rostering.connection_views import ConnectionPath
from shared.rostering.credential_views import (
    CredentialCreate,
    CredentialPath,
    CredentialSecret,
    CredentialsList,
    CredentialView,
    FingerprintRequest,
    KeyRequest,
)
from shared.rostering.decision_views import Nothing

api = Api("credentials", "Names, passwords and keys by which a school's system sends files.")

CREDENTIALS = "/v1/schools/<school>/rosterConnections/<connection>/credentials"
CREDENTIAL = f"{CREDENTIALS}/<credential>"


@api.get(CREDENTIALS, Action.CREDENTIALS_GET, CredentialsList)
def list_credentials(call: Call, path: ConnectionPath, query: ReadQuery) -> CredentialsList:
    """List the logins of a connection, without secrets."""
    del query
    found = bootstrap.rostering().credentials.list(call.actor, path.school, path.connection)
    return CredentialsList(credentials=found)


@api.post(CREDENTIALS, Action.CREDENTIALS_EDIT, CredentialSecret, limit=10)
def create_credential(
    call: Call, path: ConnectionPath, query: WriteQuery, body: CredentialCreate
) -> CredentialSecret:
    """Create a login and show its password once."""
    return bootstrap.rostering().credentials.create(
        call.actor,
        path.school,
        path.connection,
        with_password=body.with_password,
        validate_only=query.validate_only,
    )


@api.post(f"{CREDENTIAL}:replacePassword", Action.CREDENTIALS_EDIT, CredentialSecret, limit=10)
def replace_credential_password(
    call: Call, path: CredentialPath, query: WriteQuery, body: Nothing
) -> CredentialSecret:
    """Replace the password of a login and show the new one once."""
    del body
    return bootstrap.rostering().credentials.replace_password(
        call.actor,
        path.school,
        path.connection,
        path.credential,
        validate_only=query.validate_only,
    )


@api.post(f"{CREDENTIAL}:addKey", Action.CREDENTIALS_EDIT, CredentialView)
def add_credential_key(
    call: Call, path: CredentialPath, query: WriteQuery, body: KeyRequest
) -> CredentialView:
    """Let a public key sign in."""
    return bootstrap.rostering().credentials.add_key(
        call.actor,
        path.school,
        path.connection,
        path.credential,
        body.public_key,
        validate_only=query.validate_only,
    )


@api.post(f"{CREDENTIAL}:removeKey", Action.CREDENTIALS_EDIT, CredentialView)
def remove_credential_key(
    call: Call, path: CredentialPath, query: WriteQuery, body: FingerprintRequest
) -> CredentialView:
    """Let a public key sign in no longer."""
    return bootstrap.rostering().credentials.remove_key(
        call.actor,
        path.school,
        path.connection,
        path.credential,
        body.fingerprint,
        validate_only=query.validate_only,
    )


@api.post(f"{CREDENTIAL}:revoke", Action.CREDENTIALS_EDIT, CredentialView)
def revoke_credential(
    call: Call, path: CredentialPath, query: WriteQuery, body: Nothing
) -> CredentialView:
    """Let a login sign in no longer."""
    del body
    return bootstrap.rostering().credentials.revoke(
        call.actor,
        path.school,
        path.connection,
        path.credential,
        validate_only=query.validate_only,
    )
