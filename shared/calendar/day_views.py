"""How a school day is shown to callers. Pure."""

from __future__ import annotations

from datetime import datetime

from shared.calendar.school_day import SchoolDay, Track
from shared.calendar.views import DayBlockView, SchoolDayView, TrackView


def day_view(school: str, school_day: SchoolDay, now: datetime) -> SchoolDayView:
    """A day as it counts now: of a past one as it ended, of a coming one as it will begin."""
    span = school_day.span_at(now)
    return SchoolDayView(
        name=f"schools/{school}/schoolDays/{school_day.day.isoformat()}",
        day=school_day.day,
        time_zone=school_day.zone,
        version=span.version,
        display_name=span.name,
        letter=span.letter,
        closed=span.closed,
        tracks=[_track(each) for each in span.tracks],
    )


def _track(track: Track) -> TrackView:
    return TrackView(
        schedule_id=track.schedule,
        display_name=track.name,
        grades=sorted(track.audience.grades),
        list_ids=sorted(track.audience.lists),
        blocks=[
            DayBlockView(
                period_id=each.period,
                display_name=each.name,
                kind=each.kind.value,
                start_time=each.start,
                end_time=each.end,
            )
            for each in track.blocks
        ],
    )
