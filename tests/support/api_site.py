"""The whole API behind one address in this process, each path its function's as in hosting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.exceptions import NotFound
from werkzeug.test import Client

from infra.hosting.patterns import path_pattern
from infra.local.catalogue import read_catalogue
from tests.support.api import Caller, app_of_door

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Site:
    """A WSGI app that passes each call to the function whose path it is."""

    def __init__(self) -> None:
        self._routes = [
            (path_pattern(path), app_of_door(function.entry_point))
            for function in read_catalogue().with_trigger("http")
            for path in function.paths
        ]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        for pattern, app in self._routes:
            if pattern.fullmatch(path):
                return app(environ, start_response)
        return NotFound()(environ, start_response)

    def bearing(self, bearer: str) -> Caller:
        """Somebody with this token; nobody where it is empty."""
        return Caller(Client(self), bearer)
