"""Structured logs on standard output: ids, counts and codes only. A field not listed is dropped."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import structlog

ALLOWED_FIELDS = frozenset(
    {
        "event", "level", "severity", "time", "function", "reason", "error_type", "where",
        "school", "connection", "run", "chunk", "kind", "outcome", "upload_id", "generation",
        "notice", "outbox_event", "task", "retry_count", "count", "rows", "rejected", "writes",
        "milliseconds", "state", "holds",
    }
)  # fmt: skip
"""What may be logged. None of these ever holds a name, an address, a number or a file's text."""


def _only_allowed(
    _logger: object, _method: str, fields: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {name: value for name, value in fields.items() if name in ALLOWED_FIELDS}


def _severity(
    _logger: object, method: str, fields: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    # Cloud Logging reads this name.
    fields["severity"] = method.upper()
    return fields


# Libraries log URLs and header values at INFO; only their warnings are of use here.
logging.getLogger().setLevel(logging.WARNING)


@lru_cache(maxsize=1)
def logger() -> structlog.stdlib.BoundLogger:
    """The logger of this process."""
    import structlog  # noqa: PLC0415  # a tenth of a second, and most calls have nothing to say

    structlog.configure(
        processors=[
            _severity,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            _only_allowed,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        cache_logger_on_first_use=True,
    )
    bound: structlog.stdlib.BoundLogger = structlog.get_logger()
    return bound


def place_of(error: BaseException) -> str:
    """Where an error was raised, as ``file.py:line in function``; never its text."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "unknown"
    code = trace.tb_frame.f_code
    return f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} in {code.co_name}"
