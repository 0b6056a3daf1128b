"""Where the secrets of connections are kept: a secret of Secret Manager for each connection."""

from __future__ import annotations

from shared.cloud.secrets import Secrets


class SourceSecrets:
    """Keeps, reads and destroys secrets. Raises as `Secrets` does."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def add(self, school: str, connection: str, value: str) -> str:
        """Keep a value as a connection's newest secret, and give its version's name."""
        # No id holds an underscore, so that no two connections have the same secret.
        return self._secrets.add(f"roster-source_{school}_{connection}", value)

    def read(self, secret_version: str) -> str:
        """The value of a pinned version.

        Args:
            secret_version: `ApiSource.secret_version`, not empty.

        Raises:
            Permanent: ``SECRET_GONE``.
            Transient: ``SECRETS_UNAVAILABLE``.
        """
        return self._secrets.read(secret_version)

    def destroy(self, secret_version: str) -> None:
        """Destroy one version."""
        self._secrets.destroy(secret_version)

    def destroy_older(self, secret_version: str) -> None:
        """Destroy every version that came before this one."""
        for version in self._secrets.older(secret_version):
            self._secrets.destroy(version)
