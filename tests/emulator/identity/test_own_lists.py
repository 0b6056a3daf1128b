"""The lists that somebody is on, by name, and nobody else's."""

from __future__ import annotations

from typing import Any

from tests.support.sign_in_site import DOMAIN, SignInSite


def put_list(
    site: SignInSite, school: str, name: str, *members: str, teacher: str = "some-teacher"
) -> None:
    fields: dict[str, Any] = {
        "schemaVersion": 1,
        "kind": "MANUAL",
        "displayName": name.title(),
        "memberIds": list(members),
        "teacherIds": [teacher],
    }
    commit = site.documents.commit()
    commit.put(f"schools/{school}/lists/{name}", fields)
    commit.run()


def test_a_student_sees_the_names_of_their_own_lists(site: SignInSite, school: str) -> None:
    mine, other = (site.member(school, kind="student", role="STUDENT") for _ in range(2))
    put_list(site, school, "chess", other, mine)
    put_list(site, school, "band", mine)
    put_list(site, school, "choir", other)
    # At a school that they don't belong to, somebody has written their id.
    put_list(site, f"{school}-b", "robotics", mine)
    came = site.google(f"{mine}@{DOMAIN}")
    assert site.call(came, "/v1/me/lists") == {
        "lists": [
            {
                "name": f"schools/{school}/lists/{name}",
                "school": f"schools/{school}",
                "displayName": name.title(),
                "kind": "MANUAL",
                "teaches": False,
            }
            for name in ("band", "chess")
        ]
    }
    # Who else is on one of them stays theirs.
    assert site.reason(came, f"/v1/schools/{school}/lists/band") == "ROLE_MAY_NOT"


def test_lists_come_from_every_school_where_somebody_is(site: SignInSite, school: str) -> None:
    person, second = site.member(school), f"{school}-b"
    site.member(second, person=person)
    put_list(site, school, "band", person)
    put_list(site, second, "chess", person)
    came = site.google(f"{person}@{DOMAIN}")
    found = site.call(came, "/v1/me/lists")["lists"]
    assert [each["displayName"] for each in found] == ["Band", "Chess"]


def test_a_teacher_has_the_lists_that_they_teach(site: SignInSite, school: str) -> None:
    person, pupil = site.member(school), site.member(school, kind="student", role="STUDENT")
    put_list(site, school, "room-12", pupil, teacher=person)
    put_list(site, school, "staff", person)
    put_list(site, school, "room-14", pupil)
    put_list(site, f"{school}-b", "room-16", pupil, teacher=person)
    found = site.call(site.google(f"{person}@{DOMAIN}"), "/v1/me/lists")["lists"]
    assert [(each["displayName"], each["teaches"]) for each in found] == [
        ("Room-12", True),
        ("Staff", False),
    ]
