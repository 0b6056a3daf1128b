"""Blackouts by clock, by calendar and by class; clocks that jump are those of the almanac."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from shared.calendar.where import where_is
from shared.passes.answers import Effect, Keeper, Outcome, Rule
from shared.passes.blackouts import covered_until
from shared.passes.gate import decide
from shared.passes.policy import Blackout, PassSettings, Window
from tests.unit.calendar.days_by_hand import DAY, ZONE, at, school_day
from tests.unit.passes.passes_by_hand import (
    NOW,
    NURSE,
    RESTROOM,
    TIMETABLE,
    asked,
    by_staff,
    effect,
    facts,
    found,
    later,
)


def window(start: str, end: str, *weekdays: int) -> Window:
    return Window(time.fromisoformat(start), time.fromisoformat(end), frozenset(weekdays))


MORNING = Blackout("morning", "Morning", windows=(window("08:00", "08:30"),))
TUESDAY, WEDNESDAY = 1, 2


def test_a_blackout_keeps_everybody_back_and_says_until_when() -> None:
    known = facts(blackouts=(MORNING,))
    for request in (asked(), by_staff()):
        decision = decide(request, known)
        assert decision.outcome is Outcome.REFUSE
        (finding,) = found(decision, Rule.BLACKOUT)
        assert (finding.setting, finding.keeper) == ("blackouts/morning", Keeper.MANAGER)
        assert (finding.until, finding.students_only) == (at("08:30"), False)


def test_adults_may_where_the_school_says_so_and_are_told() -> None:
    known = facts(PassSettings(staff_bypass_blackouts=True), blackouts=(MORNING,))
    assert effect(by_staff(), known, Rule.BLACKOUT) is Effect.WARNS
    assert decide(by_staff(), known).outcome is Outcome.ALLOW
    assert effect(asked(), known, Rule.BLACKOUT) is Effect.REFUSES
    (finding,) = found(decide(asked(), known), Rule.BLACKOUT)
    assert finding.students_only


def test_a_type_that_ignores_blackouts_is_not_kept_back() -> None:
    known = facts(blackouts=(MORNING,))
    assert effect(asked(type=NURSE), known, Rule.BLACKOUT) is Effect.PASSES


def test_a_blackout_of_some_types_keeps_back_those() -> None:
    others = replace(MORNING, types=frozenset({"locker"}))
    those = replace(MORNING, types=frozenset({"locker", RESTROOM.id}))
    assert effect(asked(), facts(blackouts=(others,)), Rule.BLACKOUT) is Effect.PASSES
    assert effect(asked(), facts(blackouts=(those,)), Rule.BLACKOUT) is Effect.REFUSES


def test_what_is_switched_off_keeps_nobody_back() -> None:
    off = facts(blackouts=(replace(MORNING, active=False),))
    assert effect(asked(), off, Rule.BLACKOUT) is Effect.PASSES


def test_two_that_cover_are_both_named() -> None:
    class_edges = Blackout("edges", "Edges", first_minutes=30)
    findings = found(decide(asked(), facts(blackouts=(MORNING, class_edges))), Rule.BLACKOUT)
    assert [each.setting for each in findings] == ["blackouts/morning", "blackouts/edges"]


def test_what_is_for_later_is_held_against_blackouts_of_then() -> None:
    second = Blackout("second", "Second", windows=(window("09:00", "09:10"),))
    known = facts(blackouts=(second,))
    assert decide(asked(start=at("09:05")), known).outcome is Outcome.REFUSE
    assert decide(asked(start=at("09:10")), known).outcome is Outcome.ALLOW
    assert decide(asked(), known).outcome is Outcome.ALLOW


@pytest.mark.parametrize(
    ("clock", "until"),
    [("07:59", None), ("08:00", "08:30"), ("08:29", "08:30"), ("08:30", None)],
)
def test_its_start_is_in_it_and_its_end_is_not(clock: str, until: str | None) -> None:
    expected = None if until is None else at(until)
    assert covered_until(MORNING, at(clock), ZONE, None) == expected


def test_of_windows_over_each_other_the_later_end_counts() -> None:
    both = replace(MORNING, windows=(window("08:00", "08:30"), window("08:10", "08:50")))
    assert covered_until(both, NOW, ZONE, None) == at("08:50")


@pytest.mark.parametrize(
    ("weekdays", "covers"),
    [((), True), ((TUESDAY,), True), ((WEDNESDAY,), False), ((WEDNESDAY, TUESDAY), True)],
)
def test_windows_of_weekdays(weekdays: tuple[int, ...], *, covers: bool) -> None:
    those = replace(MORNING, windows=(window("08:00", "08:30", *weekdays),))
    assert (covered_until(those, NOW, ZONE, None) is not None) is covers


@pytest.mark.parametrize(
    ("days", "until"),
    [
        ({DAY: ()}, None),
        ({DAY: (window("08:15", "08:25"),)}, "08:25"),
        ({DAY: (window("09:00", "09:25"),)}, None),
        ({DAY + timedelta(days=1): ()}, "08:30"),
    ],
)
def test_a_day_of_the_calendar_has_its_own(
    days: dict[date, tuple[Window, ...]], until: str | None
) -> None:
    expected = None if until is None else at(until)
    assert covered_until(replace(MORNING, days=days), NOW, ZONE, None) == expected


@pytest.mark.parametrize(
    ("clock", "until"),
    [
        # Period 1 lasts from 08:00 to 08:50, period 2 from 08:55 to 09:45, lunch begins at 10:25.
        ("07:59", None),
        ("08:00", "08:10"),
        ("08:09", "08:10"),
        ("08:10", None),
        ("08:39", None),
        ("08:40", "08:50"),
        ("08:50", None),
        ("08:55", "09:05"),
        ("10:25", None),
        ("12:00", None),
    ],
)
def test_the_edges_of_each_class(clock: str, until: str | None) -> None:
    edges = Blackout("edges", "Edges", first_minutes=10, last_minutes=10)
    block = where_is(school_day(), TIMETABLE, at(clock)).block
    expected = None if until is None else at(until)
    assert covered_until(edges, at(clock), ZONE, block) == expected


def test_edges_longer_than_a_class_stay_within_it() -> None:
    edges = Blackout("edges", "Edges", first_minutes=90, last_minutes=90)
    block = where_is(school_day(), TIMETABLE, at("08:52")).block
    assert covered_until(edges, at("08:52"), ZONE, block) is None
    assert covered_until(edges, at("09:00"), ZONE, block) == at("09:45")


def test_without_a_calendar_classes_have_no_edges() -> None:
    edges = Blackout("edges", "Edges", first_minutes=30)
    assert effect(asked(), facts(where=None, blackouts=(edges,)), Rule.BLACKOUT) is Effect.PASSES


@pytest.mark.parametrize(
    ("day", "start", "utc", "covers"),
    [
        # Daylight saving begins on 8 March 2026 at 2 and ends on 1 November 2026 at 2.
        (date(2026, 3, 8), "02:30", "2026-03-08T06:59", False),
        (date(2026, 3, 8), "02:30", "2026-03-08T07:00", True),
        (date(2026, 3, 8), "02:30", "2026-03-08T07:29", True),
        (date(2026, 3, 8), "02:30", "2026-03-08T07:30", False),
        (date(2026, 11, 1), "01:30", "2026-11-01T05:29", False),
        (date(2026, 11, 1), "01:30", "2026-11-01T05:30", True),
        (date(2026, 3, 9), "08:00", "2026-03-09T12:00", True),
        (date(2026, 3, 6), "08:00", "2026-03-06T13:00", True),
    ],
)
def test_clocks_are_the_schools(day: date, start: str, utc: str, *, covers: bool) -> None:
    end = {"02:30": "03:30", "01:30": "02:30", "08:00": "09:00"}[start]
    one = Blackout("one", "One", days={day: (window(start, end),)})
    instant = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert (covered_until(one, instant, ZONE, None) is not None) is covers


def test_one_that_begins_while_a_pass_runs_lets_it_run() -> None:
    # Nothing asks the gate of a pass that runs; only what starts is held against a blackout.
    begins = Blackout("begins", "Begins", windows=(window("08:21", "08:30"),))
    known = facts(blackouts=(begins,))
    assert decide(asked(), known).outcome is Outcome.ALLOW
    assert decide(asked(), replace(known, now=later(1))).outcome is Outcome.REFUSE
