"""P1: reading a roster CSV, beside the bare ``csv.reader`` over the same bytes; CPU time."""

from __future__ import annotations

import csv
import gc
import io
import time
import tracemalloc
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from shared.rostering.model import Kind
from shared.rostering.reading import Reading, ReadOptions, read_roster
from shared.rostering.runs import Pointer
from shared.rostering.shelf import SnapshotShelf
from shared.rostering.snapshot import Snapshot
from tests.support.nightly_rosters import FILE_NAME, rows, text_of, with_bad_rows

ROWS = 100_000
FEWER = 20_000
ROUNDS = 15
"""Each reads in all ways, one after the other; of each way the quickest round counts, for what a
neighbor on the machine takes away is never less than nothing."""
SEED = 20_261_125
BAD = 0.01
MOST = {"unchanged": 3.0, "all new": 4.0, "1 % bad": 6.0}
MOST_BYTES = 400
"""Of memory for each person more, beyond what a batch takes."""


class _Cases(NamedTuple):
    """The same people twice, once with bad rows, and what was applied of them."""

    good: bytes
    bad: bytes
    bad_rows: int
    applied: Snapshot


def measure() -> str:
    """Read in turn what csv reads, what is known, what is new and what is partly bad; the line."""
    cases = _cases(ROWS)
    work: Mapping[str, Callable[[], None]] = {
        "csv": lambda: _bare(cases.good),
        "unchanged": lambda: _unchanged(cases.good, cases.applied),
        "all new": lambda: _new(cases.good, 0),
        "1 % bad": lambda: _new(cases.bad, cases.bad_rows),
    }
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, task in work.items():
            times[name].append(_cpu(task))
    least = {name: min(found) for name, found in times.items()}
    ratios = {name: least[name] / least["csv"] for name in MOST}
    growth = {name: _bytes_a_person(name) for name in ("unchanged", "all new")}
    met = all(ratios[name] <= MOST[name] for name in MOST)
    met = met and all(value <= MOST_BYTES for value in growth.values())
    said = ", ".join(f"{name} {ratios[name]:.2f} x (at most {MOST[name]} x)" for name in MOST)
    memory = ", ".join(f"{name} {value:.0f}" for name, value in growth.items())
    return (
        f"P1 {'met' if met else 'short'}: reading {ROWS:,} rows of 9 columns "
        f"({len(cases.good) / ROWS:.0f} bytes a row) beside csv.reader: {said}; memory from "
        f"{FEWER:,} to {ROWS:,} rows in bytes a person: {memory} (at most {MOST_BYTES}); least "
        f"CPU time of {ROUNDS} rounds in turn, csv.reader {least['csv'] * 1_000:.0f} ms; "
        f"seed {SEED}"
    )


def _cases(number: int) -> _Cases:
    people = rows(number, SEED)
    good = text_of(people).encode()
    spoiled, bad_rows = with_bad_rows(people, BAD, SEED)
    reading = _open(good, Snapshot())
    applied = {seen.person: seen.digest for batch in reading.batches() for seen in batch}
    return _Cases(good, text_of(spoiled).encode(), bad_rows, Snapshot(applied))


def _cpu(task: Callable[[], None]) -> float:
    gc.collect()
    start = time.process_time()
    task()
    return time.process_time() - start


def _bare(data: bytes) -> None:
    for _ in csv.reader(io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="")):
        pass


def _new(data: bytes, bad: int) -> None:
    reading = _open(data, Snapshot())
    number = 0
    for batch in reading.batches():
        number += len(batch)
        _expect(batch[0].row is not None, True)
    _expect((number, reading.rejected), (reading.rows - bad, bad))


def _unchanged(data: bytes, applied: Snapshot) -> None:
    reading = _open(data, applied)
    number = 0
    for batch in reading.batches():
        number += len(batch)
        _expect(batch[-1].row, None)
    _expect(number, len(applied.applied))


def _open(data: bytes, applied: Snapshot) -> Reading:
    """As a run does it, with the look-up by digest made anew from the snapshot."""
    source: Any = _Kept(applied)
    shelf = SnapshotShelf(source, source, "school", "sis")
    person_of = shelf.persons_by_digest(Kind.STUDENT).get
    options = ReadOptions("district")
    return read_roster(io.BytesIO(data), FILE_NAME, options, shelf.digest_of, person_of)


class _Kept:
    """Stands where a run's documents and objects stand; only reading is measured here."""

    def __init__(self, applied: Snapshot) -> None:
        self._applied = applied

    def pointers(self, _school: str, _connection: str, kinds: list[Kind]) -> dict[Kind, Pointer]:
        return {kind: Pointer(kind) for kind in kinds}

    def read_snapshot(self, _pointer: Pointer) -> Snapshot:
        return self._applied


def _bytes_a_person(name: str) -> float:
    return (_peak(name, ROWS) - _peak(name, FEWER)) / (ROWS - FEWER)


def _peak(name: str, number: int) -> int:
    cases = _cases(number)
    gc.collect()
    tracemalloc.start()
    try:
        if name == "unchanged":
            _unchanged(cases.good, cases.applied)
        else:
            _new(cases.good, 0)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _expect(found: object, wanted: object) -> None:
    if found != wanted:
        raise SystemExit(f"P1 short: {found} instead of {wanted}")
