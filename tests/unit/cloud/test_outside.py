"""The door to servers outside: where it never goes, and what it never takes."""

from __future__ import annotations

import gzip
import http.server
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import httpcore
import pytest

from infra.local.sis.authority import server_context
from shared.cloud import outside
from shared.cloud.outside import Outside
from shared.kernel.errors import Permanent, Transient

HERE = "127.0.0.1"


class Door(http.server.BaseHTTPRequestHandler):
    """Answers as the test says."""

    protocol_version = "HTTP/1.1"
    answer: ClassVar[Callable[[Any], None]]
    asked: ClassVar[list[tuple[str, dict[str, str]]]]

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        type(self).asked.append((self.path, dict(self.headers.items())))
        type(self).answer(self)

    do_POST = do_GET  # noqa: N815  # a name of the library

    def give(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[type[Door], str, str]]:
    """A door, its host and port, and the file of the authority that signed for it."""
    context, authority = server_context(tmp_path)

    class Own(Door):
        asked: ClassVar[list[tuple[str, dict[str, str]]]] = []
        answer: ClassVar[Callable[[Any], None]] = lambda self: self.give(200, b"[]")

    listening = http.server.ThreadingHTTPServer((HERE, 0), Own)
    listening.socket = context.wrap_socket(listening.socket, server_side=True)
    listening.daemon_threads = True
    listening.handle_error = lambda *_: None  # type: ignore[method-assign]  # who goes away may
    thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield Own, f"localhost:{listening.server_port}", str(authority)
    listening.shutdown()
    listening.server_close()


def _open(server: tuple[type[Door], str, str]) -> Outside:
    return Outside([server[1]], server[2])


def test_it_calls_what_the_local_stack_published(server: tuple[type[Door], str, str]) -> None:
    door, host, _ = server
    answer = _open(server).call(
        "GET", f"https://{host}/ims?limit=1", {"accept": "application/json"}
    )
    assert (answer.status, answer.body) == (200, b"[]")
    ((path, headers),) = door.asked
    assert path == "/ims?limit=1"
    assert headers["Host"] == host
    assert {name.lower() for name in headers} == {
        "host", "accept", "accept-encoding", "connection", "user-agent",
    }  # fmt: skip


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["::1"], ["::ffff:127.0.0.1"],
        ["fd20:ce::254"], ["64:ff9b::7f00:1"], ["8.8.8.8", "127.0.0.1"], ["127.0.0.1", "8.8.8.8"],
        ["100.64.0.1"], ["0.1.2.3"],
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_not_called(
    addresses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    connects: list[str] = []
    monkeypatch.setattr(
        httpcore.SyncBackend,
        "connect_tcp",
        lambda _self, host, *_args, **_more: connects.append(host),
    )
    door = Outside(resolve=lambda _host, _port: addresses)
    with pytest.raises(Permanent) as raised:
        door.call("GET", "https://sis.example.org/")
    assert raised.value.reason == "SOURCE_ADDRESS_REFUSED"
    assert connects == []


def test_a_name_is_looked_up_once_and_connected_to_by_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = [["8.8.8.8"], ["127.0.0.1"]]
    connects: list[str] = []

    def connect(_self: object, host: str, *_: object) -> None:
        connects.append(host)
        raise httpcore.ConnectError

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    door = Outside(resolve=lambda _host, _port: answers.pop(0))
    for _ in range(3):
        with pytest.raises(Transient):
            door.call("GET", "https://sis.example.org/")
    assert connects == ["8.8.8.8"] * 3


def test_the_next_address_is_tried_where_one_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connects: list[str] = []

    def connect(_self: object, host: str, *_: object) -> None:
        connects.append(host)
        raise httpcore.ConnectTimeout

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(Transient):
        Outside(resolve=lambda *_: ["8.8.8.8", "1.1.1.1"]).call("GET", "https://sis.example.org/")
    assert connects == ["8.8.8.8", "1.1.1.1"]


def test_another_port_of_this_machine_is_not_called(server: tuple[type[Door], str, str]) -> None:
    door, host, authority = server
    other = Outside(["localhost:1"], authority)
    with pytest.raises(Permanent) as raised:
        other.call("GET", f"https://{host}/")
    assert raised.value.reason == "SOURCE_ADDRESS_REFUSED"
    assert door.asked == []


def test_our_own_servers_are_not_called() -> None:
    door = Outside(own=["-4711-uc.a.run.app"], resolve=lambda *_: ["8.8.8.8"])
    with pytest.raises(Permanent) as raised:
        door.call("GET", "https://roster-pull-4711-uc.a.run.app/")
    assert raised.value.reason == "SOURCE_ADDRESS_REFUSED"


def test_a_name_without_an_address_may_have_one_later() -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise OSError

    with pytest.raises(Transient) as raised:
        Outside(resolve=resolve).call("GET", "https://sis.example.org/")
    assert raised.value.reason == "SOURCE_UNREACHABLE"


def test_an_authority_that_nobody_trusts_is_said_so(server: tuple[type[Door], str, str]) -> None:
    with pytest.raises(Permanent) as raised:
        Outside([server[1]]).call("GET", f"https://{server[1]}/")
    assert raised.value.reason == "SOURCE_CERTIFICATE"


def test_a_certificate_for_another_name_is_none(server: tuple[type[Door], str, str]) -> None:
    port = server[1].partition(":")[2]
    door = Outside([f"other.test:{port}"], server[2], resolve=lambda *_: [HERE])
    with pytest.raises(Permanent) as raised:
        door.call("GET", f"https://other.test:{port}/")
    assert raised.value.reason == "SOURCE_CERTIFICATE"


def test_a_redirect_is_an_answer(server: tuple[type[Door], str, str]) -> None:
    door, host, _ = server
    door.answer = lambda self: self.give(302, Location="http://169.254.169.254/")
    assert _open(server).call("GET", f"https://{host}/").status == 302
    assert len(door.asked) == 1


def test_cookies_are_kept_and_sent_again(server: tuple[type[Door], str, str]) -> None:
    door, host, _ = server
    door.answer = lambda self: self.give(200, b"{}", Set_Cookie="ARRAffinity=x; Path=/; Secure")
    outside_door = _open(server)
    outside_door.call("POST", f"https://{host}/token", body=b"a=b")
    outside_door.call("GET", f"https://{host}/ims")
    assert "Cookie" not in door.asked[0][1]
    assert door.asked[1][1]["Cookie"] == "ARRAffinity=x"


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (b"[1]", ""),
        (gzip.compress(b"[1]", mtime=0), "gzip"),
        (zlib.compress(b"[1]"), "deflate"),
    ],
)
def test_an_answer_is_unpacked(
    server: tuple[type[Door], str, str], packed: bytes, encoding: str
) -> None:
    door, host, _ = server
    door.answer = lambda self: self.give(200, packed, Content_Encoding=encoding)
    assert _open(server).call("GET", f"https://{host}/").body == b"[1]"


def _big(self: Door) -> None:
    self.send_response(200)
    self.send_header("Transfer-Encoding", "chunked")
    self.end_headers()
    piece = b" " * (1 << 20)
    while True:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))


def test_an_answer_without_an_end_is_cut(server: tuple[type[Door], str, str]) -> None:
    door, host, _ = server
    door.answer = _big
    with pytest.raises(Permanent) as raised:
        _open(server).call("GET", f"https://{host}/")
    assert raised.value.reason == "SOURCE_ANSWER_TOO_LARGE"


def test_a_small_answer_that_unfolds_to_a_huge_one_is_none(
    server: tuple[type[Door], str, str],
) -> None:
    door, host, _ = server
    bomb = gzip.compress(b" " * (64 << 20))
    assert len(bomb) < outside.MOST_BYTES / 100
    door.answer = lambda self: self.give(200, bomb, Content_Encoding="gzip")
    with pytest.raises(Permanent) as raised:
        _open(server).call("GET", f"https://{host}/")
    assert raised.value.reason == "SOURCE_ANSWER_TOO_LARGE"


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (b"x", "br", "SOURCE_ANSWER_UNREADABLE"),
        (b"no gzip", "gzip", "SOURCE_UNREACHABLE"),
        (gzip.compress(b"[1]", mtime=0)[:-6], "gzip", "SOURCE_UNREACHABLE"),
    ],
)
def test_what_cannot_be_unpacked_is_said_so(
    server: tuple[type[Door], str, str], body: bytes, encoding: str, reason: str
) -> None:
    door, host, _ = server
    door.answer = lambda self: self.give(200, body, Content_Encoding=encoding)
    with pytest.raises((Permanent, Transient)) as raised:
        _open(server).call("GET", f"https://{host}/")
    assert raised.value.reason == reason


def _drip(of: str) -> Callable[[Door], None]:
    def answer(self: Door) -> None:
        if of == "body":
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
        gone = threading.Event()
        while not gone.wait(0.05):
            self.wfile.write(b"x")
            self.wfile.flush()

    return answer


@pytest.mark.parametrize("of", ["body", "header"])
def test_however_slowly_it_drips_a_call_ends(
    server: tuple[type[Door], str, str], of: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, host, _ = server
    door.answer = _drip(of)
    monkeypatch.setattr(outside, "CALL_SECONDS", 0.5)
    with pytest.raises(Transient) as raised:
        _open(server).call("GET", f"https://{host}/")
    assert raised.value.reason == "SOURCE_UNREACHABLE"


def test_an_old_protocol_is_not_spoken() -> None:
    door = Outside()
    context = door._client._transport._pool._ssl_context  # type: ignore[attr-defined]
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
