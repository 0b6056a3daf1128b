"""The Auth emulator as a part of the stack, and the accounts that the demo makes in it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local.auth import Accounts, auth_spec
from infra.local.parts import PROJECT
from infra.local.ports import free_port
from infra.local.process import Child
from infra.local.toolchain import require


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
