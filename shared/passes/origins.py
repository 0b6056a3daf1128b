"""The place where the bell has a student, out of where they should be. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from shared.calendar.where import Place as Whereabout
from shared.calendar.where import Whereabouts, room_key
from shared.passes.policy import Place


def expected_place(where: Whereabouts, places: Iterable[Place]) -> Place | None:
    """The place of the class that a student is in.

    None for a student between classes or in none, and for a room that is no place of the school's.

    Args:
        where: of the student.
        places: of the school; a room is found by their names and numbers, in any spelling.
    """
    if where.place is not Whereabout.IN_CLASS or where.section is None:
        return None
    key = room_key(where.section.room)
    if not key:
        return None
    return next((each for each in places if key in _keys(each)), None)


def _keys(place: Place) -> frozenset[str]:
    return frozenset({room_key(place.name), room_key(place.number)})
