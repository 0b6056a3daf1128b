"""Says who each row is about: its role and kind, its id, and the person id that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from shared.kernel.ids import PERSON_BYTES, digest_id, id_to_bytes
from shared.kernel.roles import Role
from shared.people.model import EMPLOYEE_EMAILS, EMPLOYEES, STUDENTS
from shared.rostering import header_words as words
from shared.rostering.aliases import Aliases
from shared.rostering.cells import (
    PLACEHOLDERS,
    clean_email,
    doubtful_ids,
    id_column,
    id_fault,
)
from shared.rostering.headers import Column
from shared.rostering.id_zeros import IdLengths, filled_up
from shared.rostering.model import Kind
from shared.rostering.normalise import Cells, Identified
from shared.rostering.problems import Finding
from shared.rostering.role_names import KIND_OF_ROLE, ROLE_OF_KIND, role_of

_LOST_IDS = frozenset({"NUMBER_IMPRECISE", "ENCODING_SUSPECT"})
"""Faults of an id that leave nobody knowing whose it was."""


class Who(NamedTuple):
    """Rows with the persons behind them.

    Attributes:
        persons: raw person ids; None where the row doesn't say who it is about.
        certain: True when nobody's kind or person is None; False says nothing.
    """

    people: Identified
    persons: list[bytes | None]
    certain: bool


class Identifier:
    """Identifies the rows of one file.

    Args:
        id_space: of the district; part of every person id.
        default_kind: of rows that name no role; None when each row must.
        id_width: digits that ids of digits alone are filled up to with zeros, None for no filling.
        aliases: of ids that stand for somebody who was here under another one.

    Attributes:
        lengths: of the ids that were identified.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        id_space: str,
        default_kind: Kind | None,
        id_width: int | None = None,
        aliases: Aliases | None = None,
    ) -> None:
        self.lengths = IdLengths(id_width)
        self._width = id_width
        index = {column.field: column.place for column in columns}
        self._role = index.get(words.ROLE)
        self._id = index.get(words.SIS_ID)
        self._email = index[words.EMAIL]
        self._space = id_space
        self._default = default_kind
        self._aliases = {} if aliases is None else aliases
        self._prefixes = {
            kind: "\x1f".join((id_space, STUDENTS if kind is Kind.STUDENT else EMPLOYEES, ""))
            for kind in Kind
        }

    @property
    def has_aliases(self) -> bool:
        """True when rows with different ids may be about the same person."""
        return bool(self._aliases)

    def kinds(self, columns: Cells) -> list[Kind | None]:
        """The kind of each row: its role's, or the file's where the role is empty or unknown."""
        if self._role is None:
            return [self._default] * len(columns[0])
        return [KIND_OF_ROLE[role] if role else self._default for role in self._roles(columns)]

    def identify(self, columns: Cells, lines: Sequence[int], findings: list[Finding]) -> Who:
        """Identify each row; what is wrong with its role or id is added to ``findings``."""
        kinds = self.kinds(columns)
        roles = self._checked_roles(columns, lines, findings)
        ids = self._ids_as_sent(columns)
        self.lengths.note(ids)
        ids = filled_up(ids, self._width)
        people = Identified(columns, lines, kinds, roles, ids)
        first = kinds[0]
        if first is None or kinds.count(first) < len(kinds):
            every = zip(columns[self._email], lines, kinds, ids, strict=True)
            persons = [self._person(*row, findings) for row in every]
            return Who(people, self._kept(persons), certain=False)
        persons = self._hashed(self._prefixes[first], ids)
        doubtful, emails = doubtful_ids(ids), columns[self._email]
        for place in doubtful:
            persons[place] = self._person(emails[place], lines[place], first, ids[place], findings)
        return Who(people, self._kept(persons), certain=not doubtful)

    def _kept(self, persons: list[bytes | None]) -> list[bytes | None]:
        """The persons whom these ids stand for."""
        aliases = self._aliases
        if not aliases:
            return persons
        return [person and aliases.get(person, person) for person in persons]

    def ids(self, columns: Cells) -> Sequence[str]:
        """The id of each row, empty where there is none."""
        return filled_up(self._ids_as_sent(columns), self._width)

    def _ids_as_sent(self, columns: Cells) -> Sequence[str]:
        return [""] * len(columns[0]) if self._id is None else id_column(columns[self._id])

    def _roles(self, columns: Cells) -> list[Role | None]:
        if self._role is None:
            role = ROLE_OF_KIND[self._default] if self._default else None
            return [role] * len(columns[0])
        return [self._role_in(cell) for cell in columns[self._role]]

    def _role_in(self, cell: str) -> Role | None:
        if self._default and cell.strip().lower() in PLACEHOLDERS:
            return ROLE_OF_KIND[self._default]
        return role_of(cell)

    def _checked_roles(
        self, columns: Cells, lines: Sequence[int], findings: list[Finding]
    ) -> list[Role | None]:
        roles = self._roles(columns)
        if self._role is not None and None in roles:
            findings.extend(
                Finding(line, "ROLE_UNKNOWN", words.ROLE, rejects=True)
                for line, role in zip(lines, roles, strict=True)
                if role is None
            )
        return roles

    @staticmethod
    def _hashed(prefix: str, ids: Iterable[str]) -> list[bytes | None]:
        """What `digest_id` gives, as raw bytes; written out because a file has many."""
        start = blake2b(prefix.encode(), digest_size=PERSON_BYTES)
        persons: list[bytes | None] = []
        for value in ids:
            person = start.copy()
            person.update(value.encode())
            persons.append(person.digest())
        return persons

    def _person(
        self, email: str, line: int, kind: Kind | None, value: str, findings: list[Finding]
    ) -> bytes | None:
        fault = id_fault(value)
        if fault:
            findings.append(Finding(line, fault, words.SIS_ID, rejects=True))
        if kind is None or fault in _LOST_IDS:
            return None
        if value:
            return self._hashed(self._prefixes[kind], [value])[0]
        address = "" if kind is Kind.STUDENT else clean_email(email)
        if address:
            return id_to_bytes(digest_id(self._space, EMPLOYEE_EMAILS, address))
        findings.append(Finding(line, "ID_MISSING", words.SIS_ID, rejects=True))
        return None
