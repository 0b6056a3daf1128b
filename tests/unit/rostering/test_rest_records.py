"""Records as rows: whatever a server's JSON looks like, the cells are those of the CSV binding."""

from __future__ import annotations

from typing import Any

import pytest

from shared.rostering.sources.rest_records import (
    CLASSES,
    ENROLLMENTS,
    ORGS,
    USERS,
    Collection,
    roles_of,
    rows_of,
    text_of,
)


def _cells(record: dict[str, Any], collection: Collection) -> dict[str, str]:
    (row,) = rows_of([record], collection)
    return {name: cell for name, cell in zip(collection.header, row, strict=True) if cell}


def test_a_user_has_only_what_people_need() -> None:
    user = {
        "sourcedId": "u-1",
        "status": "active",
        "dateLastModified": "2026-11-22T09:19:35.369Z",
        "enabledUser": "true",
        "username": "ana",
        "givenName": "Ana",
        "familyName": "García",
        "middleName": "Q",
        "identifier": "1001",
        "email": "ana@example.org",
        "sms": "5551234567",
        "phone": "",
        "grades": ["09"],
        "password": "hunter2",
        "pronouns": "she/her",
        "birthDate": "2010-01-01",
        "metadata": {"ssn": "1"},
        "agents": [{"href": "/users/g-1", "sourcedId": "g-1", "type": "user"}],
    }
    assert _cells(user, USERS) == {
        "sourcedId": "u-1",
        "status": "active",
        "username": "ana",
        "givenName": "Ana",
        "familyName": "García",
        "identifier": "1001",
        "email": "ana@example.org",
        "sms": "5551234567",
        "grades": "09",
        "agentSourcedIds": "g-1",
    }


@pytest.mark.parametrize(
    ("agents", "cell"),
    [
        ({"agents": [{"sourcedId": "a"}, {"sourcedId": "b"}]}, "a,b"),
        ({"agents": ["a", "b"]}, "a,b"),
        ({"agents": {"sourcedId": "a"}}, "a"),
        ({"agentSourcedIds": ["a", "b"]}, "a,b"),
        ({"agentSourcedIds": "a,b"}, "a,b"),
        ({"agentSourceIds": "a"}, "a"),
        ({"agentSourceIds": None}, ""),
        ({"agents": [None, {}, ""]}, ""),
        ({}, ""),
    ],
)
def test_guardians_are_found(agents: dict[str, Any], cell: str) -> None:
    assert _cells({"sourcedId": "u", **agents}, USERS).get("agentSourcedIds", "") == cell


@pytest.mark.parametrize(
    ("grades", "cell"),
    [
        (["09"], "09"), (["09", "10"], "09,10"), ("09", "09"), ("1,2", "1,2"), (9, "9"),
        ([9.0], "9"), (None, ""), ([], ""), ("", ""), ([""], ""),
    ],
)  # fmt: skip
def test_grades_in_every_shape(grades: object, cell: str) -> None:
    assert _cells({"sourcedId": "u", "grades": grades}, USERS).get("grades", "") == cell
    assert _cells({"sourcedId": "u", "grade": grades}, USERS).get("grades", "") == cell


def test_names_of_fields_may_have_any_case() -> None:
    user = {"SOURCEDID": "u", "givenname": "Ana", "FamilyName": "G"}
    assert _cells(user, USERS) == {"sourcedId": "u", "givenName": "Ana", "familyName": "G"}


def test_a_class_by_reference_and_flattened() -> None:
    refs = {
        "sourcedId": "c",
        "title": "Algebra",
        "classType": "scheduled",
        "periods": ["1", "3"],
        "course": {"sourcedId": "k", "href": "https://elsewhere.example/k", "type": "org"},
        "school": {"sourcedId": "s"},
        "terms": [{"sourcedId": "t1"}, {"sourcedId": "t2"}],
    }
    flat = {
        **{name: refs[name] for name in ("sourcedId", "title", "classType")},
        "periods": "1,3",
        "courseId": "k",
        "schoolId": "s",
        "term": ["t1", "t2"],
    }
    expected = {
        "sourcedId": "c",
        "title": "Algebra",
        "classType": "scheduled",
        "periods": "1,3",
        "courseSourcedId": "k",
        "schoolSourcedId": "s",
        "termSourcedIds": "t1,t2",
    }
    assert _cells(refs, CLASSES) == expected
    assert _cells(flat, CLASSES) == expected


def test_an_enrollment_by_reference_and_flattened() -> None:
    expected = {
        "sourcedId": "e",
        "classSourcedId": "c",
        "schoolSourcedId": "s",
        "userSourcedId": "u",
        "role": "student",
        "primary": "false",
    }
    refs = {
        "class": {"sourcedId": "c"}, "school": {"sourcedId": "s"}, "user": {"sourcedId": "u"},
    }  # fmt: skip
    flat = {"classId": "c", "schoolId": "s", "userId": "u"}
    for where in (refs, flat):
        given = {"sourcedId": "e", "role": "student", "primary": False, **where}
        assert _cells(given, ENROLLMENTS) == expected


def test_an_organization_and_its_parent() -> None:
    given = {"sourcedId": "s", "name": "Lincoln", "type": "school", "parent": {"sourcedId": "d"}}
    assert _cells(given, ORGS) == {
        "sourcedId": "s", "name": "Lincoln", "type": "school", "parentSourcedId": "d",
    }  # fmt: skip


def test_roles_of_version_1_1() -> None:
    user = {
        "sourcedId": "u", "role": "teacher", "orgs": [{"sourcedId": "a"}, {"sourcedId": "b"}],
    }  # fmt: skip
    assert list(roles_of([user])) == [
        ("", "", "u", "", "teacher", "a"), ("", "", "u", "", "teacher", "b"),
    ]  # fmt: skip


def test_roles_of_version_1_2() -> None:
    user = {
        "sourcedId": "u",
        "role": "student",
        "roles": [
            {"roleType": "primary", "role": "teacher", "org": {"sourcedId": "a"}},
            {"roleType": "secondary", "role": "aide", "org": {"sourcedId": "b"}},
        ],
    }
    assert list(roles_of([user])) == [
        ("", "", "u", "primary", "teacher", "a"), ("", "", "u", "secondary", "aide", "b"),
    ]  # fmt: skip


def test_roles_that_a_server_leaves_out_or_flattens() -> None:
    assert list(roles_of([{"sourcedId": "u"}], "student")) == [("", "", "u", "", "student", "")]
    given = {"sourcedId": "u", "role": "student", "schoolId": "a"}
    assert list(roles_of([given])) == [("", "", "u", "", "student", "a")]
    as_words = {"sourcedId": "u", "roles": ["teacher"]}
    assert list(roles_of([as_words])) == [("", "", "u", "", "teacher", "")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), ("", ""), ("x", "x"), (True, "true"), (False, "false"), (7, "7"), (7.0, "7"),
        (7.5, "7.5"), ([], ""), (["a", None, "b"], "a,b"), ({"sourcedId": 5}, "5"),
        ({"id": "i"}, "i"), ({"href": "/x"}, ""),
    ],
)  # fmt: skip
def test_a_value_as_a_cell(value: object, text: str) -> None:
    assert text_of(value) == text
