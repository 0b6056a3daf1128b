"""iCalendar files written by hand, after RFC 5545."""

from __future__ import annotations

from datetime import date

from shared.calendar.holidays import Holidays, holidays_in

FIRST, LAST = date(2026, 9, 1), date(2027, 6, 11)
"""A Tuesday and a Friday."""
ZONE = "America/New_York"

NEW_YORK = """BEGIN:VTIMEZONE
TZID:Schools
X-LIC-LOCATION:America/New_York
BEGIN:DAYLIGHT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE"""


def event(*lines: str) -> str:
    """A VEVENT of these lines."""
    return "\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT"))


def file_of(*components: str) -> bytes:
    """A file of components, with the line ends of the RFC."""
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//By hand//EN", *components)
    return "\n".join((*lines, "END:VCALENDAR", "")).replace("\n", "\r\n").encode()


def read(data: bytes, zone: str = ZONE) -> Holidays:
    """What a file says of the school year."""
    return holidays_in(data, FIRST, LAST, zone)


def read_event(*lines: str, zone: str = ZONE) -> Holidays:
    """What a file of one event says."""
    return read(file_of(event(*lines)), zone)


def days_of(*lines: str, zone: str = ZONE) -> list[str]:
    """The days of one event that is read without a word, such as ``2026-09-07``."""
    found = read_event(*lines, zone=zone)
    assert found.unread == ()
    return [each.day.isoformat() for each in found.days]
