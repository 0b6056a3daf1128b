"""Who is in a simulated system: the demo district's people, as many of them as are wanted.

Where one district has too few, others made from the seeds that follow are added, with ids, schools
and addresses of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from infra.local.district import District, Guardian, Person, School, generate
from infra.local.district.model import KINDS, STUDENT


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody at one school.

    Attributes:
        copy: 1 for the district that was asked for, 2 and more for those added to it.
    """

    school: School
    person: Person
    copy: int


def seats(seed: int, people: int | None) -> list[Seat]:
    """The people of a system.

    Args:
        seed: of the first district.
        people: how many users there shall be, guardians too; the whole district unless told.
    """
    if people is None:
        return [*_everybody(_district(seed), 1)]
    chosen: list[Seat] = []
    known: set[str] = set()
    copy = 0
    while len(known) < people:
        copy += 1
        for seat in _fairly(_district(seed + copy - 1), copy):
            ids = {user_id(seat.person, copy), *guardian_ids(seat.person, copy)}
            if len(known) + len(ids - known) <= people:
                chosen.append(seat)
                known |= ids
            if len(known) == people:
                break
    return chosen


def user_id(person: Person, copy: int = 1) -> str:
    """The sourcedId of a student or an employee; somebody without an id of the school has one."""
    kind = "student" if person.kind == STUDENT else "employee"
    return f"{kind}-{_mark(copy)}{person.sis_id or person.email.partition('@')[0]}"


def guardian_id(guardian: Guardian, copy: int = 1) -> str:
    """The sourcedId of a guardian, the same for all children of a household."""
    digest = sha256(f"{guardian.email} {guardian.phone}".encode()).hexdigest()
    return f"guardian-{_mark(copy)}{digest[:12]}"


def guardian_ids(person: Person, copy: int = 1) -> tuple[str, ...]:
    """The sourcedIds of somebody's guardians."""
    return tuple(guardian_id(each, copy) for each in person.guardians)


def org_id(school_id: str, copy: int = 1) -> str:
    """The sourcedId of a school of the demo district."""
    return f"school-{_mark(copy)}{school_id}"


def _mark(copy: int) -> str:
    return "" if copy == 1 else f"{copy}-"


@lru_cache(maxsize=2)
def _district(seed: int) -> District:
    return generate(seed)


def _everybody(district: District, copy: int) -> Iterator[Seat]:
    for school in district.schools:
        for person in school.people:
            yield Seat(school, person, copy)


def _fairly(district: District, copy: int) -> Iterator[Seat]:
    """Everybody, in an order of which each beginning has the same shares of schools and kinds."""
    groups = [
        [Seat(school, person, copy) for person in school.of_kind(kind)]
        for kind in KINDS
        for school in district.schools
    ]
    order = sorted(
        # The first of each kind at each school come before all others.
        (place > 0, (place + 0.5) / len(group), number, place)
        for number, group in enumerate(groups)
        for place in range(len(group))
    )
    for _, _, number, place in order:
        yield groups[number][place]
