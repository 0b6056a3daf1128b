"""Files that are no calendar, too much, or made to do harm."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.kernel.errors import Invalid
from tests.unit.calendar.ics_by_hand import event, file_of, read

SECONDS = 10
"""Of processor time, on a machine that does other things; each of these takes two at most."""


def _zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("calendar.ics", file_of())
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "problem", "words"),
    [
        (b"", "EMPTY", "export the calendar again"),
        (b"\xef\xbb\xbf \r\n\r\n", "EMPTY", "export the calendar again"),
        (_zip(), "ARCHIVE", "unpack it"),
        (b"<!doctype html><title>Sign in</title>", "WEB_PAGE", "web page"),
        (b"\n <html lang='en'>", "WEB_PAGE", "web page"),
        (b"date,name\n2026-09-07,Labor Day\n", "NOT_ICALENDAR", "BEGIN:VCALENDAR"),
        (b"END:VCALENDAR\n", "NOT_ICALENDAR", "BEGIN:VCALENDAR"),
        (b"BEGIN:VCARD\nEND:VCARD\n", "NOT_ICALENDAR", "BEGIN:VCALENDAR"),
        (file_of().decode().encode("utf-16"), "NOT_ICALENDAR", "BEGIN:VCALENDAR"),
    ],
)
def test_what_is_no_calendar_is_said_with_what_to_do(data: bytes, problem: str, words: str) -> None:
    with pytest.raises(Invalid) as caught:
        read(data)
    assert caught.value.reason == "CALENDAR_FILE_INVALID"
    assert caught.value.metadata == {"problem": problem}
    assert words in caught.value.message


def _problem(data: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        read(data)
    assert caught.value.reason == "CALENDAR_FILE_INVALID"
    return caught.value.metadata["problem"]


def test_a_file_has_a_mebibyte_at_most() -> None:
    empty = file_of("X-FILLER:")
    filled = empty.replace(b"X-FILLER:", b"X-FILLER:" + b"x" * ((1 << 20) - len(empty)))
    assert len(filled) == 1 << 20
    assert read(filled).unread == ()
    assert _problem(filled + b"\n") == "TOO_LARGE"


def test_a_file_has_5000_events_at_most() -> None:
    one = event("DTSTART:20261001")
    assert len(read(file_of(*[one] * 5000)).days) == 1
    assert _problem(file_of(*[one] * 5001)) == "EVENTS_TOO_MANY"


def test_events_take_up_20000_days_at_most() -> None:
    # The year has 284 days, so that 70 events of all of them take up 19,880.
    always = event("DTSTART:20260901", "RRULE:FREQ=DAILY")
    rest = event("DTSTART:20260901", "RRULE:FREQ=DAILY;COUNT=120")
    assert len(read(file_of(*[always] * 70, rest)).days) == 284
    assert _problem(file_of(*[always] * 70, rest, event("DTSTART:20260901"))) == (
        "OCCURRENCES_TOO_MANY"
    )


def _many(count: int, *lines: str) -> bytes:
    return file_of(*[event(*lines)] * count)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            _many(5000, "DTSTART:20260901", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
            "REPEATS_TOO_MUCH",
        ),
        (_many(5000, "DTSTART:00020101", "RRULE:FREQ=YEARLY;BYDAY=53MO"), "REPEATS_TOO_MUCH"),
        (_many(5000, "DTSTART:00020101", "RRULE:FREQ=WEEKLY;BYSETPOS=7"), "REPEATS_TOO_MUCH"),
        (
            _many(5000, "DTSTART:00020101", "RRULE:FREQ=DAILY;COUNT=9999;BYMONTHDAY=31;BYMONTH=2"),
            "REPEATS_TOO_MUCH",
        ),
        (_many(1, "DTSTART:20260901", *["RRULE:FREQ=WEEKLY;COUNT=1"] * 38000), "REPEATS_TOO_MUCH"),
        (_many(5000, "DTSTART:00020101", "DTEND:99980101"), None),
        (_many(5000, "DTSTART:20200101", "DTEND:99980101"), "OCCURRENCES_TOO_MANY"),
        (_many(5000, "DTSTART:20260901", "RRULE:FREQ=SECONDLY"), None),
        (_many(1, "DTSTART:20260901", "RDATE:" + "20261001," * 110000), None),
        (_many(1, "DTSTART:20260901", "EXDATE:" + "x," * 500000), None),
        (_many(1, "DTSTART:20260901", "SUMMARY:" + "a " * 500000), None),
        (_many(1, "DTSTART;A=" + "b," * 500000 + ":20260901"), None),
        (_many(1, "DTSTART" + ";A=b" * 250000 + ":20260901"), None),
        (_many(1, 'DTSTART;A="' + "\\" * 1000000 + ":20260901"), None),
        (_many(1, *["UID:"] * 170000), None),
        (_many(1, *["BEGIN:A"] * 50000, *["END:B"] * 50000), None),
        (file_of("\n" * 500000), None),
        (
            file_of(
                *(
                    f"BEGIN:VTIMEZONE\nTZID:z{number}\nBEGIN:STANDARD\nDTSTART:00010101T000000\n"
                    "RRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE"
                    for number in range(7000)
                )
            ),
            None,
        ),
        (
            file_of(
                *[event("UID:s", "DTSTART:20260901", "RECURRENCE-ID:20260902")] * 2500,
                *(
                    event("UID:s", f"DTSTART;TZID=Etc/GMT+{number % 12}:20260901T000000")
                    for number in range(2500)
                ),
            ),
            None,
        ),
    ],
)
def test_no_file_takes_long(data: bytes, problem: str | None) -> None:
    assert len(data) <= 1 << 20
    began = time.process_time()
    if problem:
        assert _problem(data) == problem
    else:
        read(data)
    assert time.process_time() - began < SECONDS


def _reads_or_refuses(data: bytes) -> None:
    try:
        read(data)
    except Invalid as error:
        assert error.reason == "CALENDAR_FILE_INVALID"  # noqa: PT017  # most are read


@given(st.binary(max_size=200))
@example(b"BEGIN:VCALENDAR\n\x00\xff")
def test_bytes_are_read_or_refused(data: bytes) -> None:
    _reads_or_refuses(data)
    _reads_or_refuses(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + data)


_NAMES = "DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID UID SUMMARY STATUS BEGIN END TZID"
_PARAMETERS = [
    "",
    ";VALUE=DATE",
    ";TZID=Asia/Tokyo",
    ";TZID=UTC,x",
    ";TZID=z",
    ";VALUE=PERIOD",
    ";",
    ";=",
    ';A="',
]
_RULE_PARTS = [
    "FREQ=DAILY",
    "FREQ=WEEKLY",
    "FREQ=MONTHLY",
    "FREQ=YEARLY",
    "COUNT=3",
    "COUNT=9999",
    "INTERVAL=2",
    "INTERVAL=0",
    "UNTIL=20261001",
    "UNTIL=20261001T000000Z",
    "BYDAY=MO",
    "BYDAY=-1FR,5TU",
    "BYMONTHDAY=-1,31",
    "BYMONTH=2",
    "BYSETPOS=-1",
    "BYYEARDAY=366",
    "WKST=SU",
    "BYHOUR=3",
    "BYWEEKNO=1",
    "=",
    "FREQ",
]
_VALUES = st.one_of(
    st.sampled_from(
        [
            "20260901",
            "20261231T235959",
            "20261101T013000Z",
            "00020101",
            "99981231T235959Z",
            "19700101T000000",
            "P1D",
            "P999999999W",
            "-PT1S",
            "VEVENT",
            "VTIMEZONE",
            "VALARM",
            "VCALENDAR",
            "a",
            "CANCELLED",
            "z",
            "20261001/P1D",
        ]
    ),
    st.lists(st.sampled_from(_RULE_PARTS), max_size=5).map(";".join),
    st.text(max_size=12),
)
_LINES = st.builds(
    "{}{}:{}".format, st.sampled_from(_NAMES.split()), st.sampled_from(_PARAMETERS), _VALUES
)
_EVENTS = st.lists(_LINES, max_size=8).map(lambda lines: event("DTSTART:20260930T203000", *lines))


@given(st.lists(st.one_of(_LINES, _EVENTS), max_size=6))
def test_lines_in_any_disorder_are_read_or_refused(components: list[str]) -> None:
    _reads_or_refuses(file_of(*components))
