"""Firebase Hosting on this machine: the console's files, and the API behind the same address.

A request whose path a function of the catalogue answers is passed on and its answer passed back as
it comes. So is what a browser asks the Auth emulator; the simulated Google stands where its own
pages would. Every other path is a file of the built console, or its first page.
"""

from __future__ import annotations

import json
import mimetypes
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from infra.hosting.headers import ASK_AGAIN, IMMUTABLE, NEVER_KEPT, security_headers
from infra.hosting.patterns import path_pattern
from infra.local.catalogue import CATALOGUE, read_catalogue
from infra.local.google.pages import google_page, own_library
from infra.local.ports import LOOPBACK
from infra.local.process import Spec, answers
from shared.rostering.logins import parse_public_key

SITE = Path(__file__).resolve().parents[2] / "build" / "console"
"""Where the built console stands."""
MOST_BODY_BYTES = 1024 * 1024
_UPSTREAM = httpx.Timeout(300.0, connect=5.0)
_THREADS = 32
_PIECE_BYTES = 64 * 1024
_NOT_PASSED_ON = frozenset(
    {"connection", "content-length", "date", "host", "keep-alive", "server", "te", "trailer",
     "transfer-encoding", "upgrade"}
)  # fmt: skip
_SERVED_BY_NAME = re.compile(r"/(?:v1|docs|assets)/")
_AUTH = re.compile(
    r"/(?:identitytoolkit\.googleapis\.com|securetoken\.googleapis\.com|emulator)/.*"
)
"""What Firebase's library asks an emulator of Auth."""

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
WsgiApp = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Upstream:
    """What is behind the console's address.

    Attributes:
        functions: URL of the functions' server.
        auth: the Auth emulator's ``host:port``.
        host_keys: folder in which the gateway keeps the public half of its keys.
        google_accounts: the file of the simulated Google's accounts.
    """

    functions: str
    auth: str
    host_keys: Path
    google_accounts: Path


def local_configuration(
    project: str, console: str, firestore: str, storage: str, gateway: str
) -> dict[str, Any]:
    """What the console is told at its start, so that nothing of a project is built into it.

    Args:
        project: id of the project.
        console: the console's own URL, at which the Auth emulator answers as well.
        firestore: the Firestore emulator's ``host:port``.
        storage: the storage emulator's URL.
        gateway: the SFTP gateway's ``host:port``.
    """
    host, _, port = gateway.rpartition(":")
    return {
        "apiKey": "demo",
        "authDomain": f"{project}.firebaseapp.com",
        "projectId": project,
        "emulators": {"auth": console.rstrip("/"), "firestore": firestore, "storage": storage},
        "sftp": {"host": host, "port": int(port), "hostKeys": []},
    }


def hosting_spec(
    port: int,
    upstream: Upstream,
    configuration: Mapping[str, Any],
    site: Path = SITE,
    catalogue: Path = CATALOGUE,
) -> Spec:
    """How to start it.

    Args:
        port: where it listens.
        upstream: what is behind it.
        configuration: as `local_configuration` gives it.
        site: folder of the built console.
        catalogue: the file that says which paths are the functions'.
    """
    options = {
        "bind": f"{LOOPBACK}:{port}",
        "worker-class": "gthread",
        "threads": _THREADS,
        "timeout": 120,
        "graceful-timeout": 3,
        "config": "python:infra.local.functions_server",
    }
    told = json.dumps(dict(configuration))
    behind = json.dumps(asdict(upstream), default=str)
    argv = [sys.executable, "-m", "gunicorn", "--no-control-socket"]
    argv += [f"--{name}={value}" for name, value in options.items()]
    given = f"{str(site)!r}, {behind!r}, {told!r}, {str(catalogue)!r}"
    argv.append(f"{__name__}:application({given})")
    ready = partial(answers, f"http://{LOOPBACK}:{port}/config.json")
    return Spec("hosting", argv, ready, ports=[port])


def application(site: str, upstream: str, configuration: str, catalogue: str) -> WsgiApp:
    """One WSGI app with the files, the configuration and the functions' paths."""
    behind = json.loads(upstream)
    routes = [
        (path_pattern(path), f"{behind['functions']}/{function.entry_point}")
        for function in read_catalogue(Path(catalogue)).with_trigger("http")
        for path in function.paths
    ]
    told = json.loads(configuration)
    routes.append((_AUTH, f"http://{behind['auth']}"))
    called = _origins(told["emulators"])
    headers = dict(security_headers(called, scripts=()))
    # Of no meaning without TLS, and it would outlive the demo in the browser.
    del headers["Strict-Transport-Security"]
    keys, accounts = Path(behind["host_keys"]), Path(behind["google_accounts"])
    return partial(_serve, Path(site), accounts, partial(_told, told, keys), routes, headers)


def _told(configuration: Mapping[str, Any], host_keys: Path) -> bytes:
    """The configuration with the fingerprints of the gateway, which makes its keys at its start."""
    lines = [key.read_text("ascii") for key in sorted(host_keys.glob("*.pub"))]
    prints = [parse_public_key(line).fingerprint for line in lines]
    return json.dumps(
        {**configuration, "sftp": {**configuration["sftp"], "hostKeys": prints}}
    ).encode()


def _serve(
    site: Path,
    accounts: Path,
    configuration: Callable[[], bytes],
    routes: list[tuple[re.Pattern[str], str]],
    headers: Mapping[str, str],
    environ: dict[str, Any],
    start_response: StartResponse,
) -> Iterable[bytes]:
    path = environ.get("PATH_INFO") or "/"

    def begin(status: str, own: Iterable[tuple[str, str]]) -> None:
        start_response(status, [*headers.items(), *own])

    if (page := google_page(path, accounts)) is not None:
        start_response("200 OK", [*page.headers.items()])
        return [page.body]
    for pattern, target in routes:
        if pattern.fullmatch(path):
            return _pass_on(target, environ, begin)
    if path == "/config.json":
        begin("200 OK", [("Content-Type", "application/json"), ("Cache-Control", NEVER_KEPT)])
        return [configuration()]
    return _file(site, path, environ, begin)


def _file(
    site: Path, path: str, environ: Mapping[str, Any], begin: StartResponse
) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return _plain(begin, "405 Method Not Allowed", "only GET is answered here")
    found = (site / path.lstrip("/")).resolve()
    if not found.is_relative_to(site.resolve()) or not found.is_file():
        if _SERVED_BY_NAME.match(path):
            return _plain(begin, "404 Not Found", "there is nothing at this address")
        found = site / "index.html"
    if not found.is_file():
        return _plain(begin, "503 Service Unavailable", "the console is not built; run: make demo")
    kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind in {"application/json", "text/javascript"}
    keep = IMMUTABLE if path.startswith("/assets/") else ASK_AGAIN
    body = own_library(found.read_bytes())
    begin(
        "200 OK",
        [
            ("Content-Type", f"{kind}; charset=utf-8" if text else kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", keep),
        ],
    )
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _pass_on(target: str, environ: dict[str, Any], begin: StartResponse) -> Iterable[bytes]:
    """Ask the function; what it answers is passed back piece by piece."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > MOST_BODY_BYTES:
        return _plain(begin, "413 Content Too Large", "the body is over 1 MiB")
    # Whether its transfer is chunked or not: what is over the limit is not read.
    body = environ["wsgi.input"].read(MOST_BODY_BYTES + 1)
    if len(body) > MOST_BODY_BYTES:
        return _plain(begin, "413 Content Too Large", "the body is over 1 MiB")
    client = httpx.Client(timeout=_UPSTREAM, trust_env=False)
    query = environ.get("QUERY_STRING")
    url = target + environ["RAW_URI"].partition("?")[0] + (f"?{query}" if query else "")
    try:
        request = client.build_request(
            environ["REQUEST_METHOD"], url, headers=_headers_of(environ), content=body
        )
        answer = client.send(request, stream=True)
    except httpx.HTTPError:
        client.close()
        return _plain(begin, "502 Bad Gateway", "the function did not answer; try again")
    kept = [(k, v) for k, v in answer.headers.multi_items() if k.lower() not in _NOT_PASSED_ON]
    if "cache-control" not in answer.headers:
        kept.append(("Cache-Control", NEVER_KEPT))
    begin(f"{answer.status_code} {answer.reason_phrase or 'Status'}", kept)
    return _Passed(client, answer)


class _Passed:
    """The body of an answer as it comes; closed when the browser goes away."""

    def __init__(self, client: httpx.Client, answer: httpx.Response) -> None:
        self._client, self._answer = client, answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_raw()

    def close(self) -> None:
        """The server's promise to call this, whatever happened."""
        self._answer.close()
        self._client.close()


def _headers_of(environ: Mapping[str, Any]) -> dict[str, str]:
    found = {
        name[5:].replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    if environ.get("CONTENT_TYPE"):
        found["content-type"] = environ["CONTENT_TYPE"]
    found["x-forwarded-host"] = environ.get("HTTP_HOST", "")
    return {name: value for name, value in found.items() if name not in _NOT_PASSED_ON}


def _plain(begin: StartResponse, status: str, text: str) -> list[bytes]:
    begin(status, [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", NEVER_KEPT)])
    return [text.encode() + b"\n"]


def _origins(emulators: Mapping[str, str]) -> list[str]:
    return [url if "://" in url else f"http://{url}" for url in emulators.values()]
