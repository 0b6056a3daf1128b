"""What holds of every decision, whatever is asked and known."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.passes.answers import Effect, Outcome, Rule
from shared.passes.approvals import approvers_of
from shared.passes.asked import Asked, Case, Facts, Stage, Use
from shared.passes.crowding import claims_of
from shared.passes.gate import decide
from shared.passes.model import OrderKind, SeparationOrder, StudentDay, Via
from shared.passes.policy import (
    Approval,
    AutoPass,
    Blackout,
    CapsCount,
    HallsStop,
    PassSettings,
    PassType,
    Place,
    StaffBinding,
    Window,
)
from tests.unit.passes.passes_by_hand import IN_ALGEBRA, MR_KIM, MS_LEE, NOW, SOFIA, asked, facts

OTHERS = ("ben-ortiz", "ana-ruiz", "li-wei")
LIMITS = {Rule.DAY_LIMIT, Rule.TYPE_LIMIT, Rule.COOL_DOWN}
CAPS = {
    *(Rule.PLACE_FULL, Rule.ORIGIN_FULL, Rule.TYPE_FULL),
    *(Rule.BUILDING_FULL, Rule.STUDENTS_OWN_FULL),
}
_small = st.integers(0, 4)
_maybe = st.none() | _small
_soon = st.integers(-30, 30).map(lambda each: NOW + timedelta(minutes=each))
_staff = st.frozensets(st.sampled_from(("lee", "kim")))


def _place(name: str) -> st.SearchStrategy[Place]:
    return st.builds(
        Place,
        id=st.just(name),
        name=st.just(name),
        staff=_staff,
        most_to=_maybe,
        most_from=_maybe,
        approval=st.none() | st.sampled_from(Approval),
        students_now=st.booleans(),
        counts=st.booleans(),
        most_minutes=_maybe,
    )


ROOM, NORTH = _place("r101"), _place("north")
settings = st.builds(
    PassSettings,
    enabled=st.sampled_from((True, True, False)),
    students_may_create=st.sampled_from((True, True, False)),
    staff_may_assign=st.sampled_from((True, True, False)),
    staff_bypass_blackouts=st.booleans(),
    staff_limits=st.sampled_from(StaffBinding),
    day_limit=_maybe,
    wait_minutes=_small,
    most_out=_maybe,
    most_students_own=_maybe,
    caps_count=st.sampled_from(CapsCount),
    queue=st.booleans(),
    scheduled_into_full=st.booleans(),
    kiosk_approves=st.booleans(),
    auto_places=st.sampled_from((frozenset(), frozenset({"north"}))),
    stop=st.none() | st.builds(HallsStop, since=_soon, by=st.just("kim")),
)
types = st.builds(
    PassType,
    id=st.just("restroom"),
    name=st.just("Restroom"),
    active=st.sampled_from((True, True, False)),
    most_at_once=_maybe,
    daily_limit=_maybe,
    student_created=st.booleans(),
    approval=st.sampled_from(Approval),
    kiosk=st.booleans(),
    ignores_blackouts=st.booleans(),
    ignores_limits=st.booleans(),
    emergency=st.booleans(),
)
requests = st.builds(
    asked,
    type=types,
    student=st.sampled_from((SOFIA, SOFIA, replace(SOFIA, is_member=False))),
    via=st.sampled_from(Via),
    by=st.sampled_from((SOFIA, MS_LEE, MR_KIM)),
    origin=st.none() | ROOM | NORTH,
    destination=st.none() | ROOM | NORTH,
    start=st.none() | _soon,
    minutes=_maybe,
    teacher=st.sampled_from(("", "lee")),
    colleague=st.sampled_from(("", "kim")),
    vouched_by=st.sampled_from(("", "", "lee")),
    stage=st.sampled_from(Stage),
)
_days = st.builds(
    StudentDay,
    active=st.sampled_from(("", "", "other", "new")),
    waiting=st.sampled_from(("", "", "other", "new")),
    used=_small,
    by_type=st.fixed_dictionaries({"restroom": _small}),
    last_end=st.none() | _soon,
)
_KEYS = ("to:north", "to:r101", "from:r101", "from:north", "type:restroom", "building", "students")
_orders = tuple(
    SeparationOrder(f"order-{kind.value}", kind, frozenset({"sofia", *OTHERS}))
    for kind in OrderKind
)
known_facts = st.builds(
    facts,
    settings=settings,
    day=_days,
    where=st.sampled_from((IN_ALGEBRA, None)),
    expected=st.none() | ROOM,
    blackouts=st.lists(
        st.builds(
            Blackout,
            id=st.sampled_from(("a", "b")),
            name=st.just("Some"),
            windows=st.just((Window(time(8), time(8, 30)),)),
            last_minutes=_small,
        ),
        max_size=2,
    ).map(tuple),
    orders=st.lists(st.sampled_from(_orders), unique=True).map(tuple),
    out=st.dictionaries(
        st.sampled_from([each.id for each in _orders]),
        st.frozensets(st.sampled_from(("sofia", *OTHERS))),
    ),
    uses=st.dictionaries(st.sampled_from(_KEYS), st.builds(Use, _small, _small)),
    held=st.frozensets(st.sampled_from(_KEYS)),
    autos=st.sampled_from(((), (AutoPass("lee", frozenset({"north"})),))),
)


@given(requests, known_facts)
def test_an_emergency_is_kept_back_by_no_rule_of_the_schools(request: Asked, known: Facts) -> None:
    kind = replace(request.type, emergency=True, active=True)
    decision = decide(replace(request, type=kind, student=SOFIA), known)
    assert decision.outcome is Outcome.ALLOW


@given(requests, known_facts)
def test_adults_are_not_refused_by_limits_that_warn(request: Asked, known: Facts) -> None:
    warns = replace(known, settings=replace(known.settings, staff_limits=StaffBinding.WARN))
    decision = decide(replace(request, by=MS_LEE, via=Via.STAFF), warns)
    bound = [each for each in decision.findings if each.rule in LIMITS | CAPS]
    queued = request.stage is Stage.START and not known.settings.scheduled_into_full
    allowed = {Effect.PASSES, Effect.WARNS, *([Effect.QUEUES] if queued else [])}
    assert {each.effect for each in bound} <= allowed


@given(requests, known_facts)
def test_what_says_that_it_binds_students_only_refuses_no_adult(
    request: Asked, known: Facts
) -> None:
    decision = decide(replace(request, by=MS_LEE, via=Via.STAFF), known)
    refused = [each for each in decision.findings if each.effect is Effect.REFUSES]
    assert [each for each in refused if each.students_only] == []


@given(requests, known_facts)
def test_no_decision_names_another_student(request: Asked, known: Facts) -> None:
    decision = decide(request, known)
    text = repr(decision) + repr(decision.for_student())
    assert [name for name in OTHERS if name in text] == []


@given(requests, known_facts)
def test_a_student_never_learns_of_an_order(request: Asked, known: Facts) -> None:
    answer = repr(decide(request, known).for_student())
    assert "order" not in answer
    assert Rule.SEPARATED.value not in answer


@given(requests, known_facts)
def test_the_same_asked_again_is_answered_the_same(request: Asked, known: Facts) -> None:
    assert decide(request, known) == decide(request, known)


@given(requests, known_facts)
def test_an_approval_with_unchanged_facts_starts_what_was_asked(
    request: Asked, known: Facts
) -> None:
    first = decide(replace(request, stage=Stage.REQUEST), known)
    again = decide(replace(request, stage=Stage.APPROVAL, via=first.via), known)
    if first.outcome is Outcome.NEEDS_APPROVAL:
        assert again.outcome in {Outcome.ALLOW, Outcome.QUEUE}
    elif request.via is not Via.APPOINTMENT:
        assert again.outcome is first.outcome
    if request.via is not Via.APPOINTMENT:
        asks = {Effect.ASKS: Effect.WARNS}
        before = [
            (each.rule, asks.get(each.effect, each.effect), each.used, each.limit)
            for each in first.findings
            if each.rule is not Rule.APPROVAL
        ]
        after = [
            (each.rule, each.effect, each.used, each.limit)
            for each in again.findings
            if each.rule is not Rule.APPROVAL
        ]
        assert before == after


@given(requests, known_facts)
def test_the_outcome_is_that_of_the_heaviest_reason(request: Asked, known: Facts) -> None:
    decision = decide(request, known)
    effects = {each.effect for each in decision.reasons} - {Effect.WARNS}
    if not effects:
        assert decision.outcome is Outcome.ALLOW
        assert decision.first is None
    elif Effect.REFUSES in effects:
        assert decision.outcome is Outcome.REFUSE
    else:
        expected = Outcome.NEEDS_APPROVAL if Effect.ASKS in effects else Outcome.QUEUE
        assert decision.outcome is expected
    assert (decision.first is None) is (decision.outcome is Outcome.ALLOW)
    assert (decision.approvers is not None) is (decision.outcome is Outcome.NEEDS_APPROVAL)


@given(requests, known_facts)
def test_findings_come_in_the_order_of_the_gate(request: Asked, known: Facts) -> None:
    rules = list(Rule)
    places = [rules.index(each.rule) for each in decide(request, known).findings]
    assert places == sorted(places)


@given(requests, known_facts, st.integers(1, 4))
def test_a_capped_place_counts_at_either_end(request: Asked, known: Facts, cap: int) -> None:
    here, north = Place("r101", "r101"), Place("north", "north", most_to=cap)
    either = replace(known.settings, caps_count=CapsCount.EITHER_END)
    known = replace(known, settings=either)
    forwards = replace(request, origin=here, destination=north)
    backwards = replace(request, origin=north, destination=here)
    for each in (forwards, backwards):
        assert "to:north" in decide(each, known).claims


@given(requests, known_facts)
def test_a_full_place_is_never_entered_by_a_student_alone(request: Asked, known: Facts) -> None:
    case = Case(request, known)
    if not case.binds or request.type.emergency or case.is_later or request.stage is Stage.START:
        return
    decision = decide(request, known)
    full = [
        each
        for each in decision.findings
        if each.rule in CAPS and each.used is not None and each.left == 0
    ]
    assert not full or decision.outcome is not Outcome.ALLOW
    assert decision.claims == claims_of(Case(replace(request, via=decision.via), known))


@given(requests, known_facts)
def test_nobody_is_asked_in_vain(request: Asked, known: Facts) -> None:
    named = approvers_of(Case(request, known))
    assert named is None or request.stage is Stage.REQUEST
    assert named is None or SOFIA.person not in named.people
