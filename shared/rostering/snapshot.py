"""What was applied of one connection and kind: id → hash, and who is missing since. Values only.

Written as an immutable object: the letters ``CRS1``, a count, then for each person 10 bytes of id
and 12 of hash in id order; then a count and for each missing person the id and the nights waited.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from shared.kernel.ids import PERSON_BYTES

MAGIC = b"CRS1"
DIGEST_BYTES = 12
CLAIMED = bytes(DIGEST_BYTES)
"""Stands for the hash of somebody whom the file names and for whom nothing is applied: a switch is
off, the change waits for approval, or another kind's file still rules."""

_COUNT = struct.Struct(">I")
_MISSING = struct.Struct(f">{PERSON_BYTES}sH")
_RECORD = PERSON_BYTES + DIGEST_BYTES
_MOST_NIGHTS = 0xFFFF


@dataclass(slots=True)
class Snapshot:
    """The people of one connection and kind.

    Attributes:
        applied: raw person id → hash of the row that was applied last, or `CLAIMED`.
        missing: raw person id → nights waited since the newest complete file lacked them; each
            of them is also in ``applied`` until archived.
    """

    applied: dict[bytes, bytes] = field(default_factory=dict)
    missing: dict[bytes, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """How many people this roster has applied."""
        return len(self.applied) - sum(digest == CLAIMED for digest in self.applied.values())

    def claims(self, person: bytes) -> bool:
        """True when the newest file still names this person."""
        return person in self.applied and person not in self.missing

    def encode(self) -> bytes:
        """The object's bytes; equal snapshots give equal bytes."""
        parts = [MAGIC, _COUNT.pack(len(self.applied))]
        parts += [person + self.applied[person] for person in sorted(self.applied)]
        parts.append(_COUNT.pack(len(self.missing)))
        parts += [
            _MISSING.pack(person, min(nights, _MOST_NIGHTS))
            for person, nights in sorted(self.missing.items())
        ]
        return b"".join(parts)


def decode(data: bytes) -> Snapshot:
    """Read an object's bytes.

    Raises:
        ValueError: they are not a snapshot, or not a whole one.
    """
    if data[:4] != MAGIC:
        raise ValueError("not a roster snapshot")
    try:
        return _decode(data)
    except struct.error as error:
        raise ValueError("a roster snapshot of the wrong length") from error


def _decode(data: bytes) -> Snapshot:
    (people,) = _COUNT.unpack_from(data, 4)
    start = 4 + _COUNT.size
    end = start + people * _RECORD
    (missing_count,) = _COUNT.unpack_from(data, end)
    if len(data) != end + _COUNT.size + missing_count * _MISSING.size:
        raise ValueError("a roster snapshot of the wrong length")
    applied = {
        data[at : at + PERSON_BYTES]: data[at + PERSON_BYTES : at + _RECORD]
        for at in range(start, end, _RECORD)
    }
    return Snapshot(applied, dict(_MISSING.iter_unpack(data[end + _COUNT.size :])))
