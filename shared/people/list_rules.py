"""Who may be on a list, and who may teach it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from shared.kernel.errors import FieldViolation
from shared.people.class_schedules import BY_HAND
from shared.people.model import MemberKind, MemberState, Stored
from shared.people.reach import Reach

MOST_MEMBERS = 1_000
"""Of one list; their ids stand in its document."""

MOST_TEACHERS = 20
"""Of one list."""

OF_EVERY_LIST = ("displayName", "memberIds", "teacherIds")
FIELDS = (*OF_EVERY_LIST, "schedule", *BY_HAND)
"""What can be changed of a list."""


def newly_named(before: Mapping[str, Any], after: Mapping[str, Any], field: str) -> list[str]:
    """Who is named now and was not before; who is on a list already may stay, whatever they are."""
    known = set(before.get(field, []))
    return [person for person in after[field] if person not in known]


def wrong_list(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    people: Mapping[str, Stored],
    reach: Reach,
    busy: Collection[str],
) -> list[FieldViolation]:
    """What a list may not be.

    Nobody is told whether somebody beyond their reach is there: both are wrong in the same words.

    Args:
        before: fields of the list as it is; none of a new one.
        after: fields of the list as it would be.
        people: members of the school, of those who are newly named.
        reach: of the caller, for changing lists.
        busy: who teaches as many lists already as one person may.
    """
    found = []
    if not after["displayName"]:
        found.append(FieldViolation("displayName", "must not be empty"))
    found += [
        FieldViolation(f"teacherIds[{place}]", "teaches as many lists as one person may")
        for place, person in enumerate(after["teacherIds"])
        if person in busy
    ]
    new = set(newly_named(before, after, "memberIds"))
    found += [
        FieldViolation(f"memberIds[{place}]", "is no active member whom the caller reaches")
        for place, person in enumerate(after["memberIds"])
        if person in new and not _may_join(people.get(person), reach)
    ]
    if not reach.everybody:
        if list(after["teacherIds"]) != [reach.own]:
            found.append(FieldViolation("teacherIds", "of a teacher's own list are they alone"))
        return found
    new = set(newly_named(before, after, "teacherIds"))
    found += [
        FieldViolation(f"teacherIds[{place}]", "is no active teacher, staff or administrator")
        for place, person in enumerate(after["teacherIds"])
        if person in new and not _may_teach(people.get(person))
    ]
    return found


def _may_join(member: Stored | None, reach: Reach) -> bool:
    return member is not None and _active(member) and reach.holds(member.id, member.fields)


def _may_teach(member: Stored | None) -> bool:
    student = member is not None and member.fields.get("kind") == MemberKind.STUDENT
    return member is not None and _active(member) and not student


def _active(member: Stored) -> bool:
    return bool(member.fields.get("state") == MemberState.ACTIVE)
