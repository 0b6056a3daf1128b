"""The API as callers reach it: through the functions' doors, with tokens of the local stack."""

from __future__ import annotations

import base64
import json
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import functions_framework
import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from functions.runtime import services
from shared import bootstrap
from shared import settings as settings_module
from shared.kernel.roles import Role
from tests.support.emulators import EmulatorEnv
from tests.support.tree import ROOT
from tests.support.world import World

SOURCE = str(ROOT / "functions" / "main.py")


def token(project: str, **claims: Any) -> str:
    """An ID token as the Auth emulator makes it: unsigned."""
    now = int(time.time())
    held = {
        "iss": f"https://securetoken.google.com/{project}",
        "aud": project,
        "sub": claims.pop("uid", secrets.token_hex(8)),
        "iat": now,
        "auth_time": now,
        "exp": now + 3_600,
        **claims,
    }
    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(held)}."


def signed_in(project: str, **claims: Any) -> str:
    """A token as `token` makes it, in a session of an account that a sign-in has opened.

    Args:
        project: of the token; the database is the one that this process is wired to.
        claims: of the token; ``m`` and ``d`` are what the account is as well.
    """
    uid, session = claims.pop("uid", secrets.token_hex(8)), claims.pop("s", "s1")
    held = claims.get("m", {})
    district = claims.get("d", {}).get("p", "")
    persons = [each["p"] for each in held.values() if each["r"] != "PARENT"]
    guardians = [each["p"] for each in held.values() if each["r"] == "PARENT"]
    fields = {
        "schemaVersion": 1,
        "uid": uid,
        "email": claims.get("email", ""),
        "state": "ACTIVE",
        "person": district or next(iter(persons), ""),
        "guardian": next(iter(guardians), ""),
        "district": bool(district),
        "memberships": {
            school: {
                "role": each["r"],
                "person": each["p"],
                "grades": each.get("g", []),
                "modules": each.get("x", []),
            }
            for school, each in held.items()
        },
        "schools": sorted(held),
        "links": [],
        "sessions": {
            session: {"startTime": datetime.now(UTC), "provider": "password", "device": ""}
        },
    }
    commit = bootstrap.documents().commit()
    commit.put(f"accounts/{uid}", fields)
    commit.run()
    return token(project, uid=uid, s=session, **claims)


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@dataclass(frozen=True)
class Answer:
    """What the API answered."""

    response: TestResponse

    @property
    def code(self) -> int:
        return self.response.status_code

    @property
    def json(self) -> Any:
        return json.loads(self.response.get_data())

    @property
    def reason(self) -> str:
        """The stable reason of an error; empty for a success."""
        if self.code < 400:
            return ""
        details = self.json["error"]["details"]
        return str(next(each["reason"] for each in details if "reason" in each))

    @property
    def fields(self) -> list[str]:
        """The fields at fault."""
        found = [each.get("fieldViolations", []) for each in self.json["error"]["details"]]
        return [violation["field"] for violations in found for violation in violations]


class Caller:
    """Somebody who calls the API, or one entry point; nobody where the token is empty."""

    def __init__(self, client: Client, bearer: str) -> None:
        self._client = client
        self._bearer = bearer

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        **query: Any,
    ) -> Answer:
        sent = dict(headers or {})
        if self._bearer:
            sent["Authorization"] = f"Bearer {self._bearer}"
        response = self._client.open(
            path, method=method, headers=sent, query_string=query, json=body
        )
        return Answer(response)

    def get(self, path: str, **query: Any) -> Answer:
        return self.call("GET", path, **query)

    def post(self, path: str, body: Any = None, **query: Any) -> Answer:
        return self.call("POST", path, body, **query)

    def patch(self, path: str, body: Any, **query: Any) -> Answer:
        return self.call("PATCH", path, body, **query)

    def delete(self, path: str, **query: Any) -> Answer:
        return self.call("DELETE", path, **query)


@cache
def app_of_door(entry_point: str) -> Flask:
    """One function as functions-framework serves it; made once, as it keeps nothing of a call."""
    create: Callable[[str, str, str], Flask] = functions_framework.create_app
    return create(entry_point, SOURCE, "http")


class ApiDoor:
    """One entry point of the API, with callers of every role."""

    def __init__(self, entry_point: str, project: str) -> None:
        self._app = app_of_door(entry_point)
        self._project = project

    def nobody(self) -> Caller:
        return Caller(self._app.test_client(), "")

    def bearing(self, bearer: str) -> Caller:
        return Caller(self._app.test_client(), bearer)

    def district_manager(self, person: str = "district-person") -> Caller:
        return self.bearing(signed_in(self._project, d={"p": person}))

    def somebody(
        self,
        school: str,
        role: Role | str,
        person: str,
        *,
        grades: tuple[str, ...] = (),
        **more: Any,
    ) -> Caller:
        held: dict[str, Any] = {"r": str(role), "p": person}
        if grades:
            held["g"] = list(grades)
        return self.bearing(signed_in(self._project, m={school: held}, **more))


@pytest.fixture
def api_env(emulator_env: EmulatorEnv, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmulatorEnv]:
    """The emulators with an Auth emulator set, which makes unsigned tokens count."""
    monkeypatch.setenv("FIREBASE_AUTH_EMULATOR_HOST", "127.0.0.1:1")
    forget()
    yield emulator_env
    forget()


@pytest.fixture
def door_over(
    api_env: EmulatorEnv, monkeypatch: pytest.MonkeyPatch
) -> Callable[[World, str], ApiDoor]:
    """Gives a door of the API, by its entry point, over the database and the clock of a world."""

    def door(world: World, entry_point: str) -> ApiDoor:
        monkeypatch.setattr(bootstrap, "documents", lambda: world.documents)
        monkeypatch.setattr(bootstrap, "clock", world.clock)
        return ApiDoor(entry_point, api_env.project)

    return door


def forget() -> None:
    """Have everything made anew that a process makes once, as other settings are in force."""
    parts = [each for name, each in sys.modules.items() if name.startswith("shared.bootstrap")]
    wired = [value for part in parts for value in vars(part).values()]
    for made_once in (settings_module.settings, services._rates, *wired):
        if hasattr(made_once, "cache_clear"):
            made_once.cache_clear()
