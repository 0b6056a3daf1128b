"""Reads Firestore's emulator over its REST interface, as the superuser that only it knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx

from infra.local.loopback import PLAINLY

PAGE = 300
SUPERUSER = {"Authorization": "Bearer owner"}


class Documents:
    """The documents of one project. Errors of the transport are raised as `httpx.HTTPError`."""

    def __init__(self, address: str, project: str) -> None:
        """Name the emulator's ``host:port`` and the project."""
        root = f"http://{address}/v1/projects/{project}/databases/(default)/documents"
        self._root = root
        self._client = httpx.Client(headers=SUPERUSER, timeout=30, **PLAINLY)

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def get(self, path: str) -> dict[str, Any] | None:
        """One document's fields as Python values, None when there is none."""
        answer = self._client.get(f"{self._root}/{path}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        answer.raise_for_status()
        return _fields(answer.json())

    def all(self, path: str) -> dict[str, dict[str, Any]]:
        """Every document of a collection: its id → its fields."""
        return {
            document["name"].rpartition("/")[2]: _fields(document)
            for page in self._pages(path)
            for document in page
        }

    def _pages(self, path: str) -> Iterator[list[dict[str, Any]]]:
        token = ""
        while True:
            query = {"pageSize": str(PAGE)} | ({"pageToken": token} if token else {})
            answer = self._client.get(f"{self._root}/{path}", params=query)
            answer.raise_for_status()
            body = answer.json()
            yield body.get("documents", [])
            token = body.get("nextPageToken", "")
            if not token:
                return


def _fields(document: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in document.get("fields", {}).items()}


def _value(typed: dict[str, Any]) -> Any:  # noqa: ANN401  # a document's value is of any type
    ((kind, value),) = typed.items()
    if kind == "integerValue":
        return int(value)
    if kind == "arrayValue":
        return [_value(one) for one in value.get("values", [])]
    if kind == "mapValue":
        return _fields(value)
    return value
