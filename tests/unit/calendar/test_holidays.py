"""Holidays out of iCalendar files."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.holidays import Holiday, Holidays, Unread, holidays_in
from shared.calendar.year_views import UnreadCode
from tests.unit.calendar.ics_by_hand import (
    FIRST,
    LAST,
    NEW_YORK,
    ZONE,
    days_of,
    event,
    file_of,
    read,
    read_event,
)

SCHOOL_CALENDAR = file_of(
    NEW_YORK,
    event(
        "UID:1@x", "DTSTAMP:20260601T000000Z", "DTSTART;VALUE=DATE:20260907", "SUMMARY:Labor Day"
    ),
    event(
        "UID:2@x",
        "DTSTART;VALUE=DATE:20261126",
        "DTEND;VALUE=DATE:20261128",
        "SUMMARY:Thanksgiving Break (No School\\, offices",
        "  closed)",
        "DESCRIPTION:https://example.org/a,b\\nSUMMARY:not this",
        "ATTACH:https://example.org/a.pdf",
        "BEGIN:VALARM",
        "TRIGGER:-P1D",
        "SUMMARY:nor this",
        "DURATION:PT5M",
        "END:VALARM",
    ),
    event(
        "UID:3@x",
        "DTSTART;TZID=Schools:20261204T080000",
        "DTEND;TZID=Schools:20261204T120000",
        "SUMMARY:Picture day",
    ),
    event("UID:4@x", "DTSTART;VALUE=DATE:20261204", "SUMMARY:Salida temprana"),
    event("UID:5@x", "DTSTART;VALUE=DATE:20260704", "SUMMARY:Independence Day"),
)


def test_a_calendar_as_schools_publish_one() -> None:
    assert read(SCHOOL_CALENDAR) == Holidays(
        days=(
            Holiday(date(2026, 9, 7), "Labor Day", closes=True),
            Holiday(
                date(2026, 11, 26), "Thanksgiving Break (No School, offices closed)", closes=True
            ),
            Holiday(
                date(2026, 11, 27), "Thanksgiving Break (No School, offices closed)", closes=True
            ),
            Holiday(date(2026, 12, 4), "Salida temprana / Picture day", closes=False),
        ),
        left_out=1,
        unread=(),
    )


@pytest.mark.parametrize(
    "changed",
    [
        SCHOOL_CALENDAR.replace(b"\r\n", b"\n"),
        SCHOOL_CALENDAR.replace(b"\r\n", b"\r\n\r\n").replace(b"\r\n\r\n ", b"\r\n "),
        b"\xef\xbb\xbf" + SCHOOL_CALENDAR,
        SCHOOL_CALENDAR.replace(b"VEVENT", b"vevent").replace(b"DTSTART", b"DtStart"),
        SCHOOL_CALENDAR + SCHOOL_CALENDAR.replace(b"SUMMARY:Labor", b"SUMMARY:LABOR"),
    ],
)
def test_bytes_may_differ_where_they_say_the_same(changed: bytes) -> None:
    assert read(changed).days == read(SCHOOL_CALENDAR).days
    assert read(changed).unread == ()


def test_text_is_utf_8_also_where_a_line_is_folded_within_a_letter_or_windows_1252() -> None:
    line = "SUMMARY:Día del niño — sin clases"
    expected = (Holiday(date(2027, 4, 30), "Día del niño — sin clases", closes=True),)
    utf8 = file_of(event("DTSTART:20270430", line))
    assert read(utf8).days == expected
    assert read(utf8.replace("í".encode(), b"\xc3\r\n \xad")).days == expected
    assert read(utf8.decode().encode("cp1252")).days == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART;VALUE=DATE:20261221"], ["2026-12-21"]),
        (["DTSTART:20261221", "DTEND:20261224"], ["2026-12-21", "2026-12-22", "2026-12-23"]),
        (["DTSTART:20261221", "DTEND:20261221"], ["2026-12-21"]),
        (["DTSTART:20261221", "DTEND:20261201"], ["2026-12-21"]),
        (["DTSTART:20261221", "DURATION:P2D"], ["2026-12-21", "2026-12-22"]),
        (["DTSTART:20261221", "DURATION:PT36H"], ["2026-12-21", "2026-12-22"]),
        (["DTSTART:20261221", "DURATION:PT0S"], ["2026-12-21"]),
        (["DTSTART;VALUE=DATE:20261221T000000"], ["2026-12-21"]),
        # The year begins and ends within them.
        (["DTSTART:20260829", "DTEND:20260903"], ["2026-09-01", "2026-09-02"]),
        (["DTSTART:20270610", "DTEND:20280101"], ["2027-06-10", "2027-06-11"]),
        (["DTSTART:20270611", "DURATION:P99999999W"], ["2027-06-11"]),
        (["DTSTART:20260831"], []),
        (["DTSTART:20270612"], []),
        (["DTSTART:99981231", "DURATION:P999D"], []),
    ],
)
def test_whole_days_end_before_their_end(lines: list[str], expected: list[str]) -> None:
    assert days_of(*lines) == expected


def test_a_winter_break_has_its_weekends() -> None:
    found = days_of("DTSTART:20261221", "DTEND:20270102", "SUMMARY:Winter break")
    assert found == [
        *(f"2026-12-{day}" for day in range(21, 32)),
        "2027-01-01",
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # New York is four hours behind UTC on 8 September and five in December.
        (["DTSTART:20260909T033000Z"], ["2026-09-08"]),
        (["DTSTART:20260909T040000Z"], ["2026-09-09"]),
        (["DTSTART:20261209T043000Z", "DURATION:PT1H"], ["2026-12-08", "2026-12-09"]),
        # An evening that ends at midnight is of one day.
        (["DTSTART:20261208T180000", "DTEND:20261209T000000"], ["2026-12-08"]),
        (["DTSTART:20261208T180000", "DTEND:20261207T000000"], ["2026-12-08"]),
        (["DTSTART:20261208T180000", "DTEND:20261209T000001"], ["2026-12-08", "2026-12-09"]),
        # Half past ten in the evening in Los Angeles is half past one in New York.
        (["DTSTART;TZID=America/Los_Angeles:20261208T223000"], ["2026-12-09"]),
        (["DTSTART;TZID=Pacific Standard Time:20261208T223000"], ["2026-12-09"]),
        (["DTSTART;TZID=/example.org/America/Los_Angeles:20261208T223000"], ["2026-12-09"]),
        # A time in UTC is one, whatever zone is named beside it.
        (["DTSTART;TZID=America/Los_Angeles:20261209T033000Z"], ["2026-12-08"]),
        (["DTSTART:20261208t223000z"], ["2026-12-08"]),
        (
            [
                "DTSTART;TZID=America/Los_Angeles:20261208T190000",
                "DTEND;TZID=America/New_York:20261209T010000",
            ],
            ["2026-12-08", "2026-12-09"],
        ),
    ],
)
def test_times_count_on_the_days_of_the_school(lines: list[str], expected: list[str]) -> None:
    assert days_of(*lines) == expected


def test_times_without_a_zone_are_the_schools() -> None:
    lines = ("DTSTART:20261208T233000", "DTEND:20261209T003000")
    for zone in ("America/New_York", "Pacific/Honolulu", "Asia/Tokyo"):
        assert days_of(*lines, zone=zone) == ["2026-12-08", "2026-12-09"]


def test_a_zone_that_is_not_known_is_told_once() -> None:
    odd = (
        "Customized",
        "America",
        "America/Nowhere",
        "../etc/passwd",
        "A" * 99,
        "Ame\u0301rica",
        '"a","b"',
    )
    events = [event(f"DTSTART;TZID={name}:20261208T233000", f"SUMMARY:{name}") for name in odd]
    found = read(file_of(*events, *events))
    assert [each.day.isoformat() for each in found.days] == ["2026-12-08"]
    assert len(found.unread) == len(odd)
    assert found.unread[0] == Unread(UnreadCode.ZONE, 1, "Customized")


def test_a_zone_of_the_file_is_what_it_says_of_its_place_and_of_no_other_file() -> None:
    denver = NEW_YORK.replace("New_York", "Denver")
    evening = event("DTSTART;TZID=Schools:20261208T223000")
    assert [each.day.day for each in read(file_of(denver, evening)).days] == [9]
    assert [each.day.day for each in read(file_of(evening, NEW_YORK)).days] == [8]
    without_place = NEW_YORK.replace("X-LIC-LOCATION", "X-OTHER")
    assert len(read(file_of(without_place, evening)).unread) == 1
    assert len(read(file_of(evening)).unread) == 1
    cut_off = NEW_YORK.removesuffix("END:VTIMEZONE")
    assert len(read(file_of(cut_off, evening)).unread) == 1


def test_times_never_close_school() -> None:
    found = read_event("DTSTART:20261207T080000", "DTEND:20261209T000000", "SUMMARY:No school")
    assert [(each.day.day, each.closes) for each in found.days] == [(7, False), (8, False)]


def test_names_of_a_day_are_each_told_once_and_closing_ones_first() -> None:
    events = [
        event("DTSTART:20261126T180000", "SUMMARY:Dinner"),
        event("DTSTART:20261126", "SUMMARY:Seniors' trip"),
        event("DTSTART:20261126", "SUMMARY:  Thanksgiving\\n  Day "),
        event("DTSTART:20261126", "SUMMARY:thanksgiving day"),
        event("DTSTART:20261126"),
    ]
    (found,) = read(file_of(*events)).days
    assert found == Holiday(
        date(2026, 11, 26), "Thanksgiving Day / Seniors' trip / Dinner", closes=True
    )
    (found,) = read(
        file_of(*events, *(event("DTSTART:20261126", f"SUMMARY:{n}") for n in "abc"))
    ).days
    assert found.name == "Thanksgiving Day / Seniors' trip / a +3"
    (found,) = read_event("DTSTART:20261126").days
    assert found == Holiday(date(2026, 11, 26), "", closes=False)
    (found,) = read_event("DTSTART:20261126", "SUMMARY:" + "ab " * 50).days
    assert found.name == "ab " * 32 + "ab…"


def test_left_out_is_what_has_no_day_in_the_year() -> None:
    before, after = "DTSTART:20260831", "DTSTART:20270612"
    assert read(file_of(event(before), event(after), event(after))).left_out == 3
    assert read(file_of(event(before, "STATUS:CANCELLED"))) == Holidays((), 0, ())
    # A series and what was moved out of it count once, and not at all with a day in the year.
    series = event("UID:s", before, "RRULE:FREQ=DAILY;COUNT=1")
    out, into = (event("UID:s", f"RECURRENCE-ID:2026083{n}", f"DTSTART:20260{n}02") for n in (1, 9))
    assert read(file_of(series, out)).left_out == 1
    assert read(file_of(series, into)).left_out == 0
    assert read(file_of(out, out)).left_out == 2
    nameless = event("RECURRENCE-ID:20260901", "DTSTART:20260902")
    assert read(file_of(event(before), nameless)).left_out == 1
    assert read(file_of(event(before), nameless.replace("20260902", "20260801"))).left_out == 2


START, END, REPEAT, DATES = UnreadCode.START, UnreadCode.END, UnreadCode.REPEAT, UnreadCode.DATES


@pytest.mark.parametrize(
    ("lines", "days", "told"),
    [
        ([], [], START),
        (["DTSTART:"], [], START),
        (["DTSTART:tomorrow"], [], START),
        (["DTSTART:20260931"], [], START),
        (["DTSTART:20260930T250000"], [], START),
        (["DTSTART:00010101"], [], START),
        (["DTSTART;=:20260930"], [], START),
        (["DTSTART:20260930", "DTEND:x"], [30], END),
        (["DTSTART:20260930", "DTEND;=:20261001"], [30], END),
        (["DTSTART:20260930", "DTEND:20261001T000000"], [30], END),
        (["DTSTART:20260930T100000", "DTEND:20261001"], [30], END),
        (["DTSTART:20260930", "DURATION:2 days"], [30], END),
        (["DTSTART:20260930", "DURATION:P999999999999D"], [30], END),
        (["DTSTART:20260930", "RRULE;=:FREQ=DAILY"], [30], REPEAT),
        (["DTSTART:20260930", "RRULE:FREQ=HOURLY"], [30], REPEAT),
        (["DTSTART:20260930", "RRULE:FREQ=SECONDLY"], [30], REPEAT),
        (["DTSTART:20260930", "RRULE:FREQ=DAILY;UNTIL=x"], [30], REPEAT),
        (["DTSTART:20260930T100000", "RRULE:FREQ=DAILY;BYHOUR=10,11"], [30], REPEAT),
        (["DTSTART:20260930", "RDATE:20260929,x,y"], [29, 30], DATES),
        (["DTSTART:20260930", "EXDATE;=:20260930"], [30], DATES),
        (["DTSTART:20260930", "RECURRENCE-ID:x"], [30], DATES),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_counts(
    lines: list[str], days: list[int], told: UnreadCode
) -> None:
    found = read_event("SUMMARY:Trip", *lines)
    assert [each.day.day for each in found.days] == days
    assert (found.left_out, found.unread) == (0, (Unread(told, 1, "Trip"),))


def test_what_is_told_has_an_end() -> None:
    found = read(file_of(*(event(f"SUMMARY:{number}") for number in range(150))))
    assert len(found.unread) == 100
    assert found.unread[-1] == Unread(START, 100, "99")
    assert found.unread_count == 150
    assert read(file_of(event())).unread == (Unread(START, 1),)


def test_a_file_that_was_cut_off_is_told() -> None:
    whole = file_of(event("SUMMARY:Trip", "DTSTART:20261001"), event("DTSTART:20261002"))
    found = read(whole[: whole.rindex(b"END:VEVENT")])
    assert [each.day.day for each in found.days] == [1, 2]
    assert found.unread == (Unread(UnreadCode.FILE_CUT_OFF), Unread(UnreadCode.EVENT_CUT_OFF, 2))
    found = read(whole.replace(b"END:VEVENT\r\n", b"", 1))
    assert [each.day.day for each in found.days] == [1, 2]
    assert found.unread == (Unread(UnreadCode.EVENT_CUT_OFF, 1, "Trip"),)


def test_what_is_no_event_counts_for_nothing() -> None:
    todo = event("DTSTART:20261001").replace("VEVENT", "VTODO")
    stray = "END\nEND:VEVENT\nDTSTART:20261002\nno line at all\n:\nBEGIN\nEND:VALARM"
    assert read(file_of(todo, stray)) == Holidays((), 0, ())


_DAYS = st.integers(0, (LAST - FIRST).days).map(lambda number: FIRST + timedelta(days=number))
_NAMES = st.text(st.sampled_from("xyz ñÉ—,;:\\\"'\n"), max_size=60)


def _written(day: date, length: int, name: str, cuts: list[int], line_end: bytes) -> bytes:
    """A whole-day event whose name is folded, wherever that is, every so many bytes."""
    text = name.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")
    end = day + timedelta(days=length)
    lines = [b"BEGIN:VEVENT", f"DTSTART;VALUE=DATE:{day:%Y%m%d}".encode()]
    if length > 1:
        lines.append(f"DTEND;VALUE=DATE:{end:%Y%m%d}".encode())
    left = f"SUMMARY:{text}".encode()
    for cut in cuts:
        lines.append(left[:cut])
        left = b" " + left[cut:]
    return line_end.join([*lines, left, b"END:VEVENT", b""])


@given(
    st.lists(st.tuples(_DAYS, st.integers(1, 20), _NAMES), max_size=4),
    st.lists(st.integers(2, 30), max_size=4),
    st.sampled_from([b"\n", b"\r\n"]),
)
def test_days_that_are_written_come_back(
    events: list[tuple[date, int, str]], cuts: list[int], line_end: bytes
) -> None:
    body = b"".join(_written(*each, cuts, line_end) for each in events)
    data = line_end.join([b"BEGIN:VCALENDAR", body + b"END:VCALENDAR", b""])
    expected: dict[date, list[str]] = {}
    for day, length, name in events:
        for number in range(length):
            told = expected.setdefault(day + timedelta(days=number), [])
            told.extend([" ".join(name.split())])
    found = read(data)
    assert [each.day for each in found.days] == sorted(day for day in expected if day <= LAST)
    assert (found.left_out, found.unread) == (0, ())
    for each in found.days:
        unlike: list[str] = []
        for name in filter(None, expected[each.day]):
            if name.casefold() not in [known.casefold() for known in unlike]:
                unlike.append(name)
        more = f" +{len(unlike) - 3}" if len(unlike) > 3 else ""
        assert each == Holiday(each.day, " / ".join(unlike[:3]) + more, closes=False)


def test_the_zone_is_one_of_the_tz_database() -> None:
    with pytest.raises(KeyError):
        holidays_in(SCHOOL_CALENDAR, FIRST, LAST, "America/Nowhere")
    assert holidays_in(SCHOOL_CALENDAR, FIRST, LAST, ZONE).left_out == 1
