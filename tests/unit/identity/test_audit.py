"""What is told of an audit entry, and which entries a question means."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.identity.audit_desk import sought_by
from shared.identity.audit_export import COLUMNS, rows_of
from shared.identity.audit_views import (
    MOST_SUBJECTS,
    AuditEntriesQuery,
    AuditExportQuery,
    entry_view,
    people_of,
    told_subjects,
)
from shared.kernel.audit import audit_entry
from shared.kernel.errors import Invalid
from shared.people.model import Drafted

NOW = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
NAMES = {"a": "Olga Office", "p3": "Ana Lee"}


def entry(subjects: list[dict[str, Any]], actor: str = "person:a") -> Drafted:
    fields = audit_entry(actor, "members:update", subjects, NOW, "lincoln")
    return Drafted("e1", fields, "1")


def people(number: int) -> list[dict[str, Any]]:
    return [{"person": f"p{each}", "fields": ["phone"]} for each in range(number)]


def test_an_entry_says_who_did_what_to_whom_by_name_where_it_is_known() -> None:
    subject = {"person": "p3", "fields": ["email", "phone"], "verb": "UPDATE", "late": True}
    told = entry_view(
        "lincoln", entry([subject, {"person": "p4", "added": ["p1", "p2"]}]), "", NAMES
    )
    assert told.model_dump(by_alias=True, exclude_none=True) == {
        "name": "schools/lincoln/auditEntries/e1",
        "time": NOW,
        "verb": "members:update",
        "actor": "person:a",
        "actorDisplayName": "Olga Office",
        "subjects": [
            {
                "person": "p3",
                "displayName": "Ana Lee",
                "fields": ["email", "phone"],
                "facts": {"verb": "UPDATE", "late": "true"},
            },
            {"person": "p4", "fields": [], "facts": {"added": "p1 p2"}},
        ],
        "subjectCount": 2,
    }
    assert entry_view(None, entry([]), "", {}).name == "auditEntries/e1"


def test_who_is_no_member_has_no_name() -> None:
    for actor in ("roster-run:a", "sftp-login:a", "person:b"):
        assert entry_view("lincoln", entry([], actor), "", NAMES).actor_display_name is None


@given(st.integers(0, 20), st.integers(0, 20))
def test_of_many_a_page_tells_a_few_and_those_about_whom_was_asked_for(
    number: int, wanted: int
) -> None:
    fields = entry(people(number)).fields
    assert told_subjects(fields, "") == people(number)[:MOST_SUBJECTS]
    about = told_subjects(fields, f"p{wanted}")
    assert about == ([{"person": f"p{wanted}", "fields": ["phone"]}] if wanted < number else [])
    assert people_of(fields, about) == ["a", *(each["person"] for each in about)]


def test_a_file_has_a_row_for_each_subject_on_two_clocks() -> None:
    rows = list(rows_of(entry([*people(12), {"run": "r1"}]), NAMES, ZoneInfo("America/Chicago")))
    assert len(rows) == 13
    told = dict(zip(COLUMNS, rows[3], strict=True))
    assert told == {
        "entry": "e1",
        "time": "2026-11-23T23:00:00+00:00",
        "timeLocal": "2026-11-23T17:00:00-06:00",
        "actor": "person:a",
        "actorName": "Olga Office",
        "verb": "members:update",
        "person": "p3",
        "personName": "Ana Lee",
        "fields": "phone",
        "facts": "",
    }
    assert rows[12][-4:] == ["", "", "", '{"run": "r1"}']
    assert [len(row) for row in rows_of(entry([]), NAMES, UTC)] == [len(COLUMNS)]


def test_a_question_names_ids_verbs_and_times() -> None:
    text = 'actor = "person:a" AND verb = "members:update" AND person = "p3"'
    query = AuditExportQuery(
        filter=text, start_time="2026-11-23T00:00:00Z", end_time="2026-11-24T00:00:00.5Z"
    )
    sought = sought_by("lincoln", query)
    assert (sought.school, sought.person) == ("lincoln", "p3")
    assert sought.equal == {"actor": "person:a", "verb": "members:update"}
    midnight = datetime(2026, 11, 23, tzinfo=UTC)
    assert sought.start == midnight
    assert sought.end == midnight + timedelta(days=1, milliseconds=500)


@pytest.mark.parametrize(
    "text",
    [
        'actor = "olga@example.org"',
        'actor = "Olga Office"',
        'verb = "members:steal"',
        'person = "Ana Lee"',
        'verb = "MEMBERS_VIEW"',
    ],
)
def test_what_no_entry_can_hold_is_refused_so_that_no_name_comes_on_record(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        sought_by("lincoln", AuditExportQuery(filter=text))
    assert refused.value.reason == "FILTER_INVALID"
    assert "Ana" not in str(refused.value.violations)


def test_the_district_has_no_members_to_look_for() -> None:
    with pytest.raises(Invalid) as refused:
        sought_by(None, AuditExportQuery(filter='person = "p3"'))
    assert refused.value.metadata["allowed"] == "actor, verb"


@pytest.mark.parametrize("field", ["start_time", "end_time"])
def test_a_time_has_one_form_and_is_one_that_there_is(field: str) -> None:
    for wrong in ("2026-11-23", "123", "2026-11-23T00:00:00", "2026-11-23T00:00:00+01:00", "now"):
        with pytest.raises(ValueError, match="pattern"):
            AuditEntriesQuery.model_validate({field: wrong})
    for month, day in itertools.product((2, 13), (30,)):
        query = AuditExportQuery.model_validate({field: f"2026-{month:02}-{day}T00:00:00Z"})
        with pytest.raises(Invalid) as refused:
            sought_by("lincoln", query)
        assert refused.value.reason == "REQUEST_INVALID"
        assert refused.value.violations[0].field in ("startTime", "endTime")
