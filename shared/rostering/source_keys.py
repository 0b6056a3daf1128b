"""What becomes of a connection's secret: pinned, taken away, and destroyed once nothing needs it.

A version is added between reading a connection and the commit that pins it, which fails where
somebody else was faster. So of two that were pinned the later one has the larger number, and all
that is older than a pinned or a cleared one can be destroyed at any time, by anybody, twice.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from shared.kernel.errors import Transient
from shared.rostering.api_source import (
    SECRET_FIELDS,
    WHERE,
    ApiSource,
    ClearedSecret,
    api_source_fields,
    cleared_fields,
)
from shared.rostering.connections import Connection
from shared.rostering.source_secrets import SourceSecrets

LOOKED_AFTER = timedelta(days=2)
"""How long after a change the hourly look destroys what the change left behind."""


def carried(
    was: Connection, settings: Mapping[str, Any] | None, now: datetime
) -> dict[str, dict[str, Any] | None]:
    """The fields of a connection's document for new settings of its source.

    Whoever changes where the secret is sent has it taken away in the same commit: it would go to
    whom the new address belongs to.

    Args:
        was: the connection before.
        settings: of its source, without a secret; None for no source.
        now: when.
    """
    before = api_source_fields(was.api_source) or {}
    stays = settings is not None and all(settings[name] == before.get(name) for name in WHERE)
    cleared = was.cleared_secret
    if before.get("secretVersion") and not stays:
        cleared = ClearedSecret(before["secretVersion"], now)
    secret = {name: before[name] for name in SECRET_FIELDS} if stays else {}
    source = None if settings is None else {"secretVersion": "", "secretTime": None} | secret
    return {
        "apiSource": None if source is None else {**(settings or {}), **source},
        "clearedSecret": cleared_fields(cleared),
    }


def pinned(source: ApiSource, version: str, now: datetime) -> dict[str, dict[str, Any] | None]:
    """The fields of a connection's document once a version is its secret."""
    held = replace(source, secret_version=version, secret_time=now)
    return {"apiSource": api_source_fields(held), "clearedSecret": None}


class SourceKeys:
    """Adds secrets of connections, and destroys those that nothing needs.

    To destroy may fail without harm: nothing refers to what is left, and `tidy` or the next secret
    of the connection destroys it.
    """

    def __init__(self, secrets: SourceSecrets) -> None:
        self._secrets = secrets

    def add(self, school: str, connection: str, value: str) -> str:
        """Keep a value as a connection's newest secret, not pinned yet; its version's name.

        Raises:
            Transient: ``SECRETS_UNAVAILABLE``.
        """
        return self._secrets.add(school, connection, value)

    def drop(self, version: str) -> None:
        """Destroy a version that was never pinned."""
        with contextlib.suppress(Transient):
            self._secrets.destroy(version)

    def replaced(self, version: str) -> None:
        """Destroy all that came before a version that was pinned."""
        with contextlib.suppress(Transient):
            self._secrets.destroy_older(version)

    def cleared(self, version: str) -> None:
        """Destroy a version that was taken away, and all that came before it."""
        with contextlib.suppress(Transient):
            self._secrets.destroy(version)
            self._secrets.destroy_older(version)

    def tidy(self, connection: Connection, now: datetime) -> None:
        """Destroy what the last change of a connection has left, if it was not long ago."""
        source, cleared = connection.api_source, connection.cleared_secret
        if source is not None and source.secret_version and _is_recent(source.secret_time, now):
            self.replaced(source.secret_version)
        if cleared is not None and _is_recent(cleared.time, now):
            self.cleared(cleared.version)


def _is_recent(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment > now - LOOKED_AFTER
