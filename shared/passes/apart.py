"""Students who are kept apart: no two of an order are out at once. Pure.

An answer names the order, for the few who may read it, and never who else is in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from shared.passes.answers import Effect, Finding, Keeper, Rule
from shared.passes.asked import Case
from shared.passes.model import SeparationOrder


def check(case: Case) -> Iterator[Finding]:
    """Each order that names the student and counts."""
    if case.is_later:
        return
    for order in case.facts.orders:
        if order.counts_at(case.facts.now):
            effect = Effect.REFUSES if _is_another_out(case, order) else Effect.PASSES
            yield Finding(Rule.SEPARATED, effect, path_of(order), Keeper.FEW)


def orders_of(case: Case) -> frozenset[str]:
    """Ids of the orders that count at this moment."""
    return frozenset(each.id for each in case.facts.orders if each.counts_at(case.facts.now))


def kept_apart(case: Case) -> frozenset[str]:
    """Ids of the orders that keep the student back at this moment."""
    held = {each.setting for each in check(case) if each.effect is Effect.REFUSES}
    return frozenset(each.id for each in case.facts.orders if path_of(each) in held)


def path_of(order: SeparationOrder) -> str:
    """Where an order stands."""
    return f"separationOrders/{order.id}"


def _is_another_out(case: Case, order: SeparationOrder) -> bool:
    others = case.facts.out.get(order.id, frozenset()) - {case.asked.student.person}
    return bool(others)
