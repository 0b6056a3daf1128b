"""Sessions that end by themselves, and second factors, as somebody sees them in a real Chromium."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

import httpx
import pytest

from infra.local.google_accounts.accounts import FILE, GoogleAccount, sub_of, write_accounts
from infra.local.loopback import PLAINLY
from shared.identity.sign_in import SETTINGS_KEPT
from tests.support.console import Console
from tests.support.doors import eventually
from tests.support.tree import ROOT

PICTURES = ROOT / "build" / "screenshots"
RULES = """
import sys
from shared import bootstrap
commit = bootstrap.documents().commit()
commit.update("district/signIn", {"secondFactorRoles": sys.argv[1:]})
commit.run()
"""


def run(console: Console, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, **console.env},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def browse(console: Console, *parts: str, **told: Any) -> dict[str, Any]:
    PICTURES.mkdir(parents=True, exist_ok=True)
    teacher = console.accounts["TEACHER"]
    said = console.browse(
        "sessions.mjs",
        parts=parts,
        pictures=str(PICTURES),
        people="schools/lincoln-high/people",
        secretWord="People",
        known="Demo Owner",
        teacher={"email": teacher[0], "password": teacher[1]},
        **told,
    )
    found: dict[str, Any] = json.loads(said)
    assert found["errors"] == []
    assert found["violations"] == []
    assert found["wide"] == []
    return found


def test_a_shared_device_that_nobody_uses_signs_out_on_all_tabs(console: Console) -> None:
    seen = browse(console, "leaveAlone")
    assert (seen["limit"], seen["remembered"]) == (30 * 60, True)
    assert (seen["askedStill"], seen["focus"]) == (True, "Stay signed in")
    assert seen["touched"] == 200
    assert (seen["idleShows"], seen["idleToken"]) == (0, 401)


def test_a_second_person_on_a_device_replaces_the_first_on_every_tab(console: Console) -> None:
    seen = browse(console, "handOn")
    assert seen["replacedAfter"] < 5
    assert seen["replacedShows"] == 0
    assert (seen["replacedToken"], seen["closedTabToken"], seen["secondToken"]) == (401, 401, 200)


def test_a_launch_drops_its_code_and_whoever_was_here(console: Console) -> None:
    email = "owner@demo.example"
    owner = GoogleAccount(sub_of(email), email, "Demo Owner", "demo.example")
    write_accounts(console.workshop / "stack" / FILE, [owner])
    seen = browse(console, "launch")
    assert seen["launchToken"] == 401
    assert (seen["launched"], "stolen" in seen["launchPath"]) == (email, False)
    assert seen["launchOff"].startswith("Your school doesn't use Clever")
    assert seen["launchOffAddress"].endswith("/sso/clever")


def test_emergency_access_says_so_and_ends_by_itself(console: Console) -> None:
    email, password = console.accounts["DISTRICT_MANAGER"]
    words = ("-m", "infra.cli.main", "owner", "break-glass", email, "--reason", "Google is down")
    told = json.loads(run(console, *words, "--console", console.address, "--json"))
    # The same password as before, which the tests after this one use.
    link = f"{told['link']}&newPassword={password}"
    assert httpx.get(link, **PLAINLY).status_code in (200, 303)
    seen = browse(console, "emergency", emergency={"email": email, "password": password})
    assert seen["emergencyShows"] == 0


@pytest.fixture
def demanded(console: Console) -> Any:
    run(console, "-c", RULES, "OWNER")
    # Each process believes what the settings said before for so long, and not a moment longer.
    believed = time.monotonic() + SETTINGS_KEPT.total_seconds()
    eventually(lambda: time.monotonic() > believed, "no process believes the old settings", 60)
    yield
    run(console, "-c", RULES)


@pytest.mark.usefixtures("demanded")
def test_an_owner_sets_up_an_app_and_comes_in_with_its_code(console: Console) -> None:
    seen = browse(console, "enrol")
    assert (seen["limited"], seen["navigation"], seen["tooShort"]) == (True, 0, 1)
    assert seen["enrolledWith"]["verificationCode"] == "123456"
    assert seen["enrolToken"] == 401
    assert seen["provedWith"] == "654321"
    assert seen["provedSession"].startswith("me/sessions/")
