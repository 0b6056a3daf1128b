"""Sign-in with simulated Google accounts in a real Chromium, let in by our own functions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from infra.local.google_accounts.accounts import FILE, GoogleAccount, write_accounts
from tests.support.console import Console
from tests.support.tree import ROOT

DOMAIN = "demo.example"
MARY = GoogleAccount(
    "100000000000000000001", f"mary.somerville@{DOMAIN}", "Mary Somerville", DOMAIN
)
REX = GoogleAccount("100000000000000000002", "rex@gmail.example", "Rex Refused")
PICTURES = ROOT / "build" / "screenshots"


@pytest.fixture(scope="module")
def seen(console: Console) -> dict[str, Any]:
    """What the browser saw."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    write_accounts(console.workshop / "stack" / FILE, [MARY, REX])
    found: dict[str, Any] = json.loads(console.browse("google.mjs", pictures=str(PICTURES)))
    return found


def of(email: str) -> dict[str, object]:
    """What a tab comes to: the account's token, at the page that was asked for."""
    path = "/schools/lincoln-high/people"
    return {"email": email, "email_verified": True, "provider": "google.com", "path": path}


@pytest.mark.parametrize("way", ["mouse", "keyboard", "again", "blocked", "phone"])
def test_an_account_is_chosen_and_signed_in(seen: dict[str, Any], way: str) -> None:
    assert seen[way] == of(MARY.email)


def test_an_account_is_typed_and_signed_in(seen: dict[str, Any]) -> None:
    assert seen["typed"] == of(f"emmy.noether@{DOMAIN}")


def test_who_closes_the_window_is_told_nothing(seen: dict[str, Any]) -> None:
    assert seen["saidAfterClosing"] == 0


def test_who_is_refused_is_told_what_to_do(seen: dict[str, Any]) -> None:
    for said in (seen["refused"], seen["refusedOnPhone"]):
        assert said.startswith("This account doesn't open Carillon.")
        assert REX.email not in said


def test_only_what_is_switched_on_is_shown(seen: dict[str, Any]) -> None:
    assert (seen["fieldsWithoutPassword"], seen["buttonsWithoutGoogle"]) == (0, 0)


def test_axe_finds_nothing_where_one_chooses(seen: dict[str, Any]) -> None:
    views = seen["views"]
    assert len(views) == 8
    assert {view["name"]: view["violations"] for view in views if view["violations"]} == {}
    assert [view["name"] for view in views if view["wide"]] == []


def test_the_page_says_in_both_languages_that_it_is_simulated(seen: dict[str, Any]) -> None:
    words = {"en": "Simulated Google sign-in", "es": "Inicio de sesión de Google simulado"}
    for view in seen["views"]:
        assert words[view["name"][:2]] in view["words"]


def test_no_page_breaks_a_rule_of_its_own_address(seen: dict[str, Any]) -> None:
    assert seen["errors"] == []
