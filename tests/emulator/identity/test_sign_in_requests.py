"""Whom an administrator resolves, refuses or gives an address, at the real door."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor

from shared import bootstrap
from shared.identity.opening import Invited
from tests.support.account_acts import DOOR, GOOGLE, OFF_THE_ROSTER, entries, path_of, stranger
from tests.support.sign_in_site import DOMAIN, Came, SignInSite


def test_who_is_resolved_gets_in_as_that_person_and_nobody_else(
    site: SignInSite, school: str, owner: Came
) -> None:
    person, email = site.member(school), stranger(site)
    request = site.waiting(email)
    listed = site.call(owner, "/v1/signInRequests", DOOR)["signInRequests"]
    assert [each["email"] for each in listed][:1] == [email]
    whose = {"school": school, "member": person}
    assert site.asked(owner, f"{request}:resolve", whose) == ""
    came = site.google(email)
    assert came.refusal == ""
    assert site.call(came, "/v1/me")["memberships"][0]["person"] == person
    assert site.documents.where("signInRequests", "email", email) == []
    assert site.asked(owner, f"{request}:resolve", whose) == "SIGN_IN_REQUEST_UNKNOWN"
    # The identity is theirs now, so the roster's own address is another one's.
    assert site.google(f"{person}@{DOMAIN}").token == ""
    (entry,) = entries(site, "signInRequests:resolve", school)
    assert entry["subjects"] == [{"person": person, "provider": "google.com"}]


def test_who_comes_by_an_account_already_is_not_resolved_to_another(
    site: SignInSite, school: str, owner: Came
) -> None:
    person = site.member(school)
    first = site.google(f"{person}@{DOMAIN}")
    email = stranger(site)
    whose = {"school": school, "member": person}
    assert site.asked(owner, f"{site.waiting(email)}:resolve", whose) == "PROVIDER_LINKED"
    assert site.asked(owner, path_of(school, first, ":unlink"), GOOGLE) == ""
    assert site.asked(owner, f"{site.waiting(email)}:resolve", whose) == ""
    assert site.google(email).refusal == ""
    assert site.google(f"{person}@{DOMAIN}").token == ""


def test_two_who_resolve_at_once_make_one_person_of_it(
    site: SignInSite, school: str, owner: Came
) -> None:
    people = [site.member(school) for _ in range(2)]
    email = stranger(site)
    resolve = f"{site.waiting(email)}:resolve"
    with ThreadPoolExecutor(2) as pool:
        whose = [{"school": school, "member": person} for person in people]
        done = list(pool.map(lambda body: site.asked(owner, resolve, body), whose))
    assert sorted(map(bool, done)) == [False, True]
    lost = next(each for each in done if each)
    assert lost in ("IDENTITY_LINKED", "SIGN_IN_REQUEST_UNKNOWN", "SIGN_IN_REQUEST_DECIDED")
    came = site.google(email)
    winner = people[done.index("")]
    assert site.call(came, "/v1/me")["memberships"][0]["person"] == winner


def test_one_person_is_not_resolved_to_two_identities_at_once(
    site: SignInSite, school: str, owner: Came
) -> None:
    person = site.member(school)
    emails = [stranger(site) for _ in range(2)]
    paths = [f"{site.waiting(email)}:resolve" for email in emails]
    whose = {"school": school, "member": person}
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda path: site.asked(owner, path, whose), paths))
    assert sorted(done) == ["", "PROVIDER_LINKED"]
    came = [site.google(email).refusal == "" for email in emails]
    assert came == [each == "" for each in done]


def test_who_is_refused_stays_out_whatever_the_roster_says_later(
    site: SignInSite, school: str, owner: Came
) -> None:
    email = stranger(site)
    request = site.waiting(email)
    assert site.asked(owner, f"{request}:refuse") == ""
    assert OFF_THE_ROSTER in site.google(email).refusal
    (waiting,) = site.documents.where("signInRequests", "email", email)
    assert waiting.fields["state"] == "REFUSED"
    listed = site.call(owner, "/v1/signInRequests", DOOR)["signInRequests"]
    assert email not in [each["email"] for each in listed]
    refused = '/v1/signInRequests?filter=state="REFUSED"'
    listed = site.call(owner, refused, DOOR)["signInRequests"]
    assert email in [each["email"] for each in listed]
    # Somebody of the roster gets the address: the one who was refused is not let in as them.
    person = site.member(school, email=email)
    assert OFF_THE_ROSTER in site.google(email).refusal
    whose = {"school": school, "member": person}
    assert site.asked(owner, f"{request}:resolve", whose) == ""
    assert site.google(email).refusal == ""


def test_who_is_on_the_roster_after_all_waits_no_longer(site: SignInSite, school: str) -> None:
    email = stranger(site)
    site.member(school, email=email)
    assert site.google(email).refusal == ""
    assert site.documents.where("signInRequests", "email", email) == []


def test_an_address_of_an_administrators_word_lets_its_person_in(
    site: SignInSite, school: str, owner: Came
) -> None:
    person, email = site.member(school, email=""), f"by-{secrets.token_hex(4)}@{DOMAIN}"
    addresses = f"/v1/schools/{school}/signInAddresses"
    assert site.asked(owner, addresses, {"member": person, "email": email.upper()}) == ""
    came = site.google(email)
    assert came.refusal == ""
    assert site.call(came, "/v1/me")["memberships"][0]["person"] == person
    shown = site.call(owner, path_of(school, came), DOOR)
    assert shown["signInAddresses"] == [email]


def test_an_address_that_the_roster_gives_to_another_since_is_nobodys(
    site: SignInSite, school: str, owner: Came
) -> None:
    person, email = site.member(school, email=""), f"by-{secrets.token_hex(4)}@{DOMAIN}"
    addresses = f"/v1/schools/{school}/signInAddresses"
    assert site.asked(owner, addresses, {"member": person, "email": email}) == ""
    site.member(school, email=email)
    assert OFF_THE_ROSTER in site.google(email).refusal
    (waiting,) = site.documents.where("signInRequests", "email", email)
    assert waiting.fields["doubt"] == "SEVERAL"


def test_an_account_that_nobody_comes_by_any_more_is_taken_over_by_its_addresss_new_owner(
    site: SignInSite, school: str, owner: Came
) -> None:
    first, second = site.member(school), site.member(school)
    email = f"{second}@{DOMAIN}"
    account = bootstrap.account_opener().open(Invited(email, person=first), "person:test")
    site.put_password(account.uid, email, "correct horse battery")
    assert OFF_THE_ROSTER in site.google(email).refusal
    whose = {"school": school, "member": second}
    resolve = f"{site.waiting(email)}:resolve"
    assert site.asked(owner, resolve, whose) == "ACCOUNT_TAKEN"
    unlink = f"/v1/schools/{school}/accounts/{account.uid}:unlink"
    assert site.asked(owner, unlink, {"provider": "password"}) == ""
    came = site.google(email)
    assert came.refusal == ""
    assert site.call(came, "/v1/me")["memberships"][0]["person"] == second
    # The password of the first one opens nothing any more.
    assert site.password(email, "correct horse battery").token == ""
