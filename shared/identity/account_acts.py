"""What those who run a school do to an account: sign out, close, open again, take a way from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from shared.identity.account_desk import AccountDesk
from shared.identity.account_guard import AccountGuard
from shared.identity.account_store import AccountStore, Stored
from shared.identity.account_views import AccountView
from shared.identity.change_store import ChangeStore, Done, Way
from shared.identity.keeping import AccountKeeper
from shared.identity.model import Account, AccountState
from shared.identity.telling import FirebaseTeller
from shared.kernel.actor import Actor
from shared.kernel.audit_verbs import AuditVerb
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Missing
from shared.kernel.permissions import Action, authorize

_TRIES = 3
"""Somebody who signs in at the same moment changes the account as well."""


class AccountActs:
    """Changes accounts.

    Every method may raise `Denied` as `authorize` and `AccountGuard` say, `Missing` as
    `AccountDesk.found` says, and `Conflict` with ``ETAG_MISMATCH`` where it keeps changing.
    Whoever is out is out by our own document; Firebase is told after it, by the sweep if not now.
    """

    def __init__(
        self,
        accounts: AccountStore,
        edits: ChangeStore,
        desk: AccountDesk,
        guard: AccountGuard,
        keeper: AccountKeeper,
        firebase: FirebaseTeller,
        ended: Callable[[str], None],
        clock: Clock,
    ) -> None:
        """Wire it.

        Args:
            accounts: that there are.
            edits: writes them.
            desk: finds and shows them.
            guard: says on whose account a caller may act.
            keeper: knows what the roster says.
            firebase: told of what was done.
            ended: told the account of which a session was ended, so that nobody believes in it.
            clock: the present instant.
        """
        self._accounts = accounts
        self._edits = edits
        self._desk = desk
        self._guard = guard
        self._keeper = keeper
        self._firebase = firebase
        self._ended = ended
        self._clock = clock

    def sign_out(self, actor: Actor, school: str, uid: str, *, validate_only: bool) -> AccountView:
        """End all sessions of an account, wherever they were begun."""
        authorize(actor, Action.ACCOUNTS_SIGN_OUT, school)

        def change() -> Stored | None:
            stored = self._desk.found(school, uid)
            self._guard.may_sign_out(actor, school, stored.account)
            after = replace(stored.account, sessions={})
            if validate_only or not stored.account.sessions:
                return replace(stored, account=after)
            done = self._done(actor, AuditVerb.ACCOUNTS_SIGN_OUT, school, stored.account)
            self._edits.save(stored, after, done)
            return None

        return self._changed(school, uid, change)

    def disable(self, actor: Actor, school: str, uid: str, *, validate_only: bool) -> AccountView:
        """Close an account until somebody opens it again.

        Raises:
            Denied: ``ACCOUNT_IS_CALLER``.
            Conflict: ``ACCOUNT_IS_LAST``.
        """
        authorize(actor, Action.ACCOUNTS_EDIT, school)

        def change() -> Stored | None:
            stored = self._to_change(actor, school, uid)
            before = stored.account
            self._guard.not_the_caller(actor, before)
            if before.state is AccountState.DISABLED:
                return stored
            stay = self._guard.who_stays(before)
            after = replace(before, state=AccountState.DISABLED, sessions={})
            if validate_only:
                return replace(stored, account=after)
            done = self._done(actor, AuditVerb.ACCOUNTS_DISABLE, school, before)
            self._edits.save(stored, after, done, stay)
            return None

        return self._changed(school, uid, change)

    def enable(self, actor: Actor, school: str, uid: str, *, validate_only: bool) -> AccountView:
        """Open a closed account again, as far as the roster still has the person."""
        authorize(actor, Action.ACCOUNTS_EDIT, school)

        def change() -> Stored | None:
            stored = self._to_change(actor, school, uid)
            if stored.account.state is not AccountState.DISABLED:
                return stored
            opened = replace(stored.account, state=AccountState.ACTIVE, sessions={})
            after = self._keeper.as_the_roster_says(opened)
            if validate_only:
                return replace(stored, account=after)
            done = self._done(actor, AuditVerb.ACCOUNTS_ENABLE, school, stored.account)
            self._edits.save(stored, after, done)
            return None

        return self._changed(school, uid, change)

    def unlink(
        self, actor: Actor, school: str, uid: str, provider: str, *, validate_only: bool
    ) -> AccountView:
        """Take a way to come from an account, so that its person may come by another of the kind.

        Raises:
            Denied: ``ACCOUNT_IS_CALLER``.
            Missing: ``PROVIDER_NOT_LINKED``.
            Conflict: ``ACCOUNT_IS_LAST``.
        """
        authorize(actor, Action.ACCOUNTS_EDIT, school)
        touched: set[str] = set()

        def change() -> Stored | None:
            stored = self._to_change(actor, school, uid)
            self._guard.not_the_caller(actor, stored.account)
            way = self._way(stored, provider)
            same = self._by_the_same(stored, way)
            is_last = stored.account.links == {way.identity}
            is_open = stored.account.state is AccountState.ACTIVE
            stay = self._guard.who_stays(stored.account) if is_last and is_open else []
            if validate_only:
                left = replace(stored.account, links=stored.account.links - {way.identity})
                return replace(stored, account=replace(left, sessions={}))
            mine = {each.account.uid for each in same}
            touched.update(mine)
            others = [each for each in stay if each.account.uid not in mine]
            done = self._done(actor, AuditVerb.ACCOUNTS_UNLINK, school, stored.account)
            self._edits.unlink(stored, way, same, done, others)
            return None

        view = self._changed(school, uid, change)
        for each in touched - {uid}:
            self._told(each)
        return view

    def _to_change(self, actor: Actor, school: str, uid: str) -> Stored:
        stored = self._desk.found(school, uid)
        for person in (stored.account.person, stored.account.guardian):
            if person:
                self._guard.may_change(actor, Action.ACCOUNTS_EDIT, person)
        return stored

    def _way(self, stored: Stored, provider: str) -> Way:
        ways = self._edits.ways([stored.account]).values()
        found = next((each for each in ways if each.provider == provider), None)
        if found is None:
            what = {"provider": provider}
            raise Missing("PROVIDER_NOT_LINKED", "the account has no such way to come", what)
        return found

    def _by_the_same(self, stored: Stored, way: Way) -> list[Stored]:
        """All accounts by which the identity comes, the one that was asked about first."""
        others = [
            each
            for each in self._accounts.of_person(way.person)
            if way.identity in each.account.links and each.account.uid != stored.account.uid
        ]
        return [stored, *others]

    def _changed(self, school: str, uid: str, change: Callable[[], Stored | None]) -> AccountView:
        """Do it, and give the account after it; `change` gives it where nothing is written."""
        for _ in range(_TRIES):
            try:
                left = change()
            except Conflict as error:
                if error.reason not in ("FAILED_PRECONDITION", "ALREADY_EXISTS"):
                    raise
                continue
            if left is None:
                self._told(uid)
            return self._desk.view(school, left or self._desk.found(school, uid))
        raise Conflict("ETAG_MISMATCH", "the account keeps changing; try again")

    def _told(self, uid: str) -> None:
        self._ended(uid)
        self._firebase.try_to_tell(uid)

    def _done(self, actor: Actor, verb: AuditVerb, school: str, account: Account) -> Done:
        held = account.memberships.get(school)
        person = held.person if held else account.person
        return Done(actor.id, verb, school, person, self._clock())
