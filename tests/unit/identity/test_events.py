"""What Identity Platform asks, read from its claims as it documents them."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from shared.identity.events import sign_in_event
from shared.kernel.errors import Unauthenticated

# The shape of https://cloud.google.com/identity-platform/docs/blocking-functions.
CLAIMS: dict[str, Any] = {
    "sub": "u1",
    "event_id": "e1",
    "event_type": "beforeSignIn",
    "sign_in_method": "google.com",
    "user_agent": "Mozilla/5.0",
    "raw_user_info": json.dumps({"sub": "123", "hd": "district.example"}),
    "user_record": {
        "uid": "u1",
        "email": "Ada@District.Example",
        "provider_data": [{"provider_id": "google.com", "uid": "123"}],
    },
}


def test_an_event_is_read() -> None:
    event = sign_in_event(CLAIMS)
    assert (event.kind, event.uid, event.method) == ("beforeSignIn", "u1", "google.com")
    assert (event.email, event.subjects) == ("ada@district.example", {"google.com": "123"})
    assert event.attributes == {"sub": "123", "hd": "district.example"}


def test_the_providers_token_says_more_than_its_user_data() -> None:
    body = base64.urlsafe_b64encode(json.dumps({"sub": "123", "hd": "x"}).encode()).decode()
    event = sign_in_event({**CLAIMS, "oauth_id_token": f"head.{body.rstrip('=')}.signature"})
    assert event.attributes == {"sub": "123", "hd": "x"}
    # The Auth emulator gives the claims alone.
    alone = sign_in_event({**CLAIMS, "oauth_id_token": '{"sub": "9"}'})
    assert alone.attributes == {"sub": "9"}


@pytest.mark.parametrize(
    "changes",
    [
        {"user_record": None},
        {"user_record": {}},
        {"user_record": {"uid": ""}},
        {"user_record": {"uid": 7}},
        {"sub": "another"},
        {"user_record": {"uid": "u1", "provider_data": "google.com"}},
        {"user_record": {"uid": "u1", "provider_data": ["google.com"]}},
        {"oauth_id_token": "a.b.c"},
        {"oauth_id_token": "no token"},
        {"raw_user_info": "[]"},
    ],
)
def test_what_is_no_event_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated) as refused:
        sign_in_event({**CLAIMS, **changes})
    assert refused.value.reason == "EVENT_MALFORMED"


def test_an_event_may_lack_what_it_does_not_need() -> None:
    event = sign_in_event({"sub": "u1", "user_record": {"uid": "u1"}})
    assert (event.email, event.method, event.attributes, dict(event.subjects)) == ("", "", {}, {})
