"""How a night went, school by school, as the district's mail tells it. Values only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shared.rostering.connections import Connection
from shared.rostering.feeds import Feed
from shared.rostering.night import Night
from shared.rostering.runs import Outcome, Run, RunState


class NightOutcome(StrEnum):
    """How a night went for one connection; those that ask for a person stand first."""

    FAILED = "FAILED"
    NOT_BEGUN = "NOT_BEGUN"
    OPEN = "OPEN"
    REJECTED = "REJECTED"
    HELD = "HELD"
    DRY_RUN = "DRY_RUN"
    STOPPED = "STOPPED"
    """Not pulled: its feed waits for a person."""
    PAUSED = "PAUSED"
    BLACKOUT = "BLACKOUT"
    """Not pulled: its calendar says so."""
    APPLIED = "APPLIED"
    UNCHANGED = "UNCHANGED"
    STALE = "STALE"


FINE = frozenset(
    {NightOutcome.BLACKOUT, NightOutcome.APPLIED, NightOutcome.UNCHANGED, NightOutcome.STALE}
)
"""What asks nothing of anybody."""

LINES_TOLD = 400
"""Connections that a mail lists; its event has to fit into a document."""

_CHANGES = ("added", "updated", "restored", "moved", "missing", "archived")
_NUMBERS = ("held", "rejected")
_ORDER = tuple(NightOutcome)


@dataclass(frozen=True, slots=True)
class PulledNight:
    """What a night knows of one connection.

    Attributes:
        school_name: as people know it.
        feed: where its feed stands.
        is_wanted: the night pulls it.
        is_blackout: it would, were it not for a blackout of its calendar.
        tries: its pulls of the night, the first one first, None for one that was not begun.
        next_try: which one is still to come by what has failed; None for none.
    """

    school_name: str
    connection: Connection
    feed: Feed
    is_wanted: bool
    is_blackout: bool
    tries: tuple[Run | None, ...]
    next_try: int | None

    @property
    def latest(self) -> Run | None:
        """The newest pull of the night."""
        begun = [run for run in self.tries if run is not None]
        return begun[-1] if begun else None

    @property
    def has_ended(self) -> bool:
        """True when nothing of it is waited for."""
        latest = self.latest
        if latest is None:
            return not self.is_wanted
        closed = latest.state is RunState.CLOSED
        return closed and not (self.is_wanted and self.next_try is not None)


def night_payload(night: Night, pulled: Sequence[PulledNight]) -> dict[str, Any]:
    """What the event ``roster.night.ended`` tells: codes, counts and ids, names of schools only."""
    lines = sorted(filter(None, map(night_line, pulled)), key=_place)
    return {
        "day": night.day.isoformat(),
        "lines": lines[:LINES_TOLD],
        "more": len(lines[LINES_TOLD:]),
    }


def night_line(pulled: PulledNight) -> dict[str, Any] | None:
    """How it went for one connection; None where the night has nothing to do with it."""
    connection, run = pulled.connection, pulled.latest
    line: dict[str, Any] = {
        "school": connection.school,
        "schoolName": pulled.school_name,
        "connectionName": connection.display_name,
        "run": "" if run is None else run.run,
        "outcome": NightOutcome.NOT_BEGUN.value,
        "reason": "",
        "counts": {},
        "window": "",
    }
    if run is None:
        if pulled.feed.stopped is not None:
            return {**line, "outcome": NightOutcome.STOPPED.value}
        if pulled.is_blackout:
            return {**line, "outcome": NightOutcome.BLACKOUT.value}
        return line if pulled.is_wanted else None
    if run.outcome is None:
        return {**line, "outcome": NightOutcome.OPEN.value}
    return {
        **line,
        "outcome": run.outcome.value,
        "reason": _reason(run),
        "counts": _counts(run.fields["counts"]),
        "window": run.fields.get("window") or "",
    }


def _reason(run: Run) -> str:
    """The code that says why: of what failed or was refused, or of what is held."""
    problems, holds = run.fields["problems"], run.fields["holds"]
    if run.outcome in (Outcome.FAILED, Outcome.REJECTED):
        errors = [each["code"] for each in problems if each["severity"] == "error"]
        return next(iter([*errors, *(hold["code"] for hold in holds)]), "")
    return next((hold["code"] for hold in holds), "")


def _counts(counts: Mapping[str, Any]) -> dict[str, int]:
    """People by what was done to them; only what is not zero."""
    found = {name: sum(counts.get(name, {}).values()) for name in _CHANGES}
    found |= {name: counts.get(name, 0) for name in _NUMBERS}
    return {name: number for name, number in found.items() if number}


def _place(line: Mapping[str, Any]) -> tuple[int, str, str]:
    return _ORDER.index(line["outcome"]), line["schoolName"], line["connectionName"]
