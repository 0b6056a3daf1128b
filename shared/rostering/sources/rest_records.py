"""Records of a OneRoster interface as rows of the CSV binding, so that both take one road. Pure.

Only the columns that are needed are written; what else a server sends is dropped here. Servers
send one and the same thing as text, number, list or reference, under several names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any

Row = tuple[str, ...]
Fields = Mapping[str, Any]
"""A record, or an object in one, as the server spells the names of its fields."""


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


def rows_of(records: Sequence[Fields], collection: Collection) -> Iterator[Row]:
    """A row for each record; made column by column, which takes a third of the time."""
    alike, own = _alike(records)
    wanted = map(_names_of, collection.columns)
    return zip(*(_cells(alike, _in(own, *names)) for names in wanted), strict=True)


def roles_of(records: Sequence[Fields], implied: str = "") -> Iterator[Row]:
    """The rows of ``roles.csv`` that users are.

    Args:
        records: users of version 1.1, with a role and organizations, or of 1.2, with roles.
        implied: the role of users who are asked for by it and name none.
    """
    users, own = _alike(records)
    who = _cells(users, _in(own, "sourcedid"))
    held = [_value(record, own, "roles") for record in users]
    if set(map(type, held)) == {list} and all(held):
        roles = [(each, role) for each, some in zip(who, held, strict=True) for role in some]
        if all(type(role) is dict and "role" in role for _, role in roles):
            yield from _roles_alike(roles)
            return
    for name, record, some in zip(who, users, held, strict=True):
        yield from (
            _roles_told(name, some)
            if isinstance(some, list) and some
            else _roles_of_1p1(name, record, own, implied)
        )


def _roles_alike(held: Sequence[tuple[str, Fields]]) -> Iterator[Row]:
    """The same of pages on which everybody has roles as the specification has them."""
    roles, own = _alike([role for _, role in held])
    nothing = [""] * len(held)
    return zip(
        nothing,
        nothing,
        [who for who, _ in held],
        _cells(roles, _in(own, "roletype")),
        _cells(roles, _in(own, "role")),
        _cells(roles, _in(own, *_ORG)),
        strict=True,
    )


def _roles_told(who: str, held: Sequence[Any]) -> Iterator[Row]:
    for each in held:
        role = {name.lower(): value for name, value in each.items()} if _is(each) else {}
        org = next(filter(None, map(role.get, _ORG)), "")
        yield _role(who, role.get("roletype"), role.get("role", each), org)


def _roles_of_1p1(who: str, user: Fields, own: Mapping[str, str], implied: str) -> Iterator[Row]:
    word = text_of(_value(user, own, "role")) or implied
    named = (_value(user, own, name) for name in _ORGS)
    orgs = next(filter(None, named), [""])
    for org in orgs if isinstance(orgs, list) else [orgs]:
        yield _role(who, "", word, org)


def text_of(value: object) -> str:
    """A value as a cell of the CSV binding; several are joined by commas.

    A reference is its sourcedId, whatever else it says; nothing is nothing, however it is sent.
    """
    match value:
        case str():
            text = value
        case None:
            text = ""
        case list():
            text = ",".join(filter(None, map(text_of, value)))
        case dict():
            text = _reference(value)
        case bool():
            text = "true" if value else "false"
        case float() if value.is_integer():
            text = str(int(value))
        case _:
            text = str(value)
    return text


def _reference(value: Fields) -> str:
    own = value.get("sourcedId")
    if type(own) is str and own:
        return own
    found = {str(name).lower(): each for name, each in value.items()}
    return text_of(found.get("sourcedid") or found.get("id"))


def _alike(records: Sequence[Fields]) -> tuple[Sequence[Fields], Mapping[str, str]]:
    """The records of a page with one spelling of each field's name; lower-case name → that one."""
    names = set[str]().union(*records)
    own = {name.lower(): name for name in names}
    if len(own) == len(names):
        return records, own
    lowered = [{name.lower(): value for name, value in each.items()} for each in records]
    return lowered, {name: name for name in own}


def _names_of(column: Column) -> tuple[str, ...]:
    """Under which names a column's cell comes, in lower case; the first that holds something."""
    alias = _SINGULARS.get(column.name.lower())
    return (*column.fields, *((alias, f"{alias}id") if alias else ()))


def _cells(records: Sequence[Fields], names: Sequence[str]) -> Sequence[str]:
    """A column's cells: of each record the first of these fields that holds something."""
    cells: Sequence[str] = [""] * len(records)
    for name in names:
        found = _texts(values_of(records, name))
        cells = found if name is names[0] else list(map(_either, cells, found))
        if "" not in cells:
            break
    return cells


def values_of(records: Sequence[Fields], name: str) -> list[Any]:
    """The value of a field in each record; None where one has no such field."""
    try:
        return list(map(itemgetter(name), records))
    except KeyError:
        return [record.get(name) for record in records]


def _texts(values: list[Any]) -> list[str]:
    """Each value as `text_of` gives it; most often all of them are text, or references."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return values
    if kinds == {dict}:
        told = values_of(values, "sourcedId")
        if set(map(type, told)) == {str} and "" not in told:
            return told
    if kinds == {list}:
        each = iter(_texts([one for value in values for one in value]))
        return [",".join(filter(None, islice(each, len(value)))) for value in values]
    return [value if type(value) is str else text_of(value) for value in values]


def _in(own: Mapping[str, str], *names: str) -> list[str]:
    """Those of the fields that there are, as they are spelt."""
    return [own[name] for name in names if name in own]


def _either(cell: str, other: str) -> str:
    return cell or other


def _value(record: Fields, own: Mapping[str, str], name: str) -> Any:  # noqa: ANN401  # JSON
    """The value of a field by its lower-case name; None where there is none."""
    return record.get(own[name]) if name in own else None


def _role(who: str, kind: object, role: object, org: object) -> Row:
    return ("", "", who, text_of(kind), text_of(role), text_of(org))


def _is(value: object) -> bool:
    return isinstance(value, dict)
