"""A sheet of a workbook as rows of text. The workbook itself is read by a child process.

The child's output is an unnamed temporary file, from which rows come in batches as often as they
are asked for. Cells are taken as they are: no quoting, and a cell may hold line ends.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from shared.kernel.errors import Transient
from shared.rostering.file_kinds import kinds_in_name
from shared.rostering.model import Problem
from shared.rostering.problems import FileRejected, file_problem, file_warning
from shared.rostering.sources.csv_file import ROW_CHARACTERS, Block, block_of
from shared.rostering.sources.header_search import ENOUGH, WITHIN, HeaderSense, is_blank
from shared.rostering.sources.xlsx_refusal import ADVICE, INFLATED

WALL_SECONDS = 100
"""How long the child is waited for; it ends itself earlier."""

_CHILD = "shared.rostering.sources.xlsx_child"
_ROOT = str(Path(__file__).resolve().parents[3])
_KEPT_VARIABLES = ("LD_LIBRARY_PATH", "PATH", "TMPDIR")
_LARGEST = INFLATED + (1 << 20)
_LENGTH_BYTES = 8
_FIRST_BYTES = 1 << 16
_ROW_END = b"\x1e"
_CELL_END = "\x1f"


class Section(NamedTuple):
    """Where one sheet stands in the child's output.

    Attributes:
        name: of the sheet.
        start, end: in bytes.
        formulas: how many of its cells hold one.
        first_formula: the row of the first of them.
    """

    name: str
    start: int
    end: int
    formulas: int
    first_formula: int


class _Top(NamedTuple):
    """A sheet's header.

    Attributes:
        known: how many of its columns are known.
        row: 1-based.
        start: where in the output the row below it starts.
    """

    section: Section
    header: tuple[str, ...]
    known: int
    row: int
    start: int


@dataclass(frozen=True)
class XlsxFile:
    """A sheet whose header was found.

    Attributes:
        rows: the child's output; closed when this object is gone.
        header: the cells of the header row, as many as the sheet has columns in use.
        header_line: the header's row.
        start, end: of the rows below the header, in the output.
        sheet: its name.
    """

    rows: IO[bytes]
    header: tuple[str, ...]
    header_line: int
    start: int
    end: int
    sheet: str
    warnings: tuple[Problem, ...]
    format: str = "xlsx"
    encoding_name: str | None = None
    delimiter: str | None = None
    ended_with_newline: bool = True
    damaged: bool = False
    speaks_for: None = None
    classes: None = None
    unplaced: None = None

    def __post_init__(self) -> None:
        weakref.finalize(self, self.rows.close)

    def blocks(self, size: int) -> Iterator[Block]:
        """The rows below the header in blocks of about ``size``, as often as it is called."""
        line = self.header_line + 1
        place = self.start
        while place < self.end:
            text = _whole_rows(self.rows, place, self.end, size * ROW_CHARACTERS)
            place += len(text)
            yield from _blocks(text, line, len(self.header), size)
            line += text.count(_ROW_END)


def open_xlsx(stream: IO[bytes], file_name: str, sense: HeaderSense) -> XlsxFile:
    """Have the workbook read, choose the sheet and find its header.

    Args:
        stream: seekable; read once, never closed.
        file_name: says which sheet is meant where several hold people.
        sense: tells headers from other rows.

    Raises:
        FileRejected: XLSX_BOMB, XLSX_DTD, XLSX_ENCRYPTED, FORMAT_UNKNOWN, FIELD_TOO_LONG,
            FILE_EMPTY or SHEET_AMBIGUOUS.
        Transient: the child could not start.
    """
    rows = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the file that is returned
    try:
        sections = _read_by_child(stream, rows)
        tops = [top for section in sections if (top := _top(rows, section, sense))]
        top = _chosen(tops, file_name)
    except BaseException:
        rows.close()
        raise
    section = top.section
    warnings = _warnings(section)
    return XlsxFile(rows, top.header, top.row, top.start, section.end, section.name, warnings)


def _read_by_child(stream: IO[bytes], rows: IO[bytes]) -> list[Section]:
    if stream.seek(0, os.SEEK_END) > _LARGEST:
        raise _refused("XLSX_BOMB", f"The workbook has more than {_LARGEST >> 20} MiB. {ADVICE}")
    with tempfile.TemporaryFile() as source:
        stream.seek(0)
        shutil.copyfileobj(stream, source)
        source.seek(0)
        code = _run_child(source, rows)
    size = rows.seek(0, os.SEEK_END)
    if code != 0:
        if size == 0:
            raise Transient("WORKBOOK_READER", "the reader of workbooks did not start")
        raise _refused("XLSX_BOMB", f"The workbook takes too much memory or time. {ADVICE}")
    rows.seek(size - _LENGTH_BYTES)
    length = int.from_bytes(rows.read(), "big")
    rows.seek(size - _LENGTH_BYTES - length)
    found: dict[str, Any] = json.loads(rows.read(length))
    if "code" in found:
        raise _refused(found["code"], found["message"], found["row"])
    return [
        Section(of["name"], of["start"], of["end"], of["formulas"], of["firstFormula"])
        for of in found["sheets"]
    ]


def _run_child(source: IO[bytes], rows: IO[bytes]) -> int:
    """The child's exit code. It gets no secret of this process, and its words are not kept."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    places = [_ROOT, *(place for place in sys.path if place)]
    child = subprocess.Popen(  # noqa: S603  # this program's own module, no shell
        [sys.executable, "-P", "-m", _CHILD],
        stdin=source,
        stdout=rows,
        stderr=subprocess.DEVNULL,
        env=kept | {"PYTHONPATH": os.pathsep.join(places)},
    )
    try:
        return child.wait(WALL_SECONDS)
    except subprocess.TimeoutExpired:
        return -1
    finally:
        child.kill()
        child.wait()


def _refused(code: str, message: str, row: int | None = None) -> FileRejected:
    return FileRejected(file_problem(code, message, row))


def _top(rows: IO[bytes], section: Section, sense: HeaderSense) -> _Top | None:
    """The header of a sheet: its first row that isn't blank, or one below titles."""
    found = list(islice(_first_rows(rows, section), WITHIN))
    if not found:
        return None
    cells, row, start = found[sense.place([cells for cells, _, _ in found])]
    return _Top(section, tuple(cells), sense.recognised(cells), row, start)


def _first_rows(rows: IO[bytes], section: Section) -> Iterator[tuple[list[str], int, int]]:
    """Cells, number and the place behind it, of each row that isn't blank."""
    place, row = section.start, 0
    while place < section.end:
        text = _whole_rows(rows, place, section.end, _FIRST_BYTES)
        for raw in text.split(_ROW_END)[:-1]:
            row += 1
            place += len(raw) + 1
            cells = raw.decode().split(_CELL_END)
            if not is_blank(cells):
                yield cells, row, place


def _chosen(tops: Sequence[_Top], file_name: str) -> _Top:
    """The one sheet that holds people, or the one whose name says the kind of the file's."""
    if not tops:
        raise _refused("FILE_EMPTY", "The workbook holds no rows that can be seen.")
    people = [top for top in tops if top.known >= ENOUGH]
    if len(people) < 2:  # noqa: PLR2004  # one, or none of which the first is as good as any
        return people[0] if people else tops[0]
    kinds = kinds_in_name(file_name).kinds
    meant = [
        top for top in people if kinds and kinds_in_name(f"{top.section.name}.").kinds == kinds
    ]
    if len(meant) == 1:
        return meant[0]
    message = (
        f"{len(people)} sheets hold people. Keep one of them, hide the others, or name one sheet "
        "as the file says: students, teachers, staff or admins."
    )
    raise _refused("SHEET_AMBIGUOUS", message)


def _warnings(section: Section) -> tuple[Problem, ...]:
    if not section.formulas:
        return ()
    message = (
        f"{section.formulas:,} cells hold formulas; what the spreadsheet last saved for them was "
        "read. This is the row of the first."
    )
    return (file_warning("FORMULA_CELL", message, section.first_formula),)


def _whole_rows(rows: IO[bytes], place: int, end: int, size: int) -> bytes:
    """About ``size`` bytes that end where a row ends; more where a row is longer."""
    rows.seek(place)
    text = rows.read(min(size, end - place))
    while not text.endswith(_ROW_END):
        cut = text.rfind(_ROW_END)
        if cut >= 0:
            return text[: cut + 1]
        text += rows.read(min(size, end - place - len(text)))
    return text


def _blocks(text: bytes, line: int, width: int, size: int) -> Iterator[Block]:
    """The rows of a text whose first one stands on ``line``."""
    rows = text.decode().split("\x1e")
    rows.pop()
    lines: Sequence[int] = range(line, line + len(rows))
    if "" in rows:
        kept = [place for place, row in enumerate(rows) if row]
        rows, lines = [rows[place] for place in kept], [lines[place] for place in kept]
    nul = b"\0" in text
    for start in range(0, len(rows), size):
        some = [row.split(_CELL_END) for row in rows[start : start + size]]
        yield block_of(some, lines[start : start + size], width, cut=False, nul=nul)
