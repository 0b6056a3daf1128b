"""A connection request in a real Chromium: asked, answered without an account, and tried."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.sis import Settings, SisServer, make_data
from tests.support.console import Console

SCHOOL = "maple-grove-elementary"
PERSON = "sis.person@vendor.example"
MAKE = f"""
from shared import bootstrap
from shared.kernel.ids import ConnectionId, SchoolId
from shared.rostering.connections import Connection, Method

bootstrap.rostering().store.save_connection(
    Connection(
        SchoolId("{SCHOOL}"),
        ConnectionId("asked-for"),
        "Our system",
        method=Method.ONEROSTER,
        sis="other-oneroster",
    )
)
"""


@pytest.fixture(scope="module")
def system(console: Console) -> Iterator[dict[str, str]]:
    """What opens a simulated system at the address that the stack has published."""
    port = int(console.places["sis"].rpartition(":")[2])
    folder = Path(console.env["CARILLON_LOCAL_AUTHORITY"]).parent
    folder.mkdir(parents=True, exist_ok=True)
    with SisServer(make_data(60), (), Settings(), port, folder) as sis:
        yield {
            "baseUrl": sis.root_url,
            "tokenUrl": sis.token_url,
            "clientId": sis.client_id,
            "clientSecret": sis.client_secret,
        }


@pytest.fixture(scope="module")
def seen(console: Console, system: dict[str, str]) -> dict[str, Any]:
    """What the browser saw."""
    console.program("-c", MAKE)
    told = console.browse(
        "connection-request.mjs",
        "DISTRICT_MANAGER",
        mailbox=console.mailbox,
        page=f"schools/{SCHOOL}/rostering/connections/asked-for?part=source",
        person=PERSON,
        system=system,
    )
    found: dict[str, Any] = json.loads(told)
    return found


def test_the_link_is_shown_once_and_another_one_is_mailed(seen: dict[str, Any]) -> None:
    assert seen["link"].endswith("/connection-request")
    assert seen["isAnother"]
    assert "please connect the student information system" in seen["mail"]["subject"]
    assert "room 4" not in seen["mail"]["text"]


def test_somebody_without_an_account_sees_who_asks_for_what(seen: dict[str, Any]) -> None:
    assert seen["address"].endswith("/connection-request")
    for words in ("Maple Grove Elementary School", "Our system", "The key is in room 4."):
        assert words in seen["page"]


def test_a_trial_tells_numbers_and_no_name(seen: dict[str, Any]) -> None:
    assert "People" in seen["tried"]
    assert "60" in seen["tried"]
    assert "Lincoln" not in seen["tried"]


def test_those_who_asked_see_all_but_the_secret(
    seen: dict[str, Any], system: dict[str, str]
) -> None:
    assert "came in" in seen["told"]
    assert seen["baseUrl"] == system["baseUrl"]
    assert "Set" in seen["secret"]
    assert seen["holdsSecret"] is False
    assert system["clientSecret"] not in seen["told"]


def test_a_link_that_opens_nothing_says_what_to_do(seen: dict[str, Any]) -> None:
    assert seen["gone"] == seen["goneToo"]
    assert seen["gone"].startswith("Este enlace no sirve o ya no sirve")
    assert "pida otro enlace" in seen["gone"]
    assert seen["isHidden"], "a revoked link is still shown"


def test_no_code_and_no_secret_is_in_an_address_that_a_server_is_asked_for(
    seen: dict[str, Any], system: dict[str, str]
) -> None:
    assert len(seen["codes"]) == 3
    assert len(seen["asked"]) > 50
    wanted = [*seen["codes"], system["clientSecret"], system["clientId"]]
    # What is behind a # of a page's own address never leaves the browser.
    asked = [url.partition("#")[0] for url in seen["asked"]]
    assert [url for url in asked if any(each in url for each in wanted)] == []


def test_axe_finds_nothing_and_every_page_fits_a_phone(seen: dict[str, Any]) -> None:
    assert (seen["violations"], seen["wide"], seen["faults"]) == ({}, [], [])
