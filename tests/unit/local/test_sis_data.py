"""The people and classes of a simulated system: the same for a seed, whole, and large if wanted."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime

import pytest

from infra.local.district import generate
from infra.local.sis import changes, make_data
from infra.local.sis.cast import guardian_id, org_id, user_id
from infra.local.sis.data import SisData
from infra.local.sis.records import Class, Course, Enrollment, Kind, Org, Session, User
from tests.support.tree import ROOT

SEED = 2026
LARGE = 50_000
MOST_MEBIBYTES = 320
AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def whole(data: SisData) -> dict[Kind, tuple[object, ...]]:
    return {kind: data.every(kind) for kind in Kind}


def dangling(data: SisData) -> list[str]:
    """Ids that a record names and that no record has."""
    users = {each.sourced_id for each in data.of(User)}
    orgs = {each.sourced_id for each in data.of(Org)} | {""}
    sessions = {each.sourced_id for each in data.of(Session)} | {""}
    courses = {each.sourced_id for each in data.of(Course)}
    classes = {each.sourced_id for each in data.of(Class)}
    named = [
        *((each.parent, orgs) for each in data.of(Org)),
        *((each.parent, sessions) for each in data.of(Session)),
        *((each.org, orgs) for each in data.of(Course)),
        *((each.year, sessions) for each in data.of(Course)),
        *((each.school, orgs) for each in data.of(Class)),
        *((each.course, courses) for each in data.of(Class)),
        *((term, sessions) for each in data.of(Class) for term in each.terms),
        *((each.user, users) for each in data.of(Enrollment)),
        *((each.class_id, classes) for each in data.of(Enrollment)),
        *((each.school, orgs) for each in data.of(Enrollment)),
        *((agent, users) for each in data.of(User) for agent in each.agents),
        *((held.org, orgs) for each in data.of(User) for held in each.held),
    ]
    return [sourced_id for sourced_id, known in named if sourced_id not in known]


def test_a_seed_gives_the_same_system_everywhere() -> None:
    print(f"seed {SEED}")  # noqa: T201  # shown when it fails
    assert whole(make_data(300, SEED)) == whole(make_data(300, SEED))
    assert whole(make_data(300, SEED)) != whole(make_data(300, SEED + 1))


@pytest.mark.parametrize("people", [1, 12, 60, 999, 7000])
def test_there_are_as_many_users_as_asked_for_and_nothing_dangles(people: int) -> None:
    data = make_data(people)
    assert len(data.of(User)) == people
    assert dangling(data) == []


def test_everybody_of_the_demo_district_is_there_under_a_known_id() -> None:
    data, district = make_data(), generate(SEED)
    users = {each.sourced_id: each for each in data.of(User)}
    for school in district.schools:
        for person in school.people:
            user = users.pop(user_id(person), None) or data.one(User, user_id(person))
            assert (user.given_name, user.family_name) == (person.first_name, person.last_name)
            assert (user.email, user.identifier) == (person.email, person.sis_id)
            assert user.is_at(org_id(school.school_id))
            named = {guardian_id(each) for each in person.guardians}
            assert named == set(user.agents)
            for guardian in named:
                assert user.sourced_id in data.one(User, guardian).agents
    assert {each.held[0].role for each in users.values()} == {"guardian"}
    assert dangling(data) == []


def test_a_school_is_taught_in_periods_and_has_homerooms() -> None:
    data = make_data()
    classes = {each.sourced_id: each for each in data.of(Class)}
    students = Counter[str]()
    homerooms = Counter[str]()
    taught = set()
    for seat in data.of(Enrollment):
        if seat.role == "student":
            students[seat.class_id] += 1
            homerooms[seat.user] += classes[seat.class_id].homeroom
        elif seat.primary:
            taught.add(seat.class_id)
    everybody = {each.sourced_id for each in data.of(User) if each.is_a("student")}
    assert set(homerooms) == everybody
    assert set(homerooms.values()) == {1}
    assert set(students) == taught == set(classes)
    assert max(students.values()) <= 28
    assert {period for each in classes.values() for period in each.periods} == {
        *map(str, range(1, 8)),
        "HR",
    }
    assert any(len(each.periods) == 2 for each in classes.values())
    assert {len(each.terms) for each in classes.values()} == {1, 2}


def test_a_student_is_in_one_place_at_a_time() -> None:
    data = make_data()
    classes = {each.sourced_id: each for each in data.of(Class)}
    busy = Counter[tuple[str, str, str]]()
    for seat in data.of(Enrollment):
        made = classes[seat.class_id]
        if seat.role == "student":
            busy.update((seat.user, term, period) for term in made.terms for period in made.periods)
    assert set(busy.values()) == {1}


def test_who_joins_has_guardians_and_a_timetable() -> None:
    data = make_data(60)
    before = set(data.of(User))
    joined = changes.join(data, "lincoln-high", 5, AT)
    assert len({each.sourced_id for each in joined}) == 5
    assert {each.modified for each in set(data.of(User)) - before} == {AT}
    seats = Counter(each.user for each in data.of(Enrollment) if each.modified == AT)
    assert {seats[each.sourced_id] for each in joined} == {7}
    assert dangling(data) == []
    again = changes.join(data, "lincoln-high", 5, AT)
    assert {each.sourced_id for each in joined}.isdisjoint(each.sourced_id for each in again)
    numbers = [each.sourced_id for each in data.of(Enrollment)]
    assert len(numbers) == len(set(numbers))


def test_who_moves_has_other_classes_and_takes_the_guardians_along() -> None:
    data = make_data()
    student = next(each for each in data.of(User) if each.is_a("student") and each.agents)
    moved = changes.move(data, student.sourced_id, "roosevelt-middle", AT)
    there = org_id("roosevelt-middle")
    assert (moved.is_at(there), len(moved.held)) == (True, 1)
    assert all(data.one(User, each).is_at(there) for each in moved.agents)
    seats = [each for each in data.of(Enrollment) if each.user == student.sourced_id]
    ended = {each.status for each in seats if each.school != there}
    assert ended == {"tobedeleted"}


def test_who_leaves_takes_guardians_along_who_have_nobody_left() -> None:
    data = make_data()
    guardians = [each for each in data.of(User) if each.is_a("guardian")]
    alone = next(each for each in guardians if len(each.agents) == 1)
    many = next(each for each in guardians if len(each.agents) > 1)
    changes.leave(data, [alone.agents[0], many.agents[0]], AT)
    assert data.one(User, alone.agents[0]).status == "tobedeleted"
    assert data.one(User, alone.sourced_id).status == "tobedeleted"
    assert data.one(User, many.sourced_id).status == "active"
    assert data.one(User, many.sourced_id).agents == many.agents[1:]


def test_half_a_school_goes() -> None:
    data = make_data()
    org = org_id("maple-grove-elementary")
    gone = changes.lose(data, "maple-grove-elementary", 0.5, AT)
    here = [each for each in data.of(User) if each.is_a("student") and each.is_at(org)]
    assert (len(gone), len(here)) == (250, 500)
    assert {each.sourced_id for each in here if each.status == "tobedeleted"} == set(gone)


def test_a_large_system_is_made_in_little_memory() -> None:
    code = (
        "from infra.local.sis import make_data\n"
        "from infra.local.sis.records import Kind\n"
        "from tests.support.memory import peak\n"
        f"data = make_data({LARGE})\n"
        "print(len(data.every(Kind.USERS)), len(data.every(Kind.ENROLLMENTS)))\n"
        "print(peak())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    users, enrollments, kibibytes = map(int, told.stdout.split())
    assert users == LARGE
    assert enrollments > 3 * LARGE
    assert kibibytes < MOST_MEBIBYTES * 1024
