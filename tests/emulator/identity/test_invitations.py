"""Invitations: one mail, whose link lets the invited person in and nobody else."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from shared import bootstrap
from shared.identity.inviting import BY_ONE_CALLER
from shared.identity.opening import Invited
from tests.emulator.identity.post import Post, text_of
from tests.support.sign_in_site import DOMAIN, Came, SignInSite

PASSWORD = "correct-horse-battery"


@pytest.fixture
def owner(site: SignInSite, school: str) -> Came:
    """An owner of the school who is signed in."""
    commit = site.documents.commit()
    about = {"displayName": "Lincoln High", "timeZone": "America/Chicago", "language": "es"}
    commit.put(f"schools/{school}", {"schemaVersion": 1, **about})
    commit.run()
    return site.google(f"{site.member(school, role='OWNER')}@{DOMAIN}")


def invite(
    site: SignInSite, who: Came, path: str, body: dict[str, Any] | None = None, request: str = ""
) -> Any:
    """The API's answer to somebody who invites."""
    query = f"?requestId={request}" if request else ""
    told = {"Authorization": f"Bearer {who.token}"}
    return site.answer("POST", f"{path}:invite{query}", body or {}, **told)


def state(site: SignInSite, who: Came, path: str) -> str:
    """How far somebody has come."""
    return str(site.call(who, f"{path}/invitation", "identity_api")["state"])


def reason(answer: Any) -> str:
    """Why the API refuses."""
    return str(answer.json()["error"]["details"][0]["reason"])


def test_a_member_is_invited_sets_a_password_and_is_in(
    site: SignInSite, school: str, owner: Came, post: Post
) -> None:
    person = site.member(school)
    path, email = f"/v1/schools/{school}/members/{person}", f"{person}@{DOMAIN}"
    assert state(site, owner, path) == "NONE"
    answer = invite(site, owner, path, {"language": "en"})
    assert (answer.status_code, answer.json()["state"]) == (200, "INVITED")
    (account,) = site.documents.where("accounts", "person", person)
    post.deliver(*post.invited(account.id))
    (mail,) = post.mails(email)
    assert mail["Subject"] == "Lincoln High: set your password for Carillon"
    assert "Lovelace" not in str(mail)
    code = post.code(email, "set-password")
    assert site.set_password(code, PASSWORD) == ""
    came = site.password(email, PASSWORD)
    assert came.refusal == ""
    assert site.call(came, "/v1/me")["memberships"][0]["person"] == person
    assert state(site, owner, path) == "SIGNED_IN"
    # A used link is none.
    assert "INVALID_OOB_CODE" in site.set_password(code, PASSWORD)
    entries = [each.fields for each in site.documents.where("audit", "school", school)]
    (entry,) = [each for each in entries if each["verb"] == "accounts:invite"]
    owned = site.account(owner.uid)
    assert owned is not None
    assert entry["actor"] == f"person:{owned['person']}"
    assert entry["subjects"] == [{"person": person, "account": account.id, "provider": "password"}]


def test_a_guardian_is_invited_and_comes_by_the_link(
    site: SignInSite, school: str, owner: Came, post: Post
) -> None:
    child = site.member(school, kind="student", role="STUDENT", firstName="Zebedee")
    email = f"parent-{secrets.token_hex(4)}@home.example"
    guardian = site.guardian(school, email, child)
    path = f"/v1/schools/{school}/guardians/{guardian}"
    assert invite(site, owner, path).status_code == 200
    (account,) = site.documents.where("accounts", "guardian", guardian)
    post.deliver(*post.invited(account.id))
    (mail,) = post.mails(email)
    # In the school's language; nothing of the child.
    assert mail["Subject"] == "Lincoln High: su acceso a Carillon"
    assert "Zebedee" not in text_of(mail)
    assert child not in str(mail)
    code = post.code(email, "sign-in-link")
    came = site.by_link(email, code)
    assert came.refusal == ""
    assert came.uid == account.id
    (held,) = site.call(came, "/v1/me")["memberships"]
    assert (held["role"], held["person"]) == ("PARENT", guardian)
    assert "INVALID_OOB_CODE" in site.by_link(email, code).refusal
    assert state(site, owner, path) == "SIGNED_IN"


def test_a_guardian_who_asks_gets_a_link_invited_or_not(
    site: SignInSite, school: str, post: Post
) -> None:
    child = site.member(school, kind="student", role="STUDENT")
    email = f"parent-{secrets.token_hex(4)}@home.example"
    guardian = site.guardian(school, email, child)
    told = [
        post.ask("signInLinks", each, f"10.9.8.{n}") for n, each in enumerate((email, f"x{email}"))
    ]
    assert [(each.status_code, each.json()) for each in told] == [(200, {}), (200, {})]
    assert post.relay.contents == []
    post.deliver(*post.waiting(email), *post.waiting(f"x{email}"))
    assert [to for to, _ in post.relay.contents] == [email]
    came = site.by_link(email, post.code(email, "sign-in-link"))
    assert came.refusal == ""
    (held,) = site.call(came, "/v1/me")["memberships"]
    assert held["person"] == guardian


def test_somebody_elses_address_does_not_open_a_guardians_link(
    site: SignInSite, school: str, post: Post
) -> None:
    child = site.member(school, kind="student", role="STUDENT")
    email = f"parent-{secrets.token_hex(4)}@home.example"
    site.guardian(school, email, child)
    post.ask("signInLinks", email, "10.9.8.70")
    post.deliver(*post.waiting(email))
    code = post.code(email, "sign-in-link")
    assert "INVALID_EMAIL" in site.by_link(f"x{email}", code).refusal
    assert site.by_link(email, code).refusal == ""


def test_a_guardian_whose_child_left_gets_nothing(
    site: SignInSite, school: str, owner: Came, post: Post
) -> None:
    email = f"parent-{secrets.token_hex(4)}@home.example"
    guardian = site.guardian(school, email)
    post.ask("signInLinks", email, "10.9.8.80")
    post.deliver(*post.waiting(email))
    assert post.relay.contents == []
    answer = invite(site, owner, f"/v1/schools/{school}/guardians/{guardian}")
    assert reason(answer) == "PERSON_UNKNOWN"


def test_who_left_after_the_invitation_gets_no_mail(
    site: SignInSite, school: str, owner: Came, post: Post
) -> None:
    person = site.member(school)
    assert invite(site, owner, f"/v1/schools/{school}/members/{person}").status_code == 200
    site.change(school, person, state="ARCHIVED")
    (account,) = site.documents.where("accounts", "person", person)
    post.deliver(*post.invited(account.id))
    assert post.relay.contents == []


def test_who_has_another_account_is_not_given_a_second_one(
    site: SignInSite, school: str, owner: Came
) -> None:
    # Another person's account has the address already.
    taken = f"taken-{secrets.token_hex(4)}@{DOMAIN}"
    other = site.member(f"{school}-b", email=taken)
    bootstrap.account_opener().open(Invited(taken, person=other), "person:test")
    person = site.member(school, email=taken)
    answer = invite(site, owner, f"/v1/schools/{school}/members/{person}")
    assert (answer.status_code, reason(answer)) == (409, "ACCOUNT_TAKEN")
    assert site.documents.where("accounts", "person", person) == []
    # The person has a password already, under an address that the school has changed since.
    before = f"before-{secrets.token_hex(4)}@{DOMAIN}"
    moved = site.member(school, email=before)
    bootstrap.account_opener().open(Invited(before, person=moved), "person:test")
    site.change(school, moved, email=f"now-{before}")
    answer = invite(site, owner, f"/v1/schools/{school}/members/{moved}")
    assert (answer.status_code, reason(answer)) == (409, "ACCOUNT_TAKEN")


def test_who_comes_by_google_is_invited_to_the_same_account(
    site: SignInSite, school: str, owner: Came, post: Post
) -> None:
    person = site.member(school)
    email = f"{person}@{DOMAIN}"
    uid = site.google(email).uid
    assert invite(site, owner, f"/v1/schools/{school}/members/{person}").status_code == 200
    post.deliver(*post.invited(uid))
    assert site.set_password(post.code(email, "set-password"), PASSWORD) == ""
    assert site.password(email, PASSWORD).uid == uid


def test_the_same_request_is_one_invitation(site: SignInSite, school: str, owner: Came) -> None:
    person, request = site.member(school), secrets.token_hex(8)
    path = f"/v1/schools/{school}/members/{person}"
    bodies = [invite(site, owner, path, request=request).json() for _ in range(2)]
    assert bodies[0] == bodies[1]
    (account,) = site.documents.where("accounts", "person", person)
    assert len(site.documents.where("outbox", "payload.account", account.id)) == 1


def test_one_person_is_invited_three_times_a_day(
    site: SignInSite, school: str, owner: Came
) -> None:
    person = site.member(school)
    path = f"/v1/schools/{school}/members/{person}"
    told = [invite(site, owner, path) for _ in range(4)]
    assert [each.status_code for each in told] == [200, 200, 200, 429]
    assert reason(told[-1]) == "INVITED_OFTEN"
    # A third of a day, but for the seconds that this took.
    assert 8 * 3_600 - 120 <= int(told[-1].headers["Retry-After"]) <= 8 * 3_600
    other = site.google(f"{site.member(school, role='OWNER')}@{DOMAIN}")
    assert reason(invite(site, other, path)) == "INVITED_OFTEN"


def test_one_caller_invites_sixty_times_an_hour(
    site: SignInSite, school: str, owner: Came, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    limits = bootstrap.limits()
    real = limits.take

    class Counting:
        def take(self, name: str, key: str, limit: Any) -> Any:
            taken.append(f"{name} {key}")
            return real(name, key, limit)

    monkeypatch.setattr(bootstrap, "limits", Counting)
    person = site.member(school)
    path = f"/v1/schools/{school}/members/{person}"
    assert invite(site, owner, path).status_code == 200
    assert f"invitations-by {owner.uid}" in taken
    waits = [real("invitations-by", owner.uid, BY_ONE_CALLER) for _ in range(60)]
    assert [bool(each) for each in waits] == [False] * 59 + [True]
    answer = invite(site, owner, path)
    assert (answer.status_code, reason(answer)) == (429, "RATE_LIMITED")


@pytest.mark.parametrize(
    ("fields", "why"),
    [({"state": "ARCHIVED"}, "MEMBER_ARCHIVED"), ({"email": ""}, "EMAIL_MISSING")],
)
def test_who_cannot_be_invited(
    site: SignInSite, school: str, owner: Came, fields: dict[str, str], why: str
) -> None:
    person = site.member(school, **fields)
    answer = invite(site, owner, f"/v1/schools/{school}/members/{person}")
    assert (answer.status_code, reason(answer)) == (400, why)


def test_a_manager_invites_no_owner(site: SignInSite, school: str, owner: Came) -> None:
    manager = site.google(f"{site.member(school, role='MANAGER')}@{DOMAIN}")
    owned = site.account(owner.uid)
    assert owned is not None
    answer = invite(site, manager, f"/v1/schools/{school}/members/{owned['person']}")
    assert (answer.status_code, reason(answer)) == (403, "MEMBER_PROTECTED")
