"""A CSV of ids and addresses: how it is read, and how a file that we gave is read back. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from shared.identity.address_views import EMAIL, LONGEST_EMAIL, MOST_ROWS, AddressProblem
from shared.kernel.csv_cells import BOM, neutral
from shared.kernel.typed_text import tidy

COLUMNS = ("id", "email")

_EMAIL = re.compile(EMAIL)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, and where; ``column`` is empty for the whole line."""

    line: int
    column: str
    code: AddressProblem


@dataclass(frozen=True, slots=True)
class Row:
    """A row that says whose an address is to be.

    Attributes:
        id: as it was typed, tidy.
        email: in lower case.
    """

    line: int
    id: str
    email: str


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it was read."""

    rows: Sequence[Row]
    wrong: Sequence[Wrong]


def read_file(text: str) -> Read:
    """The rows of a file; lines without a word are none."""
    reader = csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), strict=True)
    rows: list[Row] = []
    wrong: list[Wrong] = []
    places: tuple[int, int] | None = None
    try:
        for cells in reader:
            if not any(map(str.strip, cells)):
                continue
            if places is None:
                places = _places(cells)
                if places is None:
                    return Read([], [Wrong(1, "", AddressProblem.HEADER_MISSING)])
                continue
            if len(rows) == MOST_ROWS:
                return Read([], [Wrong(reader.line_num, "", AddressProblem.ROWS_TOO_MANY)])
            id_, email = (_cell(cells, place) for place in places)
            row = Row(reader.line_num, id_, email.lower())
            rows.append(row)
            wrong += _wrong_of(row)
    except csv.Error:
        return Read([], [Wrong(reader.line_num, "", AddressProblem.FILE_UNREADABLE)])
    if not rows:
        return Read([], [Wrong(1, "", AddressProblem.FILE_EMPTY)])
    return Read(rows, wrong)


def _places(header: Sequence[str]) -> tuple[int, int] | None:
    names = [tidy(cell).lower() for cell in header]
    if any(names.count(column) != 1 for column in COLUMNS):
        return None
    first, second = (names.index(column) for column in COLUMNS)
    return first, second


def _cell(cells: Sequence[str], place: int) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    text = cells[place] if place < len(cells) else ""
    bare = text.removeprefix("'")
    return tidy(bare if bare != text and neutral(bare) == text else text)


def _wrong_of(row: Row) -> list[Wrong]:
    wrong = [] if row.id else [Wrong(row.line, "id", AddressProblem.ID_EMPTY)]
    if not row.email:
        wrong.append(Wrong(row.line, "email", AddressProblem.EMAIL_EMPTY))
    elif len(row.email) > LONGEST_EMAIL or not _EMAIL.match(row.email):
        wrong.append(Wrong(row.line, "email", AddressProblem.EMAIL_INVALID))
    return wrong
