"""Audit: JSON lines on standard output, and documents in Firestore for what a school may look up.

No line holds a password, a key, a file's contents or a client's file name: of a name only its
length and a known suffix.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from shared.cloud.firestore import database
from shared.kernel.audit import audit_entry
from shared.kernel.clock import Clock, isoformat
from shared.observability import place_of
from shared.rostering.logins import SftpLogin

COLLECTION = "audit"
_QUEUE = 1000
_WRITE_SECONDS = 5.0

Write = Callable[[str, dict[str, Any]], None]
"""Creates one audit document, given its id and fields. May block, may fail."""


class Audit:
    """The gateway's audit. Lines are the truth; a document that can't be written is only lost."""

    def __init__(self, clock: Clock, write: Write, pool: ThreadPoolExecutor) -> None:
        self._clock = clock
        self._write = write
        self._pool = pool
        self._queue: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue(_QUEUE)

    def line(self, event: str, severity: str = "INFO", **fields: object) -> None:
        """Print one event. ``None`` stands for a field that isn't known and is left out."""
        known = {name: value for name, value in fields.items() if value is not None}
        entry = {"event": event, "severity": severity, "time": isoformat(self._clock()), **known}
        # A reader that has gone away must not end the uploads of others.
        with contextlib.suppress(OSError):
            print(json.dumps(entry, sort_keys=True), flush=True)

    def fault(self, error: BaseException, where: str) -> None:
        """Print that the gateway itself failed: the kind of error and its place, never its text."""
        self.line(
            "gateway.fault",
            "ERROR",
            where=where,
            error_type=type(error).__name__,
            place=place_of(error),
        )

    def record(self, verb: str, login: SftpLogin, **details: object) -> None:
        """Print an event of a known login and queue its document; never waits for Firestore."""
        severity = "INFO" if verb.endswith(("accepted", "published")) else "WARNING"
        self.line(verb, severity, **whose(login), **details)
        subject = f"schools/{login.school}/rosterConnections/{login.connection}"
        kept = {_camel(name): value for name, value in details.items() if value is not None}
        document = audit_entry(
            actor=f"sftp-login:{login.user_name}",
            verb=verb,
            subjects=[{"path": subject, **kept}],
            time=self._clock(),
            school=login.school,
        )
        try:
            self._queue.put_nowait((secrets.token_hex(10), document))
        except asyncio.QueueFull:
            self.line("audit.lost", "ERROR", verb=verb, reason="QUEUE_FULL")

    async def run(self) -> None:
        """Write queued documents, one after another, until cancelled."""
        while True:
            entry_id, document = await self._queue.get()
            try:
                await asyncio.get_running_loop().run_in_executor(
                    self._pool, self._write, entry_id, document
                )
            except Exception as error:  # noqa: BLE001  # whatever it is, sessions go on
                self.line("audit.lost", "ERROR", verb=document["verb"], reason=type(error).__name__)
            finally:
                self._queue.task_done()

    async def drain(self, seconds: float) -> None:
        """Wait until what is queued was tried, at most ``seconds``."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._queue.join(), seconds)


def whose(login: SftpLogin) -> dict[str, str]:
    """The fields that say whose session an event is of."""
    return {"school": login.school, "connection": login.connection, "login": login.user_name}


def firestore_writer(project: str) -> Write:
    """Writes documents to the project's ``audit`` collection, one try of five seconds each."""

    def write(entry_id: str, document: dict[str, Any]) -> None:
        collection = database(project).collection(COLLECTION)
        collection.document(entry_id).create(document, retry=None, timeout=_WRITE_SECONDS)

    return write


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
