"""Whatever its order, its case and what else is in it, a package says the same of its classes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.connections import SectionTerms
from shared.rostering.grades import grade_of
from shared.rostering.sections import (
    SectionRules,
    Sections,
    Who,
    in_session,
    section_id,
    sections_of,
)
from shared.rostering.sources.oneroster_classes import ClassFiles, SchoolClass, Session
from shared.rostering.sources.oneroster_words import SESSION_TYPES, day_in, key_of
from shared.rostering.sources.oneroster_zip import open_package
from tests.support.oneroster import OTHER, SCHOOL
from tests.support.oneroster_classes import ClassPackage, enrolled, school_class

DAY = date(2026, 11, 23)
PUPILS = [f"S{n}" for n in range(6)]
TEACHERS = [f"T{n}" for n in range(3)]


@dataclass
class Truth:
    """Who is in which class of the school, and who teaches it."""

    students: dict[str, set[str]] = field(default_factory=dict)
    teachers: dict[str, set[str]] = field(default_factory=dict)


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    classes = [f"c{n}" for n in range(draw(st.integers(1, 4)))]
    return Truth(
        {each: draw(st.sets(st.sampled_from(PUPILS))) for each in classes},
        {each: draw(st.sets(st.sampled_from(TEACHERS))) for each in classes},
    )


@st.composite
def packages(draw: st.DrawFn, truth: Truth) -> ClassPackage:
    """The classes as an export could write them, with rows that mean nothing."""

    def spelled(text: str) -> str:
        return draw(st.sampled_from([text, text.upper(), text.lower(), f" {text}"]))

    classes = [
        school_class(spelled(each), title=each, schoolSourcedId=spelled(SCHOOL))
        for each in truth.students
    ]
    rows = [
        enrolled(spelled(each), spelled(who), spelled(role))
        for role, of in (("student", truth.students), ("teacher", truth.teachers))
        for each, people in of.items()
        for who in people
    ]
    first = next(iter(truth.students))
    noise = [
        enrolled(first, "nobody"),
        enrolled("nothing", "S1"),
        enrolled(first, "T0", "proctor"),
        enrolled(first, "S0", "teacher"),
        enrolled(first, "T1", "student"),
        enrolled(first, "T2", "ext:coach"),
        enrolled(first, "S5", status="tobedeleted"),
        enrolled("elsewhere", "S2"),
    ]
    classes += [
        school_class("elsewhere", schoolSourcedId=OTHER),
        school_class("gone", status="Inactive"),
    ]
    rows += draw(st.lists(st.sampled_from(noise)))
    return ClassPackage([], draw(st.permutations(classes)), draw(st.permutations(rows)))


def read(package: ClassPackage, pupils: Sequence[str] = PUPILS) -> Sections:
    opened = open_package(io.BytesIO(package.bytes()), with_classes=True)
    assert opened is not None
    people = {key_of(who): Who(who, is_student=True, order=who) for who in pupils}
    people |= {key_of(who): Who(who, is_student=False, order=who) for who in TEACHERS}
    rules = SectionRules("s", key_of(SCHOOL), DAY, SectionTerms.ALL, frozenset(), grade_of)
    return sections_of(ClassFiles(opened, None, key_of(SCHOOL)).read(), people, rules)


@given(st.data())
def test_every_way_to_write_classes_says_the_same(data: st.DataObject) -> None:
    truth = data.draw(truths())
    made = read(data.draw(packages(truth)))
    assert {each["displayName"] for each in made.sections.values()} == truth.students.keys()
    for name, pupils in truth.students.items():
        section = made.sections[section_id("s", name)]
        assert section["memberIds"] == sorted(pupils)
        assert section["teacherIds"] == sorted(truth.teachers[name])
    assert made.enrollments == sum(map(len, (*truth.students.values(), *truth.teachers.values())))


def test_a_class_that_is_too_large_is_left_out_and_told() -> None:
    pupils = [f"P{n}" for n in range(1_001)]
    rows = [enrolled("c1", who) for who in pupils]
    classes = [school_class("c1"), school_class("c2")]
    rows += [enrolled("c2", who) for who in pupils[:1_000]]
    made = read(ClassPackage([], classes, rows), pupils)
    assert [len(each["memberIds"]) for each in made.sections.values()] == [1_000]
    assert made.left_out == 1


DAYS = st.integers(-400, 400).map(lambda days: DAY + timedelta(days=days))
SESSIONS = st.builds(
    Session, st.just("t"), st.sampled_from(SESSION_TYPES), st.none() | DAYS, st.none() | DAYS
)


@given(st.lists(SESSIONS, max_size=8), DAYS)
def test_on_every_day_some_session_of_each_type_is_current(
    sessions: list[Session], day: date
) -> None:
    named = {f"t{n}": each for n, each in enumerate(sessions)}
    classes = [SchoolClass("c", "", "", "scheduled", (), "", "", "", tuple(named), "")]
    current = in_session(named, classes, day)
    assert {named[key].kind for key in current} == {each.kind for each in sessions}
    for key, each in named.items():
        if each.start is None or each.end is None or each.start <= day < each.end:
            assert key in current


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-08-20", date(2026, 8, 20)),
        (" 2026-08-20T00:00:00.000Z", date(2026, 8, 20)),
        ("2026-08-20 07:11:54", date(2026, 8, 20)),
        ("8/5/2026", date(2026, 8, 5)),
        ("2026-02-30", None),
        ("", None),
        ("fall", None),
        ("20260820", None),
    ],
)
def test_days_are_read_as_systems_write_them(cell: str, day: date | None) -> None:
    assert day_in(cell) == day
