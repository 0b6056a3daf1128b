"""Quirks of OneRoster servers, and for each the handling of ours that can be switched off."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from unittest import mock

from shared.rostering.api_source import ApiScope
from shared.rostering.sources import (
    oneroster_people,
    oneroster_survey,
    rest_calls,
    rest_pages,
    rest_pull,
    rest_records,
    rest_sign_in,
)
from shared.rostering.sources.rest_pages import Ask, Course, Page, Record

Off = Callable[[], AbstractContextManager[Any]]
Fetch = Callable[[Ask], Page]
MOST_PAGES = 60


def _pager(read: Callable[[Fetch, int], Iterator[list[Record]]]) -> Off:
    """A naive client's paging instead of ours."""

    def read_pages(fetch: Fetch, course: Course) -> Iterator[list[Record]]:
        yield from read(lambda ask: fetch(ask._replace(is_sorted=False)), course.ask.limit)
        course.done = True

    return lambda: mock.patch.object(rest_pull, "read_pages", read_pages)


def _trusts_the_total(fetch: Fetch, limit: int) -> Iterator[list[Record]]:
    page = fetch(Ask(0, limit))
    yield page.records
    for offset in range(limit, page.total or 0, limit):
        yield fetch(Ask(offset, limit)).records


def _stops_at_a_short_page(fetch: Fetch, limit: int) -> Iterator[list[Record]]:
    for number in range(MOST_PAGES):
        page = fetch(Ask(number * limit, limit))
        yield page.records
        if len(page.records) < limit:
            return


def _follows_next(fetch: Fetch, limit: int) -> Iterator[list[Record]]:
    offset: int | None = 0
    for _ in range(MOST_PAGES):
        page = fetch(Ask(offset or 0, limit))
        yield page.records
        offset = page.next_offset
        if offset is None:
            return
    raise AssertionError("it follows next without end")


def _advances_by_the_limit(fetch: Fetch, limit: int) -> Iterator[list[Record]]:
    for number in range(MOST_PAGES):
        page = fetch(Ask(number * limit, limit))
        if not page.records:
            return
        yield page.records
    raise AssertionError("it goes on without end")


def _strict_list(value: object, collection: str) -> list[Record] | None:
    return value.get(collection) if isinstance(value, dict) else None


def _strict_records(body: bytes, collection: str) -> list[Record]:
    found: list[Record] = json.loads(body.decode()).get(collection, [])
    return found


def _lenient_records(body: bytes, collection: str) -> list[Record]:
    """What somebody writes who wants no exception."""
    try:
        found: list[Record] = json.loads(body).get(collection, [])
    except ValueError:
        return []
    return found


def _only_by_reference() -> AbstractContextManager[Any]:
    return mock.patch.multiple(rest_records, _ORG=("org",), _ORGS=("orgs",))


def _told(value: object) -> str:
    return ",".join(map(_told, value)) if isinstance(value, list) else str(value)


def _only_told() -> AbstractContextManager[Any]:
    return mock.patch.multiple(
        rest_records, text_of=_told, _texts=lambda values: list(map(_told, values))
    )


def _roles_alone(records: list[Record], implied: str = "") -> Iterator[rest_records.Row]:
    del implied
    for record in records:
        for each in record.get("roles") or []:
            yield (
                "",
                "",
                record["sourcedId"],
                each["roleType"],
                each["role"],
                each["org"]["sourcedId"],
            )


def _gone_where(is_gone: Callable[[str], bool]) -> Off:
    """Another idea of which status says that somebody is gone."""

    def off() -> AbstractContextManager[Any]:
        stack = ExitStack()
        for module in (oneroster_survey, oneroster_people):
            stack.enter_context(mock.patch.object(module, "is_gone", is_gone))
        return stack

    return off


def _patch(target: object, name: str, value: object) -> Off:
    return lambda: mock.patch.object(target, name, value)


def _once(attempts: Exception) -> bool:
    del attempts
    return False


def _same(text: str) -> str:
    return text


def _the_last_alone(same: Mapping[str, str]) -> list[str]:
    """As if each record were another person."""
    return [max(same)]


def _as_it_is(fetch: Fetch, course: Course) -> Page:
    return fetch(course.ask)


NO_RETRY = _patch(rest_calls, "_wait", _once)


@dataclass(frozen=True)
class Odd:
    """A quirk and what is done about it.

    Attributes:
        quirk: as the simulated system knows it.
        off: switches its handling off.
        reason: with which the pull has to fail; empty where everybody has to come.
        source: what the connection says of the system, for handling that is a setting.
        naive: the same with its handling off.
    """

    quirk: str
    off: Off | None = None
    reason: str = ""
    source: Mapping[str, Any] = field(default_factory=dict)
    naive: Mapping[str, Any] = field(default_factory=dict)


ODD = (
    Odd("no-total", _pager(_trusts_the_total)),
    Odd("no-links", _pager(_follows_next)),
    Odd("next-always", _pager(_follows_next)),
    Odd("next-itself", _pager(_follows_next)),
    Odd("next-headers", _pager(_follows_next)),
    Odd("page-cap=7", _pager(_advances_by_the_limit)),
    Odd("short-pages", _pager(_stops_at_a_short_page)),
    Odd("limit-refused=11", _patch(rest_pages, "_fetched", _as_it_is)),
    Odd("sort-refused", _patch(rest_pages, "_fetched", _as_it_is)),
    Odd("offset-ignored", _pager(_advances_by_the_limit)),
    Odd("total-of-page", _pager(_trusts_the_total)),
    Odd("total-short=80", _pager(_trusts_the_total)),
    Odd("total-words", _pager(_trusts_the_total)),
    Odd("pages-shrink", _pager(_advances_by_the_limit)),
    Odd("last-page-fails", NO_RETRY),
    Odd("empty-204", _patch(rest_pages, "_records", _strict_records)),
    Odd("empty-body", _patch(rest_pages, "_records", _strict_records)),
    Odd("bare-array", _patch(rest_pages, "_list_in", _strict_list)),
    Odd("other-key", _patch(rest_pages, "_list_in", _strict_list)),
    Odd("byte-order-mark", _patch(rest_pages, "_records", _strict_records)),
    Odd("login-page", _patch(rest_pages, "_records", _lenient_records), "SOURCE_ANSWER_UNREADABLE"),
    Odd("error-200", _patch(rest_pages, "_records", _lenient_records), "SOURCE_FAILED"),
    Odd("cut-body", NO_RETRY),
    Odd("flat-refs", _only_by_reference),
    Odd("nulls", _only_told),
    Odd("roles-on-users", _patch(rest_pull, "roles_of", _roles_alone)),
    Odd("users-per-school", _patch(oneroster_survey, "_in_order", _the_last_alone)),
    Odd("id-case", _patch(oneroster_survey, "key_of", _same)),
    Odd("enum-case", _gone_where(lambda status: status == "tobedeleted")),
    Odd("gone-inactive", _gone_where(lambda status: status.lower() == "tobedeleted")),
    Odd("status-unknown", _patch(oneroster_survey, "is_gone", lambda status: status != "active")),
    Odd("busy", NO_RETRY),
    Odd("busy-date", NO_RETRY),
    Odd("busy-midway", NO_RETRY),
    Odd("burst-503", NO_RETRY),
    Odd("scope-refused", naive={"scope": ApiScope.V1P2}),
    Odd("scope-required", naive={"scope": ApiScope.NONE}),
    Odd("scope-old", naive={"scope": ApiScope.V1P2}),
    Odd("cookies", naive={"keep_cookies": False}),
    Odd("token-ends=4", _patch(rest_sign_in.Tokens, "again", lambda _self, _refused, _ask: None)),
    Odd(
        "expires-in=text",
        _patch(rest_sign_in, "_lasts", lambda told: timedelta(seconds=told)),
    ),
    Odd(
        "expires-in=missing",
        _patch(rest_sign_in, "_lasts", lambda told: timedelta(seconds=told)),
    ),
)
"""Each quirk, whose pull is right with its handling on and wrong with it off."""
