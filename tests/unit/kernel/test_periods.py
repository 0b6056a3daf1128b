"""When a class meets, however systems write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.periods import MOST, Meeting, meetings_of, period_code

# Worked out by hand; the expressions are those that OneRoster servers are known to send.
WRITTEN = [
    ("", []),
    ("   ", []),
    ("1", [("1", "")]),
    ('["1","3"]', [("1", ""), ("3", "")]),
    ("1,2", [("1", ""), ("2", "")]),
    ("1(A) 2(B)", [("1", "A"), ("2", "B")]),
    ("P3", [("3", "")]),
    ("p 3", [("3", "")]),
    ("Per 4", [("4", "")]),
    ("Period 2, Period 03", [("2", ""), ("3", "")]),
    ("Period A", [("a", "")]),
    ("03", [("3", "")]),
    ("00", [("0", "")]),
    ("1-2(M-F)", [("1", "M-F"), ("2", "M-F")]),
    ("P1-P3", [("1", ""), ("2", ""), ("3", "")]),
    ("3-1", [("3-1", "")]),
    ("A-1", [("a-1", "")]),
    ("1(A-C,E) 2(B)", [("1", "A-C,E"), ("2", "B")]),
    ("HR", [("hr", "")]),
    ("Physics", [("physics", "")]),
    ("1 1 01 P1", [("1", "")]),
    ("1-9999", [("1-9999", "")]),
]


@pytest.mark.parametrize(("cell", "meetings"), WRITTEN, ids=lambda value: repr(value)[:30])
def test_what_is_written_is_understood(cell: str, meetings: list[tuple[str, str]]) -> None:
    assert meetings_of(cell) == tuple(Meeting(*each) for each in meetings)


def test_a_code_of_the_class_tells_it_only_where_the_cell_is_empty() -> None:
    code = "ALG-101 - Period 03 - Smith"
    assert meetings_of("", code) == (Meeting("3"),)
    assert meetings_of("5", code) == (Meeting("5"),)
    assert meetings_of("", "Periodic table 7") == ()


@pytest.mark.parametrize("text", ["1", "01", " P1 ", "Per. 1", "Period 1", "pd 001", "PERIOD1"])
def test_one_period_has_one_code(text: str) -> None:
    assert period_code(text) == "1"


CODES = st.integers(0, 30).map(str) | st.sampled_from(["a", "hr", "lunch", "adv", "x1"])
DAYS = st.sampled_from(["", "A", "B", "M-F", "1,3,5", "A B"])
MEETINGS = st.lists(st.builds(Meeting, CODES, DAYS), max_size=12, unique=True)


@st.composite
def spelled(draw: st.DrawFn, meeting: Meeting) -> str:
    """A period as an export could write it."""
    code = meeting.code
    if code.isdecimal():
        zeros = draw(st.sampled_from(["", "0", "00"]))
        code = draw(st.sampled_from(["", "P", "Per ", "Period "])) + zeros + code
    case = draw(st.sampled_from([str.upper, str.lower, str.title]))
    return case(code) + (f"({meeting.days})" if meeting.days else "")


@given(st.data(), MEETINGS, st.sampled_from([" ", ", ", ";", " | "]))
def test_however_it_is_spelled_the_same_is_read(
    data: st.DataObject, meetings: list[Meeting], joint: str
) -> None:
    cell = joint.join(data.draw(spelled(each)) for each in meetings)
    if len(cell) <= 200:
        assert meetings_of(cell) == tuple(meetings)


@given(st.text(max_size=400), st.text(max_size=50))
def test_nothing_that_is_written_is_too_much(cell: str, code: str) -> None:
    found = meetings_of(cell, code)
    assert len(found) <= MOST
    assert len(set(found)) == len(found)
    assert all(meeting.code for meeting in found)


@given(st.text(max_size=20))
def test_a_code_of_a_code_is_itself_where_nothing_stands_before_it(text: str) -> None:
    code = period_code(text)
    assert period_code(code.upper()) in {code, period_code(code)}
