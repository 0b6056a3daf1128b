"""Households: who the guardians are, which phone and address they gave, how many children."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TypeVar

from infra.local.district import names, profile
from infra.local.district.model import Guardian
from infra.local.district.names import Culture
from infra.local.district.sources import Sources

T = TypeVar("T")

CHILDREN = ((1, 0.46), (2, 0.36), (3, 0.14), (4, 0.04))
GUARDIANS = ((0, 0.05), (1, 0.38), (2, 0.57))
CONTACT = (("both", 0.74), ("email", 0.10), ("phone", 0.16))


@dataclass(frozen=True, slots=True)
class Household:
    """One home; its children may go to different schools.

    Attributes:
        guardians: in an order in which a file that lists several in one cell still pairs the
            n-th address with the n-th number.
    """

    culture: Culture
    family_name: str
    guardians: tuple[Guardian, ...]


def new_household(sources: Sources) -> Household:
    """Make one home with no, one or two guardians."""
    culture = names.any_culture(sources.rng)
    family = names.family_name(sources.rng, culture)
    number = _draw(sources.rng, GUARDIANS)
    contacts = sorted(_draw(sources.rng, CONTACT) for _ in range(number))
    if contacts == ["email", "phone"]:
        contacts = ["both", "phone"]
    guardians = tuple(_guardian(sources, kind, culture, family) for kind in contacts)
    return Household(culture, family, guardians)


def household_children(rng: Random) -> int:
    """How many of a household's children go to the district's schools: 1 to 4."""
    return _draw(rng, CHILDREN)


def _guardian(sources: Sources, contact: str, culture: Culture, family: str) -> Guardian:
    email = ""
    if contact != "phone":
        tail = str(sources.rng.randrange(1000, 10_000_000))
        given = names.given_name(sources.rng, culture)
        local = names.local_part(given, family, f"family{tail}")
        email = sources.addresses.take(local, tail, sources.rng.choice(profile.FAMILY_DOMAINS))
    return Guardian(email=email, phone="" if contact == "email" else sources.phones.take())


def _draw(rng: Random, shares: tuple[tuple[T, float], ...]) -> T:
    return rng.choices([value for value, _ in shares], [share for _, share in shares])[0]
