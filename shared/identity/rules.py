"""Who may sign in and as whom: pure decisions over what a provider says and what is stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from shared.identity.events import SignInEvent
from shared.identity.model import (
    EMAIL_LINK,
    Account,
    AccountState,
    People,
    Proof,
    Session,
    identity_hash,
)
from shared.identity.providers import Claim, Provider
from shared.kernel.actor import Membership
from shared.kernel.token_bucket import Limit

MOST_CLAIM_BYTES = 1_000
"""What Firebase lets custom and session claims take together."""

MOST_SESSIONS = 20
"""Of one account; the oldest is over when one more begins."""

SIGN_INS = Limit(20, timedelta(hours=1))
"""Of one account: who has its password has no more sessions than this to try things with."""


class Refusal(StrEnum):
    """Why somebody does not get in; their browser hears no more, so it tells a stranger nothing."""

    NOT_ON_THE_ROSTER = "NOT_ON_THE_ROSTER"
    """Nobody of the district, or nobody whom the provider's word proves."""
    ACCOUNT_ENDED = "ACCOUNT_ENDED"
    """Somebody whom no school has as an active person, or whose account is closed."""
    PROVIDER_OFF = "PROVIDER_OFF"
    """The district does not let people in this way."""
    TOO_MANY_SIGN_INS = "TOO_MANY_SIGN_INS"
    """The account was signed in to too often within an hour."""


class Doubt(StrEnum):
    """Why a trusted provider's person was not matched; for the administrator who looks at it."""

    NOBODY = "NOBODY"
    """No active person has the address or the id."""
    SEVERAL = "SEVERAL"
    """More than one has it."""
    LINKED = "LINKED"
    """Who has it signs in by another account of the same provider already."""


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """What the district says of one way to sign in.

    Attributes:
        realms: the domains or tenants that are the district's own, in lower case.
    """

    enabled: bool = False
    realms: frozenset[str] = frozenset()


def proof_of(event: SignInEvent, provider: Provider, settings: ProviderSettings) -> Proof | Refusal:
    """What somebody has proven; refused where the provider's word isn't trusted for them."""
    if not settings.enabled:
        return Refusal.PROVIDER_OFF
    if provider.subject is None:
        return _proof_by_firebase(event, provider)
    said = event.attributes
    subject = _said(said, provider.subject)
    # Where an account is about to get this provider as well, its record doesn't name it yet.
    recorded = event.subjects.get(event.method, subject)
    issuer = said.get("iss")
    realm = _said(said, provider.realm).lower()
    if (
        not subject
        or recorded != subject
        or (issuer not in provider.issuers)
        or (provider.realm is not None and realm not in settings.realms)
    ):
        return Refusal.NOT_ON_THE_ROSTER
    email = _said(said, provider.email).lower()
    # An address of another domain than the district's own proves nothing, whoever vouches for it.
    trusted = email if email.rpartition("@")[2] in settings.realms else ""
    if provider.realm is None:
        trusted = ""
    return Proof(
        provider=event.method,
        identity=identity_hash(event.method, provider.issuers[0], subject),
        people=provider.people,
        email=trusted,
        sis_ids=tuple(filter(None, (_said(said, claim) for claim in provider.sis_ids))),
    )


def _proof_by_firebase(event: SignInEvent, provider: Provider) -> Proof | Refusal:
    """Who opened a mailed link has its address; a password proves only whose account it is."""
    if not event.email:
        return Refusal.NOT_ON_THE_ROSTER
    return Proof(
        provider=event.method,
        identity=identity_hash(event.method, "firebase", event.email),
        people=provider.people,
        email=event.email if event.method == EMAIL_LINK else "",
    )


def _said(of: Mapping[str, Any], claim: Claim | None) -> str:
    """A text that the provider says; empty where what must be true with it is not ``true``."""
    if claim is None or (claim.verified and of.get(claim.verified) is not True):
        return ""
    value = of.get(claim.claim)
    return value if isinstance(value, str) else ""


def only_one(persons: Iterable[str]) -> str | Doubt:
    """The person whom all of the records found are about."""
    found = set(persons)
    if len(found) == 1:
        return found.pop()
    return Doubt.SEVERAL if found else Doubt.NOBODY


def may_be_named(proof: Proof) -> bool:
    """Whether an administrator's word for an address counts: for members, and for no guardian."""
    return proof.people is People.MEMBERS and proof.email != ""


def agreed(found: str | Doubt, named: str | None) -> str | Doubt:
    """Whom the roster has or an administrator named; nobody where the two differ."""
    if named is None or found == named:
        return found
    return named if found is Doubt.NOBODY else Doubt.SEVERAL


def may_enter(account: Account, proof: Proof) -> Refusal | None:
    """None where an account lets somebody in by what they have proven."""
    if account.state is not AccountState.ACTIVE:
        return Refusal.ACCOUNT_ENDED
    if proof.identity not in account.links:
        return Refusal.NOT_ON_THE_ROSTER
    if not account.memberships and not account.district:
        return Refusal.ACCOUNT_ENDED
    return None


def sessions_after(
    sessions: Mapping[str, Session], new: str, session: Session
) -> dict[str, Session]:
    """The sessions of an account when one more has begun."""
    rest = [
        (each, one)
        for each, one in sessions.items()
        if each != new and not one.is_over(session.start)
    ]
    newest = sorted(rest, key=lambda pair: (pair[1].start, pair[0]))[-(MOST_SESSIONS - 1) :]
    return {**dict(newest), new: session}


def sessions_left(
    sessions: Mapping[str, Session], before: int, since: int
) -> Mapping[str, Session]:
    """The sessions that are left once Firebase has said since when its tokens count.

    It says so anew when a password is set, by whatever page: whoever came by the old one is out.

    Args:
        sessions: of the account.
        before: second of 1970 that it said when the account was last looked at; 0 for never.
        since: what it says now; 0 where it can't be told.
    """
    if since <= before:
        return sessions
    if before:
        return {}
    return {each: one for each, one in sessions.items() if one.start.timestamp() >= since}


def is_less(before: Mapping[str, Membership], after: Mapping[str, Membership]) -> bool:
    """True where somebody is no longer all that they were."""
    return any(after.get(school) != membership for school, membership in before.items())


def claims_for(account: Account, session: str) -> dict[str, Any]:
    """What the token of a session says.

    The session decides, with the account's own document. The roles beside it spare the console a
    question before its first page; where they take too much room they are left out. ``l`` is a
    session whose holder has to prove themselves once more, ``b`` emergency access and its end.
    """
    claims: dict[str, Any] = {"s": session}
    begun = account.sessions.get(session)
    if begun and begun.end is not None:
        claims["b"] = int(begun.end.timestamp())
    if begun and begun.is_limited:
        return {**claims, "l": True}
    told: dict[str, Any] = {"m": {s: _short(m) for s, m in sorted(account.memberships.items())}}
    if account.district:
        told["d"] = {"p": account.person}
    full = {**claims, **told}
    size = len(json.dumps(full, separators=(",", ":"), ensure_ascii=True))
    return full if size <= MOST_CLAIM_BYTES else claims


def _short(membership: Membership) -> dict[str, Any]:
    short: dict[str, Any] = {"r": membership.role.value, "p": membership.person}
    if membership.grades:
        short["g"] = sorted(membership.grades)
    if membership.modules:
        short["x"] = sorted(membership.modules)
    return short


_BROWSERS = (
    ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("CrOS", "ChromeOS"), ("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iPadOS"),
    ("Mac OS X", "macOS"), ("Windows", "Windows"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """Browser and system in words, such as ``Chrome on ChromeOS``; empty where neither is told."""
    found = [_first(user_agent, _BROWSERS), _first(user_agent, _SYSTEMS)]
    return " on ".join(filter(None, found))


def _first(text: str, known: Sequence[tuple[str, str]]) -> str:
    return next((name for mark, name in known if mark in text), "")
