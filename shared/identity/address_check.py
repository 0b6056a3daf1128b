"""Whether addresses may be somebody's: one at a time, or all of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.identity.account_guard import PROTECTED, AccountGuard
from shared.identity.account_store import AccountStore
from shared.identity.address_store import AddressStore
from shared.identity.address_views import AddressProblem
from shared.identity.model import Account
from shared.identity.roster import Roster
from shared.kernel.actor import Actor
from shared.kernel.permissions import Action


@dataclass(frozen=True, slots=True)
class Checked:
    """What is so of some addresses.

    Attributes:
        holders: address → whose it is already, by an administrator's word.
        email: address → why it can't be given; none where it can, or is theirs.
        person: person → why the caller may give them none.
    """

    holders: Mapping[str, str]
    email: Mapping[str, AddressProblem]
    person: Mapping[str, AddressProblem]


class AddressCheck:
    """Asks the roster, the accounts, the settings and the addresses there are."""

    def __init__(
        self, accounts: AccountStore, addresses: AddressStore, roster: Roster, guard: AccountGuard
    ) -> None:
        self._accounts = accounts
        self._addresses = addresses
        self._roster = roster
        self._guard = guard

    def of(self, actor: Actor, wanted: Mapping[str, str]) -> Checked:
        """Check addresses; a few questions for each 30 of them.

        Args:
            actor: who gives them.
            wanted: address → the person who is to have it.
        """
        emails, persons = sorted(wanted), sorted(set(wanted.values()))
        holders = self._addresses.holders(emails)
        realms = self._realms()
        found: dict[str, AddressProblem] = {}
        theirs = self._roster.with_addresses(emails)
        for stored in self._accounts.with_addresses(emails):
            theirs.setdefault(stored.account.email, set()).update(_people_of(stored.account))
        for email, person in wanted.items():
            if email.rpartition("@")[2] not in realms:
                found[email] = AddressProblem.EMAIL_OUTSIDE
            elif holders.get(email, person) != person or theirs[email] - {person}:
                found[email] = AddressProblem.EMAIL_TAKEN
        kept = self._guard.kept_from(actor, Action.SIGN_IN_ADDRESSES_EDIT, persons)
        return Checked(holders, found, {each: _problem(why) for each, why in kept.items()})

    def _realms(self) -> frozenset[str]:
        """The domains by which people of the district sign in."""
        settings = self._accounts.policies.policy().providers.values()
        on: Sequence[frozenset[str]] = [each.realms for each in settings if each.enabled]
        return frozenset().union(*on)


def _people_of(account: Account) -> set[str]:
    """Whose account it is; an account by which nobody comes any more is nobody's."""
    return {account.person, account.guardian} - {""} if account.links else set()


def _problem(why: str) -> AddressProblem:
    if why == PROTECTED:
        return AddressProblem.MEMBER_PROTECTED
    return AddressProblem.MEMBER_ELSEWHERE
