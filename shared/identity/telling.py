"""Firebase hears what an account has become, always of its latest state, whoever else tells it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime

from shared.identity.account_store import AccountStore, Stored
from shared.identity.model import AccountState
from shared.identity.users import Users
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Transient

TRIES = 5
"""Tries of an account that others write at the same time."""


class FirebaseTeller:
    """Told last: our own documents keep people out, whatever Firebase says."""

    def __init__(self, accounts: AccountStore, users: Callable[[], Users], clock: Clock) -> None:
        self._accounts = accounts
        self._users = users
        self._clock = clock

    def tell(self, uid: str, since: datetime | None = None) -> None:
        """Say whether an account lets anybody in, and which ways to come by it are gone.

        An account that Firebase doesn't have lets nobody in, which is all there is to say of it.

        Args:
            uid: the account.
            since: no token from before is renewed any more; None for now where it has no session.

        Raises:
            Transient: the database or Firebase is away, or the account keeps changing; the sweep
                tells it later.
        """
        for _ in range(TRIES):
            stored = self._accounts.account(uid)
            if stored is None:
                return
            with contextlib.suppress(Conflict):
                self._say(stored, since)
            # Changed since it was read: what another said of it may just have been taken back here.
            with contextlib.suppress(Conflict):
                self._accounts.told(stored)
                return
        raise Transient("ACCOUNT_BUSY", "the account keeps changing")

    def try_to_tell(self, uid: str, since: datetime | None = None) -> None:
        """Say it if Firebase takes it now; what fails here the sweep tells later."""
        with contextlib.suppress(Transient):
            self.tell(uid, since)

    def _say(self, stored: Stored, since: datetime | None) -> None:
        account, users = stored.account, self._users()
        ended = None if account.sessions else self._clock()
        closed = account.state is not AccountState.ACTIVE
        users.set(account.uid, closed=closed, since=since or ended)
        for provider in stored.unlinked:
            users.unlink(account.uid, provider)
