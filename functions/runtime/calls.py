"""One call of the API: who makes it, in which language, and what every call must get past first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Request, g, request

from functions.runtime.services import caller, caller_belongs, may_call
from functions.runtime.statuses import LOCALES
from shared.kernel.actor import Actor
from shared.kernel.errors import Throttled, Unauthenticated


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler needs to know beside the request's own values.

    Attributes:
        language: ``en`` or ``es``.
        if_match: the etag that the caller last saw; empty where they said none.
        origin: of the page that calls; empty for other programs.
    """

    actor: Actor
    language: str
    if_match: str
    origin: str


def admit(limit: int) -> None:
    """Let the caller of the present request in, as ``g.call``.

    Args:
        limit: calls in a minute that one account may make of this kind.

    Raises:
        Unauthenticated: nobody, or somebody who is no longer anybody at the school.
        Throttled: ``RATE_LIMITED``.
    """
    actor = caller(_bearer(request))
    wait = may_call(actor.uid, limit)
    if wait:
        raise Throttled(wait)
    g.call = Call(
        actor=_as_they_stand(actor, (request.view_args or {}).get("school")),
        language=language_of(request),
        if_match=request.headers.get("If-Match", "").strip().strip('"'),
        origin=request.headers.get("Origin", ""),
    )


def _as_they_stand(actor: Actor, school: str | None) -> Actor:
    """The caller without the schools that have archived them since their token was made.

    Args:
        actor: as the token says.
        school: that the call is about; None for a call about no school, or all of the caller's.

    Raises:
        Unauthenticated: ``MEMBERSHIP_ENDED``: nothing is left of what the call is about.
    """
    asked = actor.memberships if school is None else {school}
    ended = {each for each in asked if not caller_belongs(actor, each)}
    if ended and ended == set(asked):
        raise Unauthenticated(
            "MEMBERSHIP_ENDED",
            "the caller is no longer active at the school",
            {"school": school or ""},
        )
    kept = {each: known for each, known in actor.memberships.items() if each not in ended}
    return replace(actor, memberships=kept) if ended else actor


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
