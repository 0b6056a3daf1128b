"""A plan as people read it: rows and objects worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from shared.rostering.guardian_back import GuardianBack
from shared.rostering.guardian_changes import GuardianChange
from shared.rostering.model import Kind
from shared.rostering.plan import GuardianLink, Operation, Verb
from shared.rostering.plan_export import (
    COLUMNS,
    Told,
    csv_rows,
    json_object,
    people_of,
)
from shared.rostering.plan_values import ABSENT

NOW = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
ANN = {"sisId": "1000", "firstName": "Ann", "lastName": "Lee"}


def update(**more: Any) -> Operation:
    fields: dict[str, Any] = {
        "before": {"grade": "09", "state": "ACTIVE"},
        "after": {"grade": "10", "source": {"connection": "sis", "run": "r"}},
        "was": {"grade": "09", "updateTime": NOW},
        "line": 7,
    }
    return Operation(Verb.UPDATE, Kind.STUDENT, "ann", "00" * 12, "v", **{**fields, **more})


def rows(change: Any, state: str = "APPLIED", **people: Any) -> list[dict[str, str]]:
    found = csv_rows(Told(change, state), people)
    return [{name: cell for name, cell in zip(COLUMNS, row, strict=True) if cell} for row in found]


def test_a_changed_field_is_a_row_with_the_persons_name() -> None:
    assert rows(update(before={"grade": "09"}), ann=ANN) == [
        {
            "person": "ann", "sisId": "1000", "firstName": "Ann", "lastName": "Lee",
            "kind": "student", "verb": "UPDATE", "field": "grade", "before": "09", "after": "10",
            "state": "APPLIED", "line": "7",
        }
    ]  # fmt: skip


def test_somebody_new_has_a_row_for_each_field_and_no_bookkeeping() -> None:
    after = {**ANN, "schemaVersion": 1, "personId": "ann", "editedFields": [], "grade": "09"}
    add = Operation(Verb.ADD, Kind.STUDENT, "ann", "00" * 12, None, None, after, hold="DRY_RUN")
    found = rows(add, "HELD")
    assert [(row["field"], row["after"]) for row in found] == [
        ("firstName", "Ann"), ("grade", "09"), ("lastName", "Lee"), ("sisId", "1000"),
    ]  # fmt: skip
    assert {row["hold"] for row in found} == {"DRY_RUN"}
    assert {row["firstName"] for row in found} == {"Ann"}


def test_guardians_of_a_held_change_stand_with_it() -> None:
    held = update(
        before={"guardianIds": ["old"]},
        after={"guardianIds": ["new"]},
        guardians=(GuardianLink("new", "n@example.org", ""),),
        unlinked=("old",),
        hold="DRY_RUN",
    )
    linked, unlinked = rows(held, "HELD", ann=ANN)
    assert (linked["guardian"], linked["after"]) == ("new", "n@example.org")
    assert "before" not in linked
    assert (unlinked["guardian"], unlinked["before"]) == ("old", "old")
    assert "after" not in unlinked


def test_a_guardians_own_line_tells_contact_and_links() -> None:
    was = {"email": "n@example.org", "phone": "", "studentIds": ["bob"]}
    change = GuardianChange("new", "n@example.org", "+13035550100", ("ann", "bob"), (), was=was)
    contact, link = rows(change, ann=ANN)
    assert (contact["kind"], contact["field"]) == ("guardian", "phone")
    assert contact["after"] == "+13035550100"
    assert (link["person"], link["verb"], link["firstName"]) == ("ann", "LINK", "Ann")
    assert link["after"] == "n@example.org +13035550100"
    assert people_of([Told(change, "APPLIED")]) == ["ann", "bob"]


def test_an_undo_tells_who_is_linked_again() -> None:
    before = {"email": "n@example.org", "phone": "", "studentIds": ["ann"]}
    (row,) = rows(GuardianBack("new", "v", before, None), ann=ANN)[1:]
    assert (row["person"], row["verb"], row["guardian"]) == ("ann", "UNLINK", "new")


def test_an_object_has_its_fields_before_and_after() -> None:
    assert json_object(Told(update(before={"grade": "09"}), "SKIPPED"), {"ann": ANN}) == {
        "type": "member", "person": "ann", "sisId": "1000", "firstName": "Ann", "lastName": "Lee",
        "kind": "student", "verb": "UPDATE", "state": "SKIPPED", "hold": None, "line": 7,
        "by": None,
        "changes": {"grade": {"before": "09", "after": "10"}}, "linked": [], "unlinked": [],
    }  # fmt: skip


def test_by_what_somebody_was_recognized_stands_in_both() -> None:
    held = update(before={"grade": "09"}, hold="DRY_RUN", by="NUMBER")
    assert json_object(Told(held, "HELD"), {"ann": ANN})["by"] == "NUMBER"
    (row,) = rows(held, "HELD", ann=ANN)
    assert (row["hold"], row["by"]) == ("DRY_RUN", "NUMBER")


def test_a_field_that_was_not_there_is_nothing() -> None:
    back = Operation(Verb.PUT_BACK, Kind.STUDENT, "ann", "", "v", {"phone": "1"}, {"phone": ABSENT})
    assert json_object(Told(back, "APPLIED"), {})["changes"] == {
        "phone": {"before": "1", "after": None}
    }
