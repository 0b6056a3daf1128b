"""A plan as people and other programs read it: JSON objects and CSV rows. Pure.

Every cell of the CSV is neutralised: no spreadsheet takes one for a formula.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.rostering.class_changes import ClassChange
from shared.rostering.guardian_back import GuardianBack, contact_of
from shared.rostering.guardian_changes import GuardianChange
from shared.rostering.plan import Operation
from shared.rostering.plan_file import Change
from shared.rostering.plan_values import ABSENT

COLUMNS = (
    "person", "sisId", "firstName", "lastName", "kind", "verb", "field", "before", "after",
    "guardian", "state", "hold", "line", "by",
)  # fmt: skip

_TOLD_NOWHERE = frozenset(
    {"schemaVersion", "personId", "source", "createTime", "updateTime", "editedFields"}
)
"""Bookkeeping of a member's document; nobody decides about it."""

_ROSTER = frozenset({"memberIds", "teacherIds", "kind"})
"""Of a section: who comes and who leaves is told by itself."""


@dataclass(frozen=True, slots=True)
class Told:
    """One change of a plan with what became of it.

    Attributes:
        state: APPLIED, SKIPPED because it no longer fitted, or HELD.
    """

    change: Change
    state: str


People = Mapping[str, Mapping[str, Any]]
"""Members' documents by person id, for their SIS ids and names."""


def people_of(told: Iterable[Told]) -> list[str]:
    """Whose names the rows of these changes need, each once."""
    found: dict[str, None] = {}
    for each in told:
        match each.change:
            case Operation(person=person):
                found[person] = None
            case GuardianChange(link=linked, unlink=unlinked):
                found |= dict.fromkeys((*linked, *unlinked))
            case GuardianBack() as back:
                found |= dict.fromkeys((*back.linked, *back.unlinked))
            case ClassChange() as change:
                found |= dict.fromkeys((*change.came, *change.left))
    return list(found)


def json_object(told: Told, people: People) -> dict[str, Any]:
    """One change as an object; each sort has always the same fields."""
    change = told.change
    if isinstance(change, Operation):
        return _operation_object(change, told.state, people)
    if isinstance(change, ClassChange):
        return _class_object(change, told.state)
    before, after = _contact(change)
    linked, unlinked = _students(change)
    return {
        "type": "guardian",
        "guardian": change.guardian,
        "state": told.state,
        "hold": change.hold if isinstance(change, GuardianBack) else None,
        "linked": list(linked),
        "unlinked": list(unlinked),
        "changes": _changes(before, after),
    }


def json_text(value: Mapping[str, Any]) -> str:
    """An object on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def csv_rows(told: Told, people: People) -> Iterator[list[str]]:
    """The rows of one change: one for each field, and for each guardian linked or unlinked.

    A guardian of somebody whose change is held stands there; of an applied plan the guardians'
    own changes say it.
    """
    change = told.change
    if isinstance(change, Operation):
        yield from _operation_rows(change, told.state, people)
        return
    if isinstance(change, ClassChange):
        yield from _class_rows(change, told.state, people)
        return
    hold = (change.hold or "") if isinstance(change, GuardianBack) else ""
    before, after = _contact(change)
    for name, values in _changes(before, after).items():
        shown = [name, _plain(values["before"]), _plain(values["after"])]
        cells = ["", "", "", "", "guardian", "UPDATE", *shown, change.guardian]
        yield [*cells, told.state, hold, "", ""]
    linked, unlinked = _students(change)
    for verb, students in (("LINK", linked), ("UNLINK", unlinked)):
        for student in students:
            contact = [_shown(before), ""] if verb == "UNLINK" else ["", _shown(after)]
            who = [student, *_name(people.get(student, {}))]
            cells = [*who, "guardian", verb, "guardianIds", *contact, change.guardian]
            yield [*cells, told.state, hold, "", ""]


def _class_object(change: ClassChange, state: str) -> dict[str, Any]:
    return {
        "type": change.kind.value,
        "id": change.id,
        "displayName": _class_name(change),
        "verb": change.verb.value,
        "state": state,
        "hold": change.hold,
        "changes": _class_fields(change),
        "linked": change.came,
        "unlinked": change.left,
    }


def _class_rows(change: ClassChange, state: str, people: People) -> Iterator[list[str]]:
    """A row for each field, and for each person who comes or leaves; the class stands as its name.

    A class has no columns of its own: its name stands where somebody's last name does.
    """
    kind, end = change.kind.value, [state, change.hold or "", "", ""]
    start = ["", "", "", _class_name(change), kind, change.verb.value]
    for name, values in _class_fields(change).items():
        yield [*start, name, _plain(values["before"]), _plain(values["after"]), "", *end]
    for verb, persons in (("LINK", change.came), ("UNLINK", change.left)):
        for person in persons:
            who = [person, *_name(people.get(person, {}))]
            named = ["", _class_name(change)] if verb == "LINK" else [_class_name(change), ""]
            yield [*who, kind, verb, "memberIds", *named, "", *end]


def _class_name(change: ClassChange) -> str:
    return str((change.after or change.before or {}).get("displayName", ""))


def _class_fields(change: ClassChange) -> dict[str, dict[str, Any]]:
    found = _changes(change.before or {}, change.after or {})
    return {name: values for name, values in found.items() if name not in _ROSTER}


def _operation_object(operation: Operation, state: str, people: People) -> dict[str, Any]:
    sis_id, first, last = _name(_known(operation, people))
    return {
        "type": "member",
        "person": operation.person,
        "sisId": sis_id,
        "firstName": first,
        "lastName": last,
        "kind": operation.kind.value,
        "verb": operation.verb.value,
        "state": state,
        "hold": operation.hold,
        "line": operation.line,
        "by": operation.by,
        "changes": _changes(operation.before or {}, operation.after),
        "linked": [link.guardian for link in _new_links(operation)],
        "unlinked": list(operation.unlinked),
    }


def _operation_rows(operation: Operation, state: str, people: People) -> Iterator[list[str]]:
    line = "" if operation.line is None else str(operation.line)
    who = [operation.person, *_name(_known(operation, people))]
    start = [*who, operation.kind.value, operation.verb.value]
    end = [state, operation.hold or "", line, operation.by or ""]
    changes = _changes(operation.before or {}, operation.after)
    changes.pop("guardianIds", None)
    for name, values in changes.items():
        shown = [name, _plain(values["before"]), _plain(values["after"])]
        yield [*start, *shown, "", *end]
    if state != "HELD" and changes:
        return
    for link in _new_links(operation) if state == "HELD" else ():
        contact = _shown({"email": link.email, "phone": link.phone})
        yield [*start, "guardianIds", "", contact, link.guardian, *end]
    for guardian in operation.unlinked if state == "HELD" else ():
        yield [*start, "guardianIds", guardian, "", guardian, *end]
    if not changes and state != "HELD":
        yield [*start, "", "", "", "", *end]


def _known(operation: Operation, people: People) -> Mapping[str, Any]:
    """Somebody's names: as they are now, else as the change itself says them."""
    return people.get(operation.person) or {**(operation.before or {}), **operation.after}


def _new_links(operation: Operation) -> list[Any]:
    before = (operation.before or {}).get("guardianIds")
    if operation.before is not None and "guardianIds" not in operation.after:
        return []
    known = set(before) if isinstance(before, list) else set()
    return [link for link in operation.guardians if link.guardian not in known]


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Field → its values before and after; None stands for one that is not there.

    A state that a change only looks at, so as to fit nobody archived meanwhile, is no change of it.
    """
    looked_at = set() if "state" in after else {"state"}
    return {
        name: {"before": _value(before.get(name)), "after": _value(after.get(name))}
        for name in sorted({*before, *after} - _TOLD_NOWHERE - looked_at)
        if before.get(name) != after.get(name)
    }


def _contact(change: GuardianChange | GuardianBack) -> tuple[dict[str, str], dict[str, str]]:
    if isinstance(change, GuardianBack):
        return contact_of(change.before), contact_of(change.after)
    before = contact_of(change.was)
    given = {"email": change.email, "phone": change.phone}
    if change.new:
        return before, given
    return before, {name: given[name] or known for name, known in before.items()}


def _students(change: GuardianChange | GuardianBack) -> tuple[Sequence[str], Sequence[str]]:
    if isinstance(change, GuardianBack):
        return (change.linked, change.unlinked) if change.hold is None else ((), ())
    known = set((change.was or {}).get("studentIds", []))
    linked = [student for student in change.link if student not in known]
    return linked, [student for student in change.unlink if student in known]


def _name(fields: Mapping[str, Any]) -> list[str]:
    return [_plain(_value(fields.get(name))) for name in ("sisId", "firstName", "lastName")]


def _shown(contact: Mapping[str, str]) -> str:
    return " ".join(value for value in (contact["email"], contact["phone"]) if value)


def _value(value: Any) -> Any:  # noqa: ANN401  # any field's
    if value is ABSENT:
        return None
    return value.isoformat() if isinstance(value, datetime) else value


def _plain(value: Any) -> str:  # noqa: ANN401  # any field's
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
