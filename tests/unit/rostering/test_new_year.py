"""What a window of rollover lets through the gate, and what it holds as on any other day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.gate import ChangeGate
from shared.rostering.limits import Limits
from shared.rostering.model import Kind
from shared.rostering.plan import Operation, Verb
from shared.rostering.windows import WindowKind

DEFAULTS = Limits()


def _update(field: str, before: str, after: str) -> Operation:
    return Operation(Verb.UPDATE, Kind.STUDENT, "p", "", "v", {field: before}, {field: after})


def _year(new: int, up: int, renamed: int) -> ChangeGate:
    """A gate that has seen newcomers, students who go up a grade, and changed addresses."""
    gate = ChangeGate()
    for _ in range(new):
        gate.meet_new(Kind.STUDENT)
    for _ in range(up):
        gate.watch(_update("grade", "09", "10"))
    for _ in range(renamed):
        gate.watch(_update("email", "a", "b"))
    return gate


# Of 100 students in the file. What a new school year brings is no reason to hold it; that many get
# other addresses, or that hardly anybody is one of the school's, is.
@pytest.mark.parametrize(
    ("year", "held", "aside"),
    [
        ((25, 75, 0), [], []),
        ((10, 90, 0), [], ["UPDATE_SHARE"]),
        ((51, 49, 0), [], ["INSERT_SHARE"]),
        ((90, 10, 0), [], ["INSERT_SHARE"]),
        ((91, 9, 0), ["INSERT_SHARE"], []),
        ((100, 0, 0), ["INSERT_SHARE"], []),
        ((0, 80, 11), ["UPDATE_SHARE"], ["UPDATE_SHARE"]),
        ((0, 0, 11), ["UPDATE_SHARE"], []),
        ((0, 90, 10), [], ["UPDATE_SHARE"]),
    ],
)
def test_what_a_window_of_rollover_sets_aside(
    year: tuple[int, int, int], held: list[str], aside: list[str]
) -> None:
    known = frozenset({Kind.STUDENT})
    seen = {Kind.STUDENT: 100}
    holds, set_aside = _year(*year).judged(seen, known, DEFAULTS, WindowKind.ROLLOVER)
    assert [hold.code for hold in holds] == held
    assert [hold.code for hold in set_aside] == aside
    for hold in holds:
        assert hold.limit in (DEFAULTS.key_share, 0.9)


@given(
    new=st.integers(0, 40),
    up=st.integers(0, 40),
    renamed=st.integers(0, 40),
    share=st.sampled_from([0.0, 0.3, 0.95, 1.0]),
)
def test_a_window_of_rollover_holds_nothing_that_an_ordinary_day_lets_through(
    new: int, up: int, renamed: int, share: float
) -> None:
    gate, limits = _year(new, up, renamed), Limits(insert_share=share)
    seen = {Kind.STUDENT: max(1, new + up + renamed)}
    known = frozenset({Kind.STUDENT})
    ordinary, nothing = gate.judged(seen, known, limits, None)
    assert nothing == []
    held, aside = gate.judged(seen, known, limits, WindowKind.ROLLOVER)
    assert {hold.code for hold in held} <= {hold.code for hold in ordinary}
    told = {(hold.code, hold.count) for hold in [*held, *aside]}
    assert {(hold.code, hold.count) for hold in ordinary} <= told
    assert set(aside) <= set(ordinary)
    assert not set(aside) & set(held)
    # Whoever has another address, id or role is counted as on any other day.
    assert renamed <= limits.change_floor or renamed <= 0.1 * seen[Kind.STUDENT] or held
    assert gate.judged(seen, known, limits, WindowKind.ADDS_ONLY) == (ordinary, [])
