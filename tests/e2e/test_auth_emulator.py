"""The Auth emulator as a part of the stack: accounts that the demo makes, and Google's."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from infra.local.auth import Accounts, auth_spec
from infra.local.google_accounts.accounts import GoogleAccount
from infra.local.google_accounts.tokens import id_token
from infra.local.parts import PROJECT
from infra.local.ports import free_port
from infra.local.process import Child
from infra.local.toolchain import require

GOOGLE = GoogleAccount("1" * 21, "ada@district.example", "Ada Lovelace", "district.example")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("auth")
    port = free_port()
    spec = auth_spec(require(), (port, free_port(), free_port()), PROJECT, folder / "auth")
    child = Child(spec, folder)
    try:
        child.wait_ready()
        yield f"127.0.0.1:{port}"
    finally:
        child.kill()


def sign_in(address: str, email: str, password: str) -> dict[str, Any]:
    answer = httpx.post(
        f"http://{address}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword",
        params={"key": "demo"},
        json={"email": email, "password": password, "returnSecureToken": True},
    )
    found: dict[str, Any] = answer.json()
    return found


def sign_in_with_google(address: str, account: GoogleAccount) -> dict[str, Any]:
    query = {"providerId": "google.com", "id_token": id_token(account, datetime.now(UTC))}
    answer = httpx.post(
        f"http://{address}/identitytoolkit.googleapis.com/v1/accounts:signInWithIdp",
        params={"key": "demo"},
        json={
            "requestUri": f"http://localhost/emulator/auth/handler?{urlencode(query)}",
            "sessionId": "local",
            "returnSecureToken": True,
            "returnIdpCredential": True,
        },
    )
    found: dict[str, Any] = answer.json()
    return found


def claims_in(token: str) -> dict[str, Any]:
    body = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


def test_an_account_has_its_id_and_a_verified_address(address: str) -> None:
    Accounts(address, PROJECT).put("u1", "one@demo.example", "first password")

    token = claims_in(sign_in(address, "one@demo.example", "first password")["idToken"])

    assert token["sub"] == "u1"
    assert token["email_verified"] is True
    assert token["aud"] == "demo-carillon"


def test_an_account_that_is_written_again_has_the_new_password_only(address: str) -> None:
    accounts = Accounts(address, PROJECT)
    accounts.put("u2", "two@demo.example", "first password")
    accounts.put("u2", "two@demo.example", "other password")

    assert "error" in sign_in(address, "two@demo.example", "first password")
    assert sign_in(address, "two@demo.example", "other password")["localId"] == "u2"


def test_a_google_account_keeps_its_id_when_its_address_changes(address: str) -> None:
    first = sign_in_with_google(address, GOOGLE)
    token = claims_in(first["idToken"])
    assert (token["email"], token["email_verified"]) == (GOOGLE.email, True)
    assert token["firebase"]["identities"]["google.com"] == [GOOGLE.sub]

    moved = replace(GOOGLE, email="ada.king@district.example")
    assert sign_in_with_google(address, moved)["localId"] == first["localId"]


def test_another_google_account_with_the_same_address_becomes_the_same_user(address: str) -> None:
    theirs = replace(GOOGLE, sub="2" * 21, email="grace@district.example")
    personal = replace(theirs, sub="3" * 21, hosted_domain="")

    first = sign_in_with_google(address, theirs)["localId"]

    # So whoever lets people in has to look at the hosted domain, and can't leave it to Auth.
    assert sign_in_with_google(address, personal)["localId"] == first


def test_an_address_that_google_has_not_verified_is_no_way_into_an_account(address: str) -> None:
    Accounts(address, PROJECT).put("u3", "three@demo.example", "first password")
    claimed = GoogleAccount("4" * 21, "three@demo.example", "Una Sure", email_verified=False)

    answer = sign_in_with_google(address, claimed)

    assert answer["needConfirmation"] is True
    assert "idToken" not in answer


def test_a_request_that_is_none_by_googles_document_is_refused_by_its_field(address: str) -> None:
    wrong: Any = ["one@demo.example"]

    error = sign_in(address, wrong, "first password")["error"]

    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    assert "/email" in json.dumps(error), error
