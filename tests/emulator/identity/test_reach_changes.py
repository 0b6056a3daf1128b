"""Whoever's role reaches less far is out at once: in the API, in the database, and signed out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.browser_reads import RuledDatabase, rules_text
from tests.support.emulators import EmulatorEnv
from tests.support.sign_in_site import DOMAIN, Came, SignInSite, later


def change(site: SignInSite, by: Came, school: str, person: str, **body: Any) -> None:
    path = f"/v1/schools/{school}/members/{person}?updateMask=*"
    bearer = f"Bearer {by.token}"
    answer = site.answer("PATCH", path, body, "people_api", Authorization=bearer)
    assert answer.status_code == 200, answer.text


def held(site: SignInSite, came: Came, school: str) -> tuple[list[str], list[str], int]:
    """What the account of somebody says, and how many sessions it has."""
    account = site.account(came.uid) or {}
    membership = account["memberships"][school]
    return membership["grades"], membership["modules"], len(account["sessions"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"limitedToGrades": ["09"]}),
        ({"limitedToGrades": ["09", "10"]}, {"limitedToGrades": ["09"]}),
        ({"modules": ["PASSES", "FLEX"]}, {"modules": ["FLEX"]}),
        ({"modules": ["PASSES"]}, {"modules": []}),
    ],
)
def test_less_reach_ends_the_sessions_and_the_next_one_has_it(
    site: SignInSite, school: str, owner: Came, before: dict[str, Any], after: dict[str, Any]
) -> None:
    person = site.member(school, kind="admin", role="MANAGER", **before)
    came = site.google(f"{person}@{DOMAIN}")
    assert site.reason(came, "/v1/me") == ""
    change(site, owner, school, person, **after)
    now = {"limitedToGrades": [], "modules": [], **before, **after}
    assert held(site, came, school) == (now["limitedToGrades"], now["modules"], 0)
    again = site.google(f"{person}@{DOMAIN}")
    # Also while other processes may still believe what they have read before.
    assert site.reason(again, "/v1/me") == ""
    assert again.claims["m"][school].get("g", []) == now["limitedToGrades"]
    assert again.claims["m"][school].get("x", []) == now["modules"]
    with later(seconds=4):
        assert site.reason(came, "/v1/me") == "SESSION_ENDED"


def test_a_module_opens_the_whole_school_and_its_loss_closes_it(
    site: SignInSite, school: str, owner: Came
) -> None:
    teacher, pupil = site.member(school), site.member(school, kind="student", role="STUDENT")
    path, email = f"/v1/schools/{school}/members/{pupil}", f"{teacher}@{DOMAIN}"
    assert site.reason(site.google(email), path) == "MEMBER_UNKNOWN"
    change(site, owner, school, teacher, modules=["PASSES"])
    assert site.reason(site.google(email), path) == ""
    change(site, owner, school, teacher, modules=[])
    assert site.reason(site.google(email), path) == "MEMBER_UNKNOWN"


def test_a_limit_closes_the_database_before_the_account_has_heard_of_it(
    site: SignInSite, school: str, emulator_env: EmulatorEnv
) -> None:
    person = site.member(school, kind="admin", role="MANAGER")
    other = site.member(school, kind="student", role="STUDENT")
    ruled = RuledDatabase(emulator_env.firestore_host, site.project)
    ruled.load(rules_text())
    came = site.google(f"{person}@{DOMAIN}")
    claims = {"uid": came.uid, "s": came.claims["s"]}
    path = f"schools/{school}/members"
    assert ruled.may("get", f"{path}/{other}", claims)
    site.change(school, person, limitedToGrades=["09"])
    assert not ruled.may("get", f"{path}/{other}", claims)
    assert not ruled.may("list 100", f"{path}/{other}", claims)
    assert ruled.may("get", f"{path}/{person}", claims)
