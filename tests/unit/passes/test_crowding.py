"""Caps of places, types and the building: who counts, who waits, and who goes in all the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.passes.answers import Effect, Keeper, Outcome, Rule
from shared.passes.asked import Asked, Case, Stage, Use
from shared.passes.crowding import caps_of, claims_of
from shared.passes.gate import decide
from shared.passes.model import Via
from shared.passes.policy import CapsCount, PassSettings, StaffBinding
from tests.unit.passes.passes_by_hand import (
    LIBRARY,
    NORTH,
    RESTROOM,
    ROOM_101,
    asked,
    by_staff,
    facts,
    found,
    later,
)

FOUR = replace(NORTH, most_to=4)
TWO_OUT = replace(ROOM_101, most_from=2)
PASSES, WARNS, QUEUES, REFUSES = Effect.PASSES, Effect.WARNS, Effect.QUEUES, Effect.REFUSES
TO_FOUR = asked(destination=FOUR)


def with_use(taken: int, ahead: int = 0, key: str = "to:north") -> dict[str, Any]:
    return {"uses": {key: Use(taken, ahead)}}


@pytest.mark.parametrize(
    ("taken", "ahead", "expected", "position"),
    [
        (0, 0, PASSES, None),
        (3, 0, PASSES, None),
        (4, 0, QUEUES, 1),
        (5, 0, QUEUES, 1),
        (4, 2, QUEUES, 3),
        (3, 1, QUEUES, 2),
        (2, 1, PASSES, None),
    ],
)
def test_the_fifth_of_four_waits_behind_who_waits_already(
    taken: int, ahead: int, expected: Effect, position: int | None
) -> None:
    decision = decide(TO_FOUR, facts(**with_use(taken, ahead)))
    (finding,) = found(decision, Rule.PLACE_FULL)
    assert (finding.effect, finding.position) == (expected, position)
    assert (finding.used, finding.limit) == (taken, 4)
    assert (finding.setting, finding.keeper) == ("places/north.mostTo", Keeper.MANAGER)
    assert decision.outcome is (Outcome.QUEUE if position else Outcome.ALLOW)


def test_without_a_queue_who_comes_fifth_is_refused() -> None:
    decision = decide(TO_FOUR, facts(PassSettings(queue=False), **with_use(4)))
    assert decision.outcome is Outcome.REFUSE
    assert decision.first is not None
    assert (decision.first.used, decision.first.limit, decision.first.left) == (4, 4, 0)


def test_nobody_waits_at_a_kiosk() -> None:
    at_kiosk = asked(destination=FOUR, via=Via.KIOSK)
    assert decide(at_kiosk, facts(**with_use(4))).outcome is Outcome.REFUSE
    assert decide(at_kiosk, facts(**with_use(3))).outcome is Outcome.ALLOW


@pytest.mark.parametrize(
    ("binding", "outcome"),
    [
        (StaffBinding.WARN, Outcome.ALLOW),
        (StaffBinding.SECOND_ADULT, Outcome.NEEDS_APPROVAL),
        (StaffBinding.BLOCK, Outcome.REFUSE),
    ],
)
def test_an_adult_sends_into_a_full_place_as_the_school_says(
    binding: StaffBinding, outcome: Outcome
) -> None:
    settings = PassSettings(staff_limits=binding)
    decision = decide(by_staff(destination=FOUR), facts(settings, **with_use(4)))
    assert decision.outcome is outcome
    assert "to:north" in decision.claims


@pytest.mark.parametrize(("into_full", "outcome"), [(True, Outcome.ALLOW), (False, Outcome.QUEUE)])
def test_a_scheduled_start_into_a_full_place(*, into_full: bool, outcome: Outcome) -> None:
    settings = PassSettings(scheduled_into_full=into_full, staff_limits=StaffBinding.BLOCK)
    for request in (TO_FOUR, by_staff(destination=FOUR)):
        starting = replace(request, start=later(0), stage=Stage.START)
        decision = decide(starting, facts(settings, **with_use(4)))
        assert decision.outcome is outcome
        (finding,) = found(decision, Rule.PLACE_FULL)
        assert finding.effect is (WARNS if into_full else QUEUES)


def test_a_place_that_is_offered_is_the_students_own() -> None:
    taking = replace(TO_FOUR, stage=Stage.OFFER)
    mine = facts(**with_use(4), held=frozenset({"to:north"}))
    assert decide(taking, mine).outcome is Outcome.ALLOW
    assert decide(taking, facts(**with_use(4))).outcome is Outcome.QUEUE


def test_a_cap_made_smaller_at_noon_takes_nobody_out_and_lets_nobody_in() -> None:
    smaller = replace(NORTH, most_to=2)
    assert decide(asked(destination=smaller), facts(**with_use(4))).outcome is Outcome.QUEUE
    assert decide(asked(destination=smaller), facts(**with_use(1))).outcome is Outcome.ALLOW


def test_what_is_for_later_takes_no_place_now() -> None:
    decision = decide(replace(TO_FOUR, start=later(60)), facts(**with_use(4)))
    assert decision.outcome is Outcome.ALLOW
    assert found(decision, Rule.PLACE_FULL) == []


DESTINATION_ONLY = PassSettings(caps_count=CapsCount.DESTINATION)


def keys(request: Asked, settings: PassSettings | None = None, **known: Any) -> set[str]:
    return {cap.key for cap in caps_of(Case(request, facts(settings, **known)))}


def test_a_pass_written_backwards_takes_a_place_too() -> None:
    backwards = asked(origin=FOUR, destination=TWO_OUT)
    out_of: dict[str, Any] = {"expected": TWO_OUT}
    assert keys(backwards, **out_of) == {"to:north", "from:r101"}
    assert decide(backwards, facts(**with_use(4), **out_of)).outcome is Outcome.QUEUE
    assert keys(backwards, DESTINATION_ONLY, **out_of) == set()


def test_a_pass_written_forwards_is_in_the_same_counters() -> None:
    forwards = asked(origin=TWO_OUT, destination=FOUR)
    assert keys(forwards, expected=TWO_OUT) == {"to:north", "from:r101"}
    assert keys(forwards, DESTINATION_ONLY, expected=TWO_OUT) == {"to:north", "from:r101"}


def test_who_is_sent_to_a_room_from_elsewhere_is_not_out_of_it() -> None:
    assert keys(by_staff(origin=LIBRARY, destination=TWO_OUT), expected=None) == set()


@pytest.mark.parametrize(("taken", "expected"), [(1, PASSES), (2, QUEUES)])
def test_how_many_are_out_of_a_room(taken: int, expected: Effect) -> None:
    decision = decide(asked(origin=TWO_OUT), facts(**with_use(taken, key="from:r101")))
    (finding,) = found(decision, Rule.ORIGIN_FULL)
    assert (finding.effect, finding.setting) == (expected, "places/r101.mostFrom")


TEN = replace(RESTROOM, most_at_once=10)


@pytest.mark.parametrize(("taken", "expected"), [(9, PASSES), (10, QUEUES)])
def test_how_many_passes_of_a_type(taken: int, expected: Effect) -> None:
    decision = decide(asked(type=TEN), facts(**with_use(taken, key="type:restroom")))
    (finding,) = found(decision, Rule.TYPE_FULL)
    assert (finding.effect, finding.setting) == (expected, "passTypes/restroom.mostAtOnce")


@pytest.mark.parametrize(
    ("via", "counted"),
    [
        (Via.STUDENT, {"building", "students"}),
        (Via.AUTO, {"building", "students"}),
        (Via.KIOSK, {"building", "students"}),
        (Via.STAFF, {"building"}),
        (Via.CHECK_IN, {"building"}),
        (Via.APPOINTMENT, set()),
    ],
)
def test_who_is_out_in_the_building(via: Via, counted: set[str]) -> None:
    settings = PassSettings(most_out=50, most_students_own=30)
    assert keys(asked(via=via), settings) == counted


@pytest.mark.parametrize(
    ("key", "rule", "field", "most"),
    [
        ("building", Rule.BUILDING_FULL, "mostOut", 50),
        ("students", Rule.STUDENTS_OWN_FULL, "mostStudentsOwn", 30),
    ],
)
def test_caps_of_the_building(key: str, rule: Rule, field: str, most: int) -> None:
    settings = PassSettings(most_out=50, most_students_own=30)
    for taken, expected in ((most - 1, PASSES), (most, QUEUES)):
        (finding,) = found(decide(asked(), facts(settings, **with_use(taken, key=key))), rule)
        assert (finding.effect, finding.limit) == (expected, most)
        assert (finding.setting, finding.keeper) == (f"passSettings.{field}", Keeper.OWNER)


def test_what_has_no_limit_has_no_counter() -> None:
    assert claims_of(Case(asked(), facts())) == frozenset()
    assert claims_of(Case(asked(type=TEN, destination=FOUR), facts())) == {
        "to:north",
        "type:restroom",
    }
    assert claims_of(Case(asked(origin=None, destination=None), facts(expected=None))) == set()


def test_both_caps_that_are_full_are_told() -> None:
    known = facts(uses={"to:north": Use(4), "type:restroom": Use(10, 3)})
    decision = decide(asked(type=TEN, destination=FOUR), known)
    assert [each.rule for each in decision.reasons] == [Rule.PLACE_FULL, Rule.TYPE_FULL]
    assert decision.first is not None
    assert decision.first.rule is Rule.PLACE_FULL


def test_a_refusal_for_a_full_place_binds_adults_only_where_the_school_says_so() -> None:
    (finding,) = found(decide(TO_FOUR, facts(**with_use(4))), Rule.PLACE_FULL)
    assert finding.students_only
    block = PassSettings(staff_limits=StaffBinding.BLOCK)
    (finding,) = found(decide(TO_FOUR, facts(block, **with_use(4))), Rule.PLACE_FULL)
    assert (finding.students_only, finding.effect) == (False, QUEUES)
    refused = decide(by_staff(destination=FOUR), facts(block, **with_use(4)))
    assert [each.effect for each in refused.reasons] == [REFUSES]
