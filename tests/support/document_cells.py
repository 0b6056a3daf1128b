"""The cells of `tests/authz/documents.csv`: what browsers may do with documents."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterator
from functools import cache

from shared.cloud.firestore import database
from tests.support.browser_reads import (
    RuledDatabase,
    account_of_column,
    claims_of,
    record_of_column,
    rules_text,
    uid_of,
)
from tests.support.tree import ROOT

SCHOOL = "lincoln"


@cache
def rows() -> tuple[dict[str, str], ...]:
    """Every row that is written down."""
    with (ROOT / "tests/authz/documents.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def columns() -> list[str]:
    """Who asks."""
    return [name for name in rows()[0] if name not in ("document", "operation")]


def ruled_database(host: str) -> RuledDatabase:
    """A database of its own with the documents of the table, under our rules."""
    database = RuledDatabase(host, f"demo-rules-{secrets.token_hex(4)}")
    for path in {_path_of(row, "nobody") for row in rows()}:
        database.write_as_server(path, {"x": "secret"})
    for column in columns():
        database.write_as_server(*record_of_column(column, SCHOOL))
        account = account_of_column(column, SCHOOL)
        database.write_as_server(f"accounts/{uid_of(column)}", account)
    database.load(rules_text())
    return database


def cells(*operations: str) -> list[tuple[dict[str, str], str]]:
    """Rows and columns, those of some operations only where they are named."""
    return [
        (row, column)
        for row in rows()
        for column in columns()
        if not operations or row["operation"] in operations
    ]


def wrong_cells(ruled: RuledDatabase, *operations: str) -> Iterator[str]:
    """Cells whose answer is another one than is written down."""
    for row, column in cells(*operations):
        may = ruled.may(row["operation"], _path_of(row, column), claims_of(column))
        if may != (row[column] == "yes"):
            yield f"{column}: {row['operation']} {row['document']} is {may}"


def collections() -> set[str]:
    """The collections of the table, such as ``schools/*/members``."""
    return {_collection_of(row["document"].rpartition("/")[0]) for row in rows()}


def undeclared(project: str) -> list[str]:
    """Collections that there are in a project's database and that the table leaves out."""
    found: set[str] = set()
    waiting = list(database(project).collections())
    while waiting:
        collection = waiting.pop()
        found.add(_collection_of("/".join(collection._path)))
        for document in collection.list_documents():
            waiting += document.collections()
    return [
        f"undeclared: {each}. Write its rows in tests/authz/documents.csv"
        for each in sorted(found - collections())
    ]


def _collection_of(path: str) -> str:
    return "/".join("*" if place % 2 else part for place, part in enumerate(path.split("/")))


def _path_of(row: dict[str, str], column: str) -> str:
    path = row["document"].replace("schools/S", f"schools/{SCHOOL}")
    # Their own record and their own account; somebody else's where it says another.
    return path.removesuffix("/own") + f"/{uid_of(column)}" if path.endswith("/own") else path
