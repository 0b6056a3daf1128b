from __future__ import annotations

import pytest

from shared.rostering.file_kinds import kinds_in_name, subject_of
from shared.rostering.model import Kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("LincolnHighSchool_students_mar23_2023.csv", Kind.STUDENT),
        ("LincolnStudents.csv", Kind.STUDENT),
        ("LINCOLNSTUDENTS.CSV", Kind.STUDENT),
        ("lincolnstudents2027.csv", Kind.STUDENT),
        ("2027-teachers.txt", Kind.TEACHER),
        ("RooseveltTeachers2.csv", Kind.TEACHER),
        ("staff.csv", Kind.STAFF),
        ("Maple_Staff_List.csv", Kind.STAFF),
        ("school.admins.csv", Kind.ADMIN),
        ("folder/Administrators.csv", Kind.ADMIN),
    ],
)
def test_a_plural_says_the_kind_and_that_all_are_there(name: str, kind: Kind) -> None:
    named = kinds_in_name(name)
    assert (named.single, named.complete) == (kind, frozenset({kind}))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("student_export.csv", Kind.STUDENT),
        ("Teacher.csv", Kind.TEACHER),
        ("admin.csv", Kind.ADMIN),
    ],
)
def test_a_singular_says_only_the_kind(name: str, kind: Kind) -> None:
    named = kinds_in_name(name)
    assert (named.single, named.complete) == (kind, frozenset())


@pytest.mark.parametrize("name", ["students_teachers.csv", "StudentsAndStaff.csv"])
def test_two_kinds_are_complete_for_nobody(name: str) -> None:
    named = kinds_in_name(name)
    assert (named.single, named.complete) == (None, frozenset())
    assert len(named.kinds) == 2


@pytest.mark.parametrize(
    "name", ["export.csv", "staffing.csv", "preteacherx.csv", "", "a.students"]
)
def test_other_names_say_nothing_or_only_before_the_suffix(name: str) -> None:
    assert kinds_in_name(name).kinds == frozenset()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("students.csv", Kind.STUDENT), ("Lincoln_students.ZIP", None), ("a_b.csv", None)],
)
def test_an_archive_is_about_nobody_in_particular(name: str, kind: Kind | None) -> None:
    assert subject_of(name, frozenset()) is kind
