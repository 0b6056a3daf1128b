"""Plans through the door of the API: pages of another plan, matches declined, files on record."""

from __future__ import annotations

from typing import Any

import pytest

from shared.kernel.ids import digest_id
from shared.kernel.roles import Role
from tests.support.api import Caller
from tests.support.rosters import student, students
from tests.support.two_schools import District
from tests.support.world import ID_SPACE


@pytest.fixture
def owner(district: District) -> Caller:
    return district.site.bearing(district.bearer(Role.OWNER))


def _run(district: District, run: str) -> str:
    return f"/v1/schools/{district.here.ids['school']}/rosterRuns/{run}"


def test_a_page_of_one_plan_is_no_page_of_another(owner: Caller, district: District) -> None:
    applied = _run(district, district.here.known["applied"])
    page = owner.get(f"{applied}/operations", pageSize=2)
    token = page.json["nextPageToken"]
    assert token
    held = _run(district, district.here.ids["run"])
    for path, more in ((held, {}), (applied, {"filter": 'kind = "student"'})):
        answer = owner.get(f"{path}/operations", pageSize=2, pageToken=token, **more)
        assert (answer.code, answer.reason) == (400, "PAGE_TOKEN_INVALID")
    assert owner.get(f"{applied}/operations", pageSize=2, pageToken=token).code == 200


def test_a_decision_about_another_plan_changes_nothing(owner: Caller, district: District) -> None:
    path = _run(district, district.here.ids["run"])
    other = owner.get(_run(district, district.here.known["applied"])).json["planHash"]
    persons = district.here.known["persons"]
    for verb in ("approve", "discard", "declineMatches"):
        body = {"planHash": other, **({} if verb == "discard" else {"persons": persons})}
        answer = owner.post(f"{path}:{verb}", body)
        assert (answer.code, answer.reason) == (409, "PLAN_CHANGED")
    assert owner.get(path).json["approval"] == "PENDING"


def test_somebody_who_was_taken_for_another_is_new(owner: Caller, district: District) -> None:
    here, world = district.here, district.here.world
    path = _run(district, here.ids["run"])
    body = {"planHash": here.known["planHash"], "persons": here.known["persons"]}
    stranger = owner.post(f"{path}:declineMatches", {**body, "persons": [here.people["pupil"]]})
    assert (stranger.code, stranger.reason) == (400, "SUBJECT_UNKNOWN")
    tried = owner.post(f"{path}:declineMatches", body, validateOnly="true")
    assert (tried.code, tried.json["approval"]) == (200, "PENDING")
    assert owner.post(f"{path}:declineMatches", body).json["approval"] == "DISCARDED"
    again = owner.post(f"{path}:declineMatches", body)
    assert (again.code, again.reason) == (409, "NOT_AWAITING")
    world.send("students.csv", students(range(11), student(11, id="711")))
    assert world.members()["711"]["personId"] == digest_id(ID_SPACE, "students", "711")
    assert world.members()["1011"]["personId"] == digest_id(ID_SPACE, "students", "1011")


def test_who_takes_a_plan_as_a_file_is_on_record(owner: Caller, district: District) -> None:
    applied = district.here.known["applied"]
    path = f"{_run(district, applied)}:exportPlan"
    as_json = owner.get(path, format="JSON")
    changes = len(as_json.json)
    assert changes == 24
    assert as_json.response.headers["Content-Disposition"].endswith(f"plan-{applied}.json")
    as_csv = owner.get(path).response
    assert as_csv.mimetype == "text/csv"
    assert as_csv.get_data().count(b"\r\n") > 24
    assert owner.get(_run(district, "nothing") + ":exportPlan").reason == "RUN_UNKNOWN"
    found = [each.fields for each in district.here.world.documents.all("audit")]
    entries = [each for each in found if each["verb"] == "rosterRuns:exportPlan"]
    assert {each["actor"] for each in entries} == {f"person:{district.here.people[Role.OWNER]}"}
    assert {each["school"] for each in entries} == {district.here.ids["school"]}
    exports: dict[str, list[dict[str, Any]]] = {}
    for subject in [each["subjects"][0] for each in entries]:
        exports.setdefault(subject.pop("export"), []).append(subject)
    # Each at its beginning, and at its end with how many changes went out.
    for begun, ended in [sorted(each, key=len) for each in exports.values()]:
        assert ended == {**begun, "count": changes}
        assert begun["run"] == applied
    assert {each["format"] for one in exports.values() for each in one} == {"CSV", "JSON"}
