"""The API's doors: typed routes in, one function of functions-framework out.

A route names its action, so that what it does is in the table of permissions and in the OpenAPI
document; its handler gets the call and typed values, and gives a view.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

import functions_framework
from flask import Request, Response, g, request
from flask.typing import ResponseReturnValue
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info
from flask_openapi3.models.server import Server
from flask_openapi3.models.tag import Tag
from flask_openapi3.openapi import OpenAPI
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as WsgiResponse

from functions.runtime import answers
from functions.runtime.calls import admit, admit_anybody, current_call
from functions.runtime.rates import CALLS_A_MINUTE
from functions.runtime.replays import done_once
from functions.runtime.shapes import Error
from shared.kernel.errors import CarillonError, Invalid
from shared.kernel.permissions import FOR_ANYBODY, Action, authorize, authorize_session
from shared.kernel.views import Download, View

Door = Callable[[Request], ResponseReturnValue]
Handler = Callable[..., View | Download]
Answer = type[View] | tuple[str, ...]

LARGEST_BODY = 1024 * 1024
"""Bytes of a request; files go to Cloud Storage and not through here."""

TITLE = "Carillon"
VERSION = "1"
DESCRIPTION = "The school-day platform that a district runs in its own Google Cloud project."
_SECURITY = [{"idToken": list[Any]()}]
_SCHEMES: dict[str, Any] = {
    "idToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An ID token of Firebase Authentication.",
    }
}
_ERRORS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 409, 429, 503), Error)


class Api:
    """The routes of one context."""

    def __init__(self, name: str, summary: str) -> None:
        """Begin without a route.

        Args:
            name: of the context or a part of it.
            summary: what it is for, in a sentence.
        """
        self.name = name
        self.summary = summary
        self.actions: dict[str, Action] = {}
        self.limits: dict[str, int] = {}
        self.open: set[str] = set()
        self.blueprint = APIBlueprint(
            name,
            name,
            abp_tags=[Tag(name=name, description=summary)],
            abp_responses=_ERRORS,
        )

    def get(
        self, rule: str, action: Action, answer: Answer, *, limit: int = CALLS_A_MINUTE
    ) -> Callable[[Handler], Handler]:
        """Declare a route that reads.

        Args:
            rule: its path, ids in angle brackets.
            action: what of the permissions table it is.
            answer: the view that it gives; of a file its media types.
            limit: calls in a minute that one account may make.
        """
        return self._route("get", rule, action, answer, limit)

    def post(
        self, rule: str, action: Action, answer: Answer, *, limit: int = CALLS_A_MINUTE
    ) -> Callable[[Handler], Handler]:
        """Declare a route that makes something, or does something to it; as `get`."""
        return self._route("post", rule, action, answer, limit)

    def patch(
        self, rule: str, action: Action, answer: type[View], *, limit: int = CALLS_A_MINUTE
    ) -> Callable[[Handler], Handler]:
        """Declare a route that changes fields; as `get`."""
        return self._route("patch", rule, action, answer, limit)

    def delete(
        self, rule: str, action: Action, answer: type[View], *, limit: int = CALLS_A_MINUTE
    ) -> Callable[[Handler], Handler]:
        """Declare a route that deletes; as `get`."""
        return self._route("delete", rule, action, answer, limit)

    def _route(
        self, method: str, rule: str, action: Action, answer: Answer, limit: int
    ) -> Callable[[Handler], Handler]:
        def declare(handler: Handler) -> Handler:
            @wraps(handler)
            def handle(**given: Any) -> Response:  # noqa: ANN401  # pydantic models by name
                return _handle(handler, given, self.actions[f"{method} {rule}"])

            self.actions[f"{method} {rule}"] = action
            register = getattr(self.blueprint, method)
            if action in FOR_ANYBODY:
                self.open.add(handler.__name__)
            register(
                _DEFAULT_CONVERTER.sub(r"<string:\1>", rule),
                operation_id=_camel(handler.__name__),
                summary=(handler.__doc__ or "").strip().splitlines()[0],
                responses={200: _file(answer) if isinstance(answer, tuple) else answer},
                openapi_extensions={"x-carillon-action": action.value},
                security=None if action in FOR_ANYBODY else _SECURITY,
                endpoint=handler.__name__,
            )(handle)
            self.limits[handler.__name__] = limit
            return handler

        return declare


_DEFAULT_CONVERTER = re.compile(r"<(\w+)>")
"""Named where it is Flask's default: the OpenAPI document takes a later colon for it otherwise."""

_SCHEMAS: dict[str, dict[str, Any]] = {
    "text/csv": {"type": "string"},
    "image/jpeg": {"type": "string", "format": "binary"},
    "application/json": {"type": "array", "items": {"type": "object"}},
}


def _file(media_types: tuple[str, ...]) -> dict[str, Any]:
    content = {each: {"schema": _SCHEMAS[each]} for each in media_types}
    return {"content": content, "description": "The file."}


class _Name(BaseConverter):
    """An id in a path: a verb after it, as in ``{run}:undo``, is none of it."""

    regex = "[^/:]+"


def app_of(apis: Sequence[Api]) -> OpenAPI:
    """One Flask app with the routes of these APIs, and their OpenAPI document."""
    app = OpenAPI(
        __name__,
        info=Info(title=TITLE, version=VERSION, description=DESCRIPTION),
        servers=[Server(url="/")],
        security_schemes=_SCHEMES,
        validation_error_callback=answers.not_valid,
        validation_error_status=HTTPStatus.BAD_REQUEST,
        validation_error_model=Error,
        doc_ui=False,
        static_folder=None,
    )
    app.url_map.converters["string"] = _Name
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask's provider has it
    limits: dict[str, int] = {}
    public: set[str] = set()
    for api in apis:
        app.register_api(api.blueprint)
        public |= {f"{api.name}.{handler}" for handler in api.open}
        limits |= {f"{api.name}.{handler}": limit for handler, limit in api.limits.items()}

    @app.before_request
    def enter() -> None:
        g.handler = request.endpoint or ""
        if (g.handler or _by_another_method(app)) in public:
            admit_anybody()
        else:
            admit(limits.get(g.handler, CALLS_A_MINUTE))

    app.after_request(answers.sealed)
    app.register_error_handler(CarillonError, answers.refused)
    app.register_error_handler(HTTPException, answers.http_error)
    app.register_error_handler(Exception, answers.unexpected)
    return app


def _by_another_method(app: OpenAPI) -> str:
    """What a path is for that was asked with a method that it does not take; empty for no path."""
    adapter = app.url_map.bind_to_environ(request.environ)
    methods = (
        adapter.allowed_methods() if isinstance(request.routing_exception, MethodNotAllowed) else ()
    )
    return next((adapter.match(method=each)[0] for each in sorted(methods)), "")


def http_door(name: str, apis: Sequence[Api]) -> Door:
    """Make an entry point of this name of some APIs."""
    app = app_of(apis)

    def entry(of: Request) -> WsgiResponse:
        body = of.get_data()
        if len(body) > LARGEST_BODY:
            return answers.refused(Invalid("BODY_TOO_LARGE", "the request is larger than 1 MiB"))
        environ = {k: v for k, v in of.environ.items() if not k.startswith("werkzeug.")}
        # The framework reads the body again after the answer; the app gets its own copy of it.
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        return WsgiResponse.from_app(app, environ)

    entry.__name__ = name
    registered: Door = functions_framework.http(entry)
    return registered


def _handle(handler: Handler, given: dict[str, Any], action: Action) -> Response:
    call = current_call()
    authorize_session(call.actor, action)
    school = (request.view_args or {}).get("school")
    if school is not None:
        authorize(call.actor, action, school)
    if request.method == "GET":
        return answers.given(handler(call, **given))
    asked = given.get("body")
    return done_once(call, given.get("query"), asked, lambda: handler(call, **given))


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
