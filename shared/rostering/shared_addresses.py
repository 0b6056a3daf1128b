"""Notices, in one pass and with a few bytes a person, which e-mail addresses several people use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


class SharedAddresses:
    """Remembers a hash of each address; the second look tells chance from truth.

    Attributes:
        shared: hashes that came more than once.
    """

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self.shared: set[int] = set()

    def add_cells(self, cells: Sequence[str]) -> None:
        """Note the raw e-mail cells of people who weren't noted before."""
        self.add(_addresses(cells))

    def add(self, emails: Sequence[str]) -> None:
        """Note the normalised addresses of people who weren't noted before."""
        hashes = list(map(hash, filter(None, emails)))
        different = set(hashes)
        if len(different) == len(hashes) and self._seen.isdisjoint(different):
            self._seen |= different
            return
        for value in hashes:
            (self.shared if value in self._seen else self._seen).add(value)

    def has(self, email: str) -> bool:
        """True for an address that came more than once, and seldom for another one."""
        return hash(email) in self.shared

    def of(self, cells: Sequence[str]) -> Iterator[tuple[int, str]]:
        """The places in raw ``cells`` where a shared address stands, each with that address."""
        if not self.shared:
            return
        for place, address in enumerate(_addresses(cells)):
            if address and hash(address) in self.shared:
                yield place, address


def _addresses(cells: Sequence[str]) -> list[str]:
    """The cells as addresses are compared; empty where no address stands."""
    text = "\n".join(cells).lower()
    if " " not in text and text.count("@") == len(cells) == text.count("\n") + 1:
        return text.split("\n")
    return [cell.strip().lower() if "@" in cell else "" for cell in cells]
