"""What is decided about mails, links and limits without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, request

from functions.runtime import calls
from shared.identity.events import sign_in_event
from shared.identity.model import Session, set_password_page, sign_in_page
from shared.identity.rules import sessions_left
from shared.kernel.networks import place_of
from shared.kernel.outbox import OutboxEvent, announce
from shared.notifications.account_letters import ACCOUNT_MESSAGES, account_letter
from shared.notifications.model import Language

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
SESSIONS = {
    "old": Session(NOW - timedelta(minutes=1), "password"),
    "new": Session(NOW + timedelta(minutes=1), "password"),
}


@pytest.mark.parametrize(
    ("before", "since", "left"),
    [
        (0, 0, {"old", "new"}),
        (100, 100, {"old", "new"}),
        (100, 99, {"old", "new"}),
        # It was put forward: nothing that began under the older one is left.
        (100, 101, set()),
        # Never looked at before: what began after it is no older than it.
        (0, int(NOW.timestamp()), {"new"}),
    ],
)
def test_sessions_end_when_firebase_puts_its_tokens_forward(
    before: int, since: int, left: set[str]
) -> None:
    assert set(sessions_left(SESSIONS, before, since)) == left


@pytest.mark.parametrize(
    ("told", "known"),
    [(1_700_000_000, 1_700_000_000), (None, 0), ("1700000000", 0), (True, 0), (1.5, 0)],
)
def test_an_event_says_since_when_tokens_count(told: object, known: int) -> None:
    user = {"uid": "u1", "email": "a@b.example", "tokens_valid_after_time": told}
    event = sign_in_event({"sub": "u1", "event_type": "beforeSignIn:x", "user_record": user})
    assert event.valid_since == known


@pytest.mark.parametrize(
    ("network", "place"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("no address", "no address"),
    ],
)
def test_a_household_is_one_place(network: str, place: str) -> None:
    assert place_of(network) == place


@pytest.mark.parametrize(
    ("header", "proxies", "network"),
    [
        ("", 0, "10.0.0.7"),
        ("1.1.1.1", 0, "10.0.0.7"),
        ("1.1.1.1", 1, "1.1.1.1"),
        ("6.6.6.6, 1.1.1.1", 1, "1.1.1.1"),
        ("6.6.6.6, 1.1.1.1, 2.2.2.2", 2, "1.1.1.1"),
        # Fewer than there are proxies: none of it can be believed.
        ("6.6.6.6", 2, "10.0.0.7"),
    ],
)
def test_only_the_districts_own_proxies_say_who_calls(
    header: str, proxies: int, network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "proxies", lambda: proxies)
    headers = {"X-Forwarded-For": header} if header else {}
    with Flask("test").test_request_context(
        headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.7"}
    ):
        assert calls.network_of(request) == network


def test_a_code_stands_where_no_server_sees_it() -> None:
    for page in (set_password_page, sign_in_page):
        seen, _, hidden = page("https://carillon.example/", "AbC").partition("#")
        assert "AbC" not in seen
        assert hidden == "code=AbC"
        assert "//" not in seen.removeprefix("https://")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("account.invited", {"provider": "password"}),
        ("account.invited", {"provider": "emailLink"}),
        ("account.password.asked", {}),
        ("account.link.asked", {}),
    ],
)
def test_a_letter_has_its_link_once_in_each_part_and_says_how_long_it_works(
    kind: str, payload: dict[str, str], language: Language
) -> None:
    link = "https://carillon.example/sign-in-link#code=AbC"
    message = ACCOUNT_MESSAGES[kind].model_validate({**payload, "language": language.value})
    letter = account_letter(message, "Lincoln & Sons", link)
    assert letter.text.count(link) == 1
    assert letter.html.count(f'href="{link}"') == 1
    hour = {Language.EN: "one hour", Language.ES: "una hora"}[language]
    assert hour in letter.text
    assert hour in letter.html
    assert "Lincoln &amp; Sons" in letter.html or kind != "account.invited"


def test_a_typed_address_is_kept_for_its_own_time() -> None:
    event: OutboxEvent = announce("account.link.asked", "", "x", {}, NOW, timedelta(days=1))
    assert event.expires_at == NOW + timedelta(days=1)
