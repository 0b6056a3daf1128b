"""A day of a school as it is asked about: for each audience its blocks, at instants. Pure.

A calendar that is published in the middle of a day adds a span to it, so that the morning stays as
it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.calendar.clocks import instant_of, start_of
from shared.calendar.days import Day, day_of
from shared.calendar.model import Assignment, Audience, BellSchedule, Calendar, DayWord, PeriodKind


@dataclass(frozen=True, slots=True)
class DayBlock:
    """A period on a day.

    Attributes:
        start: its first instant, in UTC.
        end: the first instant after it.
    """

    period: str
    name: str
    kind: PeriodKind
    codes: tuple[str, ...]
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Track:
    """What an audience follows on a day; blocks in the order of their instants."""

    audience: Audience
    schedule: str
    name: str
    blocks: tuple[DayBlock, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A day, or the part of it since which a version of the calendar counts.

    Attributes:
        version: of the calendar; 0 where none is published.
        since: the first instant; of the first span the day's.
        letter: of the rotation; empty where there is none.
        letters: of the rotation, in their order.
        name: of the day, such as ``Labor Day``.
        closed: there is no school.
        passing: the longest gap that is time to walk.
        tracks: the narrowest audience first.
        words: as in `Calendar.day_words`.
    """

    version: int
    since: datetime
    letter: str = ""
    letters: tuple[str, ...] = ()
    name: str = ""
    closed: bool = False
    passing: timedelta = timedelta(minutes=15)
    tracks: tuple[Track, ...] = ()
    words: Mapping[str, DayWord] | None = None


@dataclass(frozen=True, slots=True)
class SchoolDay:
    """All that is to be known of a school's day; spans in their order, at least one."""

    day: date
    zone: str
    spans: tuple[Span, ...]

    def span_at(self, instant: datetime) -> Span:
        """What counted at an instant; before the first span the first one."""
        counted = [each for each in self.spans if each.since <= instant]
        return counted[-1] if counted else self.spans[0]


@dataclass(frozen=True, slots=True)
class SeenDay:
    """A school day as somebody asks about it; `now` is the present instant."""

    school_day: SchoolDay
    now: datetime


def compile_day(
    calendar: Calendar,
    version: int,
    day: date,
    zone: str,
    since: datetime | None = None,
    year: Mapping[date, Day] | None = None,
) -> Span:
    """A day as a version of the calendar has it.

    Args:
        calendar: whole and checked.
        version: its number.
        day: any day.
        zone: IANA name of the school's.
        since: from when on it counts; None for all of the day.
        year: `school_year` of the calendar, where many days are compiled.
    """
    here = ZoneInfo(zone)
    found = day_of(calendar, day) if year is None else year.get(day, Day(day, closed=True))
    tracks = [_track(calendar, each, day, here) for each in found.assignments]
    return Span(
        version=version,
        since=since or start_of(day, here),
        letter=found.letter,
        letters=calendar.rotation.letters,
        name=found.name,
        closed=found.closed,
        passing=timedelta(minutes=calendar.passing_minutes),
        tracks=tuple(tracks),
        words=calendar.day_words,
    )


def _track(calendar: Calendar, assignment: Assignment, day: date, zone: ZoneInfo) -> Track:
    schedule = calendar.schedules[assignment.schedule]
    return Track(
        assignment.audience, schedule.id, schedule.name, _blocks(calendar, schedule, day, zone)
    )


def _blocks(
    calendar: Calendar, schedule: BellSchedule, day: date, zone: ZoneInfo
) -> tuple[DayBlock, ...]:
    found = []
    for block in schedule.blocks:
        period = calendar.periods[block.period]
        start = instant_of(day, block.start, zone)
        end = instant_of(day, block.end, zone)
        # Clocks that go forward may leave out all of it.
        if start < end:
            made = DayBlock(period.id, period.name, period.kind, period.codes, start, end)
            found.append(made)
    return tuple(found)


def with_span(school_day: SchoolDay, span: Span) -> SchoolDay:
    """The day with another version from an instant on; what came before stays.

    The same version again changes nothing.
    """
    if school_day.spans[-1].version == span.version:
        return school_day
    return SchoolDay(school_day.day, school_day.zone, (*school_day.spans, span))
