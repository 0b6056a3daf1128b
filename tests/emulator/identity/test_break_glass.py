"""Emergency access: for whom, for how long, told to whom, and what is on record of it."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from infra.local.loopback import PLAINLY
from shared import bootstrap
from shared.notifications.service import NotificationService
from shared.notifications.store import NotificationStore
from tests.support.browser_reads import RuledDatabase, rules_text
from tests.support.emulators import EmulatorEnv
from tests.support.sign_in_site import DOMAIN, Came, SignInSite, later
from tests.support.tree import ROOT
from tests.support.world import Outbox

NEW = "a-new-long-password"
WHY = "Google is down, exams begin at nine"
OVER = "SESSION_EXPIRED"


def break_glass(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra.cli.main", "owner", "break-glass", *words],
        cwd=ROOT,
        env={**os.environ, "CARILLON_CONSOLE_URL": "http://127.0.0.1:1/"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def set_password(site: SignInSite, link: str) -> int:
    """What Firebase says of the code in a link, with a password for it."""
    page, code = link.split("#code=")
    assert page.endswith("/set-password")
    answer = httpx.post(
        f"http://{site.auth}/identitytoolkit.googleapis.com/v1/accounts:resetPassword",
        params={"key": "demo"},
        json={"oobCode": code, "newPassword": NEW},
        **PLAINLY,
    )
    return answer.status_code


@pytest.fixture(autouse=True)
def google_alone(site: SignInSite) -> Iterator[None]:
    """The district lets people in by Google only, and Google is what is down."""
    before = site.documents.get("district/signIn")
    assert before is not None
    off = {"enabled": False, "realms": []}
    site.set_rules(providers={**before.fields["providers"], "password": off})
    yield
    site.set_rules(providers=before.fields["providers"])


def owner(site: SignInSite, school: str, role: str = "OWNER") -> Came:
    person = site.member(school, role=role)
    return site.google(f"{person}@{DOMAIN}")


def email_of(site: SignInSite, came: Came) -> str:
    return str((site.account(came.uid) or {})["email"])


def let_in(site: SignInSite, email: str) -> Came:
    """Somebody gets emergency access, and comes by it."""
    done = break_glass(email, "--reason", WHY, "--json")
    assert done.returncode == 0, done.stderr
    assert set_password(site, json.loads(done.stdout)["link"]) == 200
    return site.password(email, NEW)


def test_an_owner_without_a_password_gets_in_for_two_hours(site: SignInSite, school: str) -> None:
    known = owner(site, school)
    email = email_of(site, known)
    before = datetime.now(UTC)
    came = let_in(site, email)
    assert (came.refusal, came.uid) == ("", known.uid)
    assert site.reason(came, f"/v1/schools/{school}/members") == ""
    end = datetime.fromtimestamp(came.claims["b"], UTC)
    assert before + timedelta(minutes=119) < end < datetime.now(UTC) + timedelta(minutes=121)
    # Whoever uses it all the time is out all the same when the time is up, and comes in no more.
    device = {"device": secrets.token_urlsafe(16), "shared": False}
    use = site.call(came, "/v1/me:useDevice", "identity_api", "POST", device)
    assert datetime.fromisoformat(use["endTime"]) == datetime.fromisoformat(use["expireTime"])
    with later(minutes=118):
        assert site.reason(came, "/v1/me:touch", "identity_api", "POST") == ""
    with later(minutes=121):
        assert site.reason(came, "/v1/me") == OVER
        assert "PROVIDER_OFF" in site.password(email, NEW).refusal
    # A password was set: what had begun before that is over as well, whoever began it.
    assert site.reason(known, "/v1/me") == "SESSION_ENDED"


def test_the_password_is_no_way_in_afterwards_where_others_have_one(
    site: SignInSite, school: str
) -> None:
    email = email_of(site, owner(site, school))
    let_in(site, email)
    settings = site.documents.get("district/signIn")
    assert settings is not None
    on = {"enabled": True, "realms": []}
    site.set_rules(providers={**settings.fields["providers"], "password": on})
    with later(hours=2, minutes=1):
        assert "NOT_ON_THE_ROSTER" in site.password(email, NEW).refusal


def test_the_rules_refuse_it_once_the_time_is_up(
    site: SignInSite, school: str, emulator_env: EmulatorEnv
) -> None:
    ruled = RuledDatabase(emulator_env.firestore_host, site.project)
    ruled.load(rules_text())
    came = let_in(site, email_of(site, owner(site, school)))
    claims = {"uid": came.uid, "s": came.claims["s"]}
    member = f"schools/{school}/members/anybody"
    assert ruled.may("get", member, claims)
    # The rules' clock is the database's own: the access is moved into the past instead.
    session = f"sessions.{came.claims['s']}"
    past = datetime.now(UTC) - timedelta(seconds=1)
    commit = site.documents.commit()
    times = {f"{session}.endTime": past, f"{session}.expireTime": past}
    commit.update(f"accounts/{came.uid}", times)
    commit.run()
    assert not ruled.may("get", member, claims)
    assert not ruled.may("get", f"accounts/{came.uid}", claims)


def test_who_does_not_own_a_school_never_gets_it(site: SignInSite, school: str) -> None:
    for role in ("MANAGER", "TEACHER", "STUDENT"):
        done = break_glass(email_of(site, owner(site, school, role)), "--reason", WHY)
        assert (done.returncode, done.stdout) == (1, "")
        assert "NOT_AN_OWNER" in done.stderr


def test_an_owner_who_was_archived_never_gets_it(site: SignInSite, school: str) -> None:
    came = owner(site, school)
    email, person = email_of(site, came), (site.account(came.uid) or {})["person"]
    # Nobody has noticed yet: the account still says Owner.
    site.change(school, person, state="ARCHIVED")
    done = break_glass(email, "--reason", WHY)
    assert "NOT_AN_OWNER" in done.stderr
    site.change(school, person, state="ACTIVE")
    # And where it happens after the access was opened.
    done = break_glass(email, "--reason", WHY, "--json")
    assert set_password(site, json.loads(done.stdout)["link"]) == 200
    site.change(school, person, state="ARCHIVED")
    assert site.password(email, NEW).refusal != ""
    assert site.entries("accounts:signIn", person=person, provider="password") == []
    # The sweep of other tests finds nobody whom this one has left.
    site.change(school, person, state="ACTIVE")


def test_nobody_unknown_gets_it_and_nobody_without_a_reason(site: SignInSite, school: str) -> None:
    done = break_glass(f"nobody-{secrets.token_hex(4)}@{DOMAIN}", "--reason", WHY)
    assert "ACCOUNT_UNKNOWN" in done.stderr
    came = owner(site, school)
    done = break_glass(email_of(site, came), "--reason", " ")
    assert "REASON_MISSING" in done.stderr
    assert (site.account(came.uid) or {})["breakGlass"] is None
    assert break_glass(email_of(site, came)).returncode == 2


def test_a_second_factor_is_demanded_all_the_same(site: SignInSite, school: str) -> None:
    site.set_rules(secondFactorRoles=["OWNER"])
    try:
        came = let_in(site, email_of(site, owner(site, school)))
    finally:
        site.set_rules(secondFactorRoles=[])
    assert came.claims["l"] is True
    assert site.reason(came, f"/v1/schools/{school}/members") == "SECOND_FACTOR_NEEDED"


def test_the_link_works_once(site: SignInSite, school: str) -> None:
    done = break_glass(email_of(site, owner(site, school)), "--reason", WHY, "--json")
    link = json.loads(done.stdout)["link"]
    assert set_password(site, link) == 200
    assert set_password(site, link) == 400


def mails_of(site: SignInSite, uid: str) -> dict[str, Any]:
    """The mails of the latest emergency, address → mail."""
    sent = Outbox()
    relay: Any = sent
    tasks: Any = None
    service = NotificationService(
        NotificationStore(site.documents),
        relay,
        tasks,
        bootstrap.clock,
        lambda: secrets.token_hex(16),
        "https://console.example",
        bootstrap.account_mails(),
        bootstrap.request_mails(),
    )
    events = site.documents.where("outbox", "type", "account.emergency.opened")
    email = str((site.account(uid) or {})["email"])
    (event,) = [each for each in events if each.fields["payload"]["email"] == email]
    service.deliver_event(event.id)
    service.deliver_event(event.id)
    assert len({mail.address for mail in sent.mails}) == len(sent.mails)
    return {mail.address: mail for mail in sent.mails}


def test_every_owner_and_district_manager_is_told_and_it_is_on_record(
    site: SignInSite, school: str
) -> None:
    commit = site.documents.commit()
    for name, language in ((school, "en"), (f"{school}-b", "es")):
        fields = {"schemaVersion": 1, "displayName": "S", "timeZone": "UTC", "language": language}
        commit.put(f"schools/{name}", fields)
    commit.run()
    came = owner(site, school)
    there = site.member(f"{school}-b", role="OWNER")
    gone = site.member(f"{school}-b", role="OWNER", state="ARCHIVED")
    teacher = site.member(school)
    district = f"district-{secrets.token_hex(4)}@{DOMAIN}"
    site.invited(district, f"p{secrets.token_hex(5)}", district=True)
    let_in(site, email_of(site, came))
    mails = mails_of(site, came.uid)
    own = email_of(site, came)
    assert {own, f"{there}@{DOMAIN}", district} <= mails.keys()
    assert mails.keys().isdisjoint({f"{gone}@{DOMAIN}", f"{teacher}@{DOMAIN}"})
    for address, words in (
        (own, ("Emergency access was opened", WHY, own, "audit log")),
        (f"{there}@{DOMAIN}", ("Se abrió un acceso de emergencia", WHY, own, "auditoría")),
    ):
        for part in (mails[address].letter.text, mails[address].letter.html):
            assert all(word in part for word in words)
    (entry,) = site.entries("accounts:breakGlass", account=came.uid)
    assert entry["subjects"][0]["reason"] == WHY
    assert entry["actor"].startswith("command-line:")
    person = (site.account(came.uid) or {})["person"]
    (entered,) = site.entries("accounts:signIn", person=person, provider="password")
    assert entered["subjects"][0]["breakGlass"] is True
    assert own not in str(entry) + str(entered)
