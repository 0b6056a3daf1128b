"""Internal doors: HTTP functions that only Cloud Tasks and Cloud Scheduler may call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any

import functions_framework
from flask import Request, Response
from flask.typing import ResponseReturnValue

from functions.runtime import problems
from functions.runtime.services import caller_may, quarantine
from shared.kernel.errors import CarillonError, Conflict, Permanent, Transient


@dataclass(frozen=True, slots=True)
class TaskCall:
    """One delivery of a task.

    Attributes:
        retry_count: 0 on the first delivery.
    """

    name: str
    retry_count: int


@dataclass(frozen=True, slots=True)
class ScheduleCall:
    """One firing of a scheduled job.

    Attributes:
        scheduled: the minute that the job was due, UTC.
    """

    job: str
    scheduled: datetime


Payload = dict[str, Any]
Door = Callable[[Request], ResponseReturnValue]


def task_door(
    handler: Callable[[Payload, TaskCall], None],
    *,
    poisoned: Callable[[Payload, str], None] | None = None,
) -> Door:
    """Make an entry point of a task handler.

    Args:
        handler: does the work; its name is the entry point's.
        poisoned: told when work is given up, with the reason, so that nothing waits for it.
    """

    @wraps(handler)
    def entry(request: Request) -> Response:
        if not caller_may(request, handler.__name__, "tasks"):
            return problems.answer(403, "CALLER_UNKNOWN")
        call = _task_call(request)
        payload = request.get_json(silent=True)
        if not isinstance(payload, dict):
            return _give_up(handler.__name__, call, "PAYLOAD_MALFORMED")
        try:
            handler(payload, call)
        except Exception as error:  # noqa: BLE001  # the last handler: nothing may leak past it
            reason = problems.note(handler.__name__, error, call.retry_count)
            if _worth_a_retry(error, call):
                return problems.answer(503, reason)
            return _poison(handler.__name__, call, payload, reason, poisoned)
        return problems.answer(200, "DONE")

    registered: Door = functions_framework.http(entry)
    return registered


def schedule_door(handler: Callable[[ScheduleCall], None]) -> Door:
    """Make an entry point of a scheduled job; the job runs again at its next minute anyway."""

    @wraps(handler)
    def entry(request: Request) -> Response:
        if not caller_may(request, handler.__name__, "scheduler"):
            return problems.answer(403, "CALLER_UNKNOWN")
        try:
            handler(_schedule_call(request, handler.__name__))
        except Exception as error:  # noqa: BLE001  # the last handler: nothing may leak past it
            return problems.answer(503, problems.note(handler.__name__, error))
        return problems.answer(200, "DONE")

    registered: Door = functions_framework.http(entry)
    return registered


def _worth_a_retry(error: Exception, call: TaskCall) -> bool:
    if isinstance(error, Transient):
        return True
    if isinstance(error, Permanent | Conflict):
        return False
    return call.retry_count + 1 < problems.MAX_UNEXPECTED_TRIES


def _poison(
    function: str,
    call: TaskCall,
    payload: Payload,
    reason: str,
    poisoned: Callable[[Payload, str], None] | None,
) -> Response:
    if poisoned is not None:
        try:
            poisoned(payload, reason)
        except Exception as error:  # noqa: BLE001  # as above
            return problems.answer(503, problems.note(function, error, call.retry_count))
    return _give_up(function, call, reason)


def _give_up(function: str, call: TaskCall, reason: str) -> Response:
    try:
        quarantine(function, call.name, reason)
    except CarillonError as error:
        return problems.answer(503, problems.note(function, error, call.retry_count))
    return problems.answer(200, reason)


def _task_call(request: Request) -> TaskCall:
    retries = request.headers.get("X-CloudTasks-TaskRetryCount", "0")
    return TaskCall(
        name=request.headers.get("X-CloudTasks-TaskName", ""),
        retry_count=int(retries) if retries.isdecimal() else 0,
    )


def _schedule_call(request: Request, function: str) -> ScheduleCall:
    text = request.headers.get("X-CloudScheduler-ScheduleTime", "")
    try:
        scheduled = datetime.fromisoformat(text)
    except ValueError as error:
        raise Permanent("SCHEDULE_TIME_MISSING", "the call names no scheduled time") from error
    return ScheduleCall(
        job=request.headers.get("X-CloudScheduler-JobName", function),
        scheduled=scheduled if scheduled.tzinfo else scheduled.replace(tzinfo=UTC),
    )
