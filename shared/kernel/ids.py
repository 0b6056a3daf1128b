"""Ids and how they are made: from stable facts, so that a retry finds what the first try wrote."""

from __future__ import annotations

import base64
import hashlib
from typing import NewType

SchoolId = NewType("SchoolId", str)
ConnectionId = NewType("ConnectionId", str)
RunId = NewType("RunId", str)

PERSON_BYTES = 10
"""Bytes of a person id's hash: 80 bits, so a district of 10 million has no clash worth counting."""


def digest_id(*parts: str, size: int = PERSON_BYTES) -> str:
    """Hash the parts to a lower-case base32 id of ``size`` bytes (16 characters for 10).

    The parts are joined by a unit separator, so ``("a", "bc")`` and ``("ab", "c")`` differ.
    """
    raw = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=size).digest()
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()


def id_to_bytes(value: str) -> bytes:
    """The raw bytes behind an id that `digest_id` made."""
    return base64.b32decode(value.upper() + "=" * (-len(value) % 8))


def id_from_bytes(raw: bytes) -> str:
    """The id that stands for these raw bytes; the inverse of `id_to_bytes`."""
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()
