"""What browsers may read of the database: every cell of a table that was written by hand."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterator

import pytest

from tests.support.browser_reads import RuledDatabase, claims_of, rules_text
from tests.support.tree import ROOT

with (ROOT / "tests/authz/documents.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))
COLUMNS = [name for name in ROWS[0] if name not in ("document", "operation")]
SCHOOL = "lincoln"


def path_of(row: dict[str, str]) -> str:
    return row["document"].replace("schools/S", f"schools/{SCHOOL}")


@pytest.fixture(scope="module")
def ruled(firestore_emulator: str) -> RuledDatabase:
    database = RuledDatabase(firestore_emulator, f"demo-rules-{secrets.token_hex(4)}")
    for path in {path_of(row) for row in ROWS}:
        database.write_as_server(path, {"x": "secret"})
    database.load(rules_text())
    return database


def cells(*operations: str) -> list[tuple[dict[str, str], str]]:
    """Rows and columns, those of some operations only where they are named."""
    return [
        (row, column)
        for row in ROWS
        for column in COLUMNS
        if not operations or row["operation"] in operations
    ]


def wrong_cells(ruled: RuledDatabase, *operations: str) -> Iterator[str]:
    """Cells whose answer is another one than is written down."""
    for row, column in cells(*operations):
        may = ruled.may(row["operation"], path_of(row), claims_of(column, SCHOOL))
        if may != (row[column] == "yes"):
            yield f"{column}: {row['operation']} {row['document']} is {may}"


def test_documents_are_open_to_those_who_are_written_down(ruled: RuledDatabase) -> None:
    assert list(wrong_cells(ruled)) == []
    seen = ruled.coverage()
    assert len(seen) > 20
    assert [place for place, count in seen if not count] == []


def test_the_table_lets_nobody_of_any_role_write_anything() -> None:
    writes = cells("create", "update", "delete")
    assert len({row["document"] for row in ROWS}) * 3 * len(COLUMNS) == len(writes)
    assert all(row[column] == "no" for row, column in writes)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("runsAllOf(school) || isOneself", "belongsTo(school) || isOneself"),
        ("request.query.limit <= 100", "request.query.limit <= 100000"),
        ("in ['OWNER', 'MANAGER']", "in ['OWNER', 'MANAGER', 'TEACHER']"),
        ("&& !('g' in request.auth.token.m[school])", ""),
        ("allow read, write: if false", "allow read: if request.auth != null"),
        ("m[school].p == person", "m[school].p != person"),
        ("school in request.auth.token.m", "true"),
    ],
)
def test_a_looser_rule_shows_in_the_table(ruled: RuledDatabase, written: str, instead: str) -> None:
    text = rules_text()
    assert written in text
    ruled.load(text.replace(written, instead))
    try:
        assert next(wrong_cells(ruled, "get", "list 100", "list 101", "list all"), None)
    finally:
        ruled.load(text)
