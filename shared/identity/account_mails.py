"""Whom a mail about an account goes to, and the link in it, looked at when the mail is sent.

The link is made then and is nowhere but in the mail: no document and no log has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from shared.identity.account_store import AccountStore, Stored
from shared.identity.mail_requests import EVENTS, TO_ONE_ADDRESS
from shared.identity.model import (
    EMAIL_LINK,
    PASSWORD,
    AccountState,
    People,
    Proof,
    set_password_page,
    sign_in_page,
)
from shared.identity.opening import mailed_proof
from shared.identity.roster import Roster
from shared.identity.rules import Doubt, ProviderSettings
from shared.identity.users import Users
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict
from shared.kernel.outbox import OutboxEvent
from shared.kernel.token_bucket import Limiter

INVITED = "account.invited"

ASKED_LATELY = timedelta(hours=1)
"""Who has asked for a mail waits no longer for it; after that it would only surprise them."""

LINK_LIFE = timedelta(hours=2)
"""Longer than a link sets a password: an hour at Firebase."""


@dataclass(frozen=True, slots=True)
class _Owner:
    """Who gets a mail.

    Attributes:
        subject: their ids, for the audit entry.
    """

    email: str
    provider: str
    subject: Mapping[str, Any]


class AccountMails:
    """Knows who gets the mails about accounts; nobody does who would not get in."""

    def __init__(
        self,
        accounts: AccountStore,
        roster: Roster,
        users: Callable[[], Users],
        limits: Limiter,
        clock: Clock,
        console: str,
    ) -> None:
        """Wire it.

        Args:
            accounts: of the district.
            roster: who somebody is now.
            users: the accounts as Firebase keeps them, which makes the codes.
            limits: how often one address may be written to.
            clock: the present instant.
            console: its address, whose pages the links open.
        """
        self._accounts = accounts
        self._roster = roster
        self._users = users
        self._limits = limits
        self._clock = clock
        self._console = console

    def addressee(self, event: OutboxEvent) -> str | None:
        """The address that an event's mail goes to; None where nobody gets one.

        Raises:
            Transient: the database is away.
        """
        if event.type != INVITED and self._is_too_much(event):
            return None
        owner = self._owner(event)
        return owner.email if owner else None

    def link(self, event: OutboxEvent) -> str:
        """The link for an event's mail: made now, with an audit entry.

        Raises:
            Conflict: ``ADDRESSEE_GONE``: nobody gets the mail any more.
            Transient: the database or Firebase is away.
        """
        owner = self._owner(event)
        if owner is None:
            raise Conflict("ADDRESSEE_GONE", "nobody gets this mail any more")
        now = self._clock()
        if owner.provider == EMAIL_LINK:
            self._accounts.mails.link_made(event, owner.subject, now, None)
            return sign_in_page(self._console, self._users().sign_in_code(owner.email))
        # Before the code is there, so that no password is set by it unseen.
        self._accounts.mails.link_made(event, owner.subject, now, now + LINK_LIFE)
        return set_password_page(self._console, self._users().password_code(owner.email))

    def _is_too_much(self, event: OutboxEvent) -> bool:
        if self._clock() - event.create_time > ASKED_LATELY:
            return True
        # A delivery that comes again is the same question.
        if event.attempts > 1:
            return False
        address = str(event.payload.get("email", ""))
        return bool(self._limits.take("mail-to", f"{event.type}|{address}", TO_ONE_ADDRESS))

    def _owner(self, event: OutboxEvent) -> _Owner | None:
        told = event.payload
        if event.type == INVITED:
            return self._invited(str(told["account"]), str(told["provider"]))
        email = str(told["email"])
        if event.type == EVENTS[PASSWORD]:
            return self._by_password(email)
        return self._guardian(email)

    def _invited(self, uid: str, provider: str) -> _Owner | None:
        stored = self._accounts.account(uid)
        if stored is None:
            return None
        proof = mailed_proof(provider, stored.account.email)
        return self._owner_of(stored, proof)

    def _by_password(self, email: str) -> _Owner | None:
        proof = mailed_proof(PASSWORD, email)
        stored = self._accounts.by_identity(proof.identity)
        return self._owner_of(stored, proof) if stored else None

    def _owner_of(self, stored: Stored, proof: Proof) -> _Owner | None:
        account = stored.account
        standing = self._roster.standing(account.person, account.guardian)
        if (
            not self._is_on(proof.provider)
            or account.state is not AccountState.ACTIVE
            or proof.identity not in account.links
            or not (standing or account.district)
        ):
            return None
        subject = {"account": account.uid, "provider": proof.provider}
        return _Owner(account.email, proof.provider, subject)

    def _guardian(self, email: str) -> _Owner | None:
        """Whoever comes by links and is still a guardian, invited or not."""
        if not self._is_on(EMAIL_LINK):
            return None
        identity = mailed_proof(EMAIL_LINK, email).identity
        guardian = self._accounts.person_of_link(identity) or self._roster.matched(
            Proof(EMAIL_LINK, identity, People.GUARDIANS, email)
        )
        if isinstance(guardian, Doubt) or not self._roster.standing("", guardian):
            return None
        known = self._accounts.of_person(guardian)
        if any(each.account.state is AccountState.DISABLED for each in known):
            return None
        return _Owner(email, EMAIL_LINK, {"guardian": guardian, "provider": EMAIL_LINK})

    def _is_on(self, provider: str) -> bool:
        return self._accounts.policies.policy().providers.get(provider, ProviderSettings()).enabled
