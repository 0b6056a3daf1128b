"""Who gets in through the real Auth emulator, and as whom."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from shared import bootstrap
from shared.identity.account_store import AccountStore
from shared.identity.opening import Invited
from shared.identity.policy_store import Policy
from tests.support.sign_in_site import DOMAIN, SignInSite

OFF_THE_ROSTER = "NOT_ON_THE_ROSTER"


def test_a_person_of_the_roster_comes_with_the_districts_account(
    site: SignInSite, school: str
) -> None:
    person = site.member(school, role="MANAGER")
    came = site.google(f"{person}@{DOMAIN}")
    assert came.refusal == ""
    assert came.claims["m"] == {school: {"r": "MANAGER", "p": person}}
    assert site.call(came, "/v1/me")["memberships"][0]["person"] == person
    again = site.google(f"{person}@{DOMAIN}")
    assert again.uid == came.uid
    assert again.claims["s"] != came.claims["s"]
    # Both of them stay signed in, and stay so when their tokens are renewed.
    for each in (came, again, site.renewed(came)):
        assert site.reason(each, f"/v1/schools/{school}/members/{person}") == ""
    account = site.account(came.uid)
    assert account is not None
    assert set(account["sessions"]) == {came.claims["s"], again.claims["s"]}


def test_an_address_is_compared_without_its_case(site: SignInSite, school: str) -> None:
    person = site.member(school)
    assert site.google(f"{person.upper()}@District.Example").refusal == ""


@pytest.mark.parametrize(
    ("what", "changes"),
    [
        ("a consumer account", {"hd": None}),
        ("a look-alike domain", {"hd": "district.example.evil.example"}),
        ("a domain that ends alike", {"hd": "notdistrict.example"}),
        ("a sub-domain", {"hd": "students.district.example"}),
        ("a domain with a dot", {"hd": "district.example."}),
        ("an empty domain", {"hd": ""}),
        ("a list of domains", {"hd": [DOMAIN]}),
        ("an address that nobody has verified", {"email_verified": False}),
        ("no word of its being verified", {"email_verified": None}),
        ("the word true", {"email_verified": "true"}),
        ("the number one", {"email_verified": 1}),
        ("another issuer", {"iss": "https://accounts.goggle.example"}),
        ("no issuer", {"iss": None}),
        ("an issuer with a slash", {"iss": "https://accounts.google.com/"}),
    ],
)
def test_who_is_not_proven_by_the_district_is_nobody(
    site: SignInSite, school: str, what: str, changes: dict[str, object]
) -> None:
    del what
    # Somebody of the roster has exactly this address, and may do anything.
    person = site.member(school, role="OWNER")
    came = site.google(f"{person}@{DOMAIN}", **changes)
    assert OFF_THE_ROSTER in came.refusal
    assert came.token == ""


def test_a_trusted_stranger_is_refused_and_waits_for_an_administrator(site: SignInSite) -> None:
    email = f"new-{secrets.token_hex(4)}@{DOMAIN}"
    assert OFF_THE_ROSTER in site.google(email).refusal
    waiting = site.documents.where("signInRequests", "email", email)
    assert [each.fields["doubt"] for each in waiting] == ["NOBODY"]
    # A second try is the same question.
    site.google(email)
    assert len(site.documents.where("signInRequests", "email", email)) == 1


def test_an_untrusted_stranger_is_not_even_written_down(site: SignInSite) -> None:
    email = f"stranger-{secrets.token_hex(4)}@gmail.example"
    assert OFF_THE_ROSTER in site.google(email, hd=None).refusal
    assert site.documents.where("signInRequests", "email", email) == []


def test_an_address_of_two_people_is_nobodys(site: SignInSite, school: str) -> None:
    email = f"shared-{secrets.token_hex(4)}@{DOMAIN}"
    site.member(school, email=email)
    site.member(f"{school}-b", email=email)
    assert OFF_THE_ROSTER in site.google(email).refusal
    waiting = site.documents.where("signInRequests", "email", email)
    assert [each.fields["doubt"] for each in waiting] == ["SEVERAL"]


def test_one_person_of_two_schools_has_both(site: SignInSite, school: str) -> None:
    person = site.member(school)
    other = f"{school}-b"
    site.member(other, person=person, role="MANAGER")
    came = site.google(f"{person}@{DOMAIN}")
    held = {each["school"]: each["role"] for each in site.call(came, "/v1/me")["memberships"]}
    assert held == {f"schools/{school}": "TEACHER", f"schools/{other}": "MANAGER"}


def test_more_schools_than_a_token_holds_are_known_all_the_same(
    site: SignInSite, school: str
) -> None:
    schools = [f"{school}-{number:02}" for number in range(40)]
    person = site.member(schools[0], role="MANAGER")
    for each in schools[1:]:
        site.member(each, person=person, role="MANAGER")
    came = site.google(f"{person}@{DOMAIN}")
    assert came.refusal == ""
    assert "m" not in came.claims
    assert len(site.call(came, "/v1/me")["memberships"]) == 40


def test_an_archived_person_does_not_get_in(site: SignInSite, school: str) -> None:
    person = site.member(school, state="ARCHIVED")
    came = site.google(f"{person}@{DOMAIN}")
    # To the district's own account, as to any other, nothing is said of what there was.
    assert OFF_THE_ROSTER in came.refusal


def test_who_is_archived_later_is_out_and_comes_in_no_more(site: SignInSite, school: str) -> None:
    person = site.member(school)
    came = site.google(f"{person}@{DOMAIN}")
    assert site.reason(came, "/v1/me") == ""
    site.change(school, person, state="ARCHIVED")
    bootstrap.account_keeper().person_changed(person)
    bootstrap.standing().forget(came.uid)
    assert site.reason(came, "/v1/me") == "SESSION_ENDED"
    user = site.emulated(came.uid)
    assert user is not None
    assert user["disabled"] is True
    assert site.renewed(came).refusal != ""
    assert "USER_DISABLED" in site.google(f"{person}@{DOMAIN}").refusal
    # And in again, once the school has them back.
    site.change(school, person, state="ACTIVE")
    bootstrap.account_keeper().person_changed(person)
    assert site.google(f"{person}@{DOMAIN}").refusal == ""


def test_who_comes_back_while_their_account_is_written_is_let_in(
    site: SignInSite, school: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = site.member(school)
    came = site.google(f"{person}@{DOMAIN}")
    site.change(school, person, state="ARCHIVED")
    bootstrap.account_keeper().person_changed(person)
    site.change(school, person, state="ACTIVE")
    renew = AccountStore.renew
    written: list[str] = []

    def beaten(accounts: AccountStore, *told: Any) -> None:
        if not written:
            written.append(came.uid)
            commit = site.documents.commit()
            commit.update(f"accounts/{came.uid}", {"updateTime": datetime.now(UTC)})
            commit.run()
        renew(accounts, *told)

    monkeypatch.setattr(AccountStore, "renew", beaten)
    bootstrap.account_keeper().person_changed(person)
    assert written
    assert site.google(f"{person}@{DOMAIN}").refusal == ""


@pytest.mark.usefixtures("up_to_date")
def test_an_archive_that_nobody_told_of_is_seen_at_the_door(site: SignInSite, school: str) -> None:
    person = site.member(school)
    came = site.google(f"{person}@{DOMAIN}")
    site.change(school, person, state="ARCHIVED")
    assert site.reason(came, f"/v1/schools/{school}") == "MEMBERSHIP_ENDED"
    account = site.account(came.uid)
    assert account is not None
    assert (account["state"], account["sessions"]) == ("ENDED", {})
    assert bootstrap.account_keeper().sweep() == 0


@pytest.mark.usefixtures("up_to_date")
def test_the_sweep_finds_what_nobody_has_seen(site: SignInSite, school: str) -> None:
    person = site.member(school)
    came = site.google(f"{person}@{DOMAIN}")
    site.change(school, person, state="ARCHIVED")
    assert bootstrap.account_keeper().sweep() == 1
    assert (site.account(came.uid) or {})["state"] == "ENDED"
    assert bootstrap.account_keeper().sweep() == 0


def test_nobody_opens_an_account_by_themselves(site: SignInSite, school: str) -> None:
    person = site.member(school)
    for email in (f"{person}@{DOMAIN}", "anybody@elsewhere.example"):
        assert OFF_THE_ROSTER in site.sign_up(email, "a long password").refusal


def test_who_was_invited_comes_with_a_password(site: SignInSite, school: str) -> None:
    email = f"office-{secrets.token_hex(4)}@elsewhere.example"
    person = site.member(school, role="OWNER")
    account = bootstrap.account_opener().open(Invited(email, person=person), "person:test")
    site.put_password(account.uid, email, "correct horse battery")
    came = site.password(email, "correct horse battery")
    assert came.refusal == ""
    assert site.call(came, "/v1/me")["memberships"][0]["person"] == person
    assert "INVALID" in site.password(email, "wrong").refusal


def test_a_password_account_that_we_did_not_open_lets_nobody_in(
    site: SignInSite, school: str
) -> None:
    # Such as one that was made in Firebase's own console.
    person = site.member(school, role="OWNER")
    site.put_password(f"made-{person}", f"{person}@{DOMAIN}", "correct horse battery")
    came = site.password(f"{person}@{DOMAIN}", "correct horse battery")
    assert OFF_THE_ROSTER in came.refusal


def test_an_invited_person_may_come_with_the_districts_account_too(
    site: SignInSite, school: str
) -> None:
    person = site.member(school)
    email = f"{person}@{DOMAIN}"
    account = bootstrap.account_opener().open(Invited(email, person=person), "person:test")
    site.put_password(account.uid, email, "correct horse battery")
    came = site.google(email)
    assert came.refusal == ""
    assert came.uid == account.uid


def test_an_account_of_one_person_is_never_handed_to_another(site: SignInSite, school: str) -> None:
    first, second = site.member(school), site.member(school)
    email = f"{second}@{DOMAIN}"
    # An address that the first had an account by, and that the roster now gives to the second.
    account = bootstrap.account_opener().open(Invited(email, person=first), "person:test")
    site.put_password(account.uid, email, "correct horse battery")
    assert OFF_THE_ROSTER in site.google(email).refusal
    assert (site.account(account.uid) or {})["person"] == first


def test_a_second_account_of_the_provider_under_the_same_address_is_refused(
    site: SignInSite, school: str
) -> None:
    # As when a district deletes an account and makes it anew for somebody else of the same name.
    person = site.member(school)
    email = f"{person}@{DOMAIN}"
    assert site.google(email).refusal == ""
    again = site.google(email, sub="999999999999999999999")
    assert again.token == ""
    assert len(site.documents.where("accounts", "person", person)) == 1


def test_two_sign_ins_at_once_are_one_person_once(site: SignInSite, school: str) -> None:
    person = site.member(school)
    email = f"{person}@{DOMAIN}"
    with ThreadPoolExecutor(4) as pool:
        came = list(pool.map(lambda _: site.google(email), range(4)))
    assert {each.uid for each in came if not each.refusal} <= {came[0].uid, *(c.uid for c in came)}
    assert any(not each.refusal for each in came)
    links = site.documents.where("identityLinks", "person", person)
    assert len([each for each in links if "identity" not in each.fields]) == 1
    assert site.google(email).refusal == ""


def test_a_function_that_does_not_answer_lets_nobody_in(site: SignInSite, school: str) -> None:
    person = site.member(school)
    assert site.google(f"{person}@{DOMAIN}").refusal == ""
    try:
        site.ask("http://127.0.0.1:1/create", "http://127.0.0.1:1/sign-in")
        assert site.google(f"{person}@{DOMAIN}").token == ""
    finally:
        site.ask_ours()
    assert site.google(f"{person}@{DOMAIN}").refusal == ""


def test_who_signs_in_is_on_record(site: SignInSite, school: str) -> None:
    person = site.member(school)
    came = site.google(f"{person}@{DOMAIN}")
    entries = site.documents.where("audit", "actor", f"person:{person}")
    found = {each.fields["verb"]: each.fields for each in entries}
    assert set(found) == {"accounts:link", "accounts:signIn"}
    assert found["accounts:signIn"]["school"] == school
    assert found["accounts:signIn"]["subjects"][0]["session"] == came.claims["s"]
    assert DOMAIN not in str([each.fields for each in entries])


def test_sessions_are_listed_and_ended(site: SignInSite, school: str) -> None:
    person = site.member(school)
    here, there = (site.google(f"{person}@{DOMAIN}") for _ in range(2))
    door = "identity_api"
    listed = site.call(here, "/v1/me/sessions", door)["sessions"]
    assert [each["current"] for each in listed] == [False, True]
    other = next(each["name"] for each in listed if not each["current"])
    assert site.reason(here, f"/v1/{other}", door, "DELETE") == ""
    assert site.reason(there, "/v1/me") == "SESSION_ENDED"
    assert site.reason(here, "/v1/me") == ""
    assert site.reason(here, f"/v1/{other}", door, "DELETE") == "SESSION_UNKNOWN"
    third = site.google(f"{person}@{DOMAIN}")
    assert site.reason(here, "/v1/me:signOutEverywhere", door, "POST") == ""
    for each in (here, third):
        assert site.reason(each, "/v1/me") == "SESSION_ENDED"
    user = site.emulated(third.uid)
    assert user is not None
    # Firebase counts whole seconds: what began before the one of the call is renewed no more.
    assert int(user["validSince"]) >= third.claims["auth_time"]


def test_a_way_that_is_off_lets_nobody_in(
    site: SignInSite, school: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = site.member(school)
    monkeypatch.setattr(bootstrap.sign_in(), "_policy_now", Policy)
    assert "PROVIDER_OFF" in site.google(f"{person}@{DOMAIN}").refusal
