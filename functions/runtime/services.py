"""What the doors need of the product itself: who may call, and where given-up work is set aside."""

from __future__ import annotations

from typing import Literal

from flask import Request

from shared import bootstrap
from shared.settings import settings


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
