"""Minutes out of class: returns that were seen apart from ends that nobody saw."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.passes.model import Ended, Pass, Pause, State
from shared.passes.reports import Totals, is_recorded, time_out, totals_by
from tests.unit.passes.passes_by_hand import later, one_pass


def over(minute: float, reason: Ended = Ended.RETURNED, **changes: object) -> Pass:
    return one_pass(State.ENDED, ended=later(minute), end_reason=reason, **changes)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize("reason", list(Ended))
def test_only_a_return_is_recorded(reason: Ended) -> None:
    assert is_recorded(over(5, reason)) is (reason is Ended.RETURNED)


def test_time_out_is_without_what_was_waited() -> None:
    assert time_out(over(9)) == minutes(9)
    assert time_out(over(9, pauses=(Pause(later(2), later(5)),))) == minutes(6)
    assert time_out(one_pass()) == timedelta()
    assert time_out(one_pass(State.CANCELLED, start=None, ended=later(1))) == timedelta()


def test_totals_by_hand() -> None:
    passes = [
        over(4),
        over(6, pauses=(Pause(later(1), later(3)),)),
        over(39, Ended.TIMED_OUT),
        over(9, Ended.AUTO, type="library"),
        over(90, archived=True),
        one_pass(),
        one_pass(State.DENIED, ended=later(1)),
    ]
    totals = totals_by(passes, lambda each: each.type)
    assert totals == {
        "restroom": Totals(2, minutes(8), 1, minutes(39)),
        "library": Totals(0, timedelta(), 1, minutes(9)),
    }
    assert [each.passes for each in totals.values()] == [3, 1]
