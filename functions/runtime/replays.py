"""The same call twice is done once: requests that carry an id, as AIP-155 says."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from flask import Response, request

from functions.runtime import answers
from functions.runtime.calls import Call
from functions.runtime.services import once
from shared.kernel.errors import FieldViolation, Invalid
from shared.kernel.views import Download, View, WriteQuery

_KEY = re.compile(r"[\x21-\x7e]{1,36}")


def done_once(
    call: Call, query: object, asked: object, work: Callable[[], View | Download]
) -> Response:
    """Do what a call asks for, or give the answer that it got the first time.

    Args:
        call: who asks.
        query: of the request; holds the request's id.
        asked: the body of the request; None for none.
        work: does it.

    Raises:
        Invalid: ``REQUEST_ID_REUSED``, ``REQUEST_ID_INVALID``.
        Transient: ``IN_PROGRESS``.
    """
    request_id = _request_id(query)
    if not request_id or (isinstance(query, WriteQuery) and query.validate_only):
        return answers.given(work())
    fresh: list[View] = []

    def doing() -> dict[str, Any]:
        answer = work()
        if isinstance(answer, Download):
            raise Invalid("REQUEST_ID_INVALID", "a file is not given twice under one request id")
        fresh.append(answer)
        hidden = dict.fromkeys(answer.SECRET, "")
        kept = answer.model_copy(update=hidden)
        return {"body": kept.model_dump_json(by_alias=True, exclude_none=True)}

    key = f"{call.actor.uid}|{request_id}"
    found = once(key, _what_is_asked(_digest(asked, key)), doing)
    return answers.given(fresh[0]) if fresh else answers.json_of(json.loads(found["body"]))


def _request_id(query: object) -> str:
    given = query.request_id if isinstance(query, WriteQuery) else ""
    given = given or request.headers.get("Idempotency-Key", "").strip('"')
    if given and not _KEY.fullmatch(given):
        violation = FieldViolation("requestId", "must be 1 to 36 visible ASCII characters")
        raise Invalid("REQUEST_ID_INVALID", "the request id is malformed", violations=[violation])
    return given


def _digest(asked: object, key: str) -> str:
    """Tells two bodies apart; of one with a secret it costs as much to guess as of a password."""
    body = request.get_data()
    if isinstance(asked, View) and asked.SECRET:
        return hashlib.scrypt(body, salt=key.encode(), n=2**14, r=8, p=1).hex()
    return hashlib.sha256(body).hexdigest()


def _what_is_asked(body: str) -> dict[str, str]:
    asked = sorted((k, v) for k, v in request.args.items(multi=True) if k != "requestId")
    return {
        "method": request.method,
        "path": request.path,
        "query": json.dumps(asked),
        "body": body,
    }
