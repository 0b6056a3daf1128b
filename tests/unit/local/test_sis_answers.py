"""Quirks of whole answers: bodies, refusals, and what would harm a reader without limits."""

from __future__ import annotations

import json
import time
import zlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import pytest

from infra.local.sis import Settings
from tests.support.simulated_sis import Visitor, serve, visit

METADATA = "http://169.254.169.254/"


def test_bare_array() -> None:
    with visit("bare-array") as client:
        assert [each["type"] for each in client.get("schools").json()] == ["school"] * 3


def test_other_key() -> None:
    with visit("other-key") as client:
        assert list(client.get("users").json()) == ["data"]


def test_path_key() -> None:
    with visit("path-key") as client:
        for path in ("schools", "students", "teachers", "terms"):
            assert list(client.get(path).json()) == [path]


def test_json_as_html() -> None:
    with visit("json-as-html") as client:
        answer = client.get("orgs")
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.json()["orgs"]


def test_byte_order_mark() -> None:
    with visit("byte-order-mark") as client:
        body = client.get("orgs").content
        assert body.startswith(b"\xef\xbb\xbf{")
        assert json.loads(body.decode("utf-8-sig"))["orgs"]


def test_login_page() -> None:
    with visit("login-page") as client:
        answer = client.get("users")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")
        assert "<form" in answer.text


def test_error_200() -> None:
    with visit("error-200") as client:
        answer = client.get("users")
        assert (answer.status_code, answer.json()["imsx_codeMajor"]) == (200, "failure")


def test_a_gzip_bomb_is_small_outside_and_one_whole_member_inside() -> None:
    with (
        visit("gzip-bomb=64") as client,
        client.http.stream("GET", f"{client.base}/users") as answer,
    ):
        assert answer.headers["content-encoding"] == "gzip"
        packed = b"".join(answer.iter_raw())
    unpacker = zlib.decompressobj(wbits=31)
    plain = unpacker.decompress(packed)
    assert unpacker.eof
    assert unpacker.unused_data == b""
    assert len(plain) > 64 << 20
    assert len(packed) < len(plain) / 500
    assert json.loads(plain) == {"users": []}


def test_a_gzip_bomb_comes_also_to_who_takes_no_gzip() -> None:
    with visit("gzip-bomb=1") as client:
        answer = client.http.get(f"{client.base}/users", headers={"Accept-Encoding": "identity"})
        assert answer.headers["content-encoding"] == "gzip"


def test_an_endless_body_goes_on_and_ends_with_its_reader() -> None:
    with visit("endless-body") as client:
        seen = 0
        with client.http.stream("GET", f"{client.base}/users") as answer:
            assert "content-length" not in answer.headers
            for piece in answer.iter_raw():
                seen += len(piece)
                if seen > 32 << 20:
                    break
        with client.http.stream("GET", f"{client.base}/orgs") as answer:
            assert answer.status_code == 200


def test_slow_drip() -> None:
    with visit("slow-drip=20") as client:
        began = time.monotonic()
        with client.http.stream("GET", f"{client.base}/users") as answer:
            pieces = answer.iter_raw(1)
            assert b"".join(next(pieces) for _ in range(10)) == b'{"users":['
        assert time.monotonic() - began >= 10 * 0.02


def test_cut_body() -> None:
    with visit("cut-body=1") as client:
        with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
            client.get("users")
        assert client.get("users").json()["users"]


@pytest.mark.parametrize(
    ("quirk", "status"),
    [
        ("busy=2", 429),
        ("burst-500=2", 500),
        ("burst-502=2", 502),
        ("burst-503=2", 503),
        ("burst-504=2", 504),
    ],
)
def test_what_passes(quirk: str, status: int) -> None:
    with visit(quirk) as client:
        answers = [client.get("orgs") for _ in range(3)]
        assert [each.status_code for each in answers] == [status, status, 200]
        assert answers[0].headers["content-type"].startswith("text/html")


def test_busy_says_for_how_long() -> None:
    with visit("busy=1", settings=Settings(retry_after=58)) as client:
        assert client.get("orgs").headers["retry-after"] == "58"


def test_busy_date() -> None:
    with visit("busy-date=1", settings=Settings(retry_after=30)) as client:
        answer = client.get("orgs")
        assert answer.status_code == 429
        ahead = parsedate_to_datetime(answer.headers["retry-after"]) - datetime.now(UTC)
        assert 20 < ahead.total_seconds() <= 31
        assert client.get("orgs").status_code == 200


def test_busy_midway() -> None:
    with visit("busy-midway=1") as client:
        assert client.get("users").status_code == 200
        assert client.get("users", offset=100).status_code == 429
        assert client.get("users", offset=100).status_code == 200


def test_forbidden() -> None:
    with visit("forbidden=classes") as client:
        assert client.get("classes").status_code == 403
        assert client.get("enrollments").status_code == 200


def test_unauthorized() -> None:
    with visit("unauthorized=classes") as client:
        answer = client.get("classes")
        assert answer.status_code == 401
        assert "www-authenticate" in answer.headers
        assert client.get("enrollments").status_code == 200


def test_bare_401() -> None:
    with visit("bare-401", "unauthorized=classes") as client:
        answer = client.get("classes")
        assert (answer.status_code, answer.content) == (401, b"")
        assert "www-authenticate" not in answer.headers


def test_not_licensed() -> None:
    with visit("not-licensed") as client:
        assert {client.get(each).status_code for each in ("orgs", "users")} == {404}
    with visit("not-licensed=users") as client:
        assert client.get("users").status_code == 404
        assert client.get("orgs").status_code == 200


def test_redirect_inward() -> None:
    with visit("redirect-inward") as client:
        answer = client.get("users")
        assert answer.status_code == 302
        assert answer.headers["location"].startswith(METADATA)


def test_token_redirect() -> None:
    with serve("token-redirect") as sis:
        answer = Visitor(sis).sign_in()
        assert answer.status_code == 302
        assert answer.headers["location"].startswith(METADATA)


def test_quirks_go_together() -> None:
    with visit("busy=1", "bare-array", "byte-order-mark", "page-cap=7", "flat-refs") as client:
        assert client.get("classes").status_code == 429
        found = json.loads(client.get("classes").content.decode("utf-8-sig"))
        assert len(found) == 7
        assert found[0]["schoolId"] == "school-lincoln-high"
