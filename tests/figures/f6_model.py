"""What a district is after a course of facts, as a reducer that knows nothing of the product.

The rules are those of the product's pages: the newest file of a kind counts, an older one that
comes later changes nothing; who is no longer named is archived in the night, and comes back with
the file that names them again. Each of these things happens once and is told once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

Person = tuple[str, str, str, str]
"""First name, last name, address, grade."""


@dataclass(frozen=True)
class Landed:
    """A school has sent a file.

    Attributes:
        number: of the file, in the order in which the school sent them.
        people: whom it names, by SIS id.
    """

    school: str
    kind: str
    number: int
    people: Mapping[str, Person]


@dataclass(frozen=True)
class Pulled:
    """A school's system was asked in a night; ``people`` has kind and person by id."""

    school: str
    people: Mapping[str, tuple[str, Person]]


@dataclass(frozen=True)
class NightFell:
    """A night has come: who is missing is archived, and the district is told of pulls."""


Fact = Landed | Pulled | NightFell


@dataclass
class Member:
    """Somebody at a school."""

    kind: str
    person: Person
    is_archived: bool = False


@dataclass
class SchoolState:
    """A school.

    Attributes:
        members: by SIS id.
        missing: members whom the newest file or pull does not name.
        newest: number of the newest file of each kind.
        added, archived, restored: how often that was done to whom.
        versions: how many facts said something new of somebody who was there.
        runs: of files and pulls, and of nights that had somebody to archive.
        mails: that tell of them.
    """

    members: dict[str, Member] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    newest: dict[str, int] = field(default_factory=dict)
    added: Counter[str] = field(default_factory=Counter)
    archived: Counter[str] = field(default_factory=Counter)
    restored: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    runs: Counter[str] = field(default_factory=Counter)
    mails: int = 0


@dataclass
class DistrictState:
    """All schools, and how many mails the district got of its nights."""

    schools: dict[str, SchoolState] = field(default_factory=dict)
    nights: int = 0
    pulled_tonight: bool = False

    def school(self, name: str) -> SchoolState:
        """One of them."""
        return self.schools.setdefault(name, SchoolState())


def reduce(state: DistrictState, fact: Fact) -> DistrictState:
    """The state after one more fact; it is changed in place."""
    match fact:
        case Landed():
            _landed(state.school(fact.school), fact)
        case Pulled():
            school = state.school(fact.school)
            _named(school, fact.people, {kind for kind, _ in fact.people.values()})
            _noted(school, "FILE")
            state.pulled_tonight = True
        case NightFell():
            for school in state.schools.values():
                _archive(school)
            state.nights += state.pulled_tonight
            state.pulled_tonight = False
    return state


def _landed(school: SchoolState, fact: Landed) -> None:
    _noted(school, "FILE")
    if fact.number < school.newest.get(fact.kind, 0):
        return
    school.newest[fact.kind] = fact.number
    people = {sis_id: (fact.kind, person) for sis_id, person in fact.people.items()}
    _named(school, people, {fact.kind})


def _named(school: SchoolState, people: Mapping[str, tuple[str, Person]], kinds: set[str]) -> None:
    for sis_id, (kind, person) in people.items():
        known = school.members.get(sis_id)
        if known is None:
            school.members[sis_id] = Member(kind, person)
            school.added[sis_id] += 1
        else:
            if known.is_archived:
                school.restored[sis_id] += 1
            elif known.person != person:
                school.versions[sis_id] += 1
            known.person, known.is_archived = person, False
    here = {name for name, each in school.members.items() if each.kind in kinds}
    gone = {name for name in here - people.keys() if not school.members[name].is_archived}
    school.missing = (school.missing - here) | gone


def _archive(school: SchoolState) -> None:
    for sis_id in school.missing:
        school.members[sis_id].is_archived = True
        school.archived[sis_id] += 1
    if school.missing:
        _noted(school, "ARCHIVE_PHASE")
    school.missing = set()


def _noted(school: SchoolState, trigger: str) -> None:
    school.runs[trigger] += 1
    school.mails += 1
