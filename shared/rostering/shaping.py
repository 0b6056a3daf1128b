"""Sorts out what is no row of a person: blank rows, footers, rows with too few or too many cells.

Knows the width of the header and where id and e-mail stand, nothing else about columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from shared.rostering.normalise import Cells
from shared.rostering.problems import FileRejected, Finding, file_problem
from shared.rostering.sources.csv_file import Block
from shared.rostering.sources.header_search import is_blank

T = TypeVar("T")

_FOOTER = re.compile(
    r"(?:grand |sub)?totals?\b|(?:record|row|student|teacher|staff)?s? ?count\b|number of \w+"
    r"|end of (?:file|report|data)\b|page [0-9]+(?: of [0-9]+)?\s*$|report date\b"
    r"|(?:report |file )?(?:generated|printed|exported|created)(?::| (?:by|on|at|from|date)\b)"
    r"|\(?[0-9,]+ (?:rows?|records?|students?)\b",
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
        columns: the cells of each column.
        total: rows that aren't blank, the rejected ones included.
        lost: rejected rows of which nobody can say who they are about; a footer is about nobody.
        findings: why rows were rejected.
    """

    columns: Cells
    lines: Sequence[int]
    total: int
    lost: int
    findings: list[Finding]


def shape(block: Block, layout: Layout) -> Shaped:
    """Keep the rows that can be read.

    Raises:
        FileRejected: FILE_TRUNCATED when the file ends in the middle of a row.
    """
    number = len(block.lines)
    if not block.odd and not block.nul:
        emails = block.columns[layout.email]
        if "\n".join(emails).count("@") == number:
            return Shaped(block.columns, block.lines, number, 0, [])
    return _sorted_out(block, layout)


def without(shaped: Shaped, findings: list[Finding]) -> Shaped:
    """The same without the rows of these findings, which reject them."""
    kept = _lacking(shaped, {finding.line for finding in findings})
    lost = shaped.lost + len(shaped.lines) - len(kept.lines)
    return kept._replace(lost=lost, findings=shaped.findings + findings)


def picked(shaped: Shaped, places: Sequence[int]) -> Shaped:
    """The same with only the rows at these places."""
    return shaped._replace(
        columns=[at(column, places) for column in shaped.columns], lines=at(shaped.lines, places)
    )


def at(values: Sequence[T], places: Sequence[int]) -> Sequence[T]:
    """The values at these places."""
    return [values[place] for place in places]


def _sorted_out(block: Block, layout: Layout) -> Shaped:
    """Look only at rows that can be anything but a person's."""
    columns, lines, odd, cut, nul = block
    emails = columns[layout.email]
    doubtful = [place for place, email in enumerate(emails) if nul or "@" not in email]
    findings: list[Finding] = []
    dropped: set[int] = set()
    blank = lost = 0
    rows = [(lines[place], [column[place] for column in columns]) for place in doubtful]
    for line, row in (*rows, *odd):
        fault, readable = _fault(row, layout)
        if fault == _BLANK:
            blank += 1
        elif fault:
            if fault == "ROW_RAGGED" and cut and line == _last(block) and len(row) < layout.width:
                message = "The file ends in the middle of a row. Send it again."
                raise FileRejected(file_problem("FILE_TRUNCATED", message, line))
            findings.append(Finding(line, fault, None, rejects=True))
        if fault and not readable:
            dropped.add(line)
            lost += fault not in _ABOUT_NOBODY
    shaped = Shaped(columns, lines, len(lines) + len(odd) - blank, lost, findings)
    return _lacking(shaped, dropped)


def _last(block: Block) -> int:
    """The line of a block's last row."""
    return max(*block.lines[-1:], *(line for line, _ in block.odd[-1:]), 0, 0)


def _lacking(shaped: Shaped, lines: set[int]) -> Shaped:
    """The same without the rows on these lines."""
    if lines.isdisjoint(shaped.lines):
        return shaped
    return picked(shaped, [place for place, line in enumerate(shaped.lines) if line not in lines])


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
