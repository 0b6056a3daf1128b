"""How a text is decoded: what an administrator set, what the file says, and what is doubtful."""

from __future__ import annotations

import io

import pytest

from shared.rostering.sources.encodings import SETTABLE, choose_encoding
from tests.support.roster_files import read, rejection, students

NAMES = ("José", "Peña", "García", "Muñoz", "Núñez", "Zoë", "André")
MAC = students(*(f"s{n}@x.org,{name},Lee,{n},9" for n, name in enumerate(NAMES)))


def names(data: bytes, **options: object) -> list[str]:
    return [row.first_name for row in read(data, **options).rows]  # type: ignore[arg-type]  # the tests' own words


@pytest.mark.parametrize("encoding", SETTABLE)
def test_what_is_set_is_used(encoding: str) -> None:
    data = MAC.decode().encode(encoding)
    assert names(data, encoding=encoding) == list(NAMES)
    assert read(data, encoding=encoding).codes == []
    assert read(data, encoding=encoding).reading.facts.encoding == encoding


@pytest.mark.parametrize("told", SETTABLE)
@pytest.mark.parametrize("marked", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_wins(marked: str, told: str) -> None:
    assert names(MAC.decode().encode(marked), encoding=told) == list(NAMES)


def test_what_is_set_wins_over_a_look_at_the_file() -> None:
    assert names(MAC, encoding="mac_roman")[0] == "Jos√©"
    assert [code for code, _, _ in read(MAC, encoding="cp1252").codes] == ["MOJIBAKE"]


@pytest.mark.parametrize(
    ("data", "told", "code"),
    [
        (MAC.decode().encode("mac_roman"), "utf-8", "FORMAT_UNKNOWN"),
        (MAC.decode().encode("utf-16-le")[:-1], "utf-16-le", "FILE_TRUNCATED"),
        (students("a@x.org,Ana,Pe\u00f1")[:-2], "utf-8", "FILE_TRUNCATED"),
        (b"\xd8\x00" * 40, "utf-16-be", "FORMAT_UNKNOWN"),
        (b"%PDF-1.7", "utf-8", "FORMAT_UNKNOWN"),
        (b"", "cp1252", "FILE_EMPTY"),
    ],
)
def test_a_file_that_cannot_be_what_is_set_rejects(data: bytes, told: str, code: str) -> None:
    assert rejection(data, encoding=told).reason == code


def test_only_some_encodings_can_be_set() -> None:
    with pytest.raises(ValueError, match="cannot be set"):
        choose_encoding(io.BytesIO(MAC), "latin-1")


def messages(data: bytes) -> dict[str, str]:
    return {problem.code: problem.message for problem in read(data).reading.problems}


def test_mac_roman_is_suspected_and_the_setting_named() -> None:
    found = messages(MAC.decode().encode("mac_roman"))
    assert "mac_roman" in found["ENCODING_SUSPECT"]
    for name in NAMES:
        assert name not in str(found)


@pytest.mark.parametrize("name", ["José", "Peña", "André", "Núñez", "Ramón", "Bárbara", "Zoë"])
def test_each_of_these_alone_makes_mac_roman_suspect(name: str) -> None:
    data = students(f"a@x.org,{name},Lee,1,9").decode().encode("mac_roman")
    assert "ENCODING_SUSPECT" in messages(data)


@pytest.mark.parametrize("name", ["José", "Peña", "García", "Ramón", "Núñez", "PEÑA"])
@pytest.mark.parametrize("page", ["cp437", "cp850"])
def test_a_dos_code_page_is_suspected(name: str, page: str) -> None:
    data = students(f"a@x.org,Ana,{name},1,9").decode().encode(page)
    assert "DOS" in messages(data)["ENCODING_SUSPECT"]


@pytest.mark.parametrize(
    "name",
    ["José", "Peña", "O\u2019Brien", "Smith\u2013Jones", "Žižek", "Šuker", "Hašek", "Noémi"],
)
def test_good_windows_1252_is_not_suspect(name: str) -> None:
    data = students(f"a@x.org,{name},Léon,1,9").decode().encode("cp1252")
    assert list(messages(data)) == ["ENCODING_CP1252"]


@pytest.mark.parametrize(
    ("accented", "said"),
    [((1,), "Look at line 3."), ((0, 4), "lines 2 and 6."), (range(9), "lines 2, 3 and 4.")],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_lines_to_look_at_are_named(accented: object, said: str, end: str) -> None:
    rows = [
        f"s{n}@x.org,{'Peña' if n in accented else 'Ana'},Lee,{n},9"  # type: ignore[operator]  # a range or a tuple
        for n in range(9)
    ]
    data = students(*rows, end=end).decode().encode("cp1252")
    assert said in messages(data)["ENCODING_CP1252"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("end", "ended"), [("", False), ("\n", True), ("\r\n", True), ("\r", True)]
)
def test_whether_the_last_line_has_an_end_is_known(encoding: str, end: str, *, ended: bool) -> None:
    data = (students("a@x.org,Ana,Lee,1,9").decode().rstrip("\n") + end).encode(encoding)
    assert read(data).reading.facts.ended_with_newline is ended


STRAY = b"c@x.org,Zo\xeb,Lee,3,9\n"


def test_a_stray_byte_rejects_its_row_and_leaves_the_other_names_alone() -> None:
    found = read(students("a@x.org,Jos\u00e9,Pe\u00f1a,1,9") + STRAY + b"d@x.org,Di,Lee,4,9\n")
    assert found.codes == [("ENCODING_SUSPECT", 3, "firstName")]
    assert [row.first_name for row in found.rows] == ["Jos\u00e9", "Di"]
    assert found.reading.facts.encoding == "utf-8"
    assert (found.reading.unreadable, len(found.reading.rejected_seen)) == (0, 1)


def test_a_stray_byte_in_a_column_that_is_not_read_harms_nobody() -> None:
    data = students("a@x.org,Jos\u00e9,Pe\u00f1a,1,9,#", header="email,first,last,id,grade,Street")
    found = read(data.replace(b"#", b"\xeb"))
    assert found.codes == []
    assert found.rows[0].last_name == "Pe\u00f1a"


def test_a_stray_byte_in_an_id_leaves_nobody_knowing_whose_it_is() -> None:
    data = students("a@x.org,Jos\u00e9,Pe\u00f1a,1,9", "c@x.org,Zoe,Lee,3#,9").replace(
        b"#", b"\xeb"
    )
    found = read(data)
    assert found.codes == [("ENCODING_SUSPECT", 3, "id")]
    assert (found.reading.unreadable, found.reading.rejected_seen) == (1, set())


def test_a_stray_byte_among_a_students_rows_never_gives_what_cannot_be_read() -> None:
    header = "email,first name,last name,student id,grade,parentPhone"
    rows = [f"a@x.org,Jos\u00e9,Pe\u00f1a,1,9,{cell}" for cell in ("#5552123344", "555-212-3345")]
    found = read(students(*rows, header=header).replace(b"#", b"\xeb"))
    assert found.codes[0] == ("ENCODING_SUSPECT", 2, "parentPhone")
    assert found.rows == []


@pytest.mark.parametrize(("accents", "encoding"), [(0, "cp1252"), (1, "cp1252"), (2, "utf-8")])
def test_utf_8_must_clearly_outnumber_what_is_none(accents: int, encoding: str) -> None:
    rows = [f"s{n}@x.org,Jos\u00e9,Lee,{n},9" for n in range(accents)]
    assert read(students(*rows) + STRAY).reading.facts.encoding == encoding
