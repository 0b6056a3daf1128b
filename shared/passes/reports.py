"""Minutes out of class, with returns that were seen apart from ends that nobody saw. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from shared.passes.clock import waited
from shared.passes.model import Ended, Pass, State


@dataclass(frozen=True, slots=True)
class Totals:
    """Passes that ended, and how long they were.

    Attributes:
        returned: whose return was recorded.
        time: out of class of those, without what was waited at doors.
        unrecorded: that the system ended; nobody knows when the student was back.
        unrecorded_time: until it did; the student was out at most so long.
    """

    returned: int = 0
    time: timedelta = timedelta()
    unrecorded: int = 0
    unrecorded_time: timedelta = timedelta()

    @property
    def passes(self) -> int:
        """All of them."""
        return self.returned + self.unrecorded

    def with_one(self, one: Pass) -> Totals:
        """These and one more pass that ended."""
        time = time_out(one)
        if is_recorded(one):
            return Totals(
                self.returned + 1, self.time + time, self.unrecorded, self.unrecorded_time
            )
        return Totals(self.returned, self.time, self.unrecorded + 1, self.unrecorded_time + time)


def is_recorded(one: Pass) -> bool:
    """Whether somebody saw the student come back, or the student said so."""
    return one.end_reason is Ended.RETURNED


def time_out(one: Pass) -> timedelta:
    """How long a pass that ended was, without what was waited at doors."""
    if one.start is None or one.ended is None:
        return timedelta()
    return one.ended - one.start - waited(one, one.ended)


def totals_by(passes: Iterable[Pass], key: Callable[[Pass], str]) -> dict[str, Totals]:
    """Totals for each key; what has not run to its end, or is archived, is in none."""
    found: dict[str, Totals] = {}
    for one in passes:
        if one.state is State.ENDED and not one.archived:
            found[key(one)] = found.get(key(one), Totals()).with_one(one)
    return found
