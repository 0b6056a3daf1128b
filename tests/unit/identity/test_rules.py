"""Who is proven by what a provider says, and what a session's token may hold."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.identity.events import SignInEvent
from shared.identity.model import Account, AccountState, Proof, Session, account_of
from shared.identity.providers import providers
from shared.identity.rules import (
    MOST_CLAIM_BYTES,
    MOST_SESSIONS,
    ProviderSettings,
    Refusal,
    claims_for,
    device_of,
    is_less,
    proof_of,
    sessions_after,
)
from shared.kernel.actor import Membership, Module
from shared.kernel.roles import Role

GOOGLE = providers()["google.com"]
ON = ProviderSettings(enabled=True, realms=frozenset({"district.example", "alias.example"}))
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
CLAIMS: dict[str, Any] = {
    "iss": "https://accounts.google.com",
    "sub": "123",
    "hd": "district.example",
    "email": "ada@district.example",
    "email_verified": True,
}


def came(**changes: Any) -> SignInEvent:
    claims = {**CLAIMS, **changes}
    return SignInEvent(
        kind="beforeSignIn",
        event="e1",
        uid="u1",
        method="google.com",
        email="ada@district.example",
        subjects={"google.com": "123"},
        attributes={name: value for name, value in claims.items() if value is not None},
    )


def test_an_account_of_the_district_proves_its_address() -> None:
    proof = proof_of(came(), GOOGLE, ON)
    assert isinstance(proof, Proof)
    assert (proof.email, proof.sis_ids) == ("ada@district.example", ())


def test_the_same_account_is_the_same_identity_under_another_address() -> None:
    one, other = (
        proof_of(came(email=email), GOOGLE, ON)
        for email in ("ada@district.example", "ada.king@alias.example")
    )
    assert isinstance(one, Proof)
    assert isinstance(other, Proof)
    assert one.identity == other.identity


def test_an_address_outside_of_the_districts_domains_matches_nobody() -> None:
    for email in ("ada@evil.example", "ada@sub.district.example", "ada@district.example.", "ada"):
        proof = proof_of(came(email=email), GOOGLE, ON)
        assert isinstance(proof, Proof)
        assert proof.email == ""


@pytest.mark.parametrize(
    ("changes", "settings"),
    [
        ({"hd": "other.example"}, ON),
        ({"hd": None}, ON),
        ({"sub": None}, ON),
        ({"sub": ""}, ON),
        ({"sub": 123}, ON),
        ({"sub": "124"}, ON),
        ({"iss": "https://evil.example"}, ON),
        ({}, ProviderSettings(enabled=True)),
    ],
)
def test_what_proves_nobody(changes: dict[str, Any], settings: ProviderSettings) -> None:
    assert proof_of(came(**changes), GOOGLE, settings) is Refusal.NOT_ON_THE_ROSTER


def test_a_way_that_is_off_proves_nobody() -> None:
    off = ProviderSettings(enabled=False, realms=ON.realms)
    assert proof_of(came(), GOOGLE, off) is Refusal.PROVIDER_OFF


@given(st.dictionaries(st.sampled_from([*CLAIMS, "email_verified", "hd"]), st.none() | st.text()))
def test_nothing_but_the_districts_domain_and_a_true_word_proves_an_address(
    changes: dict[str, Any],
) -> None:
    proof = proof_of(came(**changes), GOOGLE, ON)
    said = {**CLAIMS, **changes}
    if isinstance(proof, Proof) and proof.email:
        assert said["email_verified"] is True
        assert str(said["hd"]).lower() in ON.realms
        assert said["iss"] == CLAIMS["iss"]
        assert said["sub"] == "123"


def account(schools: int, **more: Any) -> Account:
    held = {f"school-{n:03}": Membership(Role.TEACHER, "person-0123456789") for n in range(schools)}
    return Account("u1", "a@x.org", AccountState.ACTIVE, "p", memberships=held, **more)


@given(st.integers(0, 60))
def test_a_token_never_holds_more_than_firebase_takes(schools: int) -> None:
    claims = claims_for(account(schools), "s" * 16)
    assert claims["s"] == "s" * 16
    assert len(json.dumps(claims, separators=(",", ":"))) <= MOST_CLAIM_BYTES
    assert "m" not in claims or len(claims["m"]) == schools


def test_a_token_says_what_narrows_and_widens_a_role() -> None:
    held = Membership(Role.MANAGER, "p", frozenset({"09"}), frozenset({Module.PASSES}))
    somebody = Account("u", "", AccountState.ACTIVE, "p", memberships={"a": held})
    assert claims_for(somebody, "s1")["m"] == {
        "a": {"r": "MANAGER", "p": "p", "g": ["09"], "x": ["PASSES"]}
    }
    manager = Account("u", "", AccountState.ACTIVE, "p", district=True)
    assert claims_for(manager, "s1") == {"s": "s1", "m": {}, "d": {"p": "p"}}


def test_an_account_is_what_its_document_says() -> None:
    whole = account(
        2, links=frozenset({"l1"}), guardian="g1", sessions={"s1": Session(NOW, "password", "x")}
    )
    assert account_of(whole.as_document()) == whole


def test_the_oldest_session_is_over_when_one_too_many_begins() -> None:
    sessions = {f"s{n:02}": Session(NOW + timedelta(minutes=n), "password") for n in range(20)}
    assert len(sessions) == MOST_SESSIONS
    after = sessions_after(sessions, "new", Session(NOW + timedelta(hours=1), "password"))
    assert set(after) == set(sessions) - {"s00"} | {"new"}
    # The same event once more is the same session.
    assert set(sessions_after(after, "new", Session(NOW, "password"))) == set(after)


def test_somebody_is_less_where_anything_is_gone_or_another() -> None:
    held = {"a": Membership(Role.OWNER, "p"), "b": Membership(Role.TEACHER, "p")}
    assert not is_less(held, held)
    assert not is_less(held, {**held, "c": Membership(Role.STAFF, "p")})
    assert is_less(held, {"a": held["a"]})
    assert is_less(held, {**held, "a": Membership(Role.TEACHER, "p")})
    assert is_less(held, {**held, "a": Membership(Role.OWNER, "p", frozenset({"09"}))})


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/131.0 Safari/537.36",
            "Chrome on ChromeOS",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1", "Safari on iOS"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:128.0) Firefox/128.0", "Firefox on Windows"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_told_in_words(agent: str, device: str) -> None:
    assert device_of(agent) == device
