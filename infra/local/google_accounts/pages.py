"""The pages of the simulated sign-in, under the Auth emulator's own addresses for them.

Firebase's client opens the first with what it wants to know in the query; somebody chooses an
account there, and the page hands it back as Firebase's own handler does. The second stands in the
console's sign-in frame.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from jinja2 import Environment, FileSystemLoader, Template

from infra.hosting.headers import ASK_AGAIN, NEVER_KEPT
from infra.local.google_accounts.accounts import GoogleAccount, KnownAccounts, read_accounts
from infra.local.google_accounts.tokens import id_token
from infra.local.passing_on import StartResponse, WsgiApp, plain

FOLDER = "/emulator/auth/"
FRAME = f"{FOLDER}iframe"
"""The one page that the console may hold in a frame."""
STAND_IN = f"{FOLDER}gapi.js"
"""The script that the console's page gets beside its own, in place of Google's."""
LANGUAGES = ("en", "es")
PROVIDER = "google.com"
_HANDLER = f"{FOLDER}handler"
_SCRIPTS = ("gapi.js", "handback.js", "iframe.js")
_HERE = Path(__file__).parent
_HTML = "text/html; charset=utf-8"
_MOST_BYTES = 4096


def google_pages(accounts: Path, now: Callable[[], datetime]) -> WsgiApp:
    """A WSGI app with every page and script under `FOLDER`.

    Args:
        accounts: the file of accounts, read anew for each request.
        now: the present instant in UTC, for the tokens.
    """
    return partial(_serve, accounts, now)


def _serve(
    accounts: Path,
    now: Callable[[], datetime],
    environ: dict[str, Any],
    start_response: StartResponse,
) -> Iterable[bytes]:
    path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
    if path == _HANDLER and method in {"GET", "POST"}:
        return _handler(read_accounts(accounts), now(), environ, start_response)
    if path == FRAME:
        return _answer(start_response, (_HERE / "frame.html").read_text("utf-8"))
    if (name := path.removeprefix(FOLDER)) in _SCRIPTS:
        script = (_HERE / name).read_text("utf-8")
        return _answer(start_response, script, kind="text/javascript; charset=utf-8")
    return plain(start_response, "404 Not Found", "there is nothing at this address")


def _handler(
    known: KnownAccounts, now: datetime, environ: dict[str, Any], start_response: StartResponse
) -> Iterable[bytes]:
    asked = _fields(environ.get("QUERY_STRING", ""))
    origin = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}"
    if fault := _fault(asked, origin):
        return plain(start_response, "400 Bad Request", fault)
    language = _language(asked, environ)
    if environ["REQUEST_METHOD"] == "GET":
        return _answer(start_response, _page(language, "choose", accounts=known.accounts))
    chosen = _fields(environ["wsgi.input"].read(_MOST_BYTES).decode("utf-8", "replace"))
    account = _account(known, chosen)
    if account is None:
        shown = {"accounts": known.accounts, "typed": chosen.get("email", ""), "wrong": True}
        page = _page(language, "choose", **shown)
        return _answer(start_response, page, status="422 Unprocessable Content")
    answer = {
        "authEvent": _event(asked, origin, id_token(account, now)),
        "storageKey": f"{asked['apiKey']}:{asked['appName']}",
        "backTo": _back_to(asked),
    }
    return _answer(start_response, _page(language, "chosen", answer=answer))


def _fault(asked: Mapping[str, str], origin: str) -> str:
    """Why a request can't be answered; empty when it can."""
    if asked.get("providerId") != PROVIDER:
        return f"only {PROVIDER} is simulated here"
    if not asked.get("apiKey") or not asked.get("appName"):
        return "the query has to name apiKey and appName"
    if (back := _back_to(asked)) and not back.startswith(f"{origin}/"):
        return "redirectUrl is of another address"
    return ""


def _back_to(asked: Mapping[str, str]) -> str:
    """Where the browser goes with the answer; empty where the page is in a window of its own."""
    return "" if asked.get("authType", "").endswith("Popup") else asked.get("redirectUrl") or "none"


def _account(known: KnownAccounts, chosen: Mapping[str, str]) -> GoogleAccount | None:
    """Whom somebody chose from the list, or typed; None where neither is an account."""
    if "email" not in chosen:
        return known.of_sub(chosen.get("sub", ""))
    try:
        return known.of_address(chosen["email"])
    except ValueError:
        return None


def _event(asked: Mapping[str, str], origin: str, token: str) -> dict[str, str | None]:
    """What Firebase's client waits for: it sends the token on to Auth, out of ``urlResponse``."""
    query = urlencode({"providerId": PROVIDER, "id_token": token})
    return {
        "type": asked.get("authType", ""),
        "eventId": asked.get("eventId"),
        "urlResponse": f"{origin}{_HANDLER}?{query}",
        # The client wants one; in a live project it proves that the same browser comes back.
        "sessionId": "local",
        "postBody": "",
        "tenantId": asked.get("tid"),
        "error": None,
    }


def _language(asked: Mapping[str, str], environ: Mapping[str, Any]) -> str:
    """That which the console asked for, as Google takes it, else the browser's first known one."""
    wanted = [_hl(asked), *environ.get("HTTP_ACCEPT_LANGUAGE", "").split(",")]
    known = (one.strip().lower()[:2] for one in wanted)
    return next((one for one in known if one in LANGUAGES), LANGUAGES[0])


def _hl(asked: Mapping[str, str]) -> str:
    try:
        return str(json.loads(asked.get("customParameters", "{}")).get("hl", ""))
    except (AttributeError, ValueError):
        return ""


def _page(language: str, title: str, **shown: object) -> str:
    texts = _texts()[language]
    return _template().render(texts=texts, title=texts[title], language=language, **shown)


def _answer(
    start_response: StartResponse, text: str, *, status: str = "200 OK", kind: str = _HTML
) -> list[bytes]:
    body = text.encode()
    keep = NEVER_KEPT if kind == _HTML else ASK_AGAIN
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", keep)]
    start_response(status, headers)
    return [body]


def _fields(encoded: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(encoded, keep_blank_values=True).items()}


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((_HERE / "texts.toml").read_text("utf-8"))


@cache
def _template() -> Template:
    pages = Environment(autoescape=True, trim_blocks=True, loader=FileSystemLoader(_HERE))
    return pages.get_template("page.html")
