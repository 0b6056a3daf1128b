"""Who has to prove themselves twice, what they may do until then, and a factor that was lost.

The Auth emulator has no authenticator apps. What Identity Platform says of one comes in a real
event (`sign_in_second_factor`), to the real function; whether a code is right is Google's to check.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from infra.local.loopback import PLAINLY
from shared import bootstrap
from tests.support.browser_reads import RuledDatabase, rules_text
from tests.support.emulators import EmulatorEnv
from tests.support.sign_in_site import DOMAIN, PASSWORD, Came, SignInSite
from tests.support.tree import ROOT

NEEDED = "SECOND_FACTOR_NEEDED"
DOOR = "identity_api"


@pytest.fixture(autouse=True)
def demanded(site: SignInSite) -> Iterator[None]:
    site.set_rules(secondFactorRoles=["OWNER", "DISTRICT_MANAGER"])
    yield
    site.set_rules(secondFactorRoles=[])


def owner(site: SignInSite, school: str, role: str = "OWNER") -> tuple[str, str]:
    """Somebody with a password; gives their account and address."""
    person = site.member(school, role=role)
    email = f"{person}@{DOMAIN}"
    return site.invited(email, person), email


def may_do_nothing(site: SignInSite, came: Came, school: str, env: EmulatorEnv) -> None:
    me = site.call(came, "/v1/me")
    assert (me["memberships"], me["district"]) == ([], False)
    assert came.claims.keys().isdisjoint({"m", "d"})
    for path in ("/v1/schools", f"/v1/schools/{school}", f"/v1/schools/{school}/members"):
        assert site.reason(came, path) == NEEDED
    for path in ("/v1/auditEntries", "/v1/settings/signIn"):
        assert site.reason(came, path, DOOR) == NEEDED
    ruled = RuledDatabase(env.firestore_host, site.project)
    ruled.load(rules_text())
    person = (site.account(came.uid) or {})["person"]
    claims = {"uid": came.uid, "s": came.claims["s"]}
    for path in (
        f"accounts/{came.uid}",
        f"schools/{school}",
        f"schools/{school}/members/{person}",
    ):
        assert not ruled.may("get", path, claims)


def test_an_owner_with_a_password_alone_may_only_enrol(
    site: SignInSite, school: str, emulator_env: EmulatorEnv
) -> None:
    uid, email = owner(site, school)
    came = site.password(email, PASSWORD)
    assert (came.refusal, came.claims["l"]) == ("", True)
    may_do_nothing(site, came, school, emulator_env)
    # What they may: see that they are signed in, say on which device, and leave.
    body = {"device": secrets.token_urlsafe(16), "shared": False}
    told = site.call(came, "/v1/me:useDevice", DOOR, "POST", body)
    assert told["secondFactorNeeded"] is True
    assert len(site.call(came, "/v1/me/sessions", DOOR)["sessions"]) == 1
    assert site.reason(came, "/v1/me:signOut", DOOR, "POST") == ""
    assert site.reason(came, "/v1/me") == "SESSION_ENDED"
    # With the code of the app they are whole.
    whole = site.asked_before_sign_in(uid, email, sign_in_second_factor="totp")
    assert "l" not in whole.claims
    assert site.call(whole, "/v1/me")["memberships"][0]["role"] == "OWNER"
    assert site.reason(whole, "/v1/settings/signIn", DOOR) == ""


def test_a_district_manager_needs_it_too(
    site: SignInSite, school: str, emulator_env: EmulatorEnv
) -> None:
    email = f"district-{secrets.token_hex(4)}@{DOMAIN}"
    uid = site.invited(email, f"p{secrets.token_hex(5)}", district=True)
    may_do_nothing(site, site.password(email, PASSWORD), school, emulator_env)
    whole = site.asked_before_sign_in(uid, email, sign_in_second_factor="totp")
    assert site.call(whole, "/v1/me")["district"] is True


@pytest.mark.parametrize("factor", ["", "phone", "TOTP", "totp ", "none"])
def test_only_an_authenticator_app_counts(site: SignInSite, school: str, factor: str) -> None:
    uid, email = owner(site, school)
    came = site.asked_before_sign_in(uid, email, sign_in_second_factor=factor)
    assert came.claims["l"] is True


def test_a_text_message_of_the_real_emulator_does_not_count(site: SignInSite, school: str) -> None:
    """The one second factor that the emulator has, from end to end."""
    uid, email = owner(site, school)
    base = f"http://{site.auth}/identitytoolkit.googleapis.com"
    admin = {"Authorization": "Bearer owner"}
    number = "+15555550100"
    factors = {"enrollments": [{"mfaEnrollmentId": "m1", "phoneInfo": number}]}
    put = {"localId": uid, "emailVerified": True, "mfa": factors}
    config = {"mfa": {"state": "ENABLED", "enabledProviders": ["PHONE_SMS"]}}
    with httpx.Client(timeout=60, **PLAINLY) as client:
        project = f"{base}/v1/projects/{site.project}"
        client.patch(
            f"{base}/v2/projects/{site.project}/config?updateMask=mfa", json=config, headers=admin
        ).raise_for_status()
        client.post(f"{project}/accounts:update", json=put, headers=admin).raise_for_status()
        asked = {"email": email, "password": PASSWORD, "returnSecureToken": True}
        first = client.post(f"{base}/v1/accounts:signInWithPassword?key=demo", json=asked).json()
        assert "idToken" not in first
        pending = {"mfaPendingCredential": first["mfaPendingCredential"]}
        begun = client.post(
            f"{base}/v2/accounts/mfaSignIn:start?key=demo",
            json={**pending, "mfaEnrollmentId": "m1", "phoneSignInInfo": {"recaptchaToken": "x"}},
        ).json()
        codes = client.get(
            f"http://{site.auth}/emulator/v1/projects/{site.project}/verificationCodes"
        ).json()["verificationCodes"]
        code = next(each["code"] for each in reversed(codes) if each["phoneNumber"] == number)
        info = {"sessionInfo": begun["phoneResponseInfo"]["sessionInfo"], "code": code}
        ended = client.post(
            f"{base}/v2/accounts/mfaSignIn:finalize?key=demo",
            json={**pending, "phoneVerificationInfo": info},
        ).json()
    came = Came(uid, ended["idToken"], ended["refreshToken"], "")
    assert came.claims["l"] is True
    assert site.reason(came, f"/v1/schools/{school}") == NEEDED


def test_whom_google_vouches_for_has_proven_themselves_there(site: SignInSite, school: str) -> None:
    _, email = owner(site, school)
    came = site.google(email)
    assert "l" not in came.claims
    assert site.reason(came, f"/v1/schools/{school}/members") == ""


def test_others_need_none_and_the_district_says_who_does(site: SignInSite, school: str) -> None:
    _, email = owner(site, school, "TEACHER")
    assert "l" not in site.password(email, PASSWORD).claims
    site.set_rules(secondFactorRoles=["OWNER", "DISTRICT_MANAGER", "TEACHER"])
    assert site.password(email, PASSWORD).claims["l"] is True


def test_a_district_that_has_said_nothing_demands_it(site: SignInSite, school: str) -> None:
    _, email = owner(site, school)
    settings = site.documents.get("district/signIn")
    assert settings is not None
    fields = {name: settings.fields[name] for name in ("schemaVersion", "providers")}
    commit = site.documents.commit()
    commit.put("district/signIn", fields)
    commit.run()
    bootstrap.sign_in.cache_clear()
    assert site.password(email, PASSWORD).claims["l"] is True


def test_who_becomes_an_owner_is_signed_out_and_needs_it(site: SignInSite, school: str) -> None:
    uid, email = owner(site, school, "TEACHER")
    came = site.password(email, PASSWORD)
    site.change(school, (site.account(uid) or {})["person"], role="OWNER")
    assert site.reason(came, f"/v1/schools/{school}") == "MEMBERSHIP_ENDED"
    assert site.password(email, PASSWORD).claims["l"] is True


def test_who_is_made_a_district_manager_needs_it_at_once(site: SignInSite, school: str) -> None:
    uid, email = owner(site, school, "TEACHER")
    came = site.password(email, PASSWORD)
    person = (site.account(uid) or {})["person"]
    site.invited(email, person, district=True)
    bootstrap.standing().forget(uid)
    assert site.reason(came, "/v1/me") == "SESSION_ENDED"
    assert site.password(email, PASSWORD).claims["l"] is True


def reset(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra.cli.main", "owner", "reset-factor", *words],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_lost_factor_is_taken_away_with_all_sessions(site: SignInSite, school: str) -> None:
    uid, email = owner(site, school)
    base = f"http://{site.auth}/identitytoolkit.googleapis.com/v1/projects/{site.project}"
    factors = {"enrollments": [{"mfaEnrollmentId": "m2", "phoneInfo": "+15555550101"}]}
    answer = httpx.post(
        f"{base}/accounts:update",
        json={"localId": uid, "mfa": factors},
        headers={"Authorization": "Bearer owner"},
        **PLAINLY,
    )
    assert (site.emulated(uid) or {})["mfaInfo"]
    assert answer.status_code == 200
    whole = site.asked_before_sign_in(uid, email, sign_in_second_factor="totp")
    done = reset(email, "--reason", "Phone fell into the lake")
    assert (done.returncode, done.stderr) == (0, "")
    user = site.emulated(uid) or {}
    assert "mfaInfo" not in user
    assert (site.account(uid) or {})["sessions"] == {}
    assert (site.account(uid) or {})["isPending"] is False
    assert site.reason(whole, "/v1/me") in ("", "SESSION_ENDED")
    (entry,) = site.entries("accounts:resetFactor", account=uid)
    assert entry["subjects"][0]["reason"] == "Phone fell into the lake"
    assert entry["actor"].startswith("command-line:")
    # Next time they may only enrol again.
    assert site.password(email, PASSWORD).claims["l"] is True


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_no_factor_is_taken_away_without_a_reason(
    site: SignInSite, school: str, reason: str
) -> None:
    _, email = owner(site, school)
    done = reset(email, "--reason", reason)
    assert done.returncode == 1
    assert "REASON_MISSING" in done.stderr


def test_nobody_is_nobody(site: SignInSite) -> None:
    assert site.project
    done = reset(f"nobody-{secrets.token_hex(4)}@{DOMAIN}", "--reason", "Lost")
    assert done.returncode == 1
    assert "ACCOUNT_UNKNOWN" in done.stderr
