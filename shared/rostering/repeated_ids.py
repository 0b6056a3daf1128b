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
        """Note a batch, and give the places of rows whose person had a row before.

        Args:
            persons: None where the row doesn't say who it is about.
            digests: an object of its own for each row.
        """
        places: Sequence[int] = range(len(digests))
        if None in persons:
            places = [place for place, person in enumerate(persons) if person is not None]
            persons = [persons[place] for place in places]
            digests = [digests[place] for place in places]
        certain = cast("Sequence[bytes]", persons)
        known = len(self.index)
        firsts = list(map(self.index.setdefault, certain, digests))
        if len(self.index) == known + len(firsts):
            return []
        rows = zip(places, certain, digests, firsts, strict=True)
        return [self._repeat(*row) for row in rows if row[2] is not row[3]]

    def rows_of(self, person: bytes) -> int:
        """How many rows the person has in the file."""
        return self._again[person] + 1

    def _repeat(self, place: int, person: bytes, digest: bytes, first: bytes) -> int:
        self._again[person] += 1
        if first != digest:
            self.differing.add(person)
        return place
