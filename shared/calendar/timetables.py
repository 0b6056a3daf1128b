"""From the classes of a school to a timetable for each person, and to a document. Pure."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from shared.calendar.model import SCHEMA_VERSION
from shared.calendar.where import ClassOf, Timetable
from shared.kernel.periods import Meeting
from shared.people.class_schedules import periods_of, room_of
from shared.people.model import Stored

_DAY = timedelta(days=1)
_HOMEROOM = "HOMEROOM"
DIGEST_BYTES = 8
"""Of a document's hash: so that 50,000 people have one chance in ten billion of a change unseen."""


def class_of(section: Stored, terms: Mapping[str, Stored]) -> ClassOf:
    """A class as timetables know it.

    Args:
        section: its document.
        terms: those of the school, by id.
    """
    fields = section.fields
    spans = [span_of(terms[name].fields) for name in fields["termIds"] if name in terms]
    return ClassOf(
        section=section.id,
        title=fields["displayName"],
        room=room_of(fields),
        teachers=tuple(fields["teacherIds"]),
        homeroom=fields["sectionType"] == _HOMEROOM,
        # A term without days says nothing of when the class is.
        spans=() if None in spans else tuple(sorted(each for each in spans if each is not None)),
        meetings=periods_of(fields),
        grades=frozenset(fields.get("grades", ())),
    )


def _is_over(section: Stored, terms: Mapping[str, Stored]) -> bool:
    """True of a class whose terms are all gone: nobody knows any more when it is."""
    named = section.fields["termIds"]
    return bool(named) and not any(name in terms for name in named)


def classes_of(sections: Iterable[Stored], terms: Mapping[str, Stored]) -> list[ClassOf]:
    """Classes as timetables know them, in their order, without those whose terms are all gone."""
    return [class_of(each, terms) for each in sections if not _is_over(each, terms)]


def span_of(term: Mapping[str, Any]) -> tuple[date, date] | None:
    """A term's first and last day; None where it has no days."""
    first, after = term.get("startDay"), term.get("endDay")
    if not first or not after:
        return None
    return date.fromisoformat(first), date.fromisoformat(after) - _DAY


def timetables_of(
    sections: Iterable[Stored], terms: Mapping[str, Stored], audiences: Iterable[Stored]
) -> dict[str, Timetable]:
    """The timetable of everybody who is in a class, teaches one, or is on a list of an audience.

    Args:
        sections: every class of the school; one whose terms are all gone is nowhere any more.
        terms: of the school, by id.
        audiences: the lists that schedules are for.
    """
    classes: dict[str, list[ClassOf]] = defaultdict(list)
    for section in sections:
        if _is_over(section, terms):
            continue
        made = class_of(section, terms)
        for person in {*section.fields["memberIds"], *section.fields["teacherIds"]}:
            classes[person].append(made)
    lists: dict[str, set[str]] = defaultdict(set)
    for each in audiences:
        for person in each.fields["memberIds"]:
            lists[person].add(each.id)
    return {
        person: Timetable(
            person,
            lists=frozenset(lists[person]),
            classes=tuple(sorted(classes[person], key=lambda each: each.section)),
        )
        for person in classes.keys() | lists.keys()
    }


def fields_of(timetable: Timetable) -> dict[str, Any]:
    """The document ``schools/{school}/timetables/{person}``."""
    return {
        "schemaVersion": SCHEMA_VERSION,
        "listIds": sorted(timetable.lists),
        "classes": [
            {
                "listId": each.section,
                "displayName": each.title,
                "room": each.room,
                "teacherIds": list(each.teachers),
                "homeroom": each.homeroom,
                "spans": [
                    {"firstDay": first.isoformat(), "lastDay": last.isoformat()}
                    for first, last in each.spans
                ],
                "periods": [meeting._asdict() for meeting in each.meetings],
                "grades": sorted(each.grades),
            }
            for each in timetable.classes
        ],
    }


def timetable_of(person: str, fields: Mapping[str, Any], grade: str) -> Timetable:
    """The inverse of `fields_of`; the grade is the member's own."""
    return Timetable(
        person,
        grade,
        frozenset(fields["listIds"]),
        tuple(
            ClassOf(
                section=each["listId"],
                title=each["displayName"],
                room=each["room"],
                teachers=tuple(each["teacherIds"]),
                homeroom=each["homeroom"],
                spans=tuple(
                    (date.fromisoformat(span["firstDay"]), date.fromisoformat(span["lastDay"]))
                    for span in each["spans"]
                ),
                meetings=tuple(Meeting(one["code"], one["days"]) for one in each["periods"]),
                # Of a timetable that is older than this field.
                grades=frozenset(each.get("grades", ())),
            )
            for each in fields["classes"]
        ),
    )


def digest_of(fields: Mapping[str, Any]) -> bytes:
    """The same for the same timetable."""
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=DIGEST_BYTES).digest()


def packed(digests: Mapping[str, bytes]) -> bytes:
    """Who has which timetable, as one value: ids and digests in the order of the ids."""
    return b"".join(
        person.encode() + b"\x00" + digest for person, digest in sorted(digests.items())
    )


def unpacked(value: bytes) -> dict[str, bytes]:
    """The inverse of `packed`."""
    found, place = {}, 0
    while place < len(value):
        end = value.index(b"\x00", place)
        found[value[place:end].decode()] = value[end + 1 : end + 1 + DIGEST_BYTES]
        place = end + 1 + DIGEST_BYTES
    return found


def changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[list[str], list[str]]:
    """Whose timetable is to be written, and whose to be deleted."""
    written = sorted(person for person, digest in after.items() if before.get(person) != digest)
    return written, sorted(before.keys() - after.keys())
