"""Makes the demo district from a seed: the same seed gives the same people, everywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import count
from random import Random

from infra.local.district import model, names, profile
from infra.local.district.households import Household, household_children, new_household
from infra.local.district.model import District, Person, School
from infra.local.district.profile import Profile
from infra.local.district.sources import Addresses, Phones, Sources

NO_EMAIL_SHARE = 0.7
"""Share of the youngest students who have no address."""


def generate(seed: int) -> District:
    """Make the district: 3,200 students in households, their teachers, staff and admins."""
    rng = Random(f"district {seed}")  # noqa: S311  # reproducible, not secret
    sources = Sources(rng, Addresses(), Phones(rng, profile.AREA_CODES))
    students = _students(sources)
    schools = [
        School(
            school_id=at.school_id,
            display_name=at.display_name,
            file_stem=at.file_stem,
            people=(*students[at.school_id], *_employees(sources, at)),
        )
        for at in profile.PROFILES
    ]
    return District(seed, _with_itinerants(schools))


def newcomers(seed: int, school_id: str, number: int, taken: Collection[str]) -> tuple[Person, ...]:
    """Make ``number`` students for one school, none of whose ids and numbers are ``taken``.

    Their addresses carry their ids, and their numbers have area codes of their own, so that they
    are nobody else's.
    """
    rng = Random(f"newcomers {seed}")  # noqa: S311  # reproducible, not secret
    at = next(one for one in profile.PROFILES if one.school_id == school_id)
    phones = Phones(rng, profile.NEWCOMER_AREA_CODES, taken)
    sources = Sources(rng, Addresses(always_suffixed=True), phones)
    ids = (one for one in _numbers(at.first_id) if one not in taken)
    return tuple(
        _student(sources, at, next(ids), rng.choice(at.grades), new_household(sources))
        for _ in range(number)
    )


def _students(sources: Sources) -> dict[str, list[Person]]:
    seats = [
        (at, at.grades[index % len(at.grades)])
        for at in profile.PROFILES
        for index in range(at.students)
    ]
    sources.rng.shuffle(seats)
    ids = {at.school_id: _numbers(at.first_id) for at in profile.PROFILES}
    made: dict[str, list[Person]] = {at.school_id: [] for at in profile.PROFILES}
    while seats:
        home = new_household(sources)
        for _ in range(min(household_children(sources.rng), len(seats))):
            at, grade = seats.pop()
            made[at.school_id].append(_student(sources, at, next(ids[at.school_id]), grade, home))
    return made


def _student(sources: Sources, at: Profile, sis_id: str, grade: str, home: Household) -> Person:
    rng = sources.rng
    first = names.given_name(rng, home.culture)
    last = names.sibling_family_name(rng, home.family_name)
    email = ""
    if grade not in at.no_email_grades or rng.random() >= NO_EMAIL_SHARE:
        local = names.local_part(first, last, f"s{sis_id}")
        email = sources.addresses.take(local, sis_id, profile.STUDENT_DOMAIN)
    return Person(
        kind=model.STUDENT,
        sis_id=sis_id,
        email=email,
        first_name=first,
        last_name=last,
        grade=grade,
        phone=sources.phones.take() if rng.random() < at.student_phones else "",
        id_field_1=f"{rng.randrange(10_000):04d}" if at.badge_fields else "",
        id_field_2=f"L-{rng.randrange(1, 2500)}" if at.badge_fields else "",
        guardians=home.guardians[: at.guardians_sent],
    )


def _employees(sources: Sources, at: Profile) -> list[Person]:
    ids = _numbers(at.first_employee_id)
    numbers = ((model.TEACHER, at.teachers), (model.STAFF, at.staff), (model.ADMIN, at.admins))
    return [
        _employee(sources, at, kind, next(ids)) for kind, number in numbers for _ in range(number)
    ]


def _employee(sources: Sources, at: Profile, kind: str, sis_id: str) -> Person:
    culture = names.any_culture(sources.rng)
    first = names.given_name(sources.rng, culture)
    last = names.family_name(sources.rng, culture)
    local = names.local_part(first, last, f"e{sis_id}")
    return Person(
        kind=kind,
        sis_id="" if kind == model.STAFF and at.staff_without_id else sis_id,
        email=sources.addresses.take(local, sis_id, profile.STAFF_DOMAIN),
        first_name=first,
        last_name=last,
    )


def _with_itinerants(schools: list[School]) -> tuple[School, ...]:
    middle, elementary = schools[1], schools[2]
    shared = middle.of_kind(model.TEACHER)[: profile.ITINERANT_TEACHERS]
    return (*schools[:2], replace(elementary, people=(*elementary.people, *shared)))


def _numbers(first: str) -> Iterator[str]:
    return (str(number).zfill(len(first)) for number in count(int(first)))
