"""What Identity Platform asks before somebody is created or let in."""

from __future__ import annotations

from functions.runtime.blocking import Answer, blocking_door
from shared import bootstrap
from shared.identity.events import SignInEvent


@blocking_door
def account_before_create(event: SignInEvent) -> Answer:
    """Open the account of somebody who comes for the first time."""
    bootstrap.sign_in().before_create(event)
    # Whom a trusted provider vouches for is verified; else Firebase would part them from it again.
    return Answer(user={"emailVerified": True})


@blocking_door
def account_before_sign_in(event: SignInEvent) -> Answer:
    """Begin a session."""
    entry = bootstrap.sign_in().before_sign_in(event)
    return Answer(user={"sessionClaims": dict(entry.session_claims)})
