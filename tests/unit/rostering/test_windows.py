"""What holds on a day of the calendar, and how long a new school year may take to come in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.windows import (
    Window,
    WindowKind,
    rollover_days,
    window_from,
    window_on,
)

DAY = date(2026, 8, 10)
kinds = st.sampled_from(WindowKind)
spans = st.builds(
    lambda kind, start, days: Window(
        kind, DAY + timedelta(days=start), DAY + timedelta(days=start + days)
    ),
    kinds,
    st.integers(0, 40),
    st.integers(0, 20),
)


@pytest.mark.parametrize(
    ("open_kinds", "holds"),
    [
        ([], None),
        (["ROLLOVER"], "ROLLOVER"),
        (["ROLLOVER", "ADDS_ONLY"], "ADDS_ONLY"),
        (["ADDS_ONLY", "BLACKOUT"], "BLACKOUT"),
        (["ROLLOVER", "BLACKOUT"], "BLACKOUT"),
    ],
)
def test_of_several_windows_the_one_that_allows_least_counts(
    open_kinds: list[str], holds: str | None
) -> None:
    assert window_on(DAY, [Window(WindowKind(kind), DAY, DAY) for kind in open_kinds]) == holds


@given(st.lists(spans, max_size=6))
def test_the_days_of_rollover_are_those_that_a_calendar_shows(windows: list[Window]) -> None:
    own = [window for window in windows if window.kind is WindowKind.ROLLOVER]
    most = row = 0
    for number in range(70):
        row = row + 1 if window_on(DAY + timedelta(days=number), own) else 0
        most = max(most, row)
    assert rollover_days(windows) == most


@given(spans)
def test_a_window_is_read_back_as_it_was_written(window: Window) -> None:
    assert window_from(window.fields()) == window


def test_the_last_day_of_all_days_is_no_trouble() -> None:
    assert rollover_days([Window(WindowKind.ROLLOVER, date.max, date.max)] * 2) == 1
