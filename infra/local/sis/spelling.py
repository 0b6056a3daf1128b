"""How OneRoster 1.1 and 1.2 spell a record in JSON, as their specifications have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, cast

from infra.local.sis.records import (
    Class,
    Course,
    Demographics,
    Enrollment,
    Held,
    Org,
    Record,
    Session,
    User,
)

Json = dict[str, Any]

_OLD_ROLES = {
    "counselor": "aide",
    "districtAdministrator": "administrator",
    "principal": "administrator",
    "siteAdministrator": "administrator",
    "systemAdministrator": "administrator",
}
"""Role of version 1.2 → role of version 1.1, where it has another word."""
_HIGHEST_FIRST = ("administrator", "teacher", "aide", "student", "guardian")


class Version(StrEnum):
    """Those that a server speaks."""

    V1_1 = "1.1"
    V1_2 = "1.2"


@dataclass(frozen=True, slots=True)
class Speller:
    """Spells records.

    Attributes:
        base: address that references begin with, without a slash at the end.
        one_role: users have the one role of version 1.1 in 1.2 too.
    """

    version: Version
    base: str
    one_role: bool = False

    def spell(self, record: Record) -> Json:
        """A record with all of its fields; what is empty is an empty text or an empty list."""
        head = {
            "sourcedId": record.sourced_id,
            "status": record.status,
            "dateLastModified": instant(record),
        }
        return head | _SPELLINGS[type(record)](self, record)

    def ref(self, path: str, word: str, sourced_id: str) -> Any:  # noqa: ANN401  # JSON
        """A reference; an empty text to nothing."""
        if not sourced_id:
            return ""
        href = f"{self.base}/{path}/{sourced_id}"
        return {"href": href, "sourcedId": sourced_id, "type": word}

    def org(self, sourced_id: str) -> Any:  # noqa: ANN401  # JSON
        """A reference to an organization."""
        return self.ref("orgs", "org", sourced_id)

    def session(self, sourced_id: str) -> Any:  # noqa: ANN401  # JSON
        """A reference to a session."""
        return self.ref("academicSessions", "academicSession", sourced_id)


def instant(record: Record) -> str:
    """``dateLastModified`` as the specification writes it."""
    return record.modified.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _org(speller: Speller, org: Org) -> Json:
    return {
        "name": org.name,
        "type": org.type,
        "identifier": org.identifier,
        "parent": speller.org(org.parent),
    }


def _session(speller: Speller, session: Session) -> Json:
    return {
        "title": session.title,
        "type": session.type,
        "startDate": session.start.isoformat(),
        "endDate": session.end.isoformat(),
        "schoolYear": str(session.school_year),
        "parent": speller.session(session.parent),
    }


def _course(speller: Speller, course: Course) -> Json:
    return {
        "title": course.title,
        "courseCode": course.code,
        "schoolYear": speller.session(course.year),
        "grades": list(course.grades),
        "subjects": list(course.subjects),
        "org": speller.org(course.org),
    }


def _class(speller: Speller, made: Class) -> Json:
    return {
        "title": made.title,
        "classCode": made.code,
        "classType": "homeroom" if made.homeroom else "scheduled",
        "location": made.location,
        "grades": list(made.grades),
        "subjects": list(made.subjects),
        "course": speller.ref("courses", "course", made.course),
        "school": speller.org(made.school),
        "terms": [speller.session(each) for each in made.terms],
        "periods": list(made.periods),
    }


def _enrollment(speller: Speller, each: Enrollment) -> Json:
    return {
        "user": speller.ref("users", "user", each.user),
        "class": speller.ref("classes", "class", each.class_id),
        "school": speller.org(each.school),
        "role": each.role,
        "primary": "" if each.primary is None else _truth(value=each.primary),
        "beginDate": _day(each.begin),
        "endDate": "",
    }


def _user(speller: Speller, user: User) -> Json:
    told = {
        "username": user.username,
        "userIds": [{"type": "sisId", "identifier": user.identifier}] if user.identifier else [],
        "enabledUser": _truth(value=user.enabled),
        "givenName": user.given_name,
        "familyName": user.family_name,
        "middleName": "",
        "identifier": user.identifier,
        "email": user.email,
        "sms": user.sms,
        "phone": user.phone,
        "agents": [speller.ref("users", "user", each) for each in user.agents],
        "grades": list(user.grades),
    }
    if speller.version is Version.V1_1 or speller.one_role:
        orgs = dict.fromkeys(each.org for each in user.held if each.org)
        return told | {
            "role": _highest(user.held),
            "orgs": [speller.org(each) for each in orgs],
        }
    primary = next((each.org for each in user.held if each.primary), "")
    return told | {
        "roles": [_role(speller, each) for each in user.held if each.role],
        "primaryOrg": speller.org(primary),
    }


def _role(speller: Speller, held: Held) -> Json:
    told = {"roleType": "primary" if held.primary else "secondary", "role": held.role}
    return told | ({"org": speller.org(held.org)} if held.org else {})


def _highest(held: Sequence[Held]) -> str:
    """The one role of version 1.1; a word that it doesn't have stays."""
    words = [_OLD_ROLES.get(each.role, each.role) for each in held if each.role]
    return min(words, key=_rank, default="")


def _rank(word: str) -> int:
    return _HIGHEST_FIRST.index(word) if word in _HIGHEST_FIRST else len(_HIGHEST_FIRST)


def _demographics(speller: Speller, each: Demographics) -> Json:
    del speller
    return {"birthDate": each.birth.isoformat(), "sex": each.sex}


def _truth(*, value: bool) -> str:
    return "true" if value else "false"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


_SPELLINGS = cast(
    "Mapping[type[Record], Callable[[Speller, Record], Json]]",
    {
        Org: _org,
        Session: _session,
        Course: _course,
        Class: _class,
        Enrollment: _enrollment,
        User: _user,
        Demographics: _demographics,
    },
)
