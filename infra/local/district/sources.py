"""Where invented people get their addresses and numbers from: each is handed out once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random


class Addresses:
    """Hands out addresses, each once in the whole district."""

    def __init__(self, *, always_suffixed: bool = False) -> None:
        self._taken: set[str] = set()
        self._always = always_suffixed

    def take(self, local: str, suffix: str, domain: str) -> str:
        """``local@domain``, with the suffix put in when that address is taken."""
        address = f"{local}@{domain}"
        if self._always or address in self._taken:
            address = f"{local}.{suffix}@{domain}"
        self._taken.add(address)
        return address


class Phones:
    """Hands out numbers that are kept for fiction, each once in the whole district."""

    def __init__(self, rng: Random, area_codes: Sequence[int], taken: Collection[str] = ()) -> None:
        every = [f"+1{area}55501{line:02d}" for area in area_codes for line in range(100)]
        self._free = [number for number in every if number not in taken]
        rng.shuffle(self._free)

    def take(self) -> str:
        """A number in E.164 that nobody else has; raises IndexError when all are taken."""
        return self._free.pop()


@dataclass(frozen=True, slots=True)
class Sources:
    """What every draw needs."""

    rng: Random
    addresses: Addresses
    phones: Phones
