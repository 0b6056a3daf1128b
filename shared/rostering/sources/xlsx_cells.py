"""Looks through a sheet before it is read: its extent, formulas, cells with a number format.

A sheet written as nearly all programs write it is looked through by a few scans; any other one is
parsed, at eight times the cost. Both ways find the same.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from xml.parsers import expat

from shared.rostering.sources.xlsx_refusal import CELLS, COLUMNS, ROWS, bomb, damaged

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = b"0123456789"
_BARE = re.compile(rb'<c r="[A-Z]+[0-9]+"(?: [a-z]+="[^"<>]*")*(?: ?/>|></c>)')
_CELL = re.compile(rb'<c[ \t\r\n>/](?:r="([A-Z]+[1-9][0-9]*)"[ >])?')
_FULL_CELL = re.compile(rb'<c[ \t\r\n>/](?:r="([A-Z]+[1-9][0-9]*)"[^/>]*><[iv])?')
_STYLED = re.compile(rb'<c r="([A-Z]+)([1-9][0-9]*)"(?: t="[a-zA-Z]*")? s="([0-9]+)"')
_STYLE = re.compile(rb'<c [^>]*?\bs="')
_FORMULA = re.compile(rb'<c r="[A-Z]+([1-9][0-9]*)"[^>]*><f[ />]')
_ANY_FORMULA = re.compile(rb"<f[ \t\r\n/>]")
_PREFIXED = re.compile(rb"<[^<>/!?:\s]+:(?:worksheet|sheetData|row|c)[ \t\r\n/>]")
_REFERENCE = re.compile(r"([A-Za-z]{1,4})([0-9]{1,9})")
_FEW_LETTERS = 3
_FEW_DIGITS = 7
_WORTH_KEEPING = 14
"""Bits of a position that hold the column."""


class SheetScan:
    """What is known of a sheet before it is read.

    Attributes:
        last_row, last_column: 1-based, of the cells that hold something; 0 without any.
        formulas: how many cells hold one.
        first_formula: the row of the first of them, 0 without any.
        places: of cells whose style is wanted: row and column, packed by `pack`.
        styles: the style of each of them.
    """

    def __init__(self) -> None:
        self._first_row = ROWS + 1
        self._first_column = COLUMNS + 1
        self.last_row = 0
        self.last_column = 0
        self.formulas = 0
        self.first_formula = 0
        self.places = array("Q")
        self.styles = array("L")

    def reach(self, rows: Iterable[int], columns: Iterable[int]) -> None:
        """Take cells into account.

        Raises:
            Refused: XLSX_BOMB when the sheet reaches too far.
        """
        self._first_row = min(self._first_row, *rows, self._first_row)
        self._first_column = min(self._first_column, *columns, self._first_column)
        self.last_row = max(self.last_row, *rows, self.last_row)
        self.last_column = max(self.last_column, *columns, self.last_column)
        if self.last_row > ROWS:
            raise bomb(f"{ROWS:,} rows")
        if self.last_column > COLUMNS:
            raise bomb(f"{COLUMNS} columns")
        height = self.last_row - self._first_row + 1
        if height * (self.last_column - self._first_column + 1) > CELLS:
            raise bomb(f"{CELLS:,} cells in a sheet")

    def count_formulas(self, rows: list[int]) -> None:
        """Take cells with formulas into account."""
        if rows:
            self.first_formula = min(self.first_formula or rows[0], *rows)
            self.formulas += len(rows)


def pack(row: int, column: int) -> int:
    """One number for a position, in the order in which a sheet is read; both 1-based."""
    return row << _WORTH_KEEPING | column


def scan_sheet(blocks: Callable[[], Iterable[bytes]], wanted: Collection[int]) -> SheetScan:
    """Look through a sheet.

    Args:
        blocks: gives the bytes of its part from the start.
        wanted: the styles that change how a cell is shown; empty without any.

    Raises:
        Refused: XLSX_BOMB, or FORMAT_UNKNOWN for a part that is no XML.
    """
    try:
        scan = _scanned(blocks(), wanted)
    except _Unusual:
        return _parsed(blocks(), wanted)
    # Where nothing was found, it is worth knowing that there was a sheet at all.
    return scan if scan.last_row else _parsed(blocks(), wanted)


class _Unusual(Exception):  # noqa: N818  # a turn that the scan takes, not an error
    """The sheet is written in a way that only parsing understands."""


def _scanned(blocks: Iterable[bytes], wanted: Collection[int]) -> SheetScan:
    scan = SheetScan()
    texts = _whole_tags(blocks)
    first = next(texts)
    if _PREFIXED.search(first):
        raise _Unusual
    for text in chain([first], texts):
        # One byte is found at the speed of memory, two are not.
        if b"!" in text and b"<!" in text:
            raise _Unusual
        references = _FULL_CELL.findall(text)
        if b"" in references:
            references = _sorted_out(scan, text)
        if references:
            _take_extent(scan, references)
        if wanted:
            _take_styles(scan, text, wanted)
    return scan


def _sorted_out(scan: SheetScan, text: bytes) -> list[bytes]:
    """The references where some cells are empty or hold formulas, which are counted."""
    text = _BARE.sub(b"", text)
    references = _CELL.findall(text)
    formulas = _FORMULA.findall(text)
    if b"" in references or len(formulas) != len(_ANY_FORMULA.findall(text)):
        raise _Unusual
    scan.count_formulas(list(map(int, formulas)))
    return references


def _whole_tags(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The text cut before cells, so that no cell is torn apart."""
    rest: list[bytes] = []
    for block in blocks:
        cut = block.rfind(b"<c ")
        if cut < 0:
            rest.append(block)
            continue
        yield b"".join((*rest, block[:cut]))
        rest = [block[cut:]]
    yield b"".join(rest)


def _take_extent(scan: SheetScan, references: list[bytes]) -> None:
    together = b",".join(references)
    rows = set(together.translate(None, _LETTERS).split(b","))
    columns = _distinct(together.translate(None, _DIGITS), len(references))
    if max(map(len, rows)) > _FEW_DIGITS or max(map(len, columns)) > _FEW_LETTERS:
        raise bomb(f"{ROWS:,} rows or {COLUMNS} columns")
    scan.reach(list(map(int, rows)), list(map(_column, columns)))


def _distinct(letters: bytes, number: int) -> set[bytes]:
    """The different names of so many columns; up to column Z nothing has to be split for that."""
    if len(letters) != 2 * number - 1:
        return set(letters.split(b","))
    return {bytes((letter,)) for letter in set(letters)} - {b","}


def _take_styles(scan: SheetScan, text: bytes, wanted: Collection[int]) -> None:
    found = _STYLED.findall(text)
    if len(found) != len(_STYLE.findall(text)):
        raise _Unusual
    for column, row, style in found:
        if int(style) in wanted:
            scan.places.append(pack(int(row), _column(column)))
            scan.styles.append(int(style))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class _Parser:
    """Follows a sheet tag by tag, counting as calamine does where a cell doesn't say its place."""

    def __init__(self, wanted: Collection[int]) -> None:
        self.scan = SheetScan()
        self._wanted = wanted
        self._row = 1
        self._column = 1
        self._at = (1, 1)
        self._style = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag begins."""
        name = tag.rpartition(":")[2]
        if name == "row" and "r" in attributes:
            self._row = self._place(f"A{attributes['r']}")[0]
        elif name == "c":
            reference = attributes.get("r")
            self._at = self._place(reference) if reference else (self._row, self._column)
            self._column = self._at[1] + 1
            style = attributes.get("s", "0")
            self._style = int(style) if style.isascii() and style.isdigit() else 0
        elif name in {"v", "is", "f"}:
            self._take()
            if name == "f":
                self.scan.count_formulas([self._at[0]])

    def end(self, tag: str) -> None:
        """A tag ends."""
        if tag.rpartition(":")[2] == "row":
            self._row += 1
            self._column = 1

    def _place(self, reference: str) -> tuple[int, int]:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise damaged()
        return int(match[2]), _column(match[1].upper().encode())

    def _take(self) -> None:
        row, column = self._at
        self.scan.reach([row], [column])
        place = pack(row, column)
        seen = self.scan.places
        if self._style in self._wanted and not (seen and seen[-1] == place):
            seen.append(place)
            self.scan.styles.append(self._style)


def _parsed(blocks: Iterable[bytes], wanted: Collection[int]) -> SheetScan:
    follower = _Parser(wanted)
    parser = expat.ParserCreate()
    parser.StartElementHandler = follower.start
    parser.EndElementHandler = follower.end
    try:
        for block in blocks:
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged() from error
    return follower.scan
