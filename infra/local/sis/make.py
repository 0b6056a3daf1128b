"""Makes a system's records from the demo district: the same seed gives the same ones everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

from infra.local.district import Guardian, Person, names
from infra.local.district.model import ADMIN, STAFF, STUDENT, TEACHER
from infra.local.sis.cast import Seat, guardian_id, guardian_ids, org_id, seats, user_id
from infra.local.sis.data import SisData
from infra.local.sis.records import Demographics, Held, Kind, Org, Record, Session, User
from infra.local.sis.timetable import Timetable

SEED = 2026
SCHOOL_YEAR_END = 2027
DISTRICT = "district"

ROLES = {STUDENT: "student", TEACHER: "teacher", STAFF: "aide", ADMIN: "siteAdministrator"}
"""Kind of person of the demo district → role of version 1.2."""
GUARDIAN = "guardian"


def make_data(
    people: int | None = None, seed: int = SEED, school_year_end: int = SCHOOL_YEAR_END
) -> SisData:
    """Make the records of a system.

    Args:
        people: how many users it has, guardians among them; the whole demo district unless told.
        seed: what everything is drawn from.
        school_year_end: calendar year in which the school year ends.
    """
    modified = datetime(school_year_end - 1, 8, 3, 6, 0, tzinfo=UTC)
    chosen = seats(seed, people)
    sessions = sessions_of(school_year_end, modified)
    users = _users(chosen, modified)
    orgs = _orgs(chosen, modified)
    year, terms = sessions[0], tuple(each for each in sessions if each.type == "term")
    timetable = Timetable(year, terms, modified)
    students, teachers = _by_org(users, "student"), _by_org(users, "teacher")
    for org in orgs[1:]:
        here = org.sourced_id
        timetable.add(here, students.get(here, ()), teachers.get(here, ()))
    return SisData(
        {
            Kind.ORGS: orgs,
            Kind.SESSIONS: sessions,
            Kind.COURSES: timetable.courses,
            Kind.CLASSES: timetable.classes,
            Kind.ENROLLMENTS: timetable.enrollments,
            Kind.USERS: users,
            Kind.DEMOGRAPHICS: [_demographics(each) for each in users if each.is_a("student")],
        },
        seed,
    )


def sessions_of(year: int, modified: datetime) -> list[Session]:
    """A school year, then its two terms, then their four grading periods."""

    def session(name: str, title: str, start: date, end: date, parent: str = "") -> Session:
        kind = {"year": "schoolYear", "term": "term"}.get(name.partition("-")[0], "gradingPeriod")
        return Session(
            sourced_id=f"{name}-{year}" if kind == "schoolYear" else f"{name}-of-{year}",
            modified=modified,
            title=f"{title} {year - 1}-{year % 100:02d}",
            type=kind,
            start=start,
            end=end,
            school_year=year,
            parent=parent,
        )

    opening, winter, summer = date(year - 1, 8, 17), date(year, 1, 5), date(year, 6, 5)
    autumn, spring = date(year - 1, 10, 26), date(year, 3, 22)
    whole = session("year", "School Year", opening, summer)
    first = session("term-1", "Fall", opening, winter, whole.sourced_id)
    second = session("term-2", "Spring", winter, summer, whole.sourced_id)
    quarters = (
        session("quarter-1", "Quarter 1", opening, autumn, first.sourced_id),
        session("quarter-2", "Quarter 2", autumn, winter, first.sourced_id),
        session("quarter-3", "Quarter 3", winter, spring, second.sourced_id),
        session("quarter-4", "Quarter 4", spring, summer, second.sourced_id),
    )
    return [whole, first, second, *quarters]


def student_or_employee(seat: Seat, modified: datetime) -> User:
    """A seat's person as a user with one role."""
    person = seat.person
    email = _of_copy(person.email, seat.copy)
    sourced_id = user_id(person, seat.copy)
    return User(
        sourced_id=sourced_id,
        modified=modified,
        username=email.partition("@")[0] or sourced_id,
        given_name=person.first_name,
        family_name=person.last_name,
        identifier=person.sis_id if seat.copy == 1 else f"{seat.copy:02d}{person.sis_id}",
        held=(Held(ROLES[person.kind], org_id(seat.school.school_id, seat.copy)),),
        email=email,
        sms=person.phone,
        agents=guardian_ids(person, seat.copy),
        grades=(person.grade,) if person.grade else (),
    )


def guardians_of(student: User, person: Person, copy: int, modified: datetime) -> list[User]:
    """Somebody's guardians as users who have this one student."""
    return [_guardian(each, student, copy, modified) for each in person.guardians]


def merged(known: User, again: User) -> User:
    """One user of two records of the same person: all roles, and all agents."""
    held = {each.org: each for each in (*known.held, *again.held)}
    roles = [replace(each, primary=place == 0) for place, each in enumerate(held.values())]
    return replace(
        known,
        held=tuple(roles),
        agents=tuple(dict.fromkeys((*known.agents, *again.agents))),
        modified=max(known.modified, again.modified),
    )


def _by_org(users: Iterable[User], role: str) -> dict[str, list[User]]:
    found: dict[str, list[User]] = {}
    for user in users:
        for held in user.held:
            if held.role == role:
                found.setdefault(held.org, []).append(user)
    return found


def _users(chosen: Sequence[Seat], modified: datetime) -> list[User]:
    """Students and employees in their order, then the guardians."""
    found: dict[str, User] = {}
    guardians: dict[str, User] = {}
    for seat in chosen:
        user = student_or_employee(seat, modified)
        _keep(found, user)
        for guardian in guardians_of(user, seat.person, seat.copy, modified):
            _keep(guardians, guardian)
    return [*found.values(), *guardians.values()]


def _keep(found: dict[str, User], user: User) -> None:
    known = found.get(user.sourced_id)
    found[user.sourced_id] = merged(known, user) if known else user


def _guardian(guardian: Guardian, student: User, copy: int, modified: datetime) -> User:
    sourced_id = guardian_id(guardian, copy)
    # The demo district knows how to reach a guardian, not what they are called.
    rng = Random(sourced_id)  # noqa: S311  # reproducible, not secret
    email = _of_copy(guardian.email, copy)
    return User(
        sourced_id=sourced_id,
        modified=modified,
        username=email or sourced_id,
        given_name=names.given_name(rng, names.any_culture(rng)),
        family_name=student.family_name,
        identifier="",
        held=(Held(GUARDIAN, student.held[0].org),),
        email=email,
        sms=guardian.phone,
        agents=(student.sourced_id,),
    )


def _orgs(chosen: Iterable[Seat], modified: datetime) -> list[Org]:
    """The district, then its schools."""
    made: dict[str, Org] = {}
    for seat in chosen:
        sourced_id = org_id(seat.school.school_id, seat.copy)
        name = seat.school.display_name
        made.setdefault(
            sourced_id,
            Org(
                sourced_id=sourced_id,
                modified=modified,
                name=name if seat.copy == 1 else f"{name} {seat.copy}",
                type="school",
                identifier=f"{len(made) + 1:03d}",
                parent=DISTRICT,
            ),
        )
    top = Org(
        sourced_id=DISTRICT,
        modified=modified,
        name="Demo School District",
        type="district",
        identifier="000",
    )
    return [top, *made.values()]


def _demographics(student: User) -> Record:
    rng = Random(f"demographics {student.sourced_id}")  # noqa: S311  # reproducible, not secret
    age = 5 if student.grades[0] == "KG" else 5 + int(student.grades[0])
    year = student.modified.year - age
    return Demographics(
        sourced_id=student.sourced_id,
        modified=student.modified,
        birth=date(year, rng.randrange(1, 13), rng.randrange(1, 29)),
        sex=rng.choice(("male", "female")),
    )


def _of_copy(email: str, copy: int) -> str:
    """An address that is nobody else's in the added districts."""
    return email if copy == 1 or not email else email.replace("@", f"@d{copy}.")
