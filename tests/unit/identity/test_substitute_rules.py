"""Codes of substitutes: what is typed, and for which days."""

from __future__ import annotations

import math
from datetime import date

import pytest

from shared.identity.substitute_rules import ALPHABET, LENGTH, is_day, plain, shown


def test_a_code_is_hard_to_guess_and_none_of_its_characters_is_read_as_another() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 30
    assert not set("01ILOU") & set(ALPHABET)
    assert math.log2(len(ALPHABET)) * LENGTH > 49


@pytest.mark.parametrize("typed", ["ABCDE23456", "abcde-23456", " AbCdE 2345-6 ", "A.B.C.D.E23456"])
def test_a_code_is_the_same_however_it_is_typed(typed: str) -> None:
    assert plain(typed) == "ABCDE23456"
    assert shown(plain(typed)) == "ABCDE-23456"


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (date(2026, 11, 23), False),
        (date(2026, 11, 24), True),
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
    ],
)
def test_a_code_is_for_today_or_one_of_thirty_days(day: date, fits: bool) -> None:  # noqa: FBT001
    assert is_day(day, date(2026, 11, 24)) is fits
