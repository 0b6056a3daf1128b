"""How a domain looks beside those of the district: the same, a mistake, or a stranger's. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

_ALIKE = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("-", ""))
"""What is read for one another."""


class Nearness(StrEnum):
    """What a domain is beside one of the district's, the nearest first."""

    SAME = "SAME"
    """The district's own; no other one lets anybody in."""
    BELOW = "BELOW"
    """A part of it, such as students.district.org; it has to be named itself."""
    ABOVE = "ABOVE"
    """The district named a part of this one only."""
    MISTYPED = "MISTYPED"
    """One letter is another, missing, too many or swapped, or is read for another."""
    OTHER_ENDING = "OTHER_ENDING"
    """The same name under another ending, such as .com for .org."""
    IMITATED = "IMITATED"
    """It holds the district's own and belongs to somebody else."""
    FOREIGN = "FOREIGN"


_ORDER = tuple(Nearness)


def nearest(domain: str, own: Iterable[str]) -> tuple[Nearness, list[str]]:
    """How near a domain comes to those of the district, and to which of them.

    Args:
        domain: in lower case.
        own: the district's, in lower case.
    """
    found = {each: _beside(domain, each) for each in sorted(own)}
    best = min(found.values(), key=_ORDER.index, default=Nearness.FOREIGN)
    if best is Nearness.FOREIGN:
        return best, []
    return best, [each for each, nearness in found.items() if nearness is best]


def _beside(domain: str, own: str) -> Nearness:
    if domain == own:
        return Nearness.SAME
    if domain.endswith(f".{own}"):
        return Nearness.BELOW
    if own.endswith(f".{domain}"):
        return Nearness.ABOVE
    if _one_apart(domain, own) or _as_read(domain) == _as_read(own):
        return Nearness.MISTYPED
    if domain.rpartition(".")[0] == own.rpartition(".")[0]:
        return Nearness.OTHER_ENDING
    return Nearness.IMITATED if _holds(domain, own) else Nearness.FOREIGN


def _as_read(domain: str) -> str:
    for written, read in _ALIKE:
        domain = domain.replace(written, read)
    return domain


def _holds(domain: str, own: str) -> bool:
    """True where the name of the other is in it, as in ``district.org.example`` for both."""
    return own in domain or own.replace(".", "-") in domain or domain.endswith(own)


def _one_apart(one: str, other: str) -> bool:
    """True where one letter was replaced, left out, put in, or swapped with the next."""
    short, long = sorted((one, other), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) != len(long):
        return len(long) - len(short) == 1 and short[at:] == long[at + 1 :]
    replaced = short[at + 1 :] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return replaced or swapped
