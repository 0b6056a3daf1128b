"""Bad files and bad rows: each with its code, its line and its field, and never a value."""

from __future__ import annotations

import pytest

from shared.rostering.model import FileFacts, Kind, Severity
from shared.rostering.problems import KEPT
from tests.support.roster_files import HEADER, read, rejection, students

ROW = "a@x.org,Ana,Lee,1,9"


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "FILE_EMPTY", None),
        (b"\xef\xbb\xbf", "FILE_EMPTY", None),
        (b"\r\n \r\n,,\r\n", "FILE_EMPTY", None),
        (b"PK\x03\x04" + b"x" * 40, "FORMAT_UNKNOWN", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 90, "XLS_LEGACY", None),
        (b"%PDF-1.7\n", "FORMAT_UNKNOWN", None),
        (b"\x1f\x8b\x08\0\0\0", "FORMAT_UNKNOWN", None),
        (b"<!DOCTYPE html><html>", "FORMAT_UNKNOWN", None),
        ("email,first".encode("utf-32"), "FORMAT_UNKNOWN", None),
        (bytes(range(256)) * 8, "FORMAT_UNKNOWN", None),
        (students(ROW, header=HEADER).replace(b",", b"^"), "DELIMITER_UNKNOWN", 1),
        (students(ROW, header=HEADER).replace(b",", b":"), "DELIMITER_UNKNOWN", 1),
        (b"email  first_name  last_name  grade\n", "DELIMITER_UNKNOWN", 1),
        (b"just a line of text\n", "DELIMITER_UNKNOWN", 1),
        (b"x" * ((1 << 20) + 1), "FIELD_TOO_LONG", 1),
        (students(ROW, '"Bo,b@x.org,Li,2,9', ROW), "QUOTE_UNTERMINATED", 3),
        (students(ROW, 'b@x.org,"B" o,Li,2,9', ROW), "QUOTE_UNTERMINATED", 3),
        (b'"email,first name\na,b\n', "QUOTE_UNTERMINATED", 1),
        (students(ROW, "b@x.org,Bo,Li")[:-1], "FILE_TRUNCATED", 3),
        (students(ROW, "b@x.org,Bo,L\u00e9")[:-2], "FILE_TRUNCATED", 3),
        (students(ROW).decode().encode("utf-16")[:-1], "FILE_TRUNCATED", None),
        (b"email,first name,last name,student id\n", "HEADER_MISSING", 1),
        (b"student id,grade,first name,last name,Contact_email\n", "HEADER_MISSING", 1),
        (b"email,Email,first name,last name,student id,grade\n", "HEADER_DUPLICATE", 1),
        (students("a@x.org,A,B,1," + "9" * 1_100_000), "FIELD_TOO_LONG", 2),
    ],
)
def test_a_bad_file_is_rejected_with_its_code(data: bytes, code: str, line: int | None) -> None:
    rejected = rejection(data)
    assert (rejected.reason, rejected.problems[0].line) == (code, line)
    assert all(problem.severity is Severity.ERROR for problem in rejected.problems)


def test_two_stray_quotes_do_not_swallow_rows_silently() -> None:
    rows = [ROW, '"b@x.org,Bo,Li,2,9', "c@x.org,Cy,Mo,3,9", 'd@x.org",Di,No,4,9', ROW]
    rejected = rejection(students(*rows))
    assert (rejected.reason, rejected.problems[0].line) == ("QUOTE_UNTERMINATED", 3)


def test_an_address_of_several_lines_is_no_swallowed_row() -> None:
    rows = ['a@x.org,Ana,Lee,1,9,"12 Main St, Apt 4,\nSpringfield, IL, USA"', "b@x.org,B,L,2,9,"]
    found = read(students(*rows, header=HEADER + ",Address"))
    assert [row.line for row in found.rows] == [2, 4]


def test_every_missing_field_is_named() -> None:
    rejected = rejection(b"email,Homeroom,foo\nx,y,z\n")
    assert [(p.code, p.field) for p in rejected.problems] == [
        ("HEADER_MISSING", field) for field in ("firstName", "lastName", "id", "grade")
    ]


def test_a_grade_year_alone_does_not_do_when_nobody_says_which_year_it_is() -> None:
    data = students("a@x.org,A,B,1,2027", header="email,first,last,id,Grad Yr")
    assert [(p.code, p.field) for p in rejection(data).problems] == [("HEADER_MISSING", "grade")]


def test_employees_need_neither_id_nor_grade() -> None:
    assert len(read(students("a@x.org,A,B", header="email,first,last"), "staff.csv").rows) == 1


def test_what_was_found_before_the_rejection_is_told() -> None:
    facts = rejection("email;Homeroom;foo\nx;y;ä\n".encode("cp1252")).facts
    assert facts == FileFacts(
        "csv", "cp1252", ";", {"email": "email"}, Kind.STUDENT, frozenset({Kind.STUDENT})
    )


@pytest.mark.parametrize("name", ["export.csv", "students_teachers.csv"])
def test_a_file_that_nobody_can_place_is_rejected(name: str) -> None:
    rejected = rejection(students(ROW), name)
    assert [problem.code for problem in rejected.problems] == ["KIND_UNKNOWN"]


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ("a@x.org,Ana,Lee,1", "ROW_RAGGED", None),
        ("a@x.org,Ana,Lee,1,9,", "ROW_RAGGED", None),
        ("a@x.org,A\0na,Lee,1,9", "ROW_NUL", None),
        ("Total: 412,,,,", "ROW_TOTAL", None),
        ("Total: 412", "ROW_TOTAL", None),
        (",,,Total,412", "ROW_TOTAL", None),
        ("Record Count,2,,,", "ROW_TOTAL", None),
        ("Page 12 of 20,,,,", "ROW_TOTAL", None),
        ("Report Date,11/25/2026,,,", "ROW_TOTAL", None),
        ("Printed on Nov 25", "ROW_TOTAL", None),
        ("a@x.org,Ana,Lee,,9", "ID_MISSING", "id"),
        ("a@x.org,Ana,Lee,n/a,9", "ID_MISSING", "id"),
        ("a@x.org,Ana,Lee,123-45-6789,9", "ID_LOOKS_LIKE_SSN", "id"),
        ("a@x.org,Ana,Lee,1.23457E+11,9", "NUMBER_IMPRECISE", "id"),
        ("ana at x.org,Ana,Lee,1,9", "EMAIL_INVALID", "email"),
        ("a@x.org,Ana,Lee,1,77", "GRADE_UNKNOWN", "grade"),
        ("a@x.org,,,1,9", "NAME_MISSING", "firstName"),
        ("a@x.org,Ana," + "x" * 1_001 + ",1,9", "FIELD_TOO_LONG", "lastName"),
    ],
)
def test_a_bad_row_is_rejected_and_the_others_are_not(
    row: str, code: str, field: str | None
) -> None:
    found = read(students("y@x.org,Yo,Li,8,9", row, "z@x.org,Zo,Li,9,9"))
    assert [row.line for row in found.rows] == [2, 4]
    assert found.codes == [(code, 3, field)]
    assert (found.reading.rows, found.reading.rejected) == (3, 1)
    assert found.reading.problems[0].severity is Severity.ERROR


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        (",Ana,Lee,1,9", "NO_EMAIL", "email"),
        ("none,Ana,Lee,1,9", "NO_EMAIL", "email"),
        ("a@x.org,Ana,,1,9", "NAME_MISSING", "lastName"),
        ("a@x.org,Zz,Lee,1,9", "TEST_PERSON", "firstName"),
        ("a@x.org,Ana,Test,1,9", "TEST_PERSON", "lastName"),
        ("a@x.org,Ana,PeÃ±a,1,9", "MOJIBAKE", None),
    ],
)
def test_a_doubtful_row_is_accepted_with_a_warning(row: str, code: str, field: str | None) -> None:
    found = read(students(row))
    assert len(found.rows) == 1
    assert found.codes == [(code, 2, field)]
    assert (found.reading.rejected, found.reading.warnings) == (0, 1)


def test_people_who_only_look_like_tests_are_left_alone() -> None:
    names = ["Tess,Testa", "Lizzie,Rizzo", "Demont,Faker", "Zuzana,Contest"]
    found = read(students(*(f"s{n}@x.org,{name},{n},9" for n, name in enumerate(names))))
    assert found.codes == []


def test_many_guardians_are_worth_a_look() -> None:
    header = HEADER + ",parentEmail"
    addresses = ";".join(f"p{n}@x.org" for n in range(7))
    assert read(students(f"{ROW},{addresses}", header=header)).codes == [
        ("GUARDIAN_MANY", 2, "parentEmail")
    ]
    each = [f"{ROW},p{n}@x.org" for n in range(7)]
    found = read(students(*each, header=header))
    assert found.codes == [("GUARDIAN_MANY", 2, "parentEmail")]
    assert len(found.rows[0].guardians) == 7


def test_blank_rows_are_no_rows() -> None:
    data = students("", ROW, ",,,,", " , ,,,", "\u200b", "b@x.org,B,L,2,9", "", ",,,,", "\x1a")
    found = read(data)
    assert [row.line for row in found.rows] == [3, 7]
    assert (found.reading.rows, found.codes) == (2, [])


def test_a_last_line_without_an_end_is_fine_when_it_is_whole() -> None:
    assert len(read(students(ROW)[:-1]).rows) == 1
    assert read(students(ROW, "Total: 1")[:-1]).codes == [("ROW_TOTAL", 3, None)]


def test_a_header_alone_is_a_file_without_rows() -> None:
    found = read(students())
    assert (found.reading.rows, found.rows, found.codes) == (0, [], [])


def test_rejected_people_are_still_seen() -> None:
    rows = ["a@x.org,Ana,Lee,1,77", "b@,Bo,Lee,2,9", "c@x.org,Cy,Lee,,9", "d@x.org,Di"]
    reading = read(students(*rows)).reading
    assert (reading.rejected, reading.unreadable, len(reading.rejected_seen)) == (4, 2, 2)
    assert {kind for kind, _ in reading.rejected_seen} == {Kind.STUDENT}


def test_a_row_with_nul_is_still_seen_by_its_id() -> None:
    reading = read(students("a@x.org,A\0,Lee,1,9", "b@x.org,B,Lee,2\0,9")).reading
    assert (reading.rejected, reading.unreadable, len(reading.rejected_seen)) == (2, 1, 1)


def test_a_row_is_counted_once_however_much_is_wrong_with_it() -> None:
    found = read(students("b@,,,,77"))
    assert found.reading.rejected == 1
    assert sorted(code for code, _, _ in found.codes) == [
        "EMAIL_INVALID",
        "GRADE_UNKNOWN",
        "ID_MISSING",
        "NAME_MISSING",
    ]


def test_problems_are_counted_exactly_and_kept_in_part() -> None:
    rows = [f"s{n}@x.org,A,B,{n},77" for n in range(KEPT + 500)]
    reading = read(students(*rows)).reading
    assert reading.problem_counts == {"GRADE_UNKNOWN": KEPT + 500}
    assert (len(reading.problems), reading.rejected) == (KEPT, KEPT + 500)
    assert [problem.line for problem in reading.problems] == list(range(2, KEPT + 2))


def test_an_undefined_byte_is_read_with_a_warning() -> None:
    data = students(ROW).replace(b"Ana", b"An\xe1\x81")
    assert [code for code, _, _ in read(data).codes] == ["ENCODING_CP1252", "ENCODING_SUSPECT"]


@pytest.mark.parametrize("footer", ["Total: 1", "Page 1 of 1,,,,", "Generated by: a report,,,,"])
def test_a_footer_is_about_nobody_and_so_nobody_is_unreadable(footer: str) -> None:
    reading = read(students(ROW, footer)).reading
    assert (reading.rejected, reading.unreadable, reading.rejected_seen) == (1, 0, set())


@pytest.mark.parametrize("name", ["Page", "Created", "Printed", "Generated"])
def test_a_person_with_a_footers_word_for_a_name_is_no_footer(name: str) -> None:
    header = "last name,first name,email,id"
    found = read(students(f"{name},Ana,,1", header=header), "x_teachers.csv")
    assert [row.last_name for row in found.rows] == [name]
