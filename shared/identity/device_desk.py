"""The session in which somebody calls: on which device it is, and that it is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from shared.identity.account_store import AccountStore, Stored
from shared.identity.model import TOUCHED_EVERY, Session
from shared.identity.session_rules import idle_limit
from shared.identity.session_store import Device, SessionStore
from shared.identity.session_views import CurrentSessionView, DeviceUse
from shared.identity.standing import session_ended
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Transient

TRIES = 5
"""Tries where the account is written by others at the same time."""


class DeviceDesk:
    """Takes what a browser says of the caller's own session, and of no other."""

    def __init__(
        self,
        accounts: AccountStore,
        sessions: SessionStore,
        ended: Callable[[str], None],
        clock: Clock,
    ) -> None:
        """Wire it.

        Args:
            accounts: with their sessions.
            sessions: their writes, and the devices.
            ended: told the account of which a session has changed, so that nobody believes the old.
            clock: the present instant.
        """
        self._accounts = accounts
        self._sessions = sessions
        self._ended = ended
        self._clock = clock

    def current(self, actor: Actor) -> CurrentSessionView:
        """The session as it is; `Unauthenticated` where it is over."""
        return _shown(actor, self._current(actor)[1])

    def use_device(self, actor: Actor, asked: DeviceUse) -> CurrentSessionView:
        """Have the session on a device; whoever else is signed in there is out.

        The same call again reads three documents and writes nothing.

        Raises:
            Unauthenticated: ``SESSION_ENDED``.
            Transient: ``ACCOUNT_BUSY``, or the database is away.
        """
        for _ in range(TRIES):
            try:
                return self._settled(actor, asked)
            except Conflict:
                continue
        raise _busy()

    def touch(self, actor: Actor) -> CurrentSessionView:
        """Write down that the session is used, once a minute at most.

        Raises:
            Unauthenticated: ``SESSION_ENDED``.
            Transient: ``ACCOUNT_BUSY``, or the database is away.
        """
        for _ in range(TRIES):
            stored, session = self._current(actor)
            after = self._used(session)
            if after == session:
                return _shown(actor, session)
            try:
                self._sessions.use(stored, actor.session, after)
            except Conflict:
                continue
            self._ended(actor.uid)
            return _shown(actor, after)
        raise _busy()

    def _settled(self, actor: Actor, asked: DeviceUse) -> CurrentSessionView:
        stored, session = self._current(actor)
        rules = self._accounts.policies.policy().rules
        limit = idle_limit(stored.account, rules, shared=asked.shared)
        after = replace(self._used(session), is_shared=asked.shared, idle_limit=limit)
        device = self._sessions.device(asked.device)
        is_known = device.uid == actor.uid and actor.session in device.sessions
        if after == session and is_known:
            return _shown(actor, session)
        replaced = self._other(actor, device)
        self._sessions.settle(
            stored, actor.session, after, device, replaced, actor.id, self._clock()
        )
        self._ended(actor.uid)
        if replaced is not None:
            self._ended(replaced.account.uid)
        return _shown(actor, after)

    def _other(self, actor: Actor, device: Device) -> Stored | None:
        if not device.uid or device.uid == actor.uid:
            return None
        return self._accounts.account(device.uid)

    def _used(self, session: Session) -> Session:
        now = self._clock()
        last = session.last or session.start
        return session if now - last < TOUCHED_EVERY else replace(session, last=now)

    def _current(self, actor: Actor) -> tuple[Stored, Session]:
        stored = self._accounts.account(actor.uid)
        session = None if stored is None else stored.account.sessions.get(actor.session)
        if stored is None or session is None:
            raise session_ended()
        return stored, session


def _shown(actor: Actor, session: Session) -> CurrentSessionView:
    return CurrentSessionView(
        name=f"me/sessions/{actor.session}",
        shared=session.is_shared,
        idle_limit=_seconds(session.idle_limit),
        expire_time=session.expires,
        end_time=session.end,
        second_factor_needed=session.is_limited,
    )


def _seconds(limit: timedelta | None) -> int | None:
    return None if limit is None else int(limit.total_seconds())


def _busy() -> Transient:
    return Transient("ACCOUNT_BUSY", "the account keeps changing")
