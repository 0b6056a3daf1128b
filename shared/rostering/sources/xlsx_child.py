"""Reads a workbook in a process of its own: the package on its standard input, text on its output.

A workbook of a few kilobytes can make calamine ask for hundreds of gigabytes, upon which the
process is ended and no handler runs. So it has a process, limits, and nothing that is worth losing.
The output is the rows of each sheet as `xlsx_text` writes them, then one line of JSON, then the
length of that line as eight bytes. It starts with one byte, so that a child which couldn't even
start is told from one that a workbook has ended.
"""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO, Any

from python_calamine import CalamineError, CalamineWorkbook

from shared.rostering.sources.xlsx_cells import SheetScan, scan_sheet
from shared.rostering.sources.xlsx_package import Package
from shared.rostering.sources.xlsx_parts import Sheet, Workbook, read_workbook
from shared.rostering.sources.xlsx_refusal import Refused, damaged
from shared.rostering.sources.xlsx_text import Shower

MEMORY_BYTES = 640 << 20
CPU_SECONDS = 60
WALL_SECONDS = 90
FILE_BYTES = 192 << 20
STARTED = b"\n"
"""What the output starts with."""
LENGTH_BYTES = 8
"""The length of the last line stands in so many bytes at the very end."""

_OUT_OF_MEMORY = 4
_STRINGS = "xl/sharedStrings.xml"
_PROMISE = re.compile(rb"(<(?:[^<>:]+:)?sst\b)[^>]*(?=>)")
_SHEET = "xl/worksheets/sheet{}.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def convert(source: IO[bytes], target: IO[bytes]) -> dict[str, Any]:
    """Write the rows of every sheet that can be seen and isn't empty; say where each one stands.

    Args:
        source: the workbook; seekable.
        target: where rows go.

    Raises:
        Refused: the workbook can't be read.
    """
    with tempfile.TemporaryFile() as stored:
        with tempfile.TemporaryFile() as copy:
            package = Package(source, copy)
            workbook = read_workbook(package)
            scans = _scans(package, workbook)
            _store(package, workbook, [sheet for sheet, _ in scans], stored)
        return {"sheets": list(_written(stored, workbook, scans, target))}


def _scans(package: Package, workbook: Workbook) -> list[tuple[Sheet, SheetScan]]:
    """The sheets that hold something, with what is known of them."""
    found = []
    for sheet in workbook.sheets:
        part = package.parts.get(sheet.part)
        if part is None:
            raise damaged()
        scan = scan_sheet(partial(package.blocks, part), workbook.formats)
        if scan.last_row:
            found.append((sheet, scan))
    return found


def _store(package: Package, workbook: Workbook, sheets: list[Sheet], target: IO[bytes]) -> None:
    """A plain package of these sheets and their strings: all that calamine gets to see.

    Without the number formats it takes no number for a date; that is done here, as they show it.
    """
    listed = "".join(
        f'<sheet name="{number}" sheetId="{number}" r:id="r{number}"/>'
        for number in range(1, len(sheets) + 1)
    )
    related = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/worksheet"'
        f' Target="/{_SHEET.format(number)}"/>'
        for number in range(1, len(sheets) + 1)
    )
    texts = {
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}">'
        f"{related}</Relationships>",
    }
    parts = {_SHEET.format(number): sheet.part for number, sheet in enumerate(sheets, start=1)}
    if workbook.shared_strings in package.parts:
        parts[_STRINGS] = str(workbook.shared_strings)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
        for name, part in parts.items():
            with archive.open(name, "w") as entry:
                for block in package.blocks(package.parts[part]):
                    # What a list of strings promises to hold is reserved by calamine at once.
                    entry.write(_PROMISE.sub(rb"\1", block, 1) if name == _STRINGS else block)
    target.flush()


def _written(
    stored: IO[bytes],
    workbook: Workbook,
    scans: list[tuple[Sheet, SheetScan]],
    target: IO[bytes],
) -> Iterator[dict[str, Any]]:
    if not scans:
        return
    opened = _opened(stored)
    for number, (sheet, scan) in enumerate(scans):
        with _refusing_what_is_damaged():
            read = opened.get_sheet_by_index(number)
        if read.start is None:
            continue
        start = target.tell()
        shower = Shower(scan, workbook.formats, read.start[1] + 1, since_1904=workbook.since_1904)
        for text in shower.rows(read.iter_rows()):
            target.write(text.encode())
        yield {
            "name": sheet.name,
            "start": start,
            "end": target.tell(),
            "formulas": scan.formulas,
            "firstFormula": scan.first_formula,
        }


def _opened(stored: IO[bytes]) -> CalamineWorkbook:
    path = f"/dev/fd/{stored.fileno()}"
    with _refusing_what_is_damaged():
        if os.access(path, os.R_OK):
            return CalamineWorkbook.from_path(path)
        # Some systems don't let a file without a name be opened again; it is read whole then.
        stored.seek(0)
        return CalamineWorkbook.from_filelike(stored)


@contextmanager
def _refusing_what_is_damaged() -> Iterator[None]:
    """Whatever calamine raises about a workbook, a panic included, means that it is damaged."""
    try:
        yield
    except CalamineError as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise damaged() from error


def limit() -> None:
    """Bound this process, and see to it that it ends even if nobody waits for it any more."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    signal.alarm(WALL_SECONDS)


def main() -> int:
    """The child; its exit code is 0 when it wrote what it found out."""
    limit()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    target.write(STARTED)
    target.flush()
    try:
        found = convert(source, target)
    except Refused as refused:
        found = {"code": refused.code, "message": refused.message, "row": refused.row}
    except (MemoryError, OSError):
        return _OUT_OF_MEMORY
    last = json.dumps(found).encode()
    target.write(last + len(last).to_bytes(LENGTH_BYTES, "big"))
    target.flush()
    return 0


if __name__ == "__main__":
    # At once: a workbook of many cells takes long to be taken apart, and nothing is left to save.
    os._exit(main())
