"""Large roster files as a SIS exports them, for measuring; the same seed gives the same file."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence

HEADER = (
    "First Name,Last Name,Email,Grade,Student ID,Parent Email,Parent Phone,Student Phone,idField1"
)
FILE_NAME = "Lincoln_students.csv"

_FIRSTS = (
    *("Olivia", "Liam", "Emma", "Noah", "Amelia", "Oliver", "Sophia", "Elijah", "Isabella"),
    *("Mateo", "José", "Sofía", "Lucía", "Zoë", "Andrés", "María José", "Chloé", "Nicolás"),
    *("Aaliyah", "De'Andre", "Anne-Marie", "Mohammed", "Fatima", "Wei", "Nguyen", "Priya"),
    *("Christopher", "Alexandria", "Maximiliano", "Jayden", "Mia", "Ava", "Ethan", "Lucas"),
)
_LASTS = (
    *("Smith", "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis", "Martinez"),
    *("Peña", "Muñoz", "Núñez", "García-López", "O'Brien", "Saint-Pierre", "de la Cruz", "Müller"),
    *("Washington", "Rodriguez", "Hernandez", "Papadopoulos", "Nguyen", "Tran", "Kim", "Patel"),
    *("Thompson", "Anderson", "Whitfield", "Montgomery", "Castellanos", "Li", "Ito", "Okafor"),
)
_ENDS = tuple(f"{start}{end}" for start in "bdklmnrst" for end in ("er", "son", "ez", "ov", "ini"))
_GRADES = ("PK", "K", *map(str, range(1, 13)))
_HOMES = ("mail.example.com", "post.example.net", "family.example.org", "home-net.example.com")
_PLAIN = str.maketrans("áéíñóúüë", "aeinouue", " '-")


def rows(number: int, seed: int) -> list[list[str]]:
    """The cells of so many students, in the order of their names, as exports are."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    return sorted(_student(place, chance) for place in range(number))


def text_of(people: Sequence[Sequence[str]], end: str = "\n") -> str:
    """A whole file."""
    return "".join(line + end for line in (HEADER, *map(",".join, people)))


def with_bad_rows(
    people: Sequence[Sequence[str]], share: float, seed: int
) -> tuple[list[list[str]], int]:
    """The same with a share of rows spoiled, each in one of four ways; and how many there are."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    spoiled = [list(row) for row in people]
    wrong = chance.sample(range(len(spoiled)), int(len(spoiled) * share))
    ways = _ways()
    for place in wrong:
        column, cell = next(ways)
        if column is None:
            spoiled[place].append(cell)
        else:
            spoiled[place][column] = cell
    return spoiled, len(wrong)


def _ways() -> Iterator[tuple[int | None, str]]:
    while True:
        yield from ((2, "not an address @ all"), (3, "Grade Z"), (4, ""), (None, "one too many"))


def _student(place: int, chance: random.Random) -> list[str]:
    first = chance.choice(_FIRSTS)
    last = chance.choice(_LASTS) + (chance.choice(_ENDS) if chance.random() < 0.8 else "")
    name = f"{first}.{last}".translate(_PLAIN).lower()
    parent = chance.choice(_FIRSTS).translate(_PLAIN).lower()
    home = f"{parent}.{place % 70_000}@{chance.choice(_HOMES)}"
    return [
        first,
        last,
        f"{name}.{place:06d}@students.lincoln.example.org",
        chance.choice(_GRADES),
        f"{100_000 + place}",
        home if chance.random() < 0.9 else "",
        _phone(chance) if chance.random() < 0.9 else "",
        _phone(chance) if chance.random() < 0.4 else "",
        f"Bus {chance.randrange(1, 60)}",
    ]


def _phone(chance: random.Random) -> str:
    area, exchange = chance.randrange(201, 990), chance.randrange(201, 990)
    return f"({area}) {exchange}-{chance.randrange(10_000):04d}"


class GuidStudents:
    """Students with GUIDs for ids; of ``changed`` of them the grade is another one.

    Attributes:
        number: of them.
    """

    def __init__(self, number: int, seed: int, changed: int = 0) -> None:
        chance = random.Random(seed)  # noqa: S311  # no secret
        self.number = number
        self._ids = [chance.getrandbits(128) for _ in range(number)]
        self._others = set(chance.sample(range(number), changed))

    def cells(self, place: int) -> tuple[str, str, str, str, str]:
        """Id, first name, last name, address and grade of one."""
        first, last = _FIRSTS[place % len(_FIRSTS)], _LASTS[place // 7 % len(_LASTS)]
        grade = _GRADES[(place + (place in self._others)) % len(_GRADES)]
        email = f"s{place:07d}@students.example.org"
        return str(uuid.UUID(int=self._ids[place])), first, last, email, grade


def guid_text(number: int, seed: int, changed: int = 0) -> str:
    """A file of `GuidStudents`."""
    people = GuidStudents(number, seed, changed)
    lines = (",".join(people.cells(place)) for place in range(number))
    return "\n".join(["Student ID,First Name,Last Name,Email,Grade", *lines, ""])
