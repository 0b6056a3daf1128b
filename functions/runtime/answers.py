"""What the API answers: views as JSON, files as streams, errors as ``google.rpc.Status``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from typing import Any

from flask import Response, g, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from functions.runtime import problems
from functions.runtime.calls import language_of
from functions.runtime.statuses import RETRY_AFTER, body_of
from shared.kernel.errors import CarillonError, FieldViolation, Invalid, Throttled
from shared.kernel.views import Download, View

_HTTP_REASONS = {
    404: ("ROUTE_UNKNOWN", "there is nothing at this path"),
    405: ("METHOD_NOT_ALLOWED", "this path does not take this method"),
}


def given(answer: View | Download) -> Response:
    """A success."""
    if isinstance(answer, Download):
        return _file(answer)
    return json_of(answer.model_dump(mode="json", by_alias=True, exclude_none=True))


def json_of(body: dict[str, Any], code: int = 200) -> Response:
    """A JSON answer."""
    response = Response(json.dumps(body, ensure_ascii=False), code, mimetype="application/json")
    etag = body.get("etag")
    if isinstance(etag, str):
        response.headers["ETag"] = f'"{etag}"'
    return response


def sealed(response: Response) -> Response:
    """No answer is kept by anybody on the way, or taken for a page; but see `_remembered`."""
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return response


def refused(error: CarillonError, http_code: int | None = None) -> Response:
    """An error that has a reason; ``http_code`` where HTTP has a better one than its status."""
    wait = error.wait if isinstance(error, Throttled) else RETRY_AFTER
    code, body = body_of(error, language_of(request), wait)
    code = body["error"]["code"] = http_code or code
    if code >= 500:  # noqa: PLR2004  # what is ours to mend is logged
        problems.note(g.get("handler", ""), error)
    response = json_of(body, code)
    if code in (429, 503):
        response.headers["Retry-After"] = str(max(1, round(wait / timedelta(seconds=1))))
    if code == 401:  # noqa: PLR2004
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def http_error(error: HTTPException) -> Response:
    """What Flask itself refuses."""
    if error.response is not None and isinstance(error.response, Response):
        return error.response
    reason, text = _HTTP_REASONS.get(error.code or 500, ("REQUEST_MALFORMED", "not readable"))
    response = refused(Invalid(reason, text), error.code)
    if error.code == 405 and (allowed := getattr(error, "valid_methods", None)):  # noqa: PLR2004
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def unexpected(error: Exception) -> Response:
    """What nobody foresaw: logged by its place, answered without its text."""
    problems.note(g.get("handler", ""), error)
    return refused(CarillonError("INTERNAL", "an error that nobody foresaw; it was logged"))


def not_valid(error: ValidationError) -> Response:
    """A request that doesn't have the shape that it should; values are never repeated."""
    violations = [
        FieldViolation(".".join(map(str, each["loc"])) or "body", each["msg"])
        for each in error.errors(include_input=False, include_url=False, include_context=False)
    ]
    return refused(
        Invalid(
            "REQUEST_INVALID", "the request is not of the documented shape", violations=violations
        )
    )


def _file(download: Download) -> Response:
    if download.etag and request.if_none_match.contains(download.etag):
        return _remembered(Response(status=304), download.etag)
    # The first part is made before the answer begins, so that what fails at once is an error.
    first = next(download.chunks, b"")
    chunks: Iterator[bytes] = chain([first], download.chunks)
    response = Response(chunks, 200, mimetype=download.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=download.file_name)
    return _remembered(response, download.etag) if download.etag else response


def _remembered(response: Response, etag: str) -> Response:
    """What the caller's own program may keep, and has to ask for at each use: whether they may."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Authorization"
    response.set_etag(etag)
    return response
