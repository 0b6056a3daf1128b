"""Why a workbook isn't read: the limits, and the refusal that travels from the child to the parent.

Imported by the child process, which loads little: nothing of rostering stands here.
"""

from __future__ import annotations

INFLATED = 64 << 20
"""Bytes that all entries of the package may have together, counted while they are inflated."""
ENTRIES = 200
"""Entries that the package may have."""
ROWS = 200_000
"""The number of the last row of a sheet that may hold something."""
COLUMNS = 256
"""The number of the last column of a sheet that may hold something."""
CELLS = 5_000_000
"""Cells between the first and the last one that hold something: what calamine makes of a sheet."""
CELL_LIMIT = 1 << 20
"""Longest cell, in characters; of text files the same."""

ADVICE = "Export it as CSV (UTF-8) and send that."


class Refused(Exception):  # noqa: N818  # what happens to the workbook, not an error of the program
    """The workbook can't be read.

    Attributes:
        code: one of the codes that reject a file.
        message: what to do; holds no value from the file.
        row: 1-based row that is meant, None for the whole workbook.
    """

    def __init__(self, code: str, message: str, row: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.row = row


def bomb(what: str) -> Refused:
    """The workbook is larger than a roster can be."""
    return Refused("XLSX_BOMB", f"The workbook has more than {what}. {ADVICE}")


def damaged() -> Refused:
    """The workbook breaks the rules of its format."""
    message = f"The workbook is damaged. Open and save it in a spreadsheet, or else: {ADVICE}"
    return Refused("FORMAT_UNKNOWN", message)
