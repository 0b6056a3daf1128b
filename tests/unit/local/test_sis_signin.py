"""Sign-in to the simulated system: what it accepts, what it refuses, and quirks of both."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from authlib.oauth1.rfc5849.client_auth import ClientAuth

from infra.local.sis import Settings, SignIn, SisServer, Version
from tests.support.simulated_sis import SCOPE, Visitor, serve, trust, visit

GRANT = {"grant_type": "client_credentials"}
EVERYTHING = SignIn(
    credentials=frozenset({"basic", "body", "query"}), bodies=frozenset({"form", "json"})
)
SIGNED = Settings(sign_in=SignIn(signatures=frozenset({"HMAC-SHA256", "HMAC-SHA1"})))


def ask(sis: SisServer, way: str, body: str, secret: str | None = None) -> httpx.Response:
    """A token request with its credentials in one place, and its body in one form."""
    own = {"client_id": sis.client_id, "client_secret": secret or sis.client_secret}
    fields = GRANT | (own if way == "body" else {})
    sent: dict[str, Any] = {"json": fields} if body == "json" else {"data": fields}
    if way == "basic":
        sent["auth"] = (own["client_id"], own["client_secret"])
    if way == "query":
        sent["params"] = own
    with httpx.Client(verify=trust(sis), trust_env=False) as client:
        return client.post(sis.token_url, **sent)


@pytest.mark.parametrize("way", ["basic", "body", "query"])
@pytest.mark.parametrize("body", ["form", "json"])
def test_credentials_are_taken_where_and_how_the_server_wants_them(way: str, body: str) -> None:
    with serve(settings=Settings(sign_in=EVERYTHING)) as sis:
        given = ask(sis, way, body)
        assert given.status_code == 200
        assert (given.json()["token_type"], given.json()["expires_in"]) == ("bearer", 3600)
        refused = ask(sis, way, body, secret="wrong")
        assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")
        assert "client_secret" not in str(sis.requests)
        assert sis.client_secret not in str(sis.requests)
    only = SignIn(credentials=frozenset({way}), bodies=frozenset({body}))
    with serve(settings=Settings(sign_in=only)) as sis:
        assert ask(sis, way, body).status_code == 200
        for other in {"basic", "body", "query"} - {way}:
            assert ask(sis, other, body).status_code == 401
        assert ask(sis, way, "form" if body == "json" else "json").status_code == 400


def test_everything_may_stand_in_the_query() -> None:
    with (
        serve(settings=Settings(sign_in=EVERYTHING)) as sis,
        httpx.Client(verify=trust(sis), trust_env=False) as client,
    ):
        scope = SCOPE.format("v1p1", "roster-core.readonly")
        credentials = (sis.client_id, sis.client_secret)
        query = {**GRANT, "scope": scope}
        given = client.post(sis.token_url, params=query, auth=credentials)
        assert given.json()["scope"] == scope


@pytest.mark.parametrize("token", ["", "Bearer wrong", "Basic YTpi", "Bearer", "OAuth a=b"])
def test_without_a_token_there_is_nothing(token: str) -> None:
    with serve() as sis, httpx.Client(verify=trust(sis), trust_env=False) as client:
        headers = {"Authorization": token} if token else {}
        answer = client.get(f"{sis.base_url}/orgs", headers=headers)
        assert answer.status_code == 401
        assert answer.json()["imsx_codeMajor"] == "failure"


def test_a_token_is_for_its_scopes_and_its_version() -> None:
    with visit(version=Version.V1_1) as client:
        new = SCOPE.format("v1p2", "roster-core.readonly")
        assert client.sign_in(scope=new).json()["scope"] == new
        assert client.get("orgs").status_code == 403
        client.base = client.sis.url_of(Version.V1_2)
        assert client.get("orgs").status_code == 200
        assert client.get("demographics").status_code == 403


def test_an_unknown_scope_and_another_grant_are_refused() -> None:
    with serve() as sis:
        client = Visitor(sis)
        answer = client.sign_in(scope="roster.everything")
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")
        answer = client.sign_in(grant_type="password")
        assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


def test_a_token_ends_when_its_time_is_over() -> None:
    with visit(settings=Settings(sign_in=SignIn(lifetime=0))) as client:
        assert client.token["expires_in"] == 0
        assert client.get("orgs").status_code == 401


@pytest.mark.parametrize("method", ["HMAC-SHA1", "HMAC-SHA256"])
def test_a_signed_request_is_answered_once(method: str) -> None:
    with serve(settings=SIGNED) as sis:
        url = f"{sis.url_of(Version.V1_1)}/users?limit=2&filter=status%3D%27active%27"
        signed = signature(sis, url, method)
        assert [fetch(sis, url, signed), fetch(sis, url, signed)] == [200, 401]
        # A nonce that was used up by somebody else's bad signature would lock the client out.
        again = signature(sis, url, method)
        assert fetch(sis, url, {**again, "oauth_signature": "bm8="}) == 401
        assert fetch(sis, url, again) == 200
        assert "oauth" not in str(sis.requests)


def test_a_client_that_signs_with_authlib_is_understood() -> None:
    with serve(settings=SIGNED) as sis:
        query = {"limit": 3, "filter": "dateLastModified>'2026-01-01T00:00:00.000Z'"}
        url = httpx.URL(f"{sis.url_of(Version.V1_1)}/users", params=query)
        signer = ClientAuth(sis.client_id, sis.client_secret)
        _, headers, _ = signer.prepare("GET", str(url), {}, None)
        with httpx.Client(verify=trust(sis), trust_env=False) as client:
            answer = client.get(url, headers=headers)
        assert (answer.status_code, len(answer.json()["users"])) == (200, 3)


@pytest.mark.parametrize(
    "changed",
    [
        {"oauth_timestamp": "1000000000"},
        {"oauth_timestamp": "9999999999"},
        {"oauth_timestamp": "soon"},
        {"oauth_nonce": ""},
        {"oauth_consumer_key": "somebody"},
        {"oauth_signature_method": "PLAINTEXT"},
    ],
)
def test_a_signed_request_may_be_refused(changed: Mapping[str, str]) -> None:
    with serve(settings=SIGNED) as sis:
        url = f"{sis.url_of(Version.V1_1)}/orgs"
        assert fetch(sis, url, signature(sis, url, "HMAC-SHA256", changed)) == 401


def test_a_signature_is_of_the_whole_address_by_the_right_secret_and_method() -> None:
    with serve(settings=SIGNED) as sis:
        url = f"{sis.url_of(Version.V1_1)}/orgs"
        signed = signature(sis, f"{url}?limit=1", "HMAC-SHA1")
        assert fetch(sis, f"{url}?limit=2", signed) == 401
        assert fetch(sis, url, signature(sis, url, "HMAC-SHA1", secret="wrong")) == 401
    only = Settings(sign_in=SignIn(signatures=frozenset({"HMAC-SHA1"})))
    with serve(settings=only) as sis:
        url = f"{sis.url_of(Version.V1_1)}/orgs"
        assert fetch(sis, url, signature(sis, url, "HMAC-SHA256")) == 401
        assert fetch(sis, url, signature(sis, url, "HMAC-SHA1")) == 200
    with serve() as sis:
        url = f"{sis.url_of(Version.V1_1)}/orgs"
        assert fetch(sis, url, signature(sis, url, "HMAC-SHA1")) == 401


def test_cookies() -> None:
    with visit("cookies") as client:
        assert set(client.http.cookies) == {"ASP.NET_SessionId", "ARRAffinity"}
        assert client.get("orgs").status_code == 200
        client.http.cookies.delete("ARRAffinity")
        assert client.get("orgs").status_code == 401


def test_expired() -> None:
    with serve("expired", settings=SIGNED) as sis:
        answer = Visitor(sis).sign_in()
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        url = f"{sis.url_of(Version.V1_1)}/orgs"
        assert fetch(sis, url, signature(sis, url, "HMAC-SHA256")) == 401


def test_scope_refused() -> None:
    with serve("scope-refused") as sis:
        client = Visitor(sis)
        refused = client.sign_in(scope=SCOPE.format("v1p2", "roster-core.readonly"))
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")
        assert client.sign_in().status_code == 200
        assert client.get("orgs").status_code == 200


def test_scope_required() -> None:
    with serve("scope-required") as sis:
        client = Visitor(sis)
        assert client.sign_in().json()["error"] == "invalid_scope"
        assert client.sign_in(scope=SCOPE.format("v1p2", "roster.readonly")).status_code == 200
        assert client.get("orgs").status_code == 200


def test_scope_old() -> None:
    with serve("scope-old") as sis:
        client = Visitor(sis)
        new = client.sign_in(scope=SCOPE.format("v1p2", "roster-core.readonly"))
        assert new.json()["error"] == "invalid_scope"
        client.sign_in(scope=SCOPE.format("v1p1", "roster-core.readonly"))
        assert "/v1p2/" in f"{client.base}/"
        assert client.get("orgs").status_code == 200


def test_token_ends() -> None:
    with visit("token-ends=3") as client:
        statuses = [client.get("users", offset=place).status_code for place in (0, 50, 100, 150)]
        assert statuses == [200, 200, 200, 401]
        client.sign_in()
        assert client.get("users", offset=150).status_code == 200


@pytest.mark.parametrize(
    ("form", "told"), [("missing", None), ("text", "3600"), ("year", 31_535_999)]
)
def test_expires_in(form: str, told: object) -> None:
    with visit(f"expires-in={form}") as client:
        assert client.token.get("expires_in") == told


def test_token_type() -> None:
    with visit("token-type") as client:
        assert client.token["token_type"] == "BEARER"


def signature(
    sis: SisServer,
    url: str,
    method: str,
    changed: Mapping[str, str] | None = None,
    secret: str = "",
) -> dict[str, str]:
    """Signs as RFC 5849, section 3.4, has it, without the library that the server checks with."""
    fields = {
        "oauth_consumer_key": sis.client_id,
        "oauth_nonce": secrets.token_hex(8),
        "oauth_signature_method": method,
        "oauth_timestamp": str(int(time.time())),
        "oauth_version": "1.0",
        **(changed or {}),
    }
    parts = urlsplit(url)
    pairs = [each.split("=", 1) for each in parts.query.split("&") if each]
    pairs += [[name, quote(value, safe="")] for name, value in fields.items()]
    # The query is percent-encoded already, in the same way.
    joined = "&".join(f"{name}={value}" for name, value in sorted(pairs))
    address = f"{parts.scheme}://{parts.netloc}{parts.path}"
    text = "&".join(["GET", quote(address, safe=""), quote(joined, safe="")])
    key = f"{quote(secret or sis.client_secret, safe='')}&"
    digest = hashlib.sha256 if method == "HMAC-SHA256" else hashlib.sha1
    made = base64.b64encode(hmac.digest(key.encode(), text.encode(), digest)).decode()
    return {**fields, "oauth_signature": made}


def fetch(sis: SisServer, url: str, signed: Mapping[str, str]) -> int:
    told = ", ".join(f'{name}="{quote(value, safe="")}"' for name, value in signed.items())
    with httpx.Client(verify=trust(sis), trust_env=False) as client:
        return client.get(url, headers={"Authorization": f"OAuth {told}"}).status_code
