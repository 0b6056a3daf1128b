"""Cron texts against an oracle that is written from the manual, value by value."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.cron import parse_cron

BOUNDS = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)]
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2031, 1, 1))  # noqa: DTZ001  # wall clock


def field(low: int, high: int) -> st.SearchStrategy[str]:
    number = st.integers(low, high)
    span = st.tuples(number, number).map(lambda pair: f"{min(pair)}-{max(pair)}")
    stepped = st.tuples(span | st.just("*"), st.integers(1, high)).map(lambda p: f"{p[0]}/{p[1]}")
    item = number.map(str) | span | stepped
    return st.just("*") | st.lists(item, min_size=1, max_size=3).map(",".join)


SCHEDULES = st.tuples(*(field(*bounds) for bounds in BOUNDS)).map(" ".join)


def oracle_allows(text: str, value: int, low: int) -> bool:
    """Is ``value`` in the field? Walks each item's values one at a time."""
    for item in text.split(","):
        span, _, step = item.partition("/")
        first, _, last = span.partition("-")
        start = low if span == "*" else int(first)
        end = 10**6 if span == "*" else int(last or first)
        if start <= value <= end and (value - start) % int(step or 1) == 0:
            return True
    return False


def oracle(text: str, moment: datetime) -> bool:
    minute, hour, day, month, weekday = text.split()
    sunday_as_seven = moment.isoweekday()
    on_weekday = oracle_allows(weekday, sunday_as_seven, 0) or (
        sunday_as_seven == 7 and oracle_allows(weekday, 0, 0)
    )
    on_day = oracle_allows(day, moment.day, 1)
    restricted = day[0] != "*" and weekday[0] != "*"
    return (
        oracle_allows(minute, moment.minute, 0)
        and oracle_allows(hour, moment.hour, 0)
        and oracle_allows(month, moment.month, 1)
        and (on_day or on_weekday if restricted else on_day and on_weekday)
    )


@given(SCHEDULES, MOMENTS)
def test_a_schedule_fires_in_the_minutes_that_the_oracle_names(text: str, moment: datetime) -> None:
    cron = parse_cron(text)
    # A whole day around it, so that most examples hold minutes of both kinds.
    for minutes in range(0, 1440, 7):
        at = moment + timedelta(minutes=minutes)
        assert cron.matches(at) == oracle(text, at), at


@pytest.mark.parametrize(
    ("text", "fires", "silent"),
    [
        ("* * * * *", "2026-11-22 11:59", None),
        ("5 * * * *", "2026-11-22 00:05", "2026-11-22 00:06"),
        ("*/15 * * * *", "2026-11-22 10:45", "2026-11-22 10:50"),
        ("0 2,14 * * *", "2026-11-22 14:00", "2026-11-22 15:00"),
        ("0 6 * * 1-5", "2026-11-20 06:00", "2026-11-22 06:00"),
        ("0 6 * * 7", "2026-11-22 06:00", "2026-11-23 06:00"),
        ("0 0 13 * 5", "2026-11-20 00:00", "2026-11-21 00:00"),
        ("0 0 29 2 *", "2028-02-29 00:00", "2027-02-28 00:00"),
    ],
)
def test_known_schedules(text: str, fires: str, silent: str | None) -> None:
    cron = parse_cron(text)
    assert cron.matches(datetime.fromisoformat(fires))
    assert silent is None or not cron.matches(datetime.fromisoformat(silent))


@pytest.mark.parametrize(
    "text",
    [
        *("", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *"),
        *("* * * * 8", "a * * * *", "5-1 * * * *", "*/0 * * * *", "5/2 * * * *", "1,,2 * * * *"),
    ],
)
def test_what_is_no_schedule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"five fields|not understood"):
        parse_cron(text)
