"""A student in algebra at twenty past eight, and what a gate is asked of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from shared.calendar.where import where_is
from shared.kernel.roles import Role
from shared.passes.answers import Decision, Effect, Finding, Rule
from shared.passes.asked import Asked, Facts
from shared.passes.gate import decide
from shared.passes.model import Pass, Standing, State, Via
from shared.passes.policy import PassSettings, PassType, Place
from tests.unit.calendar.days_by_hand import ZONE, at, class_of, school_day, student

NOW = at("08:20")
"""A Tuesday; period 1 lasts from 08:00 to 08:50."""

SOFIA = Standing("sofia", Role.STUDENT, "9", frozenset({"band"}))
MS_LEE = Standing("lee", Role.TEACHER)
MR_KIM = Standing("kim", Role.MANAGER)

TIMETABLE = student(class_of("algebra", "1", room="Room 101", teachers=("lee",)))
IN_ALGEBRA = where_is(school_day(), TIMETABLE, NOW)

RESTROOM = PassType("restroom", "Restroom", active=True, kiosk=True)
NURSE = PassType("nurse", "Nurse", active=True, ignores_blackouts=True, ignores_limits=True)
EMERGENCY = PassType("emergency", "Emergency", active=True, emergency=True)

ROOM_101 = Place("r101", "Algebra", "101", frozenset({"lee"}))
NORTH = Place("north", "North restroom", walking_minutes=2)
LIBRARY = Place("library", "Library", staff=frozenset({"park", "diaz"}), walking_minutes=3)


def asked(**changes: object) -> Asked:
    """Sofia asks on her own page to go from algebra to the restroom."""
    made = Asked(
        pass_id="new",
        student=SOFIA,
        type=RESTROOM,
        via=Via.STUDENT,
        by=SOFIA,
        origin=ROOM_101,
        destination=NORTH,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def by_staff(**changes: object) -> Asked:
    """Her teacher makes the same pass."""
    return asked(**{"via": Via.STAFF, "by": MS_LEE, **changes})


def facts(settings: PassSettings | None = None, **changes: object) -> Facts:
    """What is known at twenty past eight."""
    made = Facts(
        settings=settings or PassSettings(),
        now=NOW,
        zone=ZONE,
        where=IN_ALGEBRA,
        expected=ROOM_101,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def found(decision: Decision, rule: Rule) -> list[Finding]:
    """What a decision says of a rule."""
    return [each for each in decision.findings if each.rule is rule]


def effect(request: Asked, known: Facts, rule: Rule) -> Effect:
    """The one answer of a rule."""
    (finding,) = found(decide(request, known), rule)
    return finding.effect


def one_pass(state: State = State.ACTIVE, **changes: object) -> Pass:
    """Sofia's pass to the restroom: five minutes and four to walk, since twenty past eight."""
    made = Pass(
        id="p1",
        student="sofia",
        type="restroom",
        state=state,
        created_by="sofia",
        via=Via.STUDENT,
        requested=NOW - timedelta(minutes=1),
        origin="r101",
        destination="north",
        minutes=5,
        walk=4,
        start=NOW,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def later(minutes: float) -> datetime:
    """So many minutes after twenty past eight."""
    return NOW + timedelta(minutes=minutes)
