"""Hours of school days against a count of single quarters of an hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.rostering.school_days import is_school_day, school_hours
from shared.rostering.windows import Window, WindowKind

# Havana's clocks change at midnight, Phoenix's never; Apia left out a whole day.
ZONES = ["America/New_York", "America/Phoenix", "America/Havana", "Pacific/Apia", "Asia/Kathmandu"]
QUARTER = timedelta(minutes=15)
THANKSGIVING = Window(WindowKind.BLACKOUT, date(2026, 11, 26), date(2026, 11, 27))


def counted(since: datetime, now: datetime, zone: str, blackouts: list[Window]) -> float:
    """One quarter of an hour after the other: what day do the clocks there show?"""
    hours = 0.0
    while since < now:
        day = since.astimezone(ZoneInfo(zone)).date()
        closed = any(window.first <= day <= window.last for window in blackouts)
        if day.strftime("%a") not in {"Sat", "Sun"} and not closed:
            hours += 0.25
        since += QUARTER
    return hours


instants = st.integers(0, 4 * 24 * 366).map(
    lambda n: datetime(2026, 1, 1, tzinfo=UTC) + n * QUARTER
)


@given(
    since=instants,
    length=st.integers(0, 4 * 24 * 12),
    zone=st.sampled_from(ZONES),
    first=st.integers(-3, 12),
    days=st.integers(0, 5),
)
@example(datetime(2026, 3, 6, tzinfo=UTC), 4 * 24 * 5, "America/New_York", 0, 0)
@example(datetime(2026, 3, 6, tzinfo=UTC), 4 * 24 * 5, "America/Havana", 9, 0)
@example(datetime(2026, 10, 30, tzinfo=UTC), 4 * 24 * 5, "America/Havana", 9, 0)
@example(datetime(2011, 12, 28, tzinfo=UTC), 4 * 24 * 6, "Pacific/Apia", 9, 0)
def test_the_hours_are_those_that_a_count_gives(
    since: datetime, length: int, zone: str, first: int, days: int
) -> None:
    now = since + length * QUARTER
    start = since.date() + timedelta(days=first)
    blackout = Window(WindowKind.BLACKOUT, start, start + timedelta(days=days))
    adds_only = Window(WindowKind.ADDS_ONLY, since.date(), now.date())
    found = school_hours(since, now, zone, [adds_only, blackout])
    assert found == pytest.approx(counted(since, now, zone, [blackout]))


@given(since=instants, middle=instants, now=instants, zone=st.sampled_from(ZONES))
def test_the_hours_of_two_stretches_are_those_of_both(
    since: datetime, middle: datetime, now: datetime, zone: str
) -> None:
    since, middle, now = sorted([since, middle, now])
    whole = school_hours(since, now, zone, [THANKSGIVING])
    parts = [
        school_hours(*stretch, zone, [THANKSGIVING]) for stretch in ((since, middle), (middle, now))
    ]
    assert whole == pytest.approx(sum(parts))


def test_a_weekend_takes_no_time() -> None:
    friday_evening = datetime(2026, 11, 21, 1, tzinfo=UTC)  # 8 PM on the 20th in New York
    tuesday_morning = datetime(2026, 11, 24, 13, tzinfo=UTC)  # 8 AM
    assert school_hours(friday_evening, tuesday_morning, "America/New_York", []) == 4 + 24 + 8


def test_the_school_days_of_a_week_with_a_blackout() -> None:
    week = [date(2026, 11, day) for day in range(23, 30)]
    school = [is_school_day(day, [THANKSGIVING]) for day in week]
    assert school == [True, True, True, False, False, False, False]


def test_a_day_that_a_place_left_out_takes_no_time() -> None:
    thursday = datetime(2011, 12, 29, 10, tzinfo=UTC)  # the 29th begins in Apia; the 31st followed
    assert school_hours(thursday, thursday + timedelta(hours=72), "Pacific/Apia", []) == 24
