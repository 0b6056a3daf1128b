"""A small HTTP server that stands where a function would, and remembers what came."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Call:
    """One request: when it came (seconds of the monotonic clock), where, with what."""

    time: float
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Door:
    """Calls in the order in which they came; `answer` gives the status of each."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    answer: Callable[[Call], int] = lambda _: 200
    _came: threading.Condition = field(default_factory=threading.Condition)

    def take(self, call: Call) -> int:
        with self._came:
            self.calls.append(call)
            self._came.notify_all()
        return self.answer(call)

    def wait_for(self, count: int, seconds: float = 20.0) -> list[Call]:
        """The calls, once ``count`` came."""
        with self._came:
            came = self._came.wait_for(lambda: len(self.calls) >= count, seconds)
            assert came, f"{len(self.calls)} of {count} calls came in {seconds} s"
            return list(self.calls)


@contextmanager
def open_door(port: int = 0) -> Iterator[Door]:
    """Serve a `Door` on the loopback interface."""
    door = Door()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = door.take(Call(time.monotonic(), self.path, headers, body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        door.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield door
        finally:
            server.shutdown()
            thread.join()


def eventually(check: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    """Return once ``check`` holds; fail naming ``what`` when it doesn't in time."""
    until = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < until, f"not within {seconds} s: {what}"
        time.sleep(0.02)
