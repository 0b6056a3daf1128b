"""Pages of a collection, from servers that page in every way: all records come, once each."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.errors import Permanent, Transient
from shared.rostering.sources.rest_calls import Refused
from shared.rostering.sources.rest_pages import Ask, Course, Page, Record, page_of, read_pages

Server = Callable[[Ask], Page]


@dataclass
class Paged:
    """A server with so many records, which pages as it likes."""

    count: int
    cap: int | None = None
    tells_total: bool = True
    total: int | None = None
    refuses_over: int | None = None
    refuses_sort: bool = False
    ignores_offset: bool = False
    link: Callable[[Ask, int], int | None] = lambda _ask, _given: None
    asked: list[Ask] = field(default_factory=list)

    def __call__(self, ask: Ask) -> Page:
        self.asked.append(ask)
        assert len(self.asked) < 500, "it is asked without end"
        if (self.refuses_sort and ask.is_sorted) or ask.limit > (self.refuses_over or ask.limit):
            raise Refused("SOURCE_REFUSED", 400)
        limit = min(ask.limit, self.cap or ask.limit)
        start = 0 if self.ignores_offset else ask.offset
        given = _records(range(self.count))[start : start + limit]
        total = self.total if self.total is not None else self.count
        return Page(given, total if self.tells_total else None, self.link(ask, len(given)))


def _records(numbers: Iterable[int]) -> list[Record]:
    return [{"sourcedId": f"u{n}"} for n in numbers]


def _read(server: Server, limit: int = 100) -> tuple[list[str], Course]:
    course = Course(Ask(0, limit))
    records = [record for page in read_pages(server, course) for record in page]
    return [record["sourcedId"] for record in records], course


def _all(count: int) -> list[str]:
    return [f"u{n}" for n in range(count)]


@given(
    count=st.integers(0, 60),
    limit=st.integers(1, 30),
    cap=st.none() | st.integers(1, 30),
    tells_total=st.booleans(),
    refuses_over=st.none() | st.integers(10, 30),
    refuses_sort=st.booleans(),
)
def test_every_record_comes_once(
    count: int,
    limit: int,
    cap: int | None,
    tells_total: bool,  # noqa: FBT001  # drawn
    refuses_over: int | None,
    refuses_sort: bool,  # noqa: FBT001  # drawn
) -> None:
    server = Paged(count, cap, tells_total, None, refuses_over, refuses_sort)
    found, course = _read(server, limit)
    assert found == _all(count)
    assert not course.is_short


@given(count=st.integers(0, 40), cap=st.integers(1, 15), total=st.integers(0, 15))
def test_a_total_that_is_the_size_of_a_page_ends_nothing(count: int, cap: int, total: int) -> None:
    found, _ = _read(Paged(count, cap, total=min(total, cap)), 15)
    assert found == _all(count)


def test_a_next_link_that_is_always_there_ends() -> None:
    server = Paged(250, link=lambda ask, _: ask.offset + ask.limit, tells_total=False)
    assert _read(server)[0] == _all(250)


def test_a_next_link_of_the_asked_size_skips_nobody() -> None:
    server = Paged(250, cap=40, link=lambda ask, _: ask.offset + ask.limit)
    assert _read(server)[0] == _all(250)


def test_a_next_link_to_itself_ends() -> None:
    assert _read(Paged(250, link=lambda ask, _: ask.offset))[0] == _all(250)


def test_who_knows_no_offset_is_asked_for_all_in_one_page() -> None:
    found, course = _read(Paged(250, ignores_offset=True))
    assert found == _all(250)
    assert not course.is_short


def test_who_knows_no_offset_and_clamps_is_short() -> None:
    found, course = _read(Paged(250, cap=100, ignores_offset=True))
    assert found == _all(100)
    assert course.is_short


def test_an_order_that_is_refused_is_given_up_and_a_size_is_halved() -> None:
    server = Paged(300, refuses_over=300, refuses_sort=True)
    assert _read(server, 1_000)[0] == _all(300)
    assert [(ask.limit, ask.is_sorted) for ask in server.asked[:4]] == [
        (1_000, True), (1_000, False), (500, False), (250, False),
    ]  # fmt: skip


def test_a_refusal_that_nothing_helps_is_one() -> None:
    def server(_ask: Ask) -> Page:
        raise Refused("SOURCE_REFUSED", 400)

    with pytest.raises(Refused):
        _read(server)


def test_whoever_moves_up_when_others_leave_is_not_skipped() -> None:
    people = _all(300)

    def server(ask: Ask) -> Page:
        given: list[Record] = [
            {"sourcedId": who} for who in people[ask.offset : ask.offset + ask.limit]
        ]
        page = Page(given, len(people), None)
        if ask.offset == 0:
            del people[:7]
        return page

    found, course = _read(server)
    assert sorted(found) == sorted(_all(300))
    assert not course.is_short


def test_whoever_moves_up_from_a_last_page_that_is_then_empty_is_not_skipped() -> None:
    people = _all(101)

    def server(ask: Ask) -> Page:
        given: list[Record] = [
            {"sourcedId": who} for who in people[ask.offset : ask.offset + ask.limit]
        ]
        page = Page(given, len(people), None)
        if ask.offset == 0:
            del people[:1]
        return page

    found, course = _read(server)
    assert sorted(found) == sorted(_all(101))
    assert not course.is_short


def test_totals_that_jump_up_and_down_end() -> None:
    asked = []

    def server(ask: Ask) -> Page:
        asked.append(ask)
        assert len(asked) < 200
        given = _records(range(100))[ask.offset : ask.offset + ask.limit]
        return Page(given, 5_000 if len(asked) % 2 else 1_000, None)

    found, course = _read(server, 10)
    assert set(found) == set(_all(100))
    assert course.is_short


@given(count=st.integers(30, 90), limit=st.integers(8, 20), gone=st.integers(1, 2))
def test_whoever_stays_while_others_leave_all_the_time_is_found(
    count: int, limit: int, gone: int
) -> None:
    people = _all(count)

    def server(ask: Ask) -> Page:
        if ask.offset:
            del people[:gone]
        given: list[Record] = [
            {"sourcedId": who} for who in people[ask.offset : ask.offset + ask.limit]
        ]
        return Page(given, len(people), None)

    found, _ = _read(server, limit)
    assert set(people) <= set(found)


def test_a_page_that_comes_again_in_the_middle_leaves_a_doubt() -> None:
    def server(ask: Ask) -> Page:
        start = 100 if ask.offset == 200 else ask.offset
        given = _records(range(600))[start : start + ask.limit]
        return Page(given, None, None)

    found, course = _read(server)
    assert found == [*_all(200), *_all(600)[300:]]
    assert course.is_short


def test_duplicates_and_other_spellings_of_an_id_are_one() -> None:
    pages = {0: ["A", "b", "C"], 3: ["c", "B ", "d"], 6: []}

    def server(ask: Ask) -> Page:
        return Page([{"sourcedId": each} for each in pages[ask.offset]], None, None)

    found, course = _read(server, 3)
    assert found == ["A", "b", "C", "d"]
    assert course.repeats == 2


def test_records_without_an_id_are_told_apart_by_all_they_hold() -> None:
    given = [{"givenName": "Ana"}, {"givenName": "Bo"}, {"givenName": "Ana"}]
    course = Course(Ask(0, 3))
    server: list[list[dict[str, str]]] = [given, []]
    found = [
        r
        for page in read_pages(lambda _: Page(list(server.pop(0)), None, None), course)
        for r in page
    ]
    assert found == given[:2]


def test_a_page_that_does_not_come_is_the_one_that_is_asked_next() -> None:
    server, broken = Paged(300), [True]

    def shaky(ask: Ask) -> Page:
        if ask.offset == 200 and broken:
            broken.clear()
            raise Transient("SOURCE_UNREACHABLE", "")
        return server(ask)

    course = Course(Ask(0, 100))
    found: list[Mapping[str, Any]] = []
    with pytest.raises(Transient):
        found.extend(r for page in read_pages(shaky, course) for r in page)
    assert course.ask.offset == 200
    found = [r for page in read_pages(shaky, course) for r in page]
    assert [record["sourcedId"] for record in found] == _all(300)[200:]


@dataclass
class Said:
    """An answer."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


USER = {"sourcedId": "1"}


@pytest.mark.parametrize(
    ("collection", "value"),
    [
        ("users", {"users": [USER]}),
        ("students", {"users": [USER]}),
        ("students", {"students": [USER]}),
        ("terms", {"academicSessions": [USER]}),
        ("academicSessions", {"ACADEMICSESSIONS": [USER]}),
        ("schools", {"orgs": [USER], "warnings": []}),
        ("users", {"data": [USER], "count": 1}),
        ("users", [USER]),
    ],
)
def test_records_are_found_whatever_wraps_them(collection: str, value: object) -> None:
    for body in (json.dumps(value).encode(), b"\xef\xbb\xbf" + json.dumps(value).encode()):
        assert page_of(Said(body), collection).records == [USER]


@pytest.mark.parametrize("body", [b"", b" ", b"[]", b"{}", b'{"users": null}', b'{"users": []}'])
def test_nothing_is_an_empty_page(body: bytes) -> None:
    assert page_of(Said(body), "users").records == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<!DOCTYPE html><title>Log in</title>", "SOURCE_ANSWER_UNREADABLE"),
        (b"Too many requests", "SOURCE_ANSWER_UNREADABLE"),
        (b'{"users": [{"sourcedId": "1"', "SOURCE_ANSWER_UNREADABLE"),
        (b"\xff\xfe\x00", "SOURCE_ANSWER_UNREADABLE"),
        (b"[" * 100_000, "SOURCE_ANSWER_UNREADABLE"),
        (b'{"imsx_codeMajor": "failure", "imsx_CodeMinor": []}', "SOURCE_FAILED"),
        (b'{"error": "invalid_token"}', "SOURCE_FAILED"),
        (b'{"users": {"sourcedId": "1"}}', "SOURCE_FAILED"),
        (b'{"users": ["1", "2"]}', "SOURCE_FAILED"),
        (b'{"a": [], "b": []}', "SOURCE_FAILED"),
        (b'"users"', "SOURCE_FAILED"),
        (b"7", "SOURCE_FAILED"),
    ],
)
def test_what_holds_no_records_is_a_failure(body: bytes, reason: str) -> None:
    with pytest.raises(Permanent) as raised:
        page_of(Said(body), "users")
    assert raised.value.reason == reason


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda held: st.lists(held, max_size=3) | st.dictionaries(st.text(), held, max_size=3),
    max_leaves=8,
)


@given(held=st.dictionaries(st.text(), _values, max_size=5), is_escaped=st.booleans())
def test_whatever_a_record_holds_comes_as_it_was_sent(
    held: dict[str, object], *, is_escaped: bool
) -> None:
    body = json.dumps([held], ensure_ascii=is_escaped).encode()
    assert repr(page_of(Said(body), "users").records) == repr(json.loads(body))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"\ud800"', "\ud800"),
        ("123456789012345678901", 123456789012345678901),
        ("-9223372036854775809", -9223372036854775809),
        ("1e400", math.inf),
        ("Infinity", math.inf),
    ],
)
def test_what_only_the_lenient_reader_takes_is_taken(text: str, value: object) -> None:
    body = f'{{"users": [{{"sourcedId": {text}}}]}}'.encode()
    assert page_of(Said(body), "users").records == [{"sourcedId": value}]


@pytest.mark.parametrize(
    ("headers", "total", "offset"),
    [
        ({}, None, None),
        ({"x-total-count": "250"}, 250, None),
        ({"x-total-count": " 250 "}, 250, None),
        ({"x-total-count": "-1"}, None, None),
        ({"x-total-count": "many"}, None, None),
        ({"x-total-count": "99999999999999"}, None, None),
        ({"link": '<https://other.example/users?limit=100&offset=100>; rel="next",'}, None, 100),
        ({"link": "<users?offset=7&limit=1>;rel=next"}, None, 7),
        ({"link": '<u?offset=0>; rel="first", <u?offset=200>; rel="next"'}, None, 200),
        ({"link": '<u?offset=200>; rel="last"'}, None, None),
        ({"link": "<u?page=2>; rel=next"}, None, None),
    ],
)
def test_totals_and_links_are_read(
    headers: dict[str, str], total: int | None, offset: int | None
) -> None:
    found = page_of(Said(b"[]", headers), "users")
    assert (found.total, found.next_offset) == (total, offset)
