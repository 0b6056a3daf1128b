"""Pages become rows column by column: the same as record by record, written as csv.writer does."""

from __future__ import annotations

import csv
import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.sources.rest_pull import csv_of
from shared.rostering.sources.rest_records import ENROLLMENTS, USERS, roles_of, rows_of

TEXT = st.sampled_from(["", "a", "b,c", 'd"e', "f\n", "ü", "12"])
REFERENCE = st.fixed_dictionaries({}, optional={"sourcedId": TEXT | st.none(), "id": TEXT})
VALUE = TEXT | st.none() | st.booleans() | st.integers(0, 9) | REFERENCE
ANY: st.SearchStrategy[object] = VALUE | st.lists(VALUE | st.just([]), max_size=3)
NAMES = ("sourcedId", "SourcedID", "grades", "grade", "agents", "email", "class", "user", "userId")
ORG = TEXT | st.none() | REFERENCE
ROLES = st.lists(
    st.fixed_dictionaries({}, optional={"role": VALUE, "Role": TEXT, "roleType": TEXT, "org": ORG})
    | TEXT,
    max_size=3,
)
RECORDS = st.lists(
    st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, ANY) | {"roles": ROLES, "org": ORG}),
    max_size=5,
)


@given(RECORDS)
def test_a_page_gives_what_its_records_give_one_by_one(records: list[dict[str, Any]]) -> None:
    for collection in (USERS, ENROLLMENTS):
        alone = [row for each in records for row in rows_of([each], collection)]
        assert list(rows_of(records, collection)) == alone
    alone = [row for each in records for row in roles_of([each], "student")]
    assert list(roles_of(records, "student")) == alone


@given(st.lists(st.tuples(TEXT, st.text(max_size=4), TEXT), max_size=6))
def test_rows_are_written_as_the_library_writes_them(rows: list[tuple[str, ...]]) -> None:
    expected = io.StringIO()
    csv.writer(expected, lineterminator="\n").writerows(rows)
    assert csv_of(rows) == expected.getvalue()
