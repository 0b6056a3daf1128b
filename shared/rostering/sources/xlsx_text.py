"""Turns the cells of a sheet into rows of text, a stretch at a time.

Cells are parted by U+001F and rows by U+001E, which XML can't hold and a name never has. A row
without anything is empty, so that counting gives each row its number in the sheet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from shared.rostering.sources.date_formats import day_number
from shared.rostering.sources.number_formats import general, show_number, show_text
from shared.rostering.sources.xlsx_cells import SheetScan, pack
from shared.rostering.sources.xlsx_refusal import CELL_LIMIT, Refused

CELL_END = "\x1f"
ROW_END = "\x1e"

Cell = str | float | bool | dt.date
_STRETCH = 2_000
_LINE_ENDS = str.maketrans({"\r": "\n", CELL_END: None, ROW_END: None})


class Shower:
    """Shows cells as the sheet does.

    Used for the rows of one sheet in their order.
    """

    def __init__(
        self, scan: SheetScan, formats: Mapping[int, str], first_column: int, *, since_1904: bool
    ) -> None:
        """Take what is known.

        Args:
            scan: where cells with formats stand.
            formats: by style.
            first_column: 1-based number of the column that rows start with.
            since_1904: whether days are counted from 1904.
        """
        self._formats = formats
        self._first_column = first_column
        self._since_1904 = since_1904
        styled = zip(scan.places, scan.styles, strict=True)
        if any(map(int.__gt__, scan.places, islice(scan.places, 1, None))):
            styled = iter(sorted(styled))  # type: ignore[assignment]  # the rare unordered sheet
        self._styled = styled
        self._next = next(styled, None)

    def rows(self, cells: Iterable[list[Any]]) -> Iterator[str]:
        """The text of each stretch of rows, from the sheet's first row on.

        Raises:
            Refused: FIELD_TOO_LONG.
        """
        rows = iter(cells)
        first = 1
        while stretch := list(islice(rows, _STRETCH)):
            self._apply_formats(stretch, first)
            text = _joined(stretch)
            if len(text) > CELL_LIMIT:
                _refuse_long_cells(text, first)
            yield text
            first += len(stretch)

    def _apply_formats(self, stretch: list[list[Any]], first: int) -> None:
        end = pack(first + len(stretch), 0)
        while self._next is not None and self._next[0] < end:
            place, style = self._next
            row, column = place >> 14, (place & 0x3FFF) - self._first_column
            if 0 <= row - first < len(stretch) and 0 <= column < len(stretch[row - first]):
                cells = stretch[row - first]
                cells[column] = self._shown(cells[column], self._formats[style])
            self._next = next(self._styled, None)

    def _shown(self, cell: Cell, code: str) -> Cell:
        if isinstance(cell, dt.date):
            cell = day_number(cell, since_1904=self._since_1904)
        if cell.__class__ is float:
            return show_number(cell, code, since_1904=self._since_1904)
        return show_text(cell, code) if cell and isinstance(cell, str) else cell


def _joined(stretch: list[list[Any]]) -> str:
    width = len(stretch[0])
    texts = [
        ""
        if row.count("") == width
        else CELL_END.join([c if c.__class__ is str else _text(c) for c in row])
        for row in stretch
    ]
    text = ROW_END.join(texts) + ROW_END
    full = len(texts) - texts.count("")
    marks = text.count(CELL_END) == full * (width - 1) and text.count(ROW_END) == len(texts)
    if marks and "\r" not in text:
        return text
    return "".join(map(_careful, stretch))


def _careful(row: list[Any]) -> str:
    cells = [c if isinstance(c, str) else _text(c) for c in row]
    clean = [cell.replace("\r\n", "\n").translate(_LINE_ENDS) for cell in cells]
    return (CELL_END.join(clean) if any(clean) else "") + ROW_END


def _text(cell: Cell) -> str:
    if cell.__class__ is float:
        return general(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return str(cell)


def _refuse_long_cells(text: str, first: int) -> None:
    for number, row in enumerate(text.split(ROW_END), start=first):
        if len(row) > CELL_LIMIT and max(map(len, row.split(CELL_END))) > CELL_LIMIT:
            message = f"A cell is too long; a cell may have {CELL_LIMIT:,} characters."
            raise Refused("FIELD_TOO_LONG", message, number)
