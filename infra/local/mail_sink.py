"""The local mail relay: takes every message over SMTP, keeps it in a folder, shows it in a browser.

A process of its own, ``python -m infra.local.mail_sink``, and a part of the stack. It sends
nothing on. While the file ``refuse`` lies in the folder it refuses every message with a 451.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from infra.local.mail_pages import list_page, mail_page, read_mail, read_mails
from infra.local.ports import LOOPBACK
from infra.local.process import Spec, answers, python

REFUSE_SWITCH = "refuse"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'"
_MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


def mail_spec(smtp_port: int, web_port: int, folder: Path) -> Spec:
    """How to start it; the folder keeps one ``.eml`` file a message, in order of their names."""
    arguments = [f"--smtp-port={smtp_port}", f"--web-port={web_port}", f"--folder={folder}"]
    argv = python("infra.local.mail_sink", *arguments)
    ready = partial(answers, f"http://{LOOPBACK}:{web_port}/messages")
    return Spec("mail", argv, ready, ports=[smtp_port, web_port])


class Keeper:
    """What aiosmtpd asks about each message."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    async def handle_DATA(  # noqa: N802  # the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep a whole message under a name that sorts by arrival."""
        del server, session
        if (self._folder / REFUSE_SWITCH).exists():
            return "451 4.3.0 refused while the file 'refuse' is there"
        self._count += 1
        path = self._folder / f"{time.time_ns():020d}-{self._count:06d}.eml"
        recipients = ", ".join(envelope.rcpt_tos)
        head = f"X-MailFrom: {envelope.mail_from}\r\nX-RcptTo: {recipients}\r\n"
        content = envelope.original_content or b""
        temporary = path.with_suffix(".tmp")
        temporary.write_bytes(head.encode() + content)
        temporary.replace(path)
        return "250 2.0.0 kept"


class Pages(BaseHTTPRequestHandler):
    """Read-only pages for a browser on this machine."""

    protocol_version = "HTTP/1.1"
    folder: Path

    def do_GET(self) -> None:
        """Answer one request."""
        # A page of the internet must not read this mailbox through a name that points here.
        host = self.headers.get("Host", "").rpartition(":")[0]
        if host not in {LOOPBACK, "localhost"}:
            self._send(HTTPStatus.FORBIDDEN, "text/plain", "local requests only")
            return
        parts = [part for part in self.path.partition("?")[0].split("/") if part]
        match parts:
            case []:
                self._send(HTTPStatus.OK, "text/html", list_page(self.folder))
            case ["messages"]:
                self._send(HTTPStatus.OK, "application/json", json.dumps(read_mails(self.folder)))
            case ["messages", name, *view]:
                self._message(name, view)
            case _:
                self._missing()

    def _message(self, name: str, view: list[str]) -> None:
        known = {path.stem: path for path in self.folder.glob("*.eml")}
        path = known.get(name)
        if path is None:
            self._missing()
            return
        match view:
            case []:
                self._send(HTTPStatus.OK, "text/html", mail_page(path))
            case ["html"]:
                self._send(HTTPStatus.OK, "text/html", read_mail(path)["html"], _MAIL_POLICY)
            case ["raw"]:
                text = path.read_bytes().decode(errors="replace")
                self._send(HTTPStatus.OK, "text/plain", text)
            case _:
                self._missing()

    def _missing(self) -> None:
        self._send(HTTPStatus.NOT_FOUND, "text/plain", "there is no such page")

    def _send(self, status: HTTPStatus, kind: str, text: str, policy: str = _POLICY) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # http.server's name
        """Say nothing: paths are of no interest and the log is for failures."""


def serve(smtp_port: int, web_port: int, folder: Path) -> None:
    """Serve until SIGTERM or SIGINT."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = type("FolderPages", (Pages,), {"folder": folder})
    relay = Controller(Keeper(folder), hostname=LOOPBACK, port=smtp_port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    relay.start()
    try:
        with ThreadingHTTPServer((LOOPBACK, web_port), pages) as server:
            server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        return
    finally:
        relay.stop()


def main(arguments: Sequence[str]) -> int:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--web-port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    wanted = parser.parse_args(arguments)
    serve(wanted.smtp_port, wanted.web_port, wanted.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
