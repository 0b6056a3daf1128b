"""Event doors: a CloudEvent becomes a typed value, and a failure either ends or comes again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

import functions_framework
from cloudevents.http import CloudEvent, from_http
from flask import Request, Response
from flask.typing import ResponseReturnValue

from functions.runtime import problems
from functions.runtime.services import quarantine
from shared.kernel.errors import CarillonError, Conflict, Permanent

Door = Callable[[Request], ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class ObjectFinalized:
    """A new generation of an object, as Cloud Storage announces it.

    Attributes:
        size: bytes.
        digest: base64 MD5; empty where the service gives none.
    """

    bucket: str
    name: str
    generation: int
    size: int
    digest: str
    metadata: Mapping[str, str]


def object_finalized(event: CloudEvent) -> ObjectFinalized:
    """Read the event ``google.cloud.storage.object.v1.finalized``; its numbers come as text.

    Raises:
        Permanent: ``EVENT_MALFORMED``.
    """
    try:
        data: dict[str, Any] = event.data
        return ObjectFinalized(
            bucket=str(data["bucket"]),
            name=str(data["name"]),
            generation=int(data["generation"]),
            size=int(data["size"]),
            digest=str(data.get("md5Hash", "")),
            metadata={str(k): str(v) for k, v in (data.get("metadata") or {}).items()},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Permanent("EVENT_MALFORMED", "the event is not a finalized object") from error


def event_door(handler: Callable[[ObjectFinalized], None]) -> Door:
    """Make an entry point of a handler of finalized objects.

    `Permanent` is acknowledged and set aside; everything else is refused, so that the event is
    delivered again until the subscription gives it to the dead letters. The event is read here,
    since the framework answers what it can't read with all headers and the body in clear.
    """

    @wraps(handler)
    def entry(request: Request) -> Response:
        try:
            event = from_http(request.headers, request.get_data())
        except Exception as error:  # noqa: BLE001  # the parser's errors have no common kind
            problems.note(handler.__name__, error)
            return problems.answer(400, "EVENT_MALFORMED")
        try:
            handler(object_finalized(event))
        except (Permanent, Conflict) as error:
            reason = problems.note(handler.__name__, error)
            return _set_aside(handler.__name__, str(event["id"]), reason)
        except Exception as error:  # noqa: BLE001  # the last handler: nothing may leak past it
            return problems.answer(503, problems.note(handler.__name__, error))
        return problems.answer(200, "DONE")

    registered: Door = functions_framework.http(entry)
    return registered


def _set_aside(function: str, event: str, reason: str) -> Response:
    try:
        quarantine(function, event, reason)
    except CarillonError as error:
        return problems.answer(503, problems.note(function, error))
    return problems.answer(200, reason)
