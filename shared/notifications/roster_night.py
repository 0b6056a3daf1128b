"""The event that a night of the district has ended, as its mail needs it. Values only.

Payload of ``roster.night.ended``, schema version 1; ``ValidationError`` for any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from shared.notifications.roster_result import Foreign, Payload

NUMBERS = ("added", "updated", "restored", "moved", "missing", "archived", "held", "rejected")
FINE = frozenset({"APPLIED", "UNCHANGED", "STALE", "BLACKOUT"})
"""How a connection's night ended that asks nothing of anybody."""


class NightLine(Payload):
    """How one connection's night ended.

    Attributes:
        run: its newest pull; empty where there was none.
        reason: the code that says why; empty where there is nothing to say.
        counts: people by what was done to them; only what is not zero.
        window: of the calendar, in which it was pulled; empty for none.
    """

    school: str = Field(pattern=r"^[A-Za-z0-9_-]{1,200}$")
    school_name: Foreign = ""
    connection_name: Foreign = ""
    run: str = Field(default="", pattern=r"^[A-Za-z0-9_-]{0,200}$")
    outcome: Literal[
        "APPLIED", "UNCHANGED", "DRY_RUN", "HELD", "REJECTED", "STALE", "FAILED", "PAUSED",
        "OPEN", "NOT_BEGUN", "STOPPED", "BLACKOUT",
    ]  # fmt: skip
    reason: Foreign = ""
    counts: Mapping[str, int] = Field(default_factory=dict)
    window: Foreign = ""


class NightEnded(Payload):
    """All pulls of a night have ended, or are not waited for any more.

    Attributes:
        day: of the district's clocks, on which the night began.
        lines: the connections, those that somebody may have to look after first.
        more: connections that are not listed.
    """

    day: date
    lines: tuple[NightLine, ...]
    more: int = 0

    @property
    def to_look_after(self) -> int:
        """How many connections somebody may have to look after."""
        return sum(line.outcome not in FINE for line in self.lines)
