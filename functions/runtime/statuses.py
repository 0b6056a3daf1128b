"""Errors of the API as ``google.rpc.Status``: one stable reason each, and what a person reads.

`reasons.toml` is the list of all reasons; the pages of `docs/api/errors` are made of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from shared.kernel.errors import (
    CarillonError,
    Conflict,
    Denied,
    FieldViolation,
    Invalid,
    Missing,
    Transient,
    Unauthenticated,
)

DOMAIN = "carillon"
LOCALES = {"en": "en-US", "es": "es-US"}
REASONS_FILE = Path(__file__).with_name("reasons.toml")
RETRY_AFTER = timedelta(seconds=2)

CODES = {
    "INVALID_ARGUMENT": 400,
    "FAILED_PRECONDITION": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "ABORTED": 409,
    "ALREADY_EXISTS": 409,
    "RESOURCE_EXHAUSTED": 429,
    "INTERNAL": 500,
    "UNIMPLEMENTED": 501,
    "UNAVAILABLE": 503,
}
"""HTTP codes of the canonical statuses, see google/rpc/code.proto."""

_RETRIED = frozenset({"RESOURCE_EXHAUSTED", "UNAVAILABLE"})
_OF_CLASS: Sequence[tuple[type[CarillonError], str]] = (
    (Unauthenticated, "UNAUTHENTICATED"),
    (Denied, "PERMISSION_DENIED"),
    (Missing, "NOT_FOUND"),
    (Invalid, "INVALID_ARGUMENT"),
    (Conflict, "ABORTED"),
    (Transient, "UNAVAILABLE"),
    (CarillonError, "FAILED_PRECONDITION"),
)


@dataclass(frozen=True, slots=True)
class Reason:
    """What is written about one reason.

    Attributes:
        status: its canonical status.
        texts: language → what the person at the screen reads.
        cause: why it happens.
        fix: what helps.
        who: who can do that.
    """

    status: str
    texts: Mapping[str, str]
    cause: str
    fix: str
    who: str


@lru_cache(maxsize=1)
def reasons() -> Mapping[str, Reason]:
    """All reasons by name."""
    found = tomllib.loads(REASONS_FILE.read_text("utf-8"))
    return {
        name: Reason(
            status=facts["status"],
            texts={language: facts[language] for language in LOCALES},
            cause=facts["cause"],
            fix=facts["fix"],
            who=facts["who"],
        )
        for name, facts in found.items()
    }


def status_of(error: CarillonError) -> str:
    """The canonical status of an error: its reason's own, or that of its class."""
    if (known := reasons().get(error.reason)) is not None:
        return known.status
    return next(status for kind, status in _OF_CLASS if isinstance(error, kind))


def body_of(
    error: CarillonError, language: str, retry_after: timedelta = RETRY_AFTER
) -> tuple[int, dict[str, Any]]:
    """The HTTP code and the JSON body of an error.

    Args:
        error: what happened.
        language: ``en`` or ``es``, of the localized message.
        retry_after: the hint of a status that is worth another try.
    """
    status = status_of(error)
    known = reasons().get(error.reason)
    details = [
        _detail("ErrorInfo", reason=error.reason, domain=DOMAIN, metadata=error.metadata),
        _detail(
            "Help",
            links=[{"description": error.reason, "url": f"/docs/errors/{error.reason}"}],
        ),
    ]
    if known is not None:
        text = known.texts[language]
        details.append(_detail("LocalizedMessage", locale=LOCALES[language], message=text))
    if error.violations:
        details.append(
            _detail("BadRequest", fieldViolations=list(map(_violation, error.violations)))
        )
    if status in _RETRIED:
        details.append(_detail("RetryInfo", retryDelay=f"{retry_after.total_seconds():g}s"))
    code = CODES[status]
    return code, {
        "error": {"code": code, "status": status, "message": error.message, "details": details}
    }


def _detail(kind: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON values
    return {"@type": f"type.googleapis.com/google.rpc.{kind}", **fields}


def _violation(violation: FieldViolation) -> dict[str, str]:
    return {"field": violation.field, "description": violation.description}
