"""Pages of a collection: what limit and offset ask for, what headers say, and quirks of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from infra.local.sis.exchange import Refused, error
from infra.local.sis.quirks import Quirk, Quirks
from infra.local.sis.records import Record

DEFAULT_LIMIT = 100
OTHER_HOST = "https://internal-sis.example.net"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page is asked for.

    Attributes:
        url: of the collection, without a query.
        query: as it came.
        turn: how many pages of the collection were asked for since its first one.
    """

    url: str
    query: Mapping[str, str]
    limit: int
    offset: int
    turn: int = 0

    def at(self, offset: int, base: str = "") -> str:
        """The address of the page that begins elsewhere."""
        query = {**self.query, "limit": str(self.limit), "offset": str(max(0, offset))}
        return f"{base or self.url}?{urlencode(query)}"


@dataclass(frozen=True, slots=True)
class Page:
    """What is given: the records, and how many there are in all."""

    records: Sequence[Record]
    total: int
    begin: int

    @property
    def ends(self) -> bool:
        """True when nothing comes behind it."""
        return self.begin + len(self.records) >= self.total


def read_limits(query: Mapping[str, str], quirks: Quirks) -> tuple[int, int]:
    """``limit`` and ``offset`` as numbers.

    Raises:
        Refused: they are no numbers, or larger than the server takes.
    """
    limit = _number(query, "limit", DEFAULT_LIMIT)
    most = quirks.number(Quirk.LIMIT_REFUSED)
    if most and limit > most:
        raise Refused(error(HTTPStatus.BAD_REQUEST, f"limit must not be larger than {most}"))
    return limit, _number(query, "offset", 0)


def cut_page(records: Sequence[Record], asked: Asked, quirks: Quirks) -> Page:
    """The records of a page."""
    if Quirk.PAGES_SHRINK in quirks:
        records = records[asked.turn * quirks.number(Quirk.PAGES_SHRINK) :]
    size = asked.limit
    if Quirk.PAGE_CAP in quirks:
        size = min(size, quirks.number(Quirk.PAGE_CAP))
    begin = 0 if Quirk.OFFSET_IGNORED in quirks else asked.offset
    if Quirk.SHORT_PAGES in quirks and asked.turn % 2 == 0:
        size = max(1, size // 2)
    found = records[begin : begin + size]
    if found and begin and Quirk.PAGES_OVERLAP in quirks:
        again = max(0, begin - quirks.number(Quirk.PAGES_OVERLAP))
        found = records[again : begin + size]
        begin = again
    return Page(found, len(records), begin)


def page_headers(page: Page, asked: Asked, quirks: Quirks) -> list[tuple[str, str]]:
    """What tells a client where it is, as far as the server says it."""
    if Quirk.NEXT_HEADERS in quirks:
        return _own_headers(page, asked)
    headers = []
    if Quirk.NO_TOTAL not in quirks:
        headers.append(("X-Total-Count", _total(page, quirks)))
    if Quirk.NO_LINKS not in quirks:
        headers.append(("Link", _links(page, asked, quirks)))
    return headers


def _total(page: Page, quirks: Quirks) -> str:
    if Quirk.TOTAL_WORDS in quirks:
        return f"about {page.total}"
    if Quirk.TOTAL_OF_PAGE in quirks:
        return str(len(page.records))
    wrong = quirks.number(Quirk.TOTAL_LONG) - quirks.number(Quirk.TOTAL_SHORT)
    return str(max(0, page.total + wrong))


def _links(page: Page, asked: Asked, quirks: Quirks) -> str:
    last = max(0, page.total - 1) // asked.limit * asked.limit
    links = {"first": asked.at(0), "last": asked.at(last)}
    if asked.offset:
        links["prev"] = asked.at(asked.offset - asked.limit)
    if not page.ends or Quirk.NEXT_ALWAYS in quirks:
        links["next"] = _next(page, asked, quirks)
    written = ", ".join(f'<{url}>; rel="{name}"' for name, url in links.items())
    return f"{written}," if Quirk.LINK_COMMA in quirks else written


def _next(page: Page, asked: Asked, quirks: Quirks) -> str:
    if Quirk.NEXT_ITSELF in quirks:
        return asked.at(asked.offset)
    host, slashes, path = asked.url.partition("://")[2].partition("/")
    base = asked.url
    if Quirk.NEXT_OTHER_HOST in quirks:
        base = f"{OTHER_HOST}{slashes}{path}"
    if Quirk.NEXT_HTTP in quirks:
        base = f"http://{base.partition('://')[2] or host}"
    return asked.at(_next_offset(page, asked), base)


def _next_offset(page: Page, asked: Asked) -> int:
    # A page that begins before what was asked for still leads on.
    return max(page.begin, asked.offset) + (len(page.records) or asked.limit)


def _own_headers(page: Page, asked: Asked) -> list[tuple[str, str]]:
    headers = [
        ("Limit", str(asked.limit)),
        ("Offset", str(asked.offset)),
        ("Result-Count", str(len(page.records))),
        ("Next", asked.at(asked.offset + asked.limit)),
    ]
    if asked.offset:
        headers.append(("Previous", asked.at(asked.offset - asked.limit)))
    return headers


def _number(query: Mapping[str, str], name: str, usual: int) -> int:
    text = query.get(name, "")
    if not text:
        return usual
    if not text.isdecimal() or (name == "limit" and int(text) == 0):
        raise Refused(error(HTTPStatus.BAD_REQUEST, f"{name} must be a number"))
    return int(text)
