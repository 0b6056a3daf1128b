"""The instant at which a school's clocks show a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.clocks import instant_of
from shared.kernel.local_time import local_day

_ZONES = ("America/New_York", "America/Phoenix", "America/Los_Angeles", "Pacific/Honolulu")


@pytest.mark.parametrize(
    ("zone", "day", "at", "utc"),
    [
        # Daylight saving begins on 8 March 2026 and ends on 1 November 2026 in the United States.
        ("America/New_York", date(2026, 3, 6), time(8), "2026-03-06T13:00Z"),
        ("America/New_York", date(2026, 3, 9), time(8), "2026-03-09T12:00Z"),
        ("America/New_York", date(2026, 3, 8), time(2, 30), "2026-03-08T07:00Z"),
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T05:30Z"),
        ("America/New_York", date(2026, 11, 1), time(8), "2026-11-01T13:00Z"),
        ("America/Phoenix", date(2026, 3, 8), time(2, 30), "2026-03-08T09:30Z"),
        ("America/Phoenix", date(2026, 7, 1), time(8), "2026-07-01T15:00Z"),
        ("America/Los_Angeles", date(2028, 2, 29), time(0), "2028-02-29T08:00Z"),
    ],
)
def test_instants_are_those_of_the_almanac(zone: str, day: date, at: time, utc: str) -> None:
    assert instant_of(day, at, ZoneInfo(zone)) == datetime.fromisoformat(utc)


@given(
    st.sampled_from(_ZONES),
    st.dates(date(2020, 1, 1), date(2032, 12, 31)),
    st.integers(0, 24 * 60 - 1),
)
def test_it_is_the_first_instant_that_shows_as_much(zone: str, day: date, minute: int) -> None:
    here, shown = ZoneInfo(zone), datetime.combine(day, time(minute // 60, minute % 60))
    found = instant_of(day, shown.time(), here)
    before = found - timedelta(minutes=1)
    assert found.astimezone(here).replace(tzinfo=None) >= shown
    assert before.astimezone(here).replace(tzinfo=None) < shown


def test_a_day_is_that_of_the_schools_calendar() -> None:
    late = datetime(2026, 11, 25, 3, tzinfo=UTC)
    assert local_day(late, "America/New_York") == date(2026, 11, 24)
    assert local_day(late, "Europe/Berlin") == date(2026, 11, 25)
