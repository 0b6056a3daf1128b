"""The Secret Manager API (`google.cloud.secretmanager.v1`) in front of the local book of secrets.

Offers what the product and its tests call; anything else answers UNIMPLEMENTED, as gRPC does.
"""

from __future__ import annotations

import base64
import re
import time
from datetime import UTC, datetime

import grpc
from google.cloud import secretmanager_v1 as api

from infra.local.rpc import Methods, Refused, handler_of
from infra.local.secrets_book import Secret, SecretsBook, Version

SERVICE = "google.cloud.secretmanager.v1.SecretManagerService"
_PROJECT = re.compile(r"projects/[^/]+")
_SECRET_ID = re.compile(r"[A-Za-z0-9_-]{1,255}", re.ASCII)
_VERSION = re.compile(r"(?P<secret>projects/[^/]+/secrets/[^/]+)/versions/(?P<number>[0-9]+)")
_MAX_BYTES = 64 * 1024
_PAGE = 100


class SecretsService:
    """The API's methods."""

    def __init__(self, book: SecretsBook) -> None:
        self._book = book

    def handler(self) -> grpc.GenericRpcHandler:
        """What a gRPC server is given."""
        version = api.SecretVersion
        listed = api.ListSecretVersionsResponse
        accessed = api.AccessSecretVersionResponse
        methods: Methods = {
            "CreateSecret": (self.create, api.CreateSecretRequest, api.Secret),
            "GetSecret": (self.get, api.GetSecretRequest, api.Secret),
            "ListSecrets": (self.secrets, api.ListSecretsRequest, api.ListSecretsResponse),
            "AddSecretVersion": (self.add, api.AddSecretVersionRequest, version),
            "ListSecretVersions": (self.versions, api.ListSecretVersionsRequest, listed),
            "AccessSecretVersion": (self.access, api.AccessSecretVersionRequest, accessed),
            "DestroySecretVersion": (self.destroy, api.DestroySecretVersionRequest, version),
        }
        return handler_of(SERVICE, methods)

    def create(self, request: api.CreateSecretRequest) -> api.Secret:
        """Make a secret without a version."""
        fits = _PROJECT.fullmatch(request.parent) and _SECRET_ID.fullmatch(request.secret_id)
        regions = [each.location for each in request.secret.replication.user_managed.replicas]
        if not fits or not (regions or "automatic" in request.secret.replication):
            message = "a secret needs a project, an id of letters, digits, - and _, and replication"
            raise Refused(grpc.StatusCode.INVALID_ARGUMENT, message)
        name = f"{request.parent}/secrets/{request.secret_id}"
        if name in self._book.secrets:
            raise Refused(grpc.StatusCode.ALREADY_EXISTS, "the secret exists")
        self._book.secrets[name] = Secret(time.time(), regions)
        self._book.save()
        return _shown(name, self._book.secrets[name])

    def get(self, request: api.GetSecretRequest) -> api.Secret:
        """A secret, without its values."""
        return _shown(request.name, self._secret(request.name))

    def secrets(self, request: api.ListSecretsRequest) -> api.ListSecretsResponse:
        """The secrets of a project; of every one for an empty parent."""
        found = [
            _shown(name, secret)
            for name, secret in sorted(self._book.secrets.items())
            if name.startswith(request.parent)
        ]
        start, size = int(request.page_token or 0), request.page_size or _PAGE
        following = str(start + size) if len(found) > start + size else ""
        page = found[start : start + size]
        return api.ListSecretsResponse(secrets=page, next_page_token=following)

    def add(self, request: api.AddSecretVersionRequest) -> api.SecretVersion:
        """Keep a value as the newest version."""
        secret = self._secret(request.parent)
        data = request.payload.data
        if not data or len(data) > _MAX_BYTES:
            raise Refused(grpc.StatusCode.INVALID_ARGUMENT, "a value has 1 byte to 64 KiB")
        secret.versions.append(Version(base64.b64encode(data).decode(), time.time()))
        self._book.save()
        return _version(request.parent, secret, len(secret.versions))

    def versions(self, request: api.ListSecretVersionsRequest) -> api.ListSecretVersionsResponse:
        """The versions of a secret, the newest first, destroyed ones too."""
        secret = self._secret(request.parent)
        numbers = range(len(secret.versions), 0, -1)
        start, size = int(request.page_token or 0), request.page_size or _PAGE
        page = [_version(request.parent, secret, each) for each in numbers[start : start + size]]
        following = str(start + size) if len(numbers) > start + size else ""
        return api.ListSecretVersionsResponse(versions=page, next_page_token=following)

    def access(self, request: api.AccessSecretVersionRequest) -> api.AccessSecretVersionResponse:
        """A value; FAILED_PRECONDITION for one that was destroyed."""
        secret, number = self._numbered(request.name)
        data = secret.versions[number - 1].data
        if data is None:
            raise Refused(grpc.StatusCode.FAILED_PRECONDITION, "the version is destroyed")
        payload = api.SecretPayload(data=base64.b64decode(data))
        return api.AccessSecretVersionResponse(name=request.name, payload=payload)

    def destroy(self, request: api.DestroySecretVersionRequest) -> api.SecretVersion:
        """Forget a value for good; FAILED_PRECONDITION for one that was destroyed."""
        secret, number = self._numbered(request.name)
        version = secret.versions[number - 1]
        if version.data is None:
            raise Refused(grpc.StatusCode.FAILED_PRECONDITION, "the version is destroyed")
        version.data, version.destroyed = None, time.time()
        self._book.save()
        return _version(request.name.rpartition("/versions/")[0], secret, number)

    def _secret(self, name: str) -> Secret:
        found = self._book.secrets.get(name)
        if found is None:
            raise Refused(grpc.StatusCode.NOT_FOUND, "there is no such secret")
        return found

    def _numbered(self, name: str) -> tuple[Secret, int]:
        named = _VERSION.fullmatch(name)
        if named is None:
            message = "a version is named by its number here"
            raise Refused(grpc.StatusCode.INVALID_ARGUMENT, message)
        secret, number = self._secret(named["secret"]), int(named["number"])
        if not 1 <= number <= len(secret.versions):
            raise Refused(grpc.StatusCode.NOT_FOUND, "there is no such version")
        return secret, number


def _shown(name: str, secret: Secret) -> api.Secret:
    replicas = [{"location": region} for region in secret.regions]
    how = {"user_managed": {"replicas": replicas}} if replicas else {"automatic": {}}
    return api.Secret(name=name, replication=how, create_time=_time(secret.created))


def _version(parent: str, secret: Secret, number: int) -> api.SecretVersion:
    version = secret.versions[number - 1]
    states = api.SecretVersion.State
    gone = version.data is None
    return api.SecretVersion(
        name=f"{parent}/versions/{number}",
        create_time=_time(version.created),
        destroy_time=_time(version.destroyed) if gone else None,
        state=states.DESTROYED if gone else states.ENABLED,
    )


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
