"""How long a session lasts, and whether its holder has to prove themselves twice. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.identity.model import EMAIL_LINK, PASSWORD, Account, AccountState, Session
from shared.kernel.actor import Membership
from shared.kernel.roles import PROTECTED, Role

PERSONAL_LIMIT = timedelta(hours=12)
"""How long nobody has to use a session on a device of one's own before it is over."""

TOTP = "totp"
"""The one second factor that counts: what Identity Platform calls an authenticator app."""

_FIREBASES_OWN = frozenset({PASSWORD, EMAIL_LINK})
_STUDENTS = frozenset({Role.STUDENT, Role.STUDENT_LEADER})


@dataclass(frozen=True, slots=True)
class SessionRules:
    """What the district says of sessions.

    Attributes:
        factor_roles: who has to prove themselves twice, where Firebase asks for their proof.
        student_minutes: for which nobody uses a student's session on a shared device; 0 for as long
            as on a device of one's own.
        staff_minutes: the same for everybody else.
    """

    factor_roles: frozenset[Role] = PROTECTED
    student_minutes: int = 15
    staff_minutes: int = 30


def roles_of(account: Account) -> frozenset[Role]:
    """What somebody is, at any school and in the district."""
    held = frozenset(each.role for each in account.memberships.values())
    return held | {Role.DISTRICT_MANAGER} if account.district else held


def lacks_factor(account: Account, method: str, factor: str, rules: SessionRules) -> bool:
    """True where somebody has to prove themselves twice and has done so once.

    Whom another provider vouches for has proven to that one what it asks for.

    Args:
        account: whose.
        method: by which they come.
        factor: their second one, as Identity Platform says it.
        rules: of the district.
    """
    if method not in _FIREBASES_OWN or factor == TOTP:
        return False
    return not rules.factor_roles.isdisjoint(roles_of(account))


def idle_limit(account: Account, rules: SessionRules, *, shared: bool) -> timedelta:
    """For how long nobody may leave a session unused."""
    roles = roles_of(account)
    is_student = bool(roles) and roles <= _STUDENTS
    minutes = rules.student_minutes if is_student else rules.staff_minutes
    return timedelta(minutes=minutes) if shared and minutes else PERSONAL_LIMIT


def may_break_glass(account: Account, standing: Mapping[str, Membership]) -> bool:
    """True for an active Owner or District Manager, as the roster says now."""
    owns = any(each.role in PROTECTED for each in standing.values())
    return account.state is AccountState.ACTIVE and (account.district or owns)


def alive(sessions: Mapping[str, Session], now: datetime) -> dict[str, Session]:
    """Those that are not over by themselves."""
    return {each: one for each, one in sessions.items() if not one.is_over(now)}
