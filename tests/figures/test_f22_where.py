"""F22 over fewer schedules than the program measures."""

from __future__ import annotations

from tests.figures import f22

SEED = 20261128
FEWER = 12
"""All rotations with all zones."""


def test_where_somebody_should_be_is_what_a_watched_clock_says() -> None:
    found = f22.survey(SEED, FEWER)
    assert found.wrong == [], f"seed {SEED}"
    assert found.answers.keys() == {"IN_CLASS", "PASSING", "FLEX", "NO_CLASS", "NOT_SCHOOL_DAY"}
