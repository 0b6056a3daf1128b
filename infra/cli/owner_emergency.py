"""`carillon owner break-glass` and `reset-factor`: help for people who can't get in."""

from __future__ import annotations

import getpass
import json

from shared import bootstrap
from shared.identity.emergency import LASTS


def break_glass(email: str, reason: str, onward: str, *, as_json: bool) -> int:
    """Open emergency access, print the link, and give the exit code 0."""
    link = bootstrap.emergency().break_glass(email, reason, _actor(), onward)
    if as_json:
        print(json.dumps({"email": email, "link": link, "seconds": int(LASTS.total_seconds())}))
        return 0
    hours = int(LASTS.total_seconds()) // 3600
    print(f"{email} may come in for {hours} hours. Set a password here, then sign in with it:")
    print(link)
    print("Give this link to that person alone. Every Owner and District Manager gets a mail.")
    return 0


def reset_factor(email: str, reason: str) -> int:
    """Take a lost second factor away, and give the exit code 0."""
    bootstrap.emergency().reset_factor(email, reason, _actor())
    print(f"{email} is signed out, and sets up a new second factor at the next sign-in.")
    return 0


def _actor() -> str:
    return f"command-line:{getpass.getuser()}"
