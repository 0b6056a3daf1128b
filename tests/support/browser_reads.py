"""Firestore as a browser reaches it: under the rules, with a token or none, by REST."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from infra.local.loopback import PLAINLY
from tests.support.api import token

RULES = Path(__file__).resolve().parents[2] / "infra" / "firebase" / "firestore.rules"


@dataclass(frozen=True)
class RuledDatabase:
    """One project of the emulator under our rules.

    Attributes:
        host: ``host:port`` of the emulator.
    """

    host: str
    project: str

    def load(self, rules: str) -> None:
        """Put these rules in force."""
        files = [{"name": "firestore.rules", "content": rules}]
        answer = httpx.put(
            f"http://{self.host}/emulator/v1/projects/{self.project}:securityRules",
            json={"rules": {"files": files}},
            **PLAINLY,
        )
        assert answer.status_code == 200, answer.text

    def write_as_server(self, path: str, fields: Mapping[str, Any]) -> None:
        """Write a document past the rules."""
        answer = self._send("PATCH", path, "owner", {"fields": _values(fields)})
        assert answer.status_code == 200, answer.text

    def may(self, operation: str, path: str, claims: Mapping[str, Any] | None) -> bool:
        """Whether the rules let somebody do something; anything but a clear answer is an error.

        Args:
            operation: ``get``, ``create``, ``update``, ``delete``, or ``list`` and how many or all.
            path: of the document; lists are of its collection.
            claims: of the token; None for nobody.
        """
        bearer = "" if claims is None else token(self.project, **claims)
        answer = self._do(operation, path, bearer)
        denied = answer.status_code == 403 or "PERMISSION_DENIED" in answer.text
        # A document that isn't there was looked for: that is let in, too.
        assert denied or answer.status_code in (200, 404), f"{operation} {path}: {answer.text}"
        return not denied

    def coverage(self) -> list[tuple[str, int]]:
        """Every expression of our rules, and how often it was looked at since they were loaded."""
        answer = httpx.get(
            f"http://{self.host}/emulator/v1/projects/{self.project}:ruleCoverage", **PLAINLY
        )
        lines = rules_text().splitlines()
        return [entry for each in answer.json()["report"] for entry in _looked_at(each, lines)]

    def _do(self, operation: str, path: str, bearer: str) -> httpx.Response:
        parent, _, document = path.rpartition("/")
        match operation:
            case "get":
                return self._send("GET", path, bearer)
            case "list 100" | "list 101" | "list all":
                above, _, collection = parent.rpartition("/")
                query: dict[str, Any] = {"from": [{"collectionId": collection}]}
                if operation != "list all":
                    query["limit"] = int(operation.removeprefix("list "))
                place = f"{above}:runQuery" if above else ":runQuery"
                return self._send("POST", place, bearer, {"structuredQuery": query})
            case "create":
                new = f"{parent}?documentId={document}-new"
                return self._send("POST", new, bearer, {"fields": _values({"x": "y"})})
            case "update":
                return self._send("PATCH", path, bearer, {"fields": _values({"x": "y"})})
            case _:
                return self._send("DELETE", path, bearer)

    def _send(self, method: str, path: str, bearer: str, body: Any = None) -> httpx.Response:
        base = f"http://{self.host}/v1/projects/{self.project}/databases/(default)/documents"
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        address = f"{base}{path}" if path.startswith(":") else f"{base}/{path}"
        return _client().request(method, address, headers=headers, json=body)


@cache
def _client() -> httpx.Client:
    return httpx.Client(**PLAINLY)


def _values(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in fields.items()}


def _value(value: Any) -> dict[str, Any]:
    match value:
        case bool():
            return {"booleanValue": value}
        case str():
            return {"stringValue": value}
        case list():
            return {"arrayValue": {"values": [_value(each) for each in value]}}
        case datetime():
            return {"timestampValue": value.isoformat()}
        case _:
            return {"mapValue": {"fields": _values(value)}}


def _looked_at(report: Mapping[str, Any], lines: list[str]) -> list[tuple[str, int]]:
    place = report["sourcePosition"]
    values = report.get("values", [])
    text = lines[place["line"] - 1].strip()
    counted = sum(each["count"] for each in values)
    own = [(f"line {place['line']}, column {place.get('column', 1)}: {text}", counted)]
    below = [entry for child in report.get("children", []) for entry in _looked_at(child, lines)]
    return own + below


def rules_text() -> str:
    """Our rules."""
    return RULES.read_text("utf-8")


OUT = ("archived", "role taken", "signed out", "account ended", "not used", "factor missing")
"""Columns of people who were somebody when they signed in, and what has become of them since."""


def uid_of(column: str) -> str:
    """The account of somebody of a column of ``documents.csv``."""
    return column.lower().replace(" ", "-").replace("_", "-")


def claims_of(column: str) -> dict[str, Any] | None:
    """The claims of somebody of a column; None for nobody."""
    if column == "nobody":
        return None
    claims = {"uid": uid_of(column)}
    return claims if column == "claims gone" else {**claims, "s": "s1"}


def account_of_column(column: str, school: str) -> dict[str, Any]:
    """The account of somebody of a column, as their sign-in left it or as it became since."""
    role = "OWNER" if column in (*OUT, "claims gone", "other school") else column
    grades = ["09"] if column == "MANAGER of grades" else []
    role = "MANAGER" if column in ("MANAGER of grades", "limited since") else role
    place = f"{school}-other" if column == "other school" else school
    held = {"role": role, "person": uid_of(column), "grades": grades, "modules": []}
    district = column == "DISTRICT_MANAGER"
    return {
        "state": "ENDED" if column == "account ended" else "ACTIVE",
        "district": district,
        "memberships": {} if district else {place: held},
        "sessions": {} if column == "signed out" else {"s1": _session_of_column(column)},
    }


def _session_of_column(column: str) -> dict[str, Any]:
    """A session as it was before sessions had an end, or one that ends, or is over."""
    hour = timedelta(hours=-1 if column == "not used" else 1)
    ends = {} if column == "MANAGER" else {"expireTime": datetime.now(UTC) + hour}
    return {"provider": "password", "limited": column == "factor missing", **ends}


def record_of_column(column: str, school: str) -> tuple[str, dict[str, Any]]:
    """Where a school's record of somebody of a column is, and what it says now."""
    account = account_of_column(column, school)
    place, held = next(iter(account["memberships"].items()), (school, {"role": "OWNER"}))
    if column == "PARENT":
        return f"schools/{place}/guardians/{uid_of(column)}", {"studentIds": ["pupil"]}
    state = "ARCHIVED" if column == "archived" else "ACTIVE"
    role = "TEACHER" if column == "role taken" else held["role"]
    limits = {"limitedToGrades": ["09"]} if column == "limited since" else {}
    return f"schools/{place}/members/{uid_of(column)}", {"state": state, "role": role, **limits}
