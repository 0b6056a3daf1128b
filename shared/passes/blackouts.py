"""Whether a blackout covers an instant, by a school's clocks and its calendar. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared.calendar.clocks import instant_of
from shared.calendar.model import PeriodKind
from shared.calendar.school_day import DayBlock
from shared.passes.answers import Effect, Finding, Keeper, Rule
from shared.passes.asked import Case
from shared.passes.model import minutes
from shared.passes.policy import Blackout, Window


def check(case: Case) -> Iterator[Finding]:
    """Blackouts: each that covers the start, or one answer that none does."""
    block = case.facts.where.block if case.facts.where else None
    found = [
        (each, until)
        for each in case.facts.blackouts
        if _is_about(each, case.asked.type.id)
        and (until := covered_until(each, case.at, case.facts.zone, block))
    ]
    if not found:
        yield Finding(Rule.BLACKOUT, setting="blackouts", keeper=Keeper.MANAGER)
    for blackout, until in found:
        yield Finding(
            Rule.BLACKOUT,
            _effect(case),
            f"blackouts/{blackout.id}",
            Keeper.MANAGER,
            students_only=case.settings.staff_bypass_blackouts,
            until=until,
        )


def covered_until(
    blackout: Blackout, instant: datetime, zone: str, block: DayBlock | None
) -> datetime | None:
    """The first instant after a blackout that covers ``instant``; None where it doesn't.

    Args:
        blackout: active or not.
        instant: with a zone.
        zone: IANA name of the school's.
        block: of the student at that instant, or the next one.
    """
    here = ZoneInfo(zone)
    day = instant.astimezone(here).date()
    spans = [
        (instant_of(day, each.start, here), instant_of(day, each.end, here))
        for each in _windows_of(blackout, day)
    ]
    spans += _edges(blackout, block)
    return max((end for start, end in spans if start <= instant < end), default=None)


def _is_about(blackout: Blackout, pass_type: str) -> bool:
    return blackout.active and (not blackout.types or pass_type in blackout.types)


def _effect(case: Case) -> Effect:
    if case.asked.type.ignores_blackouts:
        return Effect.PASSES
    return case.students_only() if case.settings.staff_bypass_blackouts else Effect.REFUSES


def _windows_of(blackout: Blackout, day: date) -> Iterable[Window]:
    if day in blackout.days:
        return blackout.days[day]
    return (
        each for each in blackout.windows if not each.weekdays or day.weekday() in each.weekdays
    )


def _edges(blackout: Blackout, block: DayBlock | None) -> list[tuple[datetime, datetime]]:
    if block is None or block.kind is not PeriodKind.CLASS:
        return []
    first, last = minutes(blackout.first_minutes), minutes(blackout.last_minutes)
    return [
        (block.start, min(block.start + first, block.end)),
        (max(block.start, block.end - last), block.end),
    ]
