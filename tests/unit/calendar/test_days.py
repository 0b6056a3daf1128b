"""What each day of a school year is."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.days import day_of, school_year
from shared.calendar.model import (
    Assignment,
    Audience,
    Calendar,
    DayException,
    Pattern,
    Rotation,
)

MONDAY = date(2026, 8, 24)
FRIDAY_AFTER = date(2026, 9, 11)
REGULAR, LATE, HALF = Assignment("regular"), Assignment("late"), Assignment("half")
SENIORS = Assignment("seniors", Audience(grades=frozenset({"12"})))
BAND = Assignment("band", Audience(lists=frozenset({"band"})))


def _calendar(exceptions: dict[date, DayException] | None = None, **other: object) -> Calendar:
    fields: dict[str, object] = {
        "first": MONDAY,
        "last": FRIDAY_AFTER,
        "patterns": (Pattern(REGULAR),),
        "rotation": Rotation(("A", "B"), "A"),
        "exceptions": exceptions or {},
        **other,
    }
    return Calendar(**fields)  # type: ignore[arg-type]


def _letters(calendar: Calendar) -> str:
    return "".join(each.letter or "-" for each in school_year(calendar).values())


def test_letters_go_round_with_the_school_days() -> None:
    assert _letters(_calendar()) == "ABABA--BABAB--ABABA"


def test_a_rotation_may_begin_with_any_letter() -> None:
    assert _letters(_calendar(rotation=Rotation(("A", "B", "C"), "C"))).startswith("CABCA--BC")


def test_a_closed_day_has_no_letter_and_leaves_it_to_the_next() -> None:
    labor_day = {date(2026, 9, 7): DayException("Labor Day", closed=True)}
    assert _letters(_calendar(labor_day)) == "ABABA--BABAB---ABAB"
    found = day_of(_calendar(labor_day), date(2026, 9, 7))
    assert (found.closed, found.name, found.assignments) == (True, "Labor Day", ())


def test_a_day_of_snow_may_take_its_letter_with_it() -> None:
    snow = {date(2026, 8, 25): DayException("Snow", closed=True, uses_letter=True)}
    assert _letters(_calendar(snow)) == "A-ABA--BABAB--ABABA"


def test_a_day_may_be_given_its_letter_and_the_rotation_goes_on_from_it() -> None:
    given_letter = {date(2026, 8, 25): DayException("A again", letter="A")}
    assert _letters(_calendar(given_letter)) == "AABAB--ABABA--BABAB"


def test_a_letter_that_there_is_not_changes_nothing() -> None:
    odd = {date(2026, 8, 25): DayException("?", letter="Z")}
    assert _letters(_calendar(odd)) == _letters(_calendar())


def test_without_a_rotation_no_day_has_a_letter() -> None:
    assert _letters(_calendar(rotation=Rotation())) == "-" * 19


def test_patterns_count_on_their_weekdays_and_letters() -> None:
    patterns = (
        Pattern(REGULAR, weekdays=frozenset({0, 1, 3, 4})),
        Pattern(LATE, weekdays=frozenset({2})),
        Pattern(SENIORS, letters=frozenset({"B"})),
    )
    year = school_year(_calendar(patterns=patterns))
    assert year[MONDAY].assignments == (REGULAR,)
    assert year[date(2026, 8, 25)].assignments == (SENIORS, REGULAR)
    assert year[date(2026, 8, 26)].assignments == (LATE,)


def test_the_narrowest_audience_comes_first_and_of_the_same_the_first_one() -> None:
    patterns = (Pattern(REGULAR), Pattern(LATE), Pattern(SENIORS), Pattern(BAND))
    found = day_of(_calendar(patterns=patterns), MONDAY)
    assert found.assignments == (BAND, SENIORS, REGULAR, LATE)


def test_a_day_that_names_its_schedules_has_only_those() -> None:
    half = {date(2026, 8, 28): DayException("Half day", assignments=(HALF, SENIORS))}
    assert day_of(_calendar(half), date(2026, 8, 28)).assignments == (SENIORS, HALF)


def test_a_name_alone_leaves_what_patterns_say() -> None:
    named = {MONDAY: DayException("First day of school")}
    found = day_of(_calendar(named), MONDAY)
    assert (found.name, found.assignments) == ("First day of school", (REGULAR,))


def test_there_is_school_on_a_saturday_that_says_so() -> None:
    saturday = date(2026, 8, 29)
    assert day_of(_calendar(), saturday).closed
    assert day_of(_calendar({saturday: DayException("Open house")}), saturday).closed
    tests_day = {saturday: DayException("Tests", assignments=(HALF,))}
    found = day_of(_calendar(tests_day), saturday)
    assert (found.closed, found.letter, found.assignments) == (False, "B", (HALF,))


def test_outside_of_the_school_year_every_day_is_closed() -> None:
    for day in (MONDAY - timedelta(days=1), FRIDAY_AFTER + timedelta(days=1)):
        assert day_of(_calendar(), day).closed
    assert not day_of(_calendar(), FRIDAY_AFTER).closed


@given(
    st.sets(st.integers(0, 18)),
    st.sampled_from([("A", "B"), ("1", "2", "3", "4", "5", "6")]),
)
def test_every_letter_has_its_turn_whatever_is_closed(
    closed: set[int], letters: tuple[str, ...]
) -> None:
    exceptions = {MONDAY + timedelta(days=n): DayException("x", closed=True) for n in closed}
    year = school_year(_calendar(exceptions, rotation=Rotation(letters, letters[0])))
    told = [each.letter for each in year.values() if not each.closed]
    assert told == [letters[n % len(letters)] for n in range(len(told))]
    assert all(day_of(_calendar(exceptions), day).closed == year[day].closed for day in year)
