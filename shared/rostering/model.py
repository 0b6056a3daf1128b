"""The words of rostering: kinds of people, rows as read, problems found. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from shared.kernel.roles import Role


class Kind(StrEnum):
    """The kinds of people that a roster file can be complete for."""

    STUDENT = "student"
    TEACHER = "teacher"
    STAFF = "staff"
    ADMIN = "admin"


class Severity(StrEnum):
    """How much a problem weighs: a rejected file or row, or only a warning."""

    ERROR = "error"
    WARNING = "warning"


class Guardian(NamedTuple):
    """One guardian as a student's row gives them; at least one of the two is not empty."""

    email: str
    phone: str


class RosterRow(NamedTuple):
    """One accepted row, normalised. Empty text stands for a cell that was empty or not sent.

    A named tuple, because a file has one for each person and a dataclass costs three times as much.

    Attributes:
        line: 1-based line of the file on which the row starts; the header is line 1.
        sis_id: the SIS's own id, as text; empty only for an employee without an id column.
        email: lower case.
        grade: PK, TK, KG, 01 to 13 or UG; empty for employees.
        phone: the person's own, E.164 where it is a valid number, else as given.
        is_test: the name looks like a test record; rostered, and left out of counts.
    """

    line: int
    kind: Kind
    sis_id: str
    email: str
    first_name: str
    last_name: str
    grade: str
    role: Role
    phone: str
    guardians: tuple[Guardian, ...]
    id_field1: str
    id_field2: str
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a file or a row. Never holds a value from the file.

    Attributes:
        code: stable, listed in ``docs/domain/rostering-files.md``.
        line: 1-based, None when the file as a whole is meant.
        field: the roster field or, for a header, its own text; None when the row is meant.
    """

    code: str
    severity: Severity
    line: int | None
    field: str | None
    message: str

    def as_json(self) -> dict[str, Any]:
        """The shape that reports, run documents and the command line share."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "line": self.line,
            "field": self.field,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What was found out about a file as a whole before its rows were read.

    Attributes:
        format: ``csv``, ``tsv`` for tabs, or ``xlsx``.
        encoding: ``utf-8``, ``utf-8-sig``, ``utf-16-le``, ``utf-16-be``, ``cp1252`` or
            ``mac_roman``; None for a workbook.
        delimiter: one character; None for a workbook.
        mapping: each header's own text → the roster field it means; other columns are absent.
        named_kind: the kind that the file's name says its rows are of, if it says one.
        complete_for: the kinds that the file speaks for; only their missing people are archived.
        has_role_column: whether rows carry a role of their own.
        ended_with_newline: False when the last row ends where a cell does, without a line end.
        sheet: the name of the sheet that is read; None for text.
    """

    format: str
    encoding: str | None
    delimiter: str | None
    mapping: Mapping[str, str] = field(default_factory=dict)
    named_kind: Kind | None = None
    complete_for: frozenset[Kind] = frozenset()
    has_role_column: bool = False
    ended_with_newline: bool = True
    sheet: str | None = None
