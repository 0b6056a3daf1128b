"""Connection requests for those who set connections: ask, see what became of it, take it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Missing, Throttled
from shared.kernel.ids import digest_id
from shared.kernel.outbox import OutboxEvent, announce
from shared.kernel.permissions import Action, authorize
from shared.kernel.token_bucket import Limit, Limiter
from shared.rostering.api_source_checks import SPEAKS_ONEROSTER
from shared.rostering.connection_request_mails import ASKED
from shared.rostering.connection_request_views import (
    ConnectionRequestCreate,
    ConnectionRequestLink,
    ConnectionRequestView,
    request_link,
    request_view,
)
from shared.rostering.connection_requests import (
    ConnectionRequest,
    ConnectionRequestState,
    code_of,
    hash_of,
    new_secret,
    request_id,
    request_page,
)
from shared.rostering.connection_store import ConnectionStore
from shared.rostering.connections import Connection
from shared.rostering.logins import Randomness
from shared.rostering.request_store import ConnectionRequestStore, StoredRequest

OF_ONE_CONNECTION = Limit(10, timedelta(hours=1))
"""Each may send a mail to an address that somebody has typed."""


class ConnectionRequestDesk:
    """Makes, shows and revokes requests.

    Every use case raises `Denied` as `authorize` says, and ``CONNECTION_UNKNOWN``.
    """

    def __init__(
        self,
        store: ConnectionRequestStore,
        connections: ConnectionStore,
        limits: Limiter,
        randomness: Randomness,
        kick: Callable[[str], None],
        console: str,
        clock: Clock,
    ) -> None:
        """Wire it.

        Args:
            store: of requests.
            connections: that requests are about.
            limits: how often may be asked.
            randomness: of the links.
            kick: has an event delivered at once.
            console: its address, whose page the link opens.
            clock: the present instant.
        """
        self._store = store
        self._connections = connections
        self._limits = limits
        self._randomness = randomness
        self._kick = kick
        self._console = console
        self._clock = clock

    def get(self, actor: Actor, school: str, connection: str) -> ConnectionRequestView:
        """What has become of a connection's request."""
        authorize(actor, Action.CONNECTIONS_GET, school)
        self._connection(school, connection)
        return self._view(school, connection)

    def create(
        self,
        actor: Actor,
        school: str,
        connection: str,
        asked: ConnectionRequestCreate,
        request: str,
        *,
        validate_only: bool,
    ) -> ConnectionRequestLink:
        """Make a request in the place of the one before, whose links open nothing from now on.

        Args:
            actor: who asks.
            school: whose connection.
            connection: that is asked about.
            asked: whom to ask.
            request: id of the call, which sends one mail; empty for none.
            validate_only: whether nothing is done.

        Raises:
            Conflict: ``NOT_A_PULL``, or ``FAILED_PRECONDITION`` where somebody else was faster.
            Throttled: ``RATE_LIMITED``.
        """
        authorize(actor, Action.CONNECTIONS_EDIT, school)
        known = self._connection(school, connection)
        if known.method not in SPEAKS_ONEROSTER:
            raise Conflict("NOT_A_PULL", "the people of this connection come as files")
        now = self._clock()
        secret = new_secret(self._randomness)
        number = digest_id(actor.uid, request, size=15) if request else hash_of(secret)
        made = ConnectionRequest(
            school=school,
            connection=connection,
            number=number,
            asker=actor.email,
            language=asked.language or self._store.asking(school).language,
            email=asked.email.strip(),
            note=asked.note.strip(),
            create_time=now,
            shown=hash_of(secret),
        )
        if validate_only:
            return request_link(request_view(school, connection, made, now), "")
        if wait := self._limits.take("connection-requests", made.id, OF_ONE_CONNECTION):
            raise Throttled(wait)
        found = self._store.find(made.id)
        if found is not None and _is_same(found, number):
            # Whoever made it has never seen its link, and its mail is on the way.
            made = replace(found.value, shown=made.shown)
            self._store.begin(found, made, None, actor.id, now)
        else:
            event = _event(made, known) if made.email else None
            self._store.begin(found, made, event, actor.id, now)
            if event is not None:
                self._kick(event.event_id)
        link = request_page(self._console, code_of(made.id, secret))
        return request_link(request_view(school, connection, made, now), link)

    def revoke(
        self, actor: Actor, school: str, connection: str, *, validate_only: bool
    ) -> ConnectionRequestView:
        """Have the links of a connection's request open nothing any more.

        Where no request is open, nothing is to be done.

        Raises:
            Conflict: ``FAILED_PRECONDITION``: it has changed at the same moment.
        """
        authorize(actor, Action.CONNECTIONS_EDIT, school)
        self._connection(school, connection)
        found = self._store.find(request_id(school, connection))
        now = self._clock()
        if found is None or found.value.state_at(now) is not ConnectionRequestState.OPEN:
            return self._view(school, connection)
        closed = replace(found.value, state=ConnectionRequestState.REVOKED, close_time=now)
        if not validate_only:
            self._store.change(found, closed, "revoke", actor.id, now)
        return request_view(school, connection, closed, now)

    def _view(self, school: str, connection: str) -> ConnectionRequestView:
        found = self._store.find(request_id(school, connection))
        value = None if found is None else found.value
        return request_view(school, connection, value, self._clock())

    def _connection(self, school: str, connection: str) -> Connection:
        found = self._connections.find(school, connection)
        if found is None:
            raise Missing("CONNECTION_UNKNOWN", "no connection of this school has this id")
        return found.value


def _is_same(found: StoredRequest, number: str) -> bool:
    """True for what another try of the same call has made."""
    return found.value.number == number and found.value.state is ConnectionRequestState.OPEN


def _event(made: ConnectionRequest, known: Connection) -> OutboxEvent:
    """What has the link mailed; the link is made when the mail is sent."""
    payload = {
        "request": made.id,
        "number": made.number,
        "connectionName": known.display_name,
        "language": made.language,
    }
    subject = digest_id(made.id, made.number, size=15)
    return announce(ASKED, made.school, subject, payload, made.create_time)
