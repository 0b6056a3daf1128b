"""Somebody comes to the door: matched to the roster the first time, known again afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from shared.identity.account_store import AccountStore, Entering, Stored
from shared.identity.events import SignInEvent
from shared.identity.model import (
    PASSWORD,
    Account,
    AccountState,
    People,
    Proof,
    Session,
    with_standing,
)
from shared.identity.policy_store import Policy
from shared.identity.providers import Provider, providers
from shared.identity.request_store import RequestStore
from shared.identity.roster import Roster
from shared.identity.rules import (
    SIGN_INS,
    Doubt,
    ProviderSettings,
    Refusal,
    agreed,
    claims_for,
    device_of,
    may_be_named,
    may_enter,
    proof_of,
    sessions_after,
    sessions_left,
)
from shared.identity.session_rules import idle_limit, lacks_factor, may_break_glass
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
        self,
        accounts: AccountStore,
        requests: RequestStore,
        roster: Roster,
        users: Callable[[], Users],
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._requests = requests
        self._roster = roster
        self._users = users
        self._clock = clock
        self._policy: tuple[Policy, datetime] | None = None

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
        known = self._accounts.account(event.uid)
        session = digest_id(event.event, event.uid)
        for _ in range(_TRIES):
            until = self._emergency(event, known)
            if until is None or known is None:
                known = self._proven(event, known)
            account = known.account
            if session not in account.sessions:
                # The same event may come twice, and is the same session.
                entered = self._entered(event, session, known, until)
                if entered is None:
                    known = self._accounts.account(event.uid)
                    continue
                account = entered
            return Entry(claims_for(account, session))
        raise Transient("ACCOUNT_BUSY", "the account is written to all the time")

    def _proven(self, event: SignInEvent, known: Stored | None) -> Stored:
        """The account of somebody who comes by one of the district's ways."""
        provider, proof = self._proof(event)
        if known is None or proof.identity not in known.account.links:
            self._open(event, provider, proof, known)
            known = self._accounts.account(event.uid)
        if known is None:
            raise refused(Refusal.ACCOUNT_ENDED)
        if refusal := may_enter(known.account, proof):
            raise refused(refusal)
        return known

    def _entered(
        self, event: SignInEvent, session: str, known: Stored, until: datetime | None
    ) -> Account | None:
        """Begin a session of an account as it was read; None where that was changed meanwhile."""
        now, account = self._clock(), known.account
        left, wait = take(known.sign_ins, SIGN_INS, now)
        if wait:
            raise refused(Refusal.TOO_MANY_SIGN_INS)
        rules = self._policy_now().rules
        begun = Session(
            now,
            event.method,
            device_of(event.user_agent),
            idle_limit=idle_limit(account, rules, shared=True),
            last=now,
            end=until,
            is_limited=lacks_factor(account, event.method, event.second_factor, rules),
        )
        # Asked for last: nobody who is refused costs a call of Firebase.
        since = event.valid_since or self._users().valid_since([event.uid]).get(event.uid, 0)
        kept = sessions_left(account.sessions, known.valid_since, since)
        sessions = sessions_after(kept, session, begun)
        try:
            self._accounts.enter(known, Entering(session, sessions, left, since), now)
        except Conflict:
            return None
        return replace(account, sessions=sessions)

    def _emergency(self, event: SignInEvent, known: Stored | None) -> datetime | None:
        """Until when somebody has emergency access with whom comes by a password; None for none.

        That is rare, so that the roster is asked whether they are still who was let in.
        """
        if known is None or event.method != PASSWORD:
            return None
        account = known.account
        if account.break_glass is None or self._clock() >= account.break_glass:
            return None
        standing = self._roster.standing(account.person, account.guardian)
        return account.break_glass if may_break_glass(account, standing) else None

    def _proof(self, event: SignInEvent) -> tuple[Provider, Proof]:
        provider = providers().get(event.method)
        if provider is None:
            raise refused(Refusal.PROVIDER_OFF)
        settings = self._policy_now().providers.get(event.method, ProviderSettings())
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
            if before.links or before.state is AccountState.DISABLED:
                # An address that was somebody else's before: their account is not handed on.
                self._doubt(event, proof, Doubt.LINKED)
            # Every way to come by it was taken away, so nobody's account it is now.
            before = Account(event.uid, event.email, AccountState.ACTIVE)
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
        account = with_standing(account, standing)
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
        if self._requests.is_refused(proof.identity, self._clock()):
            raise refused(Refusal.NOT_ON_THE_ROSTER)
        found = self._found(proof)
        if isinstance(found, Doubt):
            return self._doubt(event, proof, found)
        return found

    def _found(self, proof: Proof) -> str | Doubt:
        named = self._accounts.person_of_address(proof.email) if may_be_named(proof) else None
        return agreed(self._roster.matched(proof), named)

    def _doubt(self, event: SignInEvent, proof: Proof, doubt: Doubt) -> str:
        """Have somebody of a trusted provider looked at, and refuse them until that is done."""
        if proof.people is People.MEMBERS:
            self._requests.queue(proof, doubt.value, proof.email or event.email, self._clock())
        raise refused(Refusal.NOT_ON_THE_ROSTER)

    def _policy_now(self) -> Policy:
        now = self._clock()
        if self._policy is None or not timedelta(0) <= now - self._policy[1] < SETTINGS_KEPT:
            self._policy = (self._accounts.policies.policy(), now)
        return self._policy[0]


def refused(refusal: Refusal) -> Denied:
    """What keeps somebody out; its reason is all that their browser hears."""
    return Denied(refusal.value, "the sign-in was refused")
