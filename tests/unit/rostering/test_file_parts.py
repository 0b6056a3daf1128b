from __future__ import annotations

import pytest

from shared.rostering.file_memory import AcceptedFile
from shared.rostering.file_parts import are_halves, canonical_parts, declared_part, part_of


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("students.csv", ""),
        ("students_9.csv", "9"),
        ("students_09.csv", "9"),
        ("students9.csv", "9"),
        ("Students-Grade10.xlsx", "10 grade"),
        ("LincolnHighSchool_students_mar23_2023.csv", "high lincoln school"),
        ("LincolnHigh_students_grade09_mar23_2023.csv", "9 grade high lincoln"),
        ("students_9_mar23_2023.csv", "9"),
        ("students_23mar2026.csv", ""),
        ("students_23_March_2026_9.csv", "9"),
        ("lincoln_students_20260823.csv", "lincoln"),
        ("lincoln_students_2026-08-23T18.30.00.csv", "lincoln"),
        ("lincoln_students_20260823_183000.csv", "lincoln"),
        ("lincoln_students_08-23-2026.csv", "lincoln"),
        ("lincoln_students_2026-27.csv", "lincoln"),
        ("lincoln_students_2026-2027_9.csv", "9 lincoln"),
        ("lincoln_students_1787529600.csv", "lincoln"),
        ("students_6pm.csv", ""),
        ("students_18:30.csv", ""),
        ("students (2).csv", ""),
        ("students_final_copy.csv", ""),
        ("students_1of2.csv", "1of2"),
        ("students 1 of 2.csv", "1of2"),
        ("students_part1.csv", "1 part"),
        ("students_A-L.csv", "a-l"),
        ("students A to L.csv", "a-l"),
        ("students_6-8.csv", "6 7 8"),
        ("students_8-6.csv", "6 8"),
        ("students_101.csv", ""),
        ("students_9th.csv", "9"),
        ("students_K.csv", "k"),
        ("C:\\exports\\students_9.csv", "9"),
        ("lincolnstudents_9.csv", "9 lincoln"),
        ("students_10\u201312.csv", "10 11 12"),
        ("escuela_Peñalosa_students.csv", "escuela peñalosa"),
    ],
)
def test_what_a_name_says_beside_kind_and_date(name: str, part: str) -> None:
    assert part_of(name) == part


@pytest.mark.parametrize(
    ("one", "other", "grades"),
    [
        ("students_9", "students_10", ("09", "10")),
        ("Lincoln_students_grade9", "Lincoln_students_grade10", ("09", "10")),
        ("students_K", "students_1", ("KG", "01")),
        ("students_freshmen", "students_senior", ("09", "12")),
        ("students_6-8", "students_9-12", ("06 07 08", "09 10 11 12")),
        ("students_1of2", "students_2of2", ("09", "09")),
        ("students_part1", "students_part2", ("09", "09")),
        ("students_A-L", "students_M-Z", ("09", "09")),
        ("staff_M-Z", "staff_A-L", ("", "")),
    ],
)
def test_halves_of_a_school(one: str, other: str, grades: tuple[str, str]) -> None:
    assert _are_halves(one, other, grades)
    assert _are_halves(other, one, (grades[1], grades[0]))


@pytest.mark.parametrize(
    ("one", "other", "grades"),
    [
        # Another school, whatever the grades are.
        ("students_lincoln", "students_roosevelt", ("09", "10")),
        ("students_lincoln_9", "students_roosevelt_10", ("09", "10")),
        ("students_lincoln_1of2", "students_roosevelt_2of2", ("09", "09")),
        ("students_lincoln_A-L", "students_roosevelt_M-Z", ("09", "09")),
        ("students_101", "students_102", ("09", "10")),
        # Numbers that are no grades of the people in the files.
        ("students_9", "students_10", ("06 07", "08")),
        ("students_9", "students_10", ("09 10", "10")),
        ("students_9", "students_10", ("", "")),
        ("students_1", "students_2", ("09", "10")),
        ("staff_1", "staff_2", ("", "")),
        # One of them says nothing of its own.
        ("students", "students_10", ("09", "10")),
        ("students_9", "students_9", ("09", "09")),
        ("students_us", "students_9", ("UG", "09")),
        # Not of the same count, and letters that overlap.
        ("students_1of2", "students_2of3", ("09", "09")),
        ("students_A-M", "students_L-Z", ("09", "09")),
        ("students_A-L", "students_Z-M", ("09", "09")),
        ("students_A-L", "students_north", ("09", "09")),
        ("students_A-L_x", "students_M-Z_y", ("09", "09")),
        ("students_1of2", "students_office", ("09", "09")),
    ],
)
def test_no_halves_of_a_school(one: str, other: str, grades: tuple[str, str]) -> None:
    assert not _are_halves(one, other, grades)
    assert not _are_halves(other, one, (grades[1], grades[0]))


def _are_halves(one: str, other: str, grades: tuple[str, str]) -> bool:
    files = [
        AcceptedFile(part_of(f"{name}.csv"), 100, grades=tuple(given.split()))
        for name, given in zip((one, other), grades, strict=True)
    ]
    return are_halves(*files)


@pytest.mark.parametrize(
    ("name", "declared", "meant"),
    [
        ("Lincoln_students_9.csv", ("9", "10"), "9"),
        ("students_grade_09.csv", ("Grade 9", "Grade 10"), "9 grade"),
        ("students_M-Z.csv", ("A-L", "M-Z"), "m-z"),
        ("students_north_9.csv", ("north", "north 9"), "9 north"),
        ("students_9-10.csv", ("9", "10"), None),
        ("students.csv", ("9", "10"), None),
        ("students_11.csv", ("9", "10"), None),
        ("students_1of2.csv", ("1", "2"), None),
        ("students_9.csv", ("", "10"), None),
        ("students_9.csv", ("9", "09"), "9"),
    ],
)
def test_a_declared_part_is_found_or_not_but_never_guessed(
    name: str, declared: tuple[str, ...], meant: str | None
) -> None:
    assert declared_part(part_of(name), canonical_parts(declared)) == meant
