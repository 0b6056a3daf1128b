"""Whom the mail of a connection request goes to, and the link in it, made when the mail is sent.

The link is nowhere but in the mail: of it only a hash is kept.
"""

from __future__ import annotations

from dataclasses import replace

from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict
from shared.kernel.outbox import OutboxEvent
from shared.rostering.connection_requests import (
    ConnectionRequestState,
    code_of,
    hash_of,
    new_secret,
    request_page,
)
from shared.rostering.logins import Randomness
from shared.rostering.request_store import ConnectionRequestStore, StoredRequest

ASKED = "roster.request.asked"
_TRIES = 3


class ConnectionRequestMails:
    """Knows who gets the mails of requests; nobody does once a request is used, over or revoked."""

    def __init__(
        self,
        store: ConnectionRequestStore,
        randomness: Randomness,
        console: str,
        clock: Clock,
    ) -> None:
        """Wire it; as `ConnectionRequestDesk`."""
        self._store = store
        self._randomness = randomness
        self._console = console
        self._clock = clock

    def addressee(self, event: OutboxEvent) -> str | None:
        """The address that an event's mail goes to; None where nobody gets one.

        Raises:
            Transient: the database is away.
        """
        found = self._open(event)
        return (found.value.email or None) if found else None

    def link(self, event: OutboxEvent) -> str:
        """The link for an event's mail, in the place of one that another try has made.

        Raises:
            Conflict: ``ADDRESSEE_GONE``: nobody gets the mail any more; ``FAILED_PRECONDITION``:
                the request is changed by others all the time.
            Transient: the database is away.
        """
        for left in reversed(range(_TRIES)):
            found = self._open(event)
            if found is None:
                break
            now = self._clock()
            secret = new_secret(self._randomness)
            made = replace(found.value, mailed=hash_of(secret), mail_time=now)
            try:
                self._store.link_made(found, made, now)
            except Conflict:
                if left:
                    continue
                raise
            return request_page(self._console, code_of(made.id, secret))
        raise Conflict("ADDRESSEE_GONE", "nobody gets this mail any more")

    def _open(self, event: OutboxEvent) -> StoredRequest | None:
        """The request that an event is about, while its links open it."""
        found = self._store.find(str(event.payload["request"]))
        if found is None or found.value.number != event.payload["number"]:
            return None
        return found if found.value.state_at(self._clock()) is ConnectionRequestState.OPEN else None
