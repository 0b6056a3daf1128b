"""Firebase Hosting on this machine: the console's files, and the API behind the same address.

A request whose path a function of the catalogue answers is passed on and its answer passed back as
it comes, and so is what the console asks of Auth. The simulated sign-in with Google has the paths
that the Auth emulator has for it. Every other path is a file of the console, or its first page.
"""

from __future__ import annotations

import json
import mimetypes
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from infra.hosting.headers import (
    ASK_AGAIN,
    IMMUTABLE,
    NEVER_KEPT,
    SIGN_IN_PAGES,
    security_headers,
)
from infra.hosting.patterns import path_pattern
from infra.local.catalogue import CATALOGUE, read_catalogue
from infra.local.google_accounts.pages import FOLDER, FRAME, STAND_IN, google_pages
from infra.local.passing_on import StartResponse, WsgiApp, pass_on, plain
from infra.local.ports import LOOPBACK
from infra.local.process import Spec, answers
from shared.rostering.logins import parse_public_key

SITE = Path(__file__).resolve().parents[2] / "build" / "console"
"""Where the built console stands."""
_THREADS = 32
_OF_AUTH = (
    "/identitytoolkit.googleapis.com/**",
    "/securetoken.googleapis.com/**",
    "/emulator/**",
)
_SERVED_BY_NAME = re.compile(r"/(?:v1|docs|assets)/")


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind the console's address.

    Attributes:
        functions: URL of the functions' server.
        auth: the Auth emulator's ``host:port``.
        host_keys: folder in which the gateway keeps the public half of its keys.
        accounts: file of the simulated Google accounts; it may be missing.
        site: folder of the built console.
        catalogue: the file that says which paths are the functions'.
    """

    functions: str
    auth: str
    host_keys: Path
    accounts: Path
    site: Path = SITE
    catalogue: Path = CATALOGUE


def local_configuration(project: str, firestore: str, storage: str, gateway: str) -> dict[str, Any]:
    """What the console is told at its start, so that nothing of a project is built into it.

    The address of sign-in is the console's own, and told when it is asked for.

    Args:
        project: id of the project.
        firestore: the Firestore emulator's ``host:port``.
        storage: the storage emulator's URL.
        gateway: the SFTP gateway's ``host:port``.
    """
    host, _, port = gateway.rpartition(":")
    return {
        "apiKey": "demo",
        "projectId": project,
        "emulators": {"firestore": firestore, "storage": storage},
        "sftp": {"host": host, "port": int(port), "hostKeys": []},
    }


def hosting_spec(port: int, behind: Behind, configuration: Mapping[str, Any]) -> Spec:
    """How to start it.

    Args:
        port: where it listens.
        behind: what it serves and passes on to.
        configuration: as `local_configuration` gives it.
    """
    options = {
        "bind": f"{LOOPBACK}:{port}",
        "worker-class": "gthread",
        "threads": _THREADS,
        "timeout": 120,
        "graceful-timeout": 3,
        "config": "python:infra.local.functions_server",
    }
    places = json.dumps({name: str(value) for name, value in asdict(behind).items()})
    argv = [sys.executable, "-m", "gunicorn", "--no-control-socket"]
    argv += [f"--{name}={value}" for name, value in options.items()]
    argv.append(f"{__name__}:application({places!r}, {json.dumps(dict(configuration))!r})")
    ready = partial(answers, f"http://{LOOPBACK}:{port}/config.json")
    return Spec("hosting", argv, ready, ports=[port])


def application(places: str, configuration: str) -> WsgiApp:
    """One WSGI app with the files, the configuration, sign-in and the functions' paths.

    Args:
        places: the fields of a `Behind` as JSON.
        configuration: as `local_configuration` gives it, as JSON.
    """
    found, told = json.loads(places), json.loads(configuration)
    paths = ("host_keys", "accounts", "site", "catalogue")
    behind = Behind(**{**found, **{name: Path(found[name]) for name in paths}})
    routes = [
        (path_pattern(path), f"{behind.functions}/{function.entry_point}")
        for function in read_catalogue(behind.catalogue).with_trigger("http")
        for path in function.paths
    ]
    routes += [(path_pattern(path), f"http://{behind.auth}") for path in _OF_AUTH]
    headers = dict(security_headers(_origins(told["emulators"])))
    # Of no meaning without TLS, and it would outlive the demo in the browser.
    del headers["Strict-Transport-Security"]
    google = google_pages(behind.accounts, lambda: datetime.now(UTC))
    return partial(_serve, behind, told, routes, google, headers)


def _told(behind: Behind, configuration: Mapping[str, Any], environ: Mapping[str, Any]) -> bytes:
    """The configuration with what is known only now.

    That is the console's own address, by the name that the browser has for it, and the fingerprints
    of the gateway, which makes its keys at its start.
    """
    host = environ["HTTP_HOST"]
    lines = [key.read_text("ascii") for key in sorted(behind.host_keys.glob("*.pub"))]
    prints = [parse_public_key(line).fingerprint for line in lines]
    now = {
        "authDomain": host,
        "emulators": {**configuration["emulators"], "auth": f"http://{host}"},
        "sftp": {**configuration["sftp"], "hostKeys": prints},
    }
    return json.dumps({**configuration, **now}).encode()


def _serve(
    behind: Behind,
    configuration: Mapping[str, Any],
    routes: list[tuple[re.Pattern[str], str]],
    google: WsgiApp,
    headers: Mapping[str, str],
    environ: dict[str, Any],
    start_response: StartResponse,
) -> Iterable[bytes]:
    path = environ.get("PATH_INFO") or "/"
    ours = {**headers, **SIGN_IN_PAGES} if path == FRAME else headers

    def begin(status: str, own: Iterable[tuple[str, str]]) -> None:
        start_response(status, [*ours.items(), *own])

    if path.startswith(FOLDER):
        return google(environ, begin)
    for pattern, target in routes:
        if pattern.fullmatch(path):
            return pass_on(target, environ, begin)
    if path == "/config.json":
        begin("200 OK", [("Content-Type", "application/json"), ("Cache-Control", NEVER_KEPT)])
        return [_told(behind, configuration, environ)]
    return _file(behind.site, path, environ, begin)


def _file(
    site: Path, path: str, environ: Mapping[str, Any], begin: StartResponse
) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return plain(begin, "405 Method Not Allowed", "only GET is answered here")
    found = (site / path.lstrip("/")).resolve()
    if not found.is_relative_to(site.resolve()) or not found.is_file():
        if _SERVED_BY_NAME.match(path):
            return plain(begin, "404 Not Found", "there is nothing at this address")
        found = site / "index.html"
    if not found.is_file():
        return plain(begin, "503 Service Unavailable", "the console is not built; run: make demo")
    kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind in {"application/json", "text/javascript"}
    keep = IMMUTABLE if path.startswith("/assets/") else ASK_AGAIN
    body = found.read_bytes()
    if found.name == "index.html":
        # Before the console's own script, which then has no need of Google's.
        body = body.replace(b"<head>", f'<head><script src="{STAND_IN}"></script>'.encode(), 1)
    begin(
        "200 OK",
        [
            ("Content-Type", f"{kind}; charset=utf-8" if text else kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", keep),
        ],
    )
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _origins(emulators: Mapping[str, str]) -> list[str]:
    return [url if "://" in url else f"http://{url}" for url in emulators.values()]
