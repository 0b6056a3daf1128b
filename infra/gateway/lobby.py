"""The connections of one process: how many there may be, from where, and what they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from infra.gateway.audit import Audit
from infra.gateway.credentials import Credentials
from infra.gateway.defender import Defender, network_of
from infra.gateway.drop_box import Surroundings

if TYPE_CHECKING:
    from infra.gateway.connection import Connection


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many connections there may be at once, and how long one may be idle, in seconds."""

    connections: int
    per_address: int
    handshakes: int
    idle_seconds: float


@dataclass(slots=True)
class Lobby:
    """Who is here.

    Attributes:
        signatures: how clients' keys may sign.
        now: seconds, never going back.
        stopping: True when nothing new may begin.
    """

    capacity: Capacity
    credentials: Credentials
    defender: Defender
    audit: Audit
    around: Surroundings
    signatures: frozenset[bytes]
    now: Callable[[], float]
    stopping: bool = False
    present: set[Connection] = field(default_factory=set)
    _addresses: Counter[str] = field(default_factory=Counter)

    def enter(self, connection: Connection) -> str | None:
        """Let a new connection in; else say why not, in UPPER_SNAKE."""
        network = network_of(connection.address)
        reason = self._why_not(connection.address, network)
        if reason is None:
            self.present.add(connection)
            self._addresses[network] += 1
        return reason

    def leave(self, connection: Connection) -> None:
        """Forget a connection that is over, its uploads included."""
        if connection not in self.present:
            return
        self.present.remove(connection)
        network = network_of(connection.address)
        self._addresses[network] -= 1
        if not self._addresses[network]:
            del self._addresses[network]

    def _why_not(self, address: str, network: str) -> str | None:
        if self.stopping:
            return "STOPPING"
        if self.defender.is_address_banned(address, self.now()):
            return "BANNED"
        if len(self.present) >= self.capacity.connections:
            return "TOO_MANY_CONNECTIONS"
        if self._addresses[network] >= self.capacity.per_address:
            return "TOO_MANY_CONNECTIONS"
        waiting = sum(1 for connection in self.present if connection.login is None)
        return "TOO_MANY_HANDSHAKES" if waiting >= self.capacity.handshakes else None
