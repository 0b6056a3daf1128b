"""Students who are kept apart, at each door, and without a word of who else it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.passes.answers import NOT_NOW, Decision, Effect, Keeper, Outcome, Rule
from shared.passes.asked import Asked, Stage
from shared.passes.gate import decide
from shared.passes.model import OrderKind, SeparationOrder, Via
from shared.passes.policy import AutoPass, PassSettings
from tests.unit.passes.passes_by_hand import (
    EMERGENCY,
    LIBRARY,
    SOFIA,
    asked,
    by_staff,
    facts,
    found,
    later,
)

APART = SeparationOrder("order-1", OrderKind.NO_CONTACT, frozenset({"sofia", "ben-ortiz"}))
FRIENDS = SeparationOrder("order-2", OrderKind.FRIENDS, frozenset({"sofia", "ana-ruiz"}))
BEN_IS_OUT = facts(orders=(APART,), out={"order-1": frozenset({"ben-ortiz"})})
AUTO = facts(
    PassSettings(auto_places=frozenset({"library"})),
    orders=(APART,),
    out={"order-1": frozenset({"ben-ortiz"})},
    autos=(AutoPass("lee", frozenset({"library"})),),
)


@pytest.mark.parametrize(
    "request_",
    [
        asked(),
        asked(via=Via.KIOSK),
        asked(via=Via.APPOINTMENT, stage=Stage.START),
        asked(start=later(0), stage=Stage.START),
        asked(stage=Stage.APPROVAL),
        asked(stage=Stage.APPROVAL, vouched_by="lee"),
        asked(stage=Stage.OFFER),
        by_staff(),
        by_staff(via=Via.CHECK_IN),
    ],
)
def test_a_pair_is_kept_apart_at_every_door(request_: Asked) -> None:
    decision = decide(request_, BEN_IS_OUT)
    assert decision.outcome is Outcome.REFUSE
    assert decision.kept_apart == {"order-1"}
    assert "ben-ortiz" not in repr(decision)
    free = decide(request_, facts(orders=(APART,), out={"order-1": frozenset()}))
    assert free.outcome is not Outcome.REFUSE
    assert free.kept_apart == frozenset()


def test_where_a_teacher_lets_them_go_as_well() -> None:
    decision = decide(asked(destination=LIBRARY), AUTO)
    assert decision.outcome is Outcome.REFUSE
    assert decision.kept_apart == {"order-1"}


def test_the_student_learns_nothing_of_it() -> None:
    answer = decide(asked(), BEN_IS_OUT).for_student()
    assert (answer.outcome, answer.code) == (Outcome.REFUSE, NOT_NOW)
    assert (answer.keeper, answer.used, answer.limit, answer.left) == (Keeper.NOBODY, *[None] * 3)
    assert answer.until is None


def test_the_few_learn_which_order() -> None:
    (finding,) = found(decide(asked(), BEN_IS_OUT), Rule.SEPARATED)
    assert (finding.setting, finding.keeper) == ("separationOrders/order-1", Keeper.FEW)
    assert not finding.students_only


def test_who_is_out_themselves_is_not_another() -> None:
    alone = facts(orders=(APART,), out={"order-1": frozenset({"sofia"})})
    assert decide(asked(), alone).outcome is Outcome.ALLOW


def seen(decision: Decision) -> list[tuple[str, Effect]]:
    return [(each.setting, each.effect) for each in found(decision, Rule.SEPARATED)]


def test_of_two_orders_each_is_asked() -> None:
    ana_is_out = facts(orders=(APART, FRIENDS), out={"order-2": frozenset({"ana-ruiz"})})
    decision = decide(asked(), ana_is_out)
    assert seen(decision) == [
        ("separationOrders/order-1", Effect.PASSES),
        ("separationOrders/order-2", Effect.REFUSES),
    ]
    assert decision.kept_apart == {"order-2"}
    both = replace(
        ana_is_out,
        out={"order-1": frozenset({"ben-ortiz"}), "order-2": frozenset({"ana-ruiz"})},
    )
    assert decide(asked(), both).kept_apart == {"order-1", "order-2"}


def test_who_goes_is_out_in_each_order_that_counts() -> None:
    over = replace(FRIENDS, expires=later(0))
    assert decide(asked(), facts(orders=(APART, FRIENDS))).orders == {"order-1", "order-2"}
    assert decide(asked(), facts(orders=(APART, over))).orders == {"order-1"}
    assert decide(asked(), facts()).orders == frozenset()


@pytest.mark.parametrize(
    ("expires_in", "active", "outcome"),
    [
        (None, True, Outcome.REFUSE),
        (1, True, Outcome.REFUSE),
        (0, True, Outcome.ALLOW),
        (-1, True, Outcome.ALLOW),
        (None, False, Outcome.ALLOW),
    ],
)
def test_an_order_that_has_expired_or_is_off(
    expires_in: int | None,
    *,
    active: bool,
    outcome: Outcome,
) -> None:
    expires = None if expires_in is None else later(expires_in)
    order = replace(APART, expires=expires, active=active)
    assert decide(asked(), replace(BEN_IS_OUT, orders=(order,))).outcome is outcome


def test_what_is_for_later_is_asked_when_it_starts() -> None:
    planned = asked(start=later(60))
    assert decide(planned, BEN_IS_OUT).outcome is Outcome.ALLOW
    starts = replace(BEN_IS_OUT, now=later(60))
    assert decide(replace(planned, stage=Stage.START), starts).outcome is Outcome.REFUSE


def test_an_emergency_goes_and_those_who_may_know_are_told() -> None:
    decision = decide(asked(type=EMERGENCY), BEN_IS_OUT)
    assert decision.outcome is Outcome.ALLOW
    assert decision.kept_apart == {"order-1"}
    assert seen(decision) == [("separationOrders/order-1", Effect.WARNS)]
    assert decision.for_student().code == ""


def test_nobody_is_named_by_any_answer() -> None:
    named = {"ben-ortiz", "ana-ruiz"}
    assert SOFIA.person not in named
    known = facts(
        orders=(APART, FRIENDS),
        out={"order-1": frozenset({"ben-ortiz"}), "order-2": frozenset({"ana-ruiz"})},
    )
    text = repr(decide(asked(), known)) + repr(decide(asked(), known).for_student())
    assert [name for name in named if name in text] == []
