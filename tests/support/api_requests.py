"""A request for every operation of the API, about an object of one of two schools.

Each is whole, so that the answer depends on nothing but who asks. What changes something is tried
only (`validateOnly`), which asks the same permissions.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from infra.build.api_documents import openapi
from tests.support.pictures import picture
from tests.support.two_schools import District, Place, public_key

PEOPLE = ("self", "pupil", "senior", "former", "colleague", "head")
OBJECTS = (
    "here", "elsewhere", "theirs", "unknown", "other connection", "another's list", *PEOPLE,
)  # fmt: skip
"""What a call may be about: the school's own; another school's under that school or under this
one; nothing that is; a login under another connection; a list that the teacher does not teach;
people of the school, or of students their guardians."""


@dataclass(frozen=True)
class Operation:
    """One operation as the code declares it."""

    name: str
    method: str
    path: str
    action: str


@dataclass(frozen=True)
class Asked:
    """A request without its caller."""

    method: str
    path: str
    query: Mapping[str, Any]
    body: Any


@cache
def operations() -> Mapping[str, Operation]:
    """Every operation of the code by its name."""
    return {
        each["operationId"]: Operation(
            each["operationId"], method.upper(), path, each["x-carillon-action"]
        )
        for path, item in openapi()["paths"].items()
        for method, each in item.items()
    }


def request_of(
    district: District, operation: Operation, action: str, thing: str, caller: str
) -> Asked:
    """The request of an operation.

    Args:
        district: where.
        operation: which.
        action: that it is to need, where there is more than the operation's own.
        thing: one of `OBJECTS`.
        caller: one of `CALLERS`, for the object ``self``.
    """
    ids = ids_of(district, operation, thing, caller)
    path = re.sub(r"\{(\w+)\}", lambda found: ids[found[1]], operation.path)
    query = _query(operation, action)
    if operation.name == "listSignInAddresses":
        query["member"] = ids["member"]
    if operation.method == "GET":
        return Asked("GET", path, query, None)
    known = _place(district, thing).known
    body = None if operation.method == "DELETE" else _body(operation.name, action, known, thing)
    return Asked(operation.method, path, {"validateOnly": "true", **query}, body)


def ids_of(district: District, operation: Operation, thing: str, caller: str) -> dict[str, str]:
    """What the parameters of an operation's path are filled with; as `request_of`."""
    place = _place(district, thing)
    ids = dict(place.ids)
    if operation.name in ("undoRosterRun", "repeatRosterRun"):
        ids["run"] = place.known["applied"]
    match thing:
        case "theirs":
            ids["school"] = district.here.ids["school"]
        case "unknown":
            ids = {**dict.fromkeys(ids, "nobody-knows"), "school": ids["school"]}
        case "other connection":
            ids["connection"] = place.known["otherConnection"]
        case "another's list":
            ids["list"] = place.known["otherList"]
        case "self":
            ids["member"] = district.person(caller)
        case _ if thing in PEOPLE:
            ids["member"] = place.people[thing]
            ids["guardian"] = ids["guardian"].replace("pupil", thing)
    return {**ids, "day": "today"}


def _place(district: District, thing: str) -> Place:
    return district.elsewhere if thing in ("elsewhere", "theirs") else district.here


def _query(operation: Operation, action: str) -> dict[str, Any]:
    query: dict[str, Any] = {}
    if operation.name.startswith("list") and operation.name not in _WHOLE:
        query["pageSize"] = 1_000
    if action in ("members:getFull", "schools:health") and "Health" not in operation.name:
        query["view"] = "FULL"
    if operation.name == "listSchoolDays":
        query |= {"firstDay": _TOMORROW, "lastDay": _TOMORROW}
    if operation.name in ("listMembersInRoom", "lookUpRoomDay"):
        query["room"] = "Room 12"
    if operation.name == "exportMembers":
        # A trial gives no member, and that is what the table is about.
        query["validateOnly"] = "false"
    if operation.method == "PATCH":
        query["updateMask"] = "*"
    return query


_WHOLE = frozenset(
    {
        "listChildren", "listCredentials", "listMembersInRoom", "listOwnLists", "listPermissions",
        "listRooms", "listRosterConnections", "listSchoolDays", "listSessions",
        "listSignInAddresses", "listSisSystems", "listSubstituteCodes", "listTerms",
    }
)  # fmt: skip
"""Lists that have no pages."""


_TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


_ONE_HOLIDAY = b64encode(
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20300101\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
).decode("ascii")
_TERM = {
    "displayName": "Fall",
    "termType": "semester",
    "startDay": "2026-08-24",
    "endDay": "2027-01-16",
}


_VALUES = {
    "baseUrl": "https://sis.district.example/ims",
    "clientId": "key",
    "clientSecret": "a secret",
}


def _body(name: str, action: str, known: Mapping[str, Any], thing: str) -> dict[str, Any]:
    """The body of an operation; what is not named here says nothing but its path."""
    plan = {"planHash": known["planHash"]}
    view = "FULL" if action == "members:getFull" else "BASIC"
    kind = "admin" if action == "members:setRole" else "student"
    role = "STAFF" if thing in ("self", "colleague", "head") else "STUDENT_LEADER"
    bodies: dict[str, dict[str, Any]] = {
        "createMember": {"kind": kind, "firstName": "Ida", "lastName": "Wells", "sisId": "new"},
        "updateMember": {"role": role} if action == "members:setRole" else {"phone": "555 0100"},
        "searchMembers": {"pageSize": 1_000, "view": view},
        "searchGuardians": {"pageSize": 1_000},
        "exportMembers": {"columns": ["grade"]},
        "createList": {"displayName": "New"},
        "updateList": {"displayName": "New"},
        "matchPhotos": {"ids": [known["people"].get(thing, known["people"]["pupil"])]},
        "setMemberPhoto": {"image": picture()},
        "createSubstituteCode": {
            "teacherId": known["colleague" if thing == "colleague" else "teacher"],
            "day": _TOMORROW,
        },
        "redeemSubstituteCode": {"code": known["substituteCode"]},
        "createTerm": _TERM,
        "updateTerm": {"displayName": "New"},
        "updatePeopleSettings": {"idField1Label": "Locker"},
        "testSignInSettings": {"email": "nobody@district.example"},
        "updateSignInSettings": {"providers": [{"provider": "password", "enabled": True}]},
        "useDevice": {"device": "AAAAAAAAAAAAAAAAAAAAAA", "shared": True},
        "unlinkAccount": {"provider": "google.com"},
        "searchAccounts": {"pageSize": 1_000},
        "createSignInAddress": {"member": known["senior"], "email": "new@district.example"},
        "importSignInAddresses": {"csv": "id,email\n"},
        "resolveSignInRequest": {"school": known["school"], "member": known["senior"]},
        "createPasswordReset": {"email": "somebody@district.example"},
        "createSignInLink": {"email": "somebody@district.example"},
        "updateCalendar": {"visibleToStaff": True},
        "readHolidays": {"content": _ONE_HOLIDAY},
        "declareDay": {"exception": {"day": _TOMORROW, "displayName": "Fire drill"}},
        "updateNoticeSettings": {"rosterResult": {"recipients": []}},
        "updateRosterSettings": {"pullHour": 2},
        "createRosterConnection": {"connection": "new-one", "displayName": "New"},
        "updateRosterConnection": {"displayName": "New"},
        "setRosterConnectionSecret": {"clientSecret": "a secret"},
        "requestConnection": {"email": "sis@vendor.example", "note": "Please."},
        "openConnectionRequest": {"code": known["code"]},
        "testConnectionRequest": {"code": known["code"], **_VALUES},
        "answerConnectionRequest": {"code": known["code"], **_VALUES},
        "previewRosterHeaders": {"header": ["Student ID"]},
        "addCredentialKey": {"publicKey": public_key()},
        "removeCredentialKey": {"fingerprint": known["fingerprint"]},
        "createUpload": {"fileName": "students.csv", "sizeBytes": 9},
        "approveRosterRun": {**plan, "persons": known["persons"]},
        "declineRosterRunMatches": {**plan, "persons": known["persons"]},
        "discardRosterRun": plan,
        "liftRosterLimit": {"code": "UPDATE_SHARE"},
    }
    return bodies.get(name, {})
