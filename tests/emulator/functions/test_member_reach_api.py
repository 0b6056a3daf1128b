"""How far somebody's role reaches, through the door of the API: who sets it, and on whom."""

from __future__ import annotations

from typing import Any

import pytest

from shared.kernel.roles import Role
from tests.support.api import Answer, Caller
from tests.support.two_schools import District

BOTH = {"limitedToGrades": ["10", "09"], "modules": ["POINTS", "PASSES"]}


class Office:
    """Callers of one school who change its members."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.school = district.here.ids["school"]

    def by(self, caller: str) -> Caller:
        return self.district.site.bearing(self.district.bearer(caller))

    def path(self, who: str) -> str:
        return f"/v1/schools/{self.school}/members/{self.district.here.people[who]}"

    def change(self, who: str, body: dict[str, Any], by: str = Role.OWNER, **query: str) -> Answer:
        return self.by(by).patch(self.path(who), body, updateMask="*", **query)

    def stored(self, who: str) -> dict[str, Any]:
        path = self.path(who).removeprefix("/v1/")
        found = self.district.here.world.documents.get(path)
        assert found is not None
        return found.fields

    def deeds(self, who: str) -> list[list[str]]:
        """The fields of each change of somebody that is on record."""
        person = self.district.here.people[who]
        entries = [each.fields for each in self.district.here.world.documents.all("audit")]
        return [
            subject["fields"]
            for entry in entries
            if entry["verb"] == "members:update"
            for subject in entry["subjects"]
            if subject["person"] == person
        ]


@pytest.fixture
def office(district: District) -> Office:
    return Office(district)


def test_owners_and_district_managers_say_how_far_a_manager_reaches(office: Office) -> None:
    first = office.change(Role.MANAGER, BOTH)
    assert (first.code, first.reason) == (200, "")
    assert first.json["limitedToGrades"] == ["09", "10"]
    assert first.json["modules"] == ["PASSES", "POINTS"]
    # No roster writes them, so that there is nothing to keep one from.
    assert first.json["editedFields"] == []
    again = office.change(Role.MANAGER, {**BOTH, "etag": first.json["etag"]})
    assert again.json["etag"] == first.json["etag"]
    assert office.deeds(Role.MANAGER) == [["limitedToGrades", "modules"]]
    shown = office.by(Role.OWNER).get(office.path(Role.MANAGER), view="BASIC").json
    assert not {"limitedToGrades", "modules"} & shown.keys()
    told = office.by(Role.OWNER).get(f"{office.path(Role.MANAGER)}/changes").json["changes"]
    assert [each["fields"] for each in told] == [["limitedToGrades", "modules"]]

    wider = office.change(Role.MANAGER, {"limitedToGrades": []}, by=Role.DISTRICT_MANAGER)
    assert "limitedToGrades" not in wider.json
    assert (wider.json["modules"], wider.code) == (["PASSES", "POINTS"], 200)
    stale = office.change(Role.MANAGER, {"modules": [], "etag": first.json["etag"]})
    assert (stale.code, stale.reason) == (409, "ETAG_MISMATCH")


def test_an_empty_list_is_what_a_missing_one_is(office: Office) -> None:
    before = office.stored(Role.MANAGER)
    # Whoever changes nothing needs no right to set roles.
    empty: list[dict[str, Any]] = [{"limitedToGrades": [], "modules": None}, {"modules": []}]
    for body in empty:
        assert office.change(Role.MANAGER, body, by=Role.MANAGER).code == 200
    assert office.stored(Role.MANAGER) == before
    assert office.deeds(Role.MANAGER) == []


def test_a_trial_of_it_writes_nothing(office: Office) -> None:
    before = office.stored(Role.MANAGER)
    tried = office.change(Role.MANAGER, BOTH, validateOnly="true")
    assert (tried.json["limitedToGrades"], tried.code) == (["09", "10"], 200)
    assert office.stored(Role.MANAGER) == before


@pytest.mark.parametrize("body", [{"limitedToGrades": ["09"]}, {"modules": ["PASSES"]}])
def test_who_may_not_set_roles_sets_nothing_beside_them(
    office: Office, body: dict[str, Any]
) -> None:
    before = office.stored("colleague")
    for caller, code, reason in (
        (Role.MANAGER, 403, "ROLE_MAY_NOT"),
        ("MANAGER of grades", 404, "MEMBER_UNKNOWN"),
        (Role.TEACHER, 403, "ROLE_MAY_NOT"),
        ("other school", 403, "SCHOOL_NOT_YOURS"),
        ("nobody", 401, "TOKEN_MISSING"),
    ):
        answer = office.change("colleague", body, by=caller)
        assert (answer.code, answer.reason) == (code, reason)
    assert office.stored("colleague") == before


def test_nobody_takes_their_own_limit_away(office: Office) -> None:
    limited = "MANAGER of grades"
    answer = office.change(limited, {"limitedToGrades": []}, by=limited)
    assert (answer.code, answer.reason) == (403, "ROLE_MAY_NOT")
    assert office.stored(limited)["limitedToGrades"] == ["09"]


@pytest.mark.parametrize(
    ("who", "body", "reason", "fields"),
    [
        ("colleague", {"limitedToGrades": ["09"]}, "MEMBER_INVALID", ["limitedToGrades"]),
        ("pupil", {"modules": ["PASSES"]}, "MEMBER_INVALID", ["modules"]),
        ("head", BOTH, "MEMBER_INVALID", ["limitedToGrades", "modules"]),
        (
            Role.MANAGER,
            {"role": "STAFF", "limitedToGrades": ["09"]},
            "MEMBER_INVALID",
            ["limitedToGrades"],
        ),
        (Role.MANAGER, {"limitedToGrades": ["09", "09"]}, "MEMBER_INVALID", ["limitedToGrades"]),
        (Role.MANAGER, {"limitedToGrades": ["9"]}, "REQUEST_INVALID", ["limitedToGrades.0"]),
        (Role.MANAGER, {"limitedToGrades": [""]}, "REQUEST_INVALID", ["limitedToGrades.0"]),
        (Role.MANAGER, {"limitedToGrades": "09"}, "REQUEST_INVALID", ["limitedToGrades"]),
        (Role.MANAGER, {"modules": ["PASSES", "ALL"]}, "REQUEST_INVALID", ["modules.1"]),
        (Role.MANAGER, {"modules": ["FLEX"] * 7}, "REQUEST_INVALID", ["modules"]),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    office: Office, who: str, body: dict[str, Any], reason: str, fields: list[str]
) -> None:
    before = office.stored(who)
    answer = office.change(who, body)
    assert (answer.code, answer.reason, answer.fields) == (400, reason, fields)
    assert office.stored(who) == before


def test_a_role_takes_with_it_what_the_next_one_has_no_use_for(office: Office) -> None:
    office.change(Role.MANAGER, BOTH)
    staff = office.change(Role.MANAGER, {"role": "STAFF"})
    assert (staff.json["role"], staff.json["modules"]) == ("STAFF", ["PASSES", "POINTS"])
    assert "limitedToGrades" not in staff.json
    assert ["editedFields", "limitedToGrades", "role"] in office.deeds(Role.MANAGER)
    # It does not come back with the role, and both can be given at once.
    back = office.change(Role.MANAGER, {"role": "MANAGER"})
    assert "limitedToGrades" not in back.json
    once = office.change("colleague", {"role": "MANAGER", "limitedToGrades": ["KG"]})
    assert (once.json["role"], once.json["limitedToGrades"]) == ("MANAGER", ["KG"])
