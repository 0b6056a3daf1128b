"""Somebody comes to the door: matched to the roster the first time, known again afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from shared.identity.account_store import AccountStore, Entering, Stored
from shared.identity.events import SignInEvent
from shared.identity.model import Account, AccountState, People, Proof, Session
from shared.identity.providers import Provider, providers
from shared.identity.roster import Roster
from shared.identity.rules import (
    SIGN_INS,
    Doubt,
    ProviderSettings,
    Refusal,
    claims_for,
    device_of,
    may_enter,
    proof_of,
    sessions_after,
    sessions_left,
)
from shared.identity.users import Users
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Denied, Transient
from shared.kernel.ids import digest_id
from shared.kernel.token_bucket import take

SETTINGS_KEPT = timedelta(seconds=15)
"""How long a process believes the district's settings."""

_TRIES = 6
"""How often a session is begun anew because something else was written to its account."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody is let in.

    Attributes:
        session_claims: what the session's tokens say.
    """

    session_claims: Mapping[str, Any]


class SignIn:
    """Decides who gets in; whatever goes wrong on the way, nobody does."""

    def __init__(
        self, accounts: AccountStore, roster: Roster, users: Callable[[], Users], clock: Clock
    ) -> None:
        self._accounts = accounts
        self._roster = roster
        self._users = users
        self._clock = clock
        self._settings: tuple[Mapping[str, ProviderSettings], datetime] | None = None

    def before_create(self, event: SignInEvent) -> None:
        """Open the account of somebody who comes for the first time.

        Raises:
            Denied: one of `Refusal`.
            Transient: the database is away.
        """
        provider, proof = self._proof(event)
        self._open(event, provider, proof, None)

    def before_sign_in(self, event: SignInEvent) -> Entry:
        """Begin a session of a known account; one read where the identity is known, too.

        Raises:
            Denied: one of `Refusal`.
            Transient: the database is away.
        """
        provider, proof = self._proof(event)
        known = self._accounts.account(event.uid)
        if known is None or proof.identity not in known.account.links:
            self._open(event, provider, proof, known)
            known = self._accounts.account(event.uid)
        session = digest_id(event.event, event.uid)
        since = event.valid_since or self._users().valid_since([event.uid]).get(event.uid, 0)
        for _ in range(_TRIES):
            if known is None:
                raise refused(Refusal.ACCOUNT_ENDED)
            account = known.account
            if refusal := may_enter(account, proof):
                raise refused(refusal)
            if session in account.sessions or self._entered(event, session, known, since):
                return Entry(claims_for(account, session))
            known = self._accounts.account(event.uid)
        raise Transient("ACCOUNT_BUSY", "the account is written to all the time")

    def _entered(self, event: SignInEvent, session: str, known: Stored, since: int) -> bool:
        """Begin a session of an account as it was read; False where that was changed meanwhile."""
        now = self._clock()
        left, wait = take(known.sign_ins, SIGN_INS, now)
        if wait:
            raise refused(Refusal.TOO_MANY_SIGN_INS)
        begun = Session(now, event.method, device_of(event.user_agent))
        kept = sessions_left(known.account.sessions, known.valid_since, since)
        entering = Entering(session, sessions_after(kept, session, begun), left, since)
        try:
            self._accounts.enter(known, entering, now)
        except Conflict:
            return False
        return True

    def _proof(self, event: SignInEvent) -> tuple[Provider, Proof]:
        provider = providers().get(event.method)
        if provider is None:
            raise refused(Refusal.PROVIDER_OFF)
        settings = self._settings_now().get(event.method, ProviderSettings())
        proof = proof_of(event, provider, settings)
        if isinstance(proof, Refusal):
            raise refused(proof)
        return provider, proof

    def _open(
        self, event: SignInEvent, provider: Provider, proof: Proof, known: Stored | None
    ) -> Account:
        """The account with the identity by which its person comes; never another person's.

        Raises:
            Denied: nobody, or more than one, is proven.
        """
        if provider.opened_by_invitation:
            raise refused(Refusal.NOT_ON_THE_ROSTER)
        person = self._whose(event, proof)
        guardian = proof.people is People.GUARDIANS
        before = known.account if known else Account(event.uid, event.email, AccountState.ACTIVE)
        own = before.guardian if guardian else before.person
        if own and own != person:
            # An address that was somebody else's before: their account is not handed on.
            self._doubt(event, proof, Doubt.LINKED)
        account = replace(
            before,
            email=event.email or before.email,
            links=before.links | {proof.identity},
            person=before.person if guardian else person,
            guardian=person if guardian else before.guardian,
        )
        standing = self._roster.standing(account.person, account.guardian)
        if not standing and not account.district:
            raise refused(Refusal.ACCOUNT_ENDED)
        account = replace(account, memberships=standing)
        try:
            now = self._clock()
            self._accounts.open(account, proof, event.event, now, known, f"person:{person}")
        except Conflict:
            return self._opened_meanwhile(event, proof, person)
        return account

    def _opened_meanwhile(self, event: SignInEvent, proof: Proof, person: str) -> Account:
        """After somebody was faster: the account where it was the same sign-in, refused else."""
        if self._accounts.person_of_link(proof.identity) != person:
            self._doubt(event, proof, Doubt.LINKED)
        opened = self._accounts.account(event.uid)
        if opened is None or proof.identity not in opened.account.links:
            raise refused(Refusal.NOT_ON_THE_ROSTER)
        return opened.account

    def _whose(self, event: SignInEvent, proof: Proof) -> str:
        linked = self._accounts.person_of_link(proof.identity)
        if linked is not None:
            return linked
        told = self._accounts.person_of_address(proof.email) if proof.email else None
        found = told or self._roster.matched(proof)
        if isinstance(found, Doubt):
            return self._doubt(event, proof, found)
        return found

    def _doubt(self, event: SignInEvent, proof: Proof, doubt: Doubt) -> str:
        """Have somebody of a trusted provider looked at, and refuse them until that is done."""
        if proof.people is People.MEMBERS:
            self._accounts.queue(proof, doubt.value, proof.email or event.email, self._clock())
        raise refused(Refusal.NOT_ON_THE_ROSTER)

    def _settings_now(self) -> Mapping[str, ProviderSettings]:
        now = self._clock()
        if self._settings is None or not timedelta(0) <= now - self._settings[1] < SETTINGS_KEPT:
            self._settings = (self._accounts.settings()[1], now)
        return self._settings[0]


def refused(refusal: Refusal) -> Denied:
    """What keeps somebody out; its reason is all that their browser hears."""
    return Denied(refusal.value, "the sign-in was refused")
