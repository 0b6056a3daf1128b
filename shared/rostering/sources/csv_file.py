"""Delimited text: finds the header and the delimiter, then gives rows of cells with their lines.

Quoting is strict, because Python's default swallows the rest of a file after one stray quote.
Nothing here knows what a column means.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from typing import IO, NamedTuple, TextIO

from shared.rostering.model import Problem
from shared.rostering.problems import FileRejected, file_problem
from shared.rostering.sources.encodings import Encoding, choose_encoding
from shared.rostering.sources.header_search import ENOUGH, WITHIN, HeaderSense, is_blank

DELIMITERS = (",", "\t", ";", "|")
FIELD_LIMIT = 1 << 20
"""Longest cell, in characters. Python's own limit of 131,072 is a setting of the process."""
LINE_LIMIT = 4 << 20
"""Longest line, in characters, so that a file without line ends can't fill the memory."""
ROW_CHARACTERS = 128
"""What a row takes on the average; sets how much is read for a batch."""

_QUOTE = '"'
_SPACED_QUOTE = re.compile(r' +"')
_EXCEL_HINT = re.compile(r"sep=.", re.IGNORECASE)
_OTHER_DELIMITERS = re.compile(r"[:^~!*\x1e\x1f§¦]|\s{2,}")
_FEW = 3
"""Columns that a wrong delimiter may make; a header with more of them is split by the right one."""
_TAIL = 8
"""Bytes that hold the last line end, whatever the encoding, and what may stand behind it."""

csv.field_size_limit(max(FIELD_LIMIT, csv.field_size_limit()))


class Block(NamedTuple):
    """Some rows that stand one after the other, by columns; blank lines are left out.

    Attributes:
        columns: the cells, as they are in the file, of the rows that are as wide as the header.
        lines: the 1-based line on which each of them starts.
        odd: the wider and the narrower rows, each with its line.
        cut: True when the file ends with the last of all these rows and without a line end.
        nul: True when some row holds a NUL character.
    """

    columns: Sequence[Sequence[str]]
    lines: Sequence[int]
    odd: Sequence[tuple[int, list[str]]]
    cut: bool
    nul: bool


def block_of(
    rows: Sequence[list[str]], lines: Sequence[int], width: int, *, cut: bool, nul: bool
) -> Block:
    """The block that holds these rows, each of which starts on its line."""
    odd: list[tuple[int, list[str]]] = []
    if set(map(len, rows)) != {width}:
        odd = [(line, row) for line, row in zip(lines, rows, strict=True) if len(row) != width]
        even = [place for place, row in enumerate(rows) if len(row) == width]
        rows, lines = [rows[place] for place in even], [lines[place] for place in even]
    columns: Sequence[Sequence[str]] = list(zip(*rows, strict=True)) or [()] * width
    return Block(columns, lines, odd, cut, nul)


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A delimited text file whose header was found.

    Attributes:
        delimiter: one of `DELIMITERS`.
        header: the cells of the header row.
        header_line: 1-based.
        first_line: the line after the header row.
        spaced: True when spaces stand between delimiters and quotation marks.
    """

    stream: IO[bytes]
    encoding: Encoding
    delimiter: str
    header: tuple[str, ...]
    header_line: int
    first_line: int
    spaced: bool

    @property
    def format(self) -> str:
        """``tsv`` for tabs, ``csv`` for anything else."""
        return "tsv" if self.delimiter == "\t" else "csv"

    @property
    def encoding_name(self) -> str:
        """As in `model.FileFacts`."""
        return self.encoding.name

    @property
    def sheet(self) -> None:
        """Text has no sheets."""

    @property
    def speaks_for(self) -> None:
        """Text doesn't say who is in it; its file's name does."""

    @property
    def classes(self) -> None:
        """Text says nothing of classes."""

    @property
    def unplaced(self) -> None:
        """Whoever is in it is the school's."""

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """About the encoding."""
        return self.encoding.warnings

    @property
    def damaged(self) -> bool:
        """True when U+FFFD stands for bytes that can't be decoded."""
        return self.encoding.damaged

    @property
    def ended_with_newline(self) -> bool:
        """False when the file ends where a cell does, as one does that was cut off."""
        self.stream.seek(0, io.SEEK_END)
        self.stream.seek(max(0, self.stream.tell() - _TAIL))
        return self.stream.read().rstrip(b"\0\x1a").endswith((b"\n", b"\r"))

    def blocks(self, size: int) -> Iterator[Block]:
        """The rows below the header in blocks of about ``size``, as often as it is called.

        A block is ``size`` times `ROW_CHARACTERS` long, and as many rows as that makes.

        Raises:
            FileRejected: QUOTE_UNTERMINATED or FIELD_TOO_LONG, after the blocks before.
        """
        text = _open(self.stream, self.encoding)
        try:
            for _ in range(self.first_line - 1):
                text.readline(LINE_LIMIT)
            yield from _Rows(text, self, self.first_line).blocks(size)
        finally:
            text.detach()


def open_csv(stream: IO[bytes], sense: HeaderSense, encoding: str | None = None) -> CsvFile:
    """Find the encoding, the header and the delimiter that makes the most columns known.

    Args:
        stream: seekable; read several times, never closed.
        sense: tells headers from other rows.
        encoding: what an administrator decided; a byte order mark wins over it.

    Raises:
        FileRejected: what `choose_encoding` raises, FILE_EMPTY, QUOTE_UNTERMINATED or
            DELIMITER_UNKNOWN.
    """
    chosen = choose_encoding(stream, encoding)
    files = [
        CsvFile(stream, chosen, delimiter, *found)
        for delimiter in DELIMITERS
        if (found := _header(stream, chosen, delimiter, sense)) is not None
    ]
    if not files:
        _refuse_endless(stream, chosen)
        message = "A quotation mark in the header row is never closed."
        raise FileRejected(file_problem("QUOTE_UNTERMINATED", message, 1))
    best = max(files, key=lambda file: (sense.recognised(file.header), len(file.header)))
    if sense.recognised(best.header) < ENOUGH and _is_otherwise_delimited(best.header, sense):
        message = "Columns must be separated by comma, tab, semicolon or vertical bar."
        raise FileRejected(file_problem("DELIMITER_UNKNOWN", message, best.header_line))
    return best


def _refuse_endless(stream: IO[bytes], encoding: Encoding) -> None:
    """A file without line ends has no header, whatever its quotation marks."""
    text = _open(stream, encoding)
    try:
        if len(text.readline(FIELD_LIMIT + 1)) > FIELD_LIMIT:
            raise _too_long(1)
    finally:
        text.detach()


def _is_otherwise_delimited(header: tuple[str, ...], sense: HeaderSense) -> bool:
    """True when a delimiter that is not read would explain the header better."""
    if len(header) > _FEW:
        return False
    line = " ".join(header)
    others = (_OTHER_DELIMITERS.split(line), line.split())
    if any(sense.recognised(cells) >= ENOUGH for cells in others):
        return True
    return len(header) == 1 and not sense.recognised(header)


def _open(stream: IO[bytes], encoding: Encoding) -> io.TextIOWrapper:
    stream.seek(encoding.start)
    errors = "replace" if encoding.damaged or encoding.name == "cp1252" else "strict"
    return io.TextIOWrapper(stream, encoding.codec, errors=errors, newline="")


class _First(NamedTuple):
    """A row near the top of the file: its cells, its line, the line after it, how it is quoted."""

    cells: tuple[str, ...]
    line: int
    next_line: int
    spaced: bool


def _header(
    stream: IO[bytes], encoding: Encoding, delimiter: str, sense: HeaderSense
) -> _First | None:
    """The header row; None when its quoting is broken."""
    found = _header_by(stream, encoding, delimiter, sense, spaced=False)
    if found is not None and any(map(_SPACED_QUOTE.match, found.cells)):
        return _header_by(stream, encoding, delimiter, sense, spaced=True)
    return found


def _header_by(
    stream: IO[bytes], encoding: Encoding, delimiter: str, sense: HeaderSense, *, spaced: bool
) -> _First | None:
    text = _open(stream, encoding)
    try:
        rows = _first_rows(text, delimiter, spaced=spaced)
        first = next(rows, None)
        if first is None:
            raise FileRejected(file_problem("FILE_EMPTY", "The file holds no header and no rows."))
        if sense.recognised(first.cells) >= ENOUGH:
            return first
        top = [first, *_unbroken(islice(rows, WITHIN - 1))]
        return top[sense.place([row.cells for row in top])]
    except csv.Error:
        return None
    finally:
        text.detach()


def _first_rows(text: TextIO, delimiter: str, *, spaced: bool) -> Iterator[_First]:
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True, skipinitialspace=spaced)
    before = 0
    for row in reader:
        if not is_blank(row) and not _EXCEL_HINT.fullmatch(delimiter.join(row).strip()):
            yield _First(tuple(row), before + 1, reader.line_num + 1, spaced)
        before = reader.line_num


def _unbroken(rows: Iterator[_First]) -> Iterator[_First]:
    """The rows as far as their quoting holds; what is wrong below the first is told later."""
    with contextlib.suppress(csv.Error):
        yield from rows


def _lines(text: TextIO) -> Iterator[str]:
    while line := text.readline(LINE_LIMIT):
        yield line


class _Rows:
    """Splits the text into rows; blocks without a quotation mark take the short way.

    Attributes:
        line: the 1-based line that comes next.
    """

    def __init__(self, text: TextIO, file: CsvFile, line: int) -> None:
        self._text = text
        self._delimiter = file.delimiter
        self._width = len(file.header)
        self._spaced = file.spaced
        self.line = line

    def blocks(self, size: int) -> Iterator[Block]:
        while text := self._next_text(size * ROW_CHARACTERS):
            cut = not text.endswith(("\n", "\r"))
            if _QUOTE in text or self._spaced or len(text) > FIELD_LIMIT:
                yield self._quoted(text, cut=cut)
            else:
                yield self._plain(text, cut=cut)

    def _next_text(self, characters: int) -> str:
        """A text that ends where a line ends; CR and LF are never torn apart."""
        text = self._text.read(characters)
        if text and not text.endswith("\n"):
            text += self._text.readline(LINE_LIMIT)
            if len(text) > LINE_LIMIT and not text.endswith(("\n", "\r")):
                raise _too_long(self.line)
        return text

    def _plain(self, text: str, *, cut: bool) -> Block:
        """What csv would give for a text without quotation marks, at half the cost."""
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if cut:
            text += "\n"
        number, start = text.count("\n"), self.line
        self.line += number
        delimiter, width = self._delimiter, self._width
        # The line ends become cells of their own: they stand in one column if all rows are equal.
        cells = text.replace("\n", f"{delimiter}\n{delimiter}").split(delimiter)
        step = width + 1
        lines: Sequence[int] = range(start, self.line)
        odd: list[tuple[int, list[str]]] = []
        if len(cells) != number * step + 1 or cells[width::step].count("\n") != number:
            lines, odd = self._odd_taken_out(cells, text.split("\n")[:-1], start)
        cells.pop()
        columns = [cells[column::step] for column in range(width)]
        return Block(columns, lines, odd, cut, "\0" in text)

    def _odd_taken_out(
        self, cells: list[str], rows: list[str], start: int
    ) -> tuple[list[int], list[tuple[int, list[str]]]]:
        """Take the cells of rows of another width and of blank lines out of all cells.

        Args:
            cells: of all rows, behind each row a line end.
            rows: the text of each.
            start: the line of the first.

        Returns:
            the lines of the other rows, and the rows of another width with theirs.
        """
        delimiter, marks = self._delimiter, self._width - 1
        found = list(map(str.count, rows, repeat(delimiter)))
        odd = [place for place, number in enumerate(found) if number != marks or not rows[place]]
        lines = list(range(start, start + len(rows)))
        for taken, place in enumerate(odd):
            at = (place - taken) * (self._width + 1)
            del cells[at : at + found[place] + 2]
            del lines[place - taken]
        return lines, [(start + i, rows[i].split(delimiter)) for i in odd if rows[i]]

    def _quoted(self, text: str, *, cut: bool) -> Block:
        """The text's rows by csv; a row that goes on behind the text is read to its end."""
        lines = list(io.StringIO(text, newline=""))
        reader = csv.reader(
            self._with_more(lines),
            delimiter=self._delimiter,
            strict=True,
            skipinitialspace=self._spaced,
        )
        rows: list[list[str]] = []
        numbers: list[int] = []
        done = 0
        try:
            while done < len(lines):
                row = next(reader)
                if reader.line_num - done > 1:
                    self._refuse_swallowed(row, self.line + done)
                if row:
                    rows.append(row)
                    numbers.append(self.line + done)
                done = reader.line_num
        except csv.Error as error:
            raise _broken(error, self.line + done) from error
        self.line += done
        unended = not lines[-1].endswith(("\n", "\r"))
        nul = "\0" in "".join(lines)
        return block_of(rows, numbers, self._width, cut=cut or unended, nul=nul)

    def _with_more(self, lines: list[str]) -> Iterator[str]:
        """The lines; then, only as long as a quoted cell is open, the file's next ones."""
        yield from list(lines)
        while line := self._text.readline(LINE_LIMIT):
            lines.append(line)
            yield line

    def _refuse_swallowed(self, row: list[str], line: int) -> None:
        """Two stray quotation marks make one cell of whole rows: nothing may be applied then."""
        for cell in row:
            breaks = "\n" in cell or "\r" in cell
            if breaks and "@" in cell and cell.count(self._delimiter) >= self._width - 1:
                message = "A quotation mark here swallows the rows below it."
                raise FileRejected(file_problem("QUOTE_UNTERMINATED", message, line))


def _too_long(line: int) -> FileRejected:
    message = f"A cell or a line is too long; a cell may have {FIELD_LIMIT:,} characters."
    return FileRejected(file_problem("FIELD_TOO_LONG", message, line))


def _broken(error: csv.Error, line: int) -> FileRejected:
    if "field larger" in str(error):
        return _too_long(line)
    message = "A quotation mark that starts here is never closed, or stands inside a quoted cell."
    problem: Problem = file_problem("QUOTE_UNTERMINATED", message, line)
    return FileRejected(problem)
