"""Days without school, and others with a name, out of an iCalendar file. Nothing is fetched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from shared.calendar.calendar_file import CalendarFile, Event, Value, read_calendar, wrong
from shared.calendar.closing_words import seems_closed
from shared.calendar.event_times import Clocks, NoStartError, Span, day_in, span_of, until_day
from shared.calendar.repeats import NotReadError, days, repeat_of
from shared.calendar.year_views import UnreadCode

MOST_OCCURRENCES = 20_000
"""Days that the events of a file take up within a school year, each event's counted."""
MOST_LOOKED_AT = 500_000
"""Days of which it is asked whether something repeats on them."""
_RULE = 20
"""Days that it costs as much to look at as to read a rule."""
MOST_NAMES = 3
"""That a day has; how many more there are stands after them."""
MOST_UNREAD = 100
"""That are told; the others are counted."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that events are on.

    Attributes:
        name: theirs, those of whole days first; empty where none has one.
        closes: a guess out of the names of events of whole days; a person confirms it.
    """

    day: date
    name: str
    closes: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """What couldn't be read.

    Attributes:
        event: its place among the file's events, from 1; 0 for the file.
        name: the event's; empty without one.
    """

    code: UnreadCode
    event: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Holidays:
    """What a file says of a school year.

    Attributes:
        days: in their order, each once.
        left_out: events that have no day within the school year; cancelled ones don't count.
        unread: what couldn't be read, at most `MOST_UNREAD`.
        unread_count: how many there are.
    """

    days: tuple[Holiday, ...]
    left_out: int
    unread: tuple[Unread, ...] = ()
    unread_count: int = 0


def holidays_in(data: bytes, first: date, last: date, zone: str) -> Holidays:
    """The days of a school year that events of an iCalendar file are on.

    Args:
        data: the file, of 1 MiB at most.
        first: the first day of the school year.
        last: the last one, included.
        zone: the school's, such as ``America/New_York``.

    Raises:
        Invalid: CALENDAR_FILE_INVALID; it is no iCalendar file, or larger than what is read.
    """
    file = read_calendar(data)
    reading = _Reading(file, first, last, ZoneInfo(zone))
    left_out = reading.read(file.events)
    unread = reading.unread(whole=file.whole)
    return Holidays(reading.holidays(), left_out, tuple(unread[:MOST_UNREAD]), len(unread))


@dataclass(slots=True)
class _Allowance:
    """What a file may cost."""

    looked_at: int = 0
    occurrences: int = 0

    def look(self, number: int) -> None:
        self.looked_at += number
        if self.looked_at > MOST_LOOKED_AT:
            raise wrong(
                "REPEATS_TOO_MUCH",
                "the events of the file repeat too often or for too long; export one school year",
            )

    def find(self, number: int) -> None:
        self.occurrences += number
        if self.occurrences > MOST_OCCURRENCES:
            raise wrong(
                "OCCURRENCES_TOO_MANY",
                "the events of the file take up more than 20,000 days of the school year; export "
                "only the calendar of holidays",
            )


@dataclass(frozen=True, slots=True)
class _Named:
    """An event on a day; its rank is 0 where it closes school, 1 of whole days, 2 of times."""

    rank: int
    number: int
    name: str


class _Reading:
    """One file on its way to days."""

    def __init__(self, file: CalendarFile, first: date, last: date, school: ZoneInfo) -> None:
        self._first, self._last = first, last
        self._clocks = Clocks(school, file.places)
        self._allowance = _Allowance()
        self._on: dict[date, list[_Named]] = defaultdict(list)
        self._told: dict[tuple[int, UnreadCode], Unread] = {}
        self._strange_zones: set[str] = set()
        self._moved: dict[str, list[date | datetime]] = defaultdict(list)
        self._moved_days: dict[tuple[str, tzinfo | None], frozenset[date]] = {}

    def read(self, events: Sequence[Event]) -> int:
        """How many have no day in the school year; a changed occurrence counts with its series."""
        changes = [event for event in events if "RECURRENCE-ID" in event.values]
        series = [event for event in events if "RECURRENCE-ID" not in event.values]
        for event in changes:
            self._note_moved(event)
        absent = [event for event in changes if not self._place(event)]
        kept = {event.first("UID") for event in changes} - {event.first("UID") for event in absent}
        left_out = [event for event in series if not self._place(event)]
        here = {event.first("UID") for event in series}
        # A change whose series isn't in the file stands for itself.
        return sum(event.first("UID") not in kept - {""} for event in left_out) + sum(
            event.first("UID") not in here - {""} for event in absent
        )

    def holidays(self) -> tuple[Holiday, ...]:
        """The days that were found, in order."""
        return tuple(_holiday(day, self._on[day]) for day in sorted(self._on))

    def unread(self, *, whole: bool) -> list[Unread]:
        """What is to be told, the file's own end first."""
        return [*([] if whole else [Unread(UnreadCode.FILE_CUT_OFF)]), *self._told.values()]

    def _place(self, event: Event) -> bool:
        """Puts an event on its days; False where the school year has none of them."""
        if event.first("STATUS").upper() == "CANCELLED":
            return True
        if not event.whole:
            self._tell(event, UnreadCode.EVENT_CUT_OFF)
        try:
            span, ends = span_of(event, self._clocks)
        except NoStartError:
            self._tell(event, UnreadCode.START)
            return True
        if not ends:
            self._tell(event, UnreadCode.END)
        self._check_zone(event)
        is_change = "RECURRENCE-ID" in event.values
        begins = {span.day} if is_change else self._begins(event, span)
        found = {day for begin in begins for day in self._days_in_year(span, begin)}
        closes = span.all_day and seems_closed(event.name)
        rank = 0 if closes else 1 if span.all_day else 2
        for day in found:
            self._on[day].append(_Named(rank, event.number, event.name))
        return bool(found)

    def _days_in_year(self, span: Span, begin: date) -> Iterator[date]:
        if begin > self._last + _ONE_DAY:
            return
        low, high = span.days_from(begin, self._clocks.school)
        low, high = max(low, self._first), min(high, self._last)
        count = max(0, (high - low).days + 1)
        self._allowance.find(count)
        yield from (low + timedelta(days=number) for number in range(count))

    def _begins(self, event: Event, span: Span) -> set[date]:
        """The days, where the event is, on which it begins: those that may reach the year."""
        begins = set(self._listed(event, "RDATE", span))
        if "RRULE" not in event.values:
            if "RRULE" in event.damaged:
                self._tell(event, UnreadCode.REPEAT)
            begins.add(span.day)
        for rule in event.values.get("RRULE", ()):
            begins.update(self._repeated(event, rule, span))
        begins.difference_update(self._listed(event, "EXDATE", span))
        return begins - self._moved_from(event.first("UID"), span)

    def _repeated(self, event: Event, rule: Value, span: Span) -> Iterator[date]:
        start = event.values["DTSTART"][0]
        self._allowance.look(_RULE)
        try:
            repeat = repeat_of(
                rule.text,
                span.day,
                lambda text: until_day(text, start, span, self._clocks),
                all_day=span.all_day,
            )
        except NotReadError:
            self._tell(event, UnreadCode.REPEAT)
            yield span.day
            return
        # One day more: the event's clocks may be in another zone than the school's.
        first = self._first - span.length - _ONE_DAY
        yield from days(repeat, span.day, first, self._last + _ONE_DAY, self._allowance.look)

    def _listed(self, event: Event, name: str, span: Span) -> Iterator[date]:
        """The days of lines that list some; of a period the one on which it begins."""
        if name in event.damaged:
            self._tell(event, UnreadCode.DATES)
        for value in event.values.get(name, ()):
            for text in filter(None, value.text.split(",")):
                try:
                    moment = self._clocks.moment(Value(text.split("/")[0], value.parameters))
                except ValueError:
                    self._tell(event, UnreadCode.DATES)
                else:
                    yield day_in(moment, span.zone)

    def _note_moved(self, event: Event) -> None:
        value = event.values["RECURRENCE-ID"][0]
        try:
            moment = self._clocks.moment(value)
        except ValueError:
            self._tell(event, UnreadCode.DATES)
            return
        self._moved[event.first("UID")].append(moment)
        if "RANGE" in value.parameters:
            self._tell(event, UnreadCode.FOLLOWING)

    def _moved_from(self, uid: str, span: Span) -> frozenset[date]:
        """The days of a series that other events of the file stand for."""
        if not uid or uid not in self._moved:
            return frozenset()
        key = (uid, span.zone)
        if key not in self._moved_days:
            self._allowance.look(len(self._moved[uid]))
            found = frozenset(day_in(moment, span.zone) for moment in self._moved[uid])
            self._moved_days[key] = found
        return self._moved_days[key]

    def _check_zone(self, event: Event) -> None:
        """Each zone that isn't known is told once."""
        start = event.values["DTSTART"][0]
        name = start.parameters.get("TZID", "")
        if self._clocks.zone(start) is None and name not in self._strange_zones:
            self._strange_zones.add(name)
            self._tell(event, UnreadCode.ZONE)

    def _tell(self, event: Event, code: UnreadCode) -> None:
        self._told[event.number, code] = Unread(code, event.number, event.name)


def _holiday(day: date, named: Sequence[_Named]) -> Holiday:
    ordered = sorted(named, key=lambda each: (each.rank, each.number))
    # Of names that are the same but for their letters' case the first is told.
    unlike: dict[str, str] = {}
    for each in ordered:
        unlike.setdefault(each.name.casefold(), each.name)
    names = list(filter(None, unlike.values()))
    more = len(names) - MOST_NAMES
    told = " / ".join(names[:MOST_NAMES]) + (f" +{more}" if more > 0 else "")
    return Holiday(day, told, closes=ordered[0].rank == 0)
