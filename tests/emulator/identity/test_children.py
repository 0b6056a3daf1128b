"""A guardian's own children, through the API, and every way to see somebody else's."""

from __future__ import annotations

import secrets
from typing import Any

from shared import bootstrap
from shared.identity.opening import Invited
from tests.support.sign_in_site import DOMAIN, Came, SignInSite

DOOR = "identity_api"


def pupil(site: SignInSite, school: str, *guardians: str, **fields: Any) -> str:
    given = {"kind": "student", "role": "STUDENT", "grade": "04", "guardianIds": list(guardians)}
    return site.member(school, **{**given, **fields})


def link(site: SignInSite, school: str, guardian: str, *students: str) -> None:
    """Have a school know a guardian of these students, as a roster does."""
    fields = {
        "schemaVersion": 1,
        "guardianId": guardian,
        "email": "",
        "phone": "",
        "studentIds": list(students),
    }
    commit = site.documents.commit()
    commit.put(f"schools/{school}/guardians/{guardian}", fields)
    commit.run()


def parent(site: SignInSite, guardian: str, person: str = "") -> Came:
    """A guardian who has signed in, with a password as the demo's has."""
    email = f"family-{secrets.token_hex(4)}@elsewhere.example"
    opener = bootstrap.account_opener()
    account = opener.open(Invited(email, guardian=guardian, person=person), "person:test")
    site.put_password(account.uid, email, "correct horse battery")
    came = site.password(email, "correct horse battery")
    assert came.refusal == ""
    return came


def names(site: SignInSite, came: Came) -> list[str]:
    found = site.call(came, "/v1/me/children", DOOR)
    return [each["name"] for each in found["children"]]


def test_a_guardian_sees_their_children_at_all_schools(site: SignInSite, school: str) -> None:
    guardian, other = secrets.token_hex(6), f"{school}-b"
    commit = site.documents.commit()
    commit.put(f"schools/{school}", {"schemaVersion": 1, "displayName": "Beta Elementary"})
    commit.put(f"schools/{other}", {"schemaVersion": 1, "displayName": "Alpha Middle"})
    commit.run()
    young = pupil(site, school, guardian, firstName="Zoe", lastName="Lee", grade="KG")
    twin = pupil(site, school, guardian, firstName="Ada", lastName="Lee", grade="KG")
    old = pupil(site, other, guardian, firstName="Max", lastName="Lee", grade="07")
    link(site, school, guardian, young, twin)
    link(site, other, guardian, old)
    came = parent(site, guardian)
    found = site.call(came, "/v1/me/children", DOOR)
    assert found == {
        "children": [
            {
                "name": f"schools/{at}/members/{person}",
                "school": f"schools/{at}",
                "schoolDisplayName": school_name,
                "person": person,
                "firstName": first,
                "lastName": "Lee",
                "grade": grade,
            }
            for at, school_name, person, first, grade in (
                (other, "Alpha Middle", old, "Max", "07"),
                (school, "Beta Elementary", twin, "Ada", "KG"),
                (school, "Beta Elementary", young, "Zoe", "KG"),
            )
        ]
    }


def test_another_guardians_children_are_nobodys_business(site: SignInSite, school: str) -> None:
    mine, theirs = secrets.token_hex(6), secrets.token_hex(6)
    own, other = pupil(site, school, mine), pupil(site, school, theirs)
    shared = pupil(site, school, mine, theirs)
    link(site, school, mine, own, shared)
    link(site, school, theirs, other, shared)
    assert sorted(names(site, parent(site, mine))) == sorted(
        f"schools/{school}/members/{each}" for each in (own, shared)
    )
    assert sorted(names(site, parent(site, theirs))) == sorted(
        f"schools/{school}/members/{each}" for each in (other, shared)
    )


def test_a_link_that_one_record_has_lost_no_longer_stands(site: SignInSite, school: str) -> None:
    guardian = secrets.token_hex(6)
    kept, archived, unnamed, unlinked, grown = (pupil(site, school, guardian) for _ in range(5))
    link(site, school, guardian, kept, archived, unnamed, unlinked, grown)
    came = parent(site, guardian)
    assert len(names(site, came)) == 5
    site.change(school, archived, state="ARCHIVED")
    site.change(school, unnamed, guardianIds=[])
    site.change(school, grown, kind="staff", role="STAFF")
    # The school's record of the guardian names the child no more, though the child names them.
    link(site, school, guardian, kept, archived, unnamed, grown)
    assert names(site, came) == [f"schools/{school}/members/{kept}"]


def test_who_is_no_childs_guardian_any_more_is_out(site: SignInSite, school: str) -> None:
    guardian = secrets.token_hex(6)
    child = pupil(site, school, guardian)
    link(site, school, guardian, child)
    came = parent(site, guardian)
    link(site, school, guardian)
    assert site.reason(came, "/v1/me/children", DOOR) == "MEMBERSHIP_ENDED"


def test_a_guardian_id_that_a_student_names_is_not_believed(site: SignInSite, school: str) -> None:
    # A member's own id, or another guardian's, in a student's record alone opens nothing.
    person = site.member(school)
    child = pupil(site, school, person)
    assert names(site, site.google(f"{person}@{DOMAIN}")) == []
    guardian = secrets.token_hex(6)
    own = pupil(site, school, guardian)
    link(site, school, guardian, own)
    site.change(school, child, guardianIds=[guardian])
    assert names(site, parent(site, guardian)) == [f"schools/{school}/members/{own}"]


def test_a_teacher_who_is_a_parent_at_the_same_school_sees_their_child(
    site: SignInSite, school: str
) -> None:
    guardian, person = secrets.token_hex(6), site.member(school)
    child = pupil(site, school, guardian)
    link(site, school, guardian, child)
    came = parent(site, guardian, person)
    held = site.call(came, "/v1/me")["memberships"]
    assert [each["role"] for each in held] == ["TEACHER"]
    assert names(site, came) == [f"schools/{school}/members/{child}"]


def test_a_parent_sees_nothing_else_of_the_school(site: SignInSite, school: str) -> None:
    guardian = secrets.token_hex(6)
    child, stranger = pupil(site, school, guardian), pupil(site, school)
    link(site, school, guardian, child)
    came = parent(site, guardian)
    for path in ("members", f"guardians/{guardian}", "lists"):
        assert site.reason(came, f"/v1/schools/{school}/{path}") == "ROLE_MAY_NOT"
    for person in (child, stranger):
        assert site.reason(came, f"/v1/schools/{school}/members/{person}") == "MEMBER_UNKNOWN"
