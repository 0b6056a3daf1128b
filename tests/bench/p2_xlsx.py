"""P2: reading a workbook, beside calamine alone and openpyxl's read-only mode on the same file."""

from __future__ import annotations

import gc
import io
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

from shared.rostering.reading import ReadOptions, read_roster
from shared.rostering.sources.header_search import HeaderSense
from shared.rostering.sources.opening import open_table

ROWS = 100_000
ROUNDS = 5
SEED = 20261122
MOST = 2.5
FASTER = 4.0
HEADER = (
    *("email", "first name", "last name", "student id", "grade"),
    *("parentEmail", "parentPhone", "student phone", "idField1"),
)
_FIRST = ("Ana", "Bo", "Chidi", "Dolores", "Emeka", "Fatima", "Gül", "Hana", "Iñigo", "José")
_LAST = ("Lee", "Okafor", "Peña", "Nguyen", "Smith", "García", "Müller", "O'Brien", "Sato", "Yu")


class Spent(NamedTuple):
    """Seconds of processor time, of children that ended included, and on the clock."""

    processor: float
    clock: float


def measure() -> str:
    """Read the same workbook in four ways, in turn; the line."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own, shared = folder / "own_students.xlsx", folder / "shared_students.xlsx"
        _write(own, constant_memory=True)
        _write(shared, constant_memory=False)
        first = _medians(_ways(own))
        openpyxl_once = _spent(lambda: _openpyxl(own))
        second = _medians(_ways(shared))
        size, shared_size = own.stat().st_size, shared.stat().st_size
    ratio = first["rows"].processor / first["calamine"].processor
    faster = openpyxl_once.processor / first["rows"].processor
    verdict = "met" if ratio <= MOST and faster >= FASTER else "short"
    return (
        f"P2 {verdict}: {ROWS:,} rows x {len(HEADER)} columns from bytes to rows of text "
        f"{ratio:.2f} x calamine alone (at most {MOST} x) and {faster:.1f} x faster than openpyxl "
        f"read-only (at least {FASTER:.0f} x), pre-scan and child process included; processor time "
        f"of both processes, medians of {ROUNDS}, openpyxl once: {first['rows'].processor:.2f} s, "
        f"{first['calamine'].processor:.2f} s and {openpyxl_once.processor:.2f} s; on the clock "
        f"{first['rows'].clock / first['calamine'].clock:.2f} x; to validated rows "
        f"{first['people'].processor / first['calamine'].processor:.2f} x; with shared strings "
        f"{second['rows'].processor / second['calamine'].processor:.2f} x; "
        f"{size / 1e6:.1f} MB and {shared_size / 1e6:.1f} MB; no emulator; seed {SEED}"
    )


def _write(path: Path, *, constant_memory: bool) -> None:
    chance = random.Random(SEED)  # noqa: S311  # a roster of nobody
    book = xlsxwriter.Workbook(path, {"constant_memory": constant_memory})
    sheet = book.add_worksheet("Students")
    sheet.write_row(0, 0, HEADER)
    for number in range(1, ROWS + 1):
        sheet.write_row(number, 0, _row(number, chance))
    book.close()


def _row(number: int, chance: random.Random) -> tuple[str | int, ...]:
    home = number // 2
    return (
        f"student{number}@lincoln.example.org",
        chance.choice(_FIRST),
        f"{chance.choice(_LAST)}-{chance.choice(_LAST)}",
        100_000 + number,
        chance.randrange(1, 13),
        f"home{home}@example.org",
        f"617-555-{home % 10_000:04d}",
        f"617-556-{number % 10_000:04d}",
        f"L{number}",
    )


def _ways(path: Path) -> Mapping[str, Callable[[], int]]:
    data = path.read_bytes()
    return {
        "calamine": lambda: _calamine(path),
        "rows": lambda: _rows(data),
        "people": lambda: _people(data, path.name),
    }


def _calamine(path: Path) -> int:
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return sum(1 for _ in sheet.iter_rows()) - 1


def _openpyxl(path: Path) -> int:
    book = openpyxl.load_workbook(path, read_only=True)
    found = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) - 1
    book.close()
    return found


def _rows(data: bytes) -> int:
    table = open_table(io.BytesIO(data), "students.xlsx", HeaderSense(len))
    return sum(len(block.lines) + len(block.odd) for block in table.blocks(1_000))


def _people(data: bytes, name: str) -> int:
    reading = read_roster(io.BytesIO(data), name, ReadOptions("bench"))
    return sum(map(len, reading.batches()))


def _medians(ways: Mapping[str, Callable[[], int]]) -> dict[str, Spent]:
    for way in ways.values():
        way()
    rounds = [{name: _spent(way) for name, way in ways.items()} for _ in range(ROUNDS)]
    return {name: Spent(*_median_of(of[name] for of in rounds)) for name in ways}


def _median_of(several: Iterator[Spent]) -> Iterator[float]:
    return map(statistics.median, zip(*several, strict=True))


def _spent(way: Callable[[], int]) -> Spent:
    gc.collect()
    before, start = os.times(), time.perf_counter()
    found = way()
    clock, after = time.perf_counter() - start, os.times()
    if found != ROWS:
        raise SystemExit(f"P2 short: {found:,} of {ROWS:,} rows were read")
    return Spent(sum(after[:4]) - sum(before[:4]), clock)
