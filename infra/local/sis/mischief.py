"""Quirks of whole answers: refusals that pass, bodies that harm, pages where JSON is expected."""

from __future__ import annotations

import gzip
import threading
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from http import HTTPStatus

from infra.local.sis.exchange import HTML, Answer, error, page
from infra.local.sis.quirks import Quirk, Quirks
from infra.local.sis.settings import Settings
from infra.local.sis.signin import METADATA_SERVER, busy

_MEBIBYTE = 1 << 20
_BOM = b"\xef\xbb\xbf"
_BURSTS = {
    Quirk.BURST_500: HTTPStatus.INTERNAL_SERVER_ERROR,
    Quirk.BURST_502: HTTPStatus.BAD_GATEWAY,
    Quirk.BURST_503: HTTPStatus.SERVICE_UNAVAILABLE,
    Quirk.BURST_504: HTTPStatus.GATEWAY_TIMEOUT,
}
_LOGIN_PAGE = (
    '<!doctype html><html><head><title>Sign in</title></head><body><form method="post">'
    '<input name="user"><input name="password" type="password"></form></body></html>'
)


class Mischief:
    """Any thread may call it.

    Attributes:
        closing: set when the server ends, so that bodies without an end do too.
    """

    def __init__(self, quirks: Quirks, settings: Settings) -> None:
        self.closing = threading.Event()
        self._quirks = quirks
        self._settings = settings
        self._lock = threading.Lock()
        self._done: Counter[str] = Counter()

    def before(self, collection: str, offset: int) -> Answer | None:
        """An answer in place of a collection's; None where the request goes on."""
        return self._passing(offset) or self._refusal(collection) or self._no_json()

    def _passing(self, offset: int) -> Answer | None:
        """What goes away when it is asked again often enough."""
        if self._still(Quirk.BUSY) or (offset and self._still(Quirk.BUSY_MIDWAY)):
            return busy(str(self._settings.retry_after))
        if self._still(Quirk.BUSY_DATE):
            # A date has whole seconds: the next one is the soonest that surely lies ahead.
            when = datetime.now(UTC) + timedelta(seconds=self._settings.retry_after + 1)
            return busy(format_datetime(when, usegmt=True))
        status = next((status for quirk, status in _BURSTS.items() if self._still(quirk)), None)
        return page(status, status.phrase) if status else None

    def _refusal(self, collection: str) -> Answer | None:
        if collection == self._quirks.word(Quirk.FORBIDDEN):
            return error(HTTPStatus.FORBIDDEN, "the scope of this collection was not granted")
        if self._quirks.word(Quirk.NOT_LICENSED) in {collection, "all"}:
            return page(HTTPStatus.NOT_FOUND, "OneRoster is not licensed")
        return None

    def _no_json(self) -> Answer | None:
        """Answers that are no collection, whatever their status says."""
        if Quirk.REDIRECT_INWARD in self._quirks:
            return Answer(HTTPStatus.FOUND, headers=[("Location", METADATA_SERVER)])
        if Quirk.LOGIN_PAGE in self._quirks:
            return Answer(HTTPStatus.OK, _LOGIN_PAGE.encode(), HTML)
        if Quirk.ERROR_200 in self._quirks:
            refused = error(HTTPStatus.INTERNAL_SERVER_ERROR, "database is not available")
            return Answer(HTTPStatus.OK, refused.body)
        return None

    def fails_at_the_end(self, collection: str) -> bool:
        """True while the last page of a collection doesn't come."""
        return self._still(Quirk.LAST_PAGE_FAILS, collection)

    def after(self, answer: Answer, *, takes_gzip: bool, is_empty: bool) -> Answer:
        """The answer as it goes out.

        Args:
            answer: what the specification would have.
            takes_gzip: whether the client does.
            is_empty: whether it is a page without records.
        """
        if is_empty and Quirk.EMPTY_204 in self._quirks:
            return Answer(HTTPStatus.NO_CONTENT, headers=answer.headers)
        if is_empty and Quirk.EMPTY_BODY in self._quirks:
            answer.body = b""
        if Quirk.BYTE_ORDER_MARK in self._quirks:
            answer.body = _BOM + answer.body
        if Quirk.JSON_AS_HTML in self._quirks:
            answer.kind = HTML
        answer.cut = self._still(Quirk.CUT_BODY)
        if self._streams(answer):
            return answer
        if takes_gzip and self._settings.compresses and not answer.cut:
            answer.body = gzip.compress(answer.body, compresslevel=1)
            answer.headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
        return answer

    def _streams(self, answer: Answer) -> bool:
        if Quirk.GZIP_BOMB in self._quirks:
            answer.stream = partial(_bomb, self._quirks.number(Quirk.GZIP_BOMB))
            answer.headers.append(("Content-Encoding", "gzip"))
        elif Quirk.ENDLESS_BODY in self._quirks:
            answer.stream = partial(_long, self._quirks.number(Quirk.ENDLESS_BODY))
        elif Quirk.SLOW_DRIP in self._quirks:
            pause = self._quirks.number(Quirk.SLOW_DRIP) / 1000
            answer.stream = partial(self._drip, answer.body, pause)
        return answer.stream is not None

    def _drip(self, body: bytes, pause: float) -> Iterator[bytes]:
        for place in range(len(body)):
            self.closing.wait(pause)
            yield body[place : place + 1]

    def _still(self, quirk: Quirk, key: str = "") -> bool:
        """True as often as the quirk's number says, for each key."""
        if quirk not in self._quirks:
            return False
        name = f"{quirk} {key}"
        with self._lock:
            self._done[name] += 1
            return self._done[name] <= self._quirks.number(quirk)


def _long(mebibytes: int) -> Iterator[bytes]:
    """JSON that is whole at the end, with blanks between."""
    yield b'{"users":['
    blanks = b" " * _MEBIBYTE
    for _ in range(mebibytes):
        yield blanks
    yield b"]}"


def _bomb(mebibytes: int) -> Iterator[bytes]:
    """The same, packed as one gzip member: about a thousandth of its length.

    After a full flush nothing points back, so that one packed piece can stand any number of times.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    pieces = [*_long(1)]
    packed = [packer.compress(each) + packer.flush(zlib.Z_FULL_FLUSH) for each in pieces]
    check, length = 0, 0
    yield b"\x1f\x8b\x08\x00" + bytes(4) + b"\x02\xff"
    for place, times in enumerate((1, mebibytes, 1)):
        for _ in range(times):
            check = zlib.crc32(pieces[place], check)
            length += len(pieces[place])
            yield packed[place]
    yield packer.flush() + check.to_bytes(4, "little") + (length % (1 << 32)).to_bytes(4, "little")
