"""Classes and terms as the roster leaves them, written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.cloud.firestore import Documents

YEAR = {"displayName": "Year", "termType": "schoolYear"}


def put_classes(
    documents: Documents,
    school: str,
    classes: Mapping[str, Sequence[tuple[str, str]]],
    terms: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    """Have a school classes.

    Args:
        documents: where.
        school: whose.
        classes: id → codes with the days beside them; it is called as its id with a capital.
        terms: id → its first day, and the day after its last one; every class is in all of them.
    """
    commit, terms = documents.commit(), terms or {}
    for name, (first, after) in terms.items():
        commit.put(f"schools/{school}/terms/{name}", {**YEAR, "startDay": first, "endDay": after})
    for name, meetings in classes.items():
        commit.put(f"schools/{school}/lists/{name}", _class(name, meetings, list(terms)))
    commit.run()


def _class(name: str, meetings: Sequence[tuple[str, str]], terms: list[str]) -> dict[str, Any]:
    return {
        "schemaVersion": 1,
        "kind": "SECTION",
        "sectionType": "SCHEDULED" if meetings else "HOMEROOM",
        "displayName": name.capitalize(),
        **dict.fromkeys(("sectionCode", "courseTitle", "courseCode", "room", "periodsRaw"), ""),
        "grades": [],
        "memberIds": [],
        "teacherIds": [],
        "termIds": terms,
        "periods": [{"code": code, "days": days} for code, days in meetings],
    }
