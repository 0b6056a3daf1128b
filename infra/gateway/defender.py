"""Who is kept out for a while after failed logins. Pure: time is passed in, in seconds."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict, deque
from dataclasses import dataclass, field

WINDOW_SECONDS = 600.0
"""Failures older than this no longer count."""
FORGET_SECONDS = 86_400.0
"""A ban is forgotten after a day of quiet; until then the next one is twice as long."""
MAX_BAN_SECONDS = 21_600.0
MAX_SUBJECTS = 10_000
"""Addresses and users remembered, so that an attack can't fill the memory."""


@dataclass(slots=True)
class _Record:
    failures: deque[float] = field(default_factory=deque)
    bans: int = 0
    banned_until: float = float("-inf")
    touched: float = 0.0


class Defender:
    """Counts failed connections per address and per user name, and bans for growing times.

    An address from which a user has signed in is not shut out by bans of that user's name:
    otherwise a stranger could keep a school's own system out.
    """

    def __init__(self, address_after: int, user_after: int, ban_seconds: float) -> None:
        self._after = {"address": address_after, "user": user_after}
        self._ban_seconds = ban_seconds
        self._records: OrderedDict[tuple[str, str], _Record] = OrderedDict()
        self._trusted: OrderedDict[tuple[str, str], None] = OrderedDict()

    def is_address_banned(self, address: str, now: float) -> bool:
        """True while nobody may connect from ``address``."""
        return self._is_banned(("address", network_of(address)), now)

    def is_user_banned(self, user: str, address: str, now: float) -> bool:
        """True while ``user`` may not sign in from ``address``."""
        if (user, network_of(address)) in self._trusted:
            return False
        return self._is_banned(("user", user), now)

    def failed(self, address: str, users: set[str], now: float) -> None:
        """Count one connection that tried to sign in and could not."""
        self._count(("address", network_of(address)), now)
        for user in users:
            self._count(("user", user), now)

    def succeeded(self, user: str, address: str) -> None:
        """Forget the failures of ``user`` and trust the address for this user."""
        self._records.pop(("user", user), None)
        self._trusted[user, network_of(address)] = None
        self._trusted.move_to_end((user, network_of(address)))
        while len(self._trusted) > MAX_SUBJECTS:
            self._trusted.popitem(last=False)

    def _is_banned(self, subject: tuple[str, str], now: float) -> bool:
        record = self._records.get(subject)
        return record is not None and now < record.banned_until

    def _count(self, subject: tuple[str, str], now: float) -> None:
        record = self._records.setdefault(subject, _Record())
        self._records.move_to_end(subject)
        if now < record.banned_until:
            return
        if now - record.touched > FORGET_SECONDS:
            record.bans = 0
        record.touched = now
        while record.failures and now - record.failures[0] > WINDOW_SECONDS:
            record.failures.popleft()
        record.failures.append(now)
        if len(record.failures) >= self._after[subject[0]]:
            record.failures.clear()
            length = min(self._ban_seconds * 2**record.bans, MAX_BAN_SECONDS)
            record.banned_until = now + length
            record.bans += 1
        while len(self._records) > MAX_SUBJECTS:
            self._records.popitem(last=False)


def network_of(address: str) -> str:
    """What stands for one client: an IPv4 address, or the /64 that an IPv6 host moves within."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
