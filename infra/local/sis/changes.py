"""Changes to a system between two nights: who joins, moves, leaves, or is written otherwise.

What goes is marked, never taken out: a server says ``tobedeleted`` of it, or leaves it out where
that is its quirk. ``dateLastModified`` moves with each change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

from infra.local.district.generate import newcomers
from infra.local.district.model import School
from infra.local.sis.cast import Seat, org_id
from infra.local.sis.data import SisData
from infra.local.sis.make import guardians_of, student_or_employee
from infra.local.sis.records import ACTIVE, GONE, Enrollment, Held, Record, User


def join(data: SisData, school_id: str, number: int, at: datetime | None = None) -> list[User]:
    """Let new students come, with their guardians, into the classes of somebody of their grade.

    Args:
        data: the system.
        school_id: of the demo district, such as ``lincoln-high``.
        number: how many.
        at: when; now unless told.
    """
    when = at or datetime.now(UTC)
    taken = {user.identifier for user in data.of(User)} | {user.sms for user in data.of(User)}
    school = School(school_id, school_id, school_id, ())
    made: list[User] = []
    changed: list[Record] = []
    for person in newcomers(data.seed + len(taken), school_id, number, taken):
        student = student_or_employee(Seat(school, person, 1), when)
        made.append(student)
        changed += [student, *guardians_of(student, person, 1, when)]
    data.put(changed)
    data.put(_enrolled(data, made, when))
    return made


def move(data: SisData, sourced_id: str, school_id: str, at: datetime | None = None) -> User:
    """Let a student change to another school of the demo district; raises KeyError for nobody."""
    when = at or datetime.now(UTC)
    student = data.one(User, sourced_id)
    org = org_id(school_id)
    moved = replace(student, held=(Held("student", org),), modified=when)
    guardians = [data.one(User, each) for each in student.agents]
    there = [_also_at(each, org, when) for each in guardians if not each.is_at(org)]
    data.put([moved, *there, *_ended(data, {sourced_id}, when)])
    data.put(_enrolled(data, [moved], when))
    return moved


def leave(data: SisData, sourced_ids: Collection[str], at: datetime | None = None) -> None:
    """Let people go, with their enrollments, and guardians who have nobody left."""
    when = at or datetime.now(UTC)
    gone = set(sourced_ids)
    changed: list[Record] = [*_ended(data, gone, when)]
    for user in data.of(User):
        if user.sourced_id in gone:
            changed.append(replace(user, status=GONE, modified=when))
        elif user.is_a("guardian") and gone.intersection(user.agents):
            left = tuple(each for each in user.agents if each not in gone)
            status = user.status if left else GONE
            changed.append(replace(user, agents=left, status=status, modified=when))
    data.put(changed)


def edit(data: SisData, sourced_id: str, at: datetime | None = None, **fields: Any) -> User:  # noqa: ANN401  # of any type of `User`
    """Write somebody otherwise, by the fields of `User`; raises KeyError for nobody."""
    changed = replace(data.one(User, sourced_id), modified=at or datetime.now(UTC), **fields)
    data.put([changed])
    return changed


def lose(data: SisData, school_id: str, share: float, at: datetime | None = None) -> list[str]:
    """Let ``share`` (0 to 1) of a school's students go, and give their ids."""
    org = org_id(school_id)
    here = [user.sourced_id for user in data.of(User) if _is_student_at(user, org)]
    rng = Random(f"lost {data.seed} {school_id}")  # noqa: S311  # reproducible, not secret
    gone = rng.sample(here, round(len(here) * share))
    leave(data, gone, at)
    return gone


def _also_at(guardian: User, org: str, when: datetime) -> User:
    held = (*guardian.held, Held("guardian", org, primary=False))
    return replace(guardian, held=held, modified=when)


def _is_student_at(user: User, org: str) -> bool:
    return user.is_a("student") and user.is_at(org) and user.status == ACTIVE


def _ended(data: SisData, users: Collection[str], when: datetime) -> Iterable[Enrollment]:
    for each in data.of(Enrollment):
        if each.user in users and each.status == ACTIVE:
            yield replace(each, status=GONE, modified=when)


def _enrolled(data: SisData, students: Collection[User], when: datetime) -> list[Enrollment]:
    """Enrollments of new students in the classes of the first classmate of their grade."""
    own = {each.sourced_id for each in students}
    seats: dict[str, list[Enrollment]] = {}
    for each in data.of(Enrollment):
        if each.status == ACTIVE and each.role == "student":
            seats.setdefault(each.user, []).append(each)
    models = {
        (user.held[0].org, user.grades): seats[user.sourced_id]
        for user in reversed(data.of(User))
        if user.sourced_id in seats and user.sourced_id not in own and user.held
    }
    number = len(data.of(Enrollment))
    made: list[Enrollment] = []
    for student in students:
        for model in models.get((student.held[0].org, student.grades), ()):
            number += 1
            fresh = f"enrollment-{number}"
            made.append(replace(model, sourced_id=fresh, user=student.sourced_id, modified=when))
    return made
