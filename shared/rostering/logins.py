"""SFTP logins: how their names, passwords and keys are made, hashed and checked. Pure.

Passwords are only ever made here, never chosen by people; randomness is passed in.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.kernel.errors import Permanent

Randomness = Callable[[int], bytes]
"""Gives that many unpredictable bytes, as ``secrets.token_bytes`` does."""

USER_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_USER_NAME = 48
PASSWORD_LENGTH = 28
SALT_BYTES = 16

_PASSWORD_ALPHABET = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # noqa: S105
_SLUG_LENGTH = 32
_SUFFIX_BYTES = 5
_DIGEST_BYTES = 32
# Costs 16 MiB and about 50 ms. The passwords have 160 random bits, so more would buy nothing.
_LOG_N, _R, _P = 14, 8, 1
_MAX_MEMORY = 64 * 1024 * 1024
_NOBODY_SALT = bytes(SALT_BYTES)
_MIN_RSA_BITS = 2048
_KEY_TYPES = frozenset(
    {
        "ssh-ed25519",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "ssh-rsa",
    }
)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that may sign in.

    Attributes:
        line: type and base64, without the comment, which may be a person's name.
        fingerprint: ``SHA256:`` and unpadded base64, as OpenSSH shows it.
    """

    line: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SftpLogin:
    """Who may put files for one connection of one school.

    Attributes:
        password_hash: of `hash_password`; None when only keys may sign in.
    """

    user_name: str
    school: str
    connection: str
    password_hash: str | None
    public_keys: tuple[PublicKey, ...]
    enabled: bool
    create_time: datetime


def new_user_name(school: str, randomness: Randomness) -> str:
    """A name that says which school it is for and that nobody can guess from another."""
    slug = re.sub(r"[^a-z0-9]+", "-", school.lower()).strip("-")[:_SLUG_LENGTH].strip("-")
    suffix = base64.b32encode(randomness(_SUFFIX_BYTES)).decode("ascii").lower()
    return f"{slug or 'school'}-{suffix}"


def is_user_name(text: str) -> bool:
    """True for a text that `new_user_name` could have made, so that it may be a document's id."""
    return len(text) <= MAX_USER_NAME and USER_NAME.fullmatch(text) is not None


def new_password(randomness: Randomness) -> str:
    """28 characters that can't be taken for one another (no 0, O, 1, l, I): 160 bits."""
    size = len(_PASSWORD_ALPHABET)
    bound = 256 - 256 % size  # above it, some characters would come more often than others
    password = ""
    while len(password) < PASSWORD_LENGTH:
        password += "".join(
            _PASSWORD_ALPHABET[byte % size] for byte in randomness(PASSWORD_LENGTH) if byte < bound
        )
    return password[:PASSWORD_LENGTH]


def hash_password(password: str, salt: bytes) -> str:
    """What is stored of a password: ``$scrypt$ln=14,r=8,p=1$salt$digest``, unpadded base64."""
    digest = _scrypt(password, salt)
    return f"$scrypt$ln={_LOG_N},r={_R},p={_P}${_b64(salt)}${_b64(digest)}"


def verify_password(password: str, stored: str | None) -> bool:
    """True when ``password`` is the one that was hashed. Takes the same time for every answer.

    Args:
        password: as it was typed.
        stored: of `hash_password`; None, for nobody or a login without one, is never right.
    """
    salt, expected = _parsed(stored)
    given = _scrypt(password, salt)
    return hmac.compare_digest(given, expected) and stored is not None


def _parsed(stored: str | None) -> tuple[bytes, bytes]:
    parts = (stored or "").split("$")
    try:
        _, name, costs, salt, digest = parts
        if name == "scrypt" and costs == f"ln={_LOG_N},r={_R},p={_P}":
            return _unb64(salt), _unb64(digest)
    except ValueError:
        pass
    # Nobody's: compared with what no password gives, after the same work.
    return _NOBODY_SALT, bytes(_DIGEST_BYTES)


def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        password.encode(),
        salt=salt,
        n=2**_LOG_N,
        r=_R,
        p=_P,
        maxmem=_MAX_MEMORY,
        dklen=_DIGEST_BYTES,
    )


def parse_public_key(text: str) -> PublicKey:
    """Read one line of an OpenSSH public key file; its comment is dropped.

    Raises:
        Permanent: ``PUBLIC_KEY_INVALID``, ``PUBLIC_KEY_TYPE`` or ``PUBLIC_KEY_WEAK``.
    """
    words = text.split()
    if len(words) < 2:  # noqa: PLR2004  # a type and the key
        raise Permanent("PUBLIC_KEY_INVALID", "a public key is a line such as: ssh-ed25519 AAAA…")
    kind, encoded = words[:2]
    if kind not in _KEY_TYPES:
        raise Permanent(
            "PUBLIC_KEY_TYPE", f"the key must be one of {', '.join(sorted(_KEY_TYPES))}"
        )
    try:
        raw = base64.b64decode(encoded, validate=True)
        fields = _wire_fields(raw)
    except (binascii.Error, ValueError):
        raise Permanent("PUBLIC_KEY_INVALID", "the public key cannot be read") from None
    if len(fields) < 2 or fields[0] != kind.encode():  # noqa: PLR2004  # its type and its numbers
        raise Permanent("PUBLIC_KEY_INVALID", "the public key is not of the type that it says")
    if kind == "ssh-rsa" and int.from_bytes(fields[-1], "big").bit_length() < _MIN_RSA_BITS:
        raise Permanent("PUBLIC_KEY_WEAK", f"an RSA key needs {_MIN_RSA_BITS} bits or more")
    digest = hashlib.sha256(raw).digest()
    return PublicKey(line=f"{kind} {encoded}", fingerprint=f"SHA256:{_b64(digest)}")


def _wire_fields(raw: bytes) -> list[bytes]:
    fields: list[bytes] = []
    place = 0
    while place < len(raw):
        length = int.from_bytes(raw[place : place + 4], "big")
        end = place + 4 + length
        if place + 4 > len(raw) or end > len(raw):
            raise ValueError("a field is longer than the key")
        fields.append(raw[place + 4 : end])
        place = end
    return fields


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii").rstrip("=")


def _unb64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
