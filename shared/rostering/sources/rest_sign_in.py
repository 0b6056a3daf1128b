"""The ways to show a system the key: tokens of OAuth 2.0, or a signature on every request."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import product
from urllib.parse import quote, urlencode

from shared.kernel.errors import Permanent
from shared.rostering.api_source import ApiAuthentication, ApiScope, ApiSource, ApiVersion
from shared.rostering.sources.rest_address import token_places
from shared.rostering.sources.rest_calls import Caller, Refused, Reply, SignIn, refusal

TOKEN_LASTS = timedelta(minutes=20)
"""Of a token that does not say how long it lasts."""
EARLY = timedelta(seconds=60)
"""Before it runs out, a token is no longer used."""

_PREFIX = "https://purl.imsglobal.org/spec/or"
_CORE = ("roster-core.readonly", "roster.readonly")
_FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
_JSON = {"content-type": "application/json", "accept": "application/json"}
_NOT_SO = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
    }
)


@dataclass(frozen=True, slots=True)
class Key:
    """The two halves of a key; the second is secret."""

    client_id: str
    client_secret: str = field(repr=False)


class Signed:
    """OAuth 1.0a without a token: every request is signed. See RFC 5849."""

    def __init__(self, key: Key, method: ApiAuthentication) -> None:
        self._key = key
        self._method = _SIGNATURES[method]

    def headers(self, address: str) -> Mapping[str, str]:
        """As `SignIn`."""
        # Imported here because most that a function does signs nothing.
        from authlib.oauth1.rfc5849.client_auth import ClientAuth  # noqa: PLC0415

        ClientAuth.register_signature_method("HMAC-SHA256", _sha256)
        client = ClientAuth(
            self._key.client_id, self._key.client_secret, signature_method=self._method
        )
        _, headers, _ = client.sign("GET", address, {}, b"")
        return {"authorization": headers["Authorization"]}

    def again(
        self,
        refused: Mapping[str, str],  # noqa: ARG002  # as `SignIn` has it
        ask: Callable[[Mapping[str, str]], Reply],  # noqa: ARG002  # the same
    ) -> Reply | None:
        """As `SignIn`: a signature is never kept."""
        return None


class Tokens:
    """OAuth 2.0 client credentials. Safe to use from threads; see RFC 6749, section 4.4.

    Attributes:
        address: of the token endpoint.
    """

    def __init__(
        self,
        caller: Caller,
        key: Key,
        address: str,
        how: ApiAuthentication,
        scope: str,
        now: Callable[[], datetime],
    ) -> None:
        """Take where tokens come from.

        Args:
            caller: sends requests.
            key: to show.
            address: of the token endpoint.
            how: BASIC, BODY or QUERY.
            scope: to ask for; empty for none.
            now: for tokens that run out.
        """
        self.address = address
        self._caller = caller
        self._key = key
        self._how = how
        self._scope = scope
        self._now = now
        self._lock = threading.Lock()
        self._token = ""
        self._until: datetime | None = None

    def headers(self, address: str) -> Mapping[str, str]:  # noqa: ARG002  # as `SignIn` has it
        """As `SignIn`; asks for a token when there is none that lasts."""
        with self._lock:
            if self._until is None or self._now() >= self._until:
                self._fetch()
            return self._shown()

    def again(
        self, refused: Mapping[str, str], ask: Callable[[Mapping[str, str]], Reply]
    ) -> Reply | None:
        """As `SignIn`.

        Others wait meanwhile: a token that ends after some requests has all of them left, so what
        it is refused is not granted.
        """
        with self._lock:
            if refused != self._shown():
                # Somebody else has asked for another one since.
                reply = ask(self._shown())
                if reply.status != HTTPStatus.UNAUTHORIZED:
                    return reply
            self._fetch()
            return ask(self._shown())

    def _shown(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self._token}"}

    def _fetch(self) -> None:
        reply = self._ask(_FORM)
        if reply.status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE:
            reply = self._ask(_JSON)
        if reply.status not in {HTTPStatus.OK, HTTPStatus.CREATED}:
            error = refusal(reply, self._now())
            raise Refused("SOURCE_SIGN_IN", reply.status) if reply.status in _NOT_SO else error
        self._token, lasts = _token_in(reply.body)
        self._until = self._now() + max(lasts - EARLY, lasts / 2)

    def _ask(self, headers: Mapping[str, str]) -> Reply:
        asked = {"grant_type": "client_credentials"}
        if self._scope:
            asked["scope"] = self._scope
        shown = {"client_id": self._key.client_id, "client_secret": self._key.client_secret}
        sent, address = dict(headers), self.address
        match self._how:
            case ApiAuthentication.BODY:
                asked |= shown
            case ApiAuthentication.QUERY:
                address = f"{address}{'&' if '?' in address else '?'}{urlencode(asked | shown)}"
            case _:
                sent["authorization"] = f"Basic {_basic(self._key)}"
        body = json.dumps(asked) if headers is _JSON else urlencode(asked, quote_via=quote)
        return self._caller.call("POST", address, sent, body.encode())


def ways_in(
    source: ApiSource, key: Key, version: ApiVersion, caller: Caller, now: Callable[[], datetime]
) -> Iterator[SignIn]:
    """The ways to try, the likeliest first; only one where the connection says which.

    What shows the secret to a server in its address, where logs keep it, is never tried unasked.

    Args:
        source: what the connection says.
        key: to show.
        version: of the interface that is signed in to; AUTO where it isn't known.
        caller: sends requests.
        now: for tokens.
    """
    how = source.authentication
    if how in _SIGNATURES:
        yield Signed(key, how)
        return
    if how is ApiAuthentication.AUTO and not source.token_url:
        yield Signed(key, ApiAuthentication.OAUTH1_SHA256)
        yield Signed(key, ApiAuthentication.OAUTH1_SHA1)
    hows = (
        [ApiAuthentication.BASIC, ApiAuthentication.BODY]
        if how is ApiAuthentication.AUTO
        else [how]
    )
    addresses = [source.token_url] if source.token_url else token_places(source.base_url)
    # All addresses are asked one way before any is asked another: most often the first is right.
    for scope, each, address in product(scopes(source, version), hows, addresses):
        yield Tokens(caller, key, address, each, scope, now)


def scopes(source: ApiSource, version: ApiVersion) -> list[str]:
    """The scopes to try, empty for none; demographics are in none of them."""
    match source.scope:
        case ApiScope.NONE:
            return [""]
        case ApiScope.CUSTOM:
            return [source.custom_scope]
        case ApiScope.V1P1 | ApiScope.V1P2:
            return [_scope(source.scope.value)]
        case ApiScope.AUTO:
            known = [ApiVersion.V1P2, ApiVersion.V1P1] if version is ApiVersion.AUTO else [version]
            return [*(_scope(each.value) for each in known), ""]


def _scope(version: str) -> str:
    return " ".join(f"{_PREFIX}/{version.lower()}/scope/{each}" for each in _CORE)


def _basic(key: Key) -> str:
    return base64.b64encode(f"{key.client_id}:{key.client_secret}".encode()).decode()


def _token_in(body: bytes) -> tuple[str, timedelta]:
    """A token and how long it lasts."""
    try:
        answer = json.loads(body.decode("utf-8-sig"))
    except ValueError as error:
        raise Permanent("SOURCE_ANSWER_UNREADABLE", "the answer is no JSON") from error
    token = answer.get("access_token") if isinstance(answer, dict) else None
    if not isinstance(token, str) or not (token and token.isascii() and token.isprintable()):
        raise Permanent("SOURCE_SIGN_IN", "the token endpoint's answer holds no token")
    return token, _lasts(answer.get("expires_in"))


def _lasts(told: object) -> timedelta:
    """How long a token lasts; numbers come as text, too."""
    try:
        seconds = float(told) if isinstance(told, int | float | str) else 0.0
    except ValueError:
        seconds = 0.0
    return timedelta(seconds=min(seconds, 86_400)) if seconds > 0 else TOKEN_LASTS


def _sha256(client: object, request: object) -> str:
    """What the library has for SHA-1, for SHA-256: OneRoster 1.1 asks for it."""
    from authlib.oauth1.rfc5849.signature import (  # noqa: PLC0415  # as in `Signed`
        generate_signature_base_string,
    )
    from authlib.oauth1.rfc5849.util import escape  # noqa: PLC0415  # the same

    text = generate_signature_base_string(request)
    secret = f"{escape(client.client_secret)}&"  # type: ignore[attr-defined]  # untyped library
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


_SIGNATURES = {
    ApiAuthentication.OAUTH1_SHA256: "HMAC-SHA256",
    ApiAuthentication.OAUTH1_SHA1: "HMAC-SHA1",
}
