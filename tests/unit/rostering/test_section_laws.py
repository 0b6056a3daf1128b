"""Whatever its order, its case and what else is in it, a package says the same of its classes."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.connections import SectionTerms
from shared.rostering.grades import grade_of
from shared.rostering.sections import SectionRules, Sections, Who, section_id, sections_of
from shared.rostering.sources.oneroster_classes import ClassFiles
from shared.rostering.sources.oneroster_words import key_of
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


def read(package: ClassPackage) -> Sections:
    opened = open_package(io.BytesIO(package.bytes()), with_classes=True)
    assert opened is not None
    people = {key_of(who): Who(who, is_student=True, order=who) for who in PUPILS}
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
