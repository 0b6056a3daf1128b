"""The days of rules, beside those of another library."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.repeats import NotReadError, days, repeat_of

FIRST, LAST = date(2026, 8, 15), date(2027, 7, 31)
_FORTNIGHTLY = "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU"
_WORKDAYS = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR"


def _until(text: str) -> date:
    return date.fromisoformat(text)


def _days(rule: str, start: date, first: date = FIRST, last: date = LAST) -> list[date]:
    repeat = repeat_of(rule, start, _until, all_day=True)
    return list(days(repeat, start, first, last, lambda _number: None))


def _shown(rule: str, start: str) -> str:
    return " ".join(f"{day:%m-%d}" for day in _days(rule, date.fromisoformat(start)))


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2000-11-23", "11-26"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", "2000-05-29", "05-31"),
        ("FREQ=YEARLY", "2000-12-25", "12-25"),
        ("FREQ=YEARLY;INTERVAL=2", "2000-12-25", "12-25"),
        ("FREQ=YEARLY;INTERVAL=2", "2001-12-25", ""),
        ("FREQ=YEARLY;BYMONTH=1", "2001-12-18", "01-18"),
        ("FREQ=YEARLY;BYYEARDAY=1,-1", "2020-01-01", "12-31 01-01"),
        ("FREQ=YEARLY;BYDAY=1MO", "2020-01-06", "01-04"),
        ("FREQ=MONTHLY", "2026-12-31", "12-31 01-31 03-31 05-31 07-31"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "2026-08-31", "08-31 09-30 10-31"),
        # Any of them: the other library asks for both.
        ("FREQ=MONTHLY;BYMONTH=9;BYDAY=FR,1MO", "2026-09-04", "09-04 09-07 09-11 09-18 09-25"),
        ("FREQ=MONTHLY;INTERVAL=4;BYDAY=2WE", "2026-04-08", "12-09 04-14"),
        (f"{_WORKDAYS};BYSETPOS=-1;UNTIL=2026-10-30", "2026-01-30", "08-31 09-30 10-30"),
        ("FREQ=WEEKLY;BYDAY=MO,FR;COUNT=4", "2026-09-04", "09-04 09-07 09-11 09-14"),
        ("freq=weekly; byday=fr; until=2026-09-10;", "2026-09-04", "09-04"),
        # From RFC 5545: the first day of the week decides which weeks are left out.
        (f"{_FORTNIGHTLY};WKST=MO", "2026-09-01", "09-01 09-06 09-15 09-20"),
        (f"{_FORTNIGHTLY};WKST=SU", "2026-09-01", "09-01 09-13 09-15 09-27"),
        ("FREQ=DAILY;INTERVAL=200", "2026-01-01", "02-05"),
        ("FREQ=DAILY;BYMONTH=9;BYDAY=SU", "2026-01-01", "09-06 09-13 09-20 09-27"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01", ""),
        ("FREQ=DAILY;UNTIL=2026-08-16;BYHOUR=1,2", "2026-01-01", "08-15 08-16"),
        ("FREQ=WEEKLY;UNTIL=2026-08-14", "2026-08-12", ""),
    ],
)  # fmt: skip
def test_rules_are_worked_out_by_hand(rule: str, start: str, expected: str) -> None:
    assert _shown(rule, start) == expected


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ",
        "COUNT=3",
        "FREQ=HOURLY",
        "FREQ=MINUTELY",
        "FREQ=SECONDLY",
        "FREQ=FORTNIGHTLY",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;INTERVAL=10000",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=x",
        "FREQ=DAILY;COUNT=٣",
        "FREQ=DAILY;UNTIL=never",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=DAILY;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=YEARLY;BYDAY=54MO",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=1.5",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTH=-1",
        "FREQ=YEARLY;BYYEARDAY=367",
        "FREQ=YEARLY;BYSETPOS=0",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=YEARLY;RSCALE=CHINESE",
        "FREQ=WEEKLY;WKST=XX",
        "FREQ=DAILY;BYMONTH=" + ",".join(["1"] * 300),
    ],
)
def test_other_rules_are_not_read(rule: str) -> None:
    with pytest.raises(NotReadError):
        repeat_of(rule, FIRST, _until, all_day=True)


def test_hours_count_for_times_and_are_not_read() -> None:
    with pytest.raises(NotReadError):
        repeat_of("FREQ=DAILY;BYHOUR=8", FIRST, _until, all_day=False)


def test_who_asks_is_told_before_days_are_looked_at() -> None:
    told: list[int] = []
    repeat = repeat_of("FREQ=MONTHLY;BYDAY=MO", FIRST, _until, all_day=True)
    found = days(repeat, FIRST, FIRST, date(2026, 10, 10), told.append)
    assert next(found) == date(2026, 8, 17)
    assert told == [17]
    assert len(list(found)) == 7
    assert told == [17, 30, 10]


class StoppedError(Exception):
    """Enough."""


def test_who_asks_can_stop_it() -> None:
    def stop(_number: int) -> None:
        raise StoppedError

    repeat = repeat_of("FREQ=DAILY", FIRST, _until, all_day=True)
    with pytest.raises(StoppedError):
        next(days(repeat, FIRST, FIRST, LAST, stop))


def _lists(name: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(values, min_size=1, max_size=3, unique=True)
    return st.one_of(st.just(""), some.map(lambda each: f";{name}={','.join(each)}"))


def _numbers(most: int) -> st.SearchStrategy[str]:
    return st.integers(-most, most).filter(bool).map(str)


_WEEKDAY = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
_NTH = st.builds("{}{}".format, st.sampled_from(["1", "-1", "2", "5"]), _WEEKDAY)
_COUNT = st.one_of(st.just(""), st.integers(1, 60).map(";COUNT={}".format))
_MONTHS = _lists("BYMONTH", st.integers(1, 12).map(str))
_FREQUENCY = st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"])
_PLAIN = st.builds("{};INTERVAL={}{}".format, _FREQUENCY, st.integers(1, 7), _COUNT)
# Only what meets sooner or later: for what never does the other library looks until the year 9999.
_INTERVAL = st.sampled_from(["", ";INTERVAL=5", ";INTERVAL=11"])
_OF_WEEKDAYS = st.builds(
    "{}{}{}{}{}".format,
    _FREQUENCY,
    _lists("BYDAY", _WEEKDAY),
    _INTERVAL,
    _COUNT,
    st.one_of(_MONTHS, _lists("BYMONTHDAY", _numbers(31)), _lists("BYYEARDAY", _numbers(366))),
)
_OF_COUNTED_WEEKDAYS = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["FREQ=MONTHLY", "FREQ=YEARLY"]),
    _lists("BYDAY", _NTH),
    _INTERVAL,
    _COUNT,
    _MONTHS,
)
_RULES = st.one_of(_PLAIN, _OF_WEEKDAYS, _OF_COUNTED_WEEKDAYS)
_STARTS = st.dates(date(2024, 1, 1), date(2027, 7, 31))


def _by_the_other(rule: str, start: date) -> list[date]:
    begin, low, high = (datetime.combine(day, time(0)) for day in (start, FIRST, LAST))
    found = rrulestr(rule, dtstart=begin).between(low, high, inc=True)
    return [each.date() for each in found]


@given(_RULES, _STARTS)
def test_rules_mean_the_same_to_another_library(rule: str, start: date) -> None:
    assert _days(rule, start) == _by_the_other(rule, start)


_WHOLE_PERIODS = st.builds(
    "{}{}".format,
    st.sampled_from(
        [
            "FREQ=MONTHLY;BYDAY=MO,WE,FR",
            "FREQ=YEARLY;BYDAY=SU",
            "FREQ=YEARLY;BYMONTH=2,9;BYMONTHDAY=-1,3",
        ]
    ),
    _lists("BYSETPOS", _numbers(6)),
)


@given(_WHOLE_PERIODS, _STARTS)
def test_positions_mean_the_same_to_another_library(rule: str, start: date) -> None:
    assert _days(rule, start) == _by_the_other(rule, start)
