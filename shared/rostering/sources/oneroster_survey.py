"""A first look through a OneRoster package: which school, whose roles, who looks after whom.

Memory: the contacts of the guardians, whom they name, in version 1.2 everybody's roles, and the
names of who is at several schools.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO, NamedTuple

from shared.rostering.headers import compact
from shared.rostering.model import Guardian
from shared.rostering.problems import FileRejected, file_problem
from shared.rostering.sources.csv_file import CsvFile, open_csv
from shared.rostering.sources.header_search import HeaderSense
from shared.rostering.sources.oneroster_words import (
    GUARDIAN,
    chosen_role,
    ids_in,
    is_gone,
    is_status,
    key_of,
    role_word,
)

BATCH = 300
_SCHOOL = "school"
_WHO = ("identifier", "givenname", "familyname")
"""Somebody's records for several schools are alike in these, too."""
_SORTS = 4_096
"""Of roles that people have at the organizations of a package."""


class Table(NamedTuple):
    """One file of a package.

    Attributes:
        places: compact header → its column.
    """

    file: CsvFile
    places: Mapping[str, int]

    def rows(self, names: Sequence[str], size: int = BATCH) -> Iterator[tuple[str, ...]]:
        """The cells of these columns, row by row; empty where there is no such column.

        Rows of another width than the header are left out.

        Raises:
            FileRejected: as `CsvFile.blocks`.
        """
        for block in self.file.blocks(size):
            yield from zip(*self.columns(block.columns, names, len(block.lines)), strict=True)

    def columns(
        self, columns: Sequence[Sequence[str]], names: Sequence[str], rows: int
    ) -> list[Sequence[str]]:
        """These columns of a block."""
        nothing = ("",) * rows
        return [columns[self.places[n]] if n in self.places else nothing for n in names]


class HeldRole(NamedTuple):
    """A role that somebody has.

    Attributes:
        word: as `oneroster_words.role_word` gives it.
        kind: primary or secondary, as sent.
        org: key of where; empty where nothing is said.
    """

    word: str
    kind: str
    org: str


@dataclass(slots=True)
class Survey:
    """What must be known before the first row can be given.

    Attributes:
        contacts: key of a guardian → how to reach them.
        wards: key of a student → the keys of guardians who name them.
        twins: key of a user → key of their record that is taken; see `_in_order`.
        roles: key of a user → their roles; empty where `users` says them itself.
        school: key of the school whose people these are; empty where none is named.
        has_several: the package holds the people of several schools.
        former: keys of users all of whose roles are gone.
        nowhere: users of whom nothing says where they are.
        odd_statuses: users whose status is a word that isn't known.
    """

    contacts: dict[str, Guardian] = field(default_factory=dict)
    wards: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    twins: dict[str, str] = field(default_factory=dict)
    roles: dict[str, tuple[HeldRole, ...]] = field(default_factory=dict)
    school: str = ""
    has_several: bool = False
    former: set[str] = field(default_factory=set)
    nowhere: int = 0
    odd_statuses: int = 0

    def role_at_school(self, held: Sequence[HeldRole]) -> str:
        """The role of somebody at the school; empty for none there."""
        here = [each for each in held if self.is_here([each.org] if each.org else [])]
        return chosen_role((each.word, each.kind) for each in here)

    def is_here(self, orgs: Sequence[str]) -> bool:
        """True when somebody of these organizations is the school's.

        Whoever names none is so only where the package holds the people of one school.
        """
        if not orgs:
            return not self.has_several
        return not self.school or self.school in orgs

    def is_nowhere(self, who: str, orgs: Sequence[str]) -> bool:
        """True when somebody may be at any of several schools; whose roles are gone is at none."""
        return self.has_several and not orgs and key_of(who) not in self.former


def open_part(stream: IO[bytes], known: frozenset[str], encoding: str | None) -> Table:
    """A file of a package; its columns are known by their compact headers.

    Raises:
        FileRejected: as `open_csv`.
    """
    sense = HeaderSense(lambda headers: len(known.intersection(map(compact, headers))))
    file = open_csv(stream, sense, encoding)
    places: dict[str, int] = {}
    for place, header in enumerate(file.header):
        places.setdefault(compact(header), place)
    return Table(file, places)


def survey(users: Table, roles: Table | None, orgs: Table | None, school: str) -> Survey:
    """Look through all of it once.

    Args:
        users: everybody.
        roles: of version 1.2.
        orgs: schools, and what they belong to.
        school: sourcedId of the one that is meant; empty for the only one.

    Raises:
        FileRejected: SCHOOL_AMBIGUOUS or SCHOOL_UNKNOWN, or as `CsvFile.blocks`.
    """
    found = Survey()
    for who, word, kind, org, status in _roles(roles):
        key = key_of(who)
        if is_gone(status):
            found.former.add(key)
        else:
            found.roles[key] = _with(found.roles.get(key, ()), word, kind, key_of(org))
    found.former -= found.roles.keys()
    places = _take_users(found, users)
    schools = _schools_among(places, _schools(orgs))
    found.has_several = len(schools) > 1
    found.school = _school(places, schools, key_of(school))
    return found


def held_roles(found: Survey, who: str, role: str, orgs: str) -> Sequence[HeldRole]:
    """Somebody's roles: those of the package's own file, else what their row says."""
    if held := found.roles.get(key_of(who)):
        return held
    word = role_word(role)
    return [HeldRole(word, "", key_of(org)) for org in ids_in(orgs)] or [HeldRole(word, "", "")]


@lru_cache(maxsize=_SORTS)
def _with(held: tuple[HeldRole, ...], word: str, kind: str, org: str) -> tuple[HeldRole, ...]:
    """One role more: people who have the same ones share them, for there are many people."""
    return (*held, HeldRole(role_word(word), kind, org))


def _roles(roles: Table | None) -> Iterator[tuple[str, ...]]:
    names = ("usersourcedid", "role", "roletype", "orgsourcedid", "status")
    return iter(()) if roles is None else roles.rows(names)


def _take_users(found: Survey, users: Table) -> set[str]:
    """Note the guardians; gives the organizations at which anybody else is."""
    names = ("sourcedid", "role", "orgsourcedids", "status", "email", "sms", "phone")
    places: set[str] = set()
    several: dict[tuple[object, ...], dict[str, str]] = {}
    for row in users.rows((*names, "agentsourcedids", *_WHO)):
        who, role, orgs, status, email, sms, phone, agents, *own = row
        if is_gone(status):
            continue
        found.odd_statuses += not is_status(status)
        held = held_roles(found, who, role, orgs)
        if chosen_role((each.word, each.kind) for each in held) == GUARDIAN:
            found.contacts[key_of(who)] = Guardian(email.strip(), sms.strip() or phone.strip())
            for ward in ids_in(agents):
                found.wards[key_of(ward)].append(key_of(who))
            continue
        places.update(each.org for each in held if each.org and each.word != GUARDIAN)
        at = {each.org for each in held if each.org}
        found.nowhere += bool(who.strip()) and not at and key_of(who) not in found.former
        if own[0].strip() and len(at) > 1:
            alike = (*own, email.strip().casefold(), *sorted(held))
            several.setdefault(alike, {})[key_of(who)] = agents
    _take_twins(found, several.values())
    return places


def _take_twins(found: Survey, several: Iterable[Mapping[str, str]]) -> None:
    """Note who stands for whom.

    Args:
        found: gets it.
        several: keys of records that are alike, and whom each of them names as guardians.
    """
    for same in several:
        first, *others = _in_order(same)
        for other in others:
            found.twins[other] = first
            named = map(key_of, ids_in(same[other]))
            found.wards[first] += [*found.wards.pop(other, []), *named]


def _in_order(same: Iterable[str]) -> list[str]:
    """Keys of records of one person, first the one that is taken: the same one each night.

    Ed-Fi's OneRoster gives somebody who is at several schools a record for each, with a sourcedId
    of its own; each of them names all of the schools, and all else is alike.
    See https://github.com/Ed-Fi-Alliance-OSS/edfi-oneroster.
    """
    return sorted(same)


def _schools(orgs: Table | None) -> Mapping[str, bool]:
    """Key of an organization → whether it is a school."""
    if orgs is None:
        return {}
    rows = orgs.rows(("sourcedid", "type", "status"))
    return {key_of(who): compact(kind) == _SCHOOL for who, kind, status in rows}


def _schools_among(places: set[str], schools: Mapping[str, bool]) -> set[str]:
    """The schools among organizations; those that aren't listed may be some where none is."""
    found = {place for place in places if schools.get(place, True)}
    listed = {place for place in found if schools.get(place)}
    return listed or found


def _school(places: set[str], schools: set[str], wanted: str) -> str:
    """The school whose people these are.

    Args:
        places: organizations of the people.
        schools: those of them that are schools.
        wanted: the one that is meant; empty for the only one.
    """
    if wanted and wanted not in places:
        message = "Nobody in the package is at the school that the connection's settings name."
        raise FileRejected(file_problem("SCHOOL_UNKNOWN", message))
    if wanted:
        return wanted
    if len(schools) > 1:
        message = (
            f"The package holds the people of {len(schools):,} schools. Set which of them this is."
        )
        raise FileRejected(file_problem("SCHOOL_AMBIGUOUS", message))
    return next(iter(schools), "")
