"""Writes packages of OneRoster's CSV binding, with the headers of the specification in their order.

Nothing here uses the code under test.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from tests.support.workbooks import package as zipped

HEADERS = {
    "users 1.1": "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,"
    "userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password",
    "users 1.2": "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,"
    "familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,"
    "userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,"
    "primaryOrgSourcedId,pronouns",
    "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,"
    "orgSourcedId,userProfileSourcedId",
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,"
    "parentSourcedId,schoolYear",
    "courses": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,"
    "orgSourcedId,subjects,subjectCodes",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,"
    "location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,"
    "userSourcedId,role,primary,beginDate,endDate",
}
SCHOOL, OTHER, DISTRICT = "org-lincoln", "org-grant", "org-district"
_ORGS = (
    {"sourcedId": DISTRICT, "name": "District", "type": "district"},
    {"sourcedId": SCHOOL, "name": "Lincoln", "type": "school", "parentSourcedId": DISTRICT},
    {"sourcedId": OTHER, "name": "Grant", "type": "school", "parentSourcedId": DISTRICT},
)


def person(sourced_id: str, role: str = "student", **more: str) -> dict[str, str]:
    """A user of version 1.1, of the school unless told."""
    return {
        "sourcedId": sourced_id,
        "enabledUser": "true",
        "orgSourcedIds": SCHOOL,
        "role": role,
        "username": sourced_id.lower(),
        "givenName": f"Given{sourced_id}",
        "familyName": f"Family{sourced_id}",
        "email": f"{sourced_id.lower()}@example.org",
        "grades": "09" if role == "student" else "",
        "password": "hunter2-canary",
        **more,
    }


def held(sourced_id: str, role: str, org: str = SCHOOL, kind: str = "primary") -> dict[str, str]:
    """A row of ``roles.csv``."""
    return {
        "sourcedId": f"{sourced_id}-{role}-{org}",
        "userSourcedId": sourced_id,
        "roleType": kind,
        "role": role,
        "orgSourcedId": org,
    }


def manifest(version: str = "1.1", **modes: str) -> str:
    """A manifest that says these modes of its files."""
    rows = {"manifest.version": "1.0", "oneroster.version": version}
    rows |= {f"file.{name}": mode for name, mode in modes.items()}
    return "".join(
        f"{name},{value}\r\n" for name, value in {"propertyName": "value", **rows}.items()
    )


def sheet(header: str, rows: Sequence[Mapping[str, str]]) -> str:
    """A file of the package: RFC 4180, CRLF."""
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, header.split(","), restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue()


def files_of(
    users: Sequence[Mapping[str, str]], roles: Sequence[Mapping[str, str]] = ()
) -> dict[str, str | bytes]:
    """The files of a whole package: 1.2 where it has roles, else 1.1."""
    files: dict[str, str | bytes] = {
        "manifest.csv": manifest(users="bulk", orgs="bulk"),
        "orgs.csv": sheet(HEADERS["orgs"], _ORGS),
        "users.csv": sheet(HEADERS["users 1.1"], users),
    }
    if roles:
        files["manifest.csv"] = manifest("1.2", users="bulk", orgs="bulk", roles="bulk")
        files["users.csv"] = sheet(HEADERS["users 1.2"], users)
        files["roles.csv"] = sheet(HEADERS["roles"], roles)
    return files


def package(users: Sequence[Mapping[str, str]], roles: Sequence[Mapping[str, str]] = ()) -> bytes:
    """A whole package as one archive."""
    return zipped(files_of(users, roles))
