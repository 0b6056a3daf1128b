"""Terms and classes by hand in a real Chromium: the year, periods of several classes, a class."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.e2e.console.terms import SCHOOL
from tests.support.console import Console


@pytest.fixture(scope="module")
def seen(console: Console) -> dict[str, Any]:
    """What the browser saw."""
    told = console.browse("terms.mjs", school=SCHOOL, teacher=console.accounts["TEACHER"])
    found: dict[str, Any] = json.loads(told)
    return found


def test_the_terms_stand_on_the_year_to_scale(seen: dict[str, Any]) -> None:
    # 290 days from 90 days ago: the first 140, the last 149 of them, and 60 from the 70th on.
    assert seen["bars"] == [
        ["Fall", 0, 48],
        ["School year", 0, 100],
        ["Club season", 24, 45],
        ["Spring", 49, 100],
    ]


def test_the_rosters_terms_are_shown_and_ones_own_are_edited(seen: dict[str, Any]) -> None:
    assert [term.split("\n")[0] for term in seen["terms"]] == [
        "Fall",
        "School year",
        "Club season",
        "Spring",
    ]
    assert seen["editable"] == ["Edit Club season"]


def test_a_term_is_made_by_its_last_day(seen: dict[str, Any]) -> None:
    assert (seen["focused"].strip(" *"), seen["backwards"]) == ("Name of the term", 1)
    shown, written = seen["lastDay"]
    assert shown == written


def test_a_term_that_a_class_is_in_stays_and_it_is_said_why(seen: dict[str, Any]) -> None:
    assert "Classes are in this term." in seen["inUse"]


def test_several_classes_get_their_periods_at_once(seen: dict[str, Any]) -> None:
    # Room-4 is of a bell that is being set up, see members.py, and stays without.
    assert seen["without"] == ["Art", "Band", "Chorus", "Room-4"]
    assert seen["left"] == ["Band", "Chorus", "Room-4"]
    assert "No period is named here." in seen["wrong"]


def test_classes_are_found_by_their_room_and_by_who_keeps_them(seen: dict[str, Any]) -> None:
    assert [name.split("\n")[0] for name in seen["found"]] == ["Art"]
    assert [name.split("\n")[0] for name in seen["byHand"]] == [
        "Art",
        "Band",
        "Chess club",
        "Chorus",
        "Gym",
    ]


def test_a_class_by_hand_moves_and_becomes_a_list(seen: dict[str, Any]) -> None:
    assert seen["facts"] == "Class · in Stage · period 8"
    assert seen["asList"] == 1


def test_what_was_set_of_a_rosters_class_is_given_back(seen: dict[str, Any]) -> None:
    assert (seen["rosterSays"], seen["givenBack"]) == (1, 0)


def test_who_may_only_look_sees_no_button(seen: dict[str, Any]) -> None:
    assert seen["teacher"] == 0
