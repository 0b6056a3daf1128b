"""Files of addresses: what a spreadsheet made of them is read back as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.identity.address_file import COLUMNS, read_file
from shared.kernel.csv_cells import BOM, csv_text
from shared.kernel.typed_text import tidy

EMAIL = "ana@district.example"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20))
def test_an_id_that_we_gave_comes_back(given_id: str) -> None:
    file = BOM + csv_text([COLUMNS, [given_id, EMAIL]])
    read = read_file(file)
    assert [(row.id, row.email) for row in read.rows] == [(tidy(given_id), EMAIL)]
    assert bool(read.wrong) is not bool(tidy(given_id))


def test_a_formula_of_a_spreadsheet_is_an_id_and_an_apostrophe_is_one_too() -> None:
    read = read_file("id,email\n'=1+1,a@b.example\n'77,a@b.example\n")
    assert [row.id for row in read.rows] == ["=1+1", "'77"]


def test_a_short_row_says_what_it_lacks() -> None:
    (wrong,) = read_file("email,id\na@b.example\n").wrong
    assert (wrong.line, wrong.column, wrong.code) == (2, "id", "ID_EMPTY")
