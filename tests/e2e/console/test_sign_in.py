"""Signing in with the district's accounts in a real Chromium, by the calls of production."""

from __future__ import annotations

import json
from typing import Any

import pytest

from infra.local.google_accounts.accounts import FILE, GoogleAccount, sub_of, write_accounts
from tests.support.console import Console

NOT_KNOWN = "This account doesn't open Carillon."


@pytest.fixture(scope="module")
def seen(console: Console) -> dict[str, Any]:
    """What the browser saw."""
    email = "owner@demo.example"
    owner = GoogleAccount(sub_of(email), email, "Demo Owner", "demo.example")
    write_accounts(console.workshop / "stack" / FILE, [owner])
    refused = {
        "stranger": "sam@gmail.example",
        "look-alike": "owner@demo.example.evil.example",
        "newcomer": "nobody-knows@demo.example",
    }
    teacher = console.accounts["TEACHER"]
    told = console.browse(
        "sign-in.mjs",
        known="Demo Owner",
        school="My schools",
        refused=refused,
        teacher={"email": teacher[0], "password": teacher[1]},
        teacherSchool="lincoln-high",
    )
    found: dict[str, Any] = json.loads(told)
    return found


def test_a_person_of_the_district_gets_in_by_their_window(seen: dict[str, Any]) -> None:
    assert seen["email"] == "owner@demo.example"
    assert seen["windowIsClosed"] is True


def test_others_are_told_what_to_do_and_nothing_of_who_is_there(seen: dict[str, Any]) -> None:
    assert set(seen["refused"]) == {"stranger", "look-alike", "newcomer"}
    assert len(set(seen["refused"].values())) == 1
    assert all(text.startswith(NOT_KNOWN) for text in seen["refused"].values())


def test_who_closes_the_window_hears_nothing(seen: dict[str, Any]) -> None:
    assert seen["alerts"] == 0


def test_who_is_archived_is_out_before_their_eyes(seen: dict[str, Any]) -> None:
    assert seen["outAfter"] < 5
    assert seen["tokenAfterwards"] == 401


def test_a_person_sees_their_sign_ins_and_ends_them(seen: dict[str, Any]) -> None:
    assert seen["sessions"] >= 2


def test_no_page_breaks_a_rule_of_its_own_address(seen: dict[str, Any]) -> None:
    assert seen["faults"] == []
