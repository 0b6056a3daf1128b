"""Writes rows as an office keeps them: a workbook with formats, a filter, and a hidden sheet.

The same rows give the same bytes: nothing in the workbook says when it was made.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter

CREATED = datetime(2026, 8, 3, 9, 0)  # noqa: DTZ001  # a workbook's times have no zone
"""When every workbook says that it was made."""

FIRST_SHEET = "Staff"
HIDDEN_SHEET = "Lists"

_DEPARTMENTS = ("Kitchen", "Office", "Grounds", "Library")
_WIDTH = 22


def workbook(
    columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]], *, ids_as_numbers: bool
) -> bytes:
    """One workbook: a visible sheet with a header and these rows, and a hidden one.

    Args:
        columns: (header, what stands in it) in order.
        rows: cells in the order of the columns; dates as ``month/day/year``.
        ids_as_numbers: ids become numbers, shown with four digits by a format.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": CREATED})
    sheet = _Sheet(book, ids_as_numbers=ids_as_numbers)
    for column, (header, what) in enumerate(columns):
        sheet.write_column(column, header, what, [row[column] for row in rows])
    sheet.finish(len(columns), len(rows))
    book.close()
    return stream.getvalue()


class _Sheet:
    """The visible sheet and how its cells look."""

    def __init__(self, book: xlsxwriter.Workbook, *, ids_as_numbers: bool) -> None:
        self._sheet = book.add_worksheet(FIRST_SHEET)
        self._header = book.add_format({"bold": True, "bottom": 1})
        self._text = book.add_format({"num_format": "@"})
        self._day = book.add_format({"num_format": "mm/dd/yyyy"})
        self._number = book.add_format({"num_format": "0000"})
        self._ids_as_numbers = ids_as_numbers
        # The list that the office picks from when it fills a cell.
        lists = book.add_worksheet(HIDDEN_SHEET)
        lists.write_column(0, 0, ("Department", *_DEPARTMENTS))
        lists.hide()

    def write_column(self, column: int, header: str, what: str, cells: Sequence[str]) -> None:
        self._sheet.write_string(0, column, header, self._header)
        for line, cell in enumerate(cells, start=1):
            self._write(line, column, what, cell)

    def _write(self, line: int, column: int, what: str, cell: str) -> None:
        if what in {"birthdate", "hired"}:
            # A day of a calendar; it has no zone either.
            day = datetime.strptime(cell, "%m/%d/%Y")  # noqa: DTZ007
            self._sheet.write_datetime(line, column, day, self._day)
        elif what == "sis_id" and self._ids_as_numbers:
            self._sheet.write_number(line, column, int(cell), self._number)
        elif cell:
            self._sheet.write_string(line, column, cell, self._text)

    def finish(self, columns: int, rows: int) -> None:
        self._sheet.freeze_panes(1, 0)
        self._sheet.autofilter(0, 0, rows, columns - 1)
        self._sheet.set_column(0, columns - 1, _WIDTH)
