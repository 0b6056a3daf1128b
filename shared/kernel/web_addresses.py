"""Addresses of other people's servers that a person types: which may be called at all. Pure.

What a name resolves to is judged where the connection is made, see `shared.cloud.outside`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_network

HTTPS_PORT = 443
LONGEST = 2_000
"""Characters of an address."""

_ADDRESS = re.compile(
    r"https://(?P<host>[a-z0-9.-]+|\[[0-9a-f:.]*\])(:(?P<port>[0-9]*))?(?P<target>[/?].*)?",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""A last label of an address of numbers, in any of the ways in which they are written."""
_CHARACTERS = re.compile(r"[A-Za-z0-9._~:/?\[\]@!$&'()*+,;=%-]*", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LONGEST_HOST = 253
_INNER_NAMES = ("internal", "local", "localdomain", "localhost", "home", "lan", "corp", "intranet")
"""Top-level names that never belong to a server on the internet."""

_NEVER = tuple(
    ip_network(each)
    for each in (
        "169.254.0.0/16",  # link-local: the metadata server of every cloud
        "100.64.0.0/10",  # shared by carriers; also used inside clouds
        "192.0.0.0/24",  # of protocols; some versions of Python take one of them for global
        "192.88.99.0/24",  # 6to4 relays
        "::/96",  # IPv4 in IPv6, long deprecated
        "::ffff:0:0/96",  # IPv4-mapped
        "64:ff9b::/96",  # NAT64: any IPv4 address behind a translator
        "64:ff9b:1::/48",  # the same, local
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "fd20:ce::/32",  # Google's metadata server
        "fec0::/10",  # site-local, long deprecated
    )
)


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A well-formed https address.

    Attributes:
        host: lower case.
        port: -1 for one that is empty or begins with a zero.
        target: path and query, ``/`` at least.
    """

    host: str
    port: int
    target: str


def web_address(text: str) -> WebAddress | None:
    """The address that a text is; None when it isn't one of https with a host."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    port = found["port"]
    number = HTTPS_PORT if port is None else int(port or -1)
    is_plain = port is None or str(number) == port
    return WebAddress(found["host"].lower(), number if is_plain else -1, found["target"] or "/")


def wrong_with(text: str, published: Callable[[str], bool] = lambda _: False) -> str:
    """What is wrong with an address that a person gave; empty when it may be called.

    It is read by its letters; what its host leads to is judged each time it is called. The text
    that is given never repeats the address.

    Args:
        text: as it was given.
        published: tells of a ``host:port`` that a local stack itself has published it.
    """
    reasons = (
        (not text, "must not be empty"),
        (len(text) > LONGEST, f"must have at most {LONGEST} characters"),
        (_CONTROL.search(text), "must not have line breaks or other control characters"),
        ("#" in text, "must not have a part after #"),
        (not _CHARACTERS.fullmatch(text), "must have only the characters of an address, no spaces"),
        (not text.lower().startswith("https://"), "must begin with https://"),
        ("@" in re.split(r"[/?]", text[8:])[0], "must not have a user name or password in it"),
    )
    wrong = next((reason for holds, reason in reasons if holds), "")
    if wrong:
        return wrong
    address = web_address(text)
    if address is None:
        return "must be https:// and the name of a host"
    if published(f"{address.host}:{address.port}"):
        return ""
    return _wrong_host(address.host, address.port)


def is_on_the_internet(address: IPv4Address | IPv6Address) -> bool:
    """True for an address of the public internet, and for no other: not even by translation."""
    inside = any(address.version == net.version and address in net for net in _NEVER)
    return address.is_global and not address.is_multicast and not inside


def _wrong_host(host: str, port: int) -> str:
    labels = host.split(".")
    reasons = (
        (
            host.startswith("[") or _NUMBER.fullmatch(labels[-1]),
            "must name a host, not an IP address",
        ),
        (port != HTTPS_PORT, f"must have no port, or {HTTPS_PORT}"),
        (
            len(host) > _LONGEST_HOST or not all(map(_LABEL.fullmatch, labels)),
            "must have the name of a host in ASCII letters, digits, hyphens and dots",
        ),
        (
            len(labels) == 1 or labels[-1] in _INNER_NAMES,
            "must be a name that is known on the internet",
        ),
    )
    return next((reason for holds, reason in reasons if holds), "")
