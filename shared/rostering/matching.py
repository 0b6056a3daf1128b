"""Which newcomers of a file are people who are here already under another id. Pure.

A match is a question for a person and never an answer: see ``docs/domain/rostering.md``.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from shared.rostering.grades import GRADES, UNGRADED
from shared.rostering.model import Kind


class By(StrEnum):
    """What a row and somebody here have in common."""

    ID = "ID"
    """The SIS id itself, so that nothing had to be matched; told where a connection takes over
    from another."""
    NUMBER = "NUMBER"
    """The SIS id but for zeros at its start, or the number that OneRoster has beside its own id;
    only where a connection takes over from another."""
    EMAIL = "EMAIL"
    NAME_AND_GRADE = "NAME_AND_GRADE"
    """Employees have no grade: the name and the kind."""
    AMBIGUOUS = "AMBIGUOUS"
    """Something, but with several people, or with somebody whom a person archived."""


class Traits(NamedTuple):
    """What somebody is known by.

    Attributes:
        person: raw person id.
        email: lower case, empty for none.
        archived: whether the roster archived them.
        archived_by_hand: whether a person did.
        number: of a newcomer, what their system calls them by beside its own id; empty for none.
    """

    person: bytes
    kind: Kind
    sis_id: str
    email: str
    first_name: str
    last_name: str
    grade: str
    archived: bool = False
    archived_by_hand: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class Matches:
    """Who of the newcomers may be whom.

    Attributes:
        pairs: newcomer → the one they may be, and what both have in common; nobody twice.
        ambiguous: newcomer → those they may be, where no single one can be named.
    """

    pairs: Mapping[bytes, tuple[bytes, By]] = field(default_factory=dict)
    ambiguous: Mapping[bytes, frozenset[bytes]] = field(default_factory=dict)

    @property
    def people_here(self) -> set[bytes]:
        """Everybody here who may be a newcomer, and so can't be called missing."""
        pairs = {here for here, _ in self.pairs.values()}
        return pairs.union(*self.ambiguous.values())


_Edges = dict[bytes, set[bytes]]
_Keys = Callable[[Traits], Sequence[object]]


def match(
    newcomers: Iterable[Traits],
    here: Iterable[Traits],
    *,
    named: Container[bytes] = (),
    shared: Callable[[str], bool] = lambda _: False,
    numbers: bool = False,
) -> Matches:
    """Find who of the newcomers may be somebody who is here.

    Args:
        newcomers: people of the file whom nobody knows.
        here: members of the school, active or archived.
        named: people whom the file names; none of them is anybody else.
        shared: tells whether several people of the file have this e-mail address, such as
            siblings; then it says nothing without the name.
        numbers: whether an SIS id that differs by zeros at its start means the same person, and a
            newcomer's number that is somebody's SIS id.
    """
    new = {each.person: each for each in newcomers}
    old = {o.person: o for o in here if o.person not in named and o.person not in new}
    open_for = _Open(new, old)
    if numbers:
        open_for.take(open_for.edges(_numbers, lambda n, o: not strangers(n, o)), By.NUMBER)
    open_for.take(open_for.edges(_emails, _same_name), By.EMAIL)
    email = open_for.edges(_emails, lambda n, o: _is_evidence(n, o, shared))
    either = {one: set(others) for one, others in email.items()}
    for one, others in open_for.edges(_names, lambda *_: True).items():
        either.setdefault(one, set()).update(others)
    for one, other in _unique(either).items():
        by = By.EMAIL if other in email.get(one, ()) else By.NAME_AND_GRADE
        open_for.pairs[one] = (other, by)
    return _settled(open_for.pairs, either, old)


class _Open:
    """Who is not paired yet."""

    def __init__(self, new: Mapping[bytes, Traits], old: Mapping[bytes, Traits]) -> None:
        self._new = dict(new)
        self._old = dict(old)
        self.pairs: dict[bytes, tuple[bytes, By]] = {}

    def edges(self, keys: _Keys, agree: Callable[[Traits, Traits], bool]) -> _Edges:
        """Who shares a key with whom, as far as both agree."""
        by_key: dict[object, list[Traits]] = {}
        for each in self._old.values():
            for key in keys(each)[:1]:
                by_key.setdefault(key, []).append(each)
        found: _Edges = {}
        for one in self._new.values():
            others = {o.person for k in keys(one) for o in by_key.get(k, ()) if agree(one, o)}
            if others:
                found[one.person] = others
        return found

    def take(self, edges: _Edges, by: By) -> None:
        """Pair those who have nobody else to be paired with."""
        for one, other in _unique(edges).items():
            self.pairs[one] = (other, by)
            del self._new[one], self._old[other]


def _unique(edges: _Edges) -> dict[bytes, bytes]:
    """The pairs of which neither has another edge."""
    wanted = Counter(other for others in edges.values() for other in others)
    single = {one: next(iter(others)) for one, others in edges.items() if len(others) == 1}
    return {one: other for one, other in single.items() if wanted[other] == 1}


def _settled(
    pairs: Mapping[bytes, tuple[bytes, By]], either: _Edges, old: Mapping[bytes, Traits]
) -> Matches:
    ambiguous = {one: frozenset(others) for one, others in either.items() if one not in pairs}
    for one, (other, _) in pairs.items():
        if old[other].archived_by_hand:
            ambiguous[one] = frozenset({other})
    return Matches({n: pair for n, pair in pairs.items() if n not in ambiguous}, ambiguous)


def _numbers(of: Traits) -> Sequence[object]:
    numbers = (text.lstrip("0") for text in (of.sis_id, of.number))
    return [(_is_student(of), number) for number in numbers if number]


def _emails(of: Traits) -> Sequence[object]:
    return [(_is_student(of), of.email)] if of.email else []


def _names(of: Traits) -> Sequence[object]:
    """The name with what stands beside it; of a newcomer also with the grade of the year before.

    Ids are most often given anew between two school years.
    """
    name = (folded(of.first_name), folded(of.last_name))
    if not all(name):
        return []
    if not _is_student(of):
        return [(name, of.kind)]
    grades = [of.grade]
    if of.grade in GRADES and of.grade not in (GRADES[0], UNGRADED):
        grades.append(GRADES[GRADES.index(of.grade) - 1])
    return [(name, Kind.STUDENT, grade) for grade in grades]


def _is_student(of: Traits) -> bool:
    """Students and employees have id spaces of their own; nobody changes from one to the other."""
    return of.kind is Kind.STUDENT


def _is_evidence(new: Traits, old: Traits, shared: Callable[[str], bool]) -> bool:
    """Whether an address that both have says anything, though their names differ.

    An address that the file gives to several people says nothing. One of somebody who left long
    ago may have been given to somebody else since.
    """
    if shared(new.email):
        return False
    gone = old.archived or old.archived_by_hand
    return not (gone and strangers(new, old))


def _same_name(new: Traits, old: Traits) -> bool:
    return (folded(new.first_name), folded(new.last_name)) == (
        folded(old.first_name),
        folded(old.last_name),
    )


def strangers(new: Traits, old: Traits) -> bool:
    """Neither the first nor the last name is the same."""
    return folded(new.first_name) != folded(old.first_name) and folded(new.last_name) != folded(
        old.last_name
    )


@lru_cache(maxsize=8_192)
def folded(name: str) -> str:
    """A name as names are compared: letters and digits only, without case and accents."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in apart if letter.isalnum())
