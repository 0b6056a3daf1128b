"""The fair clock: when a pass is due, what stops the clock, and how long a student was out. Pure.

The walk is added, a wait at the door of a full place is not counted, and nothing runs longer than
the school day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.calendar.clocks import start_of
from shared.calendar.school_day import SchoolDay
from shared.calendar.where import Timetable, track_of
from shared.passes.model import RUNNING, STUDENTS_OWN, EndMethod, Pass, State, Travel, Via, minutes
from shared.passes.policy import PassSettings, PassType, Place
from shared.passes.states import Event

MOST_MINUTES = 120
"""Of a pass, with all that it is extended by and without the walk."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happens next by the clock alone."""

    event: Event
    at: datetime


def minutes_of(
    pass_type: PassType, settings: PassSettings, destination: Place | None, wanted: int | None
) -> int:
    """Minutes of a pass without the walk; what nobody asked for stays within the place's most."""
    if wanted is not None:
        return min(wanted, MOST_MINUTES)
    usual = settings.student_minutes if pass_type.minutes is None else pass_type.minutes
    most = None if destination is None else destination.most_minutes
    return min(usual, MOST_MINUTES if most is None else most)


def walk_of(
    origin: Place | None,
    destination: Place | None,
    travel: Travel,
    pairs: Mapping[frozenset[str], int] | None = None,
) -> int:
    """Minutes of walking, of all ways together.

    Args:
        origin: None where it is a usual class room, or not known.
        destination: None where the type says enough.
        travel: a round trip is walked twice.
        pairs: minutes between two places, where they are known; else both places' own are added.
    """
    places = [each for each in (origin, destination) if each is not None]
    known = (pairs or {}).get(frozenset(each.id for each in places))
    once = sum(each.walking_minutes for each in places) if known is None else known
    return once * (2 if travel is Travel.ROUND_TRIP else 1)


def waited(one: Pass, now: datetime) -> timedelta:
    """How long a student has waited at doors since the start, up to ``now``; what overlaps once."""
    start = now if one.start is None else one.start
    total, reached = timedelta(), start
    for pause in sorted(one.pauses, key=lambda each: each.start):
        begin = max(pause.start, reached)
        end = min(now, pause.end or now)
        if begin < end:
            total += end - begin
            reached = end
    return total


def is_waiting(one: Pass) -> bool:
    """Whether the student waits at a door, so that the clock stands."""
    return any(each.end is None for each in one.pauses)


def due_at(one: Pass, now: datetime, closes: datetime | None) -> datetime:
    """When a pass is due, as far as it is known at ``now``: a clock that stands moves it on.

    Args:
        one: that runs, or would from now on.
        now: the present instant.
        closes: the end of the student's school day; None where none is known.
    """
    given = minutes(one.minutes + one.walk + one.extra)
    due = (now if one.start is None else one.start) + given + waited(one, now)
    return due if closes is None else min(due, closes)


def end_of_day(
    school_day: SchoolDay, timetable: Timetable, started: datetime, now: datetime
) -> datetime:
    """When the day is over for a pass: with the student's last block, else with the day.

    Args:
        school_day: on which the pass started.
        timetable: of the student.
        started: what starts after the last block runs until the day ends.
        now: a half day that was declared since counts.
    """
    midnight = start_of(school_day.day + timedelta(days=1), ZoneInfo(school_day.zone))
    track = track_of(school_day.span_at(now), timetable)
    if track is None or not track.blocks or track.blocks[-1].end <= started:
        return midnight
    return track.blocks[-1].end


def next_change(
    one: Pass, settings: PassSettings, now: datetime, closes: datetime | None
) -> Change | None:
    """What a clock does to a pass next, and when; None where it waits for people only."""
    own = _own_change(one, settings, now, closes)
    if closes is None or one.state not in _OF_THE_DAY:
        return own
    day_over = Change(Event.CLOSE, closes)
    return own if own is not None and own.at < closes else day_over


def event_due(
    one: Pass, settings: PassSettings, now: datetime, closes: datetime | None
) -> Event | None:
    """What has to happen now, by the pass as it is: a task that comes early or twice does nothing.

    Raises nothing, and never looks at when the task was made.
    """
    change = next_change(one, settings, now, closes)
    return change.event if change is not None and change.at <= now else None


def more_minutes(one: Pass, settings: PassSettings, wanted: int, *, by_student: bool) -> int:
    """Minutes that a running pass gets, of those wanted; 0 for none.

    A student has the school's minutes once, whatever they want; an adult up to the most of a pass.
    """
    room = max(0, MOST_MINUTES - one.minutes - one.extra)
    if by_student:
        return 0 if one.more_taken else min(settings.more_minutes, room)
    return max(0, min(wanted, room))


_OF_THE_DAY = frozenset({*RUNNING, State.REQUESTED, State.QUEUED, State.OFFERED})
"""What the end of the day closes; what is for later has its own day."""


def _own_change(
    one: Pass, settings: PassSettings, now: datetime, closes: datetime | None
) -> Change | None:
    if one.state in RUNNING:
        return _running_change(one, settings, now, closes)
    if one.state is State.REQUESTED:
        return Change(Event.LAPSE, one.requested + _patience(one, settings))
    if one.state is State.OFFERED and one.offered is not None:
        return Change(Event.LAPSE, one.offered + timedelta(seconds=settings.offer_seconds))
    if one.start is None:
        return None
    event = _AT_START.get(one.state)
    return None if event is None else Change(event, one.start)


_AT_START = {State.SCHEDULED: Event.START, State.PROPOSED: Event.LAPSE}


def _running_change(
    one: Pass, settings: PassSettings, now: datetime, closes: datetime | None
) -> Change | None:
    if is_waiting(one):
        return None
    due = due_at(one, now, closes)
    if one.state is State.OVERDUE:
        return Change(Event.TIME_OUT, due + minutes(settings.overdue_minutes))
    ends = one.end_method is EndMethod.AUTO
    return Change(Event.AUTO_END if ends else Event.DUE, due)


def _patience(one: Pass, settings: PassSettings) -> timedelta:
    students = one.via in STUDENTS_OWN or one.via is Via.APPOINTMENT
    return minutes(settings.request_minutes if students else settings.staff_request_minutes)
