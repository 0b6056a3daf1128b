"""A request and its answer as values, and the bodies of OneRoster's errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

JSON = "application/json"
HTML = "text/html; charset=utf-8"

_MINOR = {
    400: "invaliddata",
    401: "unauthorisedrequest",
    403: "forbidden",
    404: "unknownobject",
    405: "unsupported",
    429: "server_busy",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked.

    Attributes:
        target: path and query as they came.
        headers: names in lower case.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        """Without the query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """The last value of each parameter."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def cookies(self) -> dict[str, str]:
        """Those that came along."""
        pairs = (each.strip().partition("=") for each in self.headers.get("cookie", "").split(";"))
        return {name: value for name, _, value in pairs if name}


@dataclass(slots=True)
class Answer:
    """What the server answers.

    Attributes:
        stream: in place of a body, pieces that are sent as they come, in chunks.
        cut: the connection is closed in the middle of the body.
    """

    status: int = HTTPStatus.OK
    body: bytes = b""
    kind: str = JSON
    headers: list[tuple[str, str]] = field(default_factory=list)
    stream: Callable[[], Iterator[bytes]] | None = None
    cut: bool = False


class Refused(Exception):  # noqa: N818  # it is an answer
    """Ends the work on a request with an answer of its own."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def error(status: int, told: str, minor: str = "") -> Answer:
    """A refusal as version 1.2 words it.

    Args:
        status: of HTTP.
        told: ``imsx_description``.
        minor: ``imsx_codeMinorFieldValue``; the usual one of the status unless told.
    """
    value = minor or _MINOR.get(status, "internal_server_error")
    name = {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": value}
    body = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": told,
        "imsx_CodeMinor": {"imsx_codeMinorField": [name]},
    }
    return as_json(body, status)


def as_json(body: object, status: int = HTTPStatus.OK) -> Answer:
    """An answer of JSON."""
    return Answer(status, json.dumps(body, ensure_ascii=False).encode())


def page(status: int, title: str, headers: Sequence[tuple[str, str]] = ()) -> Answer:
    """An answer that is a page for people."""
    text = f"<!doctype html><html><head><title>{title}</title></head><body>{title}</body></html>"
    return Answer(status, text.encode(), HTML, [*headers])
