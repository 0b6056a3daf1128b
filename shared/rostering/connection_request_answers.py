"""What somebody without an account does by the link of a connection request.

They see who asks for what, may try their values, and send them. Nothing that is stored of the
system is shown to them, and nothing is switched on: that is left to those who asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr

from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, FieldViolation, Invalid, Missing, Throttled
from shared.kernel.ids import digest_id
from shared.kernel.networks import place_of
from shared.kernel.outbox import OutboxEvent, announce
from shared.kernel.token_bucket import Limit, Limiter
from shared.rostering.api_source import ApiSource
from shared.rostering.api_source_checks import (
    SPEAKS_ONEROSTER,
    Allowed,
    wrong_secret,
    wrong_source,
)
from shared.rostering.connection_request_views import AskedSource, SourceTried, SourceValues
from shared.rostering.connection_requests import (
    ConnectionRequest,
    ConnectionRequestState,
    code_parts,
    hash_of,
)
from shared.rostering.connection_store import ConnectionStore, StoredConnection
from shared.rostering.connections import Connection, connection_fields
from shared.rostering.request_store import ConnectionRequestStore, StoredRequest
from shared.rostering.sis_systems import sis_systems, usual_source
from shared.rostering.source_keys import SourceKeys, pinned
from shared.rostering.source_trial import SourceTrial

ANSWERED = "roster.request.answered"

FROM_ONE_PLACE = Limit(60)
"""Calls from one place in the network; the page makes a handful."""
TRIALS = Limit(10, timedelta(hours=1))
"""Of one request: each has Carillon call an address that somebody without an account has typed."""

_TRIES = 3
_OURS = frozenset({"SCHOOL_AMBIGUOUS"})
"""Which school is meant is for those to say who asked."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a link opens."""

    request: StoredRequest
    connection: StoredConnection


class ConnectionRequestAnswers:
    """Shows a request to whoever has its link, and takes their answer.

    Every use case raises `Missing` ``CONNECTION_REQUEST_GONE`` for a link that opens nothing,
    whatever the reason, and `Throttled` ``RATE_LIMITED``.
    """

    def __init__(
        self,
        store: ConnectionRequestStore,
        connections: ConnectionStore,
        keys: SourceKeys,
        allowed: Allowed,
        trial: SourceTrial,
        limits: Limiter,
        kick: Callable[[str], None],
        clock: Clock,
    ) -> None:
        """Wire it.

        Args:
            store: of requests.
            connections: that requests are about.
            keys: where secrets go.
            allowed: what a deployment lets an address be.
            trial: tries a system.
            limits: how often may be called.
            kick: has an event delivered at once.
            clock: the present instant.
        """
        self._store = store
        self._connections = connections
        self._keys = keys
        self._allowed = allowed
        self._trial = trial
        self._limits = limits
        self._kick = kick
        self._clock = clock

    def look(self, code: SecretStr, network: str) -> AskedSource:
        """Who asks for what.

        Args:
            code: the part behind the # of the link.
            network: the address in the network that the call comes from.
        """
        self._count(network)
        opened = self._open(code)
        request, connection = opened.request.value, opened.connection.value
        asking = self._store.asking(request.school)
        system = sis_systems().get(connection.sis)
        return AskedSource(
            school_display_name=asking.school,
            district_display_name=asking.district,
            connection_display_name=connection.display_name,
            system_display_name=system.display_name if system else "",
            method=connection.method,
            note=request.note,
            expire_time=request.expire_time,
            api=system.api if system else None,
        )

    def test(self, given: SourceValues, network: str, *, validate_only: bool) -> SourceTried:
        """Try values without keeping them; what is wrong with the system is part of the answer.

        Raises:
            Invalid: ``CONNECTION_INVALID`` with every value that is wrong.
        """
        self._count(network)
        opened = self._open(given.code)
        source = self._source(opened.connection.value, given)
        if validate_only:
            return SourceTried(is_working=False, school_count=0, collections=[], problems=[])
        if wait := self._limits.take("connection-request-trials", opened.request.value.id, TRIALS):
            raise Throttled(wait)
        found = self._trial.look(source, given.client_secret.get_secret_value(), "", "")
        return SourceTried(
            is_working=found.is_working,
            version=found.version,
            school_count=len(found.schools),
            collections=found.collections,
            problems=[each for each in found.problems if each.code not in _OURS],
        )

    def answer(self, given: SourceValues, network: str, call: str, *, validate_only: bool) -> None:
        """Keep values as those of the connection, which is switched off, and close the request.

        The address, the secret and the end of the request are one commit.

        Args:
            given: the values.
            network: as in `look`.
            call: id of the call, which is done once; empty for none.
            validate_only: whether nothing is kept.

        Raises:
            Invalid: ``CONNECTION_INVALID`` with every value that is wrong.
            Conflict: ``FAILED_PRECONDITION``: the connection is changed by others all the time.
            Transient: ``SECRETS_UNAVAILABLE``, or the database is away.
        """
        self._count(network)
        if self._is_done(given.code, call):
            return
        for left in reversed(range(_TRIES)):
            opened = self._open(given.code)
            source = self._source(opened.connection.value, given)
            if validate_only:
                return
            try:
                self._keep(opened, source, given.client_secret.get_secret_value(), call)
            except Conflict:
                if left:
                    continue
                raise
            return

    def _keep(self, opened: _Opened, source: ApiSource, secret: str, call: str) -> None:
        now = self._clock()
        known = opened.connection.value
        version = self._keys.add(known.school, known.connection, secret)
        changes: dict[str, Any] = {**pinned(source, version, now)}
        if known.enabled:
            # Values of somebody without an account roster nobody until those who asked say so.
            changes["enabled"] = False
        was = opened.request
        answer = hash_of(call) if call else ""
        closed = replace(
            was.value, state=ConnectionRequestState.USED, close_time=now, answer=answer
        )
        event = _event(closed, known, now)
        try:
            also = self._store.used(was, closed, event, now)
            self._connections.set_with(opened.connection, changes, also)
        except Conflict:
            self._keys.drop(version)
            raise
        self._keys.replaced(version)
        self._kick(event.event_id)

    def _source(self, known: Connection, given: SourceValues) -> ApiSource:
        """The source that values make; how it is asked stays, or is what is usual for the system.

        Raises:
            Invalid: ``CONNECTION_INVALID``.
        """
        system = sis_systems().get(known.sis)
        source = replace(
            known.api_source or usual_source(system.api if system else None),
            base_url=given.base_url,
            token_url=given.token_url,
            token_url_approved=given.token_url_approved,
            client_id=given.client_id,
        )
        fields = connection_fields(replace(known, api_source=source))
        violations = [
            FieldViolation(field.removeprefix("apiSource."), what)
            for field, what in wrong_source(fields, self._allowed)
        ]
        if what := wrong_secret(given.client_secret.get_secret_value()):
            violations.append(FieldViolation("clientSecret", what))
        if violations:
            raise Invalid("CONNECTION_INVALID", "some values are wrong", violations=violations)
        return source

    def _open(self, code: SecretStr) -> _Opened:
        """What a code opens; what opens nothing is answered alike, whatever it was."""
        found = self._known(code)
        if found is not None and found.value.state_at(self._clock()) is ConnectionRequestState.OPEN:
            connection = self._connections.find(found.value.school, found.value.connection)
            if connection is not None and connection.value.method in SPEAKS_ONEROSTER:
                return _Opened(found, connection)
        raise Missing("CONNECTION_REQUEST_GONE", "the link opens nothing, or nothing any more")

    def _is_done(self, code: SecretStr, call: str) -> bool:
        """True for a call that was done before, by a process that ended before it could say so."""
        found = self._known(code) if call else None
        return found is not None and found.value.answer == hash_of(call)

    def _known(self, code: SecretStr) -> StoredRequest | None:
        """The request that a code belongs to, open or not; None for any other code."""
        parts = code_parts(code.get_secret_value())
        found = self._store.find(parts[0]) if parts else None
        return found if found and parts and found.value.knows(parts[1]) else None

    def _count(self, network: str) -> None:
        if wait := self._limits.take("connection-request", place_of(network), FROM_ONE_PLACE):
            raise Throttled(wait)


def _event(closed: ConnectionRequest, known: Connection, now: datetime) -> OutboxEvent:
    payload: dict[str, Any] = {
        "connection": closed.connection,
        "connectionName": known.display_name,
        "time": now.isoformat(),
        "wasOn": known.enabled,
    }
    if closed.asker:
        payload["asker"] = {"address": closed.asker, "language": closed.language}
    subject = digest_id(closed.id, closed.number, size=15)
    return announce(ANSWERED, closed.school, subject, payload, now)
