"""When and where a class is: what its document says, and what people have set instead. Pure.

A class of the roster has these fields from there, and beside them what people set: no run writes
over that. A list that people keep is a class where it has them, and is none where it has not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from shared.kernel.errors import FieldViolation
from shared.kernel.periods import Meeting, meetings_of

ROOM_BY_HAND = "roomByHand"
PERIODS_BY_HAND = "periodsByHand"
BY_HAND = (ROOM_BY_HAND, PERIODS_BY_HAND)
"""What people set of a class that the roster keeps; a field that isn't there sets nothing."""

TYPE = "sectionType"
"""Whatever has it is a class."""
SCHEDULE = (TYPE, "termIds", "room", "periodsRaw", "periods")
"""The fields that make a class of a list."""


def is_class(fields: Mapping[str, Any]) -> bool:
    """True of a class, whoever keeps it."""
    return TYPE in fields


def room_of(fields: Mapping[str, Any]) -> str:
    """Where a class meets; empty where nobody has said it."""
    by_hand: str | None = fields.get(ROOM_BY_HAND)
    return str(fields.get("room", "")) if by_hand is None else by_hand


def periods_raw_of(fields: Mapping[str, Any]) -> str:
    """When a class meets, as it is written where it counts."""
    by_hand: str | None = fields.get(PERIODS_BY_HAND)
    return str(fields["periodsRaw"]) if by_hand is None else by_hand


def periods_of(fields: Mapping[str, Any]) -> tuple[Meeting, ...]:
    """When a class meets, as it is understood."""
    by_hand: str | None = fields.get(PERIODS_BY_HAND)
    if by_hand is not None:
        return meetings_of(by_hand)
    return tuple(Meeting(each["code"], each["days"]) for each in fields["periods"])


def schedule_fields(schedule: Mapping[str, Any] | None) -> dict[str, Any]:
    """The fields of a schedule; None for each of them makes a list that is no class.

    Args:
        schedule: ``sectionType``, ``termIds``, ``room`` and ``periodsRaw``.
    """
    if schedule is None:
        return dict.fromkeys(SCHEDULE)
    return {
        TYPE: schedule[TYPE],
        "termIds": sorted(set(schedule["termIds"])),
        "room": schedule["room"],
        "periodsRaw": schedule["periodsRaw"],
        "periods": [each._asdict() for each in meetings_of(schedule["periodsRaw"])],
    }


def wrong_schedule(
    before: Mapping[str, Any], after: Mapping[str, Any], terms: Collection[str], *, rostered: bool
) -> list[FieldViolation]:
    """What the schedule of a list may not be; a term that it has already may stay.

    Args:
        before: fields of the list as it is; none of a new one.
        after: fields of the list as it would be.
        terms: ids of those of the newly named terms that the school has.
        rostered: the roster keeps the list.
    """
    found = []
    if not rostered:
        what = "is for a class of the roster; of this list its schedule says it"
        found += [FieldViolation(name, what) for name in BY_HAND if after.get(name) is not None]
    named = {*new_terms(before, after)} - set(terms)
    found += [
        FieldViolation("schedule.termIds", "names a term that the school has not") for _ in named
    ][:1]
    for field, written in (
        ("schedule.periodsRaw", "" if rostered else after.get("periodsRaw")),
        (PERIODS_BY_HAND, after.get(PERIODS_BY_HAND)),
    ):
        if written and not meetings_of(written):
            found.append(FieldViolation(field, "names no period"))
    return found


def new_terms(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The terms that are named now and were not before."""
    known = set(before.get("termIds") or ())
    return [term for term in after.get("termIds") or () if term not in known]
