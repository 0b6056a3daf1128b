"""What the doors need of the product itself: who may call, and where given-up work is set aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from flask import Request

from functions.runtime.rates import Rates
from shared import bootstrap
from shared.kernel.actor import Actor, actor_from
from shared.kernel.errors import FieldViolation, Invalid, Permanent
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


def caller(token: str) -> Actor:
    """Whom a bearer's token names.

    Raises:
        Unauthenticated: nobody.
        Transient: it cannot be told now.
    """
    return actor_from(bootstrap.id_tokens().claims_of(token))


def caller_belongs(actor: Actor, school: str) -> bool:
    """False for somebody whom the school has archived since their token was made."""
    return bootstrap.standing().is_active(actor, school)


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
