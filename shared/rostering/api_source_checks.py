"""Which addresses and keys a source may have. Pure: settings in, what is wrong with them out.

An address is read by its letters and never resolved: what a name leads to is judged each time it is
called, because that changes. A description never repeats a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.rostering.api_source import MOST_IN_PAGE, WHERE, ApiScope
from shared.rostering.connections import Method

SPEAKS_ONEROSTER = frozenset({Method.ONEROSTER, Method.CLASSLINK})
LONGEST = {"baseUrl": 2_000, "tokenUrl": 2_000, "clientId": 500, "customScope": 2_000}
"""Characters, by field."""

_ADDRESS = re.compile(
    r"https://(?P<host>[a-z0-9.-]+|\[[0-9a-f:.]*\])(:(?P<port>[0-9]*))?(?P<rest>[/?].*)?",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""A last label of an address of numbers, in any of the ways in which they are written."""
_IN_ADDRESS = re.compile(r"[A-Za-z0-9._~:/?\[\]@!$&'()*+,;=%-]*", re.ASCII)
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Halves of a character too: JSON can hold them, and nothing can store them."""
_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*", re.ASCII)
"""Scope tokens of RFC 6749, section 3.3."""
_INSIDE = ("internal", "local", "localhost")
"""Last labels of names that only a network's own machines know."""
_LONGEST_HOST = 253
_HTTPS = 443


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a deployment lets an address be beyond what all let it.

    Attributes:
        published: tells of a ``host:port`` that the local stack itself has published it.
        vendors: gives the domains that belong to one vendor each; see
            `shared.rostering.sis_systems.vendor_domains`.
    """

    published: Callable[[str], bool] = lambda _: False
    vendors: Callable[[], Collection[str]] = tuple


Found = Iterator[tuple[str, str]]


def wrong_source(given: Mapping[str, Any], allowed: Allowed) -> Found:
    """Everything that is wrong with where a connection's system is, as its document holds it."""
    source = given["apiSource"]
    if source is None:
        return
    if given["method"] not in SPEAKS_ONEROSTER:
        yield "apiSource", "must be null unless the method is ONEROSTER or CLASSLINK"
    hosts = {}
    for name in WHERE:
        text = source[name]
        if not text and name != "baseUrl":
            continue
        what = _wrong_address(text, LONGEST[name], allowed.published)
        if what:
            yield f"apiSource.{name}", what
        else:
            hosts[name] = _host(text)
    if _goes_elsewhere(hosts, allowed) and not source["tokenUrlApproved"]:
        yield "apiSource.tokenUrl", ELSEWHERE
    yield from _texts(source)
    if not 1 <= source["pageLimit"] <= MOST_IN_PAGE:
        yield "apiSource.pageLimit", f"must be from 1 to {MOST_IN_PAGE}"


ELSEWHERE = (
    "is on another domain than baseUrl, so the secret would go there; ask the system's vendor "
    "whether that is right, and set tokenUrlApproved to true"
)


def wrong_secret(text: str) -> str:
    """What is wrong with a secret as it was pasted; empty for nothing."""
    if _CONTROL.search(text):
        return "must not have line breaks or other control characters"
    if text != text.strip():
        return "must not begin or end with a space"
    return ""


def _goes_elsewhere(hosts: Mapping[str, str], allowed: Allowed) -> bool:
    both = len(hosts) == len(WHERE)
    return both and not same_owner(hosts["baseUrl"], hosts["tokenUrl"], allowed.vendors())


def same_owner(base: str, token: str, vendors: Collection[str]) -> bool:
    """True when a token's host certainly belongs to whom the base's host belongs.

    That is the host itself, a host below it, or two hosts of one vendor's domain. Hosts that only
    end alike are not enough: what ends alike may be rented by anybody, and no list of such endings
    is at hand.

    Args:
        base: host of the base URL, in lower case.
        token: host of the token URL, in lower case.
        vendors: domains that belong to one vendor each.
    """
    return is_within(token, base) or any(
        is_within(base, vendor) and is_within(token, vendor) for vendor in vendors
    )


def is_within(host: str, domain: str) -> bool:
    """True for a domain itself and for every host below it."""
    return host == domain or host.endswith(f".{domain}")


def _texts(source: Mapping[str, Any]) -> Found:
    client = source["clientId"]
    if len(client) > LONGEST["clientId"] or _CONTROL.search(client) or client != client.strip():
        most = LONGEST["clientId"]
        yield (
            "apiSource.clientId",
            f"must have at most {most} characters, no control characters, and no space around them",
        )
    custom = source["customScope"]
    if (source["scope"] == ApiScope.CUSTOM) != bool(custom):
        yield "apiSource.customScope", "must be given when scope is CUSTOM, and empty otherwise"
    elif custom and (len(custom) > LONGEST["customScope"] or not _SCOPE.fullmatch(custom)):
        yield (
            "apiSource.customScope",
            f"must be scopes with one space between two, {LONGEST['customScope']} signs at most",
        )


def _wrong_address(text: str, most: int, published: Callable[[str], bool]) -> str:
    """What is wrong with an address; empty for nothing."""
    reasons = (
        (not text, "must not be empty"),
        (len(text) > most, f"must have at most {most} characters"),
        (_CONTROL.search(text), "must not have line breaks or other control characters"),
        (_PLACEHOLDER.search(text), "still has a part in braces; put your own value there"),
        ("#" in text, "must not have a part after #"),
        (not _IN_ADDRESS.fullmatch(text), "must have only the characters of an address, no spaces"),
        (not text.lower().startswith("https://"), "must begin with https://"),
        ("@" in re.split(r"[/?]", text[8:])[0], "must not have a user name or password in it"),
    )
    wrong = next((reason for holds, reason in reasons if holds), "")
    return wrong or _wrong_host(text, published)


def _wrong_host(text: str, published: Callable[[str], bool]) -> str:
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return "must be https:// and the name of a host"
    host, port = found["host"].lower(), found["port"]
    if published(f"{host}:{port or _HTTPS}"):
        return ""
    labels = host.split(".")
    reasons = (
        (
            host.startswith("[") or _NUMBER.fullmatch(labels[-1]),
            "must name a host, not an IP address",
        ),
        (port not in {None, str(_HTTPS)}, f"must have no port, or {_HTTPS}"),
        (
            len(host) > _LONGEST_HOST or not all(map(_LABEL.fullmatch, labels)),
            "must have the name of a host in ASCII letters, digits, hyphens and dots",
        ),
        (
            len(labels) == 1 or labels[-1] in _INSIDE,
            "must be a name that is known on the internet",
        ),
    )
    return next((reason for holds, reason in reasons if holds), "")


def _host(text: str) -> str:
    """Of an address that nothing is wrong with."""
    found = _ADDRESS.fullmatch(text)
    return found["host"].lower() if found else ""
