"""A proxy before a server that can harm what comes back: late, broken off, half closed, in drops.

It passes TLS through as it is, so that what it harms are records in the middle of an answer.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from infra.local.ports import LOOPBACK

_BLOCK = 1 << 16
_AT_ONCE = struct.pack("ii", 1, 0)
"""Of SO_LINGER: what is closed so is reset."""

Harm = Callable[["Passage", bytes], bool]
"""Does with a piece of an answer what it wants; False when nothing more is to come through."""


@dataclass(frozen=True)
class Passage:
    """The way back to one client.

    Attributes:
        over: set when the proxy ends.
    """

    client: socket.socket
    over: threading.Event

    def reset(self) -> None:
        """End it with a reset."""
        self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        # Closing alone does not wake who reads from it.
        self.client.shutdown(socket.SHUT_RD)
        self.client.close()


@dataclass
class ToxicProxy:
    """Listens on the loopback interface.

    Attributes:
        harm: what is done to each piece of an answer; None while all comes through.
    """

    port: int
    upstream: int
    harm: Harm | None = None
    over: threading.Event = field(default_factory=threading.Event)

    def serve(self, listener: socket.socket) -> None:
        """Take clients until the listener is closed."""
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            server = socket.create_connection((LOOPBACK, self.upstream))
            with server:
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                there = threading.Thread(target=_pass_on, args=(client, server), daemon=True)
                there.start()
                self._bring_back(server, Passage(client, self.over))
                there.join()

    def _bring_back(self, server: socket.socket, passage: Passage) -> None:
        with contextlib.suppress(OSError):
            while piece := server.recv(_BLOCK):
                if self.harm is None:
                    passage.client.sendall(piece)
                elif not self.harm(passage, piece):
                    return
            passage.client.shutdown(socket.SHUT_WR)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(_BLOCK):
            target.sendall(piece)
        target.shutdown(socket.SHUT_RDWR)


@contextmanager
def toxic_proxy(upstream: int) -> Iterator[ToxicProxy]:
    """A proxy to a port of this machine."""
    with socket.create_server((LOOPBACK, 0), backlog=64) as listener:
        proxy = ToxicProxy(listener.getsockname()[1], upstream)
        thread = threading.Thread(target=proxy.serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.over.set()
            # Closing alone does not wake who waits in accept.
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
