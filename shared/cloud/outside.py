"""The door to servers that a person named: https, to addresses of the internet, bounded in all.

Where a connection goes is decided once, where it is made: a name's addresses are looked up, judged
and connected to by number, so that no second look-up can lead elsewhere. No switch turns this off.
"""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpcore
import httpx

from shared.cloud.outside_sockets import (
    CALL_SECONDS,
    CONNECT_SECONDS,
    READ_SECONDS,
    JudgedSockets,
    Resolver,
    look_up,
)
from shared.kernel.errors import Permanent, Transient
from shared.kernel.web_addresses import wrong_with

MOST_BYTES = 20 << 20
"""Of one answer, packed and unpacked."""

_GZIP = 31
_DEFLATE = 15
_CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said.

    Attributes:
        headers: by lower-case name; several of one name are joined by a comma.
        body: unpacked; at most `MOST_BYTES`.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class Outside:
    """Calls servers outside. Safe to use from threads.

    Args:
        local: ``host:port`` of the servers that a local stack itself has published, which are the
            only ones that may be on this machine.
        authority: PEM file of the authority that signed for these; empty for the usual ones.
        own: how the names of this deployment's own servers end; they are not called from here.
        keeps_cookies: whether the cookies of an answer are sent with the next requests.
        resolve: gives the addresses of a host.
    """

    def __init__(
        self,
        local: Iterable[str] = (),
        authority: str = "",
        own: Iterable[str] = (),
        *,
        keeps_cookies: bool = True,
        resolve: Resolver = look_up,
    ) -> None:
        self._local = frozenset(local)
        context = ssl.create_default_context(cafile=authority or None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        self._keeps_cookies = keeps_cookies
        self._sockets = JudgedSockets(self._local, tuple(own), resolve)
        pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=_CONNECTIONS,
            keepalive_expiry=30,
            network_backend=self._sockets,
        )
        self._client = httpx.Client(
            transport=_Transport(pool),
            follow_redirects=False,
            trust_env=False,
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
        )

    def call(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Send one request and give its answer; a redirect is an answer as any other.

        Raises:
            Permanent: ``SOURCE_ADDRESS_REFUSED``, ``SOURCE_CERTIFICATE``,
                ``SOURCE_ANSWER_TOO_LARGE`` or ``SOURCE_ANSWER_UNREADABLE``.
            Transient: ``SOURCE_UNREACHABLE``, which includes what took too long.
        """
        if wrong := wrong_with(address, self._local.__contains__):
            raise Permanent("SOURCE_ADDRESS_REFUSED", f"the address {wrong}")
        sent = {"accept-encoding": "gzip", **(headers or {})}
        self._sockets.begin(CALL_SECONDS)
        if not self._keeps_cookies:
            self._client.cookies.clear()
        try:
            with self._client.stream(method, address, headers=sent, content=body) as response:
                raw = _bounded(response.iter_raw())
                encoding = response.headers.get("content-encoding", "")
                held = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, held, _unpacked(raw, encoding))
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            raise _failure(error) from error

    def close(self) -> None:
        """Close its connections."""
        self._client.close()


class _Transport(httpx.BaseTransport):
    """Hands httpx's requests to a pool of connections that goes where we let it."""

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Any:  # noqa: ANN401  # an iterator of bytes
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def _bounded(parts: Iterable[bytes]) -> bytes:
    held = bytearray()
    for part in parts:
        held += part
        if len(held) > MOST_BYTES:
            raise _too_large()
    return bytes(held)


def _unpacked(raw: bytes, encoding: str) -> bytes:
    """An answer as it was before it was packed; a small one that unfolds to a huge one is none."""
    match encoding.strip().lower():
        case "" | "identity":
            return raw
        case "gzip" | "x-gzip":
            unpack = zlib.decompressobj(_GZIP)
        case "deflate":
            unpack = zlib.decompressobj(_DEFLATE)
        case _:
            raise Permanent("SOURCE_ANSWER_UNREADABLE", "the answer is packed in an unknown way")
    try:
        body = unpack.decompress(raw, MOST_BYTES + 1)
    except zlib.error as error:
        raise Transient("SOURCE_UNREACHABLE", "the answer is damaged") from error
    if len(body) > MOST_BYTES:
        raise _too_large()
    if not unpack.eof:
        raise Transient("SOURCE_UNREACHABLE", "the answer ends too early")
    return body


def _failure(error: Exception) -> Permanent | Transient:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Permanent("SOURCE_CERTIFICATE", "the server's certificate is not valid")
        cause = cause.__cause__ or cause.__context__
    return Transient("SOURCE_UNREACHABLE", "the server did not answer")


def _too_large() -> Permanent:
    return Permanent("SOURCE_ANSWER_TOO_LARGE", f"an answer has more than {MOST_BYTES >> 20} MiB")
