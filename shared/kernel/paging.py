"""Pages of a list: how many, and where the next one begins. Pure.

A page token is opaque to callers, is worth nothing without their own right to the list, fits only
the question that it was given for, and lives three days.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from shared.kernel.clock import isoformat
from shared.kernel.errors import FieldViolation, Invalid

T = TypeVar("T")

DEFAULT_PAGE_SIZE = 50
LARGEST_PAGE_SIZE = 1_000
TOKEN_LIFE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page.

    Attributes:
        next_token: asks for the next one; empty at the end.
    """

    items: Sequence[T]
    next_token: str = ""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is asked for.

    Attributes:
        size: items at most, 1 to `LARGEST_PAGE_SIZE`.
        cursor: where the page begins, as the store that gave it understands it; None at the first.
    """

    size: int = DEFAULT_PAGE_SIZE
    cursor: Sequence[Any] | None = None


def page_request(
    size: int,
    token: str,
    question: Mapping[str, Any],
    now: datetime,
    most: int = LARGEST_PAGE_SIZE,
) -> PageRequest:
    """Read what a caller asks for.

    Args:
        size: 0 for the default; more than the largest is the largest.
        token: of the page before; empty for the first.
        question: everything else that the list was asked: its filter, order and parent.
        now: the present instant.
        most: the largest of this list, at most `LARGEST_PAGE_SIZE`.

    Raises:
        Invalid: ``PAGE_SIZE_NEGATIVE``, or ``PAGE_TOKEN_INVALID`` for one that is damaged, too old
            or of another question.
    """
    if size < 0:
        what = FieldViolation("pageSize", "must not be negative; 0 or none is the default")
        raise Invalid("PAGE_SIZE_NEGATIVE", "pageSize is negative", violations=[what])
    size = min(size or DEFAULT_PAGE_SIZE, most)
    if not token:
        return PageRequest(size)
    try:
        held: dict[str, Any] = json.loads(base64.urlsafe_b64decode(token.encode("ascii")))
        age = now - datetime.fromtimestamp(held["t"], UTC)
        fits = held["q"] == _hash_of(question) and timedelta(minutes=-5) <= age <= TOKEN_LIFE
        cursor: Sequence[Any] = held["c"]
    except (binascii.Error, KeyError, OverflowError, TypeError, ValueError) as error:
        raise token_invalid() from error
    if not fits or not isinstance(cursor, list):
        raise token_invalid()
    return PageRequest(size, cursor)


def page_token(cursor: Sequence[Any], question: Mapping[str, Any], now: datetime) -> str:
    """The token of the page that begins at a cursor.

    Args:
        cursor: JSON values.
        question: as `page_request` gets it.
        now: the present instant.
    """
    held = {"c": list(cursor), "q": _hash_of(question), "t": int(now.timestamp())}
    return base64.urlsafe_b64encode(json.dumps(held).encode()).decode("ascii")


def cut(
    found: Sequence[T],
    asked: PageRequest,
    place: Callable[[T], Sequence[Any]],
    question: Mapping[str, Any],
    now: datetime,
) -> Page[T]:
    """A page out of one more than it may hold.

    Args:
        found: at most ``asked.size + 1``; one more says that there is a next page.
        asked: the page.
        place: the cursor of the page that begins after an item.
        question: as `page_request` gets it.
        now: the present instant.
    """
    shown = found[: asked.size]
    more = len(found) > asked.size
    return Page(shown, page_token(place(shown[-1]), question, now) if more else "")


def place_in_time(time: datetime, name: str) -> list[str]:
    """The cursor of a list in the order of time; `time_of` reads it."""
    return [isoformat(time), name]


def time_of(cursor: Sequence[Any] | None) -> tuple[datetime, str] | None:
    """Time and id of what a page begins after; None at the first page."""
    if not cursor:
        return None
    time, name = cursor
    return datetime.fromisoformat(str(time)), str(name)


def _hash_of(question: Mapping[str, Any]) -> str:
    text = json.dumps(question, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def token_invalid() -> Invalid:
    """What a caller hears of a token that doesn't lead to a page."""
    what = FieldViolation(
        "pageToken", "is damaged, older than 3 days, or of another list; begin at the first page"
    )
    return Invalid("PAGE_TOKEN_INVALID", "pageToken does not fit", violations=[what])
