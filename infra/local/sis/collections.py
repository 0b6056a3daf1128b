"""The collections of OneRoster's rostering service: paths, keys of their bodies, who is in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from infra.local.sis.records import Kind, Org, Record, Session, User
from infra.local.sis.signin import CORE, DEMOGRAPHICS, ROSTER
from infra.local.sis.spelling import Version


@dataclass(frozen=True, slots=True)
class Collection:
    """One path.

    Attributes:
        kind: of the records; None for those that this system has none of.
        keys: of a list and of a single record.
        scopes: one of them is enough.
        belongs: tells who is in it, where it is a part of a kind.
    """

    path: str
    kind: Kind | None
    keys: tuple[str, str]
    scopes: frozenset[str] = frozenset({CORE, ROSTER})
    belongs: Callable[[Record], bool] | None = None
    versions: frozenset[Version] = frozenset(Version)


def _has_role(role: str) -> Callable[[Record], bool]:
    return lambda record: isinstance(record, User) and record.is_a(role)


def _is_session(kind: str) -> Callable[[Record], bool]:
    return lambda record: isinstance(record, Session) and record.type == kind


def _is_school(record: Record) -> bool:
    return isinstance(record, Org) and record.type == "school"


def _elsewhere(path: str, single: str, scope: str) -> Collection:
    """What version 1.1 has under the same root, and this system has none of."""
    return Collection(
        path, None, (path, single), frozenset({scope}), versions=frozenset({Version.V1_1})
    )


_SESSION_KEYS = ("academicSessions", "academicSession")
_ORG_KEYS = ("orgs", "org")
_USER_KEYS = ("users", "user")
_ALL = (
    Collection("academicSessions", Kind.SESSIONS, _SESSION_KEYS),
    Collection("terms", Kind.SESSIONS, _SESSION_KEYS, belongs=_is_session("term")),
    Collection(
        "gradingPeriods", Kind.SESSIONS, _SESSION_KEYS, belongs=_is_session("gradingPeriod")
    ),
    Collection("orgs", Kind.ORGS, _ORG_KEYS),
    Collection("schools", Kind.ORGS, _ORG_KEYS, belongs=_is_school),
    Collection("courses", Kind.COURSES, ("courses", "course")),
    Collection("classes", Kind.CLASSES, ("classes", "class")),
    Collection("enrollments", Kind.ENROLLMENTS, ("enrollments", "enrollment")),
    Collection("users", Kind.USERS, _USER_KEYS),
    Collection("students", Kind.USERS, _USER_KEYS, belongs=_has_role("student")),
    Collection("teachers", Kind.USERS, _USER_KEYS, belongs=_has_role("teacher")),
    Collection(
        "demographics",
        Kind.DEMOGRAPHICS,
        ("demographics", "demographics"),
        frozenset({DEMOGRAPHICS}),
    ),
    _elsewhere("resources", "resource", "resource.readonly"),
    _elsewhere("categories", "category", "gradebook.readonly"),
    _elsewhere("lineItems", "lineItem", "gradebook.readonly"),
    _elsewhere("results", "result", "gradebook.readonly"),
)
COLLECTIONS: Mapping[str, Collection] = {each.path: each for each in _ALL}
