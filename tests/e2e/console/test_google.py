"""Sign-in with simulated Google accounts in a real Chromium, checked by a blocking function."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from infra.local.google_accounts.accounts import FILE, GoogleAccount, write_accounts
from infra.local.parts import PROJECT
from tests.support.console import Console
from tests.support.tree import ROOT

DOMAIN = "district.example"
ADA = GoogleAccount("100000000000000000001", f"ada.lovelace@{DOMAIN}", "Ada Lovelace", DOMAIN)
REX = GoogleAccount("100000000000000000002", "rex@gmail.example", "Rex Refused")
PICTURES = ROOT / "build" / "screenshots"


class Doorkeeper(BaseHTTPRequestHandler):
    """A function before sign-in: keeps what it was asked, and refuses one account."""

    asked: list[dict[str, Any]]

    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        asked = payload_of(json.loads(self.rfile.read(length))["data"]["jwt"])
        self.asked.append(asked)
        is_refused = asked["user_record"]["email"] == REX.email
        error = {"error": {"message": "NOT_ON_THE_ROSTER", "status": "PERMISSION_DENIED"}}
        self.send_response(403 if is_refused else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(error if is_refused else {}).encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


def payload_of(token: str) -> dict[str, Any]:
    body = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


def put_before_sign_in(console: Console, triggers: Mapping[str, object]) -> None:
    """Have Auth ask this function; nobody where there are no triggers."""
    url = f"{console.address}identitytoolkit.googleapis.com/v2/projects/{PROJECT}/config"
    forwarded = {"idToken": True} if triggers else {}
    told = {"blockingFunctions": {"triggers": triggers, "forwardInboundCredentials": forwarded}}
    owner = {"Authorization": "Bearer owner"}
    answer = httpx.patch(f"{url}?updateMask=blockingFunctions", json=told, headers=owner)
    assert answer.status_code == 200, answer.text


@pytest.fixture(scope="module")
def asked(console: Console) -> Iterator[list[dict[str, Any]]]:
    """What Auth asks before each sign-in, in the order of asking."""
    Doorkeeper.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Doorkeeper)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    uri = f"http://127.0.0.1:{server.server_address[1]}/"
    put_before_sign_in(console, {"beforeSignIn": {"functionUri": uri}})
    yield Doorkeeper.asked
    put_before_sign_in(console, {})
    server.shutdown()


@pytest.fixture(scope="module")
def seen(console: Console, asked: list[dict[str, Any]]) -> dict[str, Any]:
    """What the browser saw."""
    assert asked == []
    PICTURES.mkdir(parents=True, exist_ok=True)
    write_accounts(console.workshop / "stack" / FILE, [ADA, REX])
    found: dict[str, Any] = json.loads(console.browse("google.mjs", pictures=str(PICTURES)))
    return found


def of(email: str) -> dict[str, object]:
    """What a tab comes to: the account's token, at the page that was asked for."""
    path = "/schools/lincoln-high/people"
    return {"email": email, "email_verified": True, "provider": "google.com", "path": path}


@pytest.mark.parametrize("way", ["mouse", "keyboard", "again", "blocked", "phone"])
def test_an_account_is_chosen_and_signed_in(seen: dict[str, Any], way: str) -> None:
    assert seen[way] == of(ADA.email)


def test_an_account_is_typed_and_signed_in(seen: dict[str, Any]) -> None:
    assert seen["typed"] == of(f"grace.hopper@{DOMAIN}")


def test_who_closes_the_window_is_told_nothing(seen: dict[str, Any]) -> None:
    assert seen["saidAfterClosing"] == 0


def test_who_is_refused_is_told_what_to_do(seen: dict[str, Any]) -> None:
    for said in (seen["refused"], seen["refusedOnPhone"]):
        assert said.startswith("This account doesn't open Carillon.")
        assert REX.email not in said


def test_only_what_is_switched_on_is_shown(seen: dict[str, Any]) -> None:
    assert (seen["fieldsWithoutPassword"], seen["buttonsWithoutGoogle"]) == (0, 0)


def test_a_function_before_sign_in_is_told_the_hosted_domain(
    seen: dict[str, Any], asked: list[dict[str, Any]]
) -> None:
    assert seen["mouse"]
    of_ada = [one for one in asked if one["user_record"]["email"] == ADA.email]
    claims = payload_of(of_ada[0]["oauth_id_token"])
    assert (claims["iss"], claims["hd"]) == ("https://accounts.google.com", DOMAIN)
    assert (claims["sub"], claims["email_verified"]) == (ADA.sub, True)
    # Nowhere else: this is why a function has to have the token passed on to it.
    others = {name: value for name, value in of_ada[0].items() if name != "oauth_id_token"}
    assert '"hd"' not in json.dumps(others).replace("\\", "")
    of_rex = next(one for one in asked if one["user_record"]["email"] == REX.email)
    assert "hd" not in payload_of(of_rex["oauth_id_token"])


def test_an_account_keeps_its_id_in_auth(seen: dict[str, Any], asked: list[dict[str, Any]]) -> None:
    assert seen["phone"]
    ids = {one["sub"] for one in asked if one["user_record"]["email"] == ADA.email}
    assert len(ids) == 1


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
