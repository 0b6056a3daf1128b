"""Which sheet of a workbook is read, and where its header stands."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter

from tests.support.roster_files import read, rejection
from tests.support.roster_files import students as text_students
from tests.support.workbooks import HEADER, students, written

ANA = ("a@x.org", "Ana", "Lee", 1, 9)
BO = ("b@x.org", "Bo", "Li", 2, 10)
TEACHERS = [("email", "first name", "last name"), ("t@x.org", "Tea", "Cher")]
NOTES = [("Lincoln High School",), ("Ask the office.",)]


def emails(data: bytes, name: str = "x_students.xlsx") -> list[str]:
    return [row.email for row in read(data, name).rows]


def test_a_sheet_of_notes_doesn_t_count() -> None:
    book = written({"Read me": NOTES, "Sheet2": [HEADER, ANA], "Sheet3": []})
    found = read(book, "x_students.xlsx")
    assert [row.email for row in found.rows] == ["a@x.org"]
    assert found.reading.facts.sheet == "Sheet2"


@pytest.mark.parametrize("way", ["hidden", "very_hidden"])
def test_a_hidden_sheet_doesn_t_count(way: str) -> None:
    sheets = {"Old": [HEADER, BO], "New": [HEADER, ANA]}
    hidden: tuple[str, ...] = ("Old",)
    data = (
        written(sheets, hidden=hidden) if way == "hidden" else written(sheets, very_hidden=hidden)
    )
    assert emails(data) == ["a@x.org"]


def test_of_two_sheets_the_one_that_is_named_as_the_file_is_read() -> None:
    book = written({"Teachers": TEACHERS, "Students 2026": [HEADER, ANA]})
    assert emails(book) == ["a@x.org"]
    assert emails(book, "x_teachers.xlsx") == ["t@x.org"]


@pytest.mark.parametrize(
    ("sheets", "name"),
    [
        ({"A": [HEADER, ANA], "B": [HEADER, BO]}, "x_students.xlsx"),
        ({"Students": [HEADER, ANA], "Teachers": TEACHERS}, "roster.xlsx"),
        ({"Students": [HEADER, ANA], "Teachers": TEACHERS}, "x_staff.xlsx"),
        ({"Students 9": [HEADER, ANA], "Students 10": [HEADER, BO]}, "x_students.xlsx"),
    ],
)
def test_two_sheets_that_nobody_can_choose_between_reject(
    sheets: dict[str, list[tuple[object, ...]]], name: str
) -> None:
    rejected = rejection(written(sheets), name)
    assert rejected.reason == "SHEET_AMBIGUOUS"
    assert "2 sheets hold people" in rejected.problems[0].message


def test_a_sheet_whose_columns_are_unknown_is_read_so_that_they_are_named() -> None:
    rejected = rejection(written({"Notes": NOTES, "More": NOTES}), "x_students.xlsx")
    assert {problem.code for problem in rejected.problems} == {"HEADER_MISSING"}
    assert rejected.problems[0].line == 1


def test_the_header_map_helps_to_find_the_sheet() -> None:
    header = ("Correo", "Nombre", "Apellido", "student id", "grade")
    book = written({"Notas": NOTES, "Alumnos": [header, ANA]})
    mapped = {"Correo": "email", "Nombre": "firstName", "Apellido": "lastName"}
    assert len(read(book, "x_students.xlsx", header_map=mapped).rows) == 1


def test_a_merged_title_stands_above_the_header() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("S")
    sheet.merge_range("A1:E1", "Lincoln High School")
    sheet.write("A2", "November 22, 2026")
    for number, row in enumerate([HEADER, ANA, (), BO], start=3):
        sheet.write_row(number, 0, row)
    book.close()
    found = read(target.getvalue(), "x_students.xlsx")
    assert [(row.line, row.email) for row in found.rows] == [(5, "a@x.org"), (7, "b@x.org")]


def text_or_sheet(kind: str, rows: list[tuple[object, ...]]) -> bytes:
    """The same rows as text or as a workbook."""
    if kind == "xlsx":
        return written({"S": rows})
    lines = [",".join(map(str, row)) for row in rows]
    return "".join(line + "\n" for line in lines).encode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_header_below_titles_is_found_among_the_first_ten_rows(kind: str) -> None:
    for titles, fits in ((1, True), (9, True), (10, False)):
        rows = [(f"Title {n}", "of it") for n in range(titles)]
        data = text_or_sheet(kind, [*rows[:1], (), *rows[1:], HEADER, ANA])
        if fits:
            found = read(data, "x_students.csv")
            assert [row.line for row in found.rows] == [titles + 3]
            assert found.codes == []
        else:
            assert rejection(data, "x_students.csv").reason == "HEADER_MISSING"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "below", [("student id", "grade", "phone"), ("email", "grade", "student id"), ("email", "name")]
)
def test_a_row_below_that_is_not_surely_a_header_is_none(kind: str, below: tuple[str, ...]) -> None:
    data = text_or_sheet(kind, [("Lincoln", "High"), below, ("x", "y", "z")])
    rejected = rejection(data, "x_students.csv")
    assert rejected.problems[0].code == "HEADER_MISSING"
    assert {problem.line for problem in rejected.problems} == {1}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_first_row_with_three_known_columns_is_the_header_whatever_follows(kind: str) -> None:
    data = text_or_sheet(kind, [("email", "first name", "grade"), HEADER, ANA])
    assert {p.line for p in rejection(data, "x_students.csv").problems} == {1}


def test_the_delimiter_is_told_by_the_header_below_the_title() -> None:
    data = text_students("a@x.org;A;L;1;9", header="Lincoln, MA\n" + ";".join(HEADER))
    found = read(data)
    assert (found.reading.facts.delimiter, len(found.rows)) == (";", 1)


def test_what_is_broken_below_the_first_row_is_told_where_it_stands() -> None:
    data = text_students('"a@x.org,A,B,1,9', header="Lincoln,High")
    assert rejection(data).reason == "HEADER_MISSING"
    data = text_students(*["a@x.org,A,B,1,9"] * 2, '"b', header="Title\n" + ",".join(HEADER))
    assert (rejection(data).reason, rejection(data).problems[0].line) == ("QUOTE_UNTERMINATED", 5)


def test_a_file_that_is_read_is_named_by_its_format(tmp_path: Path) -> None:
    facts = read(students(ANA), "x_students.xlsx").reading.facts
    assert (facts.format, facts.encoding, facts.delimiter) == ("xlsx", None, None)
    assert facts.ended_with_newline
    tabs = text_students("a@x.org\tA\tL\t1\t9", header="\t".join(HEADER))
    assert read(tabs, "x_students.csv").reading.facts.format == "tsv"
    assert list(tmp_path.iterdir()) == []
