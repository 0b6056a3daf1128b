"""Accounts that are opened before anybody signs in: by an invitation, with a way to come by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from shared.identity.account_store import AccountStore
from shared.identity.model import (
    EMAIL_LINK,
    PASSWORD,
    Account,
    AccountState,
    People,
    Proof,
    identity_hash,
    with_standing,
)
from shared.identity.roster import Roster
from shared.identity.users import Users
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict
from shared.kernel.ids import digest_id


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom an account is opened for.

    Attributes:
        person: id of a member, or of a District Manager; empty for a guardian.
        guardian: id of a guardian; empty for anybody else.
        district: True for a District Manager.
        provider: by which they are to come: ``password``, or ``emailLink`` for a guardian.
    """

    email: str
    person: str = ""
    guardian: str = ""
    district: bool = False
    provider: str = PASSWORD


class AccountOpener:
    """Opens accounts for people of the roster; a second try finds what the first one made."""

    def __init__(
        self, accounts: AccountStore, roster: Roster, users: Callable[[], Users], clock: Clock
    ) -> None:
        self._accounts = accounts
        self._roster = roster
        self._users = users
        self._clock = clock

    def open(self, invited: Invited, actor: str) -> Account:
        """Open an account with a way to come for somebody, or find the one that they have.

        Firebase is told first: an account that our documents don't know lets nobody in.

        Raises:
            Conflict: ``PERSON_UNKNOWN``: no school has them; ``ACCOUNT_TAKEN``: the address is
                another person's account, or the person comes this way by another address.
            Transient: the database or Firebase is away.
        """
        email = invited.email.lower()
        standing = self._roster.standing(invited.person, invited.guardian)
        if not standing and not invited.district:
            raise Conflict("PERSON_UNKNOWN", "no school has an active person of this id")
        uid = self._uid(email)
        known = self._accounts.account(uid)
        before = known.account if known else Account(uid, email, AccountState.ACTIVE)
        proof = mailed_proof(invited.provider, email)
        is_known = before.district or not invited.district
        if proof.identity in before.links and _same(before, invited) and is_known:
            return before
        if known is not None and not _same(before, invited):
            raise taken()
        account = replace(
            before,
            person=invited.person or before.person,
            guardian=invited.guardian or before.guardian,
            district=invited.district or before.district,
            links=before.links | {proof.identity},
        )
        merged = self._roster.standing(account.person, account.guardian)
        # What was begun before may lack what is demanded of somebody who is more from now on.
        is_more = account.district != before.district or merged != before.memberships
        sessions = {} if is_more else before.sessions
        account = replace(with_standing(account, merged), sessions=sessions)
        try:
            now = self._clock()
            # The same invitation again is found above; another one of the same account is not it.
            event = uid if known is None else f"{uid}/{known.version}"
            self._accounts.open(account, proof, event, now, known, actor)
            if account.district:
                # No roster says that they may come by the district's own provider as well.
                self._accounts.name_address(email, account.person, actor, now)
        except Conflict as error:
            raise taken() from error
        return account

    def _uid(self, email: str) -> str:
        users = self._users()
        if uid := users.uid_of(email):
            return uid
        uid = digest_id("account", email, size=15)
        try:
            users.create(uid, email)
        except Conflict:
            return users.uid_of(email) or uid
        return uid


def mailed_proof(provider: str, email: str) -> Proof:
    """What somebody proves who knows an account's password, or opened a link that it was sent."""
    people = People.GUARDIANS if provider == EMAIL_LINK else People.MEMBERS
    return Proof(provider, identity_hash(provider, "firebase", email.lower()), people)


def taken() -> Conflict:
    """What somebody hears who invites a person to another one's account."""
    return Conflict("ACCOUNT_TAKEN", "the address or the person has another account already")


def _same(account: Account, invited: Invited) -> bool:
    """True where nothing of an account is another person's than the one who is invited."""
    return (invited.person in ("", account.person) or not account.person) and (
        invited.guardian in ("", account.guardian) or not account.guardian
    )
