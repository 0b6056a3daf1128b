"""A source in its connection's document, and what of it changes what the next night does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.ids import ConnectionId, SchoolId
from shared.rostering.api_source import (
    ApiAuthentication,
    ApiScope,
    ApiSource,
    ApiVersion,
    ClearedSecret,
)
from shared.rostering.connections import Connection, Method, connection_fields, connection_from
from shared.rostering.source_keys import carried, pinned

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
SECRET = "projects/p/secrets/s/versions/3"
PLAIN = ApiSource("https://a.example", "https://a.example/token", client_id="key")

TEXTS = st.text(max_size=10)
SOURCES = st.builds(
    ApiSource,
    TEXTS,
    TEXTS,
    st.booleans(),
    TEXTS,
    st.sampled_from(ApiVersion),
    st.sampled_from(ApiAuthentication),
    st.sampled_from(ApiScope),
    TEXTS,
    st.integers(1, 10_000),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", SECRET]),
    st.none() | st.just(NOW),
)
CLEARED = st.none() | st.just(ClearedSecret(SECRET, NOW))


def of(source: ApiSource | None, cleared: ClearedSecret | None = None) -> Connection:
    return Connection(
        SchoolId("lincoln"),
        ConnectionId("sis"),
        "SIS",
        method=Method.ONEROSTER,
        api_source=source,
        cleared_secret=cleared,
    )


@given(st.none() | SOURCES, CLEARED)
def test_a_document_holds_the_whole_source(
    source: ApiSource | None, cleared: ClearedSecret | None
) -> None:
    whole = of(source, cleared)
    assert connection_from(connection_fields(whole)) == whole


def test_a_connection_from_before_there_were_sources_has_none() -> None:
    fields = connection_fields(of(PLAIN))
    del fields["apiSource"], fields["clearedSecret"]
    assert connection_from(fields) == of(None)


@pytest.mark.parametrize(
    ("changed", "other_people"),
    [
        ({"base_url": "https://b.example"}, True),
        ({"token_url": "https://a.example/oauth"}, True),
        ({"client_id": "other"}, True),
        ({"version": ApiVersion.V1P2}, True),
        ({"scope": ApiScope.NONE}, True),
        ({"custom_scope": "x"}, True),
        ({"prefer_role_endpoints": True}, True),
        ({"authentication": ApiAuthentication.BODY}, False),
        ({"page_limit": 50}, False),
        ({"keep_cookies": False}, False),
        ({"delta_pulls": True}, False),
        ({"token_url_approved": True}, False),
        ({"secret_version": SECRET, "secret_time": NOW}, False),
    ],
)
def test_what_other_people_could_come_of_changes_the_hash(
    changed: dict[str, Any], *, other_people: bool
) -> None:
    before, after = of(PLAIN), of(replace(PLAIN, **changed))
    assert (before.settings_hash() != after.settings_hash()) is other_people


def test_a_secret_that_was_taken_away_is_no_setting() -> None:
    cleared = ClearedSecret(SECRET, NOW)
    assert of(PLAIN, cleared).settings_hash() == of(PLAIN).settings_hash()
    assert of(None).settings_hash() != of(PLAIN).settings_hash()


def after(was: Connection, source: ApiSource | None) -> Connection:
    """The connection once these settings of its source are saved, whatever their secret is."""
    fields = connection_fields(was)
    asked = connection_fields(of(source))["apiSource"]
    if asked is not None:
        del asked["secretVersion"], asked["secretTime"]
    return connection_from({**fields, **carried(was, asked, LATER)})


@given(st.none() | SOURCES, CLEARED, st.none() | SOURCES)
def test_a_secret_stays_exactly_with_whom_it_was_set_for(
    before: ApiSource | None, cleared: ClearedSecret | None, asked: ApiSource | None
) -> None:
    was = of(before, cleared)
    now = after(was, asked)
    had = before is not None and bool(before.secret_version)
    if asked is None or before is None:
        stays = False
    else:
        stays = (asked.base_url, asked.token_url) == (before.base_url, before.token_url)
    held = now.api_source
    if stays and before is not None and held is not None:
        assert (held.secret_version, held.secret_time) == (
            before.secret_version,
            before.secret_time,
        )
        assert now.cleared_secret == cleared
    else:
        assert held is None or (held.secret_version, held.secret_time) == ("", None)
        assert now.cleared_secret == (ClearedSecret(SECRET, LATER) if had else cleared)


@given(SOURCES, SOURCES, CLEARED)
def test_a_cleared_secret_does_not_come_back_with_its_address(
    before: ApiSource, other: ApiSource, cleared: ClearedSecret | None
) -> None:
    if (other.base_url, other.token_url) == (before.base_url, before.token_url):
        return
    back = after(after(of(before, cleared), other), before)
    assert back.api_source is not None
    assert back.api_source.secret_version == ""


@given(SOURCES, CLEARED)
def test_a_new_secret_ends_what_was_cleared_and_changes_nothing_else(
    source: ApiSource, cleared: ClearedSecret | None
) -> None:
    fields = connection_fields(of(source, cleared))
    now = connection_from({**fields, **pinned(source, "new", LATER)})
    assert now == of(replace(source, secret_version="new", secret_time=LATER))
