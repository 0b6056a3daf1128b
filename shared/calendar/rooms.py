"""The rooms in which classes meet, and what meets in them on a day. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shared.calendar.school_day import DayBlock, Span
from shared.calendar.where import ClassOf, meeting_in, room_key


@dataclass(frozen=True, slots=True)
class Room:
    """A room, in the spelling that most of its classes have.

    Attributes:
        classes: how many meet in it.
    """

    name: str
    classes: int


@dataclass(frozen=True, slots=True)
class RoomBlock:
    """A block of a day, and what meets in a room in it.

    Attributes:
        schedules: names of those that have the block.
        classes: by their ids; several where classes share a room.
    """

    block: DayBlock
    schedules: tuple[str, ...]
    classes: tuple[ClassOf, ...]


def rooms_of(classes: Iterable[ClassOf]) -> list[Room]:
    """Every room in which a class meets, by name; spellings of the same room are one."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for each in classes:
        if key := room_key(each.room):
            spellings[key][each.room.strip()] += 1
    found = [Room(_most_used(names), names.total()) for names in spellings.values()]
    return sorted(found, key=lambda room: (_in_order(room.name), room.name))


def in_room(room: str, classes: Iterable[ClassOf]) -> list[ClassOf]:
    """The classes whose room it is, in any spelling."""
    key = room_key(room)
    return [each for each in classes if key and room_key(each.room) == key]


def room_day(span: Span, day: date, classes: Sequence[ClassOf]) -> list[RoomBlock]:
    """What meets in a room, block by block; a block that several schedules have stands once.

    Args:
        span: what counts of the day.
        day: the day.
        classes: of the room.
    """
    schedules: dict[tuple[datetime, datetime, str], list[str]] = defaultdict(list)
    blocks = {}
    for track in span.tracks:
        for block in track.blocks:
            key = (block.start, block.end, block.period)
            blocks[key] = block
            schedules[key].append(track.name)
    return [
        RoomBlock(
            blocks[key],
            tuple(dict.fromkeys(schedules[key])),
            meeting_in(span, day, blocks[key], classes),
        )
        for key in sorted(blocks)
    ]


def that_may_meet(
    span: Span, day: date, classes: Sequence[ClassOf], instant: datetime
) -> list[ClassOf]:
    """The classes that meet at an instant for somebody, whatever schedule they follow."""
    lasting = [
        block
        for track in span.tracks
        for block in track.blocks
        if block.start <= instant < block.end
    ]
    found = {each for block in lasting for each in meeting_in(span, day, block, classes)}
    return [each for each in classes if each in found]


def _most_used(names: Counter[str]) -> str:
    return min(names, key=lambda name: (-names[name], name))


def _in_order(name: str) -> list[tuple[int, str]]:
    """Room 9 before room 10."""
    return [
        (int(word), "") if word.isdecimal() else (10**9, word) for word in room_key(name).split()
    ]
