"""Notices, in one pass, which people have several rows in a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast


class RepeatedIds:
    """Which persons had several rows in the first pass; the first row of each is in ``index``.

    Attributes:
        index: person → the digest of their first row.
        differing: persons with rows that are not all the same.
        differing_ids: the ids that stand in those rows.
    """

    def __init__(self) -> None:
        self.index: dict[bytes, bytes] = {}
        self.differing: set[bytes] = set()
        self.differing_ids: set[str] = set()
        self._again: Counter[bytes] = Counter()

    def note(self, persons: Sequence[bytes | None], digests: Sequence[bytes]) -> list[int]:
        """Note a batch, and give the places of rows whose person had a row before."""
        different = set(persons)
        all_certain = len(different) == len(digests) and None not in different
        if all_certain and self.index.keys().isdisjoint(different):
            self.index.update(zip(cast("Sequence[bytes]", persons), digests, strict=True))
            return []
        return [
            place
            for place, (person, digest) in enumerate(zip(persons, digests, strict=True))
            if person is not None and self._is_repeat(person, digest)
        ]

    def rows_of(self, person: bytes) -> int:
        """How many rows the person has in the file."""
        return self._again[person] + 1

    def _is_repeat(self, person: bytes, digest: bytes) -> bool:
        first = self.index.get(person)
        if first is None:
            self.index[person] = digest
            return False
        self._again[person] += 1
        if first != digest:
            self.differing.add(person)
        return True
