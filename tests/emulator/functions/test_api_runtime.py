"""What every call of the API gets past: its token, its standing, its rate, its request id."""

from __future__ import annotations

from typing import Any

import pytest

from functions.runtime import rates
from shared.cloud.firestore import Documents
from shared.kernel.roles import Role
from tests.support.api import ApiDoor, signed_in, token
from tests.support.emulators import EmulatorEnv

ME = "/v1/me"


@pytest.fixture
def door(api_env: EmulatorEnv) -> ApiDoor:
    return ApiDoor("people_api", api_env.project)


@pytest.fixture
def documents(api_env: EmulatorEnv) -> Documents:
    return Documents(api_env.project)


def _member(documents: Documents, school: str, person: str, **changes: Any) -> None:
    commit = documents.commit()
    fields = {"schemaVersion": 1, "kind": "teacher", "role": "TEACHER", "state": "ACTIVE"}
    commit.put(f"schools/{school}/members/{person}", {**fields, **changes})
    commit.run()


def _school(documents: Documents, school: str, **changes: Any) -> None:
    commit = documents.commit()
    fields = {"displayName": f"School {school}", "timeZone": "America/Chicago", "language": "es"}
    commit.put(f"schools/{school}", {"schemaVersion": 1, **fields, **changes})
    commit.run()


def test_nobody_and_forged_callers_are_refused(door: ApiDoor, api_env: EmulatorEnv) -> None:
    assert door.nobody().get(ME).reason == "TOKEN_MISSING"
    for bearer, reason in (
        ("x.y.z", "TOKEN_INVALID"),
        (token("another-project", d={"p": "x"}), "TOKEN_INVALID"),
        (token(api_env.project, d={"p": "x"}, exp=1), "TOKEN_EXPIRED"),
        (token(api_env.project, d={"p": "x"}), "SESSION_ENDED"),
        (token(api_env.project, d={"p": "x"}, s="s1"), "SESSION_ENDED"),
        (signed_in(api_env.project), "SCHOOL_NOT_YOURS"),
    ):
        assert door.bearing(bearer).get(ME).reason == reason


def test_an_unknown_path_tells_nobody_without_a_token_that_it_is_unknown(door: ApiDoor) -> None:
    assert door.nobody().get("/v1/nothing").reason == "TOKEN_MISSING"
    assert door.district_manager().get("/v1/nothing").reason == "ROUTE_UNKNOWN"


def test_answers_are_kept_by_nobody(door: ApiDoor) -> None:
    for answer in (door.district_manager().get(ME), door.nobody().get(ME)):
        assert answer.response.headers["Cache-Control"] == "no-store"
        assert answer.response.headers["X-Content-Type-Options"] == "nosniff"


def test_an_error_is_in_the_callers_language(door: ApiDoor) -> None:
    answer = door.nobody().call("GET", ME, headers={"Accept-Language": "es-MX,es;q=0.9"})
    texts = [each for each in answer.json["error"]["details"] if "locale" in each]
    assert texts[0]["locale"] == "es-US"
    assert answer.json["error"]["message"] == "the call has no bearer token"


def test_requests_that_do_not_fit_say_where(door: ApiDoor) -> None:
    manager = door.district_manager()
    answer = manager.get("/v1/schools", pageSize="many", shoe="9")
    assert (answer.code, answer.reason) == (400, "REQUEST_INVALID")
    assert sorted(answer.fields) == ["pageSize", "shoe"]
    assert manager.get("/v1/schools", pageSize=-1).fields == ["pageSize"]
    assert manager.get("/v1/schools", pageToken="x").reason == "PAGE_TOKEN_INVALID"
    assert manager.get("/v1/schools/UPPER").reason == "REQUEST_INVALID"


def test_what_a_request_holds_is_never_repeated_in_an_error(door: ApiDoor) -> None:
    answer = door.district_manager().get("/v1/schools", view="Maria-Garcia-secret")
    assert answer.reason == "REQUEST_INVALID"
    assert "Garcia" not in answer.response.get_data(as_text=True)


def test_methods_and_sizes_that_are_not_taken(door: ApiDoor) -> None:
    manager = door.district_manager()
    answer = manager.post(ME, {})
    assert (answer.code, answer.reason) == (405, "METHOD_NOT_ALLOWED")
    assert "GET" in answer.response.headers["Allow"]
    large = manager.post(ME, {"x": "y" * (1 << 20)})
    assert (large.code, large.reason) == (400, "BODY_TOO_LARGE")


def test_a_verb_is_no_part_of_an_id(door: ApiDoor) -> None:
    manager = door.district_manager()
    for method in ("GET", "PATCH"):
        answer = manager.call(method, "/v1/schools/lincoln/members/p1:archive", {})
        assert (answer.code, answer.reason) == (405, "METHOD_NOT_ALLOWED")
        assert "POST" in answer.response.headers["Allow"]
        assert "GET" not in answer.response.headers["Allow"]
    assert manager.get("/v1/schools/lincoln/members/p1:wave").reason == "ROUTE_UNKNOWN"


def test_a_member_sees_their_school_and_a_stranger_does_not(
    door: ApiDoor, documents: Documents, school: str
) -> None:
    _school(documents, school)
    _member(documents, school, "p1")
    teacher = door.somebody(school, Role.TEACHER, "p1")
    assert teacher.get(f"/v1/schools/{school}").json == {
        "name": f"schools/{school}",
        "displayName": f"School {school}",
        "timeZone": "America/Chicago",
        "language": "es",
    }
    assert teacher.get("/v1/schools/another").reason == "SCHOOL_NOT_YOURS"
    assert door.district_manager().get("/v1/schools/no-such").reason == "SCHOOL_UNKNOWN"
    me = teacher.get(ME).json
    assert [each["school"] for each in me["memberships"]] == [f"schools/{school}"]
    assert me["memberships"][0]["schoolDisplayName"] == f"School {school}"
    assert "rosterRuns:get" not in me["memberships"][0]["permissions"]


def test_numbers_are_for_those_who_run_the_school(
    door: ApiDoor, documents: Documents, school: str
) -> None:
    _school(documents, school)
    _member(documents, school, "p1")
    _member(documents, school, "p2", kind="student", role="STUDENT")
    _member(documents, school, "p3", kind="student", role="STUDENT")
    _member(documents, school, "p4", kind="student", role="STUDENT", state="ARCHIVED")
    _member(documents, school, "p5", kind="admin", role="OWNER")
    path = f"/v1/schools/{school}"
    owner = door.somebody(school, Role.OWNER, "p5")
    counts = {"students": 2, "teachers": 1, "staff": 0, "admins": 1}
    assert owner.get(path, view="FULL").json["counts"] == counts
    assert "counts" not in door.somebody(school, Role.TEACHER, "p1").get(path, view="FULL").json
    listed = owner.get("/v1/schools", view="FULL").json
    assert listed["schools"][0]["counts"] == counts


def test_an_archived_person_is_out_and_a_parent_is_known_by_their_own_record(
    door: ApiDoor, documents: Documents, school: str
) -> None:
    _school(documents, school)
    _member(documents, school, "gone", state="ARCHIVED")
    path = f"/v1/schools/{school}"
    for person in ("gone", "never-there"):
        answer = door.somebody(school, Role.OWNER, person).get(path)
        assert (answer.code, answer.reason) == (401, "MEMBERSHIP_ENDED")
    parent = door.somebody(school, Role.PARENT, "g1")
    assert parent.get(path).reason == "MEMBERSHIP_ENDED"
    commit = documents.commit()
    for guardian, students in (("g2", ["p1"]), ("g3", [])):
        fields = {"guardianId": guardian, "studentIds": students}
        commit.put(f"schools/{school}/guardians/{guardian}", fields)
    commit.run()
    assert door.somebody(school, Role.PARENT, "g2").get(path).code == 200
    assert door.somebody(school, Role.PARENT, "g3").get(path).reason == "MEMBERSHIP_ENDED"


def test_who_was_archived_at_one_of_two_schools_signs_in_again_and_has_the_other(
    door: ApiDoor, api_env: EmulatorEnv, documents: Documents, school: str
) -> None:
    gone, still = f"{school}-a", f"{school}-b"
    for each, state in ((gone, "ARCHIVED"), (still, "ACTIVE")):
        _school(documents, each)
        _member(documents, each, "p1", state=state, role="OWNER", personId="p1")
    both = {each: {"r": "OWNER", "p": "p1"} for each in (gone, still)}
    bearer = signed_in(api_env.project, m=both, uid=f"two-{school}")
    assert door.bearing(bearer).get("/v1/schools").reason == "MEMBERSHIP_ENDED"
    account = documents.get(f"accounts/two-{school}")
    assert account is not None
    assert list(account.fields["memberships"]) == [still]
    assert account.fields["sessions"] == {}
    assert account.fields["state"] == "ACTIVE"
    again = signed_in(api_env.project, m={still: both[still]})
    listed = door.bearing(again).get("/v1/schools").json["schools"]
    assert [each["name"] for each in listed] == [f"schools/{still}"]


def test_who_is_nobody_anywhere_has_no_account_any_more(
    door: ApiDoor, api_env: EmulatorEnv, documents: Documents, school: str
) -> None:
    _school(documents, school)
    person = f"only-{school}"
    _member(documents, school, person, state="ARCHIVED", personId=person)
    bearer = signed_in(api_env.project, m={school: {"r": "TEACHER", "p": person}}, uid=school)
    assert door.bearing(bearer).get(f"/v1/schools/{school}").reason == "MEMBERSHIP_ENDED"
    account = documents.get(f"accounts/{school}")
    assert account is not None
    assert (account.fields["state"], account.fields["sessions"]) == ("ENDED", {})
    # Firebase could not be told here; who sweeps tells it later.
    assert account.fields["isPending"] is True


def test_a_role_that_was_taken_is_taken_at_once(
    door: ApiDoor, api_env: EmulatorEnv, documents: Documents, school: str
) -> None:
    _school(documents, school)
    _member(documents, school, "p1", role="TEACHER", personId="p1")
    bearer = signed_in(api_env.project, m={school: {"r": "OWNER", "p": "p1"}})
    answer = door.bearing(bearer).get(f"/v1/schools/{school}")
    assert (answer.code, answer.reason) == (401, "MEMBERSHIP_ENDED")


def test_a_district_manager_pages_through_all_schools(
    door: ApiDoor, documents: Documents, school: str
) -> None:
    ids = [f"{school}-{letter}" for letter in "abcde"]
    for each in ids:
        _school(documents, each)
    manager = door.district_manager()
    seen: list[str] = []
    page = ""
    while True:
        answer = manager.get("/v1/schools", pageSize=2, pageToken=page).json
        assert len(answer["schools"]) <= 2
        seen += [each["name"].partition("/")[2] for each in answer["schools"]]
        page = answer["nextPageToken"]
        if not page:
            break
    assert [each for each in seen if each.startswith(school)] == ids
    assert len(set(seen)) == len(seen)


def test_a_page_token_of_one_caller_is_nothing_to_another(
    door: ApiDoor, documents: Documents, school: str
) -> None:
    for letter in "ab":
        _school(documents, f"{school}-{letter}")
    page = door.district_manager().get("/v1/schools", pageSize=1).json["nextPageToken"]
    other = door.district_manager().get("/v1/schools", pageSize=1, pageToken=page)
    assert other.reason == "PAGE_TOKEN_INVALID"


def test_who_calls_too_often_waits(door: ApiDoor, api_env: EmulatorEnv) -> None:
    caller = door.bearing(signed_in(api_env.project, d={"p": "x"}, uid="busy"))
    answers = [caller.get(ME) for _ in range(rates.CALLS_A_MINUTE + 100)]
    refused = [answer for answer in answers if answer.code == 429]
    assert refused
    assert answers[rates.CALLS_A_MINUTE - 1].code == 200
    assert refused[0].reason == "RATE_LIMITED"
    assert int(refused[0].response.headers["Retry-After"]) >= 1
    assert door.bearing(signed_in(api_env.project, d={"p": "x"}, uid="calm")).get(ME).code == 200
