"""The simulated server on the loopback interface, over https with an authority of its own."""

from __future__ import annotations

import contextlib
import socket
import ssl
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from infra.local.ports import LOOPBACK
from infra.local.sis.authority import server_context
from infra.local.sis.data import SisData
from infra.local.sis.exchange import Answer, Request
from infra.local.sis.quirks import Quirks
from infra.local.sis.settings import Settings
from infra.local.sis.site import Logged, Site
from infra.local.sis.spelling import Version

_MOST_BODY = 1 << 16
_IDLE_SECONDS = 30.0
_DEFAULTS = Settings()


class SisServer:
    """Answers from its start until it is stopped; use it with ``with``.

    Attributes:
        site: what answers.
        ca_file: certificate of the authority that clients have to trust.
        settings: as they were given.
    """

    def __init__(
        self,
        data: SisData,
        quirks: Iterable[str] = (),
        settings: Settings = _DEFAULTS,
        port: int = 0,
        folder: Path | None = None,
    ) -> None:
        """Open the port.

        Args:
            data: what is served; it may be changed meanwhile.
            quirks: ids, each alone or as ``id=value``.
            settings: everything else.
            port: where it listens; any free one for 0.
            folder: gets the authority's file; one of its own, which is removed, unless told.

        Raises:
            ValueError: a quirk doesn't exist, or doesn't take its value.
            OSError: the port is taken.
        """
        self.settings = settings
        chosen = Quirks(quirks)
        self._own = tempfile.TemporaryDirectory(prefix="sis-") if folder is None else None
        place = folder or Path(self._own.name if self._own else "")
        context, self.ca_file = server_context(place)
        self._server = _Server((LOOPBACK, port), context)
        origin = f"https://{settings.host}:{self._server.server_port}"
        self.site = Site(data, chosen, settings, origin)
        self._server.answer = self.site.answer
        self._server.closing = self.site.mischief.closing.is_set
        self._origin = origin
        self._thread = threading.Thread(target=self._serve, name="sis", daemon=True)

    @property
    def root_url(self) -> str:
        """Scheme, host, port and prefix, to which paths of all versions are added."""
        return f"{self._origin}{self.settings.prefix}"

    @property
    def base_url(self) -> str:
        """Of the newest version that is served, without a slash at the end."""
        return self.url_of(max(self.settings.versions))

    def url_of(self, version: Version) -> str:
        """Of a version, without a slash at the end."""
        return f"{self._origin}{self.site.base(version)}"

    @property
    def token_url(self) -> str:
        """Where tokens are given."""
        return f"{self.root_url}{self.settings.token_path}"

    @property
    def client_id(self) -> str:
        """The one that is accepted; a consumer key is the same."""
        return self.settings.sign_in.client_id

    @property
    def client_secret(self) -> str:
        """What goes with it."""
        return self.settings.sign_in.client_secret

    @property
    def requests(self) -> list[Logged]:
        """Every request that was answered, without credentials."""
        return self.site.log

    def start(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def write_ahead(self) -> None:
        """Write the JSON of all records now, so that a reader that is timed doesn't wait for it."""
        self.site.write_ahead()

    def stop(self) -> None:
        """End it; answers that are under way are broken off."""
        self.site.mischief.closing.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
        self._server.hang_up()
        if self._own is not None:
            self._own.cleanup()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _serve(self) -> None:
        self._server.serve_forever(poll_interval=0.05)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], context: ssl.SSLContext) -> None:
        self._context = context
        self.answer: Callable[[Request], Answer]
        self.closing: Callable[[], bool]
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        """Accept a connection; its handshake waits for the thread that serves it."""
        plain, address = self.socket.accept()
        plain.settimeout(_IDLE_SECONDS)
        secure = self._context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        self._open.add(secure)
        return secure, address

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401  # as there
        """A connection is over."""
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End connections that clients keep; they would be answered for as long as they ask."""
        for each in [*self._open]:
            with contextlib.suppress(OSError):
                # Past TLS: its own end would wait for the client.
                socket.socket.shutdown(each, socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  # as there
        """Say nothing of clients that went away or that don't trust the authority."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SimulatedSIS"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = 1 << 16
    server: _Server

    def do_GET(self) -> None:
        """Answer one request."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > _MOST_BODY:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, self.rfile.read(length))
        self._send(self.server.answer(request))

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815  # names of the library

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        if answer.body or answer.stream:
            self.send_header("Content-Type", answer.kind)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.stream is not None:
            self._stream(answer)
            return
        if answer.status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) // 2] if answer.cut else answer.body)
        self.close_connection |= answer.cut

    def _stream(self, answer: Answer) -> None:
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.flush()
        if answer.stream is None:
            return
        for piece in answer.stream():
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.flush()
            if self.server.closing():
                # Without its last chunk nobody takes the body for a whole one.
                self.close_connection = True
                return
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server's name
        """Say nothing: an address may name a person."""

    def finish(self) -> None:
        """End the connection; a client that went away is none of our concern."""
        with contextlib.suppress(OSError):
            super().finish()
