"""A day as callers see it: as it counts at an instant."""

from __future__ import annotations

from dataclasses import replace

from shared.calendar.day_views import day_view
from shared.calendar.model import Assignment, Audience, DayException, Pattern
from shared.calendar.school_day import SchoolDay, compile_day, with_span
from tests.unit.calendar.days_by_hand import DAY, ZONE, at, calendar, half_day


def test_a_day_is_shown_by_who_follows_what() -> None:
    seniors = Pattern(Assignment("seniors", Audience(grades=frozenset({"12", "11"}))))
    made = calendar()
    both = replace(made, patterns=(*made.patterns, seniors))
    shown = day_view(
        "lincoln", SchoolDay(DAY, ZONE, (compile_day(both, 3, DAY, ZONE),)), at("09:00")
    )
    assert shown.name == "schools/lincoln/schoolDays/2026-11-24"
    assert (shown.day, shown.time_zone, shown.version) == (DAY, ZONE, 3)
    assert (shown.letter, shown.closed, shown.display_name) == ("A", False, "")
    narrow, wide = shown.tracks
    assert (narrow.schedule_id, narrow.grades, narrow.list_ids) == ("seniors", ["11", "12"], [])
    assert (wide.schedule_id, wide.display_name, wide.grades) == ("regular", "Regular", [])
    (only,) = narrow.blocks
    assert (only.period_id, only.display_name, only.kind) == ("p1", "Period 1", "CLASS")
    assert (only.start_time, only.end_time) == (at("09:00"), at("09:50"))


def test_a_day_that_changed_at_noon_is_shown_as_it_counts() -> None:
    morning = SchoolDay(DAY, ZONE, (compile_day(calendar(), 1, DAY, ZONE),))
    after = compile_day(calendar(exceptions={DAY: half_day()}), 2, DAY, ZONE, since=at("12:00"))
    changed = with_span(morning, after)
    before_noon = day_view("lincoln", changed, at("11:59"))
    assert [each.schedule_id for each in before_noon.tracks] == ["regular"]
    assert [each.schedule_id for each in day_view("lincoln", changed, at("12:00")).tracks] == [
        "half"
    ]


def test_a_closed_day_has_its_name_and_nobody_follows_anything() -> None:
    closed = calendar(exceptions={DAY: DayException("Snow day", closed=True)})
    school_day = SchoolDay(DAY, ZONE, (compile_day(closed, 1, DAY, ZONE),))
    shown = day_view("lincoln", school_day, at("09:00"))
    assert (shown.closed, shown.display_name, shown.tracks) == (True, "Snow day", [])
