"""What a student has left of a day: limits reached and not, by whom, and how passes change it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.kernel.roles import Role
from shared.passes.answers import ApproverKind, Effect, Keeper, Outcome, Rule
from shared.passes.asked import Asked, Case, Stage
from shared.passes.gate import decide
from shared.passes.limits import begun, counts, day_limit_of, ended, waits, waits_no_more
from shared.passes.model import State, StudentDay, Via
from shared.passes.policy import Circle, DayLimit, PassSettings, StaffBinding
from tests.unit.passes.passes_by_hand import (
    LIBRARY,
    NORTH,
    NURSE,
    RESTROOM,
    ROOM_101,
    asked,
    by_staff,
    effect,
    facts,
    found,
    later,
    one_pass,
)

PASSES, WARNS, ASKS, REFUSES = Effect.PASSES, Effect.WARNS, Effect.ASKS, Effect.REFUSES


@pytest.mark.parametrize(
    ("limit", "used", "expected", "left"),
    [
        (None, 40, PASSES, None),
        (3, 0, PASSES, 3),
        (3, 2, PASSES, 1),
        (3, 3, REFUSES, 0),
        (3, 5, REFUSES, 0),
        (0, 0, REFUSES, 0),
    ],
)
def test_the_limit_of_a_day(
    limit: int | None, used: int, expected: Effect, left: int | None
) -> None:
    decision = decide(asked(), facts(PassSettings(day_limit=limit), day=StudentDay(used=used)))
    (finding,) = found(decision, Rule.DAY_LIMIT)
    assert finding.effect is expected
    assert (finding.used, finding.limit, finding.left) == (used, limit, left)
    assert (finding.setting, finding.keeper) == ("passSettings.dayLimit", Keeper.OWNER)
    assert finding.students_only


@pytest.mark.parametrize(
    ("limit", "by_type", "expected"),
    [
        (None, {"restroom": 9}, PASSES),
        (2, {"restroom": 1, "library": 7}, PASSES),
        (2, {"restroom": 2}, REFUSES),
        (2, {}, PASSES),
    ],
)
def test_the_limit_of_a_type(limit: int | None, by_type: dict[str, int], expected: Effect) -> None:
    limited = replace(RESTROOM, daily_limit=limit)
    decision = decide(asked(type=limited), facts(day=StudentDay(by_type=by_type)))
    (finding,) = found(decision, Rule.TYPE_LIMIT)
    assert (finding.effect, finding.used) == (expected, by_type.get("restroom", 0))
    assert (finding.setting, finding.keeper) == ("passTypes/restroom.dailyLimit", Keeper.MANAGER)


@pytest.mark.parametrize(
    ("wait", "ended_ago", "expected"),
    [(10, 9, REFUSES), (10, 10, PASSES), (0, 0, PASSES), (10, None, PASSES)],
)
def test_the_wait_between_two(wait: int, ended_ago: int | None, expected: Effect) -> None:
    last = None if ended_ago is None else later(-ended_ago)
    known = facts(PassSettings(wait_minutes=wait), day=StudentDay(last_end=last))
    (finding,) = found(decide(asked(), known), Rule.COOL_DOWN)
    assert finding.effect is expected
    assert finding.until == (later(1) if expected is REFUSES else None)
    assert finding.setting == "passSettings.waitMinutes"


REACHED = {
    "day": StudentDay(used=3, by_type={"restroom": 3}, last_end=later(-1)),
}
THREE = PassSettings(day_limit=3, wait_minutes=5)
RULES = (Rule.DAY_LIMIT, Rule.TYPE_LIMIT, Rule.COOL_DOWN)
TYPE = replace(RESTROOM, daily_limit=3)


def effects(request: Asked, settings: PassSettings) -> set[Effect]:
    return {effect(request, facts(settings, **REACHED), rule) for rule in RULES}


def test_limits_bind_students_and_warn_adults() -> None:
    assert effects(asked(type=TYPE), THREE) == {REFUSES}
    assert effects(by_staff(type=TYPE), THREE) == {WARNS}
    assert decide(by_staff(type=TYPE), facts(THREE, **REACHED)).outcome is Outcome.ALLOW


def test_a_school_may_ask_a_second_adult() -> None:
    second = replace(THREE, staff_limits=StaffBinding.SECOND_ADULT)
    assert effects(by_staff(type=TYPE), second) == {ASKS}
    decision = decide(by_staff(type=TYPE), facts(second, **REACHED))
    assert decision.outcome is Outcome.NEEDS_APPROVAL
    assert decision.approvers is not None
    assert decision.approvers.kind is ApproverKind.SECOND_ADULT
    agreed = by_staff(type=TYPE, stage=Stage.APPROVAL)
    assert decide(agreed, facts(second, **REACHED)).outcome is Outcome.ALLOW


def test_a_school_may_bind_adults_as_well() -> None:
    block = replace(THREE, staff_limits=StaffBinding.BLOCK)
    decision = decide(by_staff(type=TYPE), facts(block, **REACHED))
    assert effects(by_staff(type=TYPE), block) == {REFUSES}
    assert not any(each.students_only for each in decision.reasons)


def test_an_adult_who_stands_by_a_student_takes_them_past_a_limit() -> None:
    vouched = asked(type=TYPE, vouched_by="lee")
    assert effects(vouched, THREE) == {WARNS}
    assert decide(vouched, facts(THREE, **REACHED)).outcome is Outcome.ALLOW


def test_a_type_that_ignores_limits() -> None:
    limited = replace(NURSE, daily_limit=0)
    known = facts(THREE, **REACHED)
    assert decide(asked(type=limited), known).outcome is Outcome.ALLOW
    assert effect(asked(type=limited), known, Rule.TYPE_LIMIT) is PASSES


@pytest.mark.parametrize(
    ("via", "counted"),
    [
        (Via.STUDENT, True),
        (Via.AUTO, True),
        (Via.KIOSK, True),
        (Via.STAFF, False),
        (Via.APPOINTMENT, False),
        (Via.CHECK_IN, False),
    ],
)
def test_what_counts_is_what_students_made(via: Via, *, counted: bool) -> None:
    assert decide(asked(via=via), facts()).counts is counted


def test_what_does_not_count_is_not_limited() -> None:
    without_kiosks = replace(THREE, counted=frozenset({Via.STUDENT, Via.AUTO}))
    at_kiosk = asked(type=TYPE, via=Via.KIOSK)
    assert effects(at_kiosk, without_kiosks) == {PASSES}
    assert effects(at_kiosk, THREE) == {REFUSES}
    every = replace(THREE, counted=frozenset(Via))
    assert decide(by_staff(), facts(every)).counts


EXEMPT = replace(LIBRARY, counts=False)


@pytest.mark.parametrize(
    ("origin", "destination", "counted"),
    [
        (ROOM_101, NORTH, True),
        (ROOM_101, EXEMPT, False),
        (EXEMPT, ROOM_101, False),
        (EXEMPT, NORTH, True),
        (ROOM_101, None, True),
        (None, ROOM_101, True),
        (NORTH, ROOM_101, True),
    ],
)
def test_a_place_that_does_not_count(
    origin: object,
    destination: object,
    *,
    counted: bool,
) -> None:
    request = asked(origin=origin, destination=destination, type=TYPE)
    assert counts(Case(request, facts())) is counted
    assert effects(request, THREE) == {REFUSES if counted else PASSES}
    assert effects(replace(request, by=by_staff().by, via=Via.STAFF), THREE) == {
        WARNS if counted else PASSES
    }


def test_the_way_back_to_an_unknown_place_counts() -> None:
    request = asked(origin=EXEMPT, destination=ROOM_101)
    assert counts(Case(request, facts(expected=None)))


BY_NAME = DayLimit("name", 9, Circle(people=frozenset({"sofia"})))
BY_LIST = DayLimit("list", 4, Circle(lists=frozenset({"band"})))
BY_LIST_TOO = DayLimit("list-too", 2, Circle(lists=frozenset({"band"})))
BY_GRADE = DayLimit("grade", 1, Circle(grades=frozenset({"9"})))
BY_ROLE = DayLimit("role", 8, Circle(roles=frozenset({Role.STUDENT})))
OTHERS = DayLimit("others", 0, Circle(grades=frozenset({"12"})))


@pytest.mark.parametrize(
    ("limits", "expected", "path"),
    [
        ((), 3, "dayLimit"),
        ((OTHERS,), 3, "dayLimit"),
        ((OTHERS, BY_ROLE), 8, "dayLimits/role"),
        ((BY_ROLE, BY_GRADE), 1, "dayLimits/grade"),
        ((BY_GRADE, BY_LIST), 4, "dayLimits/list"),
        ((BY_LIST, BY_LIST_TOO), 2, "dayLimits/list-too"),
        ((BY_LIST, BY_NAME, BY_GRADE), 9, "dayLimits/name"),
    ],
)
def test_the_narrowest_limit_counts(limits: tuple[DayLimit, ...], expected: int, path: str) -> None:
    settings = PassSettings(day_limit=3, day_limits=limits)
    case = Case(asked(), facts(settings))
    assert day_limit_of(settings, case) == (expected, f"passSettings.{path}")


def test_what_is_for_later_is_counted_then() -> None:
    known = facts(THREE, **REACHED)
    decision = decide(asked(type=TYPE, start=later(60)), known)
    assert decision.outcome is Outcome.ALLOW
    assert [each for rule in RULES for each in found(decision, rule)] == []
    due = asked(type=TYPE, start=later(60), stage=Stage.START)
    assert decide(due, replace(known, now=later(60))).outcome is Outcome.REFUSE


def test_a_limit_changed_at_noon_counts_what_was_used_before() -> None:
    day = StudentDay(used=4)
    assert decide(asked(), facts(PassSettings(day_limit=5), day=day)).outcome is Outcome.ALLOW
    assert decide(asked(), facts(PassSettings(day_limit=4), day=day)).outcome is Outcome.REFUSE
    assert decide(asked(), facts(PassSettings(day_limit=6), day=day)).outcome is Outcome.ALLOW


def test_a_day_of_a_student_by_hand() -> None:
    first, by_lee = one_pass(), one_pass(id="p2", counts=False)
    third = one_pass(id="p3", type="library")
    day = begun(StudentDay(), first)
    assert day == StudentDay(active="p1", used=1, by_type={"restroom": 1}, version=1)
    day = ended(day, first, later(5))
    assert day == StudentDay(used=1, by_type={"restroom": 1}, last_end=later(5), version=2)
    day = ended(begun(day, by_lee), by_lee, later(9))
    assert (day.used, day.last_end, day.version) == (1, later(5), 4)
    day = begun(waits(day, third), third)
    assert day == StudentDay(
        active="p3", used=2, by_type={"restroom": 1, "library": 1}, last_end=later(5), version=6
    )


def test_the_same_twice_changes_a_day_once() -> None:
    one = one_pass()
    day = begun(StudentDay(), one)
    assert begun(day, one) == day
    over = ended(day, one, later(5))
    assert ended(over, one, later(6)) == over
    asks = waits(over, one_pass(State.REQUESTED, id="p2"))
    assert asks.waiting == "p2"
    assert waits(asks, one_pass(State.QUEUED, id="p2")) == asks


def test_what_is_not_the_students_own_changes_nothing() -> None:
    day = StudentDay(active="p9", waiting="p8", version=3)
    assert ended(day, one_pass(), later(5)) == day
    assert waits_no_more(day, one_pass()) == day
    assert waits_no_more(day, one_pass(id="p8")) == StudentDay(active="p9", version=4)
    assert begun(StudentDay(waiting="p8"), one_pass()).waiting == "p8"
