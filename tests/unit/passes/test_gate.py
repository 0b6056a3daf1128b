"""The gate as a whole: its order, what makes its outcome, emergencies, and what students learn."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from shared.passes.answers import Effect, Keeper, Outcome, Rule, StudentAnswer
from shared.passes.asked import Asked, Facts, Stage, Use
from shared.passes.gate import decide
from shared.passes.model import OrderKind, SeparationOrder, StudentDay
from shared.passes.policy import (
    Approval,
    Blackout,
    Circle,
    HallsStop,
    PassSettings,
    Window,
)
from tests.unit.calendar.days_by_hand import at
from tests.unit.passes.passes_by_hand import (
    EMERGENCY,
    NORTH,
    NOW,
    RESTROOM,
    ROOM_101,
    SOFIA,
    asked,
    by_staff,
    facts,
    later,
)

ORDER = SeparationOrder("order", OrderKind.RIVALRY)
EVERYTHING_OFF = facts(
    PassSettings(
        enabled=False,
        students_may_create=False,
        staff_may_assign=False,
        must_name_teacher=True,
        must_start_where_due=True,
        day_limit=1,
        wait_minutes=10,
        most_out=1,
        most_students_own=1,
        stop=HallsStop(NOW, "kim"),
    ),
    day=StudentDay("other", "another", 1, {"restroom": 1, "emergency": 1}, later(-1)),
    blackouts=(Blackout("all", "All", windows=(Window(time(0), time(23, 59)),)),),
    orders=(ORDER,),
    out={"order": frozenset({"ben"})},
    uses={
        "to:north": Use(1),
        "from:r101": Use(1),
        "type:restroom": Use(1),
        "type:emergency": Use(1),
        "building": Use(1),
        "students": Use(1),
    },
    expected=replace(ROOM_101, most_from=1),
)
FORBIDDING = replace(
    RESTROOM,
    student_created=False,
    kiosk=False,
    approval=Approval.ORIGIN_TEACHER,
    for_students=Circle(people=frozenset({"nobody"})),
    daily_limit=1,
    most_at_once=1,
)
CLOSED_PLACE = replace(NORTH, travels=frozenset(), students_now=False, most_minutes=1, most_to=1)
WORST = asked(
    type=FORBIDDING,
    origin=CLOSED_PLACE,
    destination=CLOSED_PLACE,
    minutes=9,
    student=replace(SOFIA, is_member=False),
)


def test_all_reasons_are_told_in_the_order_of_the_gate() -> None:
    decision = decide(replace(WORST, type=replace(FORBIDDING, active=False)), EVERYTHING_OFF)
    told = [each.rule for each in decision.reasons]
    not_asked = {
        *(Rule.TYPE_NOT_AT_KIOSK, Rule.STAFF_MAY_NOT_ASSIGN, Rule.NOT_AN_ASSIGNER),
        Rule.OUT_OF_HOURS,
    }
    assert told == [rule for rule in Rule if rule not in not_asked]
    assert decision.outcome is Outcome.REFUSE
    assert decision.first is not None
    assert decision.first.rule is Rule.NOT_A_MEMBER


FULL = facts(uses={"to:north": Use(1)})
FULL_PLACE = replace(NORTH, most_to=1)


def with_order(known: Facts) -> Facts:
    return replace(known, orders=(ORDER,), out={"order": frozenset({"ben"})})


@pytest.mark.parametrize(
    ("request_", "known", "outcome", "first"),
    [
        (asked(), facts(), Outcome.ALLOW, None),
        (asked(destination=FULL_PLACE), FULL, Outcome.QUEUE, Rule.PLACE_FULL),
        # A refusal goes before a wait, though its rule comes later.
        (asked(destination=FULL_PLACE), with_order(FULL), Outcome.REFUSE, Rule.SEPARATED),
        (
            asked(type=replace(RESTROOM, approval=Approval.ORIGIN_TEACHER)),
            facts(),
            Outcome.NEEDS_APPROVAL,
            Rule.APPROVAL,
        ),
        (
            by_staff(),
            facts(PassSettings(day_limit=0)),
            Outcome.ALLOW,
            None,
        ),
    ],
)
def test_the_first_reason_is_of_what_made_the_outcome(
    request_: Asked, known: Facts, outcome: Outcome, first: Rule | None
) -> None:
    decision = decide(request_, known)
    assert decision.outcome is outcome
    assert (decision.first.rule if decision.first else None) is first


def test_a_student_is_told_counts_and_who_keeps_the_rule() -> None:
    known = facts(PassSettings(day_limit=3), day=StudentDay(used=3))
    assert decide(asked(), known).for_student() == StudentAnswer(
        Outcome.REFUSE, "DAY_LIMIT", Keeper.OWNER, used=3, limit=3, left=0
    )
    waiting = facts(uses={"to:north": Use(1, 2)})
    assert decide(asked(destination=FULL_PLACE), waiting).for_student() == StudentAnswer(
        Outcome.QUEUE, "PLACE_FULL", Keeper.MANAGER, used=1, limit=1, left=0, position=3
    )
    soon = facts(PassSettings(wait_minutes=10), day=StudentDay(last_end=later(-4)))
    assert decide(asked(), soon).for_student() == StudentAnswer(
        Outcome.REFUSE, "COOL_DOWN", Keeper.OWNER, until=later(6)
    )
    assert decide(asked(), facts()).for_student() == StudentAnswer(Outcome.ALLOW)


@pytest.mark.parametrize("staff", [False, True])
def test_nothing_of_the_schools_keeps_an_emergency_back(*, staff: bool) -> None:
    kind = replace(FORBIDDING, id="emergency", active=True, emergency=True)
    request = replace(WORST, type=kind, student=SOFIA)
    if staff:
        request = replace(request, by=by_staff().by, via=by_staff().via)
    decision = decide(request, EVERYTHING_OFF)
    assert decision.outcome is Outcome.ALLOW
    assert decision.approvers is None
    assert {each.effect for each in decision.reasons} == {Effect.WARNS}
    assert {each.position for each in decision.reasons} == {None}
    assert Rule.SEPARATED in {each.rule for each in decision.reasons}


def test_an_emergency_takes_the_place_of_a_pass_that_runs() -> None:
    known = facts(day=StudentDay(active="other"))
    assert decide(asked(type=EMERGENCY), known).replaces == "other"
    assert decide(asked(type=EMERGENCY), facts()).replaces == ""
    assert decide(asked(type=EMERGENCY, pass_id="other"), known).replaces == ""
    assert decide(asked(type=EMERGENCY, start=later(30)), known).replaces == ""
    assert decide(asked(), known).replaces == ""


def test_an_emergency_is_for_who_is_there_and_of_a_type_that_is_offered() -> None:
    gone = replace(SOFIA, is_member=False)
    off = replace(EMERGENCY, active=False)
    assert decide(asked(type=EMERGENCY, student=gone), facts()).outcome is Outcome.REFUSE
    assert decide(asked(type=off), facts()).outcome is Outcome.REFUSE


def test_rules_are_asked_again_at_approval_and_at_a_scheduled_start() -> None:
    request = asked(type=replace(RESTROOM, approval=Approval.ORIGIN_TEACHER))
    assert decide(request, facts()).outcome is Outcome.NEEDS_APPROVAL
    approving = replace(request, stage=Stage.APPROVAL)
    assert decide(approving, facts()).outcome is Outcome.ALLOW
    changed = (
        facts(PassSettings(enabled=False)),
        facts(PassSettings(day_limit=0)),
        facts(day=StudentDay(active="other")),
        facts(blackouts=(Blackout("all", "All", windows=(Window(time(8), time(9)),)),)),
        with_order(facts()),
    )
    for known in changed:
        assert decide(approving, known).outcome is Outcome.REFUSE
        starting = replace(request, stage=Stage.START, start=NOW)
        assert decide(starting, known).outcome is Outcome.REFUSE


def test_what_is_overdue_to_start_is_asked_of_now() -> None:
    morning = Blackout("morning", "Morning", windows=(Window(time(8), time(8, 30)),))
    late = asked(start=at("07:50"), stage=Stage.START)
    assert decide(late, facts(blackouts=(morning,))).outcome is Outcome.REFUSE


def test_an_offer_that_is_taken_is_asked_again() -> None:
    taking = asked(destination=FULL_PLACE, stage=Stage.OFFER)
    mine = replace(FULL, held=frozenset({"to:north"}))
    assert decide(taking, mine).outcome is Outcome.ALLOW
    assert decide(taking, with_order(mine)).outcome is Outcome.REFUSE
