"""A small school of invented people, and its roster files as its system would write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from random import Random

import xlsxwriter

from shared.rostering.model import Kind

Table = list[list[str]]
"""A header and rows, all of the same length."""

FIRST_NAMES = (
    "Ada", "Beatriz", "Chloé", "Dmitri", "Elif", "Fatima", "Grace", "Hiro", "Ines", "José",
    "Kofi", "Lúcia", "Mei", "Noah", "Olga", "Priya", "Quinn", "Rosa", "Søren", "Tomás",
)  # fmt: skip
LAST_NAMES = (
    "Abbott", "Brown", "Castañeda", "Diaz", "Edwards", "Fischer", "García", "Hughes", "Ito",
    "Jensen", "Kim", "Lopez", "Müller", "Nguyen", "O'Neil", "Peña", "Quiroga", "Reyes", "Smith",
    "Tran",
)  # fmt: skip

STUDENT_COLUMNS = ("id", "first", "last", "email", "grade", "parent_email", "parent_phone")
EMPLOYEE_COLUMNS = ("id", "first", "last", "email")
HEADERS = {
    Kind.STUDENT: (
        ("Student ID", "First Name", "Last Name", "Email", "Grade", "Parent Email", "Parent Phone"),
        ("student_number", "first_name", "last_name", "Student_email", "Grade Level",
         "Guardian 1 Email", "Guardian 1 Phone"),
    ),
    Kind.TEACHER: (
        ("ID Number", "First Name", "Last Name", "Email"),
        ("Teacher_id", "First_name", "Last_name", "Teacher_email"),
    ),
}  # fmt: skip
NAMES = {Kind.STUDENT: "students", Kind.TEACHER: "teachers"}


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person as the school's system knows them; an employee has no grade and no parent."""

    kind: Kind
    id: str
    first: str
    last: str
    email: str
    grade: str = ""
    parent_email: str = ""
    parent_phone: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """How one school's files are written, day after day.

    Attributes:
        suffix: ``csv``, ``tsv`` or ``xlsx``; the rest but the headers is for text only.
        quoted: every cell stands in quotation marks.
        headers: which spelling of `HEADERS`.
    """

    suffix: str = "csv"
    delimiter: str = ","
    line_end: str = "\n"
    encoding: str = "utf-8"
    quoted: bool = False
    headers: int = 0


STYLES = (
    Style(),
    Style(line_end="\r\n", quoted=True),
    Style(line_end="\r\n", encoding="utf-8-sig", headers=1),
    Style(delimiter=";", encoding="cp1252"),
    Style("tsv", "\t", headers=1),
    Style("tsv", "\t", "\r\n", "utf-16"),
    Style("xlsx"),
    Style("xlsx", headers=1),
)


CHILDREN = 3
"""Students with one guardian, as their ids follow each other."""

Naming = Callable[[Random], tuple[str, str]]


def plain_name(chance: Random) -> tuple[str, str]:
    """A first and a last name that every encoding here can write."""
    return chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)


class Registry:
    """Hands out people: ids in order, as a district does; addresses carry the id."""

    def __init__(
        self, chance: Random, first: int, kind: Kind = Kind.STUDENT, naming: Naming = plain_name
    ) -> None:
        self._chance = chance
        self._ids: Iterator[int] = count(first)
        self._kind = kind
        self._naming = naming

    def new(self, grade: str = "9") -> Somebody:
        """Somebody new; the grade is for students."""
        number = f"{next(self._ids)}"
        first, last = self._naming(self._chance)
        if self._kind is not Kind.STUDENT:
            return Somebody(self._kind, number, first, last, f"t{number}@example.org")
        home = int(number) // CHILDREN
        return Somebody(
            self._kind, number, first, last, f"s{number}@students.example.org", grade,
            f"home{home}@example.net", f"(617) 555-01{home % 100:02d}",
        )  # fmt: skip


def phone_number(chance: Random) -> str:
    """A number that the numbering plan keeps for fiction."""
    area = chance.choice((201, 312, 415, 508, 617, 702))
    return f"({area}) 555-01{chance.randrange(100):02d}"


def table_of(people: Sequence[Somebody], style: Style, kind: Kind = Kind.STUDENT) -> Table:
    """A header and one row for each of these people of one kind."""
    columns = STUDENT_COLUMNS if kind is Kind.STUDENT else EMPLOYEE_COLUMNS
    header = list(HEADERS[kind][style.headers])
    return [header, *([getattr(one, column) for column in columns] for one in people)]


def written(table: Table, style: Style) -> bytes:
    """The bytes of a table as this school's system writes it."""
    return _workbook(table) if style.suffix == "xlsx" else _text(table, style)


def _text(table: Table, style: Style) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=style.delimiter,
        lineterminator=style.line_end,
        quoting=csv.QUOTE_ALL if style.quoted else csv.QUOTE_MINIMAL,
    )
    writer.writerows(table)
    return text.getvalue().encode(style.encoding)


def _workbook(table: Table) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    # Otherwise the same people would give other bytes each day.
    book.set_properties({"created": datetime(2026, 8, 3)})  # noqa: DTZ001  # as workbooks have it
    sheet = book.add_worksheet()
    for line, row in enumerate(table):
        for column, cell in enumerate(row):
            sheet.write_string(line, column, cell)
    book.close()
    return stream.getvalue()
