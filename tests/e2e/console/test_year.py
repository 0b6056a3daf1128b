"""The page of the year in a real Chromium: days set apart, a file of holidays, a half day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.console.calendars import SCHOOL, weekday_after
from tests.support.console import Console

TODAY = datetime.now(UTC).astimezone(ZoneInfo("America/Chicago")).date()
CLOSED = weekday_after(TODAY, 9)
DAY = weekday_after(TODAY, 37)
MONDAY = weekday_after(TODAY, 60) + timedelta(days=7 - weekday_after(TODAY, 60).weekday())
HOLIDAYS = (MONDAY - timedelta(days=14), MONDAY - timedelta(days=12))
"""A Monday and a Wednesday."""
COMING = weekday_after(TODAY, 2)


def ics() -> bytes:
    """A holiday, a concert and a holiday, and something that begins at no time."""
    events = (
        (f"{HOLIDAYS[0]:%Y%m%d}", "Founders' Day holiday"),
        (f"{HOLIDAYS[1]:%Y%m%d}", "Concert"),
        (f"{MONDAY + timedelta(days=14):%Y%m%d}", "No school"),
        ("never", "Trip"),
    )
    lines = ["BEGIN:VCALENDAR"]
    for day, name in events:
        lines += ["BEGIN:VEVENT", f"DTSTART:{day}", f"SUMMARY:{name}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


@pytest.fixture(scope="module")
def seen(console: Console) -> Iterator[dict[str, Any]]:
    """What the browser saw. Afterwards the calendar is as it was, for the tests of pages."""
    file, page = console.workshop / "holidays.ics", console.workshop / "page.ics"
    file.write_bytes(ics())
    page.write_bytes(b"<!doctype html><title>Sign in</title>")
    told = console.browse(
        "year.mjs",
        school=SCHOOL,
        today=TODAY.isoformat(),
        closed=CLOSED.isoformat(),
        day=DAY.isoformat(),
        breakDays=[MONDAY.isoformat(), (MONDAY + timedelta(days=6)).isoformat()],
        holidays=[each.isoformat() for each in HOLIDAYS],
        coming=COMING.isoformat(),
        ics=str(file),
        webPage=str(page),
    )
    yield json.loads(told)
    console.program("-m", "tests.e2e.console.calendars")


def short(day: date) -> str:
    """As the page says a day, such as ``Mon, Jan 4``."""
    return f"{day:%a, %b} {day.day}"


def test_the_year_is_a_grid_for_each_month_with_one_stop_of_the_tab_key(
    seen: dict[str, Any],
) -> None:
    # From a month before it was published, which was 21 days ago, to 180 days after that.
    first, last = TODAY - timedelta(days=51), TODAY + timedelta(days=159)
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    assert (seen["grids"], seen["stops"]) == (months, 1)
    assert seen["label"] == f"{CLOSED:%A, %B} {CLOSED.day}, {CLOSED.year}, No school, Teachers' day"
    arrived = (TODAY + timedelta(days=8)).isoformat()
    assert (seen["arrived"], seen["address"]) == (arrived, f"?day={arrived}")


def test_an_exception_is_kept_in_the_draft_and_counts_once_it_is_published(
    seen: dict[str, Any],
) -> None:
    assert seen["counts"] == "usual"
    day = seen["published"]
    assert (day["closed"], day["displayName"], day["version"]) == (True, "Parents' day", 2)
    changes = [" ".join(each.split()) for each in seen["changes"]]
    (told,) = (each for each in changes if "Parents" in each)
    assert told.startswith(f"{short(DAY)}: ")
    assert told.endswith("→ No school, Parents' day")
    days = f"{short(MONDAY)} – {short(MONDAY + timedelta(days=4))}"  # noqa: RUF001  # the page's
    # The Wednesday begins late.
    assert f"{days} (5 days): Regular / Late start → No school, Spring break" in changes
    assert seen["versions"] == 2


def test_a_break_is_its_days_with_school(seen: dict[str, Any]) -> None:
    assert seen["rangeCount"].startswith("5 days on which there would be school.")
    assert seen["breakKind"] == "closed"


def test_days_of_a_file_are_looked_through_and_what_is_chosen_is_kept(
    seen: dict[str, Any],
) -> None:
    assert seen["found"] == [
        [f"{short(HOLIDAYS[0])} Founders' Day holiday", True],
        [f"{short(HOLIDAYS[1])} Concert", False],
        [f"{short(MONDAY + timedelta(days=14))} No school", True],
    ]
    assert [" ".join(each.split()) for each in seen["unread"]] == [
        "Event 4 Trip: When it begins can’t be read; it is left out."  # noqa: RUF001  # the page's
    ]
    assert seen["imported"] == ["closed", "usual"]
    assert "Export the calendar as an .ics file." in seen["refused"]


def test_a_half_day_is_declared_in_three_clicks(seen: dict[str, Any]) -> None:
    assert seen["presses"] == 3
    day = seen["declared"]
    assert (day["closed"], [each["displayName"] for each in day["tracks"]]) == (False, ["Half day"])
    clock = [
        datetime.fromisoformat(each["startTime"]).astimezone(ZoneInfo(day["timeZone"])).time()
        for each in day["tracks"][0]["blocks"]
    ]
    assert [f"{each:%H:%M}" for each in clock] == ["08:00", "08:30", "09:00"]
    assert "Roosevelt Middle School see it at once" in seen["preview"]
    assert "Declared: " in seen["newest"]


def test_a_coming_day_is_declared_by_keyboard_on_a_phone(seen: dict[str, Any]) -> None:
    assert seen["phoneGrids"] == 1
    assert (seen["coming"]["closed"], seen["coming"]["displayName"]) == (True, "Snow")


READ = """
from shared import bootstrap
from tests.support.calendars import put_calendar
put_calendar(bootstrap.documents(), "lincoln-high", bootstrap.clock())
"""
FORGET = """
from shared import bootstrap
from tests.support.calendars import forget_calendar
forget_calendar(bootstrap.documents(), "lincoln-high")
"""


def test_who_changes_nothing_sees_the_year_and_no_button_for_it(console: Console) -> None:
    console.program("-c", READ)
    try:
        told = console.browse(
            "year-read.mjs",
            published="lincoln-high",
            # Its draft stands there for the tests of pages.
            drafted="maple-grove-elementary",
            day=weekday_after(TODAY, 1).isoformat(),
            teacher=console.accounts["TEACHER"],
            student=console.accounts["STUDENT"],
        )
    finally:
        console.program("-c", FORGET)
    read = json.loads(told)
    assert read["buttons"] == []
    assert [each.split("\t")[0] for each in read["blocks"]] == ["Period 1", "Period 2"]
    assert [each for each in read["inPanel"] if each] == ["Day before", "Day after"]
    assert read["toBells"] == "/schools/maple-grove-elementary/calendar/bells"


def test_nothing_of_it_is_closed_to_anybody(seen: dict[str, Any]) -> None:
    assert seen["violations"] == {}
    assert seen["wide"] == []
