"""The roster files of the demo district: their names, their headers, and what they carry."""

from __future__ import annotations

import csv
import re
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from infra.local.district import District, generate, truth, write_files, write_truth

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def district() -> District:
    return generate(2026)


@pytest.fixture(scope="module")
def files(district: District, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    written = write_files(district, tmp_path_factory.mktemp("files"), DAY)
    return {path.name: path for kinds in written.values() for path in kinds.values()}


def read(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, strict=True, delimiter=delimiter))


def read_workbook(path: Path) -> list[dict[str, Any]]:
    """The visible sheet's rows, by a reader that isn't the product's."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def test_four_files_a_school_under_names_that_say_school_kind_day_and_format(
    files: dict[str, Path],
) -> None:
    text_of = {
        "LincolnHighSchool": "csv",
        "RooseveltMiddleSchool": "csv",
        "MapleGroveElementarySchool": "tsv",
    }
    expected = [
        f"{school}_{kind}_nov22_2026.{suffix}"
        for school, suffix in text_of.items()
        for kind in ("students", "teachers", "admins")
    ]
    expected += [f"{school}_staff_nov22_2026.xlsx" for school in text_of]
    assert sorted(files) == sorted(expected)


@pytest.mark.parametrize(
    ("school", "stem", "headers", "id_type"),
    [
        (
            "lincoln-high",
            "LincolnHighSchool",
            ("id number", "first name", "last name", "email"),
            str,
        ),
        (
            "roosevelt-middle",
            "RooseveltMiddleSchool",
            ("", "First_name", "Last_name", "Staff_email"),
            type(None),
        ),
        (
            "maple-grove-elementary",
            "MapleGroveElementarySchool",
            ("SIS ID", "First Name", "Last Name", "Email Address"),
            int,
        ),
    ],
)
def test_the_staff_of_the_workbooks_are_those_of_the_truth(
    district: District,
    files: dict[str, Path],
    school: str,
    stem: str,
    headers: tuple[str, str, str, str],
    id_type: type,
) -> None:
    rows = read_workbook(files[f"{stem}_staff_nov22_2026.xlsx"])
    number, first, last, email = headers
    assert {type(row.get(number)) for row in rows} == {id_type}
    found = {
        (
            str(row.get(number) or ""),
            clean(row[first]),
            clean(row[last]),
            row[email].strip().lower(),
        )
        for row in rows
    }
    members = truth(district)["schools"][school]["members"]
    assert found == {
        (one["sisId"], one["firstName"], one["lastName"], one["email"])
        for one in members
        if one["kind"] == "staff"
    }


def test_workbooks_look_as_an_office_has_them(files: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(files["MapleGroveElementarySchool_staff_nov22_2026.xlsx"])
    sheet, lists = book.worksheets
    assert (sheet.sheet_state, lists.sheet_state) == ("visible", "hidden")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E20"
    assert all(cell.font.b for cell in sheet[1])
    numbered = sheet["A2"]
    assert (numbered.data_type, numbered.number_format) == ("n", "0000")
    assert isinstance(sheet["E2"].value, datetime)
    lincoln = openpyxl.load_workbook(files["LincolnHighSchool_staff_nov22_2026.xlsx"]).worksheets[0]
    assert (lincoln["D2"].data_type, lincoln["D2"].number_format) == ("s", "@")


def test_a_workbook_does_not_say_when_it_was_made(files: dict[str, Path]) -> None:
    with ZipFile(files["LincolnHighSchool_staff_nov22_2026.xlsx"]) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        told = re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", parts.read("docProps/core.xml").decode())
    assert set(told) == {"2026-08-03T09:00:00Z"}


def test_one_school_sends_tabs(district: District, files: dict[str, Path]) -> None:
    rows = read(files["MapleGroveElementarySchool_students_nov22_2026.tsv"], "\t")
    members = truth(district)["schools"]["maple-grove-elementary"]["members"]
    expected = {one["sisId"]: one["lastName"] for one in members if one["kind"] == "student"}
    assert {row["SIS ID"]: clean(row["Last Name"]) for row in rows} == expected


def test_lincoln_writes_the_contract_names_and_columns_nobody_asked_for(
    files: dict[str, Path],
) -> None:
    rows = read(files["LincolnHighSchool_students_nov22_2026.csv"])
    assert {"email", "first name", "last name", "student id", "grade"} <= set(rows[0])
    assert {"parentEmail", "parentPhone", "student phone", "idField1", "idField2"} <= set(rows[0])
    assert {"Birthdate", "Race", "Homeroom"} <= set(rows[0])


def test_no_two_schools_spell_their_headers_alike(files: dict[str, Path]) -> None:
    headers = [
        path.read_text("utf-8-sig").splitlines()[0]
        for name, path in files.items()
        if "_students_" in name
    ]
    assert len(set(headers)) == 3


def test_the_same_district_gives_the_same_bytes(
    district: District, files: dict[str, Path], tmp_path: Path
) -> None:
    again = write_files(district, tmp_path, DAY)
    for kinds in again.values():
        for path in kinds.values():
            assert path.read_bytes() == files[path.name].read_bytes()


def test_the_students_of_the_file_are_those_of_the_truth_once_the_wear_is_undone(
    district: District, files: dict[str, Path]
) -> None:
    rows = read(files["LincolnHighSchool_students_nov22_2026.csv"])
    assert len(rows) == 1800
    members = truth(district)["schools"]["lincoln-high"]["members"]
    expected = {one["sisId"]: one for one in members if one["kind"] == "student"}
    for row in rows:
        one = expected[row["student id"]]
        assert clean(row["first name"]) == one["firstName"]
        assert clean(row["last name"]) == one["lastName"]
        assert row["email"].strip().lower() == one["email"]
        assert row["grade"].zfill(2) == one["grade"]
        assert digits(row["student phone"]) == one["phone"][2:]
        emails = [cell.strip().lower() for cell in row["parentEmail"].split(",") if cell]
        phones = [digits(cell) for cell in row["parentPhone"].split(",") if cell]
        assert sorted(emails) == sorted(g["email"] for g in one["guardians"] if g["email"])
        assert sorted(phones) == sorted(g["phone"][2:] for g in one["guardians"] if g["phone"])


def test_files_are_worn_so_that_reading_has_something_to_undo(files: dict[str, Path]) -> None:
    text = files["LincolnHighSchool_students_nov22_2026.csv"].read_bytes().decode()
    assert not unicodedata.is_normalized("NFC", text)
    assert "@STUDENTS.EXAMPLE.ORG" in text
    assert ", " in text
    assert {"(", "+1 "} <= set(re.findall(r"\+1 |\(", text))
    assert (
        files["MapleGroveElementarySchool_admins_nov22_2026.tsv"].read_bytes()[:3]
        == b"\xef\xbb\xbf"
    )


def test_the_truth_file_holds_every_member_and_each_guardians_children(
    district: District, tmp_path: Path
) -> None:
    write_truth(district, tmp_path / "truth.json")
    schools = truth(district)["schools"]
    members = schools["lincoln-high"]["members"]
    assert sum(one["kind"] == "student" for one in members) == 1800
    assert {one["role"] for one in members} == {"STUDENT", "TEACHER", "STAFF", "MANAGER"}
    listed = {(g["email"], g["phone"]) for one in members for g in one["guardians"]}
    assert listed == {(g["email"], g["phone"]) for g in schools["lincoln-high"]["guardians"]}
    children = {child for g in schools["lincoln-high"]["guardians"] for child in g["students"]}
    assert children == {one["sisId"] for one in members if one["guardians"]}


def clean(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFC", cell).split())


def digits(cell: str) -> str:
    return re.sub(r"\D", "", cell)[-10:]
