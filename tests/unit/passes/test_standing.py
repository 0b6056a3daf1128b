"""The rules before all that is counted, each broken and kept, by students and by adults."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.calendar.where import where_is
from shared.kernel.roles import Role
from shared.passes.answers import Effect, Keeper, Outcome, Rule
from shared.passes.asked import Asked, Stage
from shared.passes.gate import decide
from shared.passes.model import Standing, StudentDay, Travel, Via
from shared.passes.policy import Circle, HallsStop, PassSettings
from tests.unit.calendar.days_by_hand import at, calendar, half_day, school_day
from tests.unit.passes.passes_by_hand import (
    MR_KIM,
    MS_LEE,
    NORTH,
    NOW,
    RESTROOM,
    ROOM_101,
    SOFIA,
    TIMETABLE,
    asked,
    by_staff,
    effect,
    facts,
    found,
)

PASSES, WARNS, REFUSES = Effect.PASSES, Effect.WARNS, Effect.REFUSES
NOT_ASKED = None


def effect_or_none(request: Asked, settings: PassSettings, rule: Rule) -> Effect | None:
    findings = found(decide(request, facts(settings)), rule)
    return findings[0].effect if findings else None


def test_a_usual_request_is_allowed_and_every_rule_says_so() -> None:
    decision = decide(asked(), facts())
    assert decision.outcome is Outcome.ALLOW
    assert decision.first is None
    assert decision.reasons == ()
    assert [each.rule.value for each in decision.findings] == [
        *("NOT_A_MEMBER", "HALLS_STOPPED", "PASSES_OFF", "TYPE_INACTIVE"),
        *("STUDENTS_MAY_NOT_CREATE", "TYPE_NOT_STUDENTS", "TEACHER_NOT_NAMED"),
        *("NOT_ON_ALLOW_LIST", "SAME_PLACE", "TRAVEL_NOT_OFFERED", "PLACE_NOT_STUDENTS"),
        *("TOO_LONG", "ORIGIN_NOT_DUE", "OUT_OF_HOURS", "ALREADY_OUT", "ALREADY_WAITING"),
        *("BLACKOUT", "DAY_LIMIT", "TYPE_LIMIT", "COOL_DOWN", "APPROVAL"),
    ]


@pytest.mark.parametrize(
    ("settings", "rule", "student", "teacher", "manager"),
    [
        (PassSettings(enabled=False), Rule.PASSES_OFF, REFUSES, REFUSES, REFUSES),
        (PassSettings(), Rule.PASSES_OFF, PASSES, PASSES, PASSES),
        (
            PassSettings(students_may_create=False),
            Rule.STUDENTS_MAY_NOT_CREATE,
            *(REFUSES, NOT_ASKED, NOT_ASKED),
        ),
        (PassSettings(), Rule.STUDENTS_MAY_NOT_CREATE, PASSES, NOT_ASKED, NOT_ASKED),
        (
            PassSettings(staff_may_assign=False),
            Rule.STAFF_MAY_NOT_ASSIGN,
            *(NOT_ASKED, REFUSES, PASSES),
        ),
        (PassSettings(), Rule.STAFF_MAY_NOT_ASSIGN, NOT_ASKED, PASSES, PASSES),
        (
            PassSettings(must_name_teacher=True),
            Rule.TEACHER_NOT_NAMED,
            *(REFUSES, NOT_ASKED, NOT_ASKED),
        ),
        (PassSettings(), Rule.TEACHER_NOT_NAMED, PASSES, NOT_ASKED, NOT_ASKED),
    ],
)
def test_what_the_school_says(
    settings: PassSettings,
    rule: Rule,
    student: Effect | None,
    teacher: Effect | None,
    manager: Effect | None,
) -> None:
    assert effect_or_none(asked(), settings, rule) is student
    assert effect_or_none(by_staff(), settings, rule) is teacher
    assert effect_or_none(by_staff(by=MR_KIM), settings, rule) is manager


def test_a_teacher_who_is_named_is_enough() -> None:
    known = facts(PassSettings(must_name_teacher=True))
    assert effect(asked(teacher="lee"), known, Rule.TEACHER_NOT_NAMED) is PASSES


def test_who_has_left_gets_no_pass() -> None:
    gone = replace(SOFIA, is_member=False)
    assert effect(asked(student=gone), facts(), Rule.NOT_A_MEMBER) is REFUSES
    assert effect(by_staff(student=gone), facts(), Rule.NOT_A_MEMBER) is REFUSES


@pytest.mark.parametrize(
    ("since", "until", "outcome"),
    [
        (0, None, Outcome.REFUSE),
        (-5, 1, Outcome.REFUSE),
        (-5, 0, Outcome.ALLOW),
        (1, None, Outcome.ALLOW),
    ],
)
def test_stopped_halls_keep_everybody_in(since: int, until: int | None, outcome: Outcome) -> None:
    ends = None if until is None else NOW + timedelta(minutes=until)
    known = facts(PassSettings(stop=HallsStop(NOW + timedelta(minutes=since), "kim", ends)))
    for request in (asked(), by_staff(), by_staff(by=MR_KIM)):
        decision = decide(request, known)
        assert decision.outcome is outcome
        (finding,) = found(decision, Rule.HALLS_STOPPED)
        assert finding.until == (ends if outcome is Outcome.REFUSE else None)
        assert (finding.setting, finding.keeper) == ("passSettings.stop", Keeper.MANAGER)


def test_a_stop_without_an_end_says_nothing_of_later() -> None:
    tomorrow = asked(start=NOW + timedelta(days=1))
    known = facts(PassSettings(stop=HallsStop(NOW, "kim")), where=None)
    assert decide(tomorrow, known).outcome is Outcome.ALLOW
    week = HallsStop(NOW, "kim", NOW + timedelta(days=7))
    known = facts(PassSettings(stop=week), where=None)
    assert decide(tomorrow, known).outcome is Outcome.REFUSE


def test_a_pass_of_a_check_in_is_the_schools_whoever_scans() -> None:
    closed = PassSettings(students_may_create=False, staff_may_assign=False)
    narrow = replace(
        RESTROOM, student_created=False, assigners=Circle(people=frozenset({"nobody"}))
    )
    for by in (SOFIA, MS_LEE):
        request = asked(via=Via.CHECK_IN, by=by, type=narrow)
        assert decide(request, facts(closed)).outcome is Outcome.ALLOW
        full = facts(replace(closed, day_limit=0))
        assert effect(request, full, Rule.DAY_LIMIT) is WARNS


@pytest.mark.parametrize(
    ("changes", "rule", "field"),
    [
        ({"active": False}, Rule.TYPE_INACTIVE, "active"),
        ({"student_created": False}, Rule.TYPE_NOT_STUDENTS, "studentCreated"),
        (
            {"for_students": Circle(people=frozenset({"other"}))},
            *(Rule.NOT_ON_ALLOW_LIST, "forStudents"),
        ),
    ],
)
def test_what_the_type_says(changes: dict[str, object], rule: Rule, field: str) -> None:
    narrow = replace(RESTROOM, **changes)  # type: ignore[arg-type]
    decision = decide(asked(type=narrow), facts())
    assert decision.outcome is Outcome.REFUSE
    assert decision.first is not None
    assert decision.first.rule is rule
    assert decision.first.setting == f"passTypes/restroom.{field}"
    assert decision.first.keeper is Keeper.MANAGER
    assert effect(asked(), facts(), rule) is PASSES


def test_at_a_kiosk_the_types_word_for_kiosks_counts() -> None:
    not_there = replace(RESTROOM, kiosk=False, student_created=True)
    only_there = replace(RESTROOM, kiosk=True, student_created=False)
    closed = PassSettings(students_may_create=False, must_name_teacher=True)
    at_kiosk = asked(via=Via.KIOSK, type=not_there)
    assert effect(at_kiosk, facts(), Rule.TYPE_NOT_AT_KIOSK) is REFUSES
    assert decide(asked(via=Via.KIOSK, type=only_there), facts(closed)).outcome is Outcome.ALLOW


@pytest.mark.parametrize(
    ("circle", "teacher"),
    [
        (Circle(), PASSES),
        (Circle(roles=frozenset({Role.TEACHER})), PASSES),
        (Circle(people=frozenset({"lee"})), PASSES),
        (Circle(lists=frozenset({"deans"})), PASSES),
        (Circle(grades=frozenset({"9"})), REFUSES),
        (Circle(roles=frozenset({Role.STAFF})), REFUSES),
    ],
)
def test_who_makes_passes_of_a_type(circle: Circle, teacher: Effect) -> None:
    narrow = replace(RESTROOM, assigners=circle)
    lee = replace(MS_LEE, lists=frozenset({"deans"}))
    assert effect(by_staff(by=lee, type=narrow), facts(), Rule.NOT_AN_ASSIGNER) is teacher
    assert effect(by_staff(by=MR_KIM, type=narrow), facts(), Rule.NOT_AN_ASSIGNER) is PASSES


@pytest.mark.parametrize(
    ("circle", "holds"),
    [
        (Circle(people=frozenset({"sofia"})), True),
        (Circle(people=frozenset({"ben"})), False),
        (Circle(lists=frozenset({"band", "choir"})), True),
        (Circle(lists=frozenset({"choir"})), False),
        (Circle(grades=frozenset({"9"})), True),
        (Circle(grades=frozenset({"10"})), False),
        (Circle(people=frozenset({"ben"}), grades=frozenset({"9"})), True),
        (Circle(), True),
    ],
)
def test_a_circle_holds_whom_any_part_names(circle: Circle, *, holds: bool) -> None:
    assert circle.holds(SOFIA) is holds


def test_nobody_goes_to_where_they_are() -> None:
    for request in (asked(destination=ROOM_101), by_staff(destination=ROOM_101)):
        assert effect(request, facts(), Rule.SAME_PLACE) is REFUSES
    assert effect(asked(origin=None), facts(), Rule.SAME_PLACE) is PASSES


def test_a_way_that_a_place_does_not_offer() -> None:
    one_way = replace(NORTH, travels=frozenset({Travel.ONE_WAY}))
    assert effect(asked(destination=one_way), facts(), Rule.TRAVEL_NOT_OFFERED) is REFUSES
    assert effect(by_staff(destination=one_way), facts(), Rule.TRAVEL_NOT_OFFERED) is WARNS
    there = asked(destination=one_way, travel=Travel.ONE_WAY)
    assert effect(there, facts(), Rule.TRAVEL_NOT_OFFERED) is PASSES


@pytest.mark.parametrize(
    ("now", "scheduled", "in_minutes", "expected", "field"),
    [
        (False, True, None, REFUSES, "studentsNow"),
        (True, False, None, PASSES, "studentsNow"),
        (True, False, 30, REFUSES, "studentsScheduled"),
        (False, True, 30, PASSES, "studentsScheduled"),
    ],
)
def test_a_place_that_students_may_not_ask_for(
    *,
    now: bool,
    scheduled: bool,
    in_minutes: int | None,
    expected: Effect,
    field: str,
) -> None:
    place = replace(NORTH, students_now=now, students_scheduled=scheduled)
    start = None if in_minutes is None else NOW + timedelta(minutes=in_minutes)
    decision = decide(asked(destination=place, start=start), facts())
    (finding,) = found(decision, Rule.PLACE_NOT_STUDENTS)
    assert (finding.effect, finding.setting) == (expected, f"places/north.{field}")
    assert found(decide(by_staff(destination=place), facts()), Rule.PLACE_NOT_STUDENTS) == []


@pytest.mark.parametrize(
    ("most", "wanted", "student", "teacher"),
    [
        (10, 10, PASSES, PASSES),
        (10, 11, REFUSES, WARNS),
        (None, 120, PASSES, PASSES),
        (None, 121, REFUSES, WARNS),
        (10, None, PASSES, PASSES),
    ],
)
def test_a_pass_of_a_student_is_not_longer_than_the_place_allows(
    most: int | None, wanted: int | None, student: Effect, teacher: Effect
) -> None:
    place = replace(NORTH, most_minutes=most)
    decision = decide(asked(destination=place, minutes=wanted), facts())
    (finding,) = found(decision, Rule.TOO_LONG)
    assert (finding.effect, finding.used, finding.limit) == (student, wanted, most or 120)
    by_lee = by_staff(destination=place, minutes=wanted)
    assert effect(by_lee, facts(), Rule.TOO_LONG) is teacher


def test_a_pass_without_a_place_has_the_most_of_all_passes() -> None:
    assert effect(asked(destination=None, minutes=121), facts(), Rule.TOO_LONG) is REFUSES


def test_a_pass_from_elsewhere_is_flagged_or_refused() -> None:
    backwards = {"origin": NORTH, "destination": ROOM_101}
    strict = facts(PassSettings(must_start_where_due=True))
    assert effect(asked(**backwards), facts(), Rule.ORIGIN_NOT_DUE) is WARNS
    assert effect(asked(**backwards), strict, Rule.ORIGIN_NOT_DUE) is REFUSES
    assert effect(by_staff(**backwards), strict, Rule.ORIGIN_NOT_DUE) is WARNS
    assert effect(asked(), strict, Rule.ORIGIN_NOT_DUE) is PASSES
    assert found(decide(asked(**backwards), facts(expected=None)), Rule.ORIGIN_NOT_DUE) == []
    assert found(decide(asked(origin=None), facts()), Rule.ORIGIN_NOT_DUE) == []


@pytest.mark.parametrize(
    ("clock", "student", "teacher"),
    [("07:00", PASSES, PASSES), ("11:29", PASSES, PASSES), ("11:30", REFUSES, WARNS)],
)
def test_after_the_last_block_students_make_none(
    clock: str, student: Effect, teacher: Effect
) -> None:
    known = facts(now=at(clock), where=where_is(school_day(), TIMETABLE, at(clock)), expected=None)
    assert effect(asked(), known, Rule.OUT_OF_HOURS) is student
    assert effect(by_staff(), known, Rule.OUT_OF_HOURS) is teacher


def test_a_half_day_ends_passes_of_students_earlier() -> None:
    short = school_day(calendar(exceptions={NOW.date(): half_day()}))
    known = facts(now=at("09:00"), where=where_is(short, TIMETABLE, at("09:00")), expected=None)
    assert effect(asked(), known, Rule.OUT_OF_HOURS) is REFUSES


def test_on_a_day_without_school_students_make_none() -> None:
    sunday = school_day(calendar(), NOW.date() - timedelta(days=2))
    known = facts(where=where_is(sunday, TIMETABLE, NOW), expected=None)
    assert effect(asked(), known, Rule.OUT_OF_HOURS) is REFUSES
    assert found(decide(asked(), facts(where=None)), Rule.OUT_OF_HOURS) == []


def test_one_pass_at_a_time_for_everybody() -> None:
    known = facts(day=StudentDay(active="other"))
    assert effect(asked(), known, Rule.ALREADY_OUT) is REFUSES
    assert effect(by_staff(), known, Rule.ALREADY_OUT) is REFUSES
    assert effect(asked(pass_id="other"), known, Rule.ALREADY_OUT) is PASSES
    tomorrow = asked(start=NOW + timedelta(days=1))
    assert found(decide(tomorrow, known), Rule.ALREADY_OUT) == []


def test_one_request_of_a_student_waits_at_a_time() -> None:
    known = facts(day=StudentDay(waiting="other"))
    assert effect(asked(), known, Rule.ALREADY_WAITING) is REFUSES
    assert effect(by_staff(), known, Rule.ALREADY_WAITING) is WARNS
    mine = asked(pass_id="other", stage=Stage.APPROVAL)
    assert effect(mine, known, Rule.ALREADY_WAITING) is PASSES


def test_a_student_leader_is_a_student() -> None:
    leader = Standing("leo", Role.STUDENT_LEADER)
    known = facts(PassSettings(students_may_create=False))
    assert decide(asked(student=leader, by=leader), known).outcome is Outcome.REFUSE
