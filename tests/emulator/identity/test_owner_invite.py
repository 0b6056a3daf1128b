"""`carillon owner invite`: the first person in, through the real command and the real emulators."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys

from tests.support.sign_in_site import DOMAIN, SignInSite
from tests.support.tree import ROOT


def invite(*words: str) -> subprocess.CompletedProcess[str]:
    name = ("--first-name", "Ida", "--last-name", "Wells")
    return subprocess.run(
        [sys.executable, "-m", "infra.cli.main", "owner", "invite", *words, *name],
        cwd=ROOT,
        env={**os.environ, "CARILLON_CONSOLE_URL": "http://127.0.0.1:1/"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def set_password(site: SignInSite, link: str, password: str) -> None:
    """What the page behind the link does."""
    page, _, code = link.partition("#code=")
    assert page == "http://127.0.0.1:1/set-password"
    assert site.set_password(code, password) == ""


def prepared(site: SignInSite) -> None:
    commit = site.documents.commit()
    commit.put("district/settings", {"schemaVersion": 1, "idSpace": "test", "timeZone": "UTC"})
    commit.run()


def test_an_owner_is_invited_sets_a_password_and_owns_the_school(
    site: SignInSite, school: str
) -> None:
    prepared(site)
    email = f"first-{secrets.token_hex(4)}@{DOMAIN}"
    done = invite(email, "--school", school, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    set_password(site, told["link"], "correct-horse-battery")
    came = site.password(email, "correct-horse-battery")
    assert came.refusal == ""
    (held,) = site.call(came, "/v1/me")["memberships"]
    assert (held["role"], held["school"]) == ("OWNER", f"schools/{school}")
    entries = [each.fields for each in site.documents.where("audit", "school", school)]
    created = [each for each in entries if each["verb"] == "members:create"]
    assert len(created) == 1
    assert created[0]["actor"].startswith("command-line:")
    # Once more gives another link to the same person, and makes nobody.
    again = invite(email, "--school", school, "--json")
    assert json.loads(again.stdout)["link"] != told["link"]
    assert len(site.documents.where("accounts", "email", email)) == 1


def test_a_district_manager_is_invited_and_runs_every_school(site: SignInSite, school: str) -> None:
    prepared(site)
    email = f"district-{secrets.token_hex(4)}@{DOMAIN}"
    done = invite(email, "--district")
    assert done.returncode == 0, done.stderr
    link = done.stdout.splitlines()[1]
    set_password(site, link, "correct-horse-battery")
    came = site.password(email, "correct-horse-battery")
    assert site.call(came, "/v1/me")["district"] is True
    assert site.reason(came, f"/v1/schools/{school}") == "SCHOOL_UNKNOWN"
    # The district's own account is theirs as well.
    assert site.google(email).uid == came.uid


def test_somebody_of_the_school_becomes_its_owner(site: SignInSite, school: str) -> None:
    prepared(site)
    person = site.member(school, role="TEACHER")
    assert invite(f"{person}@{DOMAIN}", "--school", school).returncode == 0
    member = site.documents.get(f"schools/{school}/members/{person}")
    assert member is not None
    assert member.fields["role"] == "OWNER"


def test_who_cannot_be_invited_is_told_why(site: SignInSite, school: str) -> None:
    prepared(site)
    person = site.member(school, state="ARCHIVED")
    done = invite(f"{person}@{DOMAIN}", "--school", school)
    assert (done.returncode, done.stdout) == (1, "")
    assert "MEMBER_ARCHIVED" in done.stderr
    for words in (("--school", school, "--district"), ()):
        assert invite(f"{person}@{DOMAIN}", *words).returncode == 2
