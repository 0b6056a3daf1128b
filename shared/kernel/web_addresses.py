"""Addresses of other people's servers that a person types: which may be called at all. Pure.

What a name resolves to is judged where the connection is made, see `shared.cloud.outside`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_network

HTTPS_PORT = 443
LONGEST = 2_000
"""Characters of an address."""

# Not compiled to ignore case: then a class of characters also holds what folds into it.
_ADDRESS = re.compile(
    r"[Hh][Tt][Tt][Pp][Ss]://(?P<host>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*)"
    r"(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<target>/[^\x00-\x20\x7f-\U0010ffff#\\<>\"`{}|^]*)?"
)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
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
        host: lower case; letters, digits and hyphens between dots.
        target: path and query, ``/`` at least.
    """

    host: str
    port: int
    target: str

    @property
    def text(self) -> str:
        """The address, without the port that https has anyway."""
        port = "" if self.port == HTTPS_PORT else f":{self.port}"
        return f"https://{self.host}{port}{self.target}"


def web_address(text: str) -> WebAddress | None:
    """The address that a text is; None when it isn't one of https with a name for its host."""
    found = _ADDRESS.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    port = int(found["port"] or HTTPS_PORT)
    return WebAddress(found["host"].lower(), port, found["target"] or "/")


def wrong_with(text: str, local: Collection[str] = ()) -> str:
    """What is wrong with an address that a person gave; empty when it may be called.

    Args:
        text: as it was given.
        local: ``host:port`` of the servers that a local stack itself has published.
    """
    address = web_address(text)
    if address is None:
        return (
            "must be an https:// address with a host name, without a user name, spaces or a part "
            "after #"
        )
    if f"{address.host}:{address.port}" in local:
        return ""
    if wrong := _wrong_host(address.host.split(".")):
        return wrong
    return "" if address.port == HTTPS_PORT else f"must use port {HTTPS_PORT}, the one of https"


def is_on_the_internet(address: IPv4Address | IPv6Address) -> bool:
    """True for an address of the public internet, and for no other: not even by translation."""
    inside = any(address.version == net.version and address in net for net in _NEVER)
    return address.is_global and not address.is_multicast and not inside


def _wrong_host(labels: list[str]) -> str:
    if _NUMBER.fullmatch(labels[-1]):
        return "must have a host name, not an IP address"
    if len(labels) == 1 or labels[-1] in _INNER_NAMES:
        return "must have a host name that the internet knows, such as sis.example.org"
    if any(label.startswith("-") or label.endswith("-") for label in labels):
        return "must have a host name whose parts don't begin or end with a hyphen"
    return ""
