"""Makes the files of ``tests/data/bad_files.yaml``, each by a maker and the parameters there.

Nothing here uses the code under test.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import xlsxwriter
import yaml

from tests.support.tree import ROOT

CASES = ROOT / "tests" / "data" / "bad_files.yaml"
FILE = "LincolnHighSchool_students_nov22_2026.csv"
HEADER = "email,first name,last name,student id,grade"
YEAR_END = 2027
"""In which the school year of the cases ends."""
GOOD = 6
_SHEET = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True)
class Case:
    """One file and what must become of it.

    Attributes:
        maker: a maker's name and its parameters.
        options: what the connection says: `columns`, `grades`, `id_width`, `encoding`, `school`.
        codes: of all problems, each once.
        rows: accepted people, None where the file is rejected.
        seen: people of rejected rows who still count as seen, None where it doesn't matter.
        values: id → field → what must have been read.
    """

    name: str
    maker: Mapping[str, Mapping[str, Any]]
    verdict: str
    codes: Sequence[str]
    file: str = FILE
    options: Mapping[str, Any] = field(default_factory=dict)
    rows: int | None = None
    seen: int | None = None
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def bytes(self) -> bytes:
        """The file."""
        ((name, given),) = self.maker.items()
        return MAKERS[name](**given)


def cases() -> list[Case]:
    """All of them, in their order."""
    return [Case(**given) for given in yaml.safe_load(CASES.read_text("utf-8"))]


def differences(case: Case, output: str) -> list[str]:
    """What `carillon roster check --rows` said of a case that it shouldn't have said."""
    if not output:
        return ["it said nothing"]
    report, *rows = [json.loads(line) for line in output.splitlines()]
    codes = {problem["code"] for problem in report["problems"]}
    found = []
    if report["verdict"] != case.verdict:
        found.append(f"the verdict is {report['verdict']}")
    if codes != set(case.codes):
        found.append(f"the codes are {sorted(codes)}, not {sorted(case.codes)}")
    if len(rows) != (case.rows or 0):
        found.append(f"{len(rows)} rows were accepted, not {case.rows or 0}")
    people = {row["id"]: row for row in rows}
    for sis_id, values in case.values.items():
        read = {name: people.get(sis_id, {}).get(name) for name in values}
        if read != values:
            found.append(f"{values} was read as {read}")
    return found


def text(
    *,
    lines: Sequence[str],
    encoding: str = "utf-8",
    end: str = "\n",
    last_end: bool = True,
    cut: int = 0,
) -> bytes:
    """Lines as they stand; ``cut`` takes bytes away from the end."""
    whole = end.join(lines) + (end if last_end else "")
    data = whole.encode(encoding)
    return data[: len(data) - cut]


def table(
    *,
    rows: Sequence[str] = (),
    header: str = HEADER,
    good: int = GOOD,
    delimiter: str = ",",
    **written: Any,
) -> bytes:
    """A header, these rows, and below them good ones, so that few bad ones are few."""
    more = header.count(",") - HEADER.count(",")
    lines = [header, *rows]
    lines += [f"good{n}@example.org,Sam,Row,{9000 + n},10{',' * more}" for n in range(good)]
    return text(lines=[line.replace(",", delimiter) for line in lines], **written)


def raw(*, hex: str, times: int = 1) -> bytes:  # noqa: A002  # the word in the table
    """Bytes."""
    return bytes.fromhex(hex) * times


def replaced(*, old: str, new: str, **of_table: Any) -> bytes:
    """A table in which some bytes, written in hexadecimal, stand for others."""
    return table(**of_table).replace(old.encode(), bytes.fromhex(new))


def long_cell(*, column: int, characters: int) -> bytes:
    """A table with one long cell in a column of its first row; the sixth column is nobody's."""
    cells = ["long@example.org", "Lo", "Ng", "1", "9", ""]
    cells[column] = "x" * characters
    return table(rows=[",".join(cells)], header=f"{HEADER},Remarks")


def ids(
    *, first: int = 100_000, last: int, step: int = 1, extra: Sequence[str] = (), digits: int = 0
) -> bytes:
    """Students with counted ids."""
    every = [*(f"{n:0{digits}d}" for n in range(first, last + 1, step)), *extra]
    rows = [f"s{n}@example.org,Sam,Row,{sis_id},10" for n, sis_id in enumerate(every)]
    return table(rows=rows, good=0)


def families(*, students: int, phone: str) -> bytes:
    """Students whose guardians all have one number."""
    rows = [f"s{n}@example.org,A,B,{n},9,p{n}@example.org,{phone}" for n in range(students)]
    return table(rows=rows, header=f"{HEADER},parentEmail,parentPhone", good=0)


def workbook(*, sheets: Sequence[Mapping[str, Any]], good: int = GOOD) -> bytes:
    """A workbook; good rows stand below those of the first sheet.

    A cell is text, a number, or a mapping: ``number`` or ``date`` with ``format``, or ``formula``
    with ``value``.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for place, given in enumerate(sheets):
        sheet = book.add_worksheet(given.get("name"))
        rows = list(given["rows"])
        if place == 0:
            rows += [
                [f"good{n}@example.org", "Sam", "Row", str(9000 + n), "10"] for n in range(good)
            ]
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                _write(book, sheet, (row, column), cell)
        if "merged" in given:
            sheet.merge_range(given["merged"], given["rows"][0][0])
        if given.get("hidden"):
            sheet.hide()
    book.close()
    return target.getvalue()


def _write(book: Any, sheet: Any, place: tuple[int, int], cell: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(*place, cell)
    elif not isinstance(cell, Mapping):
        sheet.write_number(*place, cell)
    elif "formula" in cell:
        sheet.write_formula(*place, cell["formula"], None, cell["value"])
    else:
        shown = book.add_format({"num_format": cell["format"]})
        value = cell["number"] if "number" in cell else _serial(cell["date"])
        sheet.write_number(*place, value, shown)


def _serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days


def altered(*, part: str = _SHEET, old: str, new: str, spaces: int = 0, **of_book: Any) -> bytes:
    """A workbook in one part of which one text was replaced by another, behind many spaces."""
    source = zipfile.ZipFile(io.BytesIO(workbook(**of_book)))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == part:
                assert old.encode() in data
                data = data.replace(old.encode(), b" " * spaces + new.encode(), 1)
            package.writestr(entry.filename, data)
    return target.getvalue()


def crowded(*, entries: int, **of_book: Any) -> bytes:
    """A workbook with many more entries than it needs."""
    target = io.BytesIO(workbook(**of_book))
    with zipfile.ZipFile(target, "a") as package:
        for number in range(entries):
            package.writestr(f"xl/media/{number}.bin", b"")
    return target.getvalue()


def locked(**of_book: Any) -> bytes:
    """A workbook whose entries say that they are encrypted."""
    data = bytearray(workbook(**of_book))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(magic)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(magic, place + 4)
    return bytes(data)


def halved(**of_book: Any) -> bytes:
    """The first half of a workbook."""
    data = workbook(**of_book)
    return data[: len(data) // 2]


def archive(*, files: Mapping[str, str]) -> bytes:
    """A ZIP archive of texts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return target.getvalue()


def compound(*, streams: Sequence[str]) -> bytes:
    """Microsoft's older container with a directory that names these streams; they are empty."""
    sector = 512
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0),
    )
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table_of_sectors = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = b"".join(
        _directory_entry(name, kind)
        for name, kind in [("Root Entry", 5), *((s, 2) for s in streams)]
    )
    return head.ljust(sector, b"\0") + table_of_sectors + entries.ljust(sector, b"\0")


def _directory_entry(name: str, kind: int) -> bytes:
    spelled = name.encode("utf-16-le") + b"\0\0"
    links = (0xFFFFFFFF, 0xFFFFFFFF, 1 if kind == 5 else 0xFFFFFFFF)  # the root
    fixed = struct.pack("<64sHBBIII", spelled, len(spelled), kind, 1, *links)
    return fixed + struct.pack("<16xI8x8xIQ", 0, 0xFFFFFFFE, 0)


MAKERS: Mapping[str, Callable[..., bytes]] = {
    maker.__name__: maker
    for maker in (
        *(text, table, raw, replaced, long_cell, ids, families),
        *(workbook, altered, crowded, locked, halved, archive, compound),
    )
}
