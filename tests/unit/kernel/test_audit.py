"""What an audit entry holds, and how long; a file's beginning and its end are on record."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.audit import VIEWS, audit_entry, on_record
from shared.kernel.audit_verbs import AuditVerb

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_an_entry_is_kept_for_three_years_and_at_most_a_day_more(day: date) -> None:
    time = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    kept = audit_entry("person:p1", "members:update", [], time)["expiresAt"]
    is_leap_day = (day.month, day.day) == (2, 29)
    month, date_of_month = (3, 1) if is_leap_day else (day.month, day.day)
    three_years = time.replace(year=day.year + 3, month=month, day=date_of_month)
    assert timedelta(0) <= kept - three_years <= timedelta(days=1)


def test_a_change_and_a_look_name_a_member_in_two_ways() -> None:
    about = [{"person": "p1"}, {"guardian": "g1"}]
    changed = audit_entry("person:a", "members:update", about, NOW, "lincoln")
    looked = audit_entry("person:a", "members:view", about, NOW, "lincoln")
    assert changed["members"] == ["lincoln/p1"]
    assert looked["members"] == ["lincoln/p1/views"]
    assert "members" not in audit_entry("person:a", "members:update", about, NOW)


def test_only_what_people_can_look_for_is_a_verb() -> None:
    with pytest.raises(ValueError, match="members:steal"):
        audit_entry("person:a", "members:steal", [], NOW)
    assert set(AuditVerb) > VIEWS


@pytest.mark.parametrize("taken", [0, 1, 2, 3])
def test_a_file_is_on_record_before_it_begins_and_however_it_ends(taken: int) -> None:
    said: list[str] = []
    pieces = on_record(iter([b"a", b"b"]), lambda: said.append("begin"), lambda: said.append("end"))
    assert said == []
    got = [piece for _, piece in zip(range(taken), pieces, strict=False)]
    pieces.close()  # type: ignore[attr-defined]  # a generator has it
    assert b"".join(got) == b"ab"[:taken]
    assert said == (["begin", "end"] if taken else [])
