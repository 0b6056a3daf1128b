"""When a pass is due and what happens by the clock: every time is worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.school_day import SchoolDay, compile_day, with_span
from shared.passes.clock import (
    MOST_MINUTES,
    Change,
    due_at,
    end_of_day,
    event_due,
    minutes_of,
    more_minutes,
    next_change,
    waited,
    walk_of,
)
from shared.passes.model import EndMethod, Pass, Pause, State, Travel, Via
from shared.passes.policy import PassSettings, Place
from shared.passes.states import Event
from tests.unit.calendar.days_by_hand import (
    DAY,
    ZONE,
    at,
    calendar,
    half_day,
    school_day,
    student,
)
from tests.unit.passes.passes_by_hand import (
    LIBRARY,
    NORTH,
    NOW,
    RESTROOM,
    ROOM_101,
    TIMETABLE,
    later,
    one_pass,
)

SETTINGS = PassSettings(student_minutes=6, overdue_minutes=30, more_minutes=5)
CLOSES = at("11:30")


@pytest.mark.parametrize(
    ("of_type", "most", "wanted", "expected"),
    [
        (5, None, None, 5),
        (None, None, None, 6),
        (20, 10, None, 10),
        (5, 10, None, 5),
        (200, None, None, 120),
        (5, 10, 15, 15),
        (5, None, 200, 120),
    ],
)
def test_minutes_of_a_pass(
    of_type: int | None, most: int | None, wanted: int | None, expected: int
) -> None:
    kind, place = replace(RESTROOM, minutes=of_type), replace(NORTH, most_minutes=most)
    assert minutes_of(kind, SETTINGS, place, wanted) == expected


def test_a_pass_without_a_place_has_the_types_minutes() -> None:
    assert minutes_of(replace(RESTROOM, minutes=7), SETTINGS, None, None) == 7


PAIRS = {frozenset({"r101", "north"}): 1}


@pytest.mark.parametrize(
    ("origin", "destination", "travel", "pairs", "expected"),
    [
        # Two minutes to the north restroom, three to the library.
        (ROOM_101, NORTH, Travel.ROUND_TRIP, None, 4),
        (ROOM_101, NORTH, Travel.ONE_WAY, None, 2),
        (NORTH, ROOM_101, Travel.ONE_WAY, None, 2),
        (NORTH, LIBRARY, Travel.ONE_WAY, None, 5),
        (None, LIBRARY, Travel.ROUND_TRIP, None, 6),
        (None, None, Travel.ROUND_TRIP, None, 0),
        (ROOM_101, NORTH, Travel.ROUND_TRIP, PAIRS, 2),
        (NORTH, ROOM_101, Travel.ONE_WAY, PAIRS, 1),
        (ROOM_101, LIBRARY, Travel.ONE_WAY, PAIRS, 3),
    ],
)
def test_the_walk(
    origin: Place | None,
    destination: Place | None,
    travel: Travel,
    pairs: dict[frozenset[str], int] | None,
    expected: int,
) -> None:
    assert walk_of(origin, destination, travel, pairs) == expected


def test_a_pass_is_due_after_its_minutes_and_the_walk() -> None:
    # Five minutes and four to walk from 08:20.
    assert due_at(one_pass(), later(1), CLOSES) == at("08:29")
    assert due_at(one_pass(extra=10), later(1), CLOSES) == at("08:39")
    assert due_at(one_pass(start=None), NOW, None) == at("08:29")


def test_nothing_runs_longer_than_the_day() -> None:
    assert due_at(one_pass(), later(1), at("08:25")) == at("08:25")
    assert due_at(one_pass(), later(1), None) == at("08:29")


def pauses(*spans: tuple[int, int | None]) -> Pass:
    return one_pass(
        pauses=tuple(
            Pause(later(start), None if end is None else later(end)) for start, end in spans
        )
    )


@pytest.mark.parametrize(
    ("spans", "now", "minutes"),
    [
        ((), 9, 0),
        (((2, 5),), 9, 3),
        (((2, 5),), 4, 2),
        (((2, None),), 9, 7),
        (((2, 5), (6, 8)), 9, 5),
        (((2, 5), (4, 8)), 9, 6),
        (((4, 8), (2, 9)), 9, 7),
        (((2, 8), (3, 4)), 9, 6),
        (((-3, 2),), 9, 2),
        (((-3, -1),), 9, 0),
        (((10, None),), 9, 0),
    ],
)
def test_waiting_at_a_door_is_not_counted(
    spans: tuple[tuple[int, int | None], ...], now: int, minutes: int
) -> None:
    one = pauses(*spans)
    assert waited(one, later(now)) == timedelta(minutes=minutes)
    assert due_at(one, later(now), None) == later(9 + minutes)


def test_who_has_not_begun_has_not_waited() -> None:
    assert waited(one_pass(start=None), NOW) == timedelta()


@given(
    st.lists(st.tuples(st.integers(-10, 60), st.none() | st.integers(-10, 60)), max_size=5),
    st.integers(0, 60),
)
def test_waits_are_counted_minute_by_minute(spans: list[tuple[int, int | None]], now: int) -> None:
    def covers(minute: int) -> bool:
        return any(
            start <= minute and (end is None or minute < max(start, end)) for start, end in spans
        )

    by_minute = sum(covers(each) for each in range(now))
    assert waited(pauses(*spans), later(now)) == timedelta(minutes=by_minute)


@pytest.mark.parametrize(
    ("started", "expected"),
    [
        # The last block ends at 11:30.
        ("08:20", "11:30"),
        ("11:29", "11:30"),
        ("07:00", "11:30"),
    ],
)
def test_the_day_ends_with_the_last_block(started: str, expected: str) -> None:
    assert end_of_day(school_day(), TIMETABLE, at(started), at(started)) == at(expected)


MIDNIGHT = at("00:00", DAY + timedelta(days=1))


def test_what_starts_after_it_ends_with_the_day() -> None:
    assert end_of_day(school_day(), TIMETABLE, at("11:30"), at("12:00")) == MIDNIGHT


def test_who_has_no_schedule_ends_with_the_day() -> None:
    nobodys = SchoolDay(DAY, ZONE, (replace(compile_day(calendar(), 1, DAY, ZONE), tracks=()),))
    assert end_of_day(nobodys, student(), NOW, NOW) == MIDNIGHT
    (track,) = compile_day(calendar(), 1, DAY, ZONE).tracks
    empty = replace(compile_day(calendar(), 1, DAY, ZONE), tracks=(replace(track, blocks=()),))
    assert end_of_day(SchoolDay(DAY, ZONE, (empty,)), student(), NOW, NOW) == MIDNIGHT


def test_a_half_day_that_is_declared_while_a_pass_runs_counts() -> None:
    half = compile_day(calendar(exceptions={DAY: half_day()}), 2, DAY, ZONE, since=at("08:25"))
    both = with_span(school_day(), half)
    assert end_of_day(both, TIMETABLE, at("08:20"), at("08:24")) == at("11:30")
    assert end_of_day(both, TIMETABLE, at("08:20"), at("08:26")) == at("08:45")


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        # Clocks go forward on Sunday, 8 March 2026, and back on 1 November 2026.
        (date(2026, 3, 7), "2026-03-08T05:00+00:00"),
        (date(2026, 3, 8), "2026-03-09T04:00+00:00"),
        (date(2026, 10, 31), "2026-11-01T04:00+00:00"),
        (date(2026, 11, 1), "2026-11-02T05:00+00:00"),
    ],
)
def test_a_day_ends_at_midnight_of_the_schools_clocks(day: date, utc: str) -> None:
    span = compile_day(calendar(), 1, day, ZONE)
    noon = at("12:00", day)
    found = end_of_day(SchoolDay(day, ZONE, (span,)), TIMETABLE, noon, noon)
    assert found == datetime.fromisoformat(utc)


def test_a_pass_lasts_as_long_when_clocks_jump() -> None:
    before = datetime.fromisoformat("2026-03-08T06:58+00:00")
    one = one_pass(start=before)
    # 01:58, and nine minutes later the clocks show 03:07.
    assert due_at(one, before, None) == datetime.fromisoformat("2026-03-08T07:07+00:00")


def change(one: Pass, now: float = 1, closes: datetime | None = CLOSES) -> Change | None:
    return next_change(one, SETTINGS, later(now), closes)


@pytest.mark.parametrize(
    ("one", "event", "at_"),
    [
        (one_pass(), Event.AUTO_END, "08:29"),
        (one_pass(end_method=EndMethod.MANUAL), Event.DUE, "08:29"),
        (one_pass(State.OVERDUE, end_method=EndMethod.MANUAL), Event.TIME_OUT, "08:59"),
        (one_pass(State.OVERDUE, start=at("11:00")), Event.CLOSE, "11:30"),
        (one_pass(minutes=300), Event.CLOSE, "11:30"),
        # Asked for at 08:19: a student waits five minutes for an answer, an adult fifteen.
        (one_pass(State.REQUESTED), Event.LAPSE, "08:24"),
        (one_pass(State.REQUESTED, via=Via.APPOINTMENT), Event.LAPSE, "08:24"),
        (one_pass(State.REQUESTED, via=Via.STAFF), Event.LAPSE, "08:34"),
        (one_pass(State.QUEUED), Event.CLOSE, "11:30"),
        (one_pass(State.SCHEDULED, start=at("10:00")), Event.START, "10:00"),
        (one_pass(State.PROPOSED, start=at("10:00")), Event.LAPSE, "10:00"),
        # What is for later has its own day.
        (one_pass(State.SCHEDULED, start=at("12:00")), Event.START, "12:00"),
    ],
)
def test_what_the_clock_does_next(one: Pass, event: Event, at_: str) -> None:
    assert change(one) == Change(event, at(at_))


def test_an_offer_lapses_after_its_seconds() -> None:
    one = one_pass(State.OFFERED, offered=later(1))
    assert change(one) == Change(Event.LAPSE, later(1.5))


@pytest.mark.parametrize(
    "state",
    [State.ENDED, State.DENIED, State.DECLINED, State.EXPIRED, State.CANCELLED],
)
def test_a_closed_pass_has_no_clock(state: State) -> None:
    assert change(one_pass(state)) is None


@pytest.mark.parametrize("state", [State.QUEUED, State.SCHEDULED, State.OFFERED])
def test_what_has_no_time_waits_for_people(state: State) -> None:
    assert change(one_pass(state, start=None), closes=None) is None


def test_while_a_student_waits_at_a_door_only_the_day_ends() -> None:
    waits = pauses((2, None))
    assert change(waits, now=60) == Change(Event.CLOSE, CLOSES)
    assert change(waits, now=60, closes=None) is None


@pytest.mark.parametrize(
    ("minute", "expected"), [(8, None), (9, Event.AUTO_END), (500, Event.CLOSE)]
)
def test_a_task_does_what_the_pass_says_and_not_what_it_was_made_for(
    minute: int, expected: Event | None
) -> None:
    closes = CLOSES if minute < 100 else at("08:25")
    assert event_due(one_pass(), SETTINGS, later(minute), closes) is expected


def test_a_task_that_comes_after_an_extension_does_nothing() -> None:
    assert event_due(one_pass(extra=5), SETTINGS, later(9), CLOSES) is None
    assert event_due(one_pass(extra=5), SETTINGS, later(14), CLOSES) is Event.AUTO_END
    assert event_due(one_pass(State.ENDED), SETTINGS, later(14), CLOSES) is None


@pytest.mark.parametrize(
    ("one", "wanted", "by_student", "expected"),
    [
        (one_pass(), 10, False, 10),
        (one_pass(extra=105), 30, False, 10),
        (one_pass(minutes=120), 30, False, 0),
        (one_pass(minutes=115, extra=10), 30, False, 0),
        (one_pass(), -3, False, 0),
        (one_pass(), 0, True, 5),
        (one_pass(), 60, True, 5),
        (one_pass(extra=113), 0, True, 2),
        (one_pass(more_taken=True), 0, True, 0),
    ],
)
def test_more_minutes(*, one: Pass, wanted: int, by_student: bool, expected: int) -> None:
    assert more_minutes(one, SETTINGS, wanted, by_student=by_student) == expected


@given(
    minutes=st.integers(0, MOST_MINUTES),
    extra=st.integers(0, 200),
    wanted=st.integers(-5, 300),
    by_student=st.booleans(),
)
def test_no_extension_goes_past_the_most(
    *, minutes: int, extra: int, wanted: int, by_student: bool
) -> None:
    one = one_pass(minutes=minutes, extra=extra)
    given_ = more_minutes(one, SETTINGS, wanted, by_student=by_student)
    assert given_ >= 0
    assert given_ == 0 or minutes + extra + given_ <= MOST_MINUTES
