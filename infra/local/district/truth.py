"""The truth file: what should be in Firestore once every file of a district has been applied.

Written out of the generator's own values in the shape of the documents; nothing of the product is
imported, so a mistake there cannot hide here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from infra.local.district import model
from infra.local.district.model import District, Guardian, Person, School

_ROLE_OF_KIND = {
    model.STUDENT: "STUDENT",
    model.TEACHER: "TEACHER",
    model.STAFF: "STAFF",
    model.ADMIN: "MANAGER",
}


def truth(district: District) -> dict[str, Any]:
    """The truth as JSON: per school its ``members`` and its ``guardians``.

    A member carries the fields of the member document that come out of a file, and ``guardians``,
    a list of {email, phone}. A guardian carries ``students``, the SIS ids of its children at that
    school. Both lists are sorted, so the same district gives the same text.
    """
    return {
        "seed": district.seed,
        "schools": {
            school.school_id: {
                "displayName": school.display_name,
                "members": sorted(map(_member, school.people), key=_member_order),
                "guardians": _guardians(school),
            }
            for school in district.schools
        },
    }


def write_truth(district: District, path: Path) -> None:
    """Write the truth file, UTF-8 with native letters."""
    path.write_text(json.dumps(truth(district), ensure_ascii=False, indent=1), encoding="utf-8")


def _member(person: Person) -> dict[str, Any]:
    return {
        "kind": person.kind,
        "role": _ROLE_OF_KIND[person.kind],
        "sisId": person.sis_id,
        "email": person.email,
        "firstName": person.first_name,
        "lastName": person.last_name,
        "grade": person.grade,
        "phone": person.phone,
        "idField1": person.id_field_1,
        "idField2": person.id_field_2,
        "guardians": sorted(map(_contact, person.guardians), key=_contact_order),
    }


def _guardians(school: School) -> list[dict[str, Any]]:
    children: dict[Guardian, list[str]] = {}
    for person in school.people:
        for guardian in person.guardians:
            children.setdefault(guardian, []).append(person.sis_id)
    entries = [
        {**_contact(guardian), "students": sorted(ids)} for guardian, ids in children.items()
    ]
    return sorted(entries, key=_contact_order)


def _contact(guardian: Guardian) -> dict[str, Any]:
    return {"email": guardian.email, "phone": guardian.phone}


def _contact_order(entry: dict[str, Any]) -> tuple[str, str]:
    return entry["email"], entry["phone"]


def _member_order(entry: dict[str, Any]) -> tuple[str, str, str]:
    return entry["kind"], entry["sisId"], entry["email"]
