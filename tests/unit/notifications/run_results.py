"""Payloads of ``roster.run.closed`` as the contract between rostering and notifications says."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

OUTCOMES = ["APPLIED", "UNCHANGED", "DRY_RUN", "HELD", "REJECTED", "STALE", "FAILED", "PAUSED"]

ARCHIVE_SHARE = {
    "code": "ARCHIVE_SHARE",
    "kind": "student",
    "count": 540,
    "of": 1800,
    "limit": 0.1,
    "message": "540 of 1800 active people would be archived; they wait for approval.",
}

_CLOSED: dict[str, Any] = {
    "run": "mfrggzdfmztwq2lk",
    "connection": "sftp",
    "connectionName": "Aeries over SFTP",
    "fileName": "LincolnHighSchool_students_nov22_2026.csv",
    "trigger": "FILE",
    "outcome": "APPLIED",
    "approval": "NONE",
    "receivedTime": "2026-11-22T20:05:00Z",
    "closedTime": "2026-11-22T20:05:09.250000Z",
    "counts": {"rows": 1284, "rejected": 1, "warnings": 2, "unchanged": 1234},
    "problems": [
        {
            "code": "EMAIL_INVALID",
            "severity": "error",
            "line": 12,
            "field": "email",
            "message": "The e-mail is no address.",
        },
        {
            "code": "ENCODING_CP1252",
            "severity": "warning",
            "line": None,
            "field": None,
            "message": "The file is not UTF-8.",
        },
    ],
    "problemCounts": {"EMAIL_INVALID": 1, "ENCODING_CP1252": 1},
    "holds": [],
}


def closed(outcome: str = "APPLIED", **changes: Any) -> dict[str, Any]:
    """A payload with some fields exchanged; ``counts`` are added to the usual ones."""
    payload = deepcopy(_CLOSED) | {"outcome": outcome}
    payload["counts"] |= changes.pop("counts", {})
    return payload | changes


def brake() -> dict[str, Any]:
    """540 of 1,800 students missing from a file with 25 newcomers, archiving on."""
    counts = {
        "added": {"student": 25},
        "guardians": 41,
        "held": 540,
        "planned": {"archived": {"student": 540}},
    }
    return closed("HELD", approval="PENDING", holds=[ARCHIVE_SHARE], counts=counts)
