"""What the doors need of the product itself: who may call, and where given-up work is set aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from flask import Request

from functions.runtime.rates import Rates
from shared import bootstrap
from shared.identity.events import SignInEvent, sign_in_event
from shared.kernel.actor import Actor, Bearer, bearer_of
from shared.kernel.errors import FieldViolation, Invalid, Permanent, Unauthenticated
from shared.settings import settings

CALL_LEASE = timedelta(seconds=90)
"""Longer than a call may take; after it the same call may be done by another process."""


def quarantine(function: str, pointer: str, reason: str) -> None:
    """Set a delivery aside, by its id, for a person to look at."""
    bootstrap.stuck_work().put_aside(function, pointer, reason)


def caller_may(request: Request, entry_point: str, caller: Literal["tasks", "scheduler"]) -> bool:
    """True when the caller's OIDC token is for this function and of the one account expected.

    An unsigned call passes only on the local stack, as `shared.settings.Settings.is_local` says.
    """
    here = settings()
    if here.is_local:
        return True
    account = here.tasks_service_account if caller == "tasks" else here.scheduler_service_account
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ") if header.startswith("Bearer ") else ""
    return bootstrap.tokens().is_from(token, audience=here.url_of(entry_point), account=account)


def bearer(token: str) -> Bearer:
    """Who holds a token.

    Raises:
        Unauthenticated: nobody.
        Transient: it cannot be told now.
    """
    return bearer_of(bootstrap.id_tokens().claims_of(token))


def caller(held: Bearer, school: str | None) -> Actor:
    """The caller as they stand now, for a call about a school or about none.

    Raises:
        Unauthenticated: their session is over, or nothing is left of what the call is about.
        Transient: it cannot be told now.
    """
    return bootstrap.standing().actor(held, school)


def asked_by_identity_platform(token: str, entry_point: str, kind: str) -> SignInEvent:
    """The event of a kind with which a blocking function was called.

    Raises:
        Unauthenticated: it is not one of Identity Platform for exactly this function.
        Transient: it cannot be told now.
    """
    audience = settings().url_of(entry_point)
    event = sign_in_event(bootstrap.event_tokens().claims_of(token, audience))
    if event.kind != kind:
        raise Unauthenticated("EVENT_MALFORMED", "the event is one for another function")
    return event


def proxies() -> int:
    """How many proxies of the district's own a request has come through."""
    return settings().proxies


def may_call(uid: str, per_minute: int) -> timedelta:
    """Count one call of an account; zero, or how long it has to wait."""
    return _rates().take(uid, per_minute)


@lru_cache(maxsize=1)
def _rates() -> Rates:
    return Rates(lambda: datetime.now(UTC))


def once(
    key: str, payload: Mapping[str, str], work: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Do the work of a call unless the same call was done before, and give its answer.

    Raises:
        Invalid: ``REQUEST_ID_REUSED``: the id came with another request before.
        Transient: ``IN_PROGRESS``: the same call is being done now.
    """
    try:
        found = bootstrap.claims().once("api", key, payload, CALL_LEASE, work)
    except Permanent as error:
        if error.reason != "PAYLOAD_CHANGED":
            raise
        violation = FieldViolation("requestId", "was used for another request; make a new one")
        raise Invalid(
            "REQUEST_ID_REUSED", "the request id belongs to another request", violations=[violation]
        ) from error
    return found or {}
