"""Passes a request on to another server of this machine, and its answer back as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import httpx

from infra.hosting.headers import NEVER_KEPT
from infra.local.loopback import PLAINLY

MOST_BODY_BYTES = 1024 * 1024
_UPSTREAM = httpx.Timeout(300.0, connect=5.0)
_NOT_PASSED_ON = frozenset(
    {"connection", "content-length", "date", "host", "keep-alive", "server", "te", "trailer",
     "transfer-encoding", "upgrade"}
)  # fmt: skip

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
WsgiApp = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def pass_on(target: str, environ: dict[str, Any], begin: StartResponse) -> Iterable[bytes]:
    """Ask another server the same; what it answers is passed back piece by piece.

    A body of more than `MOST_BODY_BYTES` is refused, and so is what nobody answers.

    Args:
        target: URL that the path and the query of the request are put behind.
        environ: of the request.
        begin: begins the answer.
    """
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > MOST_BODY_BYTES:
        return plain(begin, "413 Content Too Large", "the body is over 1 MiB")
    # Whether its transfer is chunked or not: what is over the limit is not read.
    body = environ["wsgi.input"].read(MOST_BODY_BYTES + 1)
    if len(body) > MOST_BODY_BYTES:
        return plain(begin, "413 Content Too Large", "the body is over 1 MiB")
    client = httpx.Client(timeout=_UPSTREAM, **PLAINLY)
    query = environ.get("QUERY_STRING")
    url = target + environ["RAW_URI"].partition("?")[0] + (f"?{query}" if query else "")
    try:
        request = client.build_request(
            environ["REQUEST_METHOD"], url, headers=_headers_of(environ), content=body
        )
        answer = client.send(request, stream=True)
    except httpx.HTTPError:
        client.close()
        return plain(
            begin, "502 Bad Gateway", "what stands behind this address did not answer; try again"
        )
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


def plain(begin: StartResponse, status: str, text: str) -> list[bytes]:
    """An answer of one line of text."""
    begin(status, [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", NEVER_KEPT)])
    return [text.encode() + b"\n"]
