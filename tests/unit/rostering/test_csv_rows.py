from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rostering.problems import FileRejected
from shared.rostering.sources.csv_file import open_csv
from shared.rostering.sources.header_search import HeaderSense

CELLS = st.text(st.sampled_from("ab1é@.,;\t|\"\r\n '\u2028\x0b\x0c\x85"), max_size=6)
HEADER = ["email", "first name", "last name"]


def known(headers: object) -> int:
    return sum(header in HEADER for header in headers)  # type: ignore[attr-defined]  # of texts


SENSE = HeaderSense(known)


def rows_of(data: bytes, size: int = 1_000) -> tuple[list[list[str]], list[int]]:
    rows: list[list[str]] = []
    lines: list[int] = []
    for block in open_csv(io.BytesIO(data), SENSE).blocks(size):
        even = zip(block.lines, map(list, zip(*block.columns, strict=True)), strict=True)
        for line, row in sorted([*even, *block.odd]):
            rows.append(row)
            lines.append(line)
    return rows, lines


def looks_like_rows(cell: str, delimiter: str) -> bool:
    """Such a cell is refused rather than believed."""
    return ("\n" in cell or "\r" in cell) and "@" in cell and cell.count(delimiter) >= 2


def written(rows: list[list[str]], delimiter: str, end: str) -> bytes:
    text = io.StringIO(newline="")
    # Everything quoted: the minimal way of Python's writer leaves a lone CR bare.
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([HEADER, *rows])
    return text.getvalue().encode()


@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=30),
    delimiter=st.sampled_from([",", "\t", ";", "|"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    size=st.integers(1, 5),
)
def test_what_csv_writes_is_read_back(
    rows: list[list[str]], delimiter: str, end: str, size: int
) -> None:
    data = written(rows, delimiter, end)
    if any(looks_like_rows(cell, delimiter) for row in rows for cell in row):
        with pytest.raises(FileRejected, match="swallows"):
            rows_of(data, size)
    else:
        assert rows_of(data, size)[0] == rows


@given(
    st.lists(st.text(st.sampled_from("ab é@.;'\u2028\x85"), max_size=4), min_size=1, max_size=40),
    st.integers(1, 5),
)
def test_the_short_way_gives_what_csv_gives(cells: list[str], size: int) -> None:
    body = "".join(f"{cell},{cell}x,\n" for cell in cells)
    found, lines = rows_of((",".join(HEADER) + "\n" + body).encode(), size)
    assert found == list(csv.reader(io.StringIO(body, newline=""), strict=True))
    assert lines == list(range(2, len(cells) + 2))


def test_lines_are_counted_across_cells_of_several_lines() -> None:
    data = b'email,first name,last name\na,b,c\n"d\ne",f,g\n\nh,i,"j\r\nk\nl"\nm,n,o\n'
    assert rows_of(data)[1] == [2, 3, 6, 9]
    assert rows_of(data, 1)[1] == [2, 3, 6, 9]


def test_lines_are_counted_from_the_top_of_the_file() -> None:
    data = b"\r\n\r\nemail,first name,last name\r\na,b,c\r\n"
    assert rows_of(data)[1] == [4]


def test_excels_own_hint_is_no_header() -> None:
    assert rows_of(b"sep=;\nemail;first name;last name\na;b;c\n") == ([["a", "b", "c"]], [3])


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_header_alone_decides_on_the_delimiter(delimiter: str) -> None:
    data = (delimiter.join(HEADER) + "\n" + delimiter.join(["a,b;c|d", "e", "f"]) + "\n").encode()
    assert open_csv(io.BytesIO(data), SENSE).delimiter == delimiter


def test_a_cell_may_be_long_but_not_endless() -> None:
    start = ",".join(HEADER).encode() + b"\na,b,"
    assert len(rows_of(start + b"x" * 1_000_000 + b"\n")[0][0][2]) == 1_000_000
    for body in (b"x" * 1_100_000, b'"' + b"x" * 1_100_000 + b'"', b"x" * 9_000_000):
        with pytest.raises(FileRejected) as caught:
            rows_of(start + body + b"\n")
        assert caught.value.problems[0].code == "FIELD_TOO_LONG"
        assert caught.value.problems[0].line == 2


def test_the_stream_stays_open() -> None:
    stream = io.BytesIO(b"email,first name,last name\na,b,c\n")
    file = open_csv(stream, SENSE)
    assert list(file.blocks(10)) == list(file.blocks(10))
    assert not stream.closed


def test_a_wide_row_and_a_narrow_one_do_not_make_two_good_ones() -> None:
    data = b"email,first name,last name\na,b,c,d\ne,f\ng,h,i\n"
    rows = [["a", "b", "c", "d"], ["e", "f"], ["g", "h", "i"]]
    assert rows_of(data) == (rows, [2, 3, 4])


@pytest.mark.parametrize("size", [1, 1_000])
def test_spaces_before_quotation_marks_are_no_part_of_a_cell(size: int) -> None:
    data = b'"email", "first name", "last name"\n"a", "An, a", ""\nb, Bo,  Lee\n' + b"c,d,e\n" * 90
    rows, lines = rows_of(data, size)
    assert rows[:3] == [["a", "An, a", ""], ["b", "Bo", "Lee"], ["c", "d", "e"]]
    assert lines == list(range(2, 94))


def test_spaces_are_kept_where_the_header_has_none() -> None:
    rows, _ = rows_of(b'email,first name,last name\na, "An" a,\n')
    assert rows == [["a", ' "An" a', ""]]
