"""What a term that people keep may be."""

from __future__ import annotations

import pytest

from shared.people.term_rules import wrong_term

FALL = {
    "displayName": "Fall",
    "termType": "semester",
    "startDay": "2026-08-24",
    "endDay": "2027-01-16",
}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"displayName": ""}, ["displayName"]),
        ({"startDay": None, "endDay": None}, ["startDay", "endDay"]),
        ({"endDay": "2026-08-24"}, ["endDay"]),
        ({"endDay": "2026-08-25"}, []),
        # 2028 is a leap year: 24 August is 731 days later.
        ({"endDay": "2028-08-24"}, []),
        ({"endDay": "2028-08-25"}, ["endDay"]),
    ],
)
def test_the_fields_at_fault_are_named(changes: dict[str, str | None], wrong: list[str]) -> None:
    assert [each.field for each in wrong_term({**FALL, **changes})] == wrong
