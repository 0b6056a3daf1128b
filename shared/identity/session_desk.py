"""A person's own sessions: shown, ended one by one, or all at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from shared.identity.account_store import AccountStore
from shared.identity.model import Account
from shared.identity.session_rules import alive
from shared.identity.session_views import SessionsPage, SessionView
from shared.identity.standing import session_ended
from shared.identity.telling import FirebaseTeller
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Missing


class SessionDesk:
    """Shows and ends the caller's sessions, and never anybody else's."""

    def __init__(
        self,
        accounts: AccountStore,
        firebase: FirebaseTeller,
        ended: Callable[[str], None],
        clock: Clock,
    ) -> None:
        """Wire it.

        Args:
            accounts: with their sessions.
            firebase: told of what has ended.
            ended: told the account of which a session was ended, so that nobody believes in it.
            clock: the present instant.
        """
        self._accounts = accounts
        self._firebase = firebase
        self._ended = ended
        self._clock = clock

    def mine(self, actor: Actor) -> SessionsPage:
        """The caller's sessions, the newest first."""
        sessions = alive(self._account(actor).sessions, self._clock())
        newest = sorted(sessions.items(), key=lambda each: (each[1].start, each[0]), reverse=True)
        shown = [
            SessionView(
                name=f"me/sessions/{session}",
                start_time=each.start,
                provider=each.provider,
                device=each.device,
                current=session == actor.session,
            )
            for session, each in newest
        ]
        return SessionsPage(sessions=shown)

    def end(self, actor: Actor, session: str) -> None:
        """End one session of the caller's, be it the one that asks.

        Raises:
            Missing: ``SESSION_UNKNOWN``: it is over, or it is not theirs.
        """
        if session not in self._account(actor).sessions:
            raise Missing("SESSION_UNKNOWN", "the caller has no such session")
        self._accounts.end_sessions(actor, [session], self._clock())
        self._ended(actor.uid)

    def end_all(self, actor: Actor) -> None:
        """End all of the caller's sessions; no token of theirs is renewed any more.

        They are over also where Firebase can't be told now; the sweep tells it later.
        """
        now: datetime = self._clock()
        self._accounts.end_sessions(actor, sorted(self._account(actor).sessions), now)
        self._ended(actor.uid)
        self._firebase.try_to_tell(actor.uid, now)

    def _account(self, actor: Actor) -> Account:
        stored = self._accounts.account(actor.uid)
        if stored is None:
            raise session_ended()
        return stored.account
