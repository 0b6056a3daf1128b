"""Accounts follow the roster: what somebody was yesterday does not let them in today."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from shared.identity.account_store import AccountStore, Stored
from shared.identity.model import PASSWORD, Account, AccountState, with_standing
from shared.identity.roster import Roster
from shared.identity.rules import is_less, sessions_left
from shared.identity.telling import TRIES, FirebaseTeller
from shared.identity.users import Users
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Transient

_AT_ONCE = 100
"""Accounts that Firebase is asked about in one call."""


class AccountKeeper:
    """Brings accounts up to date with the roster, as often as it is asked to."""

    def __init__(
        self,
        accounts: AccountStore,
        roster: Roster,
        users: Callable[[], Users],
        firebase: FirebaseTeller,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._roster = roster
        self._users = users
        self._firebase = firebase
        self._clock = clock

    def person_changed(self, person: str) -> None:
        """Look at the accounts of somebody whose record at a school has just changed.

        What fails here is found by the next call of that person, and by the sweep.
        """
        with contextlib.suppress(Transient):
            for stored in self._accounts.of_person(person):
                self._followed(stored)

    def people_changed(self, people: Iterable[Sequence[str]]) -> int:
        """Look at the accounts of many whose records have changed; gives how many accounts did.

        Args:
            people: ids of members and guardians, a list after the other.

        Raises:
            Transient: the database or Firebase is away, or an account keeps changing; whoever was
                looked at already costs a read when it is done again.
        """
        return sum(
            self._followed(stored)
            for some in people
            for stored in self._accounts.of_people(list(dict.fromkeys(some)))
        )

    def _followed(self, stored: Stored, since: int = 0) -> bool:
        """Renew an account, read again where a sign-in or a sign-out came between."""
        found: Stored | None = stored
        for _ in range(TRIES):
            if found is None:
                return False
            try:
                return self._renew(found, since)
            except Conflict:
                found = self._accounts.account(stored.account.uid)
        raise Transient("ACCOUNT_BUSY", "the account keeps changing")

    def account_changed(self, uid: str) -> None:
        """Look at one account, in which something has been seen that is no longer so."""
        since = 0
        # The roster is followed also where Firebase is away.
        with contextlib.suppress(Transient):
            since = self._users().valid_since([uid]).get(uid, 0)
        with contextlib.suppress(Transient):
            stored = self._accounts.account(uid)
            if stored is not None:
                self._followed(stored, since)

    def sweep(self) -> int:
        """Look at every account of the district; gives how many have changed.

        Raises:
            Transient: the database or Firebase is away; the roster was followed all the same.
        """
        changed, failure = 0, None
        for batch in _batches(self._accounts.all()):
            since: Mapping[str, int] = {}
            try:
                since = self._users().valid_since([each.account.uid for each in batch])
            except Transient as error:
                failure = error
            changed += sum(self._swept(each, since.get(each.account.uid, 0)) for each in batch)
        if failure is not None:
            raise failure
        return changed

    def _swept(self, stored: Stored, since: int) -> bool:
        try:
            return self._renew(stored, since)
        except Conflict:
            # Somebody else has just written it, and has looked at the roster for that.
            return False

    def _renew(self, stored: Stored, since: int = 0) -> bool:
        """Bring one account up to date.

        Args:
            stored: as it was read.
            since: what Firebase says of its tokens, as `sessions_left`; 0 where it wasn't asked.
        """
        now, before = self._clock(), stored.account
        kept = sessions_left(before.sessions, stored.valid_since, since)
        after = self.as_the_roster_says(replace(before, sessions=kept))
        if after == before:
            if stored.is_pending:
                self._firebase.tell(before.uid)
            return False
        by_firebase = after == replace(before, sessions=kept)
        if by_firebase:
            self._accounts.renew(stored, after, "sessions:end", PASSWORD, now, since)
        else:
            self._accounts.renew(stored, after, "accounts:follow", "roster", now, since)
        # Told again what it said itself, Firebase would end what has begun since then as well.
        if not by_firebase or stored.is_pending:
            self._firebase.tell(before.uid)
        return True

    def as_the_roster_says(self, account: Account) -> Account:
        """What an account becomes by what the schools' records say now; a closed one stays so."""
        standing = self._roster.standing(account.person, account.guardian)
        state = account.state
        if state is not AccountState.DISABLED:
            is_somebody = bool(standing) or account.district
            state = AccountState.ACTIVE if is_somebody else AccountState.ENDED
        less = state is not AccountState.ACTIVE or is_less(account.memberships, standing)
        sessions = {} if less else account.sessions
        return replace(with_standing(account, standing), state=state, sessions=sessions)


def _batches(accounts: Iterator[Stored]) -> Iterator[list[Stored]]:
    while batch := list(islice(accounts, _AT_ONCE)):
        yield batch
