"""What Firebase hears of accounts that change while it is told; the real Auth emulator hears it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared import bootstrap
from shared.cloud.auth_users import AuthUsers
from shared.identity.account_store import AccountStore, Stored
from tests.support.sign_in_site import DOMAIN, Came, SignInSite, next_second


@pytest.mark.parametrize("when", ["before Firebase is told", "before it is written that it was"])
def test_what_firebase_is_told_late_does_not_outlast_what_came_after(
    site: SignInSite, school: str, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    person = site.member(school)
    site.google(f"{person}@{DOMAIN}")
    site.change(school, person, state="ARCHIVED")
    tell = AuthUsers.set
    restored: list[str] = []

    def late(users: AuthUsers, uid: str, *, closed: bool, since: datetime | None) -> None:
        if not restored and when != "before Firebase is told":
            tell(users, uid, closed=closed, since=since)
        if not restored:
            restored.append(uid)
            site.change(school, person, state="ACTIVE")
            bootstrap.account_keeper().person_changed(person)
        tell(users, uid, closed=closed, since=since)

    monkeypatch.setattr(AuthUsers, "set", late)
    bootstrap.account_keeper().person_changed(person)
    assert restored
    assert site.google(f"{person}@{DOMAIN}").refusal == ""
    assert (site.account(restored[0]) or {})["isPending"] is False


def test_who_comes_back_while_firebase_is_told_late_stays_in(
    site: SignInSite, school: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = site.member(school)
    came = site.google(f"{person}@{DOMAIN}")
    for state in ("ARCHIVED", "ACTIVE"):
        site.change(school, person, state=state)
        bootstrap.account_keeper().person_changed(person)
    next_second()
    commit = site.documents.commit()
    commit.update(f"accounts/{came.uid}", {"updateTime": datetime.now(UTC)})
    commit.run()
    read = AccountStore.account
    back: list[Came] = []

    def late(accounts: AccountStore, uid: str) -> Stored | None:
        found = read(accounts, uid)
        if not back:
            back.append(came)
            back.append(site.google(f"{person}@{DOMAIN}"))
            next_second()
        return found

    monkeypatch.setattr(AccountStore, "account", late)
    bootstrap.firebase_teller().tell(came.uid)
    again = back[-1]
    since = bootstrap.auth_users().valid_since([came.uid])[came.uid]
    assert came.claims["auth_time"] < since <= again.claims["auth_time"]
    bootstrap.account_keeper().account_changed(came.uid)
    bootstrap.standing().forget(came.uid)
    assert (again.refusal, site.renewed(again).refusal) == ("", "")
    assert site.reason(again, "/v1/me") == ""
    assert site.reason(came, "/v1/me") == "SESSION_ENDED"


def test_telling_firebase_never_lets_older_tokens_count_again(
    site: SignInSite, school: str
) -> None:
    person = site.member(school)
    came = site.google(f"{person}@{DOMAIN}")
    site.change(school, person, state="ARCHIVED")
    bootstrap.account_keeper().person_changed(person)
    users = bootstrap.auth_users()
    reset = datetime.now(UTC) + timedelta(seconds=30)
    users.set(came.uid, closed=True, since=reset)
    bootstrap.firebase_teller().tell(came.uid)
    assert users.valid_since([came.uid]) == {came.uid: int(reset.timestamp())}


def test_an_account_that_firebase_does_not_have_holds_nobody_up(
    site: SignInSite, school: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = site.member(school)
    came = site.google(f"{person}@{DOMAIN}")
    site.change(school, person, state="ARCHIVED")
    elsewhere = AuthUsers("demo-without-accounts", site.auth)
    monkeypatch.setattr(bootstrap, "auth_users", lambda: elsewhere)
    assert bootstrap.account_keeper().people_changed([[person]]) == 1
    account = site.account(came.uid) or {}
    assert (account["state"], account["isPending"]) == ("ENDED", False)
