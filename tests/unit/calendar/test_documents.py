"""What is written of calendars, days and timetables is read back as it was."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar import day_fields, timetables
from shared.calendar.bodies import body_of, calendar_of
from shared.calendar.checks import violations_of
from shared.calendar.model import DayWord
from shared.calendar.school_day import SchoolDay, compile_day, with_span
from shared.calendar.views import CalendarBody
from tests.figures.random_calendars import draw
from tests.unit.calendar.days_by_hand import DAY, ZONE, at, calendar, half_day

SEED = 20261128


@pytest.mark.parametrize("number", range(8))
def test_calendars_by_chance_are_valid_and_read_back(number: int) -> None:
    case = draw(Random(f"{SEED}-{number}"), number)  # noqa: S311  # a choice of tests
    words = {"even days": DayWord(weekdays=frozenset({1, 3}))}
    whole = replace(case.calendar, day_words=words)
    body = body_of(whole)
    assert violations_of(body) == []
    stored = body.model_dump(by_alias=True, mode="json")
    assert calendar_of(CalendarBody.model_validate(stored)) == whole
    for day in case.days:
        school_day = SchoolDay(day, case.zone, (compile_day(whole, 3, day, case.zone),))
        assert day_fields.school_day_of(day_fields.fields_of(school_day)) == school_day
    for person in case.people:
        fields = timetables.fields_of(person)
        assert timetables.timetable_of(person.person, fields, person.grade) == person


def test_a_day_that_was_changed_is_read_back_with_its_morning() -> None:
    morning = SchoolDay(DAY, ZONE, (compile_day(calendar(), 1, DAY, ZONE),))
    later = calendar(exceptions={DAY: half_day()})
    changed = with_span(morning, compile_day(later, 2, DAY, ZONE, since=at("10:30")))
    assert day_fields.school_day_of(day_fields.fields_of(changed)) == changed


@given(
    st.dictionaries(
        st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=1, max_size=16),
        st.binary(min_size=timetables.DIGEST_BYTES, max_size=timetables.DIGEST_BYTES),
    )
)
def test_hashes_are_unpacked_as_they_were_packed(digests: dict[str, bytes]) -> None:
    assert timetables.unpacked(timetables.packed(digests)) == digests


def test_what_differs_is_written_and_who_is_gone_is_deleted() -> None:
    before = {"a": b"1", "b": b"2", "c": b"3"}
    assert timetables.changes(before, {"a": b"1", "b": b"9", "d": b"4"}) == (["b", "d"], ["c"])
