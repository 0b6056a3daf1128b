"""When an event of an iCalendar file is: its dates, clock times, zones and length."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from icalendar.prop import vDate, vDatetime, vDuration
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from shared.calendar.calendar_file import Event, Value

_MOMENT = re.compile(r"([0-9]{8})(?:T[0-9]{6}(Z)?)?")
_YEARS = range(2, 9999)
"""Clocks of another zone show a year at most before or after."""
_ZONE = re.compile(r"[A-Za-z0-9_+-]{1,32}(?:/[A-Za-z0-9_+-]{1,32}){0,3}")
_PREFIXED = re.compile(r"/[^/]*/(.*)")
_ONE_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_LONGEST = timedelta(days=3660)
"""Of an event: no school year is longer, and no sum of days leaves the calendar."""


class NoStartError(ValueError):
    """The event doesn't say when it begins, or not in a way that is read."""


@dataclass(slots=True)
class Clocks:
    """Reads moments as a file writes them.

    Attributes:
        school: the zone of times without one, and of those whose zone isn't known.
        places: of zones of the file, by their names, the IANA zone that it says.
    """

    school: ZoneInfo
    places: Mapping[str, str] = field(default_factory=dict)
    _known: dict[str, ZoneInfo | None] = field(default_factory=dict)

    def moment(self, value: Value) -> date | datetime:
        """A day, or an instant as the clocks of its zone show it.

        Raises:
            ValueError: it is neither.
        """
        found = _MOMENT.fullmatch(value.text.upper())
        if found is None:
            raise ValueError("neither a day nor a time")
        day: date = vDate.from_ical(found[1])
        if day.year not in _YEARS:
            raise ValueError("the year is out of range")
        is_day = value.parameters.get("VALUE", "").upper() == "DATE"
        if is_day or found[0] == found[1]:
            return day
        shown: datetime = vDatetime.from_ical(found[0].removesuffix("Z"))
        return shown.replace(tzinfo=UTC if found[2] else self.zone(value) or self.school)

    def zone(self, value: Value) -> ZoneInfo | None:
        """The zone that a line names; the school's where it names none; None for an unknown one."""
        name = value.parameters.get("TZID", "")
        if not name:
            return self.school
        if name not in self._known:
            self._known[name] = self._look_up(name)
        return self._known[name]

    def _look_up(self, name: str) -> ZoneInfo | None:
        # RFC 5545 lets a name begin with a prefix, as in /example.org/America/New_York.
        bare = _PREFIXED.sub(r"\1", name)
        for tried in (bare, WINDOWS_TO_OLSON.get(name, ""), self.places.get(name, "")):
            found = _zone_info(tried)
            if found is not None:
                return found
        return None


@dataclass(frozen=True, slots=True)
class Span:
    """An event's first occurrence.

    Attributes:
        start: a day, or the instant with the event's zone.
        length: whole days, one or more, for days; zero or more for times.
    """

    start: date | datetime
    length: timedelta

    @property
    def all_day(self) -> bool:
        """It is of whole days, wherever one is."""
        return not isinstance(self.start, datetime)

    @property
    def day(self) -> date:
        """On which it begins, where the event is."""
        return day_in(self.start, None)

    @property
    def zone(self) -> tzinfo | None:
        """Of its times; None for whole days."""
        return self.start.tzinfo if isinstance(self.start, datetime) else None

    def days_from(self, day: date, school: ZoneInfo) -> tuple[date, date]:
        """The first and the last day, on the school's clocks, of the occurrence of a day."""
        if not isinstance(self.start, datetime):
            return day, day + self.length - _ONE_DAY
        begin = datetime.combine(day, self.start.timetz())
        end = begin + max(timedelta(0), self.length - _INSTANT)
        return day_in(begin, school), day_in(end, school)


def span_of(event: Event, clocks: Clocks) -> tuple[Span, bool]:
    """When an event is, and whether its end was read; without one it ends as it begins.

    Raises:
        NoStartError: it has no start that is read.
    """
    if "DTSTART" not in event.values:
        raise NoStartError
    try:
        start = clocks.moment(event.values["DTSTART"][0])
    except ValueError as error:
        raise NoStartError from error
    shortest = timedelta(0) if isinstance(start, datetime) else _ONE_DAY
    if event.damaged & {"DTEND", "DURATION"}:
        return Span(start, shortest), False
    try:
        length = _length(event, start, clocks)
    except ValueError:
        return Span(start, shortest), False
    return Span(start, min(max(length, shortest), _LONGEST)), True


def day_in(moment: date | datetime, zone: tzinfo | None) -> date:
    """The day that clocks of a zone show; of the moment's own without one."""
    if not isinstance(moment, datetime):
        return moment
    return (moment.astimezone(zone) if zone else moment).date()


def until_day(text: str, start: Value, span: Span, clocks: Clocks) -> date:
    """The last day on which an event may begin whose rule has this UNTIL.

    Raises:
        ValueError: it is no moment.
    """
    zones = {name: value for name, value in start.parameters.items() if name == "TZID"}
    until = clocks.moment(Value(text, zones))
    if not isinstance(until, datetime):
        return until
    if not isinstance(span.start, datetime):
        # Midnight is how a day is written by who has no other way.
        at_midnight = until.replace(tzinfo=None).time() == datetime.min.time()
        return day_in(until, None if at_midnight else clocks.school)
    there = until.astimezone(span.zone)
    is_before = there.time() < span.start.time()
    return there.date() - (_ONE_DAY if is_before else timedelta(0))


def _length(event: Event, start: date | datetime, clocks: Clocks) -> timedelta:
    if "DTEND" in event.values:
        end = clocks.moment(event.values["DTEND"][0])
        if isinstance(start, datetime) and isinstance(end, datetime):
            return end - start
        if isinstance(start, datetime) or isinstance(end, datetime):
            raise ValueError("one is a day and one is a time")
        return end - start
    if "DURATION" not in event.values:
        return timedelta(0)
    length: timedelta = vDuration.from_ical(event.first("DURATION").upper())
    # Whole days for whole days: what is begun counts.
    return length if isinstance(start, datetime) else -(-length // _ONE_DAY) * _ONE_DAY


def _zone_info(name: str) -> ZoneInfo | None:
    """A zone of the tz database; names are no paths to anywhere else."""
    if not _ZONE.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return None
