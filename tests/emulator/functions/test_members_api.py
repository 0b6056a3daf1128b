"""Members through the door of the API: changed, and taken as a file."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from shared.kernel.roles import Role
from tests.support.api import Caller
from tests.support.two_schools import District


@pytest.fixture
def owner(district: District) -> Caller:
    return district.site.bearing(district.bearer(Role.OWNER))


@pytest.fixture
def members(district: District) -> str:
    return f"/v1/schools/{district.here.ids['school']}/members"


def audited(district: District, verb: str) -> list[dict[str, Any]]:
    found = [each.fields for each in district.here.world.documents.all("audit")]
    return [each for each in found if each["verb"] == verb]


def test_fields_are_changed_by_mask_and_etag(
    owner: Caller, members: str, district: District
) -> None:
    path = f"{members}/{district.here.people['pupil']}"
    first = owner.get(path)
    assert first.response.headers["ETag"] == f'"{first.json["etag"]}"'
    change = {"phone": "555 0100", "lastName": "Kept"}
    tried = owner.patch(path, change, updateMask="phone", validateOnly="true")
    assert (tried.json["phone"], owner.get(path, view="FULL").json["phone"]) == ("555 0100", "")
    headers = {"If-Match": f'"{first.json["etag"]}"'}
    changed = owner.call("PATCH", path, change, headers, updateMask="phone")
    assert (changed.json["phone"], changed.json["lastName"]) == ("555 0100", "Own")
    assert changed.json["editedFields"] == ["phone"]
    stale = owner.call("PATCH", path, change, headers, updateMask="phone,lastName")
    assert (stale.code, stale.reason) == (409, "ETAG_MISMATCH")
    stale = owner.patch(path, {**change, "etag": first.json["etag"]}, updateMask="*")
    assert (stale.code, stale.reason) == (409, "ETAG_MISMATCH")
    (entry,) = audited(district, "members:update")
    assert entry["actor"] == f"person:{district.here.people[Role.OWNER]}"
    assert change["phone"] not in str(entry)


def test_a_change_says_what_is_wrong_with_it(
    owner: Caller, members: str, district: District
) -> None:
    path = f"{members}/{district.here.people['pupil']}"
    for body, mask, reason, fields in (
        ({"phone": "call me"}, "phone", "REQUEST_INVALID", ["phone"]),
        ({"shoe": "9"}, "*", "REQUEST_INVALID", ["shoe"]),
        ({"phone": "1"}, "shoe", "UPDATE_MASK_UNKNOWN", ["updateMask"]),
        ({}, "", "UPDATE_MASK_MISSING", ["updateMask"]),
        ({"firstName": " "}, "firstName", "MEMBER_INVALID", ["firstName"]),
    ):
        answer = owner.patch(path, body, updateMask=mask)
        assert (answer.code, answer.reason, answer.fields) == (400, reason, fields)


def test_members_are_taken_as_a_file_and_it_is_on_record(
    owner: Caller, members: str, district: District
) -> None:
    asked = {"columns": ["lastName", "grade"], "search": "own", "filter": 'state = "ANY"'}
    answer = owner.post(f"{members}:export", asked)
    assert answer.response.mimetype == "text/csv"
    named = answer.response.headers["Content-Disposition"]
    assert named.startswith(f"attachment; filename=members-{district.here.ids['school']}-")
    text = answer.response.get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    persons = {row["person"] for row in rows}
    put = {each for name, each in district.here.people.items() if name != Role.PARENT}
    assert persons == put
    assert {row["lastName"] for row in rows} == {"Own"}
    begun, ended = sorted(
        audited(district, "members:export"), key=lambda entry: "count" in entry["subjects"][0]
    )
    assert begun["actor"] == ended["actor"] == f"person:{district.here.people[Role.OWNER]}"
    (subject,) = begun["subjects"]
    assert subject["columns"] == ["person", "lastName", "grade"]
    assert ended["subjects"] == [{**subject, "count": len(put)}]


def test_a_file_is_not_given_twice_under_one_request_id(owner: Caller, members: str) -> None:
    answer = owner.post(f"{members}:export", {}, requestId="0b9d6b9e")
    assert (answer.code, answer.reason) == (400, "REQUEST_ID_INVALID")
    unknown = owner.post(f"{members}:export", {"columns": ["shoe"]})
    assert (unknown.code, unknown.reason) == (400, "REQUEST_INVALID")
