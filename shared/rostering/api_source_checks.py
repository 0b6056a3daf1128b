"""Which addresses and keys a source may have. Pure: settings in, what is wrong with them out.

An address is read by its letters and never resolved: what a name leads to is judged each time it is
called, because that changes. A description never repeats a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.kernel.web_addresses import web_address, wrong_with
from shared.rostering.api_source import MOST_IN_PAGE, WHERE, ApiScope
from shared.rostering.connections import Method

SPEAKS_ONEROSTER = frozenset({Method.ONEROSTER, Method.CLASSLINK})
LONGEST = {"clientId": 500, "customScope": 2_000}
"""Characters, by field."""

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Halves of a character too: JSON can hold them, and nothing can store them."""
_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*", re.ASCII)
"""Scope tokens of RFC 6749, section 3.3."""


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
        what = _wrong_address(text, allowed.published)
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


def _wrong_address(text: str, published: Callable[[str], bool]) -> str:
    """What is wrong with an address; empty for nothing."""
    if _PLACEHOLDER.search(text):
        return "still has a part in braces; put your own value there"
    return wrong_with(text, published)


def _host(text: str) -> str:
    """Of an address that nothing is wrong with."""
    found = web_address(text)
    return found.host if found else ""
