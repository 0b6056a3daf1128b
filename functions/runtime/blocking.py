"""Blocking doors: Identity Platform asks, waits seven seconds, and lets nobody in on any error.

Its request is ``{"data": {"jwt": …}}``; the answer names the fields that it may take over. See
https://cloud.google.com/identity-platform/docs/blocking-functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

import functions_framework
from flask import Request, Response, jsonify
from flask.typing import ResponseReturnValue

from functions.runtime import problems
from functions.runtime.services import asked_by_identity_platform
from shared.identity.events import BEFORE_CREATE, BEFORE_SIGN_IN, SignInEvent
from shared.kernel.errors import Denied, Unauthenticated

Door = Callable[[Request], ResponseReturnValue]

_KINDS = {"account_before_create": BEFORE_CREATE, "account_before_sign_in": BEFORE_SIGN_IN}
TRY_AGAIN = "TRY_AGAIN"
"""What somebody hears whom nothing speaks against, when the answer could not be had."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody may go on.

    Attributes:
        user: fields of the user record to be taken over.
    """

    user: Mapping[str, Any]


def blocking_door(handler: Callable[[SignInEvent], Answer]) -> Door:
    """Make an entry point of a handler of sign-in events; its name says which it is asked."""

    @wraps(handler)
    def entry(request: Request) -> Response:
        name = handler.__name__
        try:
            event = asked_by_identity_platform(_token(request), name, _KINDS[name])
            answer = handler(event)
        except Denied as error:
            return _refused(403, "PERMISSION_DENIED", problems.note(name, error))
        except Unauthenticated as error:
            return _refused(401, "UNAUTHENTICATED", problems.note(name, error))
        except Exception as error:  # noqa: BLE001  # fail closed, whatever it was
            problems.note(name, error)
            return _refused(503, "UNAVAILABLE", TRY_AGAIN)
        return jsonify({"userRecord": {"updateMask": ",".join(answer.user), **answer.user}})

    registered: Door = functions_framework.http(entry)
    return registered


def _token(request: Request) -> str:
    body = request.get_json(silent=True)
    data = body.get("data") if isinstance(body, dict) else None
    token = data.get("jwt") if isinstance(data, dict) else None
    return token if isinstance(token, str) else ""


def _refused(code: int, status: str, message: str) -> Response:
    response = jsonify({"error": {"status": status, "message": message}})
    response.status_code = code
    return response
