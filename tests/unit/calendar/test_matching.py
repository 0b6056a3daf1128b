"""Codes of the SIS and periods of the school."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from shared.calendar.matching import match
from shared.calendar.model import DayWord, Period, PeriodKind
from shared.calendar.starting import school_year_of, starter
from tests.unit.calendar.days_by_hand import PERIODS, calendar, class_of


def test_codes_that_no_period_has_come_first_with_what_they_may_mean() -> None:
    classes = [
        class_of("a", "1"),
        class_of("b", "01, 4"),
        class_of("c", "HR"),
        class_of("d", "10"),
    ]
    periods = {
        **PERIODS,
        "p4": Period("p4", "Period 4", PeriodKind.CLASS),
        "home": Period("home", "Homeroom", PeriodKind.CLASS),
    }
    found = match(calendar(periods=periods), classes)
    assert [(each.code, each.classes, each.periods) for each in found.codes] == [
        ("4", 1, ()),
        ("10", 1, ()),
        ("hr", 1, ()),
        ("1", 2, ("p1",)),
    ]
    assert [each.suggestions for each in found.codes] == [("p4",), (), ("home",), ()]
    assert [each.code for each in found.unmatched] == ["4", "10", "hr"]
    assert (found.placed, found.classes) == (2, 4)


def test_a_period_is_suggested_by_its_name_then_by_a_synonym_then_by_its_beginning() -> None:
    names = ("Advanced band", "Advisory", "ADV", "Adventure", "All day visit")
    periods = {name: Period(name, name, PeriodKind.CLASS) for name in names} | {
        "lunch": Period("lunch", "Adv", PeriodKind.LUNCH)
    }
    found = match(calendar(periods=periods, schedules={}), [class_of("a", "ADV")])
    assert found.codes[0].suggestions == (
        "ADV", "Advisory", "Advanced band", "Adventure", "All day visit",
    )  # fmt: skip


def test_a_letter_alone_is_no_beginning() -> None:
    periods = {"x": Period("x", "Xylophone", PeriodKind.CLASS)}
    found = match(calendar(periods=periods, schedules={}), [class_of("a", "X")])
    assert found.codes[0].suggestions == ()


def test_days_that_nobody_knows_are_told_until_a_person_says_them() -> None:
    classes = [class_of("a", "1(odd)"), class_of("b", "2(Odd) 3(A)"), class_of("c", "1(A)")]
    found = match(calendar(), classes)
    assert (found.words, found.placed) == ({"odd": 2}, 2)
    told = calendar(day_words={"odd": DayWord(letters=frozenset({"A"}))})
    found = match(told, classes)
    assert (found.words, found.placed) == ({}, 3)


def test_classes_without_a_period_are_listed() -> None:
    found = match(calendar(), [class_of("z", ""), class_of("a", ""), class_of("m", "1")])
    assert found.without == ("a", "z")


def test_a_period_that_no_schedule_rings_places_nobody() -> None:
    found = match(calendar(schedules={}), [class_of("a", "1")])
    assert (found.codes[0].periods, found.placed) == (("p1",), 0)


def test_a_first_calendar_has_a_period_for_each_code() -> None:
    empty = calendar(periods={}, schedules={}, patterns=())
    made = starter(empty, ["10", "2", "hr", "band", "1", "2"], time(8))
    assert [(each.name, each.codes) for each in made.periods.values()] == [
        ("Homeroom", ("hr",)),
        ("Period 1", ("1",)),
        ("Period 2", ("2",)),
        ("Lunch", ()),
        ("Period 10", ("10",)),
        ("Band", ("band",)),
    ]
    blocks = made.schedules["regular"].blocks
    assert [(each.start, each.end) for each in blocks] == [
        (time(8), time(8, 50)),
        (time(8, 55), time(9, 45)),
        (time(9, 50), time(10, 40)),
        (time(10, 45), time(11, 15)),
        (time(11, 20), time(12, 10)),
        (time(12, 15), time(13, 5)),
    ]
    classes = [class_of("a", "10"), class_of("b", "P2"), class_of("c", "Band")]
    assert match(made, classes).placed == 3
    assert replace(made, periods={}, schedules={}, patterns=()) == empty


def test_a_short_day_has_no_lunch_and_no_day_is_longer_than_one() -> None:
    empty = calendar(periods={}, schedules={}, patterns=())
    assert "lunch" not in starter(empty, ["1", "2", "3"], time(8)).periods
    many = starter(empty, [str(n) for n in range(40)], time(8))
    assert len(many.periods) == 41
    assert max(each.end for each in many.schedules["regular"].blocks) < time(23, 59)


def test_a_first_calendar_speaks_the_language_of_the_school() -> None:
    empty = calendar(periods={}, schedules={}, patterns=())
    made = starter(empty, ["hr", "1", "2", "3"], time(8), "es")
    assert [each.name for each in made.periods.values()] == [
        "Salón principal", "Periodo 1", "Almuerzo", "Periodo 2", "Periodo 3",
    ]  # fmt: skip
    assert made.schedules["regular"].name == "Normal"


def test_a_school_year_is_what_its_terms_say() -> None:
    fall = (date(2026, 8, 24), date(2027, 1, 15))
    spring = (date(2027, 1, 19), date(2027, 6, 11))
    year = (date(2026, 8, 24), date(2027, 6, 11))
    before = (date(2025, 8, 25), date(2026, 6, 12))
    after = (date(2027, 8, 23), date(2028, 6, 9))
    every = [spring, after, fall, before, year]
    assert school_year_of(every, date(2026, 11, 24)) == year
    assert school_year_of([spring, fall], date(2026, 11, 24)) == year
    # In summer the coming year is meant, and after all of them the last one.
    assert school_year_of(every, date(2026, 7, 1)) == year
    assert school_year_of(every, date(2028, 7, 1)) == after
    # A summer school between two years makes no year of 22 months of them.
    summer = (date(2027, 6, 14), date(2027, 7, 30))
    assert school_year_of([year, summer, after], date(2026, 11, 24)) == (year[0], summer[1])
    assert school_year_of([year, summer, after], date(2027, 8, 1)) == after


def test_without_terms_a_school_year_is_august_to_june() -> None:
    year = (date(2026, 8, 1), date(2027, 6, 30))
    assert school_year_of([], date(2026, 11, 24)) == year
    assert school_year_of([], date(2027, 6, 30)) == year
    assert school_year_of([], date(2026, 7, 1)) == year
