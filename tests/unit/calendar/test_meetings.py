"""What the SIS writes beside a period's code, read as days."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.meetings import DaysRead, days_of
from shared.calendar.model import DayWord

AB = ("A", "B")
A_TO_F = ("A", "B", "C", "D", "E", "F")
NUMBERS = ("1", "2", "3", "4", "5", "6")
COLORS = ("Red", "Gold")
WEEK = frozenset(range(5))

# Worked out by hand: text, letters of the rotation, letters and weekdays that are meant.
READ = [
    ("A", AB, "A", ()),
    ("a", AB, "A", ()),
    ("A,B", AB, "AB", ()),
    ("AB", AB, "AB", ()),
    ("A / B", AB, "AB", ()),
    ("A-F", A_TO_F, "ABCDEF", ()),
    ("B - D", A_TO_F, "BCD", ()),
    ("A-C,E", A_TO_F, "ABCE", ()),
    ("F", A_TO_F, "F", ()),
    ("F", AB, "", (4,)),
    ("M-F", AB, "", WEEK),
    ("M-F", A_TO_F, "", WEEK),
    ("Mon-Fri", (), "", WEEK),
    ("MWF", (), "", (0, 2, 4)),
    ("TTh", (), "", (1, 3)),
    ("TR", (), "", (1, 3)),
    ("Tues, Thurs", (), "", (1, 3)),
    ("MTWThF", AB, "", WEEK),
    ("Monday Wednesday", (), "", (0, 2)),
    ("Sa Su", (), "", (5, 6)),
    ("1", NUMBERS, "1", ()),
    ("1-6", NUMBERS, NUMBERS, ()),
    ("135", NUMBERS, "135", ()),
    ("red", COLORS, ("Red",), ()),
    ("A M", AB, "A", (0,)),
]


@pytest.mark.parametrize(("text", "letters", "meant", "weekdays"), READ, ids=lambda v: repr(v)[:24])
def test_days_are_understood(
    text: str, letters: tuple[str, ...], meant: str, weekdays: tuple[int, ...]
) -> None:
    found = days_of(text, letters)
    assert found.read is DaysRead.SOME
    assert (found.letters, found.weekdays) == (frozenset(meant), frozenset(weekdays))


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_is_every_day(text: str) -> None:
    found = days_of(text, AB)
    assert found.read is DaysRead.EVERY_DAY
    assert found.hold("A", 0)
    assert found.hold("", 6)


@pytest.mark.parametrize("text", ["C", "Q", "7", "F-M", "B-A", "A-M", "sometimes", ",", "1-"])
def test_what_nobody_knows_is_no_day(text: str) -> None:
    found = days_of(text, AB)
    assert found.read is DaysRead.UNKNOWN
    assert not any(found.hold(letter, weekday) for letter in ("", *AB) for weekday in range(7))


def test_what_a_person_says_goes_before_all() -> None:
    words = {"even": DayWord(letters=frozenset({"B"})), "m": DayWord(weekdays=frozenset({5}))}
    assert days_of(" Even ", AB, words).letters == {"B"}
    assert days_of("M", AB, words).weekdays == {5}
    assert days_of("W", AB, words).weekdays == {2}


def test_some_days_hold_by_letter_or_by_weekday() -> None:
    found = days_of("A M", AB)
    assert found.hold("A", 3)
    assert found.hold("B", 0)
    assert not found.hold("B", 3)
    assert not found.hold("", 3)


@given(st.text(max_size=30), st.sampled_from([(), AB, A_TO_F, NUMBERS, COLORS]))
def test_only_letters_that_there_are_and_weekdays_are_meant(
    text: str, letters: tuple[str, ...]
) -> None:
    found = days_of(text, letters)
    assert found.letters <= frozenset(letters)
    assert found.weekdays <= frozenset(range(7))
    assert days_of(text.upper(), letters) == days_of(text.lower(), letters) or not text.isascii()
    assert (found.read is DaysRead.SOME) == bool(found.letters or found.weekdays)
