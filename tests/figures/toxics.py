"""What goes wrong for a while between us and a system: twelve toxics, each with what it strikes."""

from __future__ import annotations

import math
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.utils import format_datetime
from http import HTTPStatus
from itertools import count
from unittest import mock
from urllib.parse import parse_qsl, urlencode, urlsplit

from infra.local.sis.exchange import Answer, Request, page
from infra.local.sis.quirks import Quirks
from infra.local.sis.signin import busy
from shared.cloud import outside
from shared.cloud.outside_sockets import CALL_SECONDS, look_up
from tests.figures.toxic_school import ToxicSchool
from tests.support.toxic_proxy import Passage

LATENCY = 5.0
"""Seconds by which an answer is late."""
DRIP = 1.0
"""Seconds for a byte."""
DRIPPING_CALL = 0.5
"""Seconds that a call may take while bytes drip, instead of 180: a page has thousands of bytes."""
SKEW = timedelta(minutes=10)
INNER = "10.0.0.1"
BUSY_TIMES = 4
"""Answers of a skewed system that ask to wait until an instant on its own clock."""
LIVES = 3
"""Requests after which a token ends."""

Forward = Callable[[Request], Answer]
Change = Callable[["Strikes", Request, Forward], Answer]


@dataclass
class Strikes:
    """When a toxic strikes. Any thread may ask.

    Attributes:
        after: chances that pass before the first.
        times: how often.
        late: seconds by which late answers are late.
        hits: how often it has struck.
    """

    after: float = 0
    times: float = math.inf
    late: float = LATENCY
    hits: int = 0
    seen: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> bool:
        """True where it strikes now."""
        with self._lock:
            self.seen += 1
            strikes = self.after < self.seen <= self.after + self.times
            self.hits += strikes
            return strikes

    def struck(self) -> None:
        """Count what has struck unasked."""
        with self._lock:
            self.hits += 1


@dataclass(frozen=True)
class Toxic:
    """One of them.

    Attributes:
        start: lets it strike for as long as the context lasts.
        passing: chances that pass before it strikes, and how often, where it goes by.
        reasons: with which a pull may end that it has hit; empty where it may not fail.
        call_seconds: that a call may take meanwhile; 0 for as many as in production.
    """

    name: str
    start: Callable[[ToxicSchool, Strikes], AbstractContextManager[None]]
    passing: tuple[float, float]
    reasons: frozenset[str] = frozenset()
    call_seconds: float = 0

    @contextmanager
    def in_force(self, school: ToxicSchool, strikes: Strikes) -> Iterator[None]:
        """Let it strike; who is patient with answers that are less late is less so."""
        seconds = self.call_seconds or CALL_SECONDS * strikes.late / LATENCY
        with mock.patch.object(outside, "CALL_SECONDS", seconds), self.start(school, strikes):
            yield


@contextmanager
def _at_proxy(
    school: ToxicSchool, strikes: Strikes, harm: Callable[[Strikes, Passage, bytes], bool]
) -> Iterator[None]:
    def harmed(passage: Passage, piece: bytes) -> bool:
        if not strikes.now():
            passage.client.sendall(piece)
            return True
        return harm(strikes, passage, piece)

    school.proxy.harm = harmed
    try:
        yield
    finally:
        school.proxy.harm = None


def _network(
    harm: Callable[[Strikes, Passage, bytes], bool],
) -> Callable[[ToxicSchool, Strikes], AbstractContextManager[None]]:
    return lambda school, strikes: _at_proxy(school, strikes, harm)


def _late(strikes: Strikes, passage: Passage, piece: bytes) -> bool:
    passage.over.wait(strikes.late)
    passage.client.sendall(piece)
    return True


def _reset(_strikes: Strikes, passage: Passage, piece: bytes) -> bool:
    passage.client.sendall(piece[: len(piece) // 2])
    passage.reset()
    return False


def _half_closed(_strikes: Strikes, passage: Passage, piece: bytes) -> bool:
    passage.client.sendall(piece[: len(piece) // 2])
    passage.client.shutdown(socket.SHUT_WR)
    return False


def _dripping(_strikes: Strikes, passage: Passage, piece: bytes) -> bool:
    for place in range(len(piece)):
        passage.client.sendall(piece[place : place + 1])
        if passage.over.wait(DRIP):
            return False
    return True


def _at_site(change: Change) -> Callable[[ToxicSchool, Strikes], AbstractContextManager[None]]:
    """Changes answers of the system to requests for data."""

    @contextmanager
    def start(school: ToxicSchool, strikes: Strikes) -> Iterator[None]:
        server = school.sis._server
        forward = server.answer

        def changed(request: Request) -> Answer:
            if request.method != "GET":
                return forward(request)
            return change(strikes, request, forward)

        server.answer = changed
        try:
            yield
        finally:
            server.answer = forward

    return start


def _storm(strikes: Strikes, request: Request, forward: Forward) -> Answer:
    return busy("1") if strikes.now() else forward(request)


def _burst(strikes: Strikes, request: Request, forward: Forward) -> Answer:
    if strikes.now():
        return page(HTTPStatus.SERVICE_UNAVAILABLE, "Service Unavailable")
    return forward(request)


def _asked(request: Request, **changed: int) -> Request:
    """The same request for another page."""
    parts = urlsplit(request.target)
    query = {**dict(parse_qsl(parts.query)), **{name: str(n) for name, n in changed.items()}}
    return replace(request, target=f"{parts.path}?{urlencode(query)}")


def _place(request: Request) -> tuple[int, int]:
    """Offset and limit."""
    return int(request.query.get("offset", 0)), int(request.query.get("limit", 0))


def _looping(strikes: Strikes, request: Request, forward: Forward) -> Answer:
    """Whatever page is asked for, the first one comes."""
    offset, _ = _place(request)
    if offset and strikes.now():
        return forward(_asked(request, offset=0))
    return forward(request)


def _twice(strikes: Strikes, request: Request, forward: Forward) -> Answer:
    """The page before comes again, in place of the one that is asked for."""
    offset, limit = _place(request)
    if offset and strikes.now():
        return forward(_asked(request, offset=max(0, offset - limit)))
    return forward(request)


@contextmanager
def _shrinking(school: ToxicSchool, strikes: Strikes) -> Iterator[None]:
    """Before each further page of a collection one record vanishes from its beginning."""
    site = school.sis.site
    still, shrinking = Quirks(), Quirks(["pages-shrink=1"])

    def change(strikes: Strikes, request: Request, forward: Forward) -> Answer:
        offset, _ = _place(request)
        site._quirks = shrinking if offset and strikes.now() else still
        return forward(request)

    try:
        with _at_site(change)(school, strikes):
            yield
    finally:
        site._quirks = still


@contextmanager
def _ending_tokens(school: ToxicSchool, strikes: Strikes) -> Iterator[None]:
    """A token ends after a few requests, long before it says."""
    used: Counter[str] = Counter()
    tokens = school.sis.site._doorkeeper._tokens

    def change(strikes: Strikes, request: Request, forward: Forward) -> Answer:
        token = request.headers.get("authorization", "").partition(" ")[2]
        used[token] += 1
        if used[token] > LIVES and token in tokens and strikes.now():
            tokens.pop(token, None)
        return forward(request)

    with _at_site(change)(school, strikes):
        yield


@contextmanager
def _skewed(school: ToxicSchool, strikes: Strikes) -> Iterator[None]:
    """Our clock jumps ten minutes forward and back, and the system's is as far from ours."""
    world, ways, turns = school.world, (1, -1), count()
    lock = threading.Lock()

    def change(strikes: Strikes, request: Request, forward: Forward) -> Answer:
        if not strikes.now():
            return forward(request)
        with lock:
            turn = next(turns)
            theirs = world.now + SKEW * ways[turn // 2 % 2]
            world.now += SKEW * ways[turn % 2]
        if turn >= BUSY_TIMES:
            return forward(request)
        return busy(format_datetime(theirs + timedelta(seconds=1), usegmt=True))

    with _at_site(change)(school, strikes):
        yield


@contextmanager
def _flipping(school: ToxicSchool, strikes: Strikes) -> Iterator[None]:
    """The system's name leads to an inner address; where it first did not, connections break."""
    resets = Strikes(after=4, times=2)

    def flipped(_host: str, _port: int) -> list[str]:
        return [INNER] if strikes.now() else ["127.0.0.1"]

    def harm(passage: Passage, piece: bytes) -> bool:
        if strikes.after and resets.now():
            strikes.struck()
            return _reset(strikes, passage, piece)
        passage.client.sendall(piece)
        return True

    school.resolve, school.proxy.harm = flipped, harm
    try:
        yield
    finally:
        school.resolve, school.proxy.harm = look_up, None


def _may(*reasons: str) -> frozenset[str]:
    return frozenset(reasons)


AWAY, BUSY = _may("SOURCE_UNREACHABLE"), _may("SOURCE_BUSY")

TOXICS: Sequence[Toxic] = (
    Toxic("latency 5 s", _network(_late), (6, 3)),
    Toxic("reset", _network(_reset), (6, 3), AWAY),
    Toxic("half-close", _network(_half_closed), (6, 3), AWAY),
    Toxic("drip 1 B/s", _network(_dripping), (6, 2), AWAY, DRIPPING_CALL),
    Toxic("429 storm", _at_site(_storm), (3, 4), BUSY),
    Toxic("503 burst", _at_site(_burst), (3, 4), BUSY),
    Toxic("token expiry mid-page", _ending_tokens, (0, 2)),
    Toxic("page loops", _at_site(_looping), (0, 3)),
    Toxic("page shrink", _shrinking, (0, 3)),
    Toxic("duplicate pages", _at_site(_twice), (0, 3)),
    Toxic("clock skew ±10 min", _skewed, (2, 4), BUSY),
    Toxic("DNS flip", _flipping, (1, math.inf), AWAY | {"SOURCE_ADDRESS_REFUSED"}),
)
