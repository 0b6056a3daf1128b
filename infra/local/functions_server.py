"""All entry points of the catalogue behind one local address, each at ``/{entry_point}``.

Each is the app that functions-framework makes in the cloud; gunicorn serves them. Nothing here
knows what an entry point does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import functions_framework
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from infra.local.catalogue import CATALOGUE, read_catalogue
from infra.local.child import bind_to_parent
from infra.local.ports import LOOPBACK
from infra.local.process import Spec, answers

SOURCE = Path(__file__).resolve().parents[2] / "functions" / "main.py"
_SIGNATURES = {"event": "cloudevent"}
_WORKERS = 2
_THREADS = 8

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def functions_spec(
    port: int,
    env: Mapping[str, str | None],
    catalogue: Path = CATALOGUE,
    source: Path = SOURCE,
) -> Spec:
    """How to start it.

    Args:
        port: where it listens.
        env: the functions' own environment.
        catalogue: the file that names the entry points.
        source: the file that has them.
    """
    options = {
        "bind": f"{LOOPBACK}:{port}",
        "workers": _WORKERS,
        "worker-class": "gthread",
        "threads": _THREADS,
        "timeout": 120,
        # A stop waits for open requests that long; the queue and the bridge bring them again.
        "graceful-timeout": 3,
        "config": f"python:{__name__}",
    }
    argv = [sys.executable, "-m", "gunicorn", "--preload", "--no-control-socket"]
    argv += [f"--{name}={value}" for name, value in options.items()]
    argv.append(f"{__name__}:application({str(catalogue)!r}, {str(source)!r})")
    ready = partial(answers, f"http://{LOOPBACK}:{port}/healthz")
    return Spec("functions", argv, ready, ports=[port], env=env)


def post_fork(server: object, worker: object) -> None:
    """Gunicorn's hook: a worker ends with its arbiter, even one that was killed."""
    del server, worker
    if sys.platform.startswith("linux"):
        bind_to_parent()


def application(catalogue: str, source: str) -> WsgiApp:
    """One WSGI app with every entry point of the catalogue mounted, and ``/healthz``."""
    mounts = {
        f"/{function.entry_point}": _app(function.entry_point, function.trigger, source)
        for function in read_catalogue(Path(catalogue)).functions
    }
    app: WsgiApp = DispatcherMiddleware(_healthz, mounts)
    return app


def _app(entry_point: str, trigger: str, source: str) -> WsgiApp:
    create: Callable[[str, str, str], WsgiApp] = functions_framework.create_app
    made = create(entry_point, source, _SIGNATURES.get(trigger, "http"))
    # The framework leaves these behind, and the next app would take them for its own.
    for left in ("FUNCTION_TARGET", "FUNCTION_SIGNATURE_TYPE"):
        os.environ.pop(left, None)

    def at_its_root(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        # Without a path the framework would redirect, and a redirected POST is lost.
        environ["PATH_INFO"] = environ.get("PATH_INFO") or "/"
        return made(environ, start_response)

    return at_its_root


def _healthz(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    found = environ.get("PATH_INFO") == "/healthz"
    start_response("200 OK" if found else "404 Not Found", [("Content-Type", "text/plain")])
    return [b"ok\n" if found else b"no function is mounted here\n"]
