"""Ways to show a system the key: what is sent where, and what is never sent unasked."""

from __future__ import annotations

import base64
import hmac
import json
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest

from shared.kernel.errors import Permanent, Transient
from shared.rostering.api_source import ApiAuthentication, ApiScope, ApiSource, ApiVersion
from shared.rostering.sources.rest_calls import Busy, Calls, Refused, Reply, wait_in
from shared.rostering.sources.rest_sign_in import Key, Signed, Tokens, scopes, ways_in

HOST = "https://sis.example.org"
TOKENS = f"{HOST}/token"
KEY = Key("client one", "s3cret&%")
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
CORE = [
    f"https://purl.imsglobal.org/spec/or/{version}/scope/{name}"
    for version in ("v1p1", "v1p2")
    for name in ("roster-core.readonly", "roster.readonly")
]


@dataclass
class Said:
    """An answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Asked:
    """A request."""

    method: str
    address: str
    headers: Mapping[str, str]
    body: str


class Server:
    """Answers as it is told, and remembers what it was asked."""

    def __init__(self, answer: Callable[[Asked], Said]) -> None:
        self.answer = answer
        self.asked: list[Asked] = []

    def call(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Said:
        self.asked.append(Asked(method, address, headers or {}, (body or b"").decode()))
        return self.answer(self.asked[-1])


def _token(**told: object) -> Said:
    return Said(200, json.dumps({"access_token": "t0ken", "token_type": "BEARER", **told}).encode())


def _tokens(
    server: Server,
    how: ApiAuthentication,
    scope: str = "",
    now: Callable[[], datetime] = lambda: NOON,
) -> Tokens:
    return Tokens(server, KEY, TOKENS, how, scope, now)


def test_basic_shows_the_key_in_the_header_only() -> None:
    server = Server(lambda _: _token(expires_in=3600))
    assert _tokens(server, ApiAuthentication.BASIC, "a b").headers(HOST) == {
        "authorization": "Bearer t0ken"
    }
    (asked,) = server.asked
    assert (asked.method, asked.address) == ("POST", TOKENS)
    assert base64.b64decode(asked.headers["authorization"].removeprefix("Basic ")) == (
        b"client one:s3cret&%"
    )
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(asked.body) == {"grant_type": ["client_credentials"], "scope": ["a b"]}


def test_body_shows_the_key_in_the_form() -> None:
    server = Server(lambda _: _token())
    _tokens(server, ApiAuthentication.BODY).headers(HOST)
    assert "authorization" not in server.asked[0].headers
    assert parse_qs(server.asked[0].body) == {
        "grant_type": ["client_credentials"],
        "client_id": ["client one"],
        "client_secret": ["s3cret&%"],
    }


def test_query_shows_the_key_in_the_address() -> None:
    server = Server(lambda _: _token())
    Tokens(server, KEY, f"{TOKENS}?appName=x", ApiAuthentication.QUERY, "", lambda: NOON).headers(
        ""
    )
    assert parse_qs(urlsplit(server.asked[0].address).query) == {
        "appName": ["x"],
        "grant_type": ["client_credentials"],
        "client_id": ["client one"],
        "client_secret": ["s3cret&%"],
    }


def test_json_where_a_form_is_not_taken() -> None:
    def answer(asked: Asked) -> Said:
        return _token() if asked.headers["content-type"] == "application/json" else Said(415)

    server = Server(answer)
    _tokens(server, ApiAuthentication.BODY, "a").headers(HOST)
    assert json.loads(server.asked[1].body) == {
        "grant_type": "client_credentials",
        "scope": "a",
        "client_id": "client one",
        "client_secret": "s3cret&%",
    }


@pytest.mark.parametrize(
    ("expires_in", "lasts"),
    [
        (3600, 3540), ("3600", 3540), (21600, 21540), (31535999, 86340), (60, 30), (None, 1140),
        ("soon", 1140), (0, 1140), (-5, 1140), ([], 1140),
    ],
)  # fmt: skip
def test_a_token_is_kept_until_shortly_before_it_runs_out(expires_in: object, lasts: int) -> None:
    now = [NOON]
    server = Server(lambda _: _token(expires_in=expires_in))
    tokens = _tokens(server, ApiAuthentication.BASIC, now=lambda: now[0])
    tokens.headers(HOST)
    now[0] = NOON + timedelta(seconds=lasts - 1)
    tokens.headers(HOST)
    assert len(server.asked) == 1
    now[0] = NOON + timedelta(seconds=lasts)
    tokens.headers(HOST)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (Said(400, b'{"error":"invalid_scope"}'), "SOURCE_SIGN_IN"),
        (Said(401), "SOURCE_SIGN_IN"),
        (Said(403), "SOURCE_SIGN_IN"),
        (Said(302), "SOURCE_REDIRECTS"),
        (Said(500), "SOURCE_FAILED"),
        (Said(200, b"<html>"), "SOURCE_ANSWER_UNREADABLE"),
        (Said(200, b"[]"), "SOURCE_SIGN_IN"),
        (Said(200, b"{}"), "SOURCE_SIGN_IN"),
        (Said(200, b'{"access_token": 7}'), "SOURCE_SIGN_IN"),
        (Said(200, b'{"access_token": "a\\r\\nHost: evil"}'), "SOURCE_SIGN_IN"),
    ],
)
def test_no_token_is_said_so(said: Said, reason: str) -> None:
    with pytest.raises(Permanent) as raised:
        _tokens(Server(lambda _: said), ApiAuthentication.BASIC).headers(HOST)
    assert raised.value.reason == reason
    assert "s3cret" not in str(raised.value)


def test_a_busy_token_endpoint_may_be_asked_again() -> None:
    with pytest.raises(Transient):
        _tokens(Server(lambda _: Said(503)), ApiAuthentication.BASIC).headers(HOST)


@pytest.mark.parametrize(
    ("method", "name", "digest"),
    [
        (ApiAuthentication.OAUTH1_SHA256, "HMAC-SHA256", "sha256"),
        (ApiAuthentication.OAUTH1_SHA1, "HMAC-SHA1", "sha1"),
    ],
)
def test_a_signature_is_that_of_rfc_5849(method: ApiAuthentication, name: str, digest: str) -> None:
    address = f"{HOST}/ims/oneroster/v1p1/users?limit=100&offset=0&filter=role%3D%27a%20b%27"
    header = Signed(KEY, method).headers(address)["authorization"]
    told = dict(part.strip().split("=", 1) for part in header.removeprefix("OAuth ").split(","))
    params = {unquote(key): unquote(value.strip('"')) for key, value in told.items()}
    signature = params.pop("oauth_signature")
    assert params["oauth_signature_method"] == name
    assert params["oauth_consumer_key"] == "client one"
    assert "oauth_token" not in params
    query = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
    encoded = sorted((quote(k, "~"), quote(v, "~")) for k, v in {**query, **params}.items())
    joined = "&".join(f"{k}={v}" for k, v in encoded)
    base = "&".join(quote(part, "~") for part in ("GET", address.partition("?")[0], joined))
    secret = f"{quote('s3cret&%', '~')}&".encode()
    expected = base64.b64encode(hmac.new(secret, base.encode(), digest).digest()).decode()
    assert signature == expected


def _ways(source: ApiSource, version: ApiVersion = ApiVersion.AUTO) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for way in ways_in(source, KEY, version, Server(lambda _: Said()), lambda: NOON):
        if isinstance(way, Tokens):
            found.append((way.address, way._how.value, way._scope))
        else:
            assert isinstance(way, Signed)
            found.append((way._method,))
    return found


def test_with_a_token_address_only_tokens_of_it_are_tried_and_never_in_an_address() -> None:
    found = _ways(ApiSource(HOST, TOKENS, client_id="c"))
    assert {way[0] for way in found} == {TOKENS}
    assert found[0] == (TOKENS, "BASIC", " ".join(CORE[2:]))
    assert found[-1] == (TOKENS, "BODY", "")
    assert {way[1] for way in found} == {"BASIC", "BODY"}


def test_without_one_a_signature_comes_first() -> None:
    found = _ways(ApiSource(HOST, client_id="c"))
    assert found[:2] == [("HMAC-SHA256",), ("HMAC-SHA1",)]
    assert all(way[0].startswith(f"{HOST}/") for way in found[2:])


@pytest.mark.parametrize("how", ["BASIC", "BODY", "QUERY"])
def test_what_the_connection_says_is_the_only_way(how: str) -> None:
    source = ApiSource(
        HOST,
        TOKENS,
        authentication=ApiAuthentication(how),
        scope=ApiScope.CUSTOM,
        custom_scope="x y",
    )
    assert _ways(source) == [(TOKENS, how, "x y")]


def test_demographics_are_never_asked_for() -> None:
    asked = [scope for scope in ApiScope if scope is not ApiScope.CUSTOM]
    for scope in asked:
        for version in ApiVersion:
            assert "demographics" not in " ".join(scopes(ApiSource(HOST, scope=scope), version))


class Open:
    """Needs no key."""

    def headers(self, address: str) -> Mapping[str, str]:
        del address
        return {}

    def again(
        self, refused: Mapping[str, str], ask: Callable[[Mapping[str, str]], Reply]
    ) -> Reply | None:
        del refused, ask
        return None


class Guarded:
    """A server whose tokens end after so many requests; each is another one."""

    def __init__(self, lives: int) -> None:
        self.lives = lives
        self.given = 0
        self._used: Counter[str] = Counter()
        self._lock = threading.Lock()

    def call(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Said:
        del address, body
        with self._lock:
            if method == "POST":
                self.given += 1
                return _token(access_token=f"t{self.given}", expires_in=3600)
            token = (headers or {})["authorization"]
            self._used[token] += 1
            is_newest = token == f"Bearer t{self.given}"
            return Said(200 if is_newest and self._used[token] <= self.lives else 401)


def _calls_of(server: Guarded) -> Calls:
    tokens = Tokens(server, KEY, TOKENS, ApiAuthentication.BASIC, "", lambda: NOON)
    return Calls(server, tokens, lambda: NOON)


def test_a_token_that_ran_out_is_renewed_once() -> None:
    server = Guarded(lives=2)
    calls = _calls_of(server)
    assert [calls.get(HOST, {}).status for _ in range(4)] == [200] * 4
    assert server.given == 2


def test_what_a_new_token_is_refused_is_not_granted() -> None:
    server = Guarded(lives=0)
    with pytest.raises(Refused) as raised:
        _calls_of(server).get(HOST, {})
    assert raised.value.reason == "SOURCE_SIGN_IN"
    assert server.given == 2


@pytest.mark.parametrize("lives", [1, 2, 3])
def test_who_asks_side_by_side_never_loses_a_page_to_a_token_that_ends(lives: int) -> None:
    """Each new token also ends the one before it, as some servers have it."""
    calls = _calls_of(Guarded(lives))
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda _: calls.get(HOST, {}).status, range(400))
        assert set(found) == {200}


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again_when_it_says(status: int) -> None:
    answers = [Said(status, b"<html>", {"retry-after": "0"}), Said(status), Said(200)]
    server = Server(lambda _: answers.pop(0))
    assert Calls(server, Open(), lambda: NOON).get(HOST, {"limit": 1}).status == 200
    assert len(server.asked) == 3


def test_what_is_tried_again_is_logged_as_all_else_is(capsys: pytest.CaptureFixture[str]) -> None:
    answers = [Said(503, b"Ana Garcia", {"retry-after": "0"}), Said(200)]
    Calls(Server(lambda _: answers.pop(0)), Open(), lambda: NOON).get(HOST, {"filter": "Ana"})
    (line,) = capsys.readouterr().out.splitlines()
    logged = json.loads(line)
    assert {name: logged[name] for name in ("event", "reason", "severity", "retry_count")} == {
        "event": "source.retry",
        "reason": "SOURCE_BUSY",
        "severity": "WARNING",
        "retry_count": 1,
    }
    assert logged.keys() == {"event", "reason", "severity", "retry_count", "time"}


def test_a_server_that_wants_to_be_left_alone_is() -> None:
    server = Server(lambda _: Said(429, b"", {"retry-after": "600"}))
    with pytest.raises(Busy):
        Calls(server, Open(), lambda: NOON).get(HOST, {})
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (301, "SOURCE_REDIRECTS"), (302, "SOURCE_REDIRECTS"), (400, "SOURCE_REFUSED"),
        (403, "SOURCE_FORBIDDEN"), (404, "SOURCE_NOT_FOUND"), (418, "SOURCE_REFUSED"),
        (500, "SOURCE_FAILED"), (501, "SOURCE_FAILED"),
    ],
)  # fmt: skip
def test_a_refusal_is_asked_only_once(status: int, reason: str) -> None:
    server = Server(lambda _: Said(status, b"Ana Garcia", {"location": "http://169.254.169.254/"}))
    with pytest.raises(Refused) as raised:
        Calls(server, Open(), lambda: NOON).get(HOST, {})
    assert (raised.value.reason, len(server.asked)) == (reason, 1)
    assert "Ana" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("58", 58.0), (" 0 ", 0.0), ("Fri, 27 Nov 2026 12:00:30 GMT", 30.0),
        ("Fri, 27 Nov 2026 11:00:00 GMT", 0.0), ("", None), ("soon", None), ("-5", None),
        ("99999999999", 86_400.0),
    ],
)  # fmt: skip
def test_until_when_to_wait(text: str, seconds: float | None) -> None:
    found = wait_in(text, NOON)
    assert (found.total_seconds() if found is not None else None) == seconds
