"""What is worth a look about rows that are accepted, and what is counted while they are read."""

from __future__ import annotations

import pytest

from shared.rostering.model import Kind
from tests.support.roster_files import HEADER, read, students

GUARDIANS = HEADER + ",parentEmail,parentPhone"
SCHOOL = "(415) 555-0100"


def with_number(number: str, how_many: int, start: int = 0) -> list[str]:
    return [f"s{n}@x.org,A,B,{n},9,p{n}@x.org,{number}" for n in range(start, start + how_many)]


@pytest.mark.parametrize(("how_many", "told"), [(10, []), (11, ["GUARDIAN_MANY"])])
def test_one_number_for_more_than_ten_students_is_worth_a_look(
    how_many: int, told: list[str]
) -> None:
    rows = [*with_number(SCHOOL, how_many), *with_number("", 30, 100)]
    found = read(students(*rows, header=GUARDIANS), size=3)
    assert [problem.code for problem in found.reading.problems] == told
    for problem in found.reading.problems:
        assert (problem.severity, problem.line, problem.field) == ("warning", None, "parentPhone")
        assert problem.message.startswith("1 guardians' telephone numbers stand for more than 10")
        assert "555" not in problem.message


def test_a_student_counts_once_however_many_of_their_guardians_share_a_number() -> None:
    header = HEADER + ",Guardian 1 Email,Guardian 1 Phone,Guardian 2 Email,Guardian 2 Phone"
    rows = [f"s{n}@x.org,A,B,{n},9,p{n}@x.org,{SCHOOL},q@x.org,{SCHOOL}" for n in range(10)]
    assert read(students(*rows, header=header)).codes == []
    each = [*with_number(SCHOOL, 10), *(row.replace(",p", ",q") for row in with_number(SCHOOL, 10))]
    found = read(students(*each, header=GUARDIANS))
    assert (found.codes, found.reading.guardians) == ([], 20)


def test_a_student_counts_once_whose_rows_differ_only_in_dress() -> None:
    rows = with_number(SCHOOL, 10)
    again = [row.replace(",A,", ", A ,") for row in rows]
    assert read(students(*rows, *again, header=GUARDIANS), size=3).codes == []


def test_a_second_contacts_number_counts_too() -> None:
    each = [*with_number("", 11), *(row.replace(",p", ",q") for row in with_number(SCHOOL, 11))]
    found = read(students(*each, header=GUARDIANS))
    assert found.codes == [("GUARDIAN_MANY", None, "parentPhone")]


def test_a_connection_has_its_own_limits() -> None:
    rows = students(*with_number(SCHOOL, 3), header=GUARDIANS)
    assert read(rows, students_per_phone=2).codes == [("GUARDIAN_MANY", None, "parentPhone")]
    three = students("a@x.org,A,B,1,9,p@x.org;q@x.org;r@x.org,", header=GUARDIANS)
    assert read(three, guardians_per_student=2).codes == [("GUARDIAN_MANY", 2, "parentEmail")]
    assert read(three, guardians_per_student=3).codes == []


def test_a_test_record_is_rostered_flagged_and_left_out_of_counts() -> None:
    rows = ["a@x.org,Ana,Lee,1,9", "z@x.org,Zz,Test,2,99", "t@x.org,Bo,Testing,3,9"]
    found = read(students(*rows))
    assert [(row.sis_id, row.is_test) for row in found.rows] == [
        ("1", False),
        ("2", True),
        ("3", True),
    ]
    assert found.reading.counts[Kind.STUDENT] == 3
    assert found.reading.tests == {Kind.STUDENT: 2}


def test_a_rejected_test_record_is_not_counted_and_one_of_two_rows_once() -> None:
    rows = [
        "z@x.org,Zz,Test,2,77,p@x.org,",
        "t@x.org,Test,User,3,9,p@x.org,",
        "t@x.org,Test,User,3,9,q@x.org,",
        "u@x.org,Test,User,4,9,p@x.org,",
        "u@x.org,Test,Usher,4,9,q@x.org,",
    ]
    found = read(students(*rows, header=GUARDIANS))
    assert [(row.sis_id, row.is_test) for row in found.rows] == [("3", True)]
    assert (found.reading.counts.total(), found.reading.tests.total()) == (1, 1)


def test_blank_cells_are_counted_by_field() -> None:
    header = (
        "email,first,last,id,grade,phone,idField1,Guardian 1 Email,Guardian 2 Email,Mother Cell"
    )
    rows = [
        "a@x.org,A,B,1,9,4155550100,L1,p@x.org,,4155550100",
        "n/a,A,,2,,,,,q@x.org,",
        "c@x.org,A,B,,9,,,,,",
    ]
    reading = read(students(*rows, header=header), size=1).reading
    assert reading.validated == 3
    assert +reading.blanks == {
        "email": 1,
        "lastName": 1,
        "id": 1,
        "grade": 1,
        "phone": 2,
        "idField1": 2,
        "parentEmail": 1,
        "parentPhone": 2,
    }
    assert "idField2" not in reading.blanks


def test_names_in_one_column_and_years_for_grades_count_as_what_they_give() -> None:
    header = "email,LastFirst,id,Grad Yr"
    rows = ['a@x.org,"Lee, Ana",1,2027', "b@x.org,,2,"]
    reading = read(students(*rows, header=header), school_year_end=2027).reading
    assert +reading.blanks == {"firstName": 1, "lastName": 1, "grade": 1}


def test_unchanged_rows_are_not_looked_into() -> None:
    data = students(",A,B,1,9", ",C,D,2,9")
    people = {seen.digest: seen.person for seen in read(data).seen}
    reading = read(data, person_of=people.get).reading
    assert (reading.validated, +reading.blanks) == (0, {})
