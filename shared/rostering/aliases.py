"""Person ids that stand for people who were here under another id before. Values only.

Written as an immutable object of the work bucket: the letters ``CRA1``, then for each alias 10
bytes of the id that a file's rows make and 10 of the id that the person keeps, in order. An alias
of itself says that somebody was decided to be a new person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from shared.kernel.ids import PERSON_BYTES

MAGIC = b"CRA1"
Aliases = Mapping[bytes, bytes]
"""Raw person id that a row makes → raw id of the person whom it is about."""

_RECORD = 2 * PERSON_BYTES


class AskedFor(Mapping[bytes, bytes]):
    """Aliases that are loaded when they are first asked for: an unchanged file never does."""

    def __init__(self, load: Callable[[], Aliases]) -> None:
        """Take what loads them."""
        self._load = load

    @cached_property
    def _loaded(self) -> Aliases:
        return self._load()

    def __getitem__(self, made: bytes) -> bytes:
        return self._loaded[made]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)


def encode(aliases: Aliases) -> bytes:
    """The object's bytes; equal aliases give equal bytes."""
    return MAGIC + b"".join(made + kept for made, kept in sorted(aliases.items()))


def decode(data: bytes) -> dict[bytes, bytes]:
    """Read an object's bytes.

    Raises:
        ValueError: they are no aliases, or not all of them.
    """
    if data[: len(MAGIC)] != MAGIC or (len(data) - len(MAGIC)) % _RECORD:
        raise ValueError("not an object of aliases, or one of the wrong length")
    return {
        data[at : at + PERSON_BYTES]: data[at + PERSON_BYTES : at + _RECORD]
        for at in range(len(MAGIC), len(data), _RECORD)
    }


def object_name(data: bytes) -> str:
    """The name that these bytes have as an object; whoever writes the same writes it again."""
    return f"district/aliases/{hashlib.sha256(data).hexdigest()[:24]}"


def fits(aliases: Aliases, made: bytes, kept: bytes) -> bool:
    """True unless it was decided already that the id stands for somebody else."""
    return aliases.get(made, kept) == kept
