"""Test connection and Sync now through the door of the API, on a simulated system."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from infra.local.sis import make_data
from infra.local.sis.data import SisData
from shared.rostering.runs import Outcome
from tests.support.api import Caller
from tests.support.pulled import HIGH_SCHOOL, PulledSchool, pulled_school
from tests.support.world import World

PEOPLE = 120


@pytest.fixture(scope="module")
def data() -> SisData:
    return make_data(PEOPLE)


def _tested(owner: Caller, school: PulledSchool) -> dict[str, Any]:
    path = f"/v1/schools/{school.world.school}/rosterConnections/sis:test"
    answer = owner.post(path, {})
    assert answer.code == 200, answer.json
    assert school.sis.client_secret not in str(answer.json)
    body: dict[str, Any] = answer.json
    return body


def _codes(found: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in found["problems"]]


def test_it_says_what_is_there(owner: Caller, world: World, data: SisData) -> None:
    with pulled_school(world, data) as school:
        school.set_up()
        found = _tested(owner, school)
        asked = {logged.path.rsplit("/", 1)[1] for logged in school.sis.requests}
    assert found["isWorking"] is True
    assert found["version"] == "V1P2"
    assert found["baseUrl"].endswith("/ims/oneroster/rostering/v1p2")
    assert _codes(found) == []
    ours = [each["sourcedId"] for each in found["schools"] if each["isOurs"]]
    assert ours == [HIGH_SCHOOL]
    assert len(found["schools"]) == 3
    counts = {each["collection"]: each["count"] for each in found["collections"]}
    assert counts["users"] == PEOPLE
    assert set(counts) == {"users", "academicSessions", "courses", "classes", "enrollments"}
    assert "demographics" not in asked


def test_a_school_of_our_name_is_found_and_must_be_chosen(
    owner: Caller, world: World, data: SisData
) -> None:
    with pulled_school(world, data) as school:
        school.set_up(school="")
        commit = world.documents.commit()
        commit.update(f"schools/{world.school}", {"displayName": "LINCOLN High-School"})
        commit.run()
        found = _tested(owner, school)
        assert _codes(found) == ["SCHOOL_AMBIGUOUS"]
        assert [e["sourcedId"] for e in found["schools"] if e["isOurs"]] == [HIGH_SCHOOL]
        school.set_up(school="school-that-closed")
        assert _codes(_tested(owner, school)) == ["SCHOOL_UNKNOWN"]


@pytest.mark.parametrize(
    ("quirk", "codes"),
    [
        ("expired", ["SOURCE_SIGN_IN"]),
        ("login-page", ["SOURCE_ANSWER_UNREADABLE"]),
        ("not-licensed", ["SOURCE_NOT_FOUND"]),
        ("redirect-inward", ["SOURCE_REDIRECTS"]),
        ("gzip-bomb", ["SOURCE_ANSWER_TOO_LARGE"]),
        ("error-200", ["SOURCE_FAILED"]),
    ],
)
def test_what_is_wrong_is_said(
    owner: Caller, world: World, data: SisData, quirk: str, codes: list[str]
) -> None:
    with pulled_school(world, data, quirk) as school:
        school.set_up()
        found = _tested(owner, school)
    assert found["isWorking"] is False
    assert _codes(found) == codes


def test_what_is_not_granted_is_said_beside_what_is(
    owner: Caller, world: World, data: SisData
) -> None:
    with pulled_school(world, data, "forbidden") as school:
        school.set_up()
        found = _tested(owner, school)
    assert found["isWorking"] is True
    assert found["problems"] == [
        {"code": "SOURCE_FORBIDDEN", "collection": "enrollments", "field": "", "status": "403"}
    ]


def test_a_system_without_schools_is_said(owner: Caller, world: World, data: SisData) -> None:
    with pulled_school(world, data, "no-schools") as school:
        school.set_up(school="")
        assert _codes(_tested(owner, school)) == ["SOURCE_NO_SCHOOLS"]


def test_a_wrong_secret_is_no_way_in_and_shows_nowhere(
    owner: Caller, world: World, data: SisData
) -> None:
    with pulled_school(world, data) as school:
        school.set_up(secret="wrong-s3cret-zq")
        found = _tested(owner, school)
    assert _codes(found) == ["SOURCE_SIGN_IN"]
    assert "wrong-s3cret-zq" not in str(found)


def test_sync_now_pulls_once_and_is_on_record(owner: Caller, world: World, data: SisData) -> None:
    path = f"/v1/schools/{world.school}/rosterConnections/sis:syncNow"
    with pulled_school(world, data) as school:
        school.set_up()
        tried = owner.post(path, {}, validateOnly="true")
        assert (tried.code, tried.json["run"]) == (200, "")
        first = owner.post(path, {})
        second = owner.post(path, {})
        assert first.json["run"] == second.json["run"] != ""
        run = first.json["run"].rpartition("/")[2]
        seen = owner.get(f"/v1/schools/{world.school}/rosterRuns/{run}").json
        assert (seen["state"], seen["pull"]["collections"]) == ("PULLING", [])
        world.drain()
        assert world.run(run).outcome is Outcome.APPLIED
        seen = owner.get(f"/v1/schools/{world.school}/rosterRuns/{run}").json
        world.now += timedelta(seconds=20)
        third = owner.post(path, {}).json["run"]
        assert third not in {"", first.json["run"]}
        assert owner.post(path, {}).json["run"] == third
        world.drain()
        assert world.run(third.rpartition("/")[2]).outcome is Outcome.UNCHANGED
    counts = {each["collection"]: each["records"] for each in seen["pull"]["collections"]}
    assert counts == {"orgs": 4, "users": PEOPLE}
    assert seen["file"]["fileName"].endswith(".zip")
    verbs = [entry.fields["verb"] for entry in world.documents.all("audit")]
    assert [verb for verb in verbs if verb.startswith("roster")] == 2 * ["rosterRuns:syncNow"]


def test_who_sends_files_has_nothing_to_test_or_pull(owner: Caller, world: World) -> None:
    world.set_up()
    for verb in ("test", "syncNow"):
        answer = owner.post(f"/v1/schools/{world.school}/rosterConnections/sis:{verb}", {})
        assert (answer.code, answer.reason) == (400, "NOT_A_PULL")
