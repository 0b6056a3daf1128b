"""The door to Secret Manager: secrets in, each as a new version; pinned versions out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from shared.kernel.errors import Permanent, Transient

if TYPE_CHECKING:
    from google.cloud.secretmanager_v1 import SecretManagerServiceClient

TIMEOUT_SECONDS = 20.0


class Secrets:
    """The secrets of one project.

    A version is named as Secret Manager names it, ``projects/P/secrets/S/versions/N``; of two
    versions of a secret the later one has the larger number. Every method raises `Transient`
    ``SECRETS_UNAVAILABLE`` for what may pass.
    """

    def __init__(self, project: str, region: str, emulator: str) -> None:
        """Name the project.

        Args:
            project: id.
            region: where new secrets are kept, and nowhere else.
            emulator: ``host:port`` of a local servicer, empty in production.
        """
        self._project = project
        self._region = region
        self._emulator = emulator

    def add(self, secret: str, value: str) -> str:
        """Keep a value as the newest version of a secret, which is made if it isn't there.

        Args:
            secret: its id: letters, digits, hyphens and underscores.
            value: at most 64 KiB.

        Returns:
            The name of the version.
        """
        from google.api_core import exceptions  # noqa: PLC0415  # half a second, on first use

        parent = f"projects/{self._project}/secrets/{secret}"
        asked = {"parent": parent, "payload": {"data": value.encode()}}
        with _translated():
            client = _client(self._emulator)
            try:
                made = client.add_secret_version(request=asked, timeout=TIMEOUT_SECONDS)
            except exceptions.NotFound:
                self._create(secret)
                made = client.add_secret_version(request=asked, timeout=TIMEOUT_SECONDS)
        return str(made.name)

    def read(self, version: str) -> str:
        """The value of a version.

        Raises:
            Permanent: ``SECRET_GONE``: it was destroyed, or never was.
        """
        client = _client(self._emulator)
        with _translated():
            found = client.access_secret_version(name=version, timeout=TIMEOUT_SECONDS)
        return bytes(found.payload.data).decode()

    def older(self, version: str) -> list[str]:
        """The versions of the same secret that came before this one and are not destroyed yet."""
        from google.api_core import exceptions  # noqa: PLC0415  # as above
        from google.cloud.secretmanager_v1 import SecretVersion  # noqa: PLC0415

        parent, _, number = version.rpartition("/versions/")
        with _translated():
            client = _client(self._emulator)
            try:
                listed = list(client.list_secret_versions(parent=parent, timeout=TIMEOUT_SECONDS))
            except exceptions.NotFound:
                return []
        numbers = (
            int(each.name.rpartition("/")[2])
            for each in listed
            if each.state != SecretVersion.State.DESTROYED
        )
        return [f"{parent}/versions/{each}" for each in sorted(numbers) if each < int(number)]

    def destroy(self, version: str) -> None:
        """Make a version's value unreadable for good; one that is destroyed stays so."""
        client = _client(self._emulator)
        with _translated(), suppress(*_gone()):
            client.destroy_secret_version(name=version, timeout=TIMEOUT_SECONDS)

    def _create(self, secret: str) -> None:
        from google.api_core import exceptions  # noqa: PLC0415  # as above

        kept = {"replication": {"user_managed": {"replicas": [{"location": self._region}]}}}
        asked = {"parent": f"projects/{self._project}", "secret_id": secret, "secret": kept}
        with suppress(exceptions.AlreadyExists):
            _client(self._emulator).create_secret(request=asked, timeout=TIMEOUT_SECONDS)


def _gone() -> tuple[type[Exception], ...]:
    """What the service answers about a version that is destroyed or was never there."""
    from google.api_core import exceptions  # noqa: PLC0415  # as above

    return exceptions.NotFound, exceptions.FailedPrecondition


@contextmanager
def _translated() -> Iterator[None]:
    from google.api_core import exceptions  # noqa: PLC0415  # as above
    from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415

    try:
        yield
    except _gone() as error:
        raise Permanent("SECRET_GONE", "the version of the secret is not there") from error
    except (
        exceptions.Aborted,
        exceptions.Cancelled,
        exceptions.ServerError,
        exceptions.RetryError,
        exceptions.TooManyRequests,
        GoogleAuthError,
    ) as error:
        raise Transient("SECRETS_UNAVAILABLE", "Secret Manager did not answer") from error


@lru_cache(maxsize=2)
def _client(emulator: str) -> SecretManagerServiceClient:
    from google.cloud.secretmanager_v1 import SecretManagerServiceClient  # noqa: PLC0415

    if not emulator:
        return SecretManagerServiceClient()
    import grpc  # noqa: PLC0415
    from google.cloud.secretmanager_v1.services.secret_manager_service.transports import (  # noqa: PLC0415
        SecretManagerServiceGrpcTransport,
    )

    channel = grpc.insecure_channel(emulator)
    return SecretManagerServiceClient(transport=SecretManagerServiceGrpcTransport(channel=channel))
