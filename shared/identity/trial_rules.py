"""What would happen if somebody came with an address now, by sign-in's own rules. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.identity.events import SignInEvent
from shared.identity.model import Account, AccountState, People, Proof
from shared.identity.providers import Provider
from shared.identity.rules import (
    Doubt,
    ProviderSettings,
    Refusal,
    may_enter,
    proof_of,
)
from shared.identity.trial_views import WayOutcome

_UNKNOWN = "unknown"
"""Stands for who somebody is to their provider, which only the provider knows."""

_DOUBTS = {
    Doubt.NOBODY: WayOutcome.NOBODY,
    Doubt.SEVERAL: WayOutcome.SEVERAL,
    Doubt.LINKED: WayOutcome.LINKED,
}


@dataclass(frozen=True, slots=True)
class Known:
    """What our documents say, as far as it counts for one way to sign in.

    Attributes:
        accounts: that have the address.
        person: whom a first sign-in would be matched to.
        link: the identity of this way by which that person comes already; empty for none.
        has_standing: some school has the person as an active one, or they run the district.
    """

    accounts: Sequence[Account]
    person: str | Doubt
    link: str = ""
    has_standing: bool = True


def proof_ahead(
    name: str, provider: Provider, settings: ProviderSettings, email: str
) -> Proof | Refusal:
    """What somebody would prove whom the provider vouches for, in the domain of their address."""
    said: dict[str, object] = {"iss": next(iter(provider.issuers), "")}
    domain = email.rpartition("@")[2]
    for claim, value in (
        (provider.subject, _UNKNOWN),
        (provider.realm, domain),
        (provider.email, email),
    ):
        if claim is not None:
            said[claim.claim] = value
            said |= {claim.verified: True} if claim.verified else {}
    event = SignInEvent("", "", _UNKNOWN, name, email, {}, said)
    return proof_of(event, provider, settings)


def outcome_ahead(provider: Provider, proof: Proof | Refusal, known: Known) -> WayOutcome:
    """What would come of it, by one way that is on."""
    if isinstance(proof, Refusal):
        return WayOutcome.DOMAIN_NOT_NAMED
    if provider.subject is not None and not proof.email:
        return WayOutcome.NOT_BY_ADDRESS
    account = next(iter(known.accounts), None)
    # Of Firebase's own ways the identity is known; of others it is whatever the person has.
    identity = known.link if provider.subject is not None else proof.identity
    if account is not None and identity and identity in account.links:
        return _entering(account, proof, identity)
    if provider.opened_by_invitation:
        return WayOutcome.NOT_INVITED
    return _first_time(account, proof, known)


def _first_time(account: Account | None, proof: Proof, known: Known) -> WayOutcome:
    """What comes of a sign-in that has to be matched, in the order in which it is done."""
    if isinstance(known.person, Doubt):
        return _DOUBTS[known.person]
    own = _own(account, proof)
    if own and own != known.person:
        return WayOutcome.LINKED
    if not known.has_standing:
        return WayOutcome.ENDED
    if known.link:
        return WayOutcome.LINKED
    return WayOutcome.OPENS if account is None else _shut(account) or WayOutcome.OPENS


def _entering(account: Account, proof: Proof, identity: str) -> WayOutcome:
    if may_enter(account, replace(proof, identity=identity)) is None:
        return WayOutcome.ENTERS
    return _shut(account) or WayOutcome.ENDED


def _shut(account: Account) -> WayOutcome | None:
    match account.state:
        case AccountState.DISABLED:
            return WayOutcome.DISABLED
        case AccountState.ENDED:
            return WayOutcome.ENDED
        case AccountState.ACTIVE:
            return None


def _own(account: Account | None, proof: Proof) -> str:
    if account is None:
        return ""
    return account.guardian if proof.people is People.GUARDIANS else account.person
