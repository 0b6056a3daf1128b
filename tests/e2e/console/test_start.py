"""What each role begins with, and the pages beside it, in a real Chromium."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.console import Console

SECOND_SCHOOL = "maple-grove-elementary"
SECOND_NAME = "Maple Grove Elementary School"


@pytest.fixture(scope="module")
def seen(console: Console) -> dict[str, Any]:
    """What the browser saw."""
    told = console.browse(
        "start.mjs", accounts=console.accounts, second=SECOND_NAME, files=console.files
    )
    found: dict[str, Any] = json.loads(told)
    return found


def lines(card: str) -> list[str]:
    return [line for line in card.split("\n") if line]


def test_a_parent_begins_with_the_children_of_all_schools(seen: dict[str, Any]) -> None:
    assert [lines(card) for card in seen["children"]] == [
        ["Demo Student", "No grade", "Lincoln High School"],
        ["Nora Parent", "Kindergarten", SECOND_NAME],
    ]
    assert "My children" in seen["parentLinks"]
    assert not {"People", "Rostering", "Settings"} & set(seen["parentLinks"])


def test_the_school_that_was_chosen_last_is_there_the_next_time(seen: dict[str, Any]) -> None:
    assert [lines(card)[0] for card in seen["childrenThere"]] == ["Nora Parent"]
    assert seen["parentAgain"] == f"/schools/{SECOND_SCHOOL}"


def test_a_student_begins_with_themselves_and_sees_no_one_else(seen: dict[str, Any]) -> None:
    assert seen["student"] == "/schools/lincoln-high"
    assert seen["studentLinks"] == ["Schools", "School"]


def test_a_teacher_finds_people_and_no_name_stands_in_the_address(seen: dict[str, Any]) -> None:
    assert seen["found"]["url"].endswith("/schools/lincoln-high/people")
    assert seen["found"]["typed"] == "pupil 02"


def test_ones_own_role_comes_first_and_all_of_them_stand_side_by_side(
    seen: dict[str, Any],
) -> None:
    assert seen["ownRole"] == "TEACHER"
    assert "their own classes" in seen["teacherMay"]
    columns = [column.split("\n")[0] for column in seen["matrixColumns"]]
    assert columns == [
        "What", "District Manager", "Owner", "Manager", "Teacher", "Staff", "Student leader",
        "Student", "Parent",
    ]  # fmt: skip
    cells = [cell.split("\n")[0] for cell in seen["exportRow"]]
    assert [cell.split(" ", 1)[-1] for cell in cells[:3]] == ["every school", "school", "school"]
    assert all("\u2013" in cell for cell in cells[3:])


def test_on_a_phone_the_roles_stand_below_one_another(seen: dict[str, Any]) -> None:
    assert seen["phone"] == {"tables": False, "roles": 8}


def test_an_owner_reads_how_people_sign_in_and_changes_nothing(seen: dict[str, Any]) -> None:
    assert seen["ownerSaves"] == 0


def test_who_would_be_kept_out_is_said_before_it_is_saved(seen: dict[str, Any]) -> None:
    assert seen["way"] is True
    assert seen["question"] == ["E-mail and password: nobody signs in this way any more."]


def test_who_proves_themselves_twice_and_how_long_a_device_waits_are_set(
    seen: dict[str, Any],
) -> None:
    # Nobody has to here, where there are no authenticator apps.
    assert seen["weak"].endswith("these may do: District Manager.")
    assert seen["minutes"] == ["5", "30"]


def test_a_test_says_what_would_happen_and_what_is_wrong(seen: dict[str, Any]) -> None:
    assert "Most likely the address is mistyped" in seen["mistyped"]
    assert "is refused: the domain is not one of the district's." in seen["mistyped"]
    assert "1 active person has this address." in seen["known"]
    assert "Demo Owner" in seen["known"]
    assert "There is an account, and it is open." in seen["known"]
    assert "Carillon is asked before every sign-in." in seen["checks"]
    assert "Not known" in seen["checks"]


def test_a_network_that_lets_all_through_is_told(seen: dict[str, Any]) -> None:
    assert seen["free"]["verdict"].startswith("This network lets Carillon through")
    assert set(seen["free"]["rows"].values()) == {"Let through"}


def test_one_blocked_host_is_found_and_named(seen: dict[str, Any], console: Console) -> None:
    assert seen["blocked"]["verdict"].startswith("This network blocks a part of Carillon")
    host = console.files.partition("://")[2]
    assert host in seen["blocked"]["verdict"]
    assert seen["blocked"]["rows"] == {
        "The console itself": "Let through",
        "Their long connection": "Let through",
        "Sending a roster file": "Blocked",
    }
    assert f"{host} (HTTP): Blocked" in seen["report"]


def test_a_long_connection_that_is_cut_is_told_from_a_blocked_host(seen: dict[str, Any]) -> None:
    assert seen["cut"]["rows"]["Their long connection"] == "Long connection blocked"
    assert seen["cut"]["rows"]["Sending a roster file"] == "Let through"


def test_a_filters_page_in_the_services_place_is_seen(seen: dict[str, Any]) -> None:
    assert seen["foreign"]["rows"]["The console itself"] == "Answered by something else"


def test_a_slow_host_is_not_called_blocked(seen: dict[str, Any]) -> None:
    assert seen["slow"]["verdict"].startswith("This network lets Carillon through, but slowly")
    assert seen["slow"]["rows"]["The console itself"] == "Slow"


def test_axe_finds_nothing_and_every_page_fits_a_phone(seen: dict[str, Any]) -> None:
    assert seen["violations"] == {}
    assert seen["wide"] == []


def test_no_page_breaks_a_rule_of_its_own_address(seen: dict[str, Any]) -> None:
    assert seen["faults"] == []
