"""Quirks of pages: what a reader meets who goes by totals, by links, or by short pages."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.support.simulated_sis import Visitor, ids_of, links, visit

ALL = 200


def page(client: Visitor, **query: Any) -> list[str]:
    answer = client.get("users", **query)
    assert answer.status_code == 200, answer.text
    return ids_of(answer.json()["users"])


def walk(client: Visitor, limit: int, path: str = "users") -> list[list[str]]:
    """Every page until an empty one, going on behind what was received."""
    pages: list[list[str]] = []
    while True:
        got = sum(map(len, pages))
        found = ids_of(client.get(path, limit=limit, offset=got).json()["users"])
        if not found:
            return pages
        pages.append(found)


def test_no_total() -> None:
    with visit("no-total") as client:
        answer = client.get("users")
        assert "x-total-count" not in answer.headers
        assert "next" in links(answer)


def test_no_links() -> None:
    with visit("no-links") as client:
        answer = client.get("users")
        assert "link" not in answer.headers
        assert answer.headers["x-total-count"] == "200"


def test_next_always() -> None:
    with visit("next-always") as client:
        behind = client.get("users", offset=500)
        assert behind.json() == {"users": []}
        assert "offset=600" in links(behind)["next"]


def test_next_other_host() -> None:
    with visit("next-other-host") as client:
        address = httpx.URL(links(client.get("users"))["next"])
        assert address.host == "internal-sis.example.net"
        assert address.path == "/ims/oneroster/rostering/v1p2/users"
        assert address.params["offset"] == "100"


def test_next_itself() -> None:
    with visit("next-itself") as client:
        second = client.get("users", limit=50, offset=50)
        assert httpx.URL(links(second)["next"]) == second.url


def test_next_http() -> None:
    with visit("next-http") as client:
        told = links(client.get("users"))
        assert told["next"] == f"{told['first'].replace('https', 'http', 1)[:-1]}100"


def test_link_comma() -> None:
    with visit("link-comma") as client:
        assert client.get("users").headers["link"].endswith('rel="next",')


def test_next_headers() -> None:
    with visit("next-headers") as client:
        answer = client.get("users", limit=150, offset=150)
        assert {"link", "x-total-count"}.isdisjoint(answer.headers)
        told = {name: answer.headers[name] for name in ("limit", "offset", "result-count")}
        assert told == {"limit": "150", "offset": "150", "result-count": "50"}
        assert answer.headers["next"].endswith("limit=150&offset=300")
        assert answer.headers["previous"].endswith("limit=150&offset=0")


def test_page_cap() -> None:
    with visit("page-cap=30") as client:
        assert len(page(client, limit=5000)) == 30
        assert [len(each) for each in walk(client, 5000)] == [30] * 6 + [20]
        assert "offset=30" in links(client.get("users", limit=5000))["next"]


def test_limit_refused() -> None:
    with visit("limit-refused=150") as client:
        assert client.get("users", limit=151).status_code == 400
        assert len(page(client, limit=150)) == 150


def test_offset_ignored() -> None:
    with visit("offset-ignored") as client:
        assert page(client, limit=20, offset=100) == page(client, limit=20)


@pytest.mark.parametrize(
    ("quirk", "told"),
    [
        ("total-of-page", "50"),
        ("total-short=20", "180"),
        ("total-short=900", "0"),
        ("total-long=20", "220"),
        ("total-words", "about 200"),
    ],
)
def test_totals_that_lie(quirk: str, told: str) -> None:
    with visit(quirk) as client:
        assert client.get("users", limit=50).headers["x-total-count"] == told
        assert sum(map(len, walk(client, 50))) == ALL


def test_short_pages() -> None:
    with visit("short-pages") as client:
        pages = walk(client, 60)
        assert [len(each) for each in pages] == [30, 60, 30, 60, 20]
        assert len({each for page in pages for each in page}) == ALL


def test_pages_overlap() -> None:
    with visit("pages-overlap=2") as client:
        pages = walk(client, 60)
        assert pages[1][:2] == pages[0][-2:]
        found = [each for page in pages for each in page]
        assert len(found) > len(set(found)) == ALL


def test_pages_shrink() -> None:
    with visit("pages-shrink=3") as client:
        before = page(client, limit=1000)
        pages = walk(client, 60)
        # Three vanish before each page behind the first one, so a reader by offset misses others.
        assert pages[1] == before[63:123]
        assert page(client, limit=60, offset=60) == before[63:123]
        assert len({each for page in pages for each in page}) == ALL - 9
        assert page(client, limit=1000) == before


def test_unsorted() -> None:
    with visit("unsorted") as client:
        assert page(client, limit=1000) != page(client, limit=1000)
        assert sorted(page(client, limit=1000)) == page(client, limit=1000, sort="sourcedId")


@pytest.mark.parametrize(
    ("quirk", "query"),
    [
        ("sort-refused", {"sort": "sourcedId"}),
        ("sort-refused", {"orderBy": "asc"}),
        ("fields-refused", {"fields": "sourcedId"}),
        ("filter-refused", {"filter": "status='active'"}),
    ],
)
def test_parameters_that_are_refused(quirk: str, query: dict[str, str]) -> None:
    with visit(quirk) as client:
        assert client.get("users", **query).status_code == 400
        assert client.get("users").status_code == 200


def test_filter_ignored() -> None:
    with visit("filter-ignored") as client:
        assert len(page(client, limit=1000, filter="status='tobedeleted'")) == ALL


def test_last_page_fails() -> None:
    with visit("last-page-fails=2") as client:
        assert client.get("users", limit=150).status_code == 200
        answers = [client.get("users", limit=150, offset=150) for _ in range(3)]
        assert [each.status_code for each in answers] == [502, 502, 200]
        assert len(answers[-1].json()["users"]) == 50
        assert client.get("orgs").status_code == 502


def test_empty_204() -> None:
    with visit("empty-204") as client:
        answer = client.get("users", offset=200)
        assert (answer.status_code, answer.content) == (204, b"")
        assert client.get("users").status_code == 200


def test_empty_body() -> None:
    with visit("empty-body") as client:
        answer = client.get("users", filter="status='tobedeleted'")
        assert (answer.status_code, answer.content) == (200, b"")
        assert client.get("users").json()["users"]
