"""Firebase hears what an account has become, always of its latest state, whoever else tells it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime

from shared.identity.account_store import AccountStore, Stored
from shared.identity.model import AccountState
from shared.identity.users import Users
from shared.kernel.errors import Conflict, Transient

TRIES = 5
"""Tries of an account that others write at the same time."""


class FirebaseTeller:
    """Told last: our own documents keep people out, whatever Firebase says."""

    def __init__(self, accounts: AccountStore, users: Callable[[], Users]) -> None:
        self._accounts = accounts
        self._users = users

    def tell(self, uid: str, since: datetime | None = None) -> None:
        """Say whether an account lets anybody in, and which ways to come by it are gone.

        An account that Firebase doesn't have lets nobody in, which is all there is to say of it.

        Args:
            uid: the account.
            since: no token from before is renewed any more; None for since when the account has
                been as it is, where it has no session.

        Raises:
            Transient: the database or Firebase is away, or the account keeps changing; the sweep
                tells it later.
        """
        raised = 0
        for _ in range(TRIES):
            stored = self._accounts.account(uid)
            if stored is None:
                return
            with contextlib.suppress(Conflict):
                raised = max(raised, self._say(stored, since))
            # Changed since it was read: what another said of it may just have been taken back here.
            with contextlib.suppress(Conflict):
                self._accounts.told(stored, raised)
                return
        raise Transient("ACCOUNT_BUSY", "the account keeps changing")

    def try_to_tell(self, uid: str, since: datetime | None = None) -> None:
        """Say it if Firebase takes it now; what fails here the sweep tells later."""
        with contextlib.suppress(Transient):
            self.tell(uid, since)

    def _say(self, stored: Stored, since: datetime | None) -> int:
        """Say it all; gives the second since when tokens count anew, 0 where that is unchanged."""
        account, users = stored.account, self._users()
        # Not the present: whoever signs in while this is on its way has a token that counts.
        since = since or (None if account.sessions else stored.update_time)
        # Never earlier than Firebase says: a password that was set meanwhile made it later.
        if since and int(since.timestamp()) <= users.valid_since([account.uid]).get(account.uid, 0):
            since = None
        closed = account.state is not AccountState.ACTIVE
        users.set(account.uid, closed=closed, since=since)
        for provider in stored.unlinked:
            users.unlink(account.uid, provider)
        return int(since.timestamp()) if since else 0
