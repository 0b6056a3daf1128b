"""The simulated Google accounts: their file, their tokens, and the page where one chooses."""

from __future__ import annotations

import base64
import html
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from werkzeug.test import Client, TestResponse

from infra.local.google_accounts.accounts import (
    GoogleAccount,
    KnownAccounts,
    read_accounts,
    sub_of,
    write_accounts,
)
from infra.local.google_accounts.pages import google_pages
from infra.local.google_accounts.tokens import google_claims, id_token

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
TEACHER = GoogleAccount(
    sub="100000000000000000001",
    email="ada.lovelace@district.example",
    name="Ada King Lovelace",
    hosted_domain="district.example",
    note="Teacher of Lincoln High",
)
STRANGER = GoogleAccount("100000000000000000002", "stranger@gmail.example", "Sam Stranger")
UNSURE = GoogleAccount("1" * 21, "unsure@gmail.example", "Una <b>Sure</b>", email_verified=False)
ASKED = {
    "apiKey": "demo",
    "appName": "[DEFAULT]",
    "authType": "signInViaPopup",
    "providerId": "google.com",
    "eventId": "123",
    "redirectUrl": "http://localhost/schools",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "accounts.json"
    write_accounts(path, [TEACHER, STRANGER, UNSURE])
    return path


@pytest.fixture
def client(file: Path) -> Client:
    return Client(google_pages(file, lambda: NOW))


def handler(**changed: str) -> str:
    return f"/emulator/auth/handler?{urlencode({**ASKED, **changed})}"


def choose(client: Client, form: dict[str, str], **changed: str) -> dict[str, Any]:
    """What the page that follows hands to its script."""
    answer = client.post(handler(**changed), data=form)
    assert answer.status_code == 200
    written = re.search("data-answer='([^']*)'", answer.text)
    assert written
    found: dict[str, Any] = json.loads(html.unescape(written[1]))
    return found


def claims_in(token: str) -> dict[str, Any]:
    head, body, signature = token.split(".")
    assert signature == ""
    assert json.loads(base64.urlsafe_b64decode(head + "==")) == {"alg": "none", "typ": "JWT"}
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


def token_in(chosen: dict[str, Any]) -> dict[str, Any]:
    query = parse_qs(urlsplit(chosen["authEvent"]["urlResponse"]).query)
    assert query["providerId"] == ["google.com"]
    return claims_in(query["id_token"][0])


def page(client: Client, **headers: str) -> TestResponse:
    return client.get(handler(), headers=headers)


def test_a_file_is_read_as_it_was_written(file: Path) -> None:
    told = json.loads(file.read_text("utf-8"))
    assert told["hostedDomains"] == ["district.example"]
    assert told["accounts"][0] == {
        "sub": "100000000000000000001",
        "email": "ada.lovelace@district.example",
        "emailVerified": True,
        "hostedDomain": "district.example",
        "name": "Ada King Lovelace",
        "note": "Teacher of Lincoln High",
    }
    read = read_accounts(file)
    assert read.accounts == (TEACHER, STRANGER, UNSURE)


def test_no_file_is_no_account_and_another_file_is_an_error(tmp_path: Path) -> None:
    assert read_accounts(tmp_path / "none.json") == KnownAccounts()
    for text in ("[]", "{}", '{"accounts": [{"sub": "1"}]}', "no JSON"):
        (tmp_path / "other.json").write_text(text)
        with pytest.raises(ValueError, match=r"."):
            read_accounts(tmp_path / "other.json")


def test_claims_are_those_of_google() -> None:
    assert google_claims(TEACHER, NOW) == {
        "iss": "https://accounts.google.com",
        "azp": "000000000000-local.apps.googleusercontent.com",
        "aud": "000000000000-local.apps.googleusercontent.com",
        "sub": "100000000000000000001",
        "hd": "district.example",
        "email": "ada.lovelace@district.example",
        "email_verified": True,
        "name": "Ada King Lovelace",
        "given_name": "Ada",
        "family_name": "King Lovelace",
        "iat": 1788264000,
        "exp": 1788267600,
    }
    assert claims_in(id_token(TEACHER, NOW)) == google_claims(TEACHER, NOW)


def test_a_person_s_own_account_has_no_hosted_domain() -> None:
    assert "hd" not in google_claims(STRANGER, NOW)
    assert google_claims(UNSURE, NOW)["email_verified"] is False


def test_a_typed_address_is_of_an_organization_if_its_domain_is_known_for_one(file: Path) -> None:
    known = read_accounts(file)
    inside = known.of_address(" Grace.Hopper@District.example ")
    assert inside.email == "grace.hopper@district.example"
    assert (inside.hosted_domain, inside.email_verified) == ("district.example", True)
    assert inside.name == "Grace Hopper"
    assert known.of_address("grace@gmail.example").hosted_domain == ""
    assert known.of_address("stranger@GMAIL.example") == STRANGER


def test_a_typed_address_has_the_same_21_digits_each_time() -> None:
    subs = {sub_of(address) for address in ("a@b.example", "A@b.example ", "c@b.example")}
    assert len(subs) == 2
    assert all(re.fullmatch(r"\d{21}", sub) for sub in subs)


def test_the_page_lists_the_accounts_and_says_that_it_is_simulated(client: Client) -> None:
    shown = page(client)
    assert shown.headers["Cache-Control"] == "no-store"
    for word in ("Simulated Google sign-in", "Ada King Lovelace", "Teacher of Lincoln High"):
        assert word in shown.text
    assert "Una &lt;b&gt;Sure&lt;/b&gt;" in shown.text
    assert shown.text.count("E-mail not verified") == 1
    assert "Account of district.example" in shown.text


def test_the_page_is_in_the_language_asked_for_else_in_the_browser_s(client: Client) -> None:
    assert '<html lang="es">' in page(client, Accept_Language="fr, es-MX;q=0.8, en").text
    assert '<html lang="en">' in page(client, Accept_Language="fr").text
    assert "Elija una cuenta" in client.get(handler(customParameters='{"hl": "es"}')).text
    assert "Choose an account" in client.get(handler(customParameters="no JSON")).text


def test_the_file_is_read_for_each_page(client: Client, file: Path) -> None:
    write_accounts(file, [])
    assert "<details open>" in page(client).text
    write_accounts(file, [STRANGER])
    assert "<details>" in page(client).text


def test_a_chosen_account_goes_back_to_the_window_that_asked(client: Client) -> None:
    chosen = choose(client, {"sub": TEACHER.sub})
    assert chosen["storageKey"] == "demo:[DEFAULT]"
    assert chosen["backTo"] == ""
    event = chosen["authEvent"]
    assert (event["type"], event["eventId"], event["error"]) == ("signInViaPopup", "123", None)
    assert token_in(chosen) == google_claims(TEACHER, NOW)


def test_without_a_window_the_browser_goes_back_to_where_it_was(client: Client) -> None:
    chosen = choose(client, {"sub": STRANGER.sub}, authType="signInViaRedirect")
    assert chosen["backTo"] == "http://localhost/schools"
    assert chosen["authEvent"]["type"] == "signInViaRedirect"


def test_a_typed_account_is_chosen_as_well(client: Client) -> None:
    claims = token_in(choose(client, {"email": "new.person@district.example"}))
    assert (claims["email"], claims["hd"]) == ("new.person@district.example", "district.example")


def test_what_is_no_address_is_said_beside_it(client: Client) -> None:
    for typed in ("", "nobody", "a@b", f"{'a' * 250}@b.example"):
        answer = client.post(handler(), data={"email": typed})
        assert answer.status_code == 422
        assert 'aria-describedby="wrong hint"' in answer.text
        assert "<details open>" in answer.text
    assert client.post(handler(), data={"sub": "7"}).status_code == 422


def test_nobody_is_sent_to_another_address(client: Client) -> None:
    for away in ("http://evil.example/", "//evil.example/", "javascript:alert(1)", ""):
        answer = client.get(handler(authType="signInViaRedirect", redirectUrl=away))
        assert answer.status_code == 400, away


def test_other_providers_and_unknown_addresses_are_refused(client: Client) -> None:
    assert client.get(handler(providerId="apple.com")).status_code == 400
    assert client.get(handler(apiKey="")).status_code == 400
    assert client.get("/emulator/auth/pages.py").status_code == 404
    assert client.delete(handler()).status_code == 404
