"""What a client has offered on one connection to sign in with. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field

from shared.rostering.logins import SftpLogin


@dataclass(slots=True)
class SignIn:
    """One connection's tries.

    Attributes:
        users: the names that were tried.
        tries: how many of each kind.
        login: the last known login that was tried, None when the last name is nobody's.
        accepted: the last login whose credential was right, and by what.
        reason: UPPER_SNAKE, why the last try failed.
        outage: True when a login could not be looked up, which is nobody's fault.
    """

    users: set[str] = field(default_factory=set)
    tries: dict[str, int] = field(default_factory=dict)
    login: SftpLogin | None = None
    accepted: tuple[SftpLogin, str] | None = None
    reason: str = ""
    outage: bool = False
