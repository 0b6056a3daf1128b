"""How whereabouts, members' days and rooms are shown to callers. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from shared.calendar.member_day import MemberDay
from shared.calendar.rooms import RoomBlock
from shared.calendar.school_day import DayBlock, SeenDay
from shared.calendar.views import DayBlockView
from shared.calendar.where import ClassOf, Whereabouts
from shared.calendar.where_views import (
    MeetingClassView,
    MemberBlockView,
    MemberDayView,
    RoomBlockView,
    RoomClassView,
    RoomDayView,
    TeacherNameView,
    WhereView,
)
from shared.people.model import Stored, full_name, member_path

_MINUTE = timedelta(minutes=1)


def where_view(
    school: str, person: str, day: date, name: str, instant: datetime, found: Whereabouts
) -> WhereView:
    """Where somebody should be at an instant of a day with a name."""
    return WhereView(
        name=member_path(school, person),
        time=instant,
        day=day,
        day_display_name=name,
        place=found.place.value,
        reason=found.why.value,
        section=_class(found.section),
        others=_classes(found.others),
        block=_block(found.block) if found.block else None,
        until_time=found.until,
    )


def member_day_view(
    school: str, person: str, seen: SeenDay, found: MemberDay, teachers: Mapping[str, str]
) -> MemberDayView:
    """Somebody's day, with the names of who teaches what they are in."""
    day, span = seen.school_day, found.span
    return MemberDayView(
        name=f"{member_path(school, person)}/schoolDays/{day.day.isoformat()}",
        day=day.day,
        time_zone=day.zone,
        read_time=seen.now,
        version=span.version,
        display_name=span.name,
        letter=span.letter,
        schedule_display_name=found.track.name if found.track and found.blocks else "",
        reason=found.why.value if found.why else "",
        passing_minutes=span.passing // _MINUTE,
        blocks=[
            MemberBlockView(
                **_block(block).model_dump(),
                place=at.place.value,
                reason=at.why.value,
                section=_class(at.section),
                others=_classes(at.others),
            )
            for block, at in found.blocks
        ],
        teachers=_teachers(teachers),
    )


def room_day_view(
    room: str,
    seen: SeenDay,
    blocks: Sequence[RoomBlock],
    counts: Mapping[str, int],
    teachers: Mapping[str, str],
) -> RoomDayView:
    """The day of a room.

    Args:
        room: its name.
        seen: the day.
        blocks: what meets there.
        counts: class → how many are in it.
        teachers: person → name.
    """
    day = seen.school_day
    span = day.span_at(seen.now)
    return RoomDayView(
        room=room,
        day=day.day,
        time_zone=day.zone,
        read_time=seen.now,
        version=span.version,
        display_name=span.name,
        closed=span.closed,
        blocks=[
            RoomBlockView(
                **_block(each.block).model_dump(),
                schedules=list(each.schedules),
                classes=[
                    RoomClassView(**_shown(one).model_dump(), member_count=counts[one.section])
                    for one in each.classes
                ],
            )
            for each in blocks
        ],
        teachers=_teachers(teachers),
    )


def taught_by(found: MemberDay) -> list[str]:
    """Who teaches the classes of a day, each once."""
    classes = [one for _, at in found.blocks for one in (at.section, *at.others) if one]
    return list(dict.fromkeys(who for one in classes for who in one.teachers))


def teacher_names(members: Mapping[str, Stored]) -> dict[str, str]:
    """Person → name, of those who are members."""
    return {person: full_name(each.fields) for person, each in members.items()}


def _teachers(names: Mapping[str, str]) -> list[TeacherNameView]:
    return [
        TeacherNameView(person=person, display_name=name) for person, name in sorted(names.items())
    ]


def _block(block: DayBlock) -> DayBlockView:
    return DayBlockView(
        period_id=block.period,
        display_name=block.name,
        kind=block.kind.value,
        start_time=block.start,
        end_time=block.end,
    )


def _class(one: ClassOf | None) -> MeetingClassView | None:
    return _shown(one) if one else None


def _classes(several: Sequence[ClassOf]) -> list[MeetingClassView]:
    return [_shown(each) for each in several]


def _shown(one: ClassOf) -> MeetingClassView:
    return MeetingClassView(
        list_id=one.section,
        display_name=one.title,
        room=one.room,
        teacher_ids=list(one.teachers),
    )
