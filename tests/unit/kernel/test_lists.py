"""Pages, filters, masks and buckets: what a caller asks of a list, and how often."""

from __future__ import annotations

import base64
import contextlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.errors import Invalid
from shared.kernel.field_masks import parse_mask
from shared.kernel.filters import parse_filter
from shared.kernel.paging import page_request, page_token
from shared.kernel.token_bucket import Bucket, Limit, take

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
QUESTION = {"list": "members", "filter": 'role = "STUDENT"'}
CURSORS = st.lists(st.one_of(st.text(), st.integers(), st.none()), max_size=4)


@given(CURSORS, st.integers(1, 1000), st.integers(0, 3 * 86_400))
def test_a_token_brings_its_cursor_back_for_three_days(
    cursor: list[object], size: int, seconds: int
) -> None:
    token = page_token(cursor, QUESTION, NOW)
    asked = page_request(size, token, QUESTION, NOW + timedelta(seconds=seconds))
    assert (asked.size, asked.cursor) == (size, cursor)


@pytest.mark.parametrize(("size", "meant"), [(0, 50), (1, 1), (1_000, 1_000), (5_000, 1_000)])
def test_a_page_has_a_default_and_a_largest_size(size: int, meant: int) -> None:
    assert page_request(size, "", QUESTION, NOW).size == meant


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        page_request(-1, "", QUESTION, NOW)
    assert refused.value.reason == "PAGE_SIZE_NEGATIVE"
    assert refused.value.violations[0].field == "pageSize"


def _encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "token",
    ["x", "é", "====", _encoded([]), _encoded({}), _encoded({"c": 1, "q": 2, "t": 1e300})],
)
def test_a_damaged_token_is_refused(token: str) -> None:
    with pytest.raises(Invalid) as refused:
        page_request(10, token, QUESTION, NOW)
    assert refused.value.reason == "PAGE_TOKEN_INVALID"


@given(st.text(max_size=60))
def test_no_text_is_taken_for_a_token(token: str) -> None:
    if token:
        with pytest.raises(Invalid):
            page_request(10, token, QUESTION, NOW)


def test_a_token_of_another_question_or_another_week_is_refused() -> None:
    token = page_token(["x"], QUESTION, NOW)
    for question, when in (
        ({**QUESTION, "filter": ""}, NOW),
        (QUESTION, NOW + timedelta(days=3, seconds=1)),
        (QUESTION, NOW - timedelta(hours=1)),
    ):
        with pytest.raises(Invalid):
            page_request(10, token, question, when)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", {}),
        ("  ", {}),
        ('role = "STUDENT"', {"role": "STUDENT"}),
        ('role="STUDENT" AND grade = 09', {"role": "STUDENT", "grade": "09"}),
        (r'list = "a \"b\" \\ c"', {"list": 'a "b" \\ c'}),
        ('role = ""', {"role": ""}),
    ],
)
def test_filters_are_read(text: str, wanted: dict[str, str]) -> None:
    assert parse_filter(text, ("role", "grade", "list")) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "role",
        "role =",
        'role = "A" OR role = "B"',
        'role = "A" role = "B"',
        'role = "A" AND',
        'role = "A" AND role = "B"',
        'role = "A',
        'role != "A"',
        'NOT role = "A"',
        '(role = "A")',
        'role = "A"AND',
        "x" * 1_001,
    ],
)
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_filter(text, ("role", "grade"))
    assert refused.value.reason == "FILTER_INVALID"


def test_an_unknown_field_names_the_known_ones() -> None:
    with pytest.raises(Invalid) as refused:
        parse_filter('shoe = "9"', ("role", "grade"))
    assert refused.value.metadata == {"field": "shoe", "allowed": "grade, role"}


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    found: dict[str, str] = {}
    with contextlib.suppress(Invalid):
        found = parse_filter(text, ("a", "b"))
    assert set(found) <= {"a", "b"}


def test_masks() -> None:
    assert parse_mask("a, b", ("a", "b", "c"), ("a",)) == {"a", "b"}
    assert parse_mask("*", ("a", "b"), ("a",)) == {"a"}
    for mask, given_fields, reason in (
        ("", ("a",), "UPDATE_MASK_MISSING"),
        ("z", (), "UPDATE_MASK_UNKNOWN"),
        ("*", ("a", "z"), "UPDATE_MASK_UNKNOWN"),
    ):
        with pytest.raises(Invalid) as refused:
            parse_mask(mask, ("a", "b"), given_fields)
        assert refused.value.reason == reason


@given(st.lists(st.integers(0, 5_000), max_size=200), st.integers(1, 60))
def test_no_minute_lets_in_more_than_two_limits_worth(gaps: list[int], per_minute: int) -> None:
    """A full bucket and what drips in a minute, and never a call more."""
    now, bucket, let_in = NOW, None, list[datetime]()
    for gap in gaps:
        now += timedelta(milliseconds=gap)
        bucket, wait = take(bucket, Limit(per_minute), now)
        if not wait:
            let_in.append(now)
        else:
            assert take(bucket, Limit(per_minute), now + wait + timedelta(milliseconds=1))[1] == (
                timedelta(0)
            )
    for first in let_in:
        within = [each for each in let_in if first <= each < first + timedelta(minutes=1)]
        assert len(within) <= 2 * per_minute


def test_a_clock_that_goes_back_gives_nothing() -> None:
    bucket = Bucket(0, NOW)
    assert take(bucket, Limit(60), NOW - timedelta(hours=1))[1] > timedelta(0)
