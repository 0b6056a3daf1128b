"""Draws invented names and addresses from ``names.toml``. No name here is a real person's."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

BLENDED_SHARE = 0.06
"""Share of siblings whose family name is not the household's."""


@dataclass(frozen=True, slots=True)
class Culture:
    """The names of one culture and how often people carry two of them."""

    weight: int
    given: tuple[str, ...]
    family: tuple[str, ...]
    two_given: float
    two_families: float
    hyphen: float


@lru_cache(maxsize=1)
def cultures() -> tuple[Culture, ...]:
    """Every culture of ``names.toml``, in its order."""
    data = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
    return tuple(
        Culture(
            weight=entry["weight"],
            given=tuple(_nfc(name) for name in entry["given"]),
            family=tuple(_nfc(name) for name in entry["family"]),
            two_given=entry.get("two_given", 0.0),
            two_families=entry.get("two_families", 0.0),
            hyphen=entry.get("hyphen", 0.0),
        )
        for entry in data["culture"]
    )


def any_culture(rng: Random) -> Culture:
    """One culture, by weight."""
    return rng.choices(cultures(), [culture.weight for culture in cultures()])[0]


def family_name(rng: Random, culture: Culture) -> str:
    """One family name, or two of them in the culture's way."""
    one = rng.choice(culture.family)
    roll = rng.random()
    if roll < culture.two_families:
        return f"{one} {rng.choice(culture.family)}"
    if roll < culture.two_families + culture.hyphen:
        return f"{one}-{rng.choice(any_culture(rng).family)}"
    return one


def given_name(rng: Random, culture: Culture) -> str:
    """One given name, or two of them."""
    one = rng.choice(culture.given)
    if rng.random() < culture.two_given:
        return f"{one} {rng.choice(culture.given)}"
    return one


def sibling_family_name(rng: Random, household: str) -> str:
    """The household's family name, seldom another one."""
    if rng.random() < BLENDED_SHARE:
        return family_name(rng, any_culture(rng))
    return household


def local_part(first: str, last: str, fallback: str) -> str:
    """The part of an address before the @: plain ASCII letters, ``fallback`` where none are left.

    Letters that don't decompose (ł, đ, 王) are left out, as address generators do.
    """
    parts = [part for part in (_ascii(first), _ascii(last)) if part]
    return ".".join(parts) if parts else fallback


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return "".join(char for char in plain.lower() if char.isascii() and char.isalnum())[:20]


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)
