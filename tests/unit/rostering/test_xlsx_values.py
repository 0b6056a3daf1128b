"""What stands in a cell, as the sheet shows it: expected texts are those that Excel displays."""

from __future__ import annotations

import datetime as dt
import io
import time
from typing import Any

import pytest

from shared.rostering.sources.header_search import HeaderSense
from shared.rostering.sources.opening import open_table
from tests.support.roster_files import read
from tests.support.workbooks import (
    HEADER,
    by_hand,
    cell,
    package,
    parts_of,
    rows_xml,
    students,
    written,
)

SENSE = HeaderSense(len)
ANA = ("a@x.org", "Ana", "Lee", 123, 9)


def rows_of(data: bytes, size: int = 1_000) -> list[tuple[int, list[str]]]:
    """All rows below the header, with their numbers."""
    found: list[tuple[int, list[str]]] = []
    for block in open_table(io.BytesIO(data), "x.xlsx", SENSE).blocks(size):
        assert not block.odd
        found += zip(block.lines, map(list, zip(*block.columns, strict=True)), strict=True)
    return found


def shown(value: object, code: str = "", **options: Any) -> str:
    """How one cell comes out."""
    formats = {(1, 0): code} if code else {}
    data = written({"S": [("a", "b", "c"), (value, "x")]}, formats=formats, **options)
    return rows_of(data)[0][1][0]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (123.0, "123"),
        (-7, "-7"),
        (0, "0"),
        (9.5, "9.5"),
        (0.1 + 0.2, "0.3"),
        (123456789012, "123456789012"),
        (123456789012345, "123456789012345"),
        (9007199254740991, "9007199254740991"),
        (9007199254740992, "9.00719925474099E+15"),
        (1.2345678901234567e19, "1.23456789012346E+19"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("a\nb", "a\nb"),
        ('O"Neil', 'O"Neil'),
        ("0007", "0007"),
        (" x ", " x "),
        ("Peña \U0001f600", "Peña \U0001f600"),
    ],
)
def test_a_cell_without_a_format(value: object, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (123, "00000", "00123"),
        (12345, "000-00", "123-45"),
        (7, "000-00", "000-07"),
        (123456789, "000-00-0000", "123-45-6789"),
        (1234567, "#,##0", "1,234,567"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.5, "0%", "50%"),
        (0.1234, "0.0%", "12.3%"),
        (9.6, "0", "10"),
        (2.5, "0", "3"),
        (-5, "0;(0)", "(5)"),
        (6175551234, "[<=9999999]###-####;(###) ###-####", "(617) 555-1234"),
        (5551234, "[<=9999999]###-####;(###) ###-####", "555-1234"),
        (42, '"ID-"0000', "ID-0042"),
        (1250000, '0.0,,"M"', "1.3M"),
        (12345, "0.00E+00", "1.23E+04"),
        (3, "[Red]$#,##0.00", "$3.00"),
        (12, "@", "12"),
        ("x7", '0;-0;0;"ID "@', "ID x7"),
        (0.75, "# ?/?", "0.75"),
        (45545, "d-mmm", "10-Sep"),
        (45545, "m/d/yyyy", "9/10/2024"),
        (45545, "mm/dd/yy", "09/10/24"),
        (45545, "[$-409]dddd, mmmm d, yyyy;@", "Tuesday, September 10, 2024"),
        (45545.75, "yyyy-mm-dd hh:mm", "2024-09-10 18:00"),
        (45545.75, "m/d/yyyy h:mm AM/PM", "9/10/2024 6:00 PM"),
        (0.5006944444, "h:mm:ss", "12:01:00"),
        (1.5, "[h]:mm", "36:00"),
        (1, "m/d/yyyy", "1/1/1900"),
        (61, "m/d/yyyy", "3/1/1900"),
        (-3, "m/d/yyyy", "-3"),
    ],
)
def test_a_cell_with_a_format(value: object, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_a_grade_that_became_a_date_comes_out_as_the_sheet_shows_it() -> None:
    assert shown(dt.date(2026, 9, 10), "d-mmm") == "10-Sep"
    assert shown(dt.date(2026, 9, 10), "d-mmm", date_1904=True) == "10-Sep"


def test_an_id_with_a_format_for_zeros_keeps_them() -> None:
    found = read(students(ANA, formats={(1, 3): "000000"}), "students.xlsx")
    assert [row.sis_id for row in found.rows] == ["000123"]


@pytest.mark.parametrize(
    ("number", "code"), [(2**53 - 1, None), (2**53, "NUMBER_IMPRECISE"), (1e19, "NUMBER_IMPRECISE")]
)
def test_an_id_whose_digits_are_lost_rejects_its_row(number: float, code: str | None) -> None:
    rows = [(f"s{n}@x.org", "A", "B", n, 9) for n in range(1, 9)]
    found = read(students(*rows, ("a@x.org", "A", "B", number, 9)), "students.xlsx")
    assert found.codes == ([(code, 10, "id")] if code else [])
    assert found.rows[-1].sis_id == ("8" if code else "9007199254740991")


def test_line_ends_part_guardians_and_rows_keep_their_numbers() -> None:
    rows = [
        (*ANA, "p@x.org\nq@x.org"),
        (),
        (),
        ("b@x.org", "Bo", 'Li"', 2, 9, "r@x.org\r\ns@x.org"),
    ]
    found = read(students(*rows, header=(*HEADER, "parentEmail")), "students.xlsx")
    assert [row.line for row in found.rows] == [2, 5]
    assert found.rows[1].last_name == 'Li"'
    assert [[g.email for g in row.guardians] for row in found.rows] == [
        ["p@x.org", "q@x.org"],
        ["r@x.org", "s@x.org"],
    ]


def test_errors_are_empty_and_formulas_give_what_was_saved_for_them() -> None:
    cells = [cell("A2", "x"), '<c r="B2" t="e"><v>#N/A</v></c>', '<c r="C2"><f>1+1</f><v>2</v></c>']
    cells += ['<c r="D2" t="str"><f>"a"</f><v>a&amp;b</v></c>', '<c r="E2"><f>NOW()</f></c>']
    data = rows_xml(HEADER) + f'<row r="2">{"".join(cells)}</row>'
    assert rows_of(package(by_hand(data))) == [(2, ["x", "", "2", "a&b", ""])]


def test_formulas_are_warned_of_once_with_their_number_and_first_row() -> None:
    rows = [(f"s{n}@x.org", "A", "B", n, "=4+5" if n > 2 else 9) for n in range(1, 6)]
    data = students(*rows)
    found = read(data, "students.xlsx")
    assert [(p.code, p.line, p.message[:2]) for p in found.reading.problems if p.field is None] == [
        ("FORMULA_CELL", 4, "3 ")
    ]


STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>'
    '<numFmt numFmtId="164" formatCode="000"/></numFmts><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="164"/><xf numFmtId="16"/></cellXfs></styleSheet>'
)


def test_dates_that_are_written_as_such_are_shown_by_their_format() -> None:
    cells = '<c r="A2" t="d" s="2"><v>2026-09-10</v></c><c r="B2" t="d"><v>2026-09-10</v></c>'
    cells += '<c r="C2" t="d" s="2"><v>2026-09-10T12:30:00</v></c>'
    data = rows_xml(("a", "b", "c")) + f'<row r="2">{cells}</row>'
    assert rows_of(package(by_hand(data, styles=STYLES))) == [
        (2, ["10-Sep", "2026-09-10", "10-Sep"])
    ]


def test_a_sheet_written_in_an_unusual_way_is_read_alike() -> None:
    plain = (
        rows_xml(HEADER, ("a@x.org", "Ana", "Lee"))
        + '<row r="4"><c r="A4" s="1"><v>7</v></c><c r="C4"><f>A4</f><v>7</v></c></row>'
    )
    parts = by_hand(plain, styles=STYLES)
    expected = [(2, ["a@x.org", "Ana", "Lee", "", ""]), (4, ["007", "", "7", "", ""])]
    assert rows_of(package(parts)) == expected
    sheet = str(parts["xl/worksheets/sheet1.xml"])
    turned = [
        sheet.replace(' r="A4" s="1"', ' s="1" r="A4"'),
        sheet.replace("<c r=", "<c\n  r="),
        sheet.replace("<row", "<!-- a row --><row"),
        sheet.replace('r="A4"', 'r="a4"'),
        prefixed(sheet),
    ]
    for text in turned:
        assert text != sheet
        assert rows_of(package(parts | {"xl/worksheets/sheet1.xml": text})) == expected
    implicit = sheet.replace(' r="A4"', "")
    assert rows_of(package(parts | {"xl/worksheets/sheet1.xml": implicit})) == expected


def prefixed(sheet: str) -> str:
    """The same with a prefix on each tag, as some libraries write."""
    for tag in ("worksheet", "sheetData", "row", "c", "v", "is", "t", "f"):
        for end in (" ", ">"):
            sheet = sheet.replace(f"<{tag}{end}", f"<x:{tag}{end}")
        sheet = sheet.replace(f"</{tag}>", f"</x:{tag}>")
    return sheet.replace("xmlns=", "xmlns:x=")


def test_strict_workbooks_and_prefixed_parts_are_read() -> None:
    parts = {name: text.decode() for name, text in parts_of(students(ANA)).items()}
    strict = {
        name: text.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, text in parts.items()
    }
    assert strict != parts
    assert len(read(package(strict), "students.xlsx").rows) == 1


@pytest.mark.parametrize("constant_memory", [False, True])
def test_shared_and_own_strings_are_read_alike(constant_memory: bool) -> None:  # noqa: FBT001
    data = students(ANA, ("b@x.org", "Ana", "Lee", 4, 10), constant_memory=constant_memory)
    assert [row.first_name for row in read(data, "students.xlsx").rows] == ["Ana", "Ana"]


def test_batches_don_t_change_what_is_read() -> None:
    rows = [(f"s{n}@x.org", "A" * (n % 40), "B", n, 9) for n in range(700)]
    data = students(*rows[:300], (), *rows[300:])
    assert rows_of(data, 7) == rows_of(data, 1_000)
    assert len(rows_of(data, 7)) == 700


def test_a_sheet_that_starts_elsewhere_is_read_from_there() -> None:
    rows = [(), (), (None, None, *HEADER), (None, None, *ANA)]
    found = read(written({"S": rows}, formats={(3, 5): "0000"}), "students.xlsx")
    assert [(row.line, row.sis_id) for row in found.rows] == [(4, "0123")]


def test_a_note_beside_the_table_is_left_out_as_a_column_without_a_header() -> None:
    found = read(students((*ANA, None, "see me"), ("b@x.org", "B", "L", 4, 9)), "students.xlsx")
    assert (len(found.rows), found.codes) == (2, [])


def test_many_rows_are_read_in_order() -> None:
    began = time.monotonic()
    rows = [(f"s{n}@x.org", "A", "B", n, 9) for n in range(5_000)]
    found = read(students(*rows), "students.xlsx")
    assert [row.line for row in found.rows] == list(range(2, 5_002))
    assert time.monotonic() - began < 60
