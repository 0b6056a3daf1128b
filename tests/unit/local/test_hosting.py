"""The console's address under gunicorn, in front of a function that only echoes."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local.google_accounts.accounts import GoogleAccount, write_accounts
from infra.local.hosting import Behind, hosting_spec, local_configuration
from infra.local.passing_on import MOST_BODY_BYTES
from infra.local.ports import free_port
from infra.local.process import Child
from tests.support.doors import eventually

CATALOGUE = """
functions:
  echo: {trigger: http, timeoutSeconds: 60, paths: ["/v1/echo/**", "/docs/**"]}
  unrelated: {trigger: task, queue: q, timeoutSeconds: 60}
"""


PAGE = '<head><title>first page</title><script src="/assets/a-1234.js"></script></head>'
"""The console's first page as it is built."""
SHOWN = PAGE.replace("<head>", '<head><script src="/emulator/auth/gapi.js"></script>')


class Echo(BaseHTTPRequestHandler):
    """Stands for the functions' server: says what came, or sends pieces until told to stop."""

    next_piece = threading.Event()
    gone = threading.Event()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        said = f"{self.command} {self.path} {self.headers['authorization']} {len(body)}"
        self.send_response(201)
        self.send_header("X-Own", "kept")
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(said.encode())

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            # Without an end: some pieces fit into buffers before anybody hears that nobody reads.
            while True:
                self.wfile.write(b"piece\n")
                self.wfile.flush()
                self.next_piece.wait(10)
        except OSError:
            self.gone.set()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def upstream() -> Iterator[str]:
    Echo.next_piece.clear()
    Echo.gone.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    Echo.next_piece.set()
    server.shutdown()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "assets" / "a-1234.js").write_text("run()")
    (tmp_path / "secret.txt").write_text("not for browsers")
    return folder


def configuration() -> dict[str, Any]:
    return local_configuration("demo-x", "127.0.0.1:2", "http://127.0.0.1:3", "127.0.0.1:4")


@contextmanager
def hosting(folder: Path, site: Path, upstream: str) -> Iterator[str]:
    """The address in front of one server that stands for the functions and for Auth."""
    catalogue, port = folder / "c.yaml", free_port()
    catalogue.write_text(CATALOGUE)
    auth, keys = upstream.removeprefix("http://"), folder / "keys"
    behind = Behind(upstream, auth, keys, folder / "accounts.json", site, catalogue)
    child = Child(hosting_spec(port, behind, configuration()), folder)
    try:
        child.wait_ready()
        yield f"http://127.0.0.1:{port}"
    finally:
        child.kill()


@pytest.fixture
def address(tmp_path: Path, site: Path, upstream: str) -> Iterator[str]:
    with hosting(tmp_path, site, upstream) as opened:
        yield opened


def test_a_page_of_the_console_is_its_first_page(address: str) -> None:
    for path in ("/", "/schools/x/people", "/sign-in"):
        answer = httpx.get(address + path)
        assert (answer.status_code, answer.text) == (200, SHOWN)
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["content-length"] == str(len(SHOWN))


def test_a_named_file_is_kept_for_ever_and_a_missing_one_is_not_a_page(address: str) -> None:
    there = httpx.get(f"{address}/assets/a-1234.js")
    assert there.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert there.headers["content-type"].startswith("text/javascript")
    assert httpx.get(f"{address}/assets/gone.js").status_code == 404
    assert httpx.get(f"{address}/v1/unknown").status_code == 404


def test_no_file_outside_the_console_is_given(address: str) -> None:
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as raw:
        raw.sendall(b"GET /../secret.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        said = b"".join(iter(lambda: raw.recv(4096), b""))
    assert b"not for browsers" not in said


def test_every_answer_has_the_security_headers(address: str) -> None:
    for path in ("/", "/config.json", "/assets/a-1234.js", "/v1/unknown"):
        headers = httpx.get(address + path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "http://127.0.0.1:2 " in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_the_configuration_is_told_and_never_kept(address: str) -> None:
    answer = httpx.get(f"{address}/config.json")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["projectId"] == "demo-x"


def test_sign_in_is_at_the_console_s_own_address_by_the_browser_s_name_for_it(
    address: str,
) -> None:
    host = f"localhost:{address.rpartition(':')[2]}"
    told = httpx.get(f"{address}/config.json", headers={"Host": host}).json()
    assert told["emulators"]["auth"] == f"http://{host}"
    assert told["authDomain"] == host
    assert told["emulators"]["firestore"] == "127.0.0.1:2"


def test_the_console_is_told_how_a_sender_knows_the_gateway(address: str, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "keys" / "host")]
    subprocess.run(make, check=True)
    show = ["ssh-keygen", "-l", "-f", str(tmp_path / "keys" / "host.pub")]
    shown = subprocess.run(show, check=True, capture_output=True, text=True).stdout
    told = httpx.get(f"{address}/config.json").json()["sftp"]
    assert told == {"host": "127.0.0.1", "port": 4, "hostKeys": [shown.split()[1]]}


def test_a_functions_path_is_passed_on_with_its_query_and_body(address: str) -> None:
    answer = httpx.post(
        f"{address}/v1/echo/a%2Fb:c?x=1&y=%20",
        content=b"z" * MOST_BODY_BYTES,
        headers={"Authorization": "Bearer t"},
    )
    assert answer.status_code == 201
    assert answer.text == f"POST /echo/v1/echo/a%2Fb:c?x=1&y=%20 Bearer t {MOST_BODY_BYTES}"
    assert answer.headers["x-own"] == "kept"
    assert answer.headers["cache-control"] == "no-store"


def test_a_body_over_the_limit_is_refused(address: str) -> None:
    too_long = b"z" * (MOST_BODY_BYTES + 1)
    assert httpx.post(f"{address}/v1/echo/a", content=too_long).status_code == 413
    assert httpx.post(f"{address}/v1/echo/a", content=iter([too_long])).status_code == 413


def test_an_answer_comes_piece_by_piece_and_ends_when_the_browser_goes(address: str) -> None:
    with httpx.stream("GET", f"{address}/v1/echo/pieces", timeout=5) as answer:
        assert next(answer.iter_raw()) == b"piece\n"  # the second is sent only after this
    Echo.next_piece.set()
    eventually(Echo.gone.is_set, "the function hears that the browser went")


def test_what_is_for_auth_is_passed_on(address: str) -> None:
    for path in ("/identitytoolkit.googleapis.com/v1/accounts:lookup", "/emulator/v1/projects"):
        answer = httpx.post(f"{address}{path}?key=demo", headers={"Authorization": "owner"})
        assert answer.text == f"POST {path}?key=demo owner 0"


def test_the_pages_of_sign_in_are_its_own_and_only_its_frame_may_be_framed(
    address: str, tmp_path: Path
) -> None:
    write_accounts(tmp_path / "accounts.json", [GoogleAccount("1" * 21, "a@b.example", "Ada L")])
    query = "providerId=google.com&apiKey=demo&appName=x&authType=signInViaPopup"
    chooser = httpx.get(f"{address}/emulator/auth/handler?{query}")
    assert "a@b.example" in chooser.text
    assert chooser.headers["x-frame-options"] == "DENY"
    frame = httpx.get(f"{address}/emulator/auth/iframe?apiKey=demo&appName=x")
    assert frame.headers["x-frame-options"] == "SAMEORIGIN"
    assert frame.headers["content-security-policy"] == "frame-ancestors 'self'"
    script = httpx.get(f"{address}/emulator/auth/gapi.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cache-control"] == "no-cache"


def test_functions_that_are_down_are_said(tmp_path: Path, site: Path) -> None:
    with hosting(tmp_path, site, f"http://127.0.0.1:{free_port()}") as opened:
        assert httpx.get(f"{opened}/v1/echo/a").status_code == 502
