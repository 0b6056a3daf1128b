"""The last night of a school with four systems: synced, refused, held, and in a blackout."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from infra.local.seed import TIME_ZONE
from shared.cloud.firestore import Commit
from shared.kernel.ids import ConnectionId, SchoolId
from shared.rostering.api_source import ApiSource
from shared.rostering.connections import Connection, Method, connection_fields
from shared.rostering.gate import Hold
from shared.rostering.model import Kind
from shared.rostering.night import PULL_HOUR, last_night
from shared.rostering.run_store import connection_path
from shared.rostering.runs import Trigger, new_run_fields, pull_run_id, run_path
from shared.rostering.windows import Window, WindowKind

SCHOOL = SchoolId("maple-grove-elementary")
_REFUSED = {
    "outcome": "FAILED",
    "problems": [
        {
            "code": "SOURCE_SIGN_IN",
            "severity": "error",
            "line": None,
            "field": None,
            "message": "The system does not accept the key.",
        }
    ],
    "problemCounts": {"SOURCE_SIGN_IN": 1},
}
_HELD = {
    "outcome": "HELD",
    "counts": {"added": {"student": 4}, "held": 96},
    "holds": [
        Hold("KEY_CHURN", Kind.STUDENT, 96, 100, 0.05, "96 of 100 match somebody.").as_json()
    ],
    "window": "ROLLOVER",
}
_SYNCED = {
    "outcome": "APPLIED",
    "counts": {
        "added": {"student": 11, "teacher": 1},
        "updated": {"student": 1240},
        "missing": {"student": 3},
    },
}


def put_night(commit: Commit, now: datetime) -> None:
    """Write the connections, and what the newest night did with them."""
    night = last_night(now, TIME_ZONE, PULL_HOUR)
    blackout = Window(WindowKind.BLACKOUT, night.day - timedelta(1), night.day + timedelta(1))
    for name, title, windows, ended in (
        ("aeries", "Aeries", (), _SYNCED),
        ("skyward", "Skyward", (), _REFUSED),
        ("synergy", "Synergy", (), _HELD),
        ("summer-school", "Summer school", (blackout,), None),
    ):
        connection = Connection(
            school=SCHOOL,
            connection=ConnectionId(name),
            display_name=title,
            enabled=True,
            method=Method.ONEROSTER,
            windows=windows,
            verified_time=now,
            api_source=ApiSource(
                "https://sis.district.example",
                client_id="key",
                secret_version="projects/demo-carillon/secrets/one/versions/1",
                secret_time=now,
            ),
        )
        commit.put(connection_path(SCHOOL, connection.connection), connection_fields(connection))
        if ended is not None:
            run = pull_run_id(SCHOOL, name, night.key(1))
            commit.put(run_path(SCHOOL, run), _run(connection, run, night.begin, ended))


def _run(
    connection: Connection, run: str, begin: datetime, ended: Mapping[str, Any]
) -> dict[str, Any]:
    closed = {"state": "CLOSED", "closedTime": begin + timedelta(minutes=12)}
    pull = {"pull": {"collections": {"users": {"records": 1284, "total": 1284}}}}
    return {**new_run_fields(connection, run, Trigger.FILE, begin), **closed, **pull, **ended}
