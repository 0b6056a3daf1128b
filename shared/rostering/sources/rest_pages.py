"""Pages of a collection, however a server pages: what is asked next, and when it is over. Pure.

Servers clamp the size of a page, leave out totals and links, or give wrong ones. So only what came
is believed: a page without a new record ends a collection, and a short one never does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from shared.kernel.errors import Permanent
from shared.rostering.api_source import MOST_IN_PAGE
from shared.rostering.sources.oneroster_words import key_of, keys_of
from shared.rostering.sources.rest_calls import Refused, Reply
from shared.rostering.sources.rest_records import values_of

Record = Mapping[str, Any]

SMALLEST_PAGE = 10
MOST_BARREN = 8
"""Pages in a row without anything new after which a server is going round in circles."""
TOLERATED_SHARE = 0.02
"""Of a total that may be missing at the end: a server may count what it doesn't show."""

_DIGITS = 10
_BAD_REQUEST = (400, 413, 422)
_WRAPPERS = {
    "schools": "orgs",
    "students": "users",
    "teachers": "users",
    "terms": "academicsessions",
    "gradingperiods": "academicsessions",
}
_NEXT = re.compile(r"<([^>]*)>\s*;[^,]*\brel\s*=\s*\"?next\b", re.IGNORECASE)
_OFFSET = re.compile(r"[?&]offset=(\d{1,12})(?:&|$)", re.IGNORECASE)


class Page(NamedTuple):
    """One page as it came.

    Attributes:
        total: that the server names for the whole collection; None for none.
        next_offset: of its link to the next page; None for none.
    """

    records: list[Record]
    total: int | None
    next_offset: int | None


class Ask(NamedTuple):
    """What a page is asked for.

    Attributes:
        is_sorted: by sourcedId, so that no record moves between pages; some servers refuse it.
        since: only what has changed after this instant, as ``2026-11-21T00:00:00.000Z``; empty
            for all.
    """

    offset: int
    limit: int
    is_sorted: bool = True
    since: str = ""

    def query(self) -> dict[str, str | int]:
        """The parameters."""
        order = {"sort": "sourcedId", "orderBy": "asc"} if self.is_sorted else {}
        changes = {"filter": f"dateLastModified>'{self.since}'"} if self.since else {}
        return {"limit": self.limit, "offset": self.offset, **order, **changes}


@dataclass(slots=True)
class Course:
    """How far a collection has been read.

    Attributes:
        ask: what is asked next.
        seen: of the records that came; two of one sourcedId are one.
        total: that the server named last.
        largest: records of the largest page.
        done: nothing more is to be asked.
        is_short: it ended though the server had said that there is more.
        repeats: records that came again.
        is_stale: the last page had nothing new.
        has_gap: a page had nothing new and a later one had.
        is_whole_asked: it was tried to have all in one page.
        barren: pages in a row that had nothing new.
        is_back: the page that is asked next lies before the one that came last.
    """

    ask: Ask
    seen: set[int] = field(default_factory=set)
    total: int | None = None
    largest: int = 0
    done: bool = False
    is_short: bool = False
    repeats: int = 0
    is_stale: bool = False
    has_gap: bool = False
    is_whole_asked: bool = False
    barren: int = 0
    is_back: bool = False


def read_pages(fetch: Callable[[Ask], Page], course: Course) -> Iterator[list[Record]]:
    """The records of a collection that are new, page by page, from where its course stands.

    When it is asked for the next ones, what it gave before stands in the course.

    Args:
        fetch: gives a page.
        course: moves on.

    Raises:
        Refused: as ``fetch``; a refused size of pages or order is given up first.
        Transient: as ``fetch``; the course stands before the page that did not come.
    """
    while not course.done:
        page = _fetched(fetch, course)
        fresh = _fresh(page.records, course)
        _move(course, page, bool(fresh))
        if fresh:
            yield fresh


def _fetched(fetch: Callable[[Ask], Page], course: Course) -> Page:
    while True:
        try:
            return fetch(course.ask)
        except Refused as error:
            ask = course.ask
            if error.status not in _BAD_REQUEST:
                raise
            if ask.is_sorted:
                course.ask = ask._replace(is_sorted=False)
            elif ask.limit > SMALLEST_PAGE:
                course.ask = ask._replace(limit=max(ask.limit // 2, SMALLEST_PAGE))
            else:
                raise


def _fresh(records: list[Record], course: Course) -> list[Record]:
    seen, before = course.seen, len(course.seen)
    keys = _keys(records)
    if seen.isdisjoint(keys):
        seen.update(keys)
        if len(seen) - before == len(records):
            return records
        seen.difference_update(keys)
    fresh = []
    for key, record in zip(keys, records, strict=True):
        if key in seen:
            course.repeats += 1
        else:
            seen.add(key)
            fresh.append(record)
    return fresh


def _move(course: Course, page: Page, has_fresh: bool) -> None:  # noqa: FBT001  # one caller
    ask, received = course.ask, len(page.records)
    before, course.total = course.total, page.total if page.total is not None else course.total
    course.largest = max(course.largest, received)
    course.barren = 0 if has_fresh else course.barren + 1
    if course.barren > MOST_BARREN:
        course.has_gap = True
        _end(course)
        return
    gone = before - course.total if before is not None and course.total is not None else 0
    # A total that falls by more than a page is not one that records are counted in; nor is, where
    # a page is empty, one that was never more than a page.
    counts = received or (before or 0) > course.largest
    if 0 < gone <= ask.limit and not course.is_back and counts:
        # Records before this page are gone, and some behind them have moved up past its beginning.
        course.is_back = True
        margin = max(ask.limit // 4, 1)
        course.ask = ask._replace(offset=max(ask.offset - gone - margin, 0))
        return
    was_back, course.is_back = course.is_back, False
    if not has_fresh and not (was_back and received):
        _end_or_go_on(course, page)
        return
    # All that ever came, in one page from the start: nothing is between pages.
    is_whole = not ask.offset and received >= len(course.seen)
    course.has_gap = (course.has_gap or course.is_stale) and not is_whole
    course.is_stale = False
    course.ask = ask._replace(offset=ask.offset + received)
    # A full page is never the last, whatever the total is said to be.
    is_full = received >= course.largest
    if course.total is not None and course.ask.offset >= course.total > course.largest:
        course.done = not is_full
    if course.done:
        _end(course)


def _end_or_go_on(course: Course, page: Page) -> None:
    """Nothing new came: over, once a look behind it or into one large page gives nothing either."""
    ask, received = course.ask, len(page.records)
    more = course.total is not None and len(course.seen) < course.total
    was_stale, course.is_stale = course.is_stale, bool(course.seen)
    if more and page.next_offset is not None and page.next_offset > ask.offset + received:
        course.ask = ask._replace(offset=page.next_offset)
    elif received and not was_stale and ask.offset:
        course.ask = ask._replace(offset=ask.offset + received)
    elif received >= ask.limit and not course.is_whole_asked:
        course.is_whole_asked = True
        course.ask = ask._replace(offset=0, limit=MOST_IN_PAGE)
    else:
        _end(course)


def _end(course: Course) -> None:
    course.done = True
    course.is_short = course.has_gap
    total = course.total
    if total is not None and total > course.largest:
        course.is_short = len(course.seen) < total * (1 - TOLERATED_SHARE)


def page_of(reply: Reply, collection: str) -> Page:
    """The page that an answer is.

    Raises:
        Permanent: ``SOURCE_ANSWER_UNREADABLE`` for a web page or anything else that is no
            JSON, ``SOURCE_FAILED`` for an error that came as if all were well.
    """
    total = reply.headers.get("x-total-count", "").strip()
    link = _NEXT.search(reply.headers.get("link", ""))
    offset = _OFFSET.search(link[1]) if link else None
    return Page(
        records=_records(reply.body, collection),
        total=int(total) if total.isdecimal() and len(total) < _DIGITS else None,
        next_offset=int(offset[1]) if offset else None,
    )


def _records(body: bytes, collection: str) -> list[Record]:
    if not body.strip():
        return []
    try:
        value = _decoded(body)
    except (ValueError, RecursionError) as error:
        raise Permanent(
            "SOURCE_ANSWER_UNREADABLE", "the answer is no JSON; it may be a web page"
        ) from error
    found = _list_in(value, collection)
    if found is None or not set(map(type, found)) <= {dict}:
        raise Permanent("SOURCE_FAILED", "the answer holds no such records")
    return found


def _decoded(body: bytes) -> object:
    """What a JSON text says; what the quicker reader refuses, the standard library's may take."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return json.loads(body.decode("utf-8-sig"))


def _list_in(value: object, collection: str) -> list[Record] | None:
    """The records, under the key that the specification has, the path's name, or the only one."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return None
    keys = {str(key).lower(): each for key, each in value.items()}
    for name in (_WRAPPERS.get(collection.lower()), collection.lower()):
        if name in keys:
            held = keys[name]
            return [] if held is None else held if isinstance(held, list) else None
    lists = [each for each in value.values() if isinstance(each, list)]
    failed = any(key.startswith("imsx_") for key in keys)
    if not value:
        return []
    return lists[0] if len(lists) == 1 and not failed else None


def _keys(records: list[Record]) -> list[int]:
    """By which each record is known again; most often all have an id that is text."""
    ids = values_of(records, "sourcedId")
    if set(map(type, ids)) == {str} and "" not in (keys := keys_of(ids)):
        return list(map(hash, keys))
    return [_key(record) for record in records]


def _key(record: Record) -> int:
    """By which a record is known again; one without an id by all of it."""
    sourced_id = record.get("sourcedId")
    if isinstance(sourced_id, str | int) and (key := key_of(str(sourced_id))):
        return hash(key)
    return hash(json.dumps(record, sort_keys=True))
