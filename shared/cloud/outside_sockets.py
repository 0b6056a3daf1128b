"""Sockets to servers outside: a name's addresses are looked up once, judged, and connected to.

No second look-up can lead elsewhere, and no wait is longer than the call that waits.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

import httpcore

from shared.kernel.errors import Permanent
from shared.kernel.web_addresses import is_on_the_internet

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
CALL_SECONDS = 180.0
"""That one call may take from its first byte to its last, however its bytes drip."""

Resolver = Callable[[str, int], list[str]]
"""All addresses of a host, as text."""


def look_up(host: str, port: int) -> list[str]:
    """All addresses of a host.

    Raises:
        OSError: it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class JudgedSockets(httpcore.NetworkBackend):
    """Connects to the addresses that were judged, and reads no longer than a call may take."""

    def __init__(self, local: frozenset[str], own: tuple[str, ...], resolve: Resolver) -> None:
        self._inner = httpcore.SyncBackend()
        self._local = local
        self._own = own
        self._resolve = resolve
        self._known: dict[tuple[str, int], list[str]] = {}
        self._now = threading.local()

    def begin(self, seconds: float) -> None:
        """From now on the calling thread's call may take so long."""
        self._now.until = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that the calling thread's call has left.

        Raises:
            httpcore.ReadTimeout: none.
        """
        until: float = getattr(self._now, "until", time.monotonic() + CALL_SECONDS)
        left = until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002  # as the library has it
        socket_options: Any = None,  # noqa: ANN401, ARG002  # as the library has it
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers.

        Raises:
            Permanent: ``SOURCE_ADDRESS_REFUSED``.
            httpcore.NetworkError: none answers.
            httpcore.TimeoutException: none answers in time.
        """
        failure: Exception = httpcore.ConnectError("it has no address")
        for address in self._addresses(host, port):
            try:
                stream = self._inner.connect_tcp(
                    address, port, min(timeout or CONNECT_SECONDS, self.left()), None, None
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _BoundedStream(stream, self)
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host, looked up once: all of them are good, or none is called."""
        if (host, port) not in self._known:
            try:
                found = self._resolve(host, port)
            except OSError as error:
                raise httpcore.ConnectError from error
            local = f"{host}:{port}" in self._local
            if host.endswith(self._own) and not local:
                raise Permanent("SOURCE_ADDRESS_REFUSED", "the server is one of our own")
            if not all(_may_be_called(each, local=local) for each in found):
                raise Permanent(
                    "SOURCE_ADDRESS_REFUSED", "the server's name leads to an inner network"
                )
            self._known[host, port] = found
        return self._known[host, port]


class _BoundedStream(httpcore.NetworkStream):
    """A stream whose every wait ends with the call that waits."""

    def __init__(self, stream: httpcore.NetworkStream, sockets: JudgedSockets) -> None:
        self._stream = stream
        self._sockets = sockets

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._within(timeout))
        return _BoundedStream(inner, self._sockets)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  # as the library has it
        return self._stream.get_extra_info(info)

    def _within(self, timeout: float | None) -> float:
        return min(READ_SECONDS if timeout is None else timeout, self._sockets.left())


def _may_be_called(address: str, *, local: bool) -> bool:
    found = ip_address(address)
    return found.is_loopback if local else is_on_the_internet(found)
