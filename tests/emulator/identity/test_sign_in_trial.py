"""What a test of the sign-in says, held against what sign-in then does."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from shared import bootstrap
from shared.identity.opening import Invited
from tests.support.sign_in_site import DOMAIN, DOORS, Came, SignInSite

DOOR = "identity_api"
PATH = "/v1/settings/signIn:test"


@pytest.fixture
def owner(site: SignInSite, school: str) -> Came:
    return site.google(f"{site.member(school, role='OWNER')}@{DOMAIN}")


@pytest.fixture
def manager(site: SignInSite) -> Came:
    """A District Manager."""
    email = f"it-{secrets.token_hex(4)}@{DOMAIN}"
    invited = Invited(email, person=secrets.token_hex(6), district=True)
    account = bootstrap.account_opener().open(invited, "person:test")
    site.put_password(account.uid, email, "correct horse battery")
    return site.password(email, "correct horse battery")


@pytest.fixture
def asked_again(site: SignInSite) -> Iterator[None]:
    yield
    site.ask_ours()


def asked(site: SignInSite, came: Came, email: str = "") -> Any:
    return site.call(came, PATH, DOOR, "POST", {"email": email})


def address(site: SignInSite, came: Came, email: str) -> Any:
    return asked(site, came, email)["address"]


def outcome(site: SignInSite, came: Came, email: str, way: str = "google.com") -> str:
    ways = address(site, came, email)["ways"]
    return next(str(each["outcome"]) for each in ways if each["provider"] == way)


def checks(site: SignInSite, came: Came) -> dict[str, str]:
    found = asked(site, came)["checks"]
    return {f"{each['check']} {each['about']}".strip(): each["result"] for each in found}


def test_the_project_is_checked_as_far_as_it_answers(site: SignInSite, owner: Came) -> None:
    # The emulator keeps its functions and how it protects addresses, and nothing of the rest.
    assert checks(site, owner) == {
        "ANY_WAY_ON": "OK",
        "DOMAINS_NAMED google.com": "OK",
        "WAY_AT_FIREBASE emailLink": "UNKNOWN",
        "WAY_AT_FIREBASE google.com": "UNKNOWN",
        "WAY_AT_FIREBASE password": "UNKNOWN",
        "CONSOLE_AUTHORIZED 127.0.0.1": "UNKNOWN",
        "ASKED_BEFORE_CREATE": "OK",
        "ASKED_BEFORE_SIGN_IN": "OK",
        "TOKENS_PASSED_ON": "OK",
        "SIGN_UP_LEFT_TO_US": "UNKNOWN",
        "ADDRESSES_PROTECTED": "OK",
    }


@pytest.mark.usefixtures("asked_again")
def test_a_function_that_is_not_asked_is_found(site: SignInSite, owner: Came) -> None:
    create = f"{site.functions}/{DOORS[0]}"
    site.ask(create, create)
    found = checks(site, owner)
    assert (found["ASKED_BEFORE_CREATE"], found["ASKED_BEFORE_SIGN_IN"]) == ("OK", "WRONG")


def test_without_an_address_nothing_is_said_of_one(site: SignInSite, owner: Came) -> None:
    assert "address" not in asked(site, owner)


def test_who_would_be_matched_is_named_and_then_gets_in(
    site: SignInSite, school: str, owner: Came
) -> None:
    person = site.member(school, role="MANAGER")
    email = f"{person}@{DOMAIN}"
    found = address(site, owner, f"  {email.upper()} ")
    assert found["domain"] == {"domain": DOMAIN, "nearness": "SAME", "near": [DOMAIN]}
    assert (found["persons"], found["archived"], found["elsewhere"]) == (1, 0, 0)
    assert [(each["name"], each["lastName"], each["state"]) for each in found["matches"]] == [
        (f"schools/{school}/members/{person}", "Lovelace", "ACTIVE")
    ]
    assert found["accounts"] == []
    assert {each["provider"]: each["outcome"] for each in found["ways"]} == {
        "google.com": "OPENS",
        "password": "NOT_INVITED",
        "emailLink": "NOBODY",
    }
    assert site.google(email).refusal == ""
    found = address(site, owner, email)
    assert found["accounts"] == [{"state": "ACTIVE", "providers": ["google.com"], "sessions": 1}]
    assert outcome(site, owner, email) == "ENTERS"


def test_an_archived_person_is_shown_as_that(site: SignInSite, school: str, owner: Came) -> None:
    person = site.member(school)
    email = f"{person}@{DOMAIN}"
    assert site.google(email).refusal == ""
    site.change(school, person, state="ARCHIVED")
    bootstrap.account_keeper().person_changed(person)
    found = address(site, owner, email)
    assert (found["persons"], found["archived"]) == (0, 1)
    assert [each["state"] for each in found["matches"]] == ["ARCHIVED"]
    assert found["accounts"] == [{"state": "ENDED", "providers": ["google.com"], "sessions": 0}]
    assert outcome(site, owner, email) == "ENDED"
    assert site.google(email).refusal != ""


def test_nobody_and_several_are_told_apart(site: SignInSite, school: str, owner: Came) -> None:
    unknown = f"nobody-{secrets.token_hex(4)}@{DOMAIN}"
    assert outcome(site, owner, unknown) == "NOBODY"
    shared = f"shared-{secrets.token_hex(4)}@{DOMAIN}"
    for _ in range(2):
        site.member(school, email=shared)
    found = address(site, owner, shared)
    assert (found["persons"], len(found["matches"])) == (2, 2)
    assert outcome(site, owner, shared) == "SEVERAL"


@pytest.mark.parametrize(
    ("domain", "nearness", "near"),
    [
        ("distrlct.example", "MISTYPED", [DOMAIN]),
        ("students.district.example", "BELOW", [DOMAIN]),
        ("district.example.evil.example", "IMITATED", [DOMAIN]),
        ("gmail.example", "FOREIGN", []),
    ],
)
def test_a_domain_that_is_not_the_districts_lets_nobody_in(
    site: SignInSite, school: str, owner: Came, domain: str, nearness: str, near: list[str]
) -> None:
    person = secrets.token_hex(6)
    email = f"{person}@{domain}"
    site.member(school, person=person, email=email)
    found = address(site, owner, email)
    assert found["domain"] == {"domain": domain, "nearness": nearness, "near": near}
    assert outcome(site, owner, email) == "DOMAIN_NOT_NAMED"
    assert "NOT_ON_THE_ROSTER" in site.google(email, hd=domain).refusal


def test_people_of_other_schools_are_counted_and_not_named(
    site: SignInSite, school: str, owner: Came, manager: Came
) -> None:
    person, other = secrets.token_hex(6), f"{school}-b"
    email = f"{person}@{DOMAIN}"
    site.member(other, person=person, firstName="Secret", lastName="Elsewhere")
    answer = address(site, owner, email)
    assert (answer["persons"], answer["matches"], answer["elsewhere"]) == (1, [], 1)
    assert "Secret" not in str(answer)
    assert person not in str(answer)
    # Who runs the district sees them, and that is on record.
    seen = address(site, manager, email)
    assert [each["firstName"] for each in seen["matches"]] == ["Secret"]
    looked = site.documents.where("audit", "verb", "members:view")
    of = [each.fields for each in looked if each.fields["subjects"] == [{"person": person}]]
    assert [(each["school"]) for each in of] == [other]
    assert DOMAIN not in str(of)


def test_an_account_that_an_administrator_closed_is_told_apart(
    site: SignInSite, school: str, owner: Came
) -> None:
    person = site.member(school)
    email = f"{person}@{DOMAIN}"
    came = site.google(email)
    commit = site.documents.commit()
    commit.update(f"accounts/{came.uid}", {"state": "DISABLED"})
    commit.run()
    assert outcome(site, owner, email) == "DISABLED"
    assert "ACCOUNT_ENDED" in site.google(email).refusal


def test_an_address_that_was_another_persons_is_linked(
    site: SignInSite, school: str, owner: Came
) -> None:
    first, second = site.member(school), site.member(school)
    email = f"{second}@{DOMAIN}"
    account = bootstrap.account_opener().open(Invited(email, person=first), "person:test")
    site.put_password(account.uid, email, "correct horse battery")
    assert outcome(site, owner, email) == "LINKED"
    assert outcome(site, owner, email, "password") == "ENTERS"
    assert "NOT_ON_THE_ROSTER" in site.google(email).refusal


def test_a_guardians_link_is_tried_as_well(site: SignInSite, school: str, owner: Came) -> None:
    email = f"family-{secrets.token_hex(4)}@elsewhere.example"
    child = site.member(school, kind="student", role="STUDENT")
    site.guardian(school, email, child)
    assert address(site, owner, email)["guardians"] == 1
    assert outcome(site, owner, email, "emailLink") == "OPENS"


def test_only_who_runs_a_school_or_the_district_tests(site: SignInSite, school: str) -> None:
    for role in ("MANAGER", "TEACHER", "STUDENT"):
        came = site.google(f"{site.member(school, role=role)}@{DOMAIN}")
        assert site.reason(came, PATH, DOOR, "POST") == "ROLE_MAY_NOT"
    limited = site.member(school, role="OWNER", limitedToGrades=["09"])
    came = site.google(f"{limited}@{DOMAIN}")
    assert site.reason(came, PATH, DOOR, "POST") == "ROLE_MAY_NOT"


@pytest.mark.parametrize("email", ["no address", "a@b@c", "@x.example", "a" * 330 + "@x.example"])
def test_what_is_no_address_is_not_looked_for(site: SignInSite, owner: Came, email: str) -> None:
    error = asked(site, owner, email)["error"]
    assert error["details"][0]["reason"] == "REQUEST_INVALID"
    assert email not in str(error)


def test_a_test_changes_nothing_and_lets_nobody_wait(site: SignInSite, owner: Came) -> None:
    email = f"new-{secrets.token_hex(4)}@{DOMAIN}"
    address(site, owner, email)
    assert site.documents.where("signInRequests", "email", email) == []
    assert site.documents.where("accounts", "email", email) == []
