"""What a door answers when work fails: a reason and never an error's text, which may hold data."""

from __future__ import annotations

from flask import Response, jsonify

from shared.kernel.errors import CarillonError
from shared.observability import logger, place_of

MAX_UNEXPECTED_TRIES = 5
"""Tries after which an error that nobody foresaw is set aside instead of tried again."""


def note(function: str, error: Exception, retry_count: int = 0) -> str:
    """Log an error by its reason and place, and give the reason."""
    reason = error.reason if isinstance(error, CarillonError) else "UNEXPECTED"
    logger().warning(
        "work.failed",
        function=function,
        reason=reason,
        error_type=type(error).__name__,
        where=place_of(error),
        retry_count=retry_count,
    )
    return reason


def answer(status: int, reason: str) -> Response:
    """A small JSON answer with a stable reason."""
    response = jsonify({"reason": reason})
    response.status_code = status
    return response
