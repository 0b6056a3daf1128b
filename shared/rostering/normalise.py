"""Makes roster rows of raw cells, a column at a time, and notes what is wrong with each row.

Which rows are read at all, and which of them are the same person, is decided in `reading`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any, NamedTuple, cast

from shared.kernel.roles import Role
from shared.rostering import header_words as words
from shared.rostering.blank_cells import BlankCells
from shared.rostering.cells import (
    REPLACEMENT,
    email_column,
    mojibake,
    phone_column,
    ssn_places,
    tidy_column,
)
from shared.rostering.grades import grade_of_graduation, grade_reader
from shared.rostering.guardians import guardian_columns, read_guardians
from shared.rostering.headers import Column
from shared.rostering.model import Guardian, Kind, RosterRow
from shared.rostering.problems import Finding

LONGEST_VALUE = 1_000
"""Characters of a cell that is read. Longer ones are no value of a roster."""

_INITIAL = re.compile(r"\s+[^\W\d_]\.?$")
_TEST_NAME = re.compile(
    r"zz+\S*|x?test(?:ing|er|student|teacher|user)?[0-9]*|test (?:student|teacher|user)[0-9]*"
    r"|dummy|fake|demo(?: ?student)?",
    re.IGNORECASE,
)
_TEST_STARTS = (b"\nzz", b"\ntest", b"\nxtest", b"\ndummy", b"\nfake", b"\ndemo")
_mojibake = lru_cache(maxsize=8_192)(mojibake)
_new: Any = tuple.__new__

Cells = Sequence[Sequence[str]]
"""The columns of some rows: of each column its cells."""


class Identified(NamedTuple):
    """Rows of which is known who they are about: parallel sequences.

    Attributes:
        columns: raw cells.
        roles: None where the cell names no role that is known.
    """

    columns: Cells
    lines: Sequence[int]
    kinds: Sequence[Kind | None]
    roles: Sequence[Role | None]
    ids: Sequence[str]


class Made(NamedTuple):
    """Rows, and of each the e-mail address and the guardians once more."""

    rows: list[RosterRow]
    emails: Sequence[str]
    families: Sequence[tuple[Guardian, ...]]


class RowRules(NamedTuple):
    """What a connection and the file as a whole decide about the values of the rows.

    Attributes:
        school_year_end: see `reading.ReadOptions`, as the others.
        damaged: see `sources.opening.TableFile`.
    """

    school_year_end: int | None
    grade_map: Mapping[str, str]
    guardians_per_student: int
    damaged: bool


class RowNormaliser:
    """Makes `RosterRow`s for the columns of one file.

    Attributes:
        blanks: blank cells by field.
        doubly_encoded: names seen so far that look like twice encoded UTF-8.
        first_doubly_encoded: the line of the first of them.
    """

    def __init__(self, columns: Sequence[Column], rules: RowRules) -> None:
        self._columns = columns
        self._index: Mapping[str, int] = {c.field: c.place for c in columns}
        self._account = any(c.claim.account for c in columns if c.field == words.EMAIL)
        self._guardians = guardian_columns(columns)
        self._year_end = rules.school_year_end
        self._grade_of = grade_reader(rules.grade_map)
        self._most_guardians = rules.guardians_per_student
        self._damaged = rules.damaged
        self.blanks = BlankCells(columns)
        self.doubly_encoded = 0
        self.first_doubly_encoded: int | None = None

    def rows(self, people: Identified, findings: list[Finding]) -> Made:
        """One row for each person, in order; those with a rejecting finding are not to be used."""
        lines = people.lines
        cells = people.columns
        if self._damaged:
            findings.extend(self._undecodable(cells, lines))
        firsts, lasts = self._names(cells, lines, findings)
        emails = self._emails(cells, lines, findings)
        guardians = read_guardians(self._guardians, cells, lines, findings, self._most_guardians)
        families = _of_students(guardians, people.kinds)
        own = {
            words.SIS_ID: people.ids,
            words.EMAIL: emails,
            words.FIRST_NAME: firsts,
            words.LAST_NAME: lasts,
            words.PHONE: self._column(words.PHONE, cells, phone_column),
            words.ID_FIELD_1: self._id_field(words.ID_FIELD_1, cells, lines, findings),
            words.ID_FIELD_2: self._id_field(words.ID_FIELD_2, cells, lines, findings),
        }
        self.blanks.note(cells, own)
        made = zip(
            lines,
            people.kinds,
            people.ids,
            emails,
            firsts,
            lasts,
            self._grades(cells, people, findings),
            people.roles,
            own[words.PHONE],
            families,
            own[words.ID_FIELD_1],
            own[words.ID_FIELD_2],
            _test_people(firsts, lasts, lines, findings),
            strict=True,
        )
        return Made(list(map(_new, repeat(RosterRow), made)), emails, families)

    def too_long(self, cells: Cells, lines: Sequence[int]) -> list[Finding]:
        """A finding for each cell that is read and is longer than `LONGEST_VALUE`."""
        return [
            Finding(line, "FIELD_TOO_LONG", column.field, rejects=True)
            for column in self._columns
            for cell, line in zip(cells[column.place], lines, strict=True)
            if len(cell) > LONGEST_VALUE
        ]

    def _undecodable(self, cells: Cells, lines: Sequence[int]) -> Iterator[Finding]:
        for column in self._columns:
            for cell, line in zip(cells[column.place], lines, strict=True):
                if REPLACEMENT in cell:
                    yield Finding(line, "ENCODING_SUSPECT", column.field, rejects=True)

    def _column(
        self, field: str, cells: Cells, clean: Callable[[Sequence[str]], Sequence[str]]
    ) -> Sequence[str]:
        index = self._index.get(field)
        return [""] * len(cells[0]) if index is None else clean(cells[index])

    def _id_field(
        self, field: str, cells: Cells, lines: Sequence[int], findings: list[Finding]
    ) -> Sequence[str]:
        """One of the two free fields, without what is written like a Social Security number."""
        values = self._column(field, cells, tidy_column)
        refused = ssn_places(values)
        if not refused:
            return values
        kept = list(values)
        for place in refused:
            kept[place] = ""
            findings.append(Finding(lines[place], "ID_LOOKS_LIKE_SSN", field, rejects=False))
        return kept

    def _emails(self, cells: Cells, lines: Sequence[int], findings: list[Finding]) -> Sequence[str]:
        given = cells[self._index[words.EMAIL]]
        if self._account:
            given = [cell if "@" in cell else "" for cell in given]
        emails = email_column(given)
        if all(emails):
            return cast("Sequence[str]", emails)
        for email, line in zip(emails, lines, strict=True):
            if not email:
                code = "EMAIL_INVALID" if email is None else "NO_EMAIL"
                findings.append(Finding(line, code, words.EMAIL, rejects=email is None))
        return [email or "" for email in emails]

    def _names(
        self, cells: Cells, lines: Sequence[int], findings: list[Finding]
    ) -> tuple[Sequence[str], Sequence[str]]:
        if words.NAME in self._index:
            self._count_doubly_encoded(cells[self._index[words.NAME]], lines)
            together = tidy_column(cells[self._index[words.NAME]])
            firsts: Sequence[str]
            lasts: Sequence[str]
            lasts, firsts = zip(*map(_last_and_first, together), strict=True)
        else:
            given = [cells[self._index[f]] for f in (words.FIRST_NAME, words.LAST_NAME)]
            for column in given:
                self._count_doubly_encoded(column, lines)
            firsts, lasts = map(tidy_column, given)
        if not (all(firsts) and all(lasts)):
            findings.extend(_missing_names(firsts, lasts, lines))
        return firsts, lasts

    def _count_doubly_encoded(self, names: Sequence[str], lines: Sequence[int]) -> None:
        if "".join(names).isascii():
            return
        guilty = {name for name in set(names) if not name.isascii() and _mojibake(name)}
        if guilty:
            found = [line for line, name in zip(lines, names, strict=True) if name in guilty]
            self.doubly_encoded += len(found)
            self.first_doubly_encoded = self.first_doubly_encoded or found[0]

    def _grades(self, cells: Cells, people: Identified, findings: list[Finding]) -> Sequence[str]:
        if Kind.STUDENT not in people.kinds:
            return [""] * len(people.lines)
        if people.kinds.count(Kind.STUDENT) == len(people.kinds):
            grades = list(self._given_grades(cells))
        else:
            pairs = zip(self._given_grades(cells), people.kinds, strict=True)
            grades = [grade if kind is Kind.STUDENT else "" for grade, kind in pairs]
        if not all(grades):
            findings.extend(
                Finding(line, "GRADE_UNKNOWN", words.GRADE, rejects=True)
                for line, grade in zip(people.lines, grades, strict=True)
                if grade is None
            )
        return cast("Sequence[str]", grades)

    def _given_grades(self, cells: Cells) -> Iterable[str | None]:
        if words.GRADE in self._index:
            return map(self._grade_of, cells[self._index[words.GRADE]])
        if words.GRADUATION_YEAR in self._index and self._year_end is not None:
            years = cells[self._index[words.GRADUATION_YEAR]]
            return map(grade_of_graduation, years, repeat(self._year_end))
        return [None] * len(cells[0])


def _of_students(
    guardians: list[tuple[Guardian, ...]], kinds: Sequence[Kind | None]
) -> list[tuple[Guardian, ...]]:
    """Only students have guardians; in an employee's row the columns mean nothing."""
    if kinds.count(Kind.STUDENT) == len(kinds):
        return guardians
    pairs = zip(guardians, kinds, strict=True)
    return [people if kind is Kind.STUDENT else () for people, kind in pairs]


def _last_and_first(name: str) -> tuple[str, str]:
    """``Last, First M`` without the middle initial; empty both without a comma."""
    last, comma, first = name.partition(",")
    return (last.strip(), _INITIAL.sub("", first.strip())) if comma else ("", "")


def _missing_names(
    firsts: Sequence[str], lasts: Sequence[str], lines: Sequence[int]
) -> Iterator[Finding]:
    """A person without any name is rejected; some have only one, which is worth a look."""
    for first, last, line in zip(firsts, lasts, lines, strict=True):
        if not first or not last:
            field = words.LAST_NAME if first else words.FIRST_NAME
            yield Finding(line, "NAME_MISSING", field, rejects=not (first or last))


def _test_people(
    firsts: Sequence[str], lasts: Sequence[str], lines: Sequence[int], findings: list[Finding]
) -> list[bool]:
    """Of each person whether one of the names looks like a test record, which is worth a look."""
    flags = [False] * len(lines)
    for field, names in ((words.FIRST_NAME, firsts), (words.LAST_NAME, lasts)):
        for place in _test_places(names):
            flags[place] = True
            findings.append(Finding(lines[place], "TEST_PERSON", field, rejects=False))
    return flags


def _test_places(names: Sequence[str]) -> list[int]:
    # As bytes, whose lower() looks at ASCII alone, which is all that is wanted.
    text = ("\n" + "\n".join(names)).encode().lower()
    if not any(start in text for start in _TEST_STARTS):
        return []
    return [place for place, name in enumerate(names) if _TEST_NAME.fullmatch(name)]
