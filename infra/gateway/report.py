"""What one session's uploads leave in the audit, and what the session came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infra.gateway.audit import Audit, whose
from infra.gateway.names import logged_suffix
from infra.gateway.refusal import Refusal
from infra.gateway.upload import Upload
from shared.rostering.logins import SftpLogin

MAX_REFUSALS_AUDITED = 50
"""After as many, a session's refusals are only counted: the audit is no place to flood."""


@dataclass(slots=True)
class Tally:
    """What a session came to: bytes received, and files by what became of them."""

    received: int = 0
    published: int = 0
    broken: int = 0
    refused: int = 0


class Report:
    """Writes down what becomes of the uploads of one session.

    Attributes:
        tally: for the session's last line.
    """

    def __init__(
        self, audit: Audit, login: SftpLogin, address: str, suffixes: Sequence[str]
    ) -> None:
        self.tally = Tally()
        self._audit = audit
        self._login = login
        self._address = address
        self._suffixes = suffixes

    def started(self, upload: Upload) -> None:
        """A file was opened for writing."""
        self._audit.line("upload.started", "INFO", **whose(self._login), **self._details(upload))

    def published(self, upload: Upload, generation: int, *, late: bool) -> None:
        """A file became an object; ``late`` when its client had been told that it didn't."""
        self.tally.published += 1
        self._audit.record(
            "upload.published",
            self._login,
            **self._details(upload),
            generation=generation,
            late=late or None,
        )

    def broken(self, upload: Upload, reason: str) -> None:
        """A file was thrown away before it was whole."""
        self.tally.broken += 1
        self._audit.record("upload.broken", self._login, **self._details(upload), reason=reason)

    def refused(self, refusal: Refusal, upload: Upload | None = None) -> None:
        """A file may not be; ``upload`` when that was found out on its way."""
        self.tally.refused += 1
        if self.tally.refused > MAX_REFUSALS_AUDITED:
            return
        details = self._details(upload) if upload else {"client_address": self._address}
        self._audit.record("upload.refused", self._login, **details, reason=refusal.reason)

    def _details(self, upload: Upload) -> dict[str, object]:
        return {
            "upload_id": upload.upload_id,
            "bytes": upload.size,
            "name_length": len(upload.name),
            "name_suffix": logged_suffix(upload.name, self._suffixes),
            "client_address": self._address,
        }
