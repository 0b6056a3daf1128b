"""Several rows of one id, and several ids with one address: who is accepted, rejected and seen."""

from __future__ import annotations

import pytest

from shared.rostering.model import Kind
from tests.support.roster_files import HEADER, Read, read, students

CONTACTS = HEADER + ",parentEmail"
ROLES = "email,first name,last name,id number,grade,role"


def shared(found: Read) -> list[int | None]:
    return [line for code, line, _ in found.codes if code == "EMAIL_SHARED"]


def test_rows_that_differ_only_in_dress_are_one_person() -> None:
    rows = ["a@x.org,Ana,Lee,1,9", " A@X.org ,Ana , Lee,'1,09", "a@x.org,Ana,Lee,1.0,Grade 9"]
    found = read(students(*rows), size=1)
    assert [(row.sis_id, row.grade) for row in found.rows] == [("1", "09")]
    assert (found.reading.rows, found.reading.rejected, found.codes) == (3, 0, [])


@pytest.mark.parametrize(
    "other",
    [
        "b@x.org,Ana,Lee,1,9",
        "a@x.org,Anna,Lee,1,9",
        "a@x.org,Ana,Lee,1,10",
        ",Ana,Lee,1,9",
    ],
)
def test_rows_that_differ_in_a_value_are_both_rejected_and_both_seen(other: str) -> None:
    found = read(students("a@x.org,Ana,Lee,1,9", "c@x.org,Cy,Mo,3,9", other), size=1)
    assert [row.sis_id for row in found.rows] == ["3"]
    assert {code for code, _, _ in found.codes} - {"NO_EMAIL"} == {"ID_CONFLICT"}
    assert (found.reading.rejected, found.reading.unreadable) == (2, 0)
    assert len(found.reading.rejected_seen) == 1
    assert found.reading.conflicted == found.reading.rejected_seen


def test_a_good_row_beside_a_bad_one_of_the_same_id_is_rejected_too() -> None:
    for rows in (
        ["a@x.org,Ana,Lee,1,9", "a@x.org,Ana,Lee,1,77"],
        ["a@x.org,Ana,Lee,1,77", "a@x.org,Ana,Lee,1,9"],
    ):
        found = read(students(*rows), size=1)
        assert found.rows == []
        assert (found.reading.rejected, len(found.reading.rejected_seen)) == (2, 1)
        assert found.reading.counts[Kind.STUDENT] == 0


def test_contacts_of_somebody_else_do_not_hide_a_conflict() -> None:
    rows = [
        "a@x.org,Ana,Lee,1,9,p@x.org",
        "a@x.org,Ana,Lee,1,9,q@x.org",
        "a@x.org,Ana,Lopez,1,9,r@x.org",
    ]
    found = read(students(*rows, header=CONTACTS))
    assert (found.rows, found.reading.rejected) == ([], 3)


def test_one_employee_in_two_kinds_of_a_mixed_file_contradicts_themselves() -> None:
    rows = ["t@x.org,Tia,Ott,1,,Teacher", "t@x.org,Tia,Ott,1,,Staff", "s@x.org,Sam,Lee,1,9,Student"]
    found = read(students(*rows, header=ROLES), "people.csv")
    assert [row.kind for row in found.rows] == [Kind.STUDENT]
    assert [(code, line) for code, line, _ in found.codes] == [
        ("ID_CONFLICT", 2),
        ("ID_CONFLICT", 3),
    ]
    assert {kind for kind, _ in found.reading.rejected_seen} == {Kind.TEACHER, Kind.STAFF}


def test_an_address_of_three_siblings_is_told_on_each_row_and_merges_nobody() -> None:
    rows = [
        "Home@x.org,A,Lee,1,9",
        "b@x.org,B,Mo,2,9",
        "home@x.org,C,Lee,3,9",
        "home@x.org,D,L,4,K",
    ]
    found = read(students(*rows), size=1)
    assert [(row.sis_id, row.email) for row in found.rows if row.email == "home@x.org"] == [
        ("1", "home@x.org"),
        ("3", "home@x.org"),
        ("4", "home@x.org"),
    ]
    assert (shared(found), found.reading.rejected) == ([2, 4, 5], 0)


def test_the_address_of_a_rejected_row_is_shared_with_nobody() -> None:
    found = read(students("a@x.org,A,Lee,1,9", "a@x.org,B,Lee,2,77"))
    assert [row.sis_id for row in found.rows] == ["1"]
    assert shared(found) == []


def test_one_row_for_each_contact_shares_no_address_with_itself() -> None:
    rows = ["a@x.org,A,Lee,1,9,p@x.org", "a@x.org,A,Lee,1,9,q@x.org"]
    assert read(students(*rows, header=CONTACTS)).codes == []
    third = read(students(*rows, "a@x.org,B,Lee,2,9,p@x.org", header=CONTACTS))
    assert (shared(third), len(third.rows)) == ([2, 4], 2)


def test_a_new_sibling_is_told_beside_one_who_is_unchanged() -> None:
    before = students("a@x.org,A,Lee,1,9", "c@x.org,C,Mo,3,9")
    people = {seen.digest: seen.person for seen in read(before).seen}
    after = students("a@x.org,A,Lee,1,9", "c@x.org,C,Mo,3,9", "A@x.org,B,Lee,2,7")
    found = read(after, person_of=people.get)
    assert [row.sis_id for row in found.rows] == ["2"]
    assert shared(found) == [2, 4]


def test_a_student_and_an_employee_with_one_address_are_told_too() -> None:
    rows = ["a@x.org,Ana,Lee,1,9,Student", "a@x.org,Ana,Lee,7,,Teacher"]
    found = read(students(*rows, header=ROLES), "people.csv")
    assert (len(found.rows), shared(found)) == (2, [2, 3])


def test_students_without_an_address_share_none() -> None:
    found = read(students(",A,Lee,1,9", "n/a,B,Lee,2,9", ",C,Lee,3,9"))
    assert [code for code, _, _ in found.codes] == ["NO_EMAIL"] * 3
    assert len(found.rows) == 3


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Jo", "Null"),
        ("None", "Na"),
        ("N/A", "Unknown"),
        ("=cmd()", "+SUM(A1)"),
        ("McKenzie", "O'Neil-DeLaCruz"),
        ("\u0645\u062d\u0645\u062f", "\u05db\u05d4\u05df"),
        ("Bo \U0001f388", "Li"),
        ("x" * 200, "y" * 200),
        ("Jean-Luc \u00c9", "\u0141\u00f3d\u017a"),
    ],
)
def test_a_name_stays_what_it_is(first: str, last: str) -> None:
    (row,) = read(students(f"a@x.org,{first},{last},1,9")).rows
    assert (row.first_name, row.last_name, row.is_test) == (first, last, False)


def test_marks_that_combine_are_composed_and_what_is_invisible_is_dropped() -> None:
    (row,) = read(students("a@x.org,Zoe\u0308\u200b,Pen\u0303a\u00ad,1,9")).rows
    assert (row.first_name, row.last_name) == ("Zo\u00eb", "Pe\u00f1a")
