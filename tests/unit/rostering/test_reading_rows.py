"""What becomes of rows: whose they are, which kind, and how several of one person are settled."""

from __future__ import annotations

import pytest

from shared.kernel.ids import digest_id, id_from_bytes
from shared.kernel.roles import Role
from shared.rostering.model import Guardian, Kind, RosterRow
from tests.support.roster_files import DATA, read, students

GUARDIANS = "email,first name,last name,student id,grade,parentEmail,parentPhone"


def test_a_full_row_arrives_normalised() -> None:
    header = "EMAIL,First Name,last_name,Student ID,Grade Level,parentEmail,parentPhone,"
    header += "student phone,idField1,idField2"
    row = " ANA@X.org , Ana  María ,Pen\u0303a, 00123 ,9th,P@x.org,(415) 555-0100,"
    row += "206.555.0101, L-1 ,n 2"
    assert read(students(row, header=header)).rows == [
        RosterRow(
            line=2,
            kind=Kind.STUDENT,
            sis_id="00123",
            email="ana@x.org",
            first_name="Ana María",
            last_name="Pe\u00f1a",
            grade="09",
            role=Role.STUDENT,
            phone="+12065550101",
            guardians=(Guardian("p@x.org", "+14155550100"),),
            id_field1="L-1",
            id_field2="n 2",
        )
    ]


def test_persons_have_the_ids_that_everybody_else_computes() -> None:
    seen = read(students("a@x.org,Ana,Lee,77,9")).seen
    assert id_from_bytes(seen[0].person) == digest_id("test-space", "students", "77")
    header = "email,first name,last name,id number"
    data = students("T@x.org,T,T,77", "u@x.org,U,U,", header=header)
    ids = [id_from_bytes(seen.person) for seen in read(data, "teachers.csv").seen]
    assert ids == [
        digest_id("test-space", "employees", "77"),
        digest_id("test-space", "employee-emails", "u@x.org"),
    ]


def test_an_employee_without_an_id_column_is_known_by_address() -> None:
    data = students("A@x.org,A,B", header="Staff_email,First_name,Last_name")
    (row,) = read(data, "staff.csv").rows
    assert (row.sis_id, row.email, row.kind, row.role) == ("", "a@x.org", Kind.STAFF, Role.STAFF)


@pytest.mark.parametrize(
    ("word", "kind", "role"),
    [
        ("Student", Kind.STUDENT, Role.STUDENT),
        ("STUDENT_LEADER", Kind.STUDENT, Role.STUDENT_LEADER),
        ("TEACHER", Kind.TEACHER, Role.TEACHER),
        ("Tchr", Kind.TEACHER, Role.TEACHER),
        ("aide", Kind.STAFF, Role.STAFF),
        ("Counselor", Kind.STAFF, Role.STAFF),
        ("Principal", Kind.ADMIN, Role.MANAGER),
        ("districtAdministrator", Kind.ADMIN, Role.MANAGER),
        ("school_admin", Kind.ADMIN, Role.MANAGER),
        ("Manager", Kind.ADMIN, Role.MANAGER),
        ("District Manager", Kind.ADMIN, Role.DISTRICT_MANAGER),
        ("OWNER", Kind.ADMIN, Role.OWNER),
    ],
)
def test_a_role_column_says_kind_and_role(word: str, kind: Kind, role: Role) -> None:
    header = "email,first name,last name,id number,grade,role"
    (row,) = read(students(f"a@x.org,A,B,1,9,{word}", header=header), "people.csv").rows
    assert (row.kind, row.role) == (kind, role)
    assert row.grade == ("09" if kind is Kind.STUDENT else "")


def test_an_empty_role_means_what_the_file_says() -> None:
    data = students("a@x.org,A,B,1,", header="email,first name,last name,id number,role")
    assert [row.role for row in read(data, "teachers.csv").rows] == [Role.TEACHER]


@pytest.mark.parametrize("word", ["Parent", "guardian", "READ_ONLY", "zookeeper", ""])
def test_other_roles_are_not_brought_in(word: str) -> None:
    header = "email,first name,last name,id number,role"
    rows = ["a@x.org,A,B,1,Staff", f"b@x.org,C,D,2,{word}"]
    found = read(students(*rows, header=header), "people.csv")
    assert [row.line for row in found.rows] == [2]
    assert found.codes == [("ROLE_UNKNOWN", 3, "role")]
    assert (found.reading.rejected, found.reading.unreadable) == (1, 1)


def test_a_row_of_another_kind_makes_the_file_speak_for_nobody() -> None:
    header = "email,first name,last name,id number,role"
    rows = ["a@x.org,A,B,1,Teacher", "b@x.org,C,D,2,Staff"]
    assert read(students(*rows[:1], header=header), "teachers.csv").reading.complete_for == {
        Kind.TEACHER
    }
    mixed = read(students(*rows, header=header), "teachers.csv").reading
    assert mixed.facts.complete_for == {Kind.TEACHER}
    assert mixed.complete_for == frozenset()


def test_a_declaration_covers_what_the_name_does_not_say() -> None:
    header = "email,first name,last name,id number,role"
    data = students("a@x.org,A,B,1,Teacher", "b@x.org,C,D,2,Staff", header=header)
    both = frozenset({Kind.TEACHER, Kind.STAFF})
    assert read(data, "export.csv", declared_kinds=both).reading.complete_for == both
    assert read(data, "export.csv").reading.complete_for == frozenset()
    assert read(data, "students_staff.csv", declared_kinds=both).reading.complete_for == frozenset()


def test_a_single_declared_kind_says_who_the_rows_are() -> None:
    found = read(
        students("a@x.org,A,B,1,9"), "export.csv", declared_kinds=frozenset({Kind.STUDENT})
    )
    assert [row.kind for row in found.rows] == [Kind.STUDENT]
    assert found.reading.complete_for == {Kind.STUDENT}


def test_a_singular_name_gives_the_kind_and_speaks_for_nobody() -> None:
    found = read(students("a@x.org,A,B,1,9"), "student.csv")
    assert [row.kind for row in found.rows] == [Kind.STUDENT]
    assert found.reading.complete_for == frozenset()


def test_grades_follow_from_graduation_years() -> None:
    data = students(
        "a@x.org,A,B,1,2027", "b@x.org,C,D,2,1999", header="email,first,last,id,Grad Yr"
    )
    found = read(data, school_year_end=2027)
    assert [(row.line, row.grade) for row in found.rows] == [(2, "12")]
    assert found.codes == [("GRADE_UNKNOWN", 3, "grade")]


def test_a_name_in_one_column_is_last_then_first() -> None:
    rows = ['a@x.org,"Pe\u00f1a, Ana M.",1,9', 'b@x.org,"Li, Bo Wei",2,9', "c@x.org,Cher,3,9"]
    found = read(students(*rows, header="email,LastFirst,student id,grade"))
    assert [(row.first_name, row.last_name) for row in found.rows] == [
        ("Ana", "Peña"),
        ("Bo Wei", "Li"),
    ]
    assert found.codes == [("NAME_MISSING", 4, "firstName")]


@pytest.mark.parametrize(
    ("emails", "phones", "guardians"),
    [
        ("p@x.org", "", [("p@x.org", "")]),
        ("", "415-555-0100", [("", "+14155550100")]),
        ("", "", []),
        ("n/a", "none", []),
        ("p@x.org;q@x.org", "", [("p@x.org", ""), ("q@x.org", "")]),
        (
            "p@x.org, q@x.org",
            "415-555-0100, 415-555-0101",
            [("p@x.org", "+14155550100"), ("q@x.org", "+14155550101")],
        ),
        ("p@x.org, ", ", 415-555-0101", [("p@x.org", ""), ("", "+14155550101")]),
        ("p@x.org / p@x.org", "", [("p@x.org", "")]),
        ("p@x.org", "415/555-0100", [("p@x.org", "+14155550100")]),
        (
            "",
            "(415) 555-0100/(415) 555-0101",
            [("", "+14155550100"), ("", "+14155550101")],
        ),
    ],
)
def test_guardian_cells_may_hold_several_values(
    emails: str, phones: str, guardians: list[tuple[str, str]]
) -> None:
    found = read(students(f'a@x.org,A,B,1,9,"{emails}","{phones}"', header=GUARDIANS))
    assert [list(row.guardians) for row in found.rows] == [guardians]
    assert found.reading.guardians == len(guardians)
    assert found.codes == []


def test_a_bad_guardian_address_costs_only_itself() -> None:
    found = read(students("a@x.org,A,B,1,9,p@,415-555-0100", header=GUARDIANS))
    assert found.rows[0].guardians == (Guardian("", "+14155550100"),)
    (problem,) = found.reading.problems
    assert (problem.code, problem.field, problem.severity) == (
        "EMAIL_INVALID",
        "parentEmail",
        "warning",
    )


def test_columns_of_several_guardians_keep_them_apart() -> None:
    header = "email,first,last,student id,grade,Guardian 1 Email,Guardian 1 Phone,Guardian 2 Email,"
    header += "Mother Cell"
    row = "a@x.org,A,B,1,9,p@x.org,4155550100,q@x.org,4155550102"
    (found,) = read(students(row, header=header)).rows
    assert found.guardians == (
        Guardian("p@x.org", "+14155550100"),
        Guardian("q@x.org", ""),
        Guardian("", "+14155550102"),
    )


def test_employees_have_no_guardians() -> None:
    data = students("t@x.org,T,U,5,Teacher,p@x.org", header="email,first,last,id,role,parentEmail")
    assert read(data, "people.csv").rows[0].guardians == ()


def test_one_row_for_each_contact_is_one_student() -> None:
    rows = [
        "a@x.org,A,B,1,9,p@x.org,",
        "b@x.org,C,D,2,9,r@x.org,",
        "A@x.org,A ,B,1,09,q@x.org,415-555-0100",
        "a@x.org,A,B,1,9,p@x.org,",
    ]
    found = read(students(*rows, header=GUARDIANS), size=2)
    assert [(row.sis_id, row.guardians) for row in found.rows] == [
        ("1", (Guardian("p@x.org", ""), Guardian("q@x.org", "+14155550100"))),
        ("2", (Guardian("r@x.org", ""),)),
    ]
    assert (found.reading.rows, found.reading.rejected) == (4, 0)
    assert (found.reading.counts[Kind.STUDENT], found.reading.guardians) == (2, 3)
    assert found.codes == []


def test_the_merged_student_is_unchanged_the_next_night_in_any_order() -> None:
    rows = ["a@x.org,A,B,1,9,p@x.org,", "a@x.org,A,B,1,9,q@x.org,"]
    first = read(students(*rows, header=GUARDIANS))
    applied = {seen.person: seen.digest for seen in first.seen}
    again = read(students(*rows[::-1], header=GUARDIANS), known=lambda _, who: applied.get(who))
    assert again.seen[-1].row is None
    people = {digest: person for person, digest in applied.items()}
    third = read(students(*rows, header=GUARDIANS), person_of=people.get)
    assert third.seen[-1].row is None


def test_rows_that_contradict_each_other_are_all_rejected_and_all_seen() -> None:
    rows = ["a@x.org,A,B,1,9", "b@x.org,C,D,2,9", "a@x.org,A,Z,1,9", "a@x.org,A,B,1,9"]
    found = read(students(*rows), size=1)
    assert [row.sis_id for row in found.rows] == ["2"]
    assert found.codes == [("ID_CONFLICT", line, "id") for line in (2, 4, 5)]
    assert (found.reading.rows, found.reading.rejected, found.reading.unreadable) == (4, 3, 0)
    assert found.reading.counts[Kind.STUDENT] == 1
    assert found.reading.conflicted == found.reading.rejected_seen
    assert {id_from_bytes(person) for _, person in found.reading.conflicted} == {
        digest_id("test-space", "students", "1")
    }


def test_the_same_row_twice_is_one_person() -> None:
    found = read(students("a@x.org,A,B,1,9", "a@x.org,A,B,1,9"))
    assert (len(found.seen), found.reading.rows, found.reading.rejected) == (1, 2, 0)
    assert found.codes == []


def test_a_student_and_an_employee_may_share_a_number() -> None:
    header = "email,first name,last name,id number,grade,role"
    rows = ["a@x.org,A,B,1,9,Student", "t@x.org,T,U,1,,Teacher"]
    found = read(students(*rows, header=header), "people.csv")
    assert [row.kind for row in found.rows] == [Kind.STUDENT, Kind.TEACHER]
    assert found.codes == []


def test_unchanged_rows_come_without_a_row_and_without_warnings() -> None:
    data = students("a@x.org,A,B,1,9", ",C,D,2,9", "c@x.org,E,F,3,9")
    applied = {seen.person: seen.digest for seen in read(data).seen}
    for options in (
        {"known": lambda _, person: applied.get(person)},
        {"person_of": {digest: person for person, digest in applied.items()}.get},
    ):
        again = read(data, **options)
        assert [(seen.line, seen.row) for seen in again.seen] == [(2, None), (3, None), (4, None)]
        assert again.reading.counts[Kind.STUDENT] == 3
        assert again.codes == []
        changed = students("a@x.org,A,B,1,9", "b@x.org,C,D,2,9", "c@x.org,E,F,3,10")
        third = read(changed, **options)
        assert [seen.line for seen in third.seen if seen.row] == [3, 4]
        assert [row.grade for row in third.rows] == ["09", "10"]


def test_another_mapping_makes_every_row_new() -> None:
    data = students("a@x.org,A,B,1,9,X", header="email,first,last,student id,grade,Barcode")
    applied = {seen.person: seen.digest for seen in read(data).seen}
    again = read(data, known=lambda _, who: applied.get(who), header_map={"Barcode": "idField1"})
    assert [row.id_field1 for row in again.rows] == ["X"]


def test_a_changed_cell_that_is_not_read_changes_nothing() -> None:
    header = "email,first,last,student id,grade,Homeroom"
    applied = {
        seen.person: seen.digest
        for seen in read(students("a@x.org,A,B,1,9,12", header=header)).seen
    }
    again = read(
        students("a@x.org,A,B,1,9,13", header=header), known=lambda _, who: applied.get(who)
    )
    assert [seen.row for seen in again.seen] == [None]


def test_addresses_that_two_people_use_are_told_on_both_rows() -> None:
    rows = ["a@x.org,A,B,1,9", "b@x.org,C,D,2,9", " A@X.org,E,F,3,9", "a@x.org,A,B,1,9"]
    found = read(students(*rows), size=1)
    assert len(found.rows) == 3
    assert found.codes == [("EMAIL_SHARED", 2, "email"), ("EMAIL_SHARED", 4, "email")]


@pytest.mark.parametrize("name", ["genesis_students.csv", "esgi_students.csv"])
def test_real_layouts_are_understood(name: str) -> None:
    rows = read((DATA / name).read_bytes(), name).rows
    assert [(row.sis_id, row.grade, row.last_name) for row in rows] == [
        ("70001", "09", "Okafor"),
        ("70002", "10", "Nguyễn"),
    ]
