"""Errors as ``google.rpc.Status``, and the list of their reasons."""

from __future__ import annotations

import ast
import re
from datetime import timedelta

import pytest

from functions.runtime.statuses import CODES, body_of, reasons, status_of
from shared.kernel.errors import (
    CarillonError,
    Conflict,
    Denied,
    FieldViolation,
    Invalid,
    Missing,
    Permanent,
    Throttled,
    Transient,
    Unauthenticated,
)
from tests.support.tree import ROOT

CALLED_BY_THE_API = (
    "functions/runtime",
    "functions/calendar",
    "functions/identity",
    "functions/notifications",
    "functions/people",
    "functions/rostering",
    "shared/calendar",
    "shared/cloud",
    "shared/identity",
    "shared/kernel",
    "shared/notifications",
    "shared/people",
    "shared/rostering",
)
RAISED = {"Conflict", "Denied", "Invalid", "Missing", "Unauthenticated"}
OF_EVENTS = {"EVENT_MALFORMED", "NOTICE_GONE", "OBJECT_EXISTS", "SCHEDULE_TIME_MISSING"}


@pytest.mark.parametrize("name", sorted(reasons()))
def test_a_reason_is_written_whole(name: str) -> None:
    reason = reasons()[name]
    assert re.fullmatch(r"[A-Z][A-Z0-9_]{2,62}", name)
    assert reason.status in CODES
    texts = [*reason.texts.values(), reason.cause, reason.fix, reason.who]
    assert all(text == text.strip() and text.endswith(".") for text in texts)
    assert reason.texts["en"] != reason.texts["es"]
    assert set(reason.texts) == {"en", "es"}


def _raised() -> set[str]:
    found = set()
    for folder in CALLED_BY_THE_API:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                    continue
                first = node.args[0] if node.args else None
                if node.func.id in RAISED and isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def test_every_reason_that_the_api_can_give_is_on_the_list() -> None:
    raised = _raised()
    assert {"ROLE_MAY_NOT", "TOKEN_MISSING", "PAGE_TOKEN_INVALID"} <= raised
    assert raised - OF_EVENTS <= set(reasons())


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (Unauthenticated("TOKEN_MISSING", "x"), 401, "UNAUTHENTICATED"),
        (Denied("ROLE_MAY_NOT", "x"), 403, "PERMISSION_DENIED"),
        (Missing("SCHOOL_UNKNOWN", "x"), 404, "NOT_FOUND"),
        (Invalid("FILTER_INVALID", "x"), 400, "INVALID_ARGUMENT"),
        (Conflict("SOMETHING_NEW", "x"), 409, "ABORTED"),
        (Permanent("SOMETHING_NEW", "x"), 400, "FAILED_PRECONDITION"),
        (Transient("SOMETHING_NEW", "x"), 503, "UNAVAILABLE"),
        (Throttled(timedelta(seconds=3)), 429, "RESOURCE_EXHAUSTED"),
    ],
)
def test_an_error_has_the_status_of_its_reason_or_its_class(
    error: CarillonError, code: int, status: str
) -> None:
    assert status_of(error) == status
    http, body = body_of(error, "en", timedelta(seconds=3))
    assert (http, body["error"]["code"], body["error"]["status"]) == (code, code, status)
    kinds = [detail["@type"].rpartition(".")[2] for detail in body["error"]["details"]]
    assert kinds.count("ErrorInfo") == 1
    assert ("RetryInfo" in kinds) == (status in {"UNAVAILABLE", "RESOURCE_EXHAUSTED"})


def test_a_body_says_what_where_and_what_to_read() -> None:
    violation = FieldViolation("pageSize", "must not be negative")
    error = Invalid("PAGE_SIZE_NEGATIVE", "text", {"size": "-1"}, [violation])
    details = {
        each["@type"].rpartition(".")[2]: each
        for each in body_of(error, "es")[1]["error"]["details"]
    }
    assert details["ErrorInfo"]["reason"] == "PAGE_SIZE_NEGATIVE"
    assert details["ErrorInfo"]["domain"] == "carillon"
    assert details["ErrorInfo"]["metadata"] == {"size": "-1"}
    assert details["BadRequest"]["fieldViolations"] == [
        {"field": "pageSize", "description": "must not be negative"}
    ]
    assert details["LocalizedMessage"]["locale"] == "es-US"
    assert details["Help"]["links"][0]["url"] == "/docs/errors/PAGE_SIZE_NEGATIVE"
