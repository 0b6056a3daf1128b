"""One call of the API: who makes it, in which language, and what every call must get past first."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Request, g, request

from functions.runtime.rates import OPEN_A_MINUTE
from functions.runtime.services import bearer, caller, may_call, proxies
from functions.runtime.statuses import LOCALES
from shared.kernel.actor import Actor
from shared.kernel.errors import Throttled


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler needs to know beside the request's own values.

    Attributes:
        language: ``en`` or ``es``.
        if_match: the etag that the caller last saw; empty where they said none.
        origin: of the page that calls; empty for other programs.
        network: the address in the network that it comes from, as far as it can be told.
    """

    actor: Actor
    language: str
    if_match: str
    origin: str
    network: str


def admit(limit: int) -> None:
    """Let the caller of the present request in, as ``g.call``.

    Args:
        limit: calls in a minute that one account may make of this kind.

    Raises:
        Unauthenticated: nobody, or somebody who is no longer anybody at the school.
        Throttled: ``RATE_LIMITED``.
    """
    held = bearer(_bearer(request))
    wait = may_call(held.uid, limit)
    if wait:
        raise Throttled(wait)
    g.call = Call(
        actor=caller(held, (request.view_args or {}).get("school")),
        language=language_of(request),
        if_match=request.headers.get("If-Match", "").strip().strip('"'),
        origin=request.headers.get("Origin", ""),
        network=network_of(request),
    )


def admit_anybody() -> None:
    """Let the present request in as ``g.call``, whoever sends it; whoever it is may do little.

    Raises:
        Throttled: ``RATE_LIMITED``: too many from one place.
    """
    # Who lies about where they come from shares no one's limit; what is asked so costs no read.
    wait = may_call(
        f"from:{request.headers.get('X-Forwarded-For', request.remote_addr)}", OPEN_A_MINUTE
    )
    if wait:
        raise Throttled(wait)
    g.call = Call(
        actor=Actor(uid="", email="", memberships={}),
        language=language_of(request),
        if_match="",
        origin=request.headers.get("Origin", ""),
        network=network_of(request),
    )


def network_of(of: Request) -> str:
    """The address in the network that a request comes from.

    Each proxy puts the address that it was called from behind those that it was told. Only what the
    district's own have written counts: whatever stands before it, the caller may have made up.
    """
    told = [each.strip() for each in of.headers.get("X-Forwarded-For", "").split(",")]
    known = [each for each in told if each]
    own = proxies()
    return known[-own] if 0 < own <= len(known) else of.remote_addr or ""


def language_of(of: Request) -> str:
    """The first language of the caller that is spoken here."""
    return of.accept_languages.best_match(list(LOCALES)) or "en"


def current_call() -> Call:
    """The call that `admit` let in."""
    call: Call = g.call
    return call


def _bearer(of: Request) -> str:
    header = of.headers.get("Authorization", "")
    return header[len("Bearer ") :].strip() if header[:7].lower() == "bearer " else ""
