"""Quirks of records: how they are spelled, and what is in the system at all."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.sis import Settings, Version, changes, make_data
from tests.support.simulated_sis import SCOPE, Visitor, visit

LINCOLN = "school-lincoln-high"
SCHOOLS = {LINCOLN, "school-roosevelt-middle", "school-maple-grove-elementary"}


def role_of(user: dict[str, Any]) -> str:
    return str(user["roles"][0]["role"])


def with_role(client: Visitor, role: str) -> list[dict[str, Any]]:
    return [each for each in client.records("users") if role_of(each) == role]


def test_flat_refs() -> None:
    with visit("flat-refs") as client:
        made = client.records("classes")[1]
        assert made["schoolId"] == LINCOLN
        assert made["courseId"] == "course-lincoln-high-en-09"
        assert made["term"] == "term-1-of-2027"
        seat = client.records("enrollments")[0]
        assert (seat["userId"], seat["classId"]) == ("student-100235", "class-lincoln-high-ho-09-1")
        user = client.records("students")[0]
        assert user["agents"][0].startswith("guardian-")
        assert user["roles"][0]["orgId"] == LINCOLN
        assert "href" not in client.get("users").text


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("no-zone", "2026-08-03 06:00:00"),
        ("space-zone", "2026-08-03 06:00:00Z"),
        ("day", "2026-08-03"),
        ("us", "8/03/2026"),
    ],
)
def test_dates(form: str, told: str) -> None:
    with visit(f"dates={form}") as client:
        assert client.records("orgs")[0]["dateLastModified"] == told


@pytest.mark.parametrize(
    ("form", "on", "off"), [("upper", "TRUE", "FALSE"), ("one", "1", "0"), ("bool", True, False)]
)
def test_enabled(form: str, on: object, off: object) -> None:
    data = make_data(20)
    changes.edit(data, "student-100234", enabled=False)
    with visit(f"enabled={form}", data=data) as client:
        users = {each["sourcedId"]: each["enabledUser"] for each in client.records("users")}
    disabled = users.pop("student-100234")
    assert (disabled, type(disabled)) == (off, type(off))
    assert {(each, type(each)) for each in users.values()} == {(on, type(on))}


def test_enum_case() -> None:
    with visit("enum-case") as client:
        org, school = client.records("orgs")[:2]
        assert (org["type"], school["type"], org["status"]) == (
            " DISTRICT ",
            " SCHOOL ",
            " ACTIVE ",
        )
        assert client.records("classes")[0]["classType"] == " HOMEROOM "
        assert client.records("enrollments")[0]["role"] == " STUDENT "
        [role] = client.records("students")[0]["roles"]
        assert (role["role"], role["roleType"]) == ("Student ", "PRIMARY")


def test_status_missing() -> None:
    with visit("status-missing") as client:
        for path in ("orgs", "classes", "users", "enrollments"):
            assert all("status" not in each for each in client.records(path))


def test_status_unknown() -> None:
    with visit("status-unknown=3") as client:
        users = client.records("users")
        assert [each["status"] for each in users if each["status"] != "active"] == ["pending"] * 3


@pytest.mark.parametrize(
    ("quirk", "statuses"),
    [(None, {"active", "tobedeleted"}), ("gone-inactive", {"active", "inactive"})],
)
def test_what_is_gone_says_so(quirk: str | None, statuses: set[str]) -> None:
    data = make_data(40)
    changes.leave(data, ["student-100234"])
    with visit(*filter(None, [quirk]), data=data) as client:
        for path in ("users", "enrollments"):
            assert {each["status"] for each in client.records(path)} == statuses


def test_gone_vanishes() -> None:
    data = make_data(40)
    changes.leave(data, ["student-100234"])
    with visit("gone-vanishes", data=data) as client:
        assert "student-100234" not in client.ids("users")
        assert client.get("users/student-100234").status_code == 404
        seats = client.records("enrollments")
        assert seats
        assert "student-100234" not in {each["user"]["sourcedId"] for each in seats}


def test_orphans() -> None:
    with visit("orphans=4") as client:
        users, classes = set(client.ids("users")), set(client.ids("classes"))
        seats = client.records("enrollments")
        no_user = [each for each in seats if each["user"]["sourcedId"] not in users]
        no_class = [each for each in seats if each["class"]["sourcedId"] not in classes]
        assert (len(no_user), len(no_class)) == (4, 4)


def test_sex_word() -> None:
    with visit("sex-word") as client:
        client.sign_in(scope=SCOPE.format("v1p2", "roster-demographics.readonly"))
        assert {each["sex"] for each in client.records("demographics")} == {"Male", "Female"}


def test_what_is_empty_is_left_out_null_or_blank() -> None:
    with visit() as client:
        aide = with_role(client, "aide")[0]
        assert {"agents", "grades", "sms", "middleName"}.isdisjoint(aide)
    with visit("nulls") as client:
        aide = with_role(client, "aide")[0]
        assert [aide[each] for each in ("agents", "grades", "sms")] == [None] * 3
    with visit("blanks") as client:
        aide = with_role(client, "aide")[0]
        assert [aide[each] for each in ("agents", "grades", "sms")] == [""] * 3


def test_lists_as_text() -> None:
    with visit("lists-as-text") as client:
        science = next(each for each in client.records("classes") if "Science" in each["title"])
        assert (science["grades"], science["subjects"]) == ("09", "Science")
        assert science["periods"] == "4,1"
        assert client.records("students")[0]["grades"] == "11"


def test_roles_on_users() -> None:
    with visit("roles-on-users", "users-two-roles=1") as client:
        teacher = client.get("users/employee-100900").json()["user"]
        assert (teacher["role"], teacher["orgs"][0]["sourcedId"]) == ("teacher", LINCOLN)
        assert "roles" not in teacher


@pytest.mark.parametrize(
    ("side", "naming"),
    [("none", set()), ("students", {"student"}), ("guardians", {"guardian"})],
)
def test_agents(side: str, naming: set[str]) -> None:
    with visit() as client:
        both = {role_of(each) for each in client.records("users") if each.get("agents")}
    assert both == {"student", "guardian"}
    with visit(f"agents={side}") as client:
        assert {role_of(each) for each in client.records("users") if each.get("agents")} == naming


def test_guardians_per_school() -> None:
    with visit() as client:
        whole = with_role(client, "guardian")
    several = [each for each in whole if len(each["roles"]) > 1]
    with visit("guardians-per-school") as client:
        users = {each["sourcedId"]: each for each in client.records("users")}
        split = with_role(client, "guardian")
    assert several
    assert len(split) == sum(len(each["roles"]) for each in whole)
    assert {len(each["roles"]) for each in split} == {1}
    for guardian in split:
        for child in guardian["agents"]:
            student = users[child["sourcedId"]]
            named = {each["sourcedId"] for each in student["agents"]}
            assert guardian["sourcedId"] in named
            assert student["roles"][0]["org"] == guardian["roles"][0]["org"]


def test_id_case() -> None:
    with visit("id-case") as client:
        users = client.ids("users")
        seats = [each["user"]["sourcedId"] for each in client.records("enrollments")]
        assert all(each == each.upper() for each in seats)
        assert set(users).isdisjoint(seats)
        assert {each.lower() for each in seats} <= set(users)
        student = client.records("students")[0]
        assert student["agents"][0]["sourcedId"].startswith("GUARDIAN-")


def test_ids_differ() -> None:
    with visit() as client:
        before = client.records("students")
    with visit("ids-differ") as client:
        after = client.records("students")
        seats = {each["user"]["sourcedId"] for each in client.records("enrollments")}
        assert seats <= set(client.ids("users"))
        assert client.get(f"users/{after[0]['sourcedId']}").status_code == 200
    assert {each["sourcedId"] for each in before}.isdisjoint(each["sourcedId"] for each in after)
    assert [each["identifier"] for each in before] == [each["identifier"] for each in after]


def test_no_staff_email() -> None:
    with visit("no-staff-email") as client:
        with_email = {role_of(each) for each in client.records("users") if each.get("email")}
        assert with_email == {"student", "guardian"}


@pytest.mark.parametrize(
    ("form", "periods", "code"),
    [
        ("code", None, "SC-09-01 - Period 4 - Room 103"),
        ("text", "4", "SC-09-01"),
        ("expressions", ["04", "01"], "SC-09-01"),
    ],
)
def test_periods(form: str, periods: object, code: str) -> None:
    with visit(f"periods={form}") as client:
        science = next(each for each in client.records("classes") if "Science" in each["title"])
        assert (science.get("periods"), science["classCode"]) == (periods, code)


def test_expressions_of_periods_differ() -> None:
    with visit("periods=expressions") as client:
        told = {each["periods"][0].strip("0123456789HR") for each in client.records("classes")}
        assert told == {"(A)", "P", "", "(A-B)"}


def test_private_fields() -> None:
    with visit("private-fields") as client:
        user = client.records("users")[0]
        assert user["password"] == "hunter2-canary"
        assert user["metadata"].keys() == {"homeAddress", "lunchStatus", "birthDate"}


def test_wrong_year() -> None:
    with visit("wrong-year") as client:
        sessions = client.records("academicSessions")
        assert {each["schoolYear"] for each in sessions} == {"2026"}
        assert sessions[0]["startDate"] == "2025-08-17"
        known = set(client.ids("academicSessions"))
        for made in client.records("classes"):
            assert {each["sourcedId"] for each in made["terms"]} <= known
        assert {each["schoolYear"]["sourcedId"] for each in client.records("courses")} <= known


def test_shared_sis() -> None:
    with visit() as client:
        own = {path: set(client.ids(path)) for path in ("orgs", "users", "enrollments")}
    with visit("shared-sis") as client:
        for path, ids in own.items():
            found = client.ids(path)
            assert len(found) == len(set(found)) > len(ids)
            assert ids < set(found)
        neighbors = [each for each in client.records("schools") if each["sourcedId"] not in SCHOOLS]
        assert {each["parent"]["sourcedId"] for each in neighbors} == {"neighbor-district"}
        emails = [each["email"] for each in client.records("users") if each.get("email")]
        assert len(emails) == len(set(emails))


def test_no_schools() -> None:
    with visit("no-schools") as client:
        assert client.ids("orgs") == ["district"]
        assert client.ids("schools") == []


def test_half_missing() -> None:
    with visit() as client:
        before = client.records("students")
    with visit("half-missing") as client:
        after = set(client.ids("students"))
    here = [each["sourcedId"] for each in before if at(each) == {LINCOLN}]
    others = [each["sourcedId"] for each in before if at(each) != {LINCOLN}]
    assert len(after.intersection(here)) == (len(here) + 1) // 2
    assert after.issuperset(others)


def test_users_no_school() -> None:
    with visit("users-no-school=2") as client:
        nowhere = [each for each in client.records("students") if not at(each)]
        assert [each["roles"] for each in nowhere] == [
            [{"roleType": "primary", "role": "student"}]
        ] * 2


def test_users_many_schools() -> None:
    with visit("users-many-schools=1") as client:
        widest = max(client.records("teachers"), key=lambda each: len(each["roles"]))
        assert at(widest) == SCHOOLS | {"district"}
        kinds = [each["roleType"] for each in widest["roles"]]
        assert kinds == ["primary", "secondary", "secondary", "secondary"]


def test_users_per_school() -> None:
    with visit("users-per-school=1") as client:
        several = [each for each in client.records("teachers") if len(each["roles"]) > 1]
        seats = {each["user"]["sourcedId"] for each in client.records("enrollments")}
    assert len(several) == len(SCHOOLS)
    assert [at(each) for each in several] == [SCHOOLS] * len(SCHOOLS)
    assert len({each["sourcedId"] for each in several}) == len(SCHOOLS)
    assert len({(each["identifier"], each["email"]) for each in several}) == 1
    assert len(seats.intersection(each["sourcedId"] for each in several)) == 1


def test_users_no_role() -> None:
    with visit("users-no-role=1") as client:
        without = [each for each in client.records("users") if "roles" not in each]
        assert [each["primaryOrg"]["sourcedId"] for each in without] == [LINCOLN]
    with visit("users-no-role=1", version=Version.V1_1) as client:
        without = [each for each in client.records("users") if "role" not in each]
        assert [each["orgs"][0]["sourcedId"] for each in without] == [LINCOLN]


def test_users_two_roles() -> None:
    with visit("users-two-roles=1") as client:
        two = [each for each in client.records("teachers") if len(each["roles"]) > 1]
        assert [[role["role"] for role in each["roles"]] for each in two] == [
            ["teacher", "guardian"]
        ]


def test_role_unknown() -> None:
    with visit("role-unknown=2") as client:
        assert len(with_role(client, "ext:coach")) == 2
    old = Settings(versions=frozenset({Version.V1_1}))
    with visit("role-unknown=2", settings=old) as client:
        roles = [each["role"] for each in client.records("users")]
        assert roles.count("ext:coach") == 2


def at(user: dict[str, Any]) -> set[str]:
    return {each["org"]["sourcedId"] for each in user["roles"] if "org" in each}
