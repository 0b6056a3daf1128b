"""What a server has of the system: quirks that add records, leave some out or change who is where.

The system itself stays as it is, so that two servers may show the same one differently.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar, cast

from infra.local.sis.data import SisData
from infra.local.sis.make import DISTRICT, GUARDIAN, make_data, sessions_of
from infra.local.sis.quirks import Quirk, Quirks
from infra.local.sis.records import (
    ACTIVE,
    GONE,
    Class,
    Course,
    Enrollment,
    Held,
    Kind,
    Org,
    Record,
    Session,
    User,
)

R = TypeVar("R", bound=Record)

NEIGHBOR_MARK = "neighbor-"
_NEIGHBORS = 60


class View:
    """The records that a server answers from. Any thread may ask."""

    def __init__(self, data: SisData, quirks: Quirks) -> None:
        self._data = data
        self._quirks = quirks
        self._lock = threading.Lock()
        self._made: dict[Kind, tuple[int, tuple[Record, ...]]] = {}

    @property
    def revision(self) -> int:
        """Grows with every change of the system."""
        return self._data.revision

    def every(self, kind: Kind) -> tuple[Record, ...]:
        """All records of a kind; the very same objects for as long as nothing changes."""
        with self._lock:
            revision, made = self._made.get(kind, (-1, ()))
            if revision != self._data.revision:
                revision = self._data.revision
                made = self._shown(kind)
                self._made[kind] = (revision, made)
            return made

    def _shown(self, kind: Kind) -> tuple[Record, ...]:
        records: Iterable[Record] = self._data.every(kind)
        if Quirk.SHARED_SIS in self._quirks:
            records = (*records, *_neighbors(self._data.seed, kind))
        for quirk, of, change in _CHANGES:
            if quirk in self._quirks and of in {kind, None}:
                records = change(self._quirks, tuple(records))
        return tuple(_ids_differ(records) if Quirk.IDS_DIFFER in self._quirks else records)


@lru_cache(maxsize=8)
def _neighbors(seed: int, kind: Kind) -> tuple[Record, ...]:
    """Another, small district, whose ids and addresses are its own."""
    if kind is Kind.SESSIONS:
        return ()
    data = make_data(_NEIGHBORS, seed + 1000)
    marked = (_marked(each, NEIGHBOR_MARK) for each in data.every(kind))
    return tuple(_moved_away(each) for each in marked)


def _moved_away(record: Record) -> Record:
    if isinstance(record, User):
        email = record.email.replace("@", "@neighbor.")
        return replace(record, email=email, username=f"{NEIGHBOR_MARK}{record.username}")
    if isinstance(record, Org):
        return replace(record, name=f"Neighbor {record.name}")
    return record


def _ids_differ(records: Iterable[Record]) -> Iterable[Record]:
    return (_marked(each, "rolled-") for each in records)


def _marked(record: R, mark: str) -> R:
    """A record with a mark before its own id and before those that it names, but of sessions."""

    def each(sourced_id: str) -> str:
        return f"{mark}{sourced_id}" if sourced_id else ""

    made: Record = record
    if not isinstance(record, Session):
        made = replace(record, sourced_id=each(record.sourced_id))
    match made:
        case Org():
            made = replace(made, parent=each(made.parent))
        case Course():
            made = replace(made, org=each(made.org))
        case Class():
            made = replace(made, course=each(made.course), school=each(made.school))
        case Enrollment():
            made = replace(
                made,
                user=each(made.user),
                class_id=each(made.class_id),
                school=each(made.school),
            )
        case User():
            made = replace(
                made,
                agents=tuple(map(each, made.agents)),
                held=tuple(replace(held, org=each(held.org)) for held in made.held),
            )
    return cast("R", made)


def _gone_vanishes(quirks: Quirks, records: tuple[Record, ...]) -> Iterable[Record]:
    del quirks
    return (each for each in records if each.status != GONE)


def _orphans(quirks: Quirks, records: tuple[Record, ...]) -> Iterable[Record]:
    model = next(each for each in records if isinstance(each, Enrollment))
    yield from records
    for number in range(1, quirks.number(Quirk.ORPHANS) + 1):
        yield replace(model, sourced_id=f"orphan-a-{number}", user=f"nobody-{number}")
        yield replace(model, sourced_id=f"orphan-b-{number}", class_id=f"nothing-{number}")


def _no_schools(quirks: Quirks, records: tuple[Record, ...]) -> Iterable[Record]:
    del quirks
    return (each for each in records if isinstance(each, Org) and each.type != "school")


def _last_year(quirks: Quirks, records: tuple[Record, ...]) -> Iterable[Record]:
    del quirks
    year = next(each.school_year for each in records if isinstance(each, Session)) - 1
    return sessions_of(year, records[0].modified.replace(year=year - 1))


def _classes_of_last_year(quirks: Quirks, records: tuple[Record, ...]) -> Iterable[Record]:
    del quirks
    for each in records:
        if isinstance(each, Class):
            yield replace(each, terms=tuple(_year_before(term) for term in each.terms))


def _courses_of_last_year(quirks: Quirks, records: tuple[Record, ...]) -> Iterable[Record]:
    del quirks
    for each in records:
        if isinstance(each, Course):
            yield replace(each, year=_year_before(each.year))


def _year_before(session: str) -> str:
    name, _, year = session.rpartition("-")
    return f"{name}-{int(year) - 1}"


def _half_missing(quirks: Quirks, records: tuple[Record, ...]) -> Iterable[Record]:
    del quirks
    first = next(each for each in _users(records) if each.is_a("student")).held[0].org
    place = 0
    for user in _users(records):
        here = user.is_a("student") and user.is_at(first)
        place += here
        if not here or place % 2:
            yield user


def _no_staff_email(quirks: Quirks, records: tuple[Record, ...]) -> Iterable[Record]:
    del quirks
    for user in _users(records):
        family = user.is_a("student") or user.is_a(GUARDIAN)
        yield user if family else replace(user, email="")


def _agents(quirks: Quirks, records: tuple[Record, ...]) -> Iterable[Record]:
    kept = {"none": "", "students": "student", "guardians": GUARDIAN}[quirks.word(Quirk.AGENTS)]
    for user in _users(records):
        yield user if kept and user.is_a(kept) else replace(user, agents=())


def _guardians_per_school(quirks: Quirks, records: tuple[Record, ...]) -> Iterable[Record]:
    """Splits guardians by school; students name the one of their own school."""
    del quirks
    schools = {user.sourced_id: user.held[0].org for user in _users(records) if user.held}
    for user in _users(records):
        if user.is_a("student") and user.held:
            own = tuple(f"{each}-{user.held[0].org}" for each in user.agents)
            yield replace(user, agents=own)
        elif user.is_a(GUARDIAN):
            for held in user.held:
                yield replace(
                    user,
                    sourced_id=f"{user.sourced_id}-{held.org}",
                    held=(replace(held, primary=True),),
                    agents=tuple(each for each in user.agents if schools.get(each) == held.org),
                )
        else:
            yield user


def _of_first(
    role: str, quirk: Quirk, change: Callable[[User], User]
) -> Callable[[Quirks, tuple[Record, ...]], Iterable[Record]]:
    """A change to as many of the first active users of a role as the quirk's number says."""

    def changed(quirks: Quirks, records: tuple[Record, ...]) -> Iterable[Record]:
        left = quirks.number(quirk)
        for user in _users(records):
            if left and user.status == ACTIVE and user.is_a(role):
                left -= 1
                yield change(user)
            else:
                yield user

    return changed


def _in_many_schools(quirks: Quirks, records: tuple[Record, ...]) -> Iterable[Record]:
    held = _teaching_at((*_schools(records), DISTRICT))
    change = _of_first("teacher", Quirk.USERS_MANY_SCHOOLS, lambda user: replace(user, held=held))
    return change(quirks, records)


def _users_per_school(quirks: Quirks, records: tuple[Record, ...]) -> Iterable[Record]:
    """The record of the first school keeps the id that enrollments name."""
    schools = _schools(records)
    held = _teaching_at(schools)
    change = _of_first("teacher", Quirk.USERS_PER_SCHOOL, lambda user: replace(user, held=held))
    for user in _users(change(quirks, records)):
        yield user
        if user.held == held:
            yield from (
                replace(user, sourced_id=f"{user.sourced_id}-{school}") for school in schools[1:]
            )


def _schools(records: Iterable[Record]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(held.org for user in _users(records) for held in user.held))


def _teaching_at(orgs: Iterable[str]) -> tuple[Held, ...]:
    return tuple(Held("teacher", org, primary=place == 0) for place, org in enumerate(orgs))


def _also_guardian(user: User) -> User:
    second = Held(GUARDIAN, user.held[0].org, primary=False)
    return replace(user, held=(*user.held, second))


def _with_role(user: User, role: str) -> User:
    return replace(user, held=tuple(replace(each, role=role) for each in user.held))


def _users(records: Iterable[Record]) -> Iterable[User]:
    return (each for each in records if isinstance(each, User))


Change = Callable[[Quirks, tuple[Record, ...]], Iterable[Record]]
_CHANGES: Sequence[tuple[Quirk, Kind | None, Change]] = (
    (Quirk.GONE_VANISHES, None, _gone_vanishes),
    (Quirk.NO_SCHOOLS, Kind.ORGS, _no_schools),
    (Quirk.WRONG_YEAR, Kind.SESSIONS, _last_year),
    (Quirk.WRONG_YEAR, Kind.COURSES, _courses_of_last_year),
    (Quirk.WRONG_YEAR, Kind.CLASSES, _classes_of_last_year),
    (Quirk.ORPHANS, Kind.ENROLLMENTS, _orphans),
    (Quirk.HALF_MISSING, Kind.USERS, _half_missing),
    (Quirk.NO_STAFF_EMAIL, Kind.USERS, _no_staff_email),
    (Quirk.AGENTS, Kind.USERS, _agents),
    (Quirk.GUARDIANS_PER_SCHOOL, Kind.USERS, _guardians_per_school),
    (Quirk.USERS_MANY_SCHOOLS, Kind.USERS, _in_many_schools),
    (Quirk.USERS_PER_SCHOOL, Kind.USERS, _users_per_school),
    (
        Quirk.USERS_TWO_ROLES,
        Kind.USERS,
        _of_first("teacher", Quirk.USERS_TWO_ROLES, _also_guardian),
    ),
    (
        Quirk.ROLE_UNKNOWN,
        Kind.USERS,
        _of_first("aide", Quirk.ROLE_UNKNOWN, lambda user: _with_role(user, "ext:coach")),
    ),
    (
        Quirk.USERS_NO_ROLE,
        Kind.USERS,
        _of_first("aide", Quirk.USERS_NO_ROLE, lambda user: _with_role(user, "")),
    ),
    (
        Quirk.STATUS_UNKNOWN,
        Kind.USERS,
        _of_first("student", Quirk.STATUS_UNKNOWN, lambda user: replace(user, status="pending")),
    ),
    (
        Quirk.USERS_NO_SCHOOL,
        Kind.USERS,
        _of_first(
            "student",
            Quirk.USERS_NO_SCHOOL,
            lambda user: replace(user, held=(Held("student", ""),)),
        ),
    ),
)
"""In the order in which they are made: whom one of them took, the next one leaves alone."""
