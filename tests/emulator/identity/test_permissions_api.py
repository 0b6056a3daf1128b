"""Everybody who is signed in reads who may do what, and it is the same for all."""

from __future__ import annotations

from shared.kernel.permissions import Action
from tests.support.sign_in_site import DOMAIN, SignInSite

DOOR = "identity_api"


def test_everybody_signed_in_reads_the_same_table(site: SignInSite, school: str) -> None:
    people = [
        site.member(school, role=role, kind=kind)
        for role, kind in (("OWNER", "admin"), ("STUDENT", "student"))
    ]
    owners, students = (
        site.call(site.google(f"{each}@{DOMAIN}"), "/v1/permissions", DOOR) for each in people
    )
    assert owners == students
    found = {each["action"]: each for each in students["permissions"]}
    assert set(found) == {action.value for action in Action}
    archive = {each["role"]: each for each in found["members:archive"]["reaches"]}
    assert archive == {
        "OWNER": {"role": "OWNER", "scope": "SCHOOL", "ofGrades": "OWN_GRADES"},
        "DISTRICT_MANAGER": {
            "role": "DISTRICT_MANAGER", "scope": "DISTRICT", "ofGrades": "DISTRICT",
        },
        "MANAGER": {"role": "MANAGER", "scope": "SCHOOL", "ofGrades": "OWN_GRADES"},
    }  # fmt: skip
    assert "ofGrades" not in found["members:create"]["reaches"][0]
