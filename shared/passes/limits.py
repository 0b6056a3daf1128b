"""What a student has left of a day, and how a pass changes it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from shared.passes.answers import Effect, Finding, Keeper, Rule
from shared.passes.asked import Case
from shared.passes.model import Pass, StudentDay, minutes
from shared.passes.policy import DayLimit, PassSettings


def check(case: Case) -> Iterator[Finding]:
    """The day's limit, the type's, and the wait between two passes."""
    if not case.is_later:
        yield _of_day(case)
        yield _of_type(case)
        yield _wait(case)


def counts(case: Case) -> bool:
    """Whether the pass counts toward the student's limits."""
    return case.asked.via in case.settings.counted and not _is_exempt(case)


def day_limit_of(settings: PassSettings, case: Case) -> tuple[int | None, str]:
    """A student's passes of a day, and the path of the setting; None for no limit.

    The narrowest that fits counts: by name, by list, by grade, then the school's. Of two that are
    equally narrow, the lower.
    """
    fitting = [each for each in settings.day_limits if each.circle.holds(case.asked.student)]
    if not fitting:
        return settings.day_limit, "passSettings.dayLimit"
    least = min(fitting, key=lambda each: (_width(each), each.per_day, each.id))
    return least.per_day, f"passSettings.dayLimits/{least.id}"


def begun(day: StudentDay, one: Pass) -> StudentDay:
    """A student's day after a pass has begun; the same where it runs already."""
    if day.active == one.id:
        return day
    waiting = "" if day.waiting == one.id else day.waiting
    made = replace(day, active=one.id, waiting=waiting, version=day.version + 1)
    if not one.counts:
        return made
    of_type = {**day.by_type, one.type: day.by_type.get(one.type, 0) + 1}
    return replace(made, used=day.used + 1, by_type=of_type)


def ended(day: StudentDay, one: Pass, at: datetime) -> StudentDay:
    """A student's day after a pass has ended; the same where another runs, or none."""
    if day.active != one.id:
        return day
    last = at if one.counts else day.last_end
    return replace(day, active="", last_end=last, version=day.version + 1)


def waits(day: StudentDay, one: Pass) -> StudentDay:
    """A student's day after a pass was asked for, queued or offered."""
    if day.waiting == one.id:
        return day
    return replace(day, waiting=one.id, version=day.version + 1)


def waits_no_more(day: StudentDay, one: Pass) -> StudentDay:
    """A student's day after a pass that waited was closed without beginning."""
    if day.waiting != one.id:
        return day
    return replace(day, waiting="", version=day.version + 1)


def _is_exempt(case: Case) -> bool:
    """Whether limits don't mean the pass: its place is exempt, at the end that it is for.

    The way back from an exempt place is for the place as well; another one from there isn't.
    """
    to, origin, due = case.asked.destination, case.asked.origin, case.facts.expected
    if to is None:
        return False
    back = due is not None and to.id == due.id and origin is not None and not origin.counts
    return not to.counts or back


def _effect(case: Case, *, reached: bool) -> Effect:
    if not reached or case.asked.type.ignores_limits or _is_exempt(case):
        return Effect.PASSES
    if case.binds and case.asked.via not in case.settings.counted:
        return Effect.PASSES
    return case.limited()


def _counted(
    case: Case, rule: Rule, used: int, limit: int | None, setting: tuple[str, Keeper]
) -> Finding:
    path, keeper = setting
    return Finding(
        rule,
        _effect(case, reached=limit is not None and used >= limit),
        path,
        keeper,
        students_only=case.adults_go_on,
        used=used,
        limit=limit,
    )


def _of_day(case: Case) -> Finding:
    limit, path = day_limit_of(case.settings, case)
    return _counted(case, Rule.DAY_LIMIT, case.facts.day.used, limit, (path, Keeper.OWNER))


def _of_type(case: Case) -> Finding:
    asked = case.asked.type
    used = case.facts.day.by_type.get(asked.id, 0)
    setting = (f"passTypes/{asked.id}.dailyLimit", Keeper.MANAGER)
    return _counted(case, Rule.TYPE_LIMIT, used, asked.daily_limit, setting)


def _wait(case: Case) -> Finding:
    last = case.facts.day.last_end
    until = None if last is None else last + minutes(case.settings.wait_minutes)
    waits_on = until is not None and case.facts.now < until
    return Finding(
        Rule.COOL_DOWN,
        _effect(case, reached=waits_on),
        "passSettings.waitMinutes",
        Keeper.OWNER,
        students_only=case.adults_go_on,
        until=until if waits_on else None,
    )


def _width(limit: DayLimit) -> int:
    if limit.circle.people:
        return 0
    if limit.circle.lists:
        return 1
    return 2 if limit.circle.grades else 3
