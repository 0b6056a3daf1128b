"""What browsers may read of the database: every cell of a table that was written by hand."""

from __future__ import annotations

import pytest

from tests.support.browser_reads import RuledDatabase, rules_text
from tests.support.document_cells import cells, columns, rows, ruled_database, wrong_cells


@pytest.fixture(scope="module")
def ruled(firestore_emulator: str) -> RuledDatabase:
    return ruled_database(firestore_emulator)


def test_documents_are_open_to_those_who_are_written_down(ruled: RuledDatabase) -> None:
    assert list(wrong_cells(ruled)) == []
    seen = ruled.coverage()
    assert len(seen) > 20
    assert [place for place, count in seen if not count] == []


def test_the_table_lets_nobody_of_any_role_write_anything() -> None:
    writes = cells("create", "update", "delete")
    assert len({row["document"] for row in rows()}) * 3 * len(columns()) == len(writes)
    assert all(row[column] == "no" for row, column in writes)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("runsAllOf(school) || isOneself", "belongsTo(school) || isOneself"),
        ("request.query.limit <= 100", "request.query.limit <= 100000"),
        ("in ['OWNER', 'MANAGER']", "in ['OWNER', 'MANAGER', 'TEACHER']"),
        ("&& account().memberships[school].grades.size() == 0", ""),
        ("&& record(school, 'members').get('limitedToGrades', []).size() == 0", ""),
        ("allow read, write: if false", "allow read: if request.auth != null"),
        ("memberships[school].person == person", "memberships[school].person != person"),
        ("&& account().state == 'ACTIVE'", ""),
        ("sessions[request.auth.token.s];", "sessions.get(request.auth.token.s, {});"),
        ("&& session().get('limited', false) == false", ""),
        ("request.time < session().expireTime", "true"),
        ("record(school, 'members').state == 'ACTIVE'", "true"),
        ("&& record(school, 'members').role == role(school)", ""),
        ("request.auth.uid == uid && isSignedIn()", "isSignedIn()"),
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
