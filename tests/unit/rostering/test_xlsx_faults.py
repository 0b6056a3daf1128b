"""Workbooks that must not be read: each with its code, at and beyond every limit."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib

import pytest

from shared.rostering.sources import xlsx_refusal
from tests.support.roster_files import read, rejection
from tests.support.roster_files import students as text_students
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

ANA = ("a@x.org", "Ana", "Lee", "1", "9")
GOOD = rows_xml(HEADER, ANA)
SHEET = "xl/worksheets/sheet1.xml"
NAME = "x_students.xlsx"


def code_of(data: bytes, name: str = NAME) -> str:
    return rejection(data, name).reason


def accepted(data: bytes, name: str = NAME) -> int:
    """How many rows are accepted."""
    return len(read(data, name).rows)


def compound(*names: str) -> bytes:
    """Microsoft's older container, as far as a directory with these streams goes."""
    entries = b""
    for name in names:
        raw = name.encode("utf-16-le") + b"\0\0"
        entries += raw.ljust(64, b"\0") + struct.pack("<H", len(raw)) + b"\0" * 62
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


def test_a_plain_workbook_made_by_hand_is_read() -> None:
    assert accepted(package(by_hand(GOOD))) == 1
    assert accepted(package(by_hand(GOOD), zipfile.ZIP_STORED)) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (compound("Root Entry", "EncryptedPackage", "EncryptionInfo"), "XLSX_ENCRYPTED"),
        (compound("Root Entry", "Workbook"), "XLS_LEGACY"),
        (compound("Root Entry", "Book"), "XLS_LEGACY"),
        (compound("Root Entry", "WordDocument"), "FORMAT_UNKNOWN"),
        (
            compound("Root Entry") + b"\0" * (1 << 20) + compound("EncryptedPackage"),
            "XLSX_ENCRYPTED",
        ),
        (b"PK\x05\x06" + b"\0" * 18, "FORMAT_UNKNOWN"),
        (b"PK\x03\x04" + b"x" * 400, "FORMAT_UNKNOWN"),
        (package({"students.csv": text_students(",".join(ANA))}), "FORMAT_UNKNOWN"),
        (package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "FORMAT_UNKNOWN"),
    ],
)
@pytest.mark.parametrize("name", [NAME, "x_students.xls", "x_students.csv"])
def test_other_containers_are_told_by_their_bytes(data: bytes, code: str, name: str) -> None:
    assert code_of(data, name) == code


def test_other_documents_in_the_same_container_are_no_workbooks() -> None:
    parts = {name: str(text) for name, text in by_hand(GOOD).items()}
    word = {k: v.replace("xl/workbook.xml", "word/document.xml") for k, v in parts.items()}
    word["word/document.xml"] = "<w:document xmlns:w='x'/>"
    word["word/_rels/document.xml.rels"] = parts["xl/_rels/workbook.xml.rels"]
    assert code_of(package(word)) == "FORMAT_UNKNOWN"
    binary = {k: v.replace("xl/workbook.xml", "xl/workbook.bin") for k, v in parts.items()}
    assert code_of(package(binary | {"xl/workbook.bin": "\x83\x01"})) == "FORMAT_UNKNOWN"


def test_names_don_t_count() -> None:
    text = text_students(",".join(ANA))
    assert accepted(text, "x_students.xlsx") == 1
    assert read(text, "x_students.xlsx").reading.facts.format == "csv"
    assert read(students(ANA), "x_students.csv").reading.facts.format == "xlsx"
    assert accepted(students(ANA), "x_students.xlsm") == 1


def test_a_workbook_cut_anywhere_is_rejected_or_whole() -> None:
    data = students(ANA)
    for end in range(0, len(data), 997):
        rejected = rejection(data[:end] or b"PK\x03\x04", NAME)
        assert rejected.reason == "FORMAT_UNKNOWN"


def test_entries_at_and_beyond_the_limit() -> None:
    parts = by_hand(GOOD)
    more = {f"xl/media/{n}.png": b"x" for n in range(xlsx_refusal.ENTRIES - len(parts))}
    assert accepted(package(parts | more)) == 1
    assert code_of(package(parts | more | {"one/more.png": b""})) == "XLSX_BOMB"
    assert code_of(package(parts | {f"m/{n}": b"" for n in range(10_000)})) == "XLSX_BOMB"


def filled(extra: int) -> bytes:
    """A workbook whose parts have exactly the bytes that are allowed, and some more."""
    parts = {name: str(text).encode() for name, text in by_hand(GOOD).items()}
    left = xlsx_refusal.INFLATED - sum(map(len, parts.values())) + extra
    return package(parts | {"xl/media/image1.bin": b"\0" * left})


def test_bytes_at_and_beyond_the_limit() -> None:
    assert accepted(filled(0)) == 1
    assert code_of(filled(1)) == "XLSX_BOMB"


def test_sizes_are_counted_and_not_believed() -> None:
    """A gibibyte of nothing that claims to be a kilobyte."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = b"".join(deflater.compress(b"\0" * (1 << 20)) for _ in range(1_024)) + deflater.flush()
    bomb = package({**by_hand(GOOD), "xl/media/b.bin": b"B" * 1_000}, zipfile.ZIP_STORED)
    data = bytearray(bomb.replace(b"B" * 1_000, raw))
    grown = len(raw) - 1_000
    name = b"xl/media/b.bin"
    for place, offset in ((data.find(name), -30 + 8), (data.rfind(name), -46 + 10)):
        struct.pack_into("<H", data, place + offset, zipfile.ZIP_DEFLATED)
    struct.pack_into("<I", data, data.rfind(name) - 46 + 20, len(raw))
    end = data.rfind(b"PK\x05\x06")
    (directory,) = struct.unpack_from("<I", data, end + 16)
    struct.pack_into("<I", data, end + 16, directory + grown)
    for place in _entries(data, directory + grown, end):
        (start,) = struct.unpack_from("<I", data, place + 42)
        if start > data.find(name):
            struct.pack_into("<I", data, place + 42, start + grown)
    began = time.monotonic()
    assert code_of(bytes(data)) == "XLSX_BOMB"
    assert time.monotonic() - began < 5


def _entries(data: bytearray, start: int, end: int) -> list[int]:
    found = []
    while start < end:
        found.append(start)
        name, extra, comment = struct.unpack_from("<HHH", data, start + 28)
        start += 46 + name + extra + comment
    return found


def with_cell(reference: str, *, plain: bool = True) -> bytes:
    """The good sheet and one cell more, in a row of its own."""
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    extra = f'<row r="{row}">{cell(reference, "x")}</row>'
    return package(by_hand(GOOD + (extra if plain else extra.replace("<c r", "<c  r"))))


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize(
    ("reference", "fits"),
    [
        ("A200000", True),
        ("A200001", False),
        ("IV3", True),
        ("IW3", False),
        ("Y200000", True),
        ("Z200000", False),
        ("IV19531", True),
        ("IV19532", False),
        ("XFD1048576", False),
        ("A1048576", False),
        ("A4294967295", False),
        ("AAAAAAAA9", False),
    ],
)
def test_cells_at_and_beyond_the_limits(reference: str, *, fits: bool, plain: bool) -> None:
    data = with_cell(reference, plain=plain)
    if fits:
        assert accepted(data) == 1
    else:
        assert code_of(data) in ({"XLSX_BOMB"} if plain else {"XLSX_BOMB", "FORMAT_UNKNOWN"})


def test_two_far_cells_don_t_take_the_process_with_them() -> None:
    """tafia/calamine#693: 549 GB are asked for, upon which the process is aborted."""
    data = f'<row r="1">{cell("A1", "x")}</row><row r="1048576">{cell("XFD1048576", "x")}</row>'
    claimed = by_hand(data)
    claimed[SHEET] = str(claimed[SHEET]).replace("<sheetData", '<dimension ref="A1:B2"/><sheetData')
    began = time.monotonic()
    assert code_of(package(claimed)) == "XLSX_BOMB"
    assert time.monotonic() - began < 5


def test_a_large_claim_of_a_dimension_counts_for_nothing() -> None:
    parts = by_hand(GOOD)
    parts[SHEET] = str(parts[SHEET]).replace(
        "<sheetData", '<dimension ref="A1:XFD1048576"/><sheetData'
    )
    assert accepted(package(parts)) == 1


def test_empty_cells_far_away_count_for_nothing() -> None:
    far = '<row r="1048576"><c r="XFD1048576" s="1"/><c r="A1048576" s="1"></c></row>'
    assert accepted(package(by_hand(GOOD + far))) == 1
    assert accepted(package(by_hand(GOOD + far.replace("<c r", "<c  r")))) == 1


@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "docProps/app.xml", "xl/x.rels"])
@pytest.mark.parametrize(
    "declaration", ["<!DOCTYPE x>", '<!DOCTYPE x [<!ENTITY a "b">]>', "<!doctype x>", "<!ENTITY a>"]
)
def test_a_document_type_anywhere_rejects(name: str, declaration: str) -> None:
    parts = by_hand(GOOD)
    text = str(parts.get(name, "<x/>"))
    head, _, rest = text.rpartition("?>\n")
    parts[name] = f"{head}?>\n{declaration}{rest}" if head else declaration + text
    assert code_of(package(parts)) == "XLSX_DTD"


@pytest.mark.parametrize("before", range((1 << 20) - 12, (1 << 20) + 2))
def test_a_document_type_is_found_where_two_blocks_meet(before: int) -> None:
    text = "<x>" + " " * (before - 3) + "<!DOCTYPE x></x>"
    assert code_of(package(by_hand(GOOD) | {"docProps/x.xml": text})) == "XLSX_DTD"


def test_the_words_of_a_document_type_in_a_cell_are_a_text() -> None:
    rows = rows_xml(HEADER, ("a@x.org", "&lt;!DOCTYPE", "Lee!", "1", "9"))
    assert accepted(package(by_hand(rows))) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "iso-8859-1"])
def test_parts_that_are_not_utf_8_are_not_read(encoding: str) -> None:
    parts = by_hand(GOOD)
    text = str(parts[SHEET]).replace('encoding="UTF-8"', f'encoding="{encoding}"')
    assert code_of(package(parts | {SHEET: text.encode(encoding)})) == "FORMAT_UNKNOWN"


@pytest.mark.parametrize(
    "wrong",
    [
        {SHEET: "<worksheet><sheetData><row><c"},
        {SHEET: "<worksheet><sheetData><row r='1'><c r='A'><v>1</v></c></row></sheetData>"},
        {SHEET: ""},
        {"xl/workbook.xml": "<workbook><sheets><sheet name='a' r:id='rId1'></workbook>"},
        {"xl/_rels/workbook.xml.rels": "<Relationships"},
        {"_rels/.rels": "<Relationships/>"},
        {"xl/styles.xml": "<styleSheet"},
    ],
)
def test_a_damaged_part_rejects(wrong: dict[str, str]) -> None:
    parts = by_hand(GOOD, styles="<styleSheet/>")
    assert code_of(package(parts | wrong)) == "FORMAT_UNKNOWN"


def test_a_missing_part_a_wrong_checksum_and_a_part_twice_reject() -> None:
    parts = by_hand(GOOD)
    data = bytearray(package(parts, zipfile.ZIP_STORED))
    place = data.find(b"Ana")
    data[place] ^= 1
    assert code_of(bytes(data)) == "FORMAT_UNKNOWN"
    del parts[SHEET]
    assert code_of(package(parts)) == "FORMAT_UNKNOWN"
    target = io.BytesIO(package(by_hand(GOOD)))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(target, "a") as archive:
        archive.writestr(SHEET, "<x/>")
    assert code_of(target.getvalue()) == "FORMAT_UNKNOWN"


def test_a_string_that_isn_t_there_rejects() -> None:
    data = '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'
    assert code_of(package(by_hand(data, shared="<sst/>"))) == "FORMAT_UNKNOWN"


@pytest.mark.parametrize("count", ["99999999999", "9999999999999999999", "-1"])
def test_a_promise_of_many_strings_counts_for_nothing(count: str) -> None:
    shared = f'<sst xmlns="x" count="{count}" uniqueCount="{count}"><si><t>Ana</t></si></sst>'
    data = GOOD.replace(cell("B2", "Ana"), '<c r="B2" t="s"><v>0</v></c>')
    assert data != GOOD
    found = read(package(by_hand(data, shared=shared)), NAME)
    assert [row.first_name for row in found.rows] == ["Ana"]
    prefixed = shared.replace("<sst", "<x:sst").replace("</sst", "</x:sst")
    assert accepted(package(by_hand(data, shared=prefixed))) == 1


def test_an_endless_cell_is_named_by_its_row() -> None:
    long = "x" * (xlsx_refusal.CELL_LIMIT + 1)
    rejected = rejection(package(by_hand(rows_xml(HEADER, ("a", long)))), NAME)
    assert (rejected.reason, rejected.problems[0].line) == ("FIELD_TOO_LONG", 2)
    longest = package(by_hand(rows_xml(HEADER, ANA, ("a", long[:-1]))))
    assert read(longest, NAME).reading.rows == 2


def test_an_archive_with_a_password_rejects() -> None:
    data = bytearray(package(by_hand(GOOD), zipfile.ZIP_STORED))
    place = data.rfind(b"PK\x01\x02")
    data[place + 8] |= 1
    assert code_of(bytes(data)) == "XLSX_ENCRYPTED"


def test_a_workbook_without_rows_is_empty() -> None:
    assert code_of(written({"Sheet1": []})) == "FILE_EMPTY"
    assert code_of(written({"Sheet1": [(" ", ""), ("\u200b",)]})) == "FILE_EMPTY"
    assert code_of(written({"A": [], "B": [HEADER, ANA]}, hidden=["B"])) == "FILE_EMPTY"
    assert read(students(), NAME).reading.rows == 0


def test_problems_of_workbooks_hold_no_values() -> None:
    parts = parts_of(students(ANA))
    broken = package({k: v.replace(b"<v>", b"<w>") for k, v in parts.items()})
    for problem in rejection(broken, NAME).problems:
        assert "a@x.org" not in problem.message
