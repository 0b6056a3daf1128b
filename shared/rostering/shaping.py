"""Sorts out what is no row of a person: blank rows, footers, rows with too few or too many cells.

Knows the width of the header and where id and e-mail stand, nothing else about columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from shared.rostering.problems import FileRejected, Finding, file_problem
from shared.rostering.sources.csv_file import Block
from shared.rostering.sources.header_search import is_blank

_FOOTER = re.compile(
    r"(?:grand |sub)?totals?\b|(?:record|row|student|teacher|staff)?s? ?count\b|number of \w+"
    r"|end of (?:file|report|data)\b|\(?[0-9,]+ (?:rows?|records?|students?)\b",
    re.IGNORECASE,
)
_BLANK = "blank"
_ABOUT_NOBODY = frozenset({_BLANK, "ROW_TOTAL"})
_FOOTER_CELLS = 3
"""A footer has a label and perhaps a number or two; a person has more."""


class Layout(NamedTuple):
    """What must be known of a header to tell persons from other rows.

    Attributes:
        width: the number of columns.
        email: the index of the e-mail column.
        sis_id: the index of the id column, None without one.
    """

    width: int
    email: int
    sis_id: int | None


class Shaped(NamedTuple):
    """The rows of a block that have the header's width.

    Attributes:
        emails: the e-mail cell of each.
        total: rows that aren't blank, the rejected ones included.
        lost: rejected rows of which nobody can say who they are about; a footer is about nobody.
        findings: why rows were rejected.
    """

    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    emails: Sequence[str]
    total: int
    lost: int
    findings: list[Finding]


def shape(block: Block, layout: Layout) -> Shaped:
    """Keep the rows that can be read.

    Raises:
        FileRejected: FILE_TRUNCATED when the file ends in the middle of a row.
    """
    rows, lines = block.rows, block.lines
    if not block.nul and set(map(len, rows)) == {layout.width}:
        emails = list(map(itemgetter(layout.email), rows))
        if "\n".join(emails).count("@") == len(rows):
            return Shaped(rows, lines, emails, len(rows), 0, [])
    return _sorted_out(block, layout)


def without(shaped: Shaped, findings: list[Finding]) -> Shaped:
    """The same without the rows of these findings, which reject them."""
    refused = {finding.line for finding in findings}
    kept = [place for place, line in enumerate(shaped.lines) if line not in refused]
    return picked(shaped, kept)._replace(
        lost=shaped.lost + len(shaped.lines) - len(kept), findings=shaped.findings + findings
    )


def picked(shaped: Shaped, places: Sequence[int]) -> Shaped:
    """The same with only the rows at these places."""
    return shaped._replace(
        rows=[shaped.rows[place] for place in places],
        lines=[shaped.lines[place] for place in places],
        emails=[shaped.emails[place] for place in places],
    )


def _sorted_out(block: Block, layout: Layout) -> Shaped:
    """Look only at rows that can be anything but a person's."""
    width, email = layout.width, layout.email
    rows, lines, last = block.rows, block.lines, len(block.rows) - 1
    doubtful = [
        place
        for place, row in enumerate(rows)
        if len(row) != width or "@" not in row[email] or block.nul
    ]
    findings: list[Finding] = []
    dropped: set[int] = set()
    blank = lost = 0
    for place in doubtful:
        fault, readable = _fault(rows[place], layout)
        if fault == _BLANK:
            blank += 1
        elif fault:
            if fault == "ROW_RAGGED" and block.cut and place == last and len(rows[place]) < width:
                message = "The file ends in the middle of a row. Send it again."
                raise FileRejected(file_problem("FILE_TRUNCATED", message, lines[place]))
            findings.append(Finding(lines[place], fault, None, rejects=True))
        if fault and not readable:
            dropped.add(place)
            lost += fault not in _ABOUT_NOBODY
    kept = [place for place in range(len(rows)) if place not in dropped]
    total = len(rows) - blank
    return Shaped(
        [rows[place] for place in kept],
        [lines[place] for place in kept],
        [rows[place][email] for place in kept],
        total,
        lost,
        findings,
    )


def _fault(row: Sequence[str], layout: Layout) -> tuple[str | None, bool]:
    """Why a row isn't accepted, and whether its id can be read all the same."""
    if is_blank(row):
        return _BLANK, False
    if _is_footer(row):
        return "ROW_TOTAL", False
    if len(row) != layout.width:
        return "ROW_RAGGED", False
    if "\0" in "".join(row):
        return "ROW_NUL", layout.sis_id is not None and "\0" not in row[layout.sis_id]
    return None, True


def _is_footer(row: Sequence[str]) -> bool:
    said = [cell.strip() for cell in row if cell.strip()]
    if not said or len(said) > _FOOTER_CELLS or "@" in "".join(said):
        return False
    return _FOOTER.match(said[0]) is not None
