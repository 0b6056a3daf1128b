"""People in a real Chromium: paged, added, found, archived, edited by two, limited, exported."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from tests.support.console import Console


@pytest.fixture(scope="module")
def seen(console: Console) -> dict[str, Any]:
    """What the browser saw."""
    found: dict[str, Any] = json.loads(console.browse("people.mjs"))
    return found


def test_a_long_list_comes_in_pages(seen: dict[str, Any]) -> None:
    # 60 pupils, two of the office, and the six members who have accounts.
    assert (seen["firstPage"], seen["secondPage"]) == (50, 18)


def test_no_name_stands_in_an_address(seen: dict[str, Any]) -> None:
    assert [address.partition("/people")[2] for address in seen["addresses"]] == ["", ""]


def test_what_is_wrong_stands_beside_its_field(seen: dict[str, Any]) -> None:
    assert [label.strip(" *") for label in seen["wrong"]] == ["First name", "Last name", "E-mail"]
    assert seen["focused"].strip(" *") == "First name"


def test_a_person_who_is_added_twice_at_once_is_there_once(seen: dict[str, Any]) -> None:
    assert seen["found"] == seen["ofGrade"] == ["María García López"]


def test_what_two_people_edit_stands_both(seen: dict[str, Any]) -> None:
    assert seen["phone"] == 1
    assert seen["edited"] == "Last name, Phone"


def test_the_history_says_what_was_done_and_by_whom(seen: dict[str, Any]) -> None:
    assert seen["history"] == [
        "Changed: Last name",
        "Changed: Phone",
        "Restored",
        "Archived",
        "Added",
    ]
    assert set(seen["historyBy"]) == {"Demo Owner"}


def test_how_far_a_role_reaches_is_set_and_seen(seen: dict[str, Any]) -> None:
    assert seen["limitOfTeacher"] == 0
    assert seen["reach"] == ["Kindergarten, Grade 9, Grade 10", "Passes, Flex"]
    assert seen["reachShown"] == [["PASSES", "FLEX"], ["Grade 9", "Grade 10", "Kindergarten"]]
    assert seen["reachLeft"] == [0, "Flex"]
    assert seen["reachHistory"] == ["Changed: Limited to grades, Manages"] * 2


def test_the_file_holds_who_is_shown(seen: dict[str, Any]) -> None:
    rows = list(csv.DictReader(io.StringIO(seen["file"].removeprefix("\ufeff"))))
    assert [(row["lastName"], row["grade"], row["phone"]) for row in rows] == [
        ("García Lozano", "09", "555-0100")
    ]
    assert seen["fileName"].startswith("members-lincoln-high-20")


def test_a_list_holds_who_was_put_on_it_until_it_goes(seen: dict[str, Any]) -> None:
    assert seen["ofList"] == ["María García Lozano"]
    assert seen["lists"] == ["Chess", "Room 12"]
