"""Addresses and keys that a source may have, and what is said of those that it may not."""

from __future__ import annotations

import ipaddress
import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.rostering.api_source import ApiScope, ApiSource, api_source_fields
from shared.rostering.api_source_checks import (
    Allowed,
    same_owner,
    wrong_secret,
    wrong_source,
)
from shared.rostering.connections import Method
from tests.support.tree import ROOT

HERE = "127.0.0.1:18443"
ALLOWED = Allowed(published=lambda place: place == HERE, vendors=lambda: {"sky.blackbaud.com"})
GOOD = "https://lincoln.example.org/ims/oneroster/v1p1"


def wrong(**settings: Any) -> list[tuple[str, str]]:
    return wrong_for(Method.ONEROSTER, ApiSource(**{"base_url": GOOD, **settings}))


def wrong_for(method: Method, source: ApiSource | None) -> list[tuple[str, str]]:
    document = {"method": method.value, "apiSource": api_source_fields(source)}
    return list(wrong_source(document, ALLOWED))


CASES: list[tuple[str, str]] = json.loads(
    (ROOT / "tests" / "data" / "source_addresses.json").read_text("utf-8")
)
"""Addresses, each with what is wrong with it; the console's words are held to the same ones."""

FAULTS = {
    "empty": "must not be empty",
    "long": "must have at most 2000 characters",
    "control": "must not have line breaks or other control characters",
    "braces": "still has a part in braces; put your own value there",
    "fragment": "must not have a part after #",
    "signs": "must have only the characters of an address, no spaces",
    "scheme": "must begin with https://",
    "user": "must not have a user name or password in it",
    "host": "must be https:// and the name of a host",
    "number": "must name a host, not an IP address",
    "port": "must have no port, or 443",
    "letters": "must have the name of a host in ASCII letters, digits, hyphens and dots",
    "inside": "must be a name that is known on the internet",
}


@pytest.mark.parametrize(("address", "fault"), CASES)
def test_an_address_is_taken_as_it_was_pasted_or_refused_with_its_reason(
    address: str, fault: str
) -> None:
    what = [FAULTS[fault]] if fault else []
    assert wrong(base_url=address) == [("apiSource.baseUrl", each) for each in what]
    if address:
        found = wrong(token_url=address, token_url_approved=True)
        assert found == [("apiSource.tokenUrl", each) for each in what]


def test_every_reason_has_its_case() -> None:
    assert {fault for _, fault in CASES} == {"", *FAULTS}
    assert wrong(base_url=f"https://{HERE}/ims/oneroster/v1p1") == []


@given(st.text(max_size=60), st.sampled_from(["", "https://", "https://a.example"]))
@example(HERE, "https://")
@example("/..@b", "https://a.example")
def test_what_is_taken_leads_where_it_seems_to(text: str, start: str) -> None:
    """Another reader of addresses finds the same: https, a name, no port, nobody's name."""
    address = start + text
    if wrong(base_url=address):
        return
    read = urlsplit(address)
    assert (read.scheme, read.username, read.password, read.fragment) == ("https", None, None, "")
    host = read.hostname or ""
    if f"{host}:{read.port}" == HERE:
        return
    assert read.port in {None, 443}
    assert "." in host.strip(".")
    with pytest.raises(ValueError, match="does not appear to be"):
        ipaddress.ip_address(host)
    assert address.split("/")[2].lower().removesuffix(":443").split("?")[0] == host


ELSEWHERE = (
    "is on another domain than baseUrl, so the secret would go there; ask the system's vendor "
    "whether that is right, and set tokenUrlApproved to true"
)


@pytest.mark.parametrize(
    ("base", "token", "same"),
    [
        ("a.example.org", "a.example.org", True),
        ("example.org", "auth.example.org", True),
        # A list of rented endings would say yes to the first and no to the others.
        ("a.example.org", "b.example.org", False),
        ("a.azurewebsites.net", "b.azurewebsites.net", False),
        ("a.k12.ca.us", "b.k12.ca.us", False),
        ("a.example.org", "example.org", False),
        ("a.example.org", "a.example.org.evil.example", False),
        ("example.org", "notexample.org", False),
        ("api.sky.blackbaud.com", "oauth2.sky.blackbaud.com", True),
        ("api.sky.blackbaud.com", "oauth2.blackbaud.com", False),
        ("api.sky.blackbaud.com", "sky.blackbaud.com.evil.example", False),
    ],
)
def test_the_secret_goes_to_another_domain_only_where_somebody_says_so(
    base: str, token: str, *, same: bool
) -> None:
    addresses = {"base_url": f"https://{base}/x", "token_url": f"https://{token}/token?appName=x"}
    assert wrong(**addresses) == ([] if same else [("apiSource.tokenUrl", ELSEWHERE)])
    assert wrong(**addresses, token_url_approved=True) == []


LABELS = st.lists(st.sampled_from(["a", "b", "com", "us"]), min_size=1, max_size=4).map(".".join)


@given(LABELS, LABELS)
def test_without_a_vendor_only_what_lies_below_the_base_is_the_same(base: str, below: str) -> None:
    assert same_owner(base, base, ())
    assert same_owner(base, f"{below}.{base}", ())
    assert not same_owner(f"{below}.{base}", base, ())
    assert same_owner(base, below, ()) == f".{below}".endswith(f".{base}")


def test_only_systems_that_speak_oneroster_have_an_address() -> None:
    text = "must be null unless the method is ONEROSTER or CLASSLINK"
    assert wrong_for(Method.CLASSLINK, ApiSource(GOOD)) == []
    for method in (Method.SFTP, Method.CLEVER):
        assert wrong_for(method, ApiSource(GOOD)) == [("apiSource", text)]
        assert wrong_for(method, None) == []


@pytest.mark.parametrize(
    ("settings", "fields"),
    [
        ({"page_limit": 1}, []),
        ({"page_limit": 10_000}, []),
        ({"page_limit": 0}, ["pageLimit"]),
        ({"page_limit": 10_001}, ["pageLimit"]),
        ({"client_id": "a" * 500}, []),
        ({"client_id": "a" * 501}, ["clientId"]),
        ({"client_id": "a\nb"}, ["clientId"]),
        ({"client_id": "a "}, ["clientId"]),
        ({"client_id": "\ud800"}, ["clientId"]),
        ({"scope": ApiScope.CUSTOM}, ["customScope"]),
        ({"scope": ApiScope.AUTO, "custom_scope": "x"}, ["customScope"]),
        ({"scope": ApiScope.CUSTOM, "custom_scope": "https://purl.example/a roster.readonly"}, []),
        ({"scope": ApiScope.CUSTOM, "custom_scope": "a  b"}, ["customScope"]),
        ({"scope": ApiScope.CUSTOM, "custom_scope": 'a"b'}, ["customScope"]),
        ({"scope": ApiScope.CUSTOM, "custom_scope": "a" * 2_001}, ["customScope"]),
    ],
)
def test_other_settings_have_their_bounds(settings: dict[str, Any], fields: list[str]) -> None:
    assert [field for field, _ in wrong(**settings)] == [f"apiSource.{each}" for each in fields]


@given(st.text(max_size=40), st.sampled_from(["base_url", "token_url", "client_id"]))
def test_what_is_said_never_repeats_the_value(text: str, field: str) -> None:
    marked = f"{text}zqzqz"
    assert all("zqzqz" not in what for _, what in wrong(**{field: marked}))


@pytest.mark.parametrize(
    ("secret", "fits"),
    [
        ("s3cret", True),
        ("a b", True),
        ("ä€", True),
        ("a\n", False),
        ("\ta", False),
        (" a", False),
        ("\udfff", False),
    ],
)
def test_a_secret_is_taken_without_what_a_paste_brings_along(secret: str, *, fits: bool) -> None:
    assert (wrong_secret(secret) == "") is fits
