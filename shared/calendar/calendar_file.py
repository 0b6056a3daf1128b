"""The events of an iCalendar file as they stand in it: limits, text, lines. Nothing is fetched.

Of icalendar only what reads single lines and values is used. Its reader of whole files keeps the
time zones that a file brings along for all files of the process, and works out their rules at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from icalendar.parser import Contentline

from shared.kernel.errors import Invalid
from shared.kernel.typed_text import tidy

LARGEST = 1 << 20
"""Bytes of a file."""
MOST_EVENTS = 5000
LONGEST_NAME = 100
"""Characters of an event's name."""

_FOLD = re.compile(rb"\r?\n[ \t]")
_BREAK = re.compile(r"\r\n|\n|\r")
_BOM = b"\xef\xbb\xbf"
_BEGIN = "BEGIN:VCALENDAR"
_END = "END:VCALENDAR"
_SEVERAL = frozenset({"RRULE", "RDATE", "EXDATE"})
_ONCE = frozenset({"SUMMARY", "UID", "STATUS", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID"})
_OF_ZONES = frozenset({"TZID", "X-LIC-LOCATION"})
_NAME = re.compile(r"[A-Za-z-]+")


@dataclass(frozen=True, slots=True)
class Value:
    """What a line says.

    Attributes:
        text: the value, in which no character is escaped any more.
        parameters: by their names in upper case.
    """

    text: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Event:
    """A VEVENT.

    Attributes:
        number: its place among the events of the file, from 1.
        values: by the names of their lines, in the order of the file.
        damaged: names of lines that can't be read.
        whole: its end was found.
    """

    number: int
    values: Mapping[str, list[Value]]
    damaged: frozenset[str] = frozenset()
    whole: bool = True

    @property
    def name(self) -> str:
        """Its SUMMARY, tidy and not too long; empty without one."""
        name = tidy(self.first("SUMMARY"))
        return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"

    def first(self, name: str) -> str:
        """The text of the first line of a name; empty without one."""
        return self.values[name][0].text if name in self.values else ""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What is read of a file.

    Attributes:
        places: of its own time zones, by their names, the IANA zone that it says.
        whole: its end was found.
    """

    events: tuple[Event, ...]
    places: Mapping[str, str]
    whole: bool


def read_calendar(data: bytes) -> CalendarFile:
    """The events of a file.

    Raises:
        Invalid: it is no iCalendar file, too large, or has too many events.
    """
    if len(data) > LARGEST:
        raise wrong("TOO_LARGE", "the file is larger than 1 MiB; export fewer months or calendars")
    lines = list(filter(str.strip, _BREAK.split(_text(data))))
    _check_kind(data, lines)
    reader = _Reader()
    for line in lines:
        reader.take(line)
    reader.close()
    whole = lines[-1].strip().upper() == _END
    return CalendarFile(tuple(reader.events), reader.places, whole)


def wrong(problem: str, message: str) -> Invalid:
    """The error of a file that can't be taken, with a code of what is wrong with it."""
    return Invalid("CALENDAR_FILE_INVALID", message, {"problem": problem})


def _text(data: bytes) -> str:
    """Lines are joined before bytes are read as text: a line may be folded within a character."""
    joined = _FOLD.sub(b"", data.removeprefix(_BOM))
    try:
        return joined.decode("utf-8")
    except UnicodeDecodeError:
        return joined.decode("cp1252", "replace")


def _check_kind(data: bytes, lines: list[str]) -> None:
    first = lines[0].strip().upper() if lines else ""
    if first == _BEGIN:
        return
    if not first:
        raise wrong("EMPTY", "the file is empty; export the calendar again")
    if data.startswith(b"PK\x03\x04"):
        raise wrong("ARCHIVE", "the file is a ZIP archive; unpack it and send the .ics file in it")
    if first.startswith(("<!DOCTYPE HTML", "<HTML")):
        raise wrong(
            "WEB_PAGE",
            "the file is a web page, perhaps one that asks to sign in; export the calendar as an "
            ".ics file",
        )
    raise wrong(
        "NOT_ICALENDAR",
        "the file is not iCalendar, which begins with BEGIN:VCALENDAR; export the calendar as an "
        ".ics file",
    )


@dataclass(slots=True)
class _Reader:
    """Goes through the lines once.

    What stands inside of an event's alarms is left out, and so is what belongs to nothing known.
    """

    events: list[Event] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    _component: str = ""
    _inside: int = 0
    _values: dict[str, list[Value]] = field(default_factory=dict)
    _damaged: set[str] = field(default_factory=set)

    def take(self, line: str) -> None:
        found = _NAME.match(line)
        name = found[0].upper() if found else ""
        if name == "BEGIN":
            self._begin(_kind(line))
        elif name == "END":
            self._end(_kind(line))
        elif not self._inside and name in self._wanted():
            self._keep(name, line)

    def close(self) -> None:
        """The file ends, perhaps inside of an event."""
        if self._component == "VEVENT":
            self._add_event(whole=False)

    def _wanted(self) -> frozenset[str]:
        if self._component == "VEVENT":
            return _SEVERAL | (_ONCE - self._values.keys())
        return _OF_ZONES if self._component == "VTIMEZONE" else frozenset()

    def _begin(self, kind: str) -> None:
        if kind not in {"VEVENT", "VTIMEZONE"}:
            self._inside += bool(self._component)
            return
        self.close()
        if kind == "VEVENT" and len(self.events) == MOST_EVENTS:
            raise wrong(
                "EVENTS_TOO_MANY", "the file has more than 5,000 events; export fewer months"
            )
        self._component, self._inside, self._values, self._damaged = kind, 0, {}, set()

    def _end(self, kind: str) -> None:
        if not self._component or kind != self._component:
            self._inside = max(0, self._inside - 1)
            return
        if kind == "VEVENT":
            self._add_event(whole=True)
        else:
            texts = {name: values[0].text for name, values in self._values.items()}
            self.places[texts.get("TZID", "")] = texts.get("X-LIC-LOCATION", "")
        self._component, self._inside = "", 0

    def _add_event(self, *, whole: bool) -> None:
        event = Event(len(self.events) + 1, self._values, frozenset(self._damaged), whole)
        self.events.append(event)

    def _keep(self, name: str, line: str) -> None:
        try:
            _, parameters, text = Contentline(line).parts()
        except ValueError:
            self._damaged.add(name)
            return
        self._values.setdefault(name, []).append(Value(text.strip(), dict(_plain(parameters))))


def _kind(line: str) -> str:
    return line.partition(":")[2].strip().upper()


def _plain(parameters: Mapping[str, str | list[str]]) -> Iterator[tuple[str, str]]:
    for name, value in parameters.items():
        yield name.upper(), value if isinstance(value, str) else ",".join(value)
