"""Compares what is stored with the truth, field by field. Pure: documents in, differences out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.people.search import DERIVED

Fields = Mapping[str, Any]
Key = tuple[str, str]

SENT_FIELDS = (
    "kind",
    "role",
    "sisId",
    "email",
    "firstName",
    "lastName",
    "grade",
    "phone",
    "idField1",
    "idField2",
)
KEPT_FIELDS = {
    "members": frozenset(
        {
            *SENT_FIELDS,
            "schemaVersion",
            "personId",
            "guardianIds",
            "state",
            "archivedBy",
            "archiveTime",
            "source",
            "createTime",
            "updateTime",
            "editedFields",
            *DERIVED,
        }
    ),
    "guardians": frozenset(
        {"schemaVersion", "guardianId", "email", "phone", "studentIds", "createTime", "updateTime"}
    ),
}
"""All that may be stored of a person: a field that isn't here is data nobody asked for."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one person that isn't as sent; never the value.

    Attributes:
        who: the SIS id, or for somebody without one a number in the truth's order.
        field: the field, or ``missing``, ``unexpected``, ``twice``.
    """

    school: str
    collection: str
    who: str
    field: str


@dataclass(frozen=True, slots=True)
class Stored:
    """What one school has: document id → fields."""

    members: Mapping[str, Fields]
    guardians: Mapping[str, Fields]


def compare(truth: Fields, stored: Mapping[str, Stored]) -> list[Difference]:
    """Every difference between the truth and what the schools have, in a stable order."""
    found: list[Difference] = []
    for school, expected in truth["schools"].items():
        has = stored.get(school, Stored({}, {}))
        found.extend(_members(school, expected["members"], has))
        found.extend(_guardians(school, expected["guardians"], has))
    found.extend(
        Difference(school, "schools", school, "unexpected")
        for school in stored
        if school not in truth["schools"]
    )
    found.extend(_identities(stored))
    return found


def counts(stored: Mapping[str, Stored]) -> dict[str, int]:
    """Distinct people of the district: ``students``, ``staff`` (all employees), ``guardians``."""
    students: set[str] = set()
    staff: set[str] = set()
    guardians: set[str] = set()
    for has in stored.values():
        for identity, fields in has.members.items():
            (students if fields.get("kind") == "student" else staff).add(identity)
        guardians.update(has.guardians)
    return {"students": len(students), "staff": len(staff), "guardians": len(guardians)}


def member_key(fields: Fields) -> Key:
    """Who a member is, as the SIS tells people apart: by population and id, else by e-mail."""
    if fields.get("kind") == "student":
        return "student", str(fields.get("sisId", ""))
    if fields.get("sisId"):
        return "employee", str(fields["sisId"])
    return "employee without id", str(fields.get("email", ""))


def _members(school: str, expected: Sequence[Fields], has: Stored) -> Iterator[Difference]:
    by_key = {member_key(fields): (key, fields) for key, fields in has.members.items()}
    doubles = Counter(member_key(fields) for fields in has.members.values())
    for number, one in enumerate(expected):
        key = member_key(one)
        who = one["sisId"] or f"number {number}"
        if key not in by_key:
            yield Difference(school, "members", who, "missing")
            continue
        identity, fields = by_key.pop(key)
        if doubles[key] > 1:
            yield Difference(school, "members", who, "twice")
        for field in _wrong_member_fields(one, identity, fields, has):
            yield Difference(school, "members", who, field)
    for _, fields in by_key.values():
        who = str(fields.get("sisId") or "without id")
        yield Difference(school, "members", who, "unexpected")


def _wrong_member_fields(
    expected: Fields, identity: str, fields: Fields, has: Stored
) -> Iterator[str]:
    yield from (name for name in SENT_FIELDS if fields.get(name) != expected[name])
    yield from (name for name in fields if name not in KEPT_FIELDS["members"])
    settled = {"state": "ACTIVE", "personId": identity, "schemaVersion": 1}
    yield from (name for name, value in settled.items() if fields.get(name) != value)
    ids = fields.get("guardianIds", [])
    contacts = sorted(_contact(has.guardians.get(one, {})) for one in ids)
    if contacts != sorted(_contact(one) for one in expected["guardians"]):
        yield "guardians"
    if ids != sorted(set(ids)):
        yield "guardianIds"


def _guardians(school: str, expected: Sequence[Fields], has: Stored) -> Iterator[Difference]:
    by_contact = {_contact(fields): (key, fields) for key, fields in has.guardians.items()}
    doubles = Counter(_contact(fields) for fields in has.guardians.values())
    for one in expected:
        contact = _contact(one)
        who = f"of {one['students'][0]}"
        if contact not in by_contact:
            yield Difference(school, "guardians", who, "missing")
            continue
        identity, fields = by_contact.pop(contact)
        if doubles[contact] > 1:
            yield Difference(school, "guardians", who, "twice")
        for field in _wrong_guardian_fields(one, identity, fields, has):
            yield Difference(school, "guardians", who, field)
    for _, fields in by_contact.values():
        children = _children(fields, has)
        yield Difference(school, "guardians", f"of {''.join(children[:1])}", "unexpected")


def _wrong_guardian_fields(
    expected: Fields, identity: str, fields: Fields, has: Stored
) -> Iterator[str]:
    if _children(fields, has) != list(expected["students"]):
        yield "studentIds"
    if fields.get("guardianId") != identity:
        yield "guardianId"
    if fields.get("schemaVersion") != 1:
        yield "schemaVersion"
    yield from (name for name in fields if name not in KEPT_FIELDS["guardians"])


def _identities(stored: Mapping[str, Stored]) -> Iterator[Difference]:
    """One person, one id: the same at every school, and nobody else's."""
    id_of: dict[Key, str] = {}
    key_of: dict[str, Key] = {}
    for school, has in stored.items():
        for identity, fields in has.members.items():
            key = member_key(fields)
            if id_of.setdefault(key, identity) != identity or (
                key_of.setdefault(identity, key) != key
            ):
                yield Difference(school, "members", key[1] or "without id", "personId")


def _contact(fields: Fields) -> tuple[str, str]:
    return str(fields.get("email", "")), str(fields.get("phone", ""))


def _children(fields: Fields, has: Stored) -> list[str]:
    return sorted(
        str(has.members.get(one, {}).get("sisId", "")) for one in fields.get("studentIds", [])
    )
