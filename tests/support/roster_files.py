"""Reads roster bytes as an import does, for tests: everything at once, the last word counts."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from shared.rostering.model import Kind, RosterRow
from shared.rostering.reading import FileRejected, Reading, ReadOptions, SeenRow, read_roster

DATA = Path(__file__).resolve().parents[1] / "data" / "rosters"
HEADER = "email,first name,last name,student id,grade"


@dataclass(frozen=True)
class Read:
    reading: Reading
    seen: list[SeenRow]

    @property
    def rows(self) -> list[RosterRow]:
        last = {(seen.kind, seen.person): seen.row for seen in self.seen}
        for who in self.reading.conflicted:
            last.pop(who, None)
        return sorted(row for row in last.values() if row is not None)

    @property
    def codes(self) -> list[tuple[str, int | None, str | None]]:
        return [(p.code, p.line, p.field) for p in self.reading.problems]


def students(*rows: str, header: str = HEADER, end: str = "\n") -> bytes:
    """A students' file of these lines, without a row of its own making."""
    return "".join(line + end for line in (header, *rows)).encode()


def read(
    data: bytes,
    name: str = "x_students.csv",
    *,
    size: int = 1_000,
    known: Callable[[Kind, bytes], bytes | None] = lambda *_: None,
    person_of: Callable[[bytes], bytes | None] | None = None,
    **options: object,
) -> Read:
    wanted = ReadOptions("test-space", **options)  # type: ignore[arg-type]  # the tests' own words
    reading = read_roster(io.BytesIO(data), name, wanted, known, person_of)
    return Read(reading, [seen for batch in reading.batches(size) for seen in batch])


def rejection(data: bytes, name: str = "x_students.csv", **options: object) -> FileRejected:
    """The error that the file is rejected with; fails when it is not."""
    try:
        read(data, name, **options)  # type: ignore[arg-type]  # the tests' own words
    except FileRejected as rejected:
        return rejected
    raise AssertionError("the file was not rejected")
