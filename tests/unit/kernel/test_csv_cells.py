"""No cell of a CSV acts as a formula, and none moves."""

from __future__ import annotations

import csv
import io
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from shared.kernel.csv_cells import csv_text, neutral

FULL_WIDTH = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", *FULL_WIDTH)
HIDDEN_BY = ("", " ", "  ", '"', "'", '" ', "\u00a0", "\u200b", "\ufeff", "“")


@pytest.mark.parametrize(("hidden", "start"), list(itertools.product(HIDDEN_BY, STARTS)))
def test_what_starts_like_a_formula_gets_an_apostrophe(hidden: str, start: str) -> None:
    assert neutral(f"{hidden}{start}1+1").startswith("'")


@pytest.mark.parametrize("plain", ["", "Ann", "O'Neil", "a=1", "n@example.org", "09", "“Bob”"])
def test_plain_text_stays_as_it_is(plain: str) -> None:
    assert neutral(plain) == plain


@given(st.lists(st.text(st.characters(exclude_categories=())), min_size=1, max_size=8))
def test_no_cell_is_a_formula_and_none_moves(cells: list[str]) -> None:
    hostile = [*cells, "=cmd|' /C calc'!A0", '"=1+1"', ' ","=1+1', "+13035550100"]
    text = csv_text([hostile])
    (row,) = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert len(row) == len(hostile)
    sheet = Workbook().active
    assert sheet is not None
    sheet.append(row)
    assert {cell.data_type for cell in sheet[1]} <= {"s", "n"}
    for cell in row:
        bare = cell.lstrip(" \"'`\u201c\u2018\u00a0\u200b\ufeff")
        assert cell.startswith("'") or not bare.startswith(STARTS)
