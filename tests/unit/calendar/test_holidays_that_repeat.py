"""Events of iCalendar files that are on more than one day, and changes of single ones."""

from __future__ import annotations

import pytest

from shared.calendar.holidays import Unread
from shared.calendar.year_views import UnreadCode
from tests.unit.calendar.ics_by_hand import days_of, event, file_of, read


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # The first Mondays of a September, since long ago.
        (["DTSTART:19980907", "RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=1MO"], ["2026-09-07"]),
        (
            ["DTSTART:20260904", "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3"],
            ["2026-09-04", "2026-09-18", "2026-10-02"],
        ),
        # Three of the five days were before the year.
        (["DTSTART:20260829", "RRULE:FREQ=DAILY;COUNT=5"], ["2026-09-01", "2026-09-02"]),
        (
            ["DTSTART:20260901", "RRULE:FREQ=DAILY;UNTIL=20260903"],
            ["2026-09-01", "2026-09-02", "2026-09-03"],
        ),
        # A week off each quarter: what begins before the year reaches into it.
        (
            ["DTSTART:20260529", "DURATION:P5D", "RRULE:FREQ=MONTHLY;INTERVAL=3;COUNT=2"],
            ["2026-09-01", "2026-09-02"],
        ),
        (
            [
                "DTSTART:20261005",
                "RRULE:FREQ=WEEKLY;COUNT=4",
                "EXDATE;VALUE=DATE:20261012",
                "EXDATE:20261019,20990101",
            ],
            ["2026-10-05", "2026-10-26"],
        ),
        (
            ["DTSTART:20261005", "RDATE:20261007,20261009", "RDATE;VALUE=DATE:20260101"],
            ["2026-10-05", "2026-10-07", "2026-10-09"],
        ),
        (
            [
                "DTSTART:20261005T120000",
                "DURATION:PT1H",
                "RDATE;VALUE=PERIOD:20261007T120000/PT2H,20261008T120000/20261008T130000",
            ],
            ["2026-10-05", "2026-10-07", "2026-10-08"],
        ),
        (["DTSTART:20261005", "RRULE:FREQ=WEEKLY;COUNT=1", "EXDATE:20261005"], []),
        # On Tuesdays at half past eight in the evening in New York; Wednesdays in UTC.
        (
            ["DTSTART:20260909T003000Z", "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20260923T003000Z"],
            ["2026-09-08", "2026-09-15", "2026-09-22"],
        ),
        (
            [
                "DTSTART;TZID=America/New_York:20260908T203000",
                "RRULE:FREQ=WEEKLY;UNTIL=20260923T002959Z",
                "EXDATE:20260916T003000Z",
            ],
            ["2026-09-08"],
        ),
        (
            ["DTSTART;TZID=America/Chicago:20260908T203000", "RRULE:FREQ=WEEKLY;UNTIL=20260915"],
            ["2026-09-08", "2026-09-15"],
        ),
        # The end of days, as an instant: one second before midnight of the 9th, and the 10th.
        (
            ["DTSTART:20260908", "RRULE:FREQ=DAILY;UNTIL=20260910T035959Z"],
            ["2026-09-08", "2026-09-09"],
        ),
        (
            ["DTSTART:20260908", "RRULE:FREQ=DAILY;UNTIL=20260910T000000Z"],
            ["2026-09-08", "2026-09-09", "2026-09-10"],
        ),
        (
            ["DTSTART:20260908", "RRULE:FREQ=DAILY;COUNT=1", "RRULE:FREQ=WEEKLY;COUNT=2"],
            ["2026-09-08", "2026-09-15"],
        ),
        (["DTSTART:20260908", "RRULE:FREQ=DAILY;UNTIL=20260801"], []),
    ],
)
def test_what_repeats_does_so_within_the_year(lines: list[str], expected: list[str]) -> None:
    assert days_of(*lines) == expected


def test_a_changed_occurrence_stands_for_the_one_that_it_changes() -> None:
    series = event("UID:s", "DTSTART:20261005", "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:Assembly")
    moved = event("UID:s", "RECURRENCE-ID:20261012", "DTSTART:20261014", "SUMMARY:Late assembly")
    gone = event("UID:s", "RECURRENCE-ID:20261019", "DTSTART:20261019", "STATUS:CANCELLED")
    other = event("UID:t", "DTSTART:20261012", "SUMMARY:Other")
    found = read(file_of(moved, gone, series, other))
    assert [(each.day.day, each.name) for each in found.days] == [
        (5, "Assembly"),
        (12, "Other"),
        (14, "Late assembly"),
    ]
    assert (found.left_out, found.unread) == (0, ())


def test_a_changed_time_is_found_in_the_zone_of_its_series() -> None:
    series = event(
        "UID:s", "DTSTART;TZID=America/New_York:20261005T203000", "RRULE:FREQ=WEEKLY;COUNT=2"
    )
    moved = event("UID:s", "RECURRENCE-ID:20261013T003000Z", "DTSTART:20261015T203000")
    found = read(file_of(series, series, moved))
    assert [each.day.day for each in found.days] == [5, 15]


def test_changes_of_all_that_follows_are_told() -> None:
    series = event("UID:s", "DTSTART:20261005", "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:Assembly")
    moved = event(
        "UID:s", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261012", "DTSTART:20261013", "SUMMARY:Moved"
    )
    found = read(file_of(series, moved))
    assert [each.day.day for each in found.days] == [5, 13, 19]
    assert found.unread == (Unread(UnreadCode.FOLLOWING, 2, "Moved"),)
