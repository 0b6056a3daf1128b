"""Which SSH algorithms are offered: a modern list, and old ones that a district may opt in to."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypedDict

KEY_EXCHANGES = (
    "mlkem768x25519-sha256",
    "curve25519-sha256",
    "curve25519-sha256@libssh.org",
    "ecdh-sha2-nistp256",
    "ecdh-sha2-nistp384",
    "ecdh-sha2-nistp521",
    "diffie-hellman-group-exchange-sha256",
    "diffie-hellman-group16-sha512",
    "diffie-hellman-group18-sha512",
    "diffie-hellman-group14-sha256",
)
CIPHERS = (
    "chacha20-poly1305@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-gcm@openssh.com",
    "aes256-ctr",
    "aes192-ctr",
    "aes128-ctr",
)
MACS = (
    "hmac-sha2-256-etm@openssh.com",
    "hmac-sha2-512-etm@openssh.com",
    "hmac-sha2-256",
    "hmac-sha2-512",
)
SIGNATURES = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
)

_LEGACY_KEY_EXCHANGES = ("diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha1")
_LEGACY_CIPHERS = ("aes256-cbc", "aes128-cbc")
_LEGACY_MACS = ("hmac-sha1",)
_LEGACY_SIGNATURES = ("ssh-rsa",)

LEGACY = frozenset(
    (*_LEGACY_KEY_EXCHANGES, *_LEGACY_CIPHERS, *_LEGACY_MACS, *_LEGACY_SIGNATURES),
)
"""What may be opted in to. Nothing with MD5, DES, RC4, DSA or a group of 1,024 bits is."""


class Offered(TypedDict):
    """The lists as asyncssh takes them."""

    kex_algs: list[str]
    encryption_algs: list[str]
    mac_algs: list[str]
    signature_algs: list[str]
    compression_algs: list[str]


def signatures(legacy: Collection[str]) -> frozenset[bytes]:
    """How host keys and clients' keys may sign: asyncssh's own list lets SHA-1 pass for RSA."""
    return frozenset(name.encode() for name in offered(legacy)["signature_algs"])


def offered(legacy: Collection[str]) -> Offered:
    """What to offer: modern first, then those of ``legacy``; never compression (zip bombs)."""

    def chosen(modern: tuple[str, ...], old: tuple[str, ...]) -> list[str]:
        return [*modern, *(name for name in old if name in legacy)]

    return Offered(
        kex_algs=chosen(KEY_EXCHANGES, _LEGACY_KEY_EXCHANGES),
        encryption_algs=chosen(CIPHERS, _LEGACY_CIPHERS),
        mac_algs=chosen(MACS, _LEGACY_MACS),
        signature_algs=chosen(SIGNATURES, _LEGACY_SIGNATURES),
        compression_algs=["none"],
    )
