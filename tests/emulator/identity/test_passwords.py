"""A forgotten password: the same answer for everybody, one mail for who has one, sessions ended."""

from __future__ import annotations

import secrets

import pytest

from shared import bootstrap
from shared.identity.opening import Invited
from tests.emulator.identity.post import Post, text_of
from tests.support.api import forget
from tests.support.sign_in_site import DOMAIN, Came, SignInSite, next_second

OLD, NEW = "correct-horse-battery", "staple-of-the-horse"


def place() -> str:
    """An address in the network that no other test calls from."""
    return f"10.{secrets.randbelow(256)}.{secrets.randbelow(256)}.{secrets.randbelow(256)}"


def with_password(site: SignInSite, school: str, **fields: str) -> tuple[str, Came]:
    """A member who signs in by a password; gives their address and their session."""
    person = site.member(school, **fields)
    email = f"{person}@{DOMAIN}"
    account = bootstrap.account_opener().open(Invited(email, person=person), "person:test")
    site.put_password(account.uid, email, OLD)
    came = site.password(email, OLD)
    assert came.refusal == ""
    return email, came


def test_a_forgotten_password_is_set_by_the_mail_and_ends_what_began_before(
    site: SignInSite, school: str, post: Post
) -> None:
    email, came = with_password(site, school)
    assert post.ask("passwordResets", email, place()).status_code == 200
    post.deliver(*post.waiting(email))
    (mail,) = post.mails(email)
    assert mail["Subject"] == "Set a new password for Carillon"
    code = post.code(email, "set-password")
    assert site.reason(came, "/v1/me") == ""
    next_second()
    # Set at Firebase itself: no page and no function of ours has seen it.
    assert site.set_password(code, NEW) == ""
    bootstrap.standing().forget(came.uid)
    assert site.reason(came, "/v1/me") == "SESSION_ENDED"
    account = site.account(came.uid)
    assert account is not None
    assert account["sessions"] == {}
    # The link is used up; the old password is none any more; the new one lets in, and stays.
    assert "INVALID_OOB_CODE" in site.set_password(code, "another-one-again")
    assert "INVALID_LOGIN_CREDENTIALS" in site.password(email, OLD).refusal
    again = site.password(email, NEW)
    assert again.refusal == ""
    bootstrap.standing().forget(came.uid)
    bootstrap.account_keeper().account_changed(came.uid)
    assert site.reason(again, "/v1/me") == ""


def test_the_link_is_nowhere_but_in_the_mail(site: SignInSite, school: str, post: Post) -> None:
    email, came = with_password(site, school)
    post.ask("passwordResets", email, place())
    (event,) = post.waiting(email)
    post.deliver(event)
    code = post.code(email, "set-password")
    kept = [site.account(came.uid), *post.waiting(email)]
    kept += [each.fields for each in site.documents.where("notices", "eventId", event["eventId"])]
    kept += [each.fields for each in site.documents.where("audit", "actor", "mail")]
    assert len(kept) > 3
    assert code not in str(kept)
    # Who asked for it is nobody; that a link was made is on record, without the address.
    entries = site.documents.where("audit", "verb", "accounts:sendLink")
    mine = [
        each.fields for each in entries if each.fields["subjects"][0].get("account") == came.uid
    ]
    assert [each["subjects"] for each in mine] == [[{"account": came.uid, "provider": "password"}]]
    assert email not in str(mine)


def test_nobody_learns_whether_an_address_is_known(
    site: SignInSite, school: str, post: Post
) -> None:
    known, _ = with_password(site, school)
    stranger = f"stranger-{secrets.token_hex(4)}@{DOMAIN}"
    answers = [post.ask("passwordResets", each, place()) for each in (known, stranger)]
    assert [each.status_code for each in answers] == [200, 200]
    assert [each.json() for each in answers] == [{}, {}]
    told = [{name for name in each.headers if name != "date"} for each in answers]
    assert told[0] == told[1]
    # After the answer nobody has been looked up yet: both have left the same thing to be done.
    for email in (known, stranger):
        (event,) = post.waiting(email)
        assert (event["state"], event["attempts"]) == ("PENDING", 0)
        assert set(event["payload"]) == {"email", "language"}
        assert site.documents.where("notices", "eventId", event["eventId"]) == []
    assert post.relay.contents == []
    post.deliver(*post.waiting(known), *post.waiting(stranger))
    assert len(post.mails(known)) == 1
    assert post.mails(stranger) == []
    (event,) = post.waiting(stranger)
    assert (event["state"], event["reason"]) == ("SUPPRESSED", "NO_RECIPIENTS")


def test_firebase_itself_says_the_same_of_a_wrong_password_and_of_nobody(
    site: SignInSite, school: str
) -> None:
    known, _ = with_password(site, school)
    refusals = [site.password(each, "wrong-" + NEW).refusal for each in (known, f"no-{known}")]
    assert refusals == ["INVALID_LOGIN_CREDENTIALS", "INVALID_LOGIN_CREDENTIALS"]


def test_who_left_gets_no_mail(site: SignInSite, school: str, post: Post) -> None:
    email, came = with_password(site, school)
    account = site.account(came.uid)
    assert account is not None
    # Nobody has looked at the account since: the school's own record says it.
    site.change(school, account["person"], state="ARCHIVED")
    post.ask("passwordResets", email, place())
    post.deliver(*post.waiting(email))
    assert post.relay.contents == []


def test_who_comes_by_google_alone_has_no_password_to_forget(
    site: SignInSite, school: str, post: Post
) -> None:
    email = f"{site.member(school)}@{DOMAIN}"
    assert site.google(email).refusal == ""
    post.ask("passwordResets", email, place())
    post.deliver(*post.waiting(email))
    assert post.relay.contents == []


def test_one_place_asks_ten_times_a_minute(post: Post) -> None:
    here, mark = place(), secrets.token_hex(4)
    told = [post.ask("passwordResets", f"{n}-{mark}@{DOMAIN}", here) for n in range(11)]
    assert [each.status_code for each in told] == [200] * 10 + [429]
    assert told[-1].json()["error"]["status"] == "RESOURCE_EXHAUSTED"
    assert 1 <= int(told[-1].headers["Retry-After"]) <= 6
    # What a caller writes of itself counts for nothing: only what the last proxy has seen.
    lied = post.ask("passwordResets", f"x-{mark}@{DOMAIN}", f"1.2.3.4, {here}")
    assert lied.status_code == 429
    # Another process knows of it too, since it is counted in the database; another place may ask.
    forget()
    assert post.ask("passwordResets", f"y-{mark}@{DOMAIN}", here).status_code == 429
    assert post.ask("passwordResets", f"y-{mark}@{DOMAIN}", place()).status_code == 200


def test_one_address_gets_twenty_mails_an_hour_and_nobody_hears_of_it(
    site: SignInSite, school: str, post: Post
) -> None:
    email, _ = with_password(site, school)
    for _ in range(22):
        answer = post.ask("passwordResets", email, place())
        assert (answer.status_code, answer.json()) == (200, {})
    post.deliver(*post.waiting(email))
    assert len(post.mails(email)) == 20


def test_the_same_request_sends_one_mail(site: SignInSite, school: str, post: Post) -> None:
    email, _ = with_password(site, school)
    path = f"/v1/passwordResets?requestId={secrets.token_hex(8)}"
    for _ in range(2):
        told = {"X-Forwarded-For": place()}
        assert site.answer("POST", path, {"email": email}, **told).status_code == 200
    assert len(post.waiting(email)) == 1


def test_a_question_that_waited_too_long_is_not_answered(
    site: SignInSite, school: str, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    email, _ = with_password(site, school)
    post.ask("passwordResets", email, place())
    post.relay.rcpt = lambda _: "451 later"
    post.deliver(*post.waiting(email))
    post.relay.rcpt = lambda _: "250 OK"
    monkeypatch.setenv("CARILLON_CLOCK_OFFSET_SECONDS", "3700")
    forget()
    bootstrap.notifications().deliver_event(post.waiting(email)[0]["eventId"])
    (event,) = post.waiting(email)
    assert (event["state"], event["reason"]) == ("SUPPRESSED", "RECIPIENT_REMOVED")
    assert post.relay.contents == []


def test_a_mail_is_in_the_language_of_who_asks(site: SignInSite, school: str, post: Post) -> None:
    email, _ = with_password(site, school)
    post.ask("passwordResets", email, place(), **{"Accept-Language": "es-MX,es;q=0.9"})
    post.deliver(*post.waiting(email))
    (mail,) = post.mails(email)
    assert mail["Subject"] == "Cree una contraseña nueva para Carillon"
    assert "una hora" in text_of(mail)


def test_the_sweep_sees_a_password_that_was_set_by_a_mail_of_firebases_own(
    site: SignInSite, school: str
) -> None:
    email, came = with_password(site, school)
    next_second()
    site.put_password(came.uid, email, NEW)
    bootstrap.account_keeper().sweep()
    account = site.account(came.uid)
    assert account is not None
    assert account["sessions"] == {}
    bootstrap.standing().forget(came.uid)
    assert site.reason(came, "/v1/me") == "SESSION_ENDED"
    assert site.password(email, NEW).refusal == ""


def test_the_next_sign_in_ends_what_began_before_a_new_password(
    site: SignInSite, school: str
) -> None:
    email, came = with_password(site, school)
    next_second()
    site.put_password(came.uid, email, NEW)
    again = site.password(email, NEW)
    account = site.account(came.uid)
    assert account is not None
    assert set(account["sessions"]) == {again.claims["s"]}


def test_an_account_is_signed_in_to_twenty_times_an_hour(site: SignInSite, school: str) -> None:
    email, came = with_password(site, school)
    told = [site.password(email, OLD).refusal for _ in range(20)]
    assert told[:19] == [""] * 19
    assert "TOO_MANY_SIGN_INS" in told[19]
    # Who is in stays in.
    assert site.reason(came, "/v1/me") == ""
