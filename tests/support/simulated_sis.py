"""A simulated system and a client of it that knows nothing of quirks."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpx

from infra.local.sis import Settings, SisServer, Version, make_data
from infra.local.sis.data import SisData

PEOPLE = 200
SCOPE = "https://purl.imsglobal.org/spec/or/{}/scope/{}"


@cache
def shared_data() -> SisData:
    """Two hundred people, for tests that change nothing."""
    return make_data(PEOPLE)


class Visitor:
    """Signed in by a token; asks one version, the newest one unless told."""

    def __init__(self, sis: SisServer, version: Version | None = None) -> None:
        self.sis = sis
        self.base = sis.url_of(version) if version else sis.base_url
        self.http = httpx.Client(verify=trust(sis), trust_env=False)
        self.token: dict[str, Any] = {}

    def sign_in(self, **fields: str) -> httpx.Response:
        answer = self.http.post(
            self.sis.token_url,
            data={"grant_type": "client_credentials", **fields},
            auth=(self.sis.client_id, self.sis.client_secret),
        )
        if answer.status_code == 200:
            self.token = answer.json()
            self.http.headers["Authorization"] = f"Bearer {self.token['access_token']}"
        return answer

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.http.get(f"{self.base}/{path}", params=query)

    def records(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """A whole collection in one page, by the key that the specification has."""
        answer = self.get(path, **{"limit": 100_000, **query})
        assert answer.status_code == 200, answer.text
        key = {"schools": "orgs", "students": "users", "teachers": "users"}.get(path, path)
        key = "academicSessions" if path in {"terms", "gradingPeriods"} else key
        found: list[dict[str, Any]] = answer.json()[key]
        return found

    def ids(self, path: str, **query: Any) -> list[str]:
        return [each["sourcedId"] for each in self.records(path, **query)]


@contextmanager
def visit(
    *quirks: str,
    settings: Settings | None = None,
    data: SisData | None = None,
    version: Version | None = None,
) -> Iterator[Visitor]:
    """A server with these quirks, and somebody who is signed in there."""
    with serve(*quirks, settings=settings, data=data) as sis:
        visitor = Visitor(sis, version)
        with visitor.http:
            assert visitor.sign_in().status_code == 200
            yield visitor


@contextmanager
def serve(
    *quirks: str, settings: Settings | None = None, data: SisData | None = None
) -> Iterator[SisServer]:
    with SisServer(data or shared_data(), quirks, settings or Settings()) as sis:
        yield sis


def trust(sis: SisServer) -> ssl.SSLContext:
    """Nobody but the authority of this server."""
    return ssl.create_default_context(cafile=str(sis.ca_file))


def links(answer: httpx.Response) -> dict[str, str]:
    """The addresses of the header Link by their relation."""
    return {str(name): str(each["url"]) for name, each in answer.links.items()}


def ids_of(records: Sequence[dict[str, Any]]) -> list[str]:
    return [each["sourcedId"] for each in records]
