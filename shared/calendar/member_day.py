"""The whole day of somebody, block by block. Pure; `where_is` says the same of each block."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.calendar.school_day import DayBlock, SchoolDay, Span, Track
from shared.calendar.where import Timetable, Whereabouts, Why, track_of, where_is


@dataclass(frozen=True, slots=True)
class MemberDay:
    """Somebody's day.

    Attributes:
        span: what counts of the school's day.
        track: what they follow; None where no schedule is for them.
        blocks: in the order of their instants, each with where they should be in it.
        why: there are none; None where there are some.
    """

    span: Span
    track: Track | None
    blocks: tuple[tuple[DayBlock, Whereabouts], ...]
    why: Why | None = None


def day_of_member(school_day: SchoolDay, timetable: Timetable, instant: datetime) -> MemberDay:
    """A day as it counts at an instant, from its first block to its last.

    Args:
        school_day: the day, of the school.
        timetable: of the member.
        instant: with a zone; before or after the day it counts as it begins or ended.
    """
    span = school_day.span_at(instant)
    all_day = SchoolDay(school_day.day, school_day.zone, (span,))
    track = track_of(span, timetable)
    if span.closed or track is None or not track.blocks:
        return MemberDay(span, track, (), where_is(all_day, timetable, instant).why)
    found = tuple((each, where_is(all_day, timetable, each.start)) for each in track.blocks)
    return MemberDay(span, track, found)
