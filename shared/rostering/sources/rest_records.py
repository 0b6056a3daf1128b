"""Records of a OneRoster interface as rows of the CSV binding, so that both take one road. Pure.

Only the columns that are needed are written; what else a server sends is dropped here. Servers
send one and the same thing as text, number, list or reference, under several names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = tuple[str, ...]
Lowered = Mapping[str, Any]
"""A record, or an object in one, by the lower-case names of its fields."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column and where its cells come from: the first of these fields that holds something."""

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of an interface and the file that its records become.

    Attributes:
        path: its name in addresses.
        file: of the package, without its ending.
        columns: of that file.
    """

    path: str
    file: str
    columns: tuple[Column, ...]

    @property
    def header(self) -> Row:
        """The header of the file."""
        return tuple(column.name for column in self.columns)


def _plain(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, (name.lower(),)) for name in names)


def _refs(**fields: str) -> tuple[Column, ...]:
    """Columns of references: the field's own, the CSV binding's, and flattened ones."""
    return tuple(
        Column(name, (field, name.lower(), f"{field}id", f"{field}ids"))
        for name, field in fields.items()
    )


_OF_ORGS = _plain("sourcedId", "status", "name", "type", "identifier")
_USERS = _plain(
    "sourcedId", "status", "username", "givenName", "familyName", "identifier", "email", "sms",
    "phone", "grades",
)  # fmt: skip
_AGENTS = Column(
    "agentSourcedIds", ("agents", "agentsourcedids", "agentsourceids", "agentids", "agent")
)

ORGS = Collection("orgs", "orgs", (*_OF_ORGS, *_refs(parentSourcedId="parent")))
USERS = Collection("users", "users", (*_USERS, _AGENTS))
STUDENTS = Collection("students", "users", USERS.columns)
TEACHERS = Collection("teachers", "users", USERS.columns)
SESSIONS = Collection(
    "academicSessions",
    "academicSessions",
    (
        *_plain("sourcedId", "status", "title", "type", "startDate", "endDate", "schoolYear"),
        *_refs(parentSourcedId="parent"),
    ),
)
COURSES = Collection(
    "courses",
    "courses",
    (*_plain("sourcedId", "status", "title", "courseCode"), *_refs(orgSourcedId="org")),
)
CLASSES = Collection(
    "classes",
    "classes",
    (
        *_plain("sourcedId", "status", "title", "classCode", "classType", "location", "grades"),
        *_refs(courseSourcedId="course", schoolSourcedId="school", termSourcedIds="terms"),
        *_plain("periods"),
    ),
)
ENROLLMENTS = Collection(
    "enrollments",
    "enrollments",
    (
        *_plain("sourcedId", "status"),
        *_refs(classSourcedId="class", schoolSourcedId="school", userSourcedId="user"),
        *_plain("role", "primary", "beginDate", "endDate"),
    ),
)
CLASS_COLLECTIONS = (SESSIONS, COURSES, CLASSES, ENROLLMENTS)
"""What classes are made of."""
ROLES_HEADER: Row = ("sourcedId", "status", "userSourcedId", "roleType", "role", "orgSourcedId")
"""Of ``roles.csv``, into which the roles of both versions go."""

_ORG = ("org", "orgsourcedid", "orgid", "schoolid", "school")
_ORGS = ("orgs", "orgsourcedids", "orgids", "schoolids", *_ORG)
_SINGULARS = {"termsourcedids": "term", "periods": "period", "grades": "grade"}


def rows_of(records: Sequence[Mapping[str, Any]], collection: Collection) -> Iterator[Row]:
    """A row for each record."""
    takes = [_taker(column) for column in collection.columns]
    for record in records:
        lowered = {name.lower(): value for name, value in record.items()}
        yield tuple(take(lowered) for take in takes)


def roles_of(records: Sequence[Mapping[str, Any]], implied: str = "") -> Iterator[Row]:
    """The rows of ``roles.csv`` that users are.

    Args:
        records: users of version 1.1, with a role and organizations, or of 1.2, with roles.
        implied: the role of users who are asked for by it and name none.
    """
    for record in records:
        user = {name.lower(): value for name, value in record.items()}
        who = text_of(user.get("sourcedid"))
        held = user.get("roles")
        if isinstance(held, list) and held:
            for each in held:
                role = {name.lower(): value for name, value in each.items()} if _is(each) else {}
                org = next(filter(None, map(role.get, _ORG)), "")
                yield _role(who, role.get("roletype"), role.get("role", each), org)
            continue
        word = text_of(user.get("role")) or implied
        orgs = next(filter(None, map(user.get, _ORGS)), [""])
        for org in orgs if isinstance(orgs, list) else [orgs]:
            yield _role(who, "", word, org)


def text_of(value: object) -> str:
    """A value as a cell of the CSV binding; several are joined by commas.

    A reference is its sourcedId, whatever else it says; nothing is nothing, however it is sent.
    """
    match value:
        case None:
            text = ""
        case bool():
            text = "true" if value else "false"
        case float() if value.is_integer():
            text = str(int(value))
        case list():
            text = ",".join(filter(None, map(text_of, value)))
        case Mapping():
            found = {str(name).lower(): each for name, each in value.items()}
            text = text_of(found.get("sourcedid") or found.get("id"))
        case _:
            text = str(value)
    return text


def _taker(column: Column) -> Callable[[Lowered], str]:
    """How a column's cell is taken from a record."""
    alias = _SINGULARS.get(column.name.lower())
    names = [*column.fields[1:], *([alias, f"{alias}id"] if alias else [])]
    first = column.fields[0]

    def take(record: Lowered) -> str:
        value = record.get(first)
        if type(value) is str and value:
            return value
        return text_of(value) or next(filter(None, (text_of(record.get(n)) for n in names)), "")

    return take


def _role(who: str, kind: object, role: object, org: object) -> Row:
    return ("", "", who, text_of(kind), text_of(role), text_of(org))


def _is(value: object) -> bool:
    return isinstance(value, Mapping)
