"""What an administrator does to an account is so at the real door, and at once."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared import bootstrap
from shared.cloud.auth_users import AuthUsers
from shared.identity.account_store import AccountStore
from shared.identity.model import Account, AccountState, People, Proof
from shared.kernel.errors import Conflict
from tests.support.account_acts import DOOR, GOOGLE, OFF_THE_ROSTER, entries, path_of, stranger
from tests.support.sign_in_site import DOMAIN, Came, SignInSite


def test_an_account_is_shown_with_all_that_is_known_of_it(
    site: SignInSite, school: str, owner: Came
) -> None:
    person = site.member(school)
    came = site.google(f"{person}@{DOMAIN}")
    shown = site.call(owner, path_of(school, came), DOOR)
    assert shown["name"] == f"schools/{school}/accounts/{came.uid}"
    assert (shown["displayName"], shown["member"]) == ("Ada Lovelace", person)
    assert (shown["role"], shown["state"], shown["sessionCount"]) == ("TEACHER", "ACTIVE", 1)
    assert [each["provider"] for each in shown["links"]] == ["google.com"]
    assert shown["signInTime"][:4].isdigit()
    account = site.account(came.uid)
    assert account is not None
    assert account["links"][0] not in str(shown)


def test_who_is_signed_out_is_out_at_once_and_comes_in_again(
    site: SignInSite, school: str, owner: Came
) -> None:
    person = site.member(school)
    here, there = (site.google(f"{person}@{DOMAIN}") for _ in range(2))
    assert site.reason(here, "/v1/me") == ""
    assert site.asked(owner, path_of(school, here, ":signOut")) == ""
    for each in (here, there):
        assert site.reason(each, "/v1/me") == "SESSION_ENDED"
    assert site.reason(owner, "/v1/me") == ""
    assert (site.account(here.uid) or {})["isPending"] is False
    user = site.emulated(here.uid)
    assert user is not None
    assert int(user["validSince"]) >= there.claims["auth_time"]
    assert site.google(f"{person}@{DOMAIN}").refusal == ""
    (entry,) = entries(site, "accounts:signOut", school)
    assert entry["subjects"][0]["person"] == person
    assert DOMAIN not in str(entry)


def test_a_closed_account_is_dead_at_once_until_it_is_opened(
    site: SignInSite, school: str, owner: Came
) -> None:
    person = site.member(school)
    came = site.google(f"{person}@{DOMAIN}")
    mine = f"/v1/schools/{school}/members/{person}"
    assert site.reason(came, mine) == ""
    assert site.asked(owner, path_of(school, came, ":disable")) == ""
    assert site.reason(came, mine) == "SESSION_ENDED"
    assert site.renewed(came).refusal != ""
    assert "USER_DISABLED" in site.google(f"{person}@{DOMAIN}").refusal
    # The roster doesn't open it again, and neither does a second call close it twice.
    bootstrap.account_keeper().person_changed(person)
    assert (site.account(came.uid) or {})["state"] == "DISABLED"
    assert site.asked(owner, path_of(school, came, ":disable")) == ""
    assert len(entries(site, "accounts:disable", school)) == 1
    assert site.asked(owner, path_of(school, came, ":enable")) == ""
    again = site.google(f"{person}@{DOMAIN}")
    assert again.refusal == ""
    assert site.reason(came, "/v1/me") == "SESSION_ENDED"


def test_our_own_document_keeps_a_closed_account_out_also_where_firebase_does_not(
    site: SignInSite, school: str, owner: Came, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = site.member(school)
    came = site.google(f"{person}@{DOMAIN}")
    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "auth_users", lambda: AuthUsers(site.project, "127.0.0.1:1"))
        assert site.asked(owner, path_of(school, came, ":disable")) == ""
    assert (site.account(came.uid) or {})["isPending"] is True
    assert "ACCOUNT_ENDED" in site.google(f"{person}@{DOMAIN}").refusal
    bootstrap.account_keeper().sweep()
    assert (site.account(came.uid) or {})["isPending"] is False
    assert "USER_DISABLED" in site.google(f"{person}@{DOMAIN}").refusal


def test_nobody_closes_themselves_or_the_last_who_runs_a_school(
    site: SignInSite, school: str, owner: Came, manager_of_all: Came
) -> None:
    assert site.asked(owner, path_of(school, owner, ":disable")) == "ACCOUNT_IS_CALLER"
    assert site.asked(manager_of_all, path_of(school, owner, ":disable")) == "ACCOUNT_IS_LAST"
    unlink = path_of(school, owner, ":unlink")
    assert site.asked(manager_of_all, unlink, GOOGLE) == "ACCOUNT_IS_LAST"
    # An owner who has never signed in doesn't count, and one who has does.
    other = site.member(school, role="OWNER")
    assert site.asked(manager_of_all, path_of(school, owner, ":disable")) == "ACCOUNT_IS_LAST"
    came = site.google(f"{other}@{DOMAIN}")
    assert site.asked(came, path_of(school, owner, ":disable")) == ""
    assert site.asked(manager_of_all, path_of(school, came, ":disable")) == "ACCOUNT_IS_LAST"


def test_two_owners_who_close_each_other_at_once_do_not_both(
    site: SignInSite, school: str, owner: Came
) -> None:
    other = site.google(f"{site.member(school, role='OWNER')}@{DOMAIN}")
    with ThreadPoolExecutor(2) as pool:
        done = list(
            pool.map(
                lambda pair: site.asked(pair[0], path_of(school, pair[1], ":disable")),
                [(owner, other), (other, owner)],
            )
        )
    states = sorted((site.account(each.uid) or {})["state"] for each in (owner, other))
    assert states == ["ACTIVE", "DISABLED"], done


def test_an_owner_does_not_touch_who_runs_the_district(
    site: SignInSite, school: str, owner: Came, manager_of_all: Came
) -> None:
    # They also teach at the school, which puts their account on its list.
    person = (site.account(manager_of_all.uid) or {})["person"]
    site.member(school, person=person)
    bootstrap.account_keeper().person_changed(person)
    for verb, body in (
        (":signOut", {}),
        (":disable", {}),
        (":enable", {}),
        (":unlink", {"provider": "password"}),
    ):
        assert site.asked(owner, path_of(school, manager_of_all, verb), body) == "ACCOUNT_PROTECTED"
    addresses = f"/v1/schools/{school}/signInAddresses"
    new = {"member": person, "email": f"mine-{secrets.token_hex(4)}@{DOMAIN}"}
    assert site.asked(owner, addresses, new) == "ACCOUNT_PROTECTED"
    email = stranger(site)
    whose = {"school": school, "member": person}
    assert site.asked(owner, f"{site.waiting(email)}:resolve", whose) == "ACCOUNT_PROTECTED"
    assert OFF_THE_ROSTER in site.google(email).refusal
    assert site.reason(manager_of_all, "/v1/me") == ""


def test_an_owner_gives_away_nothing_of_a_school_that_is_not_theirs(
    site: SignInSite, school: str, owner: Came, manager_of_all: Came
) -> None:
    person = site.member(school)
    came = site.google(f"{person}@{DOMAIN}")
    # Their other school is known to the roster, though not to the account yet.
    site.member(f"{school}-b", person=person, role="MANAGER")
    assert site.asked(owner, path_of(school, came, ":disable")) == "ACCOUNT_ELSEWHERE"
    assert site.asked(owner, path_of(school, came, ":unlink"), GOOGLE) == "ACCOUNT_ELSEWHERE"
    new = {"member": person, "email": f"mine-{secrets.token_hex(4)}@{DOMAIN}"}
    addresses = f"/v1/schools/{school}/signInAddresses"
    assert site.asked(owner, addresses, new) == "ACCOUNT_ELSEWHERE"
    whose = {"school": school, "member": person}
    resolve = f"{site.waiting(stranger(site))}:resolve"
    assert site.asked(owner, resolve, whose) == "ACCOUNT_ELSEWHERE"
    assert site.asked(owner, path_of(school, came, ":signOut")) == ""
    assert site.asked(manager_of_all, path_of(school, came, ":disable")) == ""


def test_an_account_of_another_school_is_none(site: SignInSite, school: str, owner: Came) -> None:
    person = site.member(f"{school}-b")
    came = site.google(f"{person}@{DOMAIN}")
    for verb in (":signOut", ":disable", ":enable"):
        assert site.asked(owner, path_of(school, came, verb)) == "ACCOUNT_UNKNOWN"
        elsewhere = path_of(f"{school}-b", came, verb)
        assert site.asked(owner, elsewhere) == "SCHOOL_NOT_YOURS"
    whose = {"school": school, "member": person}
    resolve = f"{site.waiting(stranger(site))}:resolve"
    assert site.asked(owner, resolve, whose) == "MEMBER_UNKNOWN"
    whose = {"school": f"{school}-b", "member": person}
    assert site.asked(owner, resolve, whose) == "SCHOOL_NOT_YOURS"
    assert site.reason(came, "/v1/me") == ""


def test_a_manager_signs_out_students_and_teachers_and_no_owner(
    site: SignInSite, school: str, owner: Came
) -> None:
    manager = site.google(f"{site.member(school, role='MANAGER')}@{DOMAIN}")
    teacher = site.google(f"{site.member(school)}@{DOMAIN}")
    assert site.asked(manager, path_of(school, owner, ":signOut")) == "ACCOUNT_PROTECTED"
    assert site.asked(manager, path_of(school, teacher, ":disable")) == "ROLE_MAY_NOT"
    assert site.asked(manager, path_of(school, teacher, ":signOut")) == ""
    assert site.reason(teacher, "/v1/me") == "SESSION_ENDED"
    assert site.asked(teacher, path_of(school, manager, ":signOut")) == "SESSION_ENDED"


def test_who_is_unlinked_may_come_by_another_account_of_the_kind(
    site: SignInSite, school: str, owner: Came
) -> None:
    person = site.member(school)
    email = f"{person}@{DOMAIN}"
    came = site.google(email)
    # The district has made the account anew: the same address is another identity.
    assert site.google(email, sub="1" * 21).token == ""
    assert site.asked(owner, path_of(school, came, ":unlink"), GOOGLE) == ""
    assert site.reason(came, "/v1/me") == "SESSION_ENDED"
    assert site.documents.where("identityLinks", "person", person) == []
    unlink = path_of(school, came, ":unlink")
    assert site.asked(owner, unlink, GOOGLE) == "PROVIDER_NOT_LINKED"
    again = site.google(email, sub="1" * 21)
    assert again.refusal == ""
    assert site.call(again, "/v1/me")["memberships"][0]["person"] == person
    assert OFF_THE_ROSTER in site.google(email).refusal


def test_an_identity_of_one_person_opens_no_account_of_another(
    site: SignInSite, school: str
) -> None:
    first, second = site.member(school), site.member(school)
    came = site.google(f"{first}@{DOMAIN}")
    (identity,) = (site.account(came.uid) or {})["links"]
    proof = Proof("google.com", identity, People.MEMBERS)
    other = Account(f"other-{second}", "x@y.example", AccountState.ACTIVE, person=second)
    store, now = bootstrap.accounts(), bootstrap.clock()
    with pytest.raises(Conflict):
        store.open(other, proof, "event-1", now, None, "person:test")
    assert site.account(other.uid) is None
    assert store.person_of_link(identity) == first


def test_an_owner_of_two_schools_who_is_gone_from_one_owns_that_no_more(
    site: SignInSite, school: str
) -> None:
    other = f"{school}-b"
    both = site.member(school, role="OWNER")
    site.member(other, person=both, role="OWNER")
    owner = site.google(f"{both}@{DOMAIN}")
    person = site.member(school)
    site.member(other, person=person)
    came = site.google(f"{person}@{DOMAIN}")
    # Nobody has told the owner's account of it yet.
    site.change(other, both, state="ARCHIVED")
    assert site.asked(owner, path_of(school, came, ":disable")) == "ACCOUNT_ELSEWHERE"
    site.change(other, both, state="ACTIVE")
    assert site.asked(owner, path_of(school, came, ":disable")) == ""


def test_a_sign_in_that_an_unlinking_overtakes_begins_nothing(
    site: SignInSite, school: str, owner: Came, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, email = site.member(school), stranger(site)
    whose = {"school": school, "member": person}
    assert site.asked(owner, f"{site.waiting(email)}:resolve", whose) == ""
    came = site.google(email)
    enter = AccountStore.enter

    def overtaken(*about: Any) -> None:
        monkeypatch.undo()
        assert site.asked(owner, path_of(school, came, ":unlink"), GOOGLE) == ""
        enter(*about)

    monkeypatch.setattr(AccountStore, "enter", overtaken)
    assert OFF_THE_ROSTER in site.google(email).refusal
    assert (site.account(came.uid) or {})["sessions"] == {}
