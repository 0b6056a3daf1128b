"""Decides which column means which roster field; two columns are never guessed between.

The spellings themselves are data in `header_words`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from shared.rostering import header_words as words
from shared.rostering.header_words import Claim, Owner
from shared.rostering.model import Kind, Problem
from shared.rostering.problems import file_problem, file_warning

_NEVER_GUESSED = frozenset(
    {
        words.EMAIL,
        words.FIRST_NAME,
        words.LAST_NAME,
        words.SIS_ID,
        words.GRADE,
        words.ROLE,
    }
)
_REMARK = re.compile(r"[\s*?:]*(?:[(\[](?:required|optional)[)\]])?[\s*?:]*$", re.IGNORECASE)
_NAMES = frozenset({words.FIRST_NAME, words.LAST_NAME, words.NAME})
_OF_PARENTS = frozenset({words.PARENT_EMAIL, words.PARENT_PHONE})
_MAPPED_BY_HAND = -1


class Column(NamedTuple):
    """One column that is read.

    Attributes:
        place: 0-based, in the row.
        header: its own text.
    """

    place: int
    header: str
    claim: Claim

    @property
    def field(self) -> str:
        """The roster field that it fills."""
        return self.claim.field


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """What the header row means.

    Attributes:
        columns: those that are read, in the order of `header_words.FIELDS`, then of guardians.
        problems: rejecting ones and warnings, in the order of the columns.
    """

    columns: tuple[Column, ...]
    problems: tuple[Problem, ...]

    def has(self, field: str) -> bool:
        """True when some column fills the field."""
        return any(column.field == field for column in self.columns)

    def mapping(self) -> dict[str, str]:
        """Each header's own text → the field it fills, in file order."""
        return {c.header: c.field for c in sorted(self.columns, key=lambda c: c.place)}


def compact(header: str) -> str:
    """A header without case, spaces, punctuation, invisible characters or a trailing remark.

    ``" Student-ID* "``, ``STUDENT_ID``, ``studentId (required)`` all give ``studentid``; ``#`` is
    read as ``number``.
    """
    text = _REMARK.sub("", unicodedata.normalize("NFKC", header)).casefold()
    return "".join(c for c in text.replace("#", "number").replace("'s ", " ") if c.isalnum())


def recognised(headers: Sequence[str], header_map: Mapping[str, str]) -> int:
    """How many of these headers mean some roster field, before any of them is chosen."""
    return sum(map(bool, _meanings(headers, header_map)))


def names_people(headers: Sequence[str], header_map: Mapping[str, str]) -> bool:
    """True when an e-mail address and a name are among the fields that these headers mean."""
    fields = set(_meanings(headers, header_map))
    return words.EMAIL in fields and not fields.isdisjoint(_NAMES)


def _meanings(headers: Sequence[str], header_map: Mapping[str, str]) -> list[str]:
    """The field that each header means, empty where it means none."""
    by_hand = _by_hand(header_map)
    claims = {name: words.claim_of(name) for name in map(compact, headers)}
    told = {name: claim.field if claim else "" for name, claim in claims.items()} | by_hand
    return [told[compact(header)] for header in headers]


def match_headers(
    headers: Sequence[str], header_map: Mapping[str, str], kind: Kind | None
) -> HeaderMatch:
    """Choose the columns of a file whose rows are of ``kind`` (None: each row says its own).

    Args:
        headers: the cells of the header row.
        header_map: header text → field, decided by an administrator: wins over every spelling. An
            empty field, or one that there is not, means that the column is not read.
        kind: what the file's name or its connection says.
    """
    claimed = _claimed(headers, _by_hand(header_map))
    wanted = _for_kind(claimed, kind)
    chosen: list[Column] = []
    problems: list[Problem] = []
    for _, rivals in groupby(sorted(wanted, key=_contest), key=_contest):
        winner, problem = _settle(list(rivals))
        chosen.extend([winner] if winner else [])
        problems.extend([problem] if problem else [])
    problems += _questions(headers, header_map, {column.field for column in chosen})
    return HeaderMatch(tuple(_without_surplus(chosen, kind)), tuple(problems))


def missing_fields(match: HeaderMatch, kind: Kind | None, *, grades_derivable: bool) -> list[str]:
    """The required fields that no column fills: e-mail and names, for students id and grade."""
    missing = [] if match.has(words.EMAIL) else [words.EMAIL]
    if not match.has(words.NAME):
        missing += [f for f in (words.FIRST_NAME, words.LAST_NAME) if not match.has(f)]
    if kind is Kind.STUDENT:
        derived = grades_derivable and match.has(words.GRADUATION_YEAR)
        missing += [] if match.has(words.SIS_ID) else [words.SIS_ID]
        missing += [] if match.has(words.GRADE) or derived else [words.GRADE]
    return missing


def _by_hand(header_map: Mapping[str, str]) -> dict[str, str]:
    return {
        compact(header): field if field in words.FIELDS else ""
        for header, field in header_map.items()
        if not words.NEVER_IMPORTED.search(compact(header))
    }


def _claimed(headers: Sequence[str], by_hand: Mapping[str, str]) -> list[Column]:
    columns = []
    parents: Counter[str] = Counter()
    for index, header in enumerate(headers):
        name = compact(header)
        claim = words.claim_of(name)
        if name in by_hand:
            field = by_hand[name]
            parents[field] += field in _OF_PARENTS
            slot = claim.slot if claim and claim.slot else f"parent{parents[field]}"
            told = Claim(field, _MAPPED_BY_HAND, slot=slot if field in _OF_PARENTS else "")
            claim = told if field else None
        if claim is not None:
            columns.append(Column(index, _shown(header), claim))
    return columns


def _questions(
    headers: Sequence[str], header_map: Mapping[str, str], filled: set[str]
) -> list[Problem]:
    """A warning for each column that a person must decide about, unless they have or need not."""
    by_hand = _by_hand(header_map)
    return [
        file_warning("HEADER_AMBIGUOUS", _either(fields), None, _shown(header))
        for header in headers
        if (name := compact(header)) not in by_hand
        and (fields := words.AMBIGUOUS.get(name, ()))
        and not filled.issuperset(fields)
    ]


def _either(fields: Sequence[str]) -> str:
    return f"This may mean {' or '.join(fields)} and is not read; map it by hand, or to nothing."


def _shown(header: str) -> str:
    return header.strip().strip("\ufeff")


def _for_kind(columns: list[Column], kind: Kind | None) -> list[Column]:
    """Leave out columns about somebody else: a student file's teacher, and the other way round."""
    about_students = any(c.claim.owner is Owner.STUDENT for c in columns)
    of_students = kind is Kind.STUDENT or (kind is None and about_students)
    kept = [
        c
        for c in columns
        if not (of_students and c.claim.owner is Owner.EMPLOYEE)
        and not (kind is not None and _is_job_title(c))
    ]
    if of_students:
        return kept
    return [_lowered(c) if c.claim.owner is Owner.STUDENT else c for c in kept]


def _is_job_title(column: Column) -> bool:
    """A title is used as a role only where nothing else says what a row is."""
    return column.field == words.ROLE and column.claim.rank >= words.FALLBACK


def _lowered(column: Column) -> Column:
    """An employee's file may call its id ``student id``, but any other id column is the better."""
    return column._replace(claim=column.claim._replace(rank=column.claim.rank + words.FALLBACK))


def _contest(column: Column) -> tuple[int, str]:
    return words.FIELDS.index(column.field), column.claim.slot


def _settle(rivals: list[Column]) -> tuple[Column | None, Problem | None]:
    """One column of those that claim the same field, or none when that would be a guess."""
    ordered = sorted(rivals, key=lambda column: column.claim.rank)
    best = ordered[0]
    near = [c for c in ordered[1:] if c.claim.rank < words.FALLBACK]
    equals = [c for c in ordered[1:] if c.claim.rank == best.claim.rank]
    if not equals:
        return best, _passed_over(best, near[0]) if near else None
    if best.field in _NEVER_GUESSED:
        return None, file_problem("HEADER_DUPLICATE", _two_columns(best), None, best.header)
    message = f"{_two_columns(best)} Neither is read."
    return None, file_warning("HEADER_DUPLICATE", message, None, best.header)


def _two_columns(column: Column) -> str:
    return f"Several columns claim the field {column.field}; keep one or map them by hand."


def _passed_over(best: Column, loser: Column) -> Problem:
    message = f"Another column is read as {best.field}; this one is not read."
    return file_warning("HEADER_DUPLICATE", message, None, loser.header)


def _without_surplus(chosen: list[Column], kind: Kind | None) -> list[Column]:
    """Drop what another column makes needless, and what employees don't have."""
    fields = {column.field for column in chosen}
    surplus: set[str] = set()
    if fields & {words.FIRST_NAME, words.LAST_NAME}:
        surplus.add(words.NAME)
    if words.GRADE in fields:
        surplus.add(words.GRADUATION_YEAR)
    if kind not in {None, Kind.STUDENT} and words.ROLE not in fields:
        surplus |= {words.GRADE, words.GRADUATION_YEAR, words.PARENT_EMAIL, words.PARENT_PHONE}
    return [column for column in chosen if column.field not in surplus]
