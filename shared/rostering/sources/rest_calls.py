"""Calls of a system's interface: signed, tried again where that may help, and judged by status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from types import ModuleType
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode

from shared.kernel.errors import CarillonError, Permanent, Transient
from shared.observability import logger

if TYPE_CHECKING:
    from stamina.instrumentation import RetryDetails

TRIES = 5
LONGEST_WAIT = timedelta(seconds=90)
"""A server that asks for more is left alone; the pull goes on later where it was."""

_BUSY = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
_GONE_WRONG = 500
_REASONS: Mapping[int, str] = {
    HTTPStatus.UNAUTHORIZED: "SOURCE_SIGN_IN",
    HTTPStatus.FORBIDDEN: "SOURCE_FORBIDDEN",
    HTTPStatus.NOT_FOUND: "SOURCE_NOT_FOUND",
}


class Reply(Protocol):
    """What a server said; header names are lower case."""

    @property
    def status(self) -> int: ...  # noqa: D102  # see the class

    @property
    def headers(self) -> Mapping[str, str]: ...  # noqa: D102  # see the class

    @property
    def body(self) -> bytes: ...  # noqa: D102  # see the class


class Caller(Protocol):
    """Sends one request."""

    def call(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Reply:
        """Send it; a redirect is an answer.

        Raises:
            Permanent: the address or the answer is none that may be.
            Transient: it was not answered.
        """


class SignIn(Protocol):
    """A way to show the key."""

    def headers(self, address: str) -> Mapping[str, str]:
        """What a GET of an address is sent with.

        Raises:
            Permanent: ``SOURCE_SIGN_IN``.
            Transient: as `Caller.call`.
        """

    def again(
        self, refused: Mapping[str, str], ask: Callable[[Mapping[str, str]], Reply]
    ) -> Reply | None:
        """Ask once more with a key that nobody else has used; None when there is no other to show.

        Args:
            refused: what was sent with the request that was answered 401.
            ask: sends the request with what it is given.

        Raises:
            Permanent: ``SOURCE_SIGN_IN``.
            Transient: as `Caller.call`.
        """


class Busy(Transient):
    """The server asked to wait.

    Attributes:
        wait: for how long; None where it did not say.
    """

    def __init__(self, status: int, wait: timedelta | None) -> None:
        super().__init__("SOURCE_BUSY", f"the server answered {status}", {"status": f"{status}"})
        self.wait = wait


class Refused(Permanent):
    """The server did not do what it was asked.

    Attributes:
        status: of HTTP.
    """

    def __init__(self, reason: str, status: int) -> None:
        super().__init__(reason, f"the server answered {status}", {"status": f"{status}"})
        self.status = status


class Calls:
    """GETs of one interface with one sign-in. Safe to use from threads."""

    def __init__(
        self, caller: Caller, sign_in: SignIn, now: Callable[[], datetime], tries: int = TRIES
    ) -> None:
        """Take what calls are made with.

        Args:
            caller: sends requests.
            sign_in: shows the key.
            now: for a server that says until when to wait.
            tries: how often a call is made before it has failed.
        """
        self._caller = caller
        self._sign_in = sign_in
        self._now = now
        self._tries = tries

    def get(self, address: str, query: Mapping[str, str | int]) -> Reply:
        """An answer of 200 or 204.

        Raises:
            Refused: SOURCE_SIGN_IN (401), SOURCE_FORBIDDEN (403), SOURCE_NOT_FOUND (404),
                SOURCE_REDIRECTS (3xx), SOURCE_FAILED (5xx) or SOURCE_REFUSED (others).
            Busy: however often it was tried.
            Permanent: as `Caller.call` and `SignIn.headers`.
            Transient: the same.
        """
        # Space as %20 and all else by percent: the same in a signature's base string.
        whole = f"{address}?{urlencode(query)}".replace("+", "%20") if query else address
        for attempt in _retrier().retry_context(
            on=_wait, attempts=self._tries, timeout=None, wait_initial=0.5, wait_max=30
        ):
            with attempt:
                return self._once(whole)
        raise AssertionError("the last attempt gives or raises")

    def _once(self, address: str) -> Reply:
        def ask(shown: Mapping[str, str]) -> Reply:
            return self._caller.call("GET", address, {"accept": "application/json", **shown})

        shown = self._sign_in.headers(address)
        reply = ask(shown)
        if reply.status == HTTPStatus.UNAUTHORIZED:
            reply = self._sign_in.again(shown, ask) or reply
        if reply.status in {HTTPStatus.OK, HTTPStatus.NO_CONTENT}:
            return reply
        raise refusal(reply, self._now())


@lru_cache(maxsize=1)
def _retrier() -> ModuleType:
    """The library that tries again; what it says of it stands in our log, in our words."""
    # Imported here because nothing else that its importers do needs it.
    import stamina  # noqa: PLC0415
    import stamina.instrumentation  # noqa: PLC0415

    stamina.instrumentation.set_on_retry_hooks([_log_retry])
    return stamina


def _log_retry(details: RetryDetails) -> None:
    reason = getattr(details.caused_by, "reason", type(details.caused_by).__name__)
    logger().warning("source.retry", reason=reason, retry_count=details.retry_num)


def refusal(reply: Reply, now: datetime) -> CarillonError:
    """The error that an answer other than 200 and 204 is."""
    status = reply.status
    if status in _BUSY:
        return Busy(status, wait_in(reply.headers.get("retry-after", ""), now))
    reason = _REASONS.get(status) or "SOURCE_REFUSED"
    if status >= _GONE_WRONG:
        reason = "SOURCE_FAILED"
    elif HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        reason = "SOURCE_REDIRECTS"
    return Refused(reason, status)


def wait_in(text: str, now: datetime) -> timedelta | None:
    """How long a Retry-After asks to wait: seconds or a date; None for neither."""
    if text.strip().isdecimal():
        return timedelta(seconds=min(int(text), 86_400))
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(until - now, timedelta())


def _wait(error: Exception) -> bool | timedelta:
    """Whether and when to try again."""
    if isinstance(error, Busy) and error.wait is not None:
        return error.wait if error.wait <= LONGEST_WAIT else False
    return isinstance(error, Transient)
