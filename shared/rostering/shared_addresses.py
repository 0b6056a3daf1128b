"""Notices, in one pass and with a few bytes a person, which e-mail addresses several people use."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise

from shared.rostering.normalise import Cells


class SharedAddresses:
    """Remembers a hash of each address; the second look tells chance from truth."""

    def __init__(self, email: int) -> None:
        """Take the index of the e-mail column."""
        self._email = email
        self._hashes = array("q")
        self._shared: set[int] | None = None

    @property
    def shared(self) -> set[int]:
        """The hashes that came more than once; nothing may be added after the first look at it."""
        if self._shared is None:
            self._shared = _repeated(self._hashes)
            self._hashes = array("q")
        return self._shared

    def add_cells(self, columns: Cells) -> None:
        """Note the raw e-mail cells of people who weren't noted before."""
        self.add(_addresses(columns[self._email]))

    def add(self, emails: Sequence[str]) -> None:
        """Note the normalised addresses of people who weren't noted before."""
        self._hashes.fromlist(list(map(hash, filter(None, emails))))

    def has(self, email: str) -> bool:
        """True for an address that came more than once, and seldom for another one."""
        return hash(email) in self.shared

    def of(self, columns: Cells) -> Iterator[tuple[int, str]]:
        """The places in raw cells where a shared address stands, each with that address."""
        if not self.shared:
            return
        for place, address in enumerate(_addresses(columns[self._email])):
            if address and hash(address) in self.shared:
                yield place, address


def _repeated(hashes: array[int]) -> set[int]:
    if len(set(hashes)) == len(hashes):
        return set()
    ordered = sorted(hashes)
    return {one for one, other in pairwise(ordered) if one == other}


def _addresses(cells: Sequence[str]) -> list[str]:
    """The cells as addresses are compared; empty where no address stands."""
    text = "\n".join(cells).lower()
    if " " not in text and text.count("@") == len(cells) == text.count("\n") + 1:
        return text.split("\n")
    return [cell.strip().lower() if "@" in cell else "" for cell in cells]
