"""Sign-in to a simulated server: tokens of OAuth 2 client credentials, or signed requests."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote

from infra.local.sis.exchange import Answer, Refused, Request, as_json, error, page
from infra.local.sis.quirks import Quirk, Quirks
from infra.local.sis.settings import Settings
from infra.local.sis.signatures import SignatureCheck

SCOPE = "https://purl.imsglobal.org/spec/or/{version}/scope/{name}"
CORE = "roster-core.readonly"
ROSTER = "roster.readonly"
DEMOGRAPHICS = "roster-demographics.readonly"
SCOPES = (
    CORE,
    ROSTER,
    DEMOGRAPHICS,
    "resource.readonly",
    "gradebook.readonly",
)
METADATA_SERVER = "http://169.254.169.254/latest/meta-data/"
COOKIES = {"ASP.NET_SessionId": "a1b2c3", "ARRAffinity": "d4e5f6"}
"""Names that a balancer of one vendor sets."""
_YEAR_SECONDS = 31_535_999
_UNSIGNED = frozenset({CORE, ROSTER, DEMOGRAPHICS})


@dataclass(slots=True)
class _Token:
    scopes: frozenset[str]
    ends: float
    requests: int = 0


class Doorkeeper:
    """Gives tokens and knows who may ask. Any thread may call it."""

    def __init__(self, settings: Settings, quirks: Quirks) -> None:
        self._settings = settings
        self._quirks = quirks
        self._signatures = SignatureCheck(settings.sign_in)
        self._lock = threading.Lock()
        self._tokens: dict[str, _Token] = {}

    def token(self, request: Request) -> Answer:
        """The answer of the token endpoint."""
        if Quirk.TOKEN_REDIRECT in self._quirks:
            return Answer(HTTPStatus.FOUND, headers=[("Location", METADATA_SERVER)])
        if request.method != "POST":
            return error(HTTPStatus.METHOD_NOT_ALLOWED, "tokens are asked for with POST")
        return self._answered(request)

    def _answered(self, request: Request) -> Answer:
        fields = self._fields(request)
        if fields is None:
            return _oauth_error("invalid_request", "this kind of body is not taken")
        if not self._knows(request, fields):
            return _oauth_error("invalid_client", "unknown client", HTTPStatus.UNAUTHORIZED)
        if fields.get("grant_type") != "client_credentials":
            return _oauth_error("unsupported_grant_type", "only client_credentials")
        asked = fields.get("scope", "").split()
        if not self._allowed(asked):
            return _oauth_error("invalid_scope", "the scope is not known, or has to be told")
        return self._given(asked)

    def admit(self, request: Request, origin: str, version: str) -> frozenset[str]:
        """The names of the scopes that a request for data has.

        Args:
            request: what came.
            origin: scheme, host and port that the client used.
            version: ``v1p1`` or ``v1p2``: a token for the other one has no scope here.

        Raises:
            Refused: with a 401.
        """
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        match scheme.lower():
            case "bearer":
                scopes = self._of_token(value.strip())
            case "oauth" if self._settings.sign_in.signatures:
                self._check_signature(request, origin)
                return _UNSIGNED
            case _:
                raise self._unauthorized("no credentials")
        if Quirk.COOKIES in self._quirks and not COOKIES.items() <= request.cookies.items():
            raise self._unauthorized("the cookies of the token's answer are missing")
        known = "v1p1" if Quirk.SCOPE_OLD in self._quirks else version
        return frozenset(
            name for name in SCOPES if SCOPE.format(version=known, name=name) in scopes
        )

    def unauthorized(self, told: str) -> Refused:
        """A 401 as this server words it."""
        return self._unauthorized(told)

    def _of_token(self, value: str) -> frozenset[str]:
        most = self._quirks.number(Quirk.TOKEN_ENDS)
        with self._lock:
            token = self._tokens.get(value)
            if token is None or token.ends < time.monotonic():
                raise self._unauthorized("the token is not known, or has ended")
            token.requests += 1
            if most and token.requests > most:
                raise self._unauthorized("the token has ended")
            return token.scopes

    def _check_signature(self, request: Request, origin: str) -> None:
        if Quirk.EXPIRED in self._quirks:
            raise self._unauthorized("the credentials have expired")
        if fault := self._signatures.fault(request, origin):
            raise self._unauthorized(fault)

    def _unauthorized(self, told: str) -> Refused:
        if Quirk.BARE_401 in self._quirks:
            return Refused(Answer(HTTPStatus.UNAUTHORIZED))
        answer = error(HTTPStatus.UNAUTHORIZED, told)
        answer.headers.append(("WWW-Authenticate", 'Bearer error="invalid_token"'))
        return Refused(answer)

    def _fields(self, request: Request) -> dict[str, str] | None:
        """The parameters of a token request; None when its body is of a kind that isn't taken."""
        query = request.query if "query" in self._settings.sign_in.credentials else {}
        if not request.body:
            return query
        kind = request.headers.get("content-type", "").partition(";")[0].strip()
        taken = self._settings.sign_in.bodies
        try:
            if kind == "application/json" and "json" in taken:
                return query | {str(name): str(value) for name, value in _object(request.body)}
            if kind == "application/x-www-form-urlencoded" and "form" in taken:
                return query | dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        except ValueError:
            return None
        return None

    def _knows(self, request: Request, fields: dict[str, str]) -> bool:
        if Quirk.EXPIRED in self._quirks:
            return False
        taken = self._settings.sign_in.credentials
        if "basic" in taken and (told := _basic(request)):
            return self._is_client(*told)
        in_query = request.query.get("client_secret", "")
        if "query" in taken and in_query:
            return self._is_client(request.query.get("client_id", ""), in_query)
        if "body" in taken and not in_query:
            return self._is_client(fields.get("client_id", ""), fields.get("client_secret", ""))
        return False

    def _is_client(self, client: str, secret: str) -> bool:
        sign_in = self._settings.sign_in
        right = f"{sign_in.client_id}\n{sign_in.client_secret}"
        return hmac.compare_digest(f"{client}\n{secret}".encode(), right.encode())

    def _known_scopes(self) -> frozenset[str]:
        versions = {"v1p1"} if Quirk.SCOPE_OLD in self._quirks else self._settings.sign_in.scopes
        return frozenset(
            SCOPE.format(version=each, name=name) for each in versions for name in SCOPES
        )

    def _allowed(self, asked: list[str]) -> bool:
        if asked and Quirk.SCOPE_REFUSED in self._quirks:
            return False
        if not asked and Quirk.SCOPE_REQUIRED in self._quirks:
            return False
        return self._known_scopes().issuperset(asked)

    def _given(self, asked: list[str]) -> Answer:
        usual = [each for each in self._known_scopes() if each.endswith((f"/{CORE}", f"/{ROSTER}"))]
        scopes = frozenset(asked or usual)
        value = secrets.token_urlsafe(24)
        lifetime = self._settings.sign_in.lifetime
        with self._lock:
            self._tokens[value] = _Token(scopes, time.monotonic() + lifetime)
        body: dict[str, object] = {
            "access_token": value,
            "token_type": "BEARER" if Quirk.TOKEN_TYPE in self._quirks else "bearer",
            "expires_in": lifetime,
            "scope": " ".join(sorted(scopes)),
        }
        match self._quirks.word(Quirk.EXPIRES_IN):
            case "missing":
                del body["expires_in"]
            case "text":
                body["expires_in"] = str(lifetime)
            case "year":
                body["expires_in"] = _YEAR_SECONDS
        answer = as_json(body)
        answer.headers.append(("Cache-Control", "no-store"))
        if Quirk.COOKIES in self._quirks:
            answer.headers += [
                ("Set-Cookie", f"{name}={cookie}; Path=/; Secure; HttpOnly")
                for name, cookie in COOKIES.items()
            ]
        return answer


def busy(retry_after: str) -> Answer:
    """A 429 as one server words it: a page for people."""
    told = "Too many requests, please try again later."
    return page(HTTPStatus.TOO_MANY_REQUESTS, told, [("Retry-After", retry_after)])


def _oauth_error(name: str, told: str, status: int = HTTPStatus.BAD_REQUEST) -> Answer:
    answer = as_json({"error": name, "error_description": told}, status)
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers.append(("WWW-Authenticate", 'Basic realm="token"'))
    return answer


def _object(body: bytes) -> list[tuple[object, object]]:
    read = json.loads(body)
    if not isinstance(read, dict):
        raise ValueError("not an object")  # noqa: TRY004  # a wrong value of JSON
    return [*read.items()]


def _basic(request: Request) -> tuple[str, str] | None:
    """Id and secret of HTTP Basic; RFC 6749, section 2.3.1, has both percent-encoded."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ("", "")
    return unquote(client), unquote(secret)
