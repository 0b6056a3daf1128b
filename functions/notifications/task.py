"""Work of notifications that Cloud Tasks brings."""

from __future__ import annotations

from functools import partial

from functions.runtime.internal import Payload, TaskCall, task_door
from shared import bootstrap


def _given_up(payload: Payload, reason: str) -> None:
    bootstrap.notifications().give_up(str(payload.get("event", "")), reason)


@partial(task_door, poisoned=_given_up)
def notice_send(payload: Payload, _call: TaskCall) -> None:
    """Send the notices of one event: ``{"event": id}``."""
    bootstrap.notifications().deliver_event(str(payload.get("event", "")))
