"""Makes workbooks for tests: as a program writes them, and by hand as no program would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

HEADER = ("email", "first name", "last name", "student id", "grade")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Row = Sequence[Any]


def written(
    sheets: Mapping[str, Iterable[Row]],
    *,
    formats: Mapping[tuple[int, int], str] | None = None,
    hidden: Sequence[str] = (),
    very_hidden: Sequence[str] = (),
    **options: Any,
) -> bytes:
    """A workbook by xlsxwriter: of each sheet its rows, None for a cell that isn't there.

    Args:
        formats: 0-based (row, column) → number format, in every sheet.
        options: of xlsxwriter.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **options})
    looks = {
        place: book.add_format({"num_format": code}) for place, code in (formats or {}).items()
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, column, cell, looks.get((number, column)))
        if name in hidden:
            sheet.hide()
        if name in very_hidden:
            sheet.very_hidden()
    if hidden or very_hidden:
        shown = next(name for name in sheets if name not in (*hidden, *very_hidden))
        book.get_worksheet_by_name(shown).activate()
    book.close()
    return target.getvalue()


def students(*rows: Row, header: Row = HEADER, **options: Any) -> bytes:
    """A workbook with one sheet of students."""
    return written({"Sheet1": [header, *rows]}, **options)


def package(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cell(reference: str, text: str, attributes: str = "") -> str:
    """A cell with a text of its own."""
    return f'<c r="{reference}" t="inlineStr"{attributes}><is><t>{text}</t></is></c>'


def rows_xml(*rows: Sequence[str]) -> str:
    """Rows of texts, from A1 on."""
    shown = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(cell(f"{chr(65 + n)}{number}", text) for n, text in enumerate(row))
        shown.append(f'<row r="{number}">{cells}</row>')
    return "".join(shown)


def by_hand(sheet_data: str, **parts: str | bytes) -> dict[str, str | bytes]:
    """The parts of a small workbook with one sheet, to be packed by `package`.

    Args:
        sheet_data: what stands in ``sheetData``.
        parts: ``styles`` and ``shared``, the content of those parts.
    """
    relations = (
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    )
    found: dict[str, str | bytes] = {
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1"'
        f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}'
        "</sheetData></worksheet>",
    }
    if "styles" in parts:
        found["xl/styles.xml"] = parts["styles"]
        relations += f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
    if "shared" in parts:
        found["xl/sharedStrings.xml"] = parts["shared"]
        relations += (
            f'<Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        )
    found["xl/_rels/workbook.xml.rels"] = (
        f'{HEAD}<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    )
    return found
