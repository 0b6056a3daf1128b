"""The simulated system without quirks does what OneRoster 1.1 and 1.2 say."""

from __future__ import annotations

import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from infra.local.sis import Settings, SisServer, Version, changes, make_data
from infra.local.sis.records import User
from infra.local.sis.shelf import Shelf
from tests.support.simulated_sis import SCOPE, Visitor, links, shared_data, trust, visit

LINCOLN = "school-lincoln-high"
KEYS = {
    "academicSessions": ("academicSessions", "academicSession"),
    "terms": ("academicSessions", "academicSession"),
    "gradingPeriods": ("academicSessions", "academicSession"),
    "orgs": ("orgs", "org"),
    "schools": ("orgs", "org"),
    "courses": ("courses", "course"),
    "classes": ("classes", "class"),
    "enrollments": ("enrollments", "enrollment"),
    "users": ("users", "user"),
    "students": ("users", "user"),
    "teachers": ("users", "user"),
}


@pytest.mark.parametrize("version", list(Version))
def test_every_collection_has_its_key_and_gives_single_objects(version: Version) -> None:
    with visit(version=version) as client:
        for path, (many, one) in KEYS.items():
            answer = client.get(path, limit=1)
            assert answer.headers["content-type"] == "application/json"
            assert list(answer.json()) == [many], path
            [first] = answer.json()[many]
            assert first.keys() >= {"sourcedId", "status", "dateLastModified"}
            single = client.get(f"{path}/{first['sourcedId']}")
            assert single.json() == {one: first}
        assert client.get("users/nobody").status_code == 404
        assert client.get("pupils").status_code == 404


def test_what_a_version_says_of_a_user_is_its_own() -> None:
    with visit(version=Version.V1_1) as old:
        user = old.get("teachers", limit=1).json()["users"][0]
        roles = {each["role"] for each in old.records("users")}
    assert (user["role"], user["orgs"][0]["sourcedId"]) == ("teacher", LINCOLN)
    assert "roles" not in user
    assert roles == {"student", "teacher", "aide", "administrator", "guardian"}

    with visit(version=Version.V1_2) as new:
        user = new.get("teachers", limit=1).json()["users"][0]
        roles = {each["roles"][0]["role"] for each in new.records("users")}
    [role] = user["roles"]
    assert (role["roleType"], role["role"], role["org"]["sourcedId"]) == (
        "primary",
        "teacher",
        LINCOLN,
    )
    assert {"role", "orgs"}.isdisjoint(user)
    assert roles == {"student", "teacher", "aide", "siteAdministrator", "guardian"}


def test_pages_tell_where_they_are_and_make_up_the_whole() -> None:
    with visit() as client:
        first = client.get("users", limit=90)
        assert first.headers["x-total-count"] == "200"
        assert links(first).keys() == {"first", "next", "last"}
        second = client.http.get(links(first)["next"])
        third = client.http.get(links(second)["next"])
        assert links(third).keys() == {"first", "prev", "last"}
        found = [user for page in (first, second, third) for user in page.json()["users"]]
        assert found == client.records("users")
        assert len(client.get("users").json()["users"]) == 100
        assert client.get("users", offset=200).json() == {"users": []}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status='active'", 200),
        ("status!='active'", 0),
        ("roles.role='student'", 107),
        ("sourcedId='student-100234'", 1),
        ("sourcedId='student-100234' OR sourcedId='student-100235'", 2),
        ("sourcedId='student-100234,student-100235'", 2),
        ("sourcedId='student-100234' AND status='tobedeleted'", 0),
        ("dateLastModified>'2026-08-03T05:59:59.999Z'", 200),
        ("dateLastModified>'2026-08-03T06:00:00.000Z'", 0),
        ("dateLastModified>='2026-08-03T06:00:00.000Z'", 200),
        ("dateLastModified<'2026-08-03T08:00:00.001+02:00'", 200),
        ("sourcedId~'00235'", 1),
        ("grades='KG,12'", 17),
    ],
)
def test_filters_choose(query: str, expected: int) -> None:
    with visit() as client:
        answer = client.get("users", filter=query, limit=1000)
        assert len(answer.json()["users"]) == expected
        assert answer.headers["x-total-count"] == str(expected)


def test_a_value_in_a_filter_may_have_a_quote() -> None:
    with visit() as client:
        named = {each["familyName"] for each in client.records("users")}
        [name] = [each for each in named if "'" in each][:1]
        quoted = name.replace("'", "''")
        found = client.records("users", filter=f"familyName='{quoted}'")
        assert {each["familyName"] for each in found} == {name}


@pytest.mark.parametrize(
    "query",
    [
        "status=active",
        "status='active",
        "shoeSize='44'",
        "status='active'AND role='student'",
        "status='active' AND role='student' AND grades='09'",
        "dateLastModified>'yesterday'",
        "status=\u2019active\u2019",
    ],
)
def test_a_filter_out_of_the_grammar_is_a_400(query: str) -> None:
    with visit() as client:
        answer = client.get("users", filter=query)
        assert answer.status_code == 400
        assert "invalid_filter_field" in answer.text


def test_sorting_and_selecting() -> None:
    with visit() as client:
        up = client.ids("users", sort="sourcedId", orderBy="asc")
        assert up == sorted(up)
        assert client.ids("users", sort="sourcedId", orderBy="desc") == up[::-1]
        names = [each["familyName"] for each in client.records("users", sort="familyName")]
        assert names == sorted(names)
        [first, *_] = client.records("users", fields="sourcedId,familyName")
        assert first.keys() == {"sourcedId", "familyName"}


@pytest.mark.parametrize("query", [{"limit": "many"}, {"limit": "0"}, {"offset": "-1"}])
def test_limits_that_are_none_are_a_400(query: dict[str, str]) -> None:
    with visit() as client:
        assert client.get("users", **query).status_code == 400


def test_only_reading_is_possible() -> None:
    with visit() as client:
        assert client.http.delete(f"{client.base}/users/student-100234").status_code == 405
        assert client.http.get(client.sis.token_url).status_code == 405


def test_demographics_need_a_scope_of_their_own_and_the_log_tells_who_asked() -> None:
    with visit() as client:
        assert client.get("demographics").status_code == 403
        client.sign_in(scope=SCOPE.format("v1p2", "roster-demographics.readonly"))
        assert client.get("demographics", limit=1).json()["demographics"][0]["sex"]
        assert client.get("users").status_code == 403
        asked = [each.path for each in client.sis.requests if "demographics" in each.path]
        assert asked == ["/ims/oneroster/rostering/v1p2/demographics"] * 2
        assert [each.status for each in client.sis.requests] == [200, 403, 200, 200, 403]


def test_bodies_are_packed_for_whoever_takes_it() -> None:
    with visit() as client:
        packed = client.get("users")
        plain = client.http.get(f"{client.base}/users", headers={"Accept-Encoding": "identity"})
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert packed.json() == plain.json()


def test_one_version_and_another_place_below_a_prefix() -> None:
    settings = Settings(
        versions=frozenset({Version.V1_1}),
        prefix="/campus/api/oneroster/v1p2/app",
        paths={Version.V1_1: "/v1"},
        token_path="/oauth2/token?appName=app",
    )
    with visit(settings=settings) as client:
        assert client.base.endswith("/campus/api/oneroster/v1p2/app/v1")
        assert client.get("orgs").status_code == 200
        root = client.base.partition("/campus")[0]
        assert client.http.get(f"{root}/ims/oneroster/rostering/v1p2/orgs").status_code == 404


def test_nobody_trusts_it_by_accident() -> None:
    with visit() as client, pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"{client.base}/orgs", trust_env=False)


def test_the_certificate_is_for_this_machine_only(tmp_path: Path) -> None:
    with SisServer(shared_data(), folder=tmp_path) as sis:
        assert sis.ca_file.parent == tmp_path
        port = int(sis.root_url.rpartition(":")[2])
        for name, refused in (("localhost", False), ("127.0.0.1", False), ("example.org", True)):
            with socket.create_connection(("127.0.0.1", port)) as plain:
                try:
                    trust(sis).wrap_socket(plain, server_hostname=name).close()
                except ssl.SSLCertVerificationError:
                    assert refused
                else:
                    assert not refused
        key = next(path for path in tmp_path.iterdir() if path != sis.ca_file)
        assert key.stat().st_mode & 0o077 == 0


def test_the_system_changes_while_it_is_read() -> None:
    data = make_data(60)
    at = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    with visit(data=data) as client:
        before = client.ids("users")
        [joined] = changes.join(data, "lincoln-high", 1, at)
        student = next(each for each in data.of(User) if each.is_a("student") and each.agents)
        changes.edit(data, student.sourced_id, at, family_name="Otherwise")
        changes.leave(data, [before[1]], at)
        delta = "dateLastModified>'2026-11-01T00:00:00.000Z'"
        changed = {each["sourcedId"]: each for each in client.records("users", filter=delta)}
        assert changed[joined.sourced_id]["status"] == "active"
        assert changed[before[1]]["status"] == "tobedeleted"
        assert changed[student.sourced_id]["familyName"] == "Otherwise"
        assert changed[student.sourced_id]["dateLastModified"] == "2026-11-20T03:00:00.000Z"
        seats = client.records("enrollments", filter=delta)
        joins = [each for each in seats if each["user"]["sourcedId"] == joined.sourced_id]
        assert {each["status"] for each in joins} == {"active"}
        left = [each for each in seats if each["user"]["sourcedId"] == before[1]]
        assert {each["status"] for each in left} == {"tobedeleted"}


def test_who_keeps_a_connection_is_not_answered_after_the_end() -> None:
    with visit() as client:
        assert client.get("orgs").status_code == 200
        client.sis.stop()
        with pytest.raises(httpx.TransportError):
            client.get("orgs")


def test_what_is_written_ahead_is_not_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with visit(data=make_data(30)) as client:
        client.sis.write_ahead()
        monkeypatch.setattr(Shelf, "_write", None)
        assert len(client.records("users")) == 30
        assert client.records("enrollments")


def test_collections_are_read_side_by_side() -> None:
    with visit(data=make_data(150)) as client:
        paths = [*KEYS, *KEYS]
        with ThreadPoolExecutor(len(paths)) as pool:
            together = list(pool.map(client.ids, paths))
        assert together == [client.ids(path) for path in paths]


def test_it_may_be_named_by_its_number() -> None:
    with visit(settings=Settings(host="127.0.0.1")) as client:
        assert client.base.startswith("https://127.0.0.1:")
        [org, *_] = client.records("schools")
        assert org["parent"]["href"] == f"{client.base}/orgs/district"


def test_it_ends_while_answers_are_under_way() -> None:
    with SisServer(shared_data(), ["slow-drip=50"]) as sis:
        client = Visitor(sis)
        client.sign_in()
        stream = client.http.stream("GET", f"{client.base}/users")
        pieces = stream.__enter__().iter_raw(1)
        assert next(pieces) == b"{"
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
        list(pieces)
    client.http.close()
