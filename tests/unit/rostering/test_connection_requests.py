"""What a connection request is decided by, without a database."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.api_source import ApiAuthentication, ApiScope, ApiSource, ApiVersion
from shared.rostering.connection_requests import (
    ConnectionRequest,
    ConnectionRequestState,
    code_of,
    code_parts,
    hash_of,
    new_secret,
    request_fields,
    request_from,
    request_id,
    request_page,
)
from shared.rostering.sis_systems import ApiProfile, usual_source

MADE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
REQUEST = ConnectionRequest(
    school="lincoln-high",
    connection="sis",
    number="n1",
    asker="owner@district.example",
    language="en",
    email="sis@vendor.example",
    note="Hello.",
    create_time=MADE,
    shown=hash_of("shown"),
)


def test_a_link_works_for_seven_days_to_the_second() -> None:
    week = MADE + timedelta(days=7)
    assert REQUEST.expire_time == week
    assert REQUEST.state_at(week - timedelta(microseconds=1)) is ConnectionRequestState.OPEN
    assert REQUEST.state_at(week) is ConnectionRequestState.EXPIRED


@pytest.mark.parametrize("state", [ConnectionRequestState.USED, ConnectionRequestState.REVOKED])
def test_what_is_closed_is_not_called_too_old_later(state: ConnectionRequestState) -> None:
    closed = replace(REQUEST, state=state, close_time=MADE)
    assert closed.state_at(MADE + timedelta(days=20)) is state


def test_both_links_open_it_and_nothing_else_does() -> None:
    mailed = replace(REQUEST, mailed=hash_of("mailed"))
    assert [mailed.knows(each) for each in ("shown", "mailed")] == [True, True]
    others = ["", "Shown", hash_of("shown"), hash_of("mailed")]
    assert not any(mailed.knows(each) for each in others)
    assert not REQUEST.knows("")


def test_a_secret_is_160_unpredictable_bits() -> None:
    asked: list[int] = []

    def randomness(size: int) -> bytes:
        asked.append(size)
        return secrets.token_bytes(size)

    made = {new_secret(randomness) for _ in range(50)}
    assert (len(made), set(asked)) == (50, {20})
    assert {len(each) for each in made} == {32}


@given(st.binary(min_size=20, max_size=20), st.text(max_size=70), st.text(max_size=70))
def test_a_code_is_taken_apart_again(raw: bytes, school: str, connection: str) -> None:
    request, secret = request_id(school, connection), new_secret(lambda _: raw)
    code = code_of(request, secret)
    assert code_parts(code) == (request, secret)
    assert code_parts(f" {code}\n") == (request, secret)
    assert request_page("https://console.example/", code).endswith(
        f"/connection-request#code={code}"
    )


@given(st.text(max_size=120))
def test_any_other_text_is_no_code(text: str) -> None:
    found = code_parts(text)
    assert found is None or code_of(*found) == text.strip()


@pytest.mark.parametrize("change", [str.upper, lambda code: code[:-1], lambda code: f"{code}a"])
def test_a_code_that_was_not_copied_whole_is_none(change: object) -> None:
    code = code_of(request_id("lincoln-high", "sis"), new_secret(secrets.token_bytes))
    assert callable(change)
    assert code_parts(change(code)) is None


def test_no_two_connections_share_a_request() -> None:
    pairs = [("a", "bc"), ("ab", "c"), ("a-b", "c"), ("a", "b-c")]
    assert len({request_id(*pair) for pair in pairs}) == len(pairs)


def test_what_is_written_is_read_and_holds_no_secret() -> None:
    secret = new_secret(secrets.token_bytes)
    request = replace(
        REQUEST,
        shown=hash_of(secret),
        mailed=hash_of("mailed"),
        mail_time=MADE,
        state=ConnectionRequestState.USED,
        close_time=MADE,
        answer=hash_of("call"),
    )
    fields = request_fields(request)
    assert request_from(fields) == request
    assert secret not in str(fields)
    assert fields["expiresAt"] == MADE + timedelta(days=30)


def test_how_a_system_is_asked_is_as_it_is_published() -> None:
    assert usual_source(None) == ApiSource("")
    told = ApiProfile(
        base_url="https://{host}/ims",
        token_url="",
        steps="",
        version=ApiVersion.V1P1,
        authentication=ApiAuthentication.BODY,
        scope=ApiScope.NONE,
        page_limit=50,
        prefer_role_endpoints=True,
        keep_cookies=False,
    )
    assert usual_source(told) == ApiSource(
        "",
        version=ApiVersion.V1P1,
        authentication=ApiAuthentication.BODY,
        scope=ApiScope.NONE,
        page_limit=50,
        prefer_role_endpoints=True,
        keep_cookies=False,
    )
