"""Whereabouts, days and rooms as callers see them, and what they may ask."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import ValidationError

from shared.calendar.match_views import CalendarMatchBody
from shared.calendar.member_day import day_of_member
from shared.calendar.model import DayException
from shared.calendar.rooms import in_room, room_day
from shared.calendar.school_day import SeenDay
from shared.calendar.where import where_is
from shared.calendar.where_shown import (
    member_day_view,
    room_day_view,
    taught_by,
    teacher_names,
    where_view,
)
from shared.calendar.where_views import WhereQuery
from shared.calendar.year_views import HolidaysBody
from tests.unit.calendar.days_by_hand import DAY, ZONE, at, calendar, class_of, school_day, student

ART = class_of("art", "1", room="B12", teachers=("t1",))
BAND = class_of("band", "2", room="Hall", teachers=("t2", "t1"))


@dataclass(frozen=True)
class Kept:
    """A member's document."""

    id: str
    fields: dict[str, Any] = field(default_factory=dict)
    version: str = ""


def test_in_class_is_told_with_its_room_and_until_when() -> None:
    found = where_is(school_day(), student(ART, BAND), at("08:10"))
    shown = where_view("lincoln", "ana", DAY, "", at("08:10"), found)
    assert shown.name == "schools/lincoln/members/ana"
    assert (shown.place, shown.reason, shown.until_time) == ("IN_CLASS", "MEETS_NOW", at("08:50"))
    assert shown.section is not None
    assert (shown.section.list_id, shown.section.room, shown.section.teacher_ids) == (
        "art", "B12", ["t1"],
    )  # fmt: skip
    assert shown.block is not None
    assert (shown.block.period_id, shown.block.start_time) == ("p1", at("08:00"))
    assert shown.others == []


def test_a_closed_day_has_neither_class_nor_block() -> None:
    closed = school_day(calendar(exceptions={DAY: DayException("Snow day", closed=True)}))
    found = where_is(closed, student(ART), at("08:10"))
    shown = where_view("lincoln", "ana", DAY, "Snow day", at("08:10"), found)
    assert (shown.place, shown.reason, shown.day_display_name) == (
        "NOT_SCHOOL_DAY", "CLOSED", "Snow day",
    )  # fmt: skip
    assert (shown.section, shown.block, shown.until_time) == (None, None, None)


def test_a_whole_day_is_told_with_who_teaches() -> None:
    seen = SeenDay(school_day(), at("07:00"))
    found = day_of_member(seen.school_day, student(ART, BAND), seen.now)
    assert taught_by(found) == ["t1", "t2"]
    shown = member_day_view("lincoln", "ana", seen, found, {"t2": "Bo Li", "t1": "Ana Ruiz"})
    assert shown.name == "schools/lincoln/members/ana/schoolDays/2026-11-24"
    assert (shown.schedule_display_name, shown.reason, shown.letter) == ("Regular", "", "A")
    assert (shown.passing_minutes, shown.time_zone, shown.version) == (15, ZONE, 1)
    told = [
        (each.period_id, each.place, each.section and each.section.list_id) for each in shown.blocks
    ]
    assert told == [
        ("p1", "IN_CLASS", "art"),
        ("p2", "IN_CLASS", "band"),
        ("break", "NO_CLASS", None),
        ("flex", "FLEX", None),
        ("lunch", "NO_CLASS", None),
        ("p3", "NO_CLASS", None),
    ]
    assert [(each.person, each.display_name) for each in shown.teachers] == [
        ("t1", "Ana Ruiz"),
        ("t2", "Bo Li"),
    ]


def test_a_day_without_blocks_says_why() -> None:
    seen = SeenDay(school_day(calendar(patterns=())), at("07:00"))
    found = day_of_member(seen.school_day, student(ART), seen.now)
    shown = member_day_view("lincoln", "ana", seen, found, {})
    assert (shown.blocks, shown.reason, shown.schedule_display_name) == ([], "NO_SCHEDULE", "")


def test_a_room_is_told_with_how_many_are_there() -> None:
    seen = SeenDay(school_day(), at("07:00"))
    span = seen.school_day.span_at(seen.now)
    blocks = room_day(span, DAY, in_room("room b12", [ART, BAND]))
    shown = room_day_view("B12", seen, blocks, {"art": 24}, {"t1": "Ana Ruiz"})
    assert (shown.room, shown.day, shown.closed) == ("B12", DAY, False)
    taken = [
        (block.period_id, [(each.list_id, each.member_count) for each in block.classes])
        for block in shown.blocks
        if block.classes
    ]
    assert taken == [("p1", [("art", 24)])]


def test_a_member_without_one_of_the_names_has_the_other() -> None:
    members = {
        "t1": Kept("t1", {"firstName": "Ana", "lastName": "Ruiz"}),
        "t2": Kept("t2", {"lastName": "Li"}),
    }
    assert teacher_names(members) == {"t1": "Ana Ruiz", "t2": "Li"}


@pytest.mark.parametrize(
    ("time", "is_near"),
    [
        ("2000-01-01T00:00:00Z", True),
        ("2099-12-31T23:59:59Z", True),
        ("1999-12-31T23:59:59Z", False),
        ("2100-01-01T00:00:00Z", False),
    ],
)
def test_an_instant_is_of_this_century(time: str, is_near: bool) -> None:  # noqa: FBT001  # expected
    try:
        assert WhereQuery.model_validate({"time": time}).time is not None
    except ValidationError:
        assert not is_near
    else:
        assert is_near


def test_a_file_comes_in_base64() -> None:
    body = HolidaysBody.model_validate({"content": b64encode(b"BEGIN:VCALENDAR").decode()})
    assert body.data == b"BEGIN:VCALENDAR"
    with pytest.raises(ValidationError):
        HolidaysBody.model_validate({"content": "no base64!"})


def test_a_calendar_may_be_compared_without_one() -> None:
    assert CalendarMatchBody.model_validate({}).calendar is None
