"""CSV for people who open it in a spreadsheet: no cell acts as a formula. Pure."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Before everything else, so that Excel reads UTF-8."""

_STARTS_A_FORMULA = frozenset("=+-@\t\r\n\0") | frozenset(
    "\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)
_QUOTES = frozenset("\"'`\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}")


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as RFC 4180 has them, every cell quoted and neutralised."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([[neutral(cell) for cell in row] for row in rows])
    return text.getvalue()


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before a risky start.

    Spaces, quotes and characters without a width do not hide one. A character that no text has
    is replaced.
    """
    clean = "".join(_legible(character) for character in cell)
    for character in cell:
        if character in _STARTS_A_FORMULA:
            return f"'{clean}"
        if character not in _QUOTES and unicodedata.category(character)[0] not in "ZC":
            return clean
    return clean


def _legible(character: str) -> str:
    control = unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\r\n"
    return "\N{REPLACEMENT CHARACTER}" if control else character
