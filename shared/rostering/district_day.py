"""How many people all schools together have begun to archive on one day. Values only.

Documents ``district/rosterDay-{yyyy-mm-dd}``, by the district's own calendar. A run is counted in
the commit by which it begins to apply its plan, so that two schools can't both be the last that
stays below a limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class RosterDay:
    """A day as it was read.

    Attributes:
        version: of the document; None when there is none yet.
        archives: people whom runs of this day archive; moves are not among them.
        runs: how many runs those are.
    """

    day: date
    version: str | None = None
    archives: int = 0
    runs: int = 0


def day_path(day: date) -> str:
    """Where a day is."""
    return f"district/rosterDay-{day.isoformat()}"


def day_fields(known: RosterDay, archives: int, now: datetime) -> dict[str, Any]:
    """The document of a day after one run more."""
    return {
        "schemaVersion": 1,
        "archives": known.archives + archives,
        "runs": known.runs + 1,
        "updateTime": now,
    }
