"""Getting in by mailed links in a real Chromium: the mails come by themselves, by every part."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.console import Console

GUARDIAN = "family.01@demo.example"


@pytest.fixture(scope="module")
def seen(console: Console) -> dict[str, Any]:
    """What the browser saw."""
    teacher = console.accounts["TEACHER"]
    new = "several words in a row"
    told = console.browse(
        "mails.mjs",
        mailbox=console.mailbox,
        guardian=GUARDIAN,
        teacher={"email": teacher[0], "password": teacher[1]},
        newPassword=new,
    )
    # Others of these tests sign in by it as well.
    teacher[1] = new
    found: dict[str, Any] = json.loads(told)
    return found


def test_an_invited_guardian_gets_in_by_the_mail(seen: dict[str, Any]) -> None:
    assert seen["invitation"]["subject"].endswith("su acceso a Carillon")
    assert "Pupil" not in seen["invitation"]["text"]
    assert seen["guardianIsIn"] != "/sign-in-link"


def test_no_code_stays_in_an_address(seen: dict[str, Any]) -> None:
    assert seen["addressOfLink"].endswith("/sign-in-link")
    assert seen["addressOfReset"].endswith("/set-password")


def test_a_link_that_does_not_work_says_what_helps(seen: dict[str, Any]) -> None:
    assert seen["words"]["used"].startswith("This link was used already, or is too old.")
    assert seen["words"]["otherAddress"].startswith("This link was mailed to another address.")


def test_where_the_link_was_asked_for_the_address_is_kept(seen: dict[str, Any]) -> None:
    assert seen["remembered"] == GUARDIAN


def test_nobody_learns_whether_an_address_is_known(seen: dict[str, Any]) -> None:
    words = seen["words"]
    for pair in (words["links"], words["resets"], words["wrong"]):
        assert pair[0] == pair[1] != ""


def test_a_new_password_is_told_what_it_is_worth(seen: dict[str, Any]) -> None:
    assert seen["words"]["short"].startswith("Too short")
    assert seen["words"]["strong"] == "Strong."


def test_whoever_was_in_by_the_old_password_is_out(seen: dict[str, Any]) -> None:
    assert seen["outAfter"] < 5


def test_axe_finds_nothing_and_no_rule_of_the_address_is_broken(seen: dict[str, Any]) -> None:
    assert seen["violations"] == []
    assert seen["faults"] == []
