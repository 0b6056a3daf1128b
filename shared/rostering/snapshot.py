"""What was applied of one connection and kind: id → hash, and who is missing since. Values only.

Written as an immutable object: the letters ``CRS1``, a count, then for each person 10 bytes of id
and 12 of hash in id order; then a count and for each missing person the id and the nights waited.
Where several files are the kind's people together it is ``CRS2``, with 2 bytes more a person that
say which of the files name them.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from shared.kernel.ids import PERSON_BYTES

MAGIC = b"CRS1"
MAGIC_WITH_MARKS = b"CRS2"
DIGEST_BYTES = 12
CLAIMED = bytes(DIGEST_BYTES)
"""Stands for the hash of somebody whom the file names and for whom nothing is applied: a switch is
off, the change waits for approval, or another kind's file still rules."""

_COUNT = struct.Struct(">I")
_MISSING = struct.Struct(f">{PERSON_BYTES}sH")
_RECORD = PERSON_BYTES + DIGEST_BYTES
_MARK_BYTES = 2
_MOST_NIGHTS = 0xFFFF


@dataclass(slots=True)
class Snapshot:
    """The people of one connection and kind.

    Attributes:
        applied: raw person id → hash of the row that was applied last, or `CLAIMED`.
        missing: raw person id → nights waited since the newest complete file lacked them; each
            of them is also in ``applied`` until archived.
        marks: raw person id → which files of a declared set name them, see `file_sets`; those who
            are not in it have the mark 0.
    """

    applied: dict[bytes, bytes] = field(default_factory=dict)
    missing: dict[bytes, int] = field(default_factory=dict)
    marks: dict[bytes, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """How many people this roster has applied."""
        return len(self.applied) - sum(digest == CLAIMED for digest in self.applied.values())

    def claims(self, person: bytes) -> bool:
        """True when the newest file still names this person."""
        return person in self.applied and person not in self.missing

    def encode(self) -> bytes:
        """The object's bytes; equal snapshots give equal bytes."""
        if self.marks:
            parts = [MAGIC_WITH_MARKS, _COUNT.pack(len(self.applied))]
            parts += [
                person + self.applied[person] + self.marks.get(person, 0).to_bytes(_MARK_BYTES)
                for person in sorted(self.applied)
            ]
        else:
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
    if data[:4] not in (MAGIC, MAGIC_WITH_MARKS):
        raise ValueError("not a roster snapshot")
    try:
        return _decode(data)
    except struct.error as error:
        raise ValueError("a roster snapshot of the wrong length") from error


def _decode(data: bytes) -> Snapshot:
    record = _RECORD if data[:4] == MAGIC else _RECORD + _MARK_BYTES
    (people,) = _COUNT.unpack_from(data, 4)
    start = 4 + _COUNT.size
    end = start + people * record
    (missing_count,) = _COUNT.unpack_from(data, end)
    if len(data) != end + _COUNT.size + missing_count * _MISSING.size:
        raise ValueError("a roster snapshot of the wrong length")
    applied = {
        data[at : at + PERSON_BYTES]: data[at + PERSON_BYTES : at + _RECORD]
        for at in range(start, end, record)
    }
    missing = dict(_MISSING.iter_unpack(data[end + _COUNT.size :]))
    return Snapshot(applied, missing, _marks(data, start, end, record))


def _marks(data: bytes, start: int, end: int, record: int) -> dict[bytes, int]:
    if record == _RECORD:
        return {}
    marks = {
        data[at : at + PERSON_BYTES]: int.from_bytes(data[at + _RECORD : at + record])
        for at in range(start, end, record)
    }
    return {person: mark for person, mark in marks.items() if mark}
