"""Whether a pass may begin, and why: every rule in its order. Pure: values in, a decision out.

The same rules are asked at the request, at the approval, when a place is offered, and when what was
scheduled begins. Why each is as it is stands in ``docs/domain/passes.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from shared.passes import apart, approvals, blackouts, crowding, limits, standing
from shared.passes.answers import Approvers, Decision, Effect, Finding, Outcome, Rule
from shared.passes.asked import Asked, Case, Facts
from shared.passes.model import Via

Check = Callable[[Case], Iterator[Finding]]

GATE: tuple[Check, ...] = (
    standing.check,
    standing.check_one_at_a_time,
    blackouts.check,
    limits.check,
    crowding.check,
    apart.check,
    approvals.check,
)

BIND_EMERGENCIES = frozenset({Rule.NOT_A_MEMBER, Rule.TYPE_INACTIVE})
"""Not rules of the school's: the student is not there, or nobody offers the type."""

_WEIGHT = (
    # An approval goes before a wait: an adult is asked once, and not while a place is kept free.
    (Effect.REFUSES, Outcome.REFUSE),
    (Effect.ASKS, Outcome.NEEDS_APPROVAL),
    (Effect.QUEUES, Outcome.QUEUE),
)


def decide(asked: Asked, facts: Facts) -> Decision:
    """What becomes of a pass that somebody asks for.

    Args:
        asked: the pass, who asks, and at which stage.
        facts: of this moment; what the answer rests on has to be unchanged when it is written.
    """
    case = Case(asked, facts)
    findings = tuple(_softened(case, each) for check in GATE for each in check(case))
    outcome = _outcome(findings)
    via = Via.AUTO if approvals.is_auto(case) else asked.via
    counted = Case(replace(asked, via=via), facts)
    return Decision(
        outcome=outcome,
        findings=findings,
        approvers=_approvers(case, outcome),
        via=via,
        replaces=_replaced(case),
        claims=crowding.claims_of(counted),
        counts=limits.counts(counted),
        orders=apart.orders_of(case),
        kept_apart=apart.kept_apart(case),
    )


def _softened(case: Case, finding: Finding) -> Finding:
    """An emergency is told of rules, and not kept back by them."""
    harmless = finding.effect is Effect.PASSES or finding.rule in BIND_EMERGENCIES
    if harmless or not case.asked.type.emergency:
        return finding
    return replace(finding, effect=Effect.WARNS, position=None)


def _outcome(findings: Sequence[Finding]) -> Outcome:
    effects = {each.effect for each in findings}
    return next((outcome for effect, outcome in _WEIGHT if effect in effects), Outcome.ALLOW)


def _approvers(case: Case, outcome: Outcome) -> Approvers | None:
    if outcome is not Outcome.NEEDS_APPROVAL:
        return None
    return approvals.approvers_of(case) or approvals.SECOND_ADULT


def _replaced(case: Case) -> str:
    active = case.facts.day.active
    if not case.asked.type.emergency or case.is_later or active == case.asked.pass_id:
        return ""
    return active
