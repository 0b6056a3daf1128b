"""Reads the small parts of a workbook: which sheets there are, which number formats they use."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.parsers import expat

from shared.rostering.sources.xlsx_package import Package
from shared.rostering.sources.xlsx_refusal import ADVICE, Refused, damaged

SMALL = 4 << 20
"""Bytes that a part may have which is read as a whole."""

Attributes = Mapping[str, str]
_WORKBOOK = ("/relationships/officedocument",)
_TRUE = frozenset({"1", "true"})
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "m/d/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yyyy h:mm",
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
}
_PLAIN = frozenset({"general", "@", ""})


class Sheet(NamedTuple):
    """A worksheet that can be seen.

    Attributes:
        part: the name of its part.
    """

    name: str
    part: str


class Workbook(NamedTuple):
    """What the workbook says of itself.

    Attributes:
        sheets: those that can be seen, in the order of their tabs.
        since_1904: True when days are counted from 1904.
        shared_strings: the part of the strings that cells share, None without one.
        formats: number formats by the index that cells use; only those that change what is shown.
    """

    sheets: list[Sheet]
    since_1904: bool
    shared_strings: str | None
    formats: dict[int, str]


def read_workbook(package: Package) -> Workbook:
    """Find the parts by their relations, as a spreadsheet does.

    Raises:
        Refused: FORMAT_UNKNOWN when the package is another document or is damaged.
    """
    main = _main_part(package)
    folder, name = posixpath.split(main)
    relations = _relations(package, f"{folder}/_rels/{name}.rels", folder)
    kinds = dict(relations.values())
    listed = _Listed()
    _parse(_small(package, main), listed.start)
    if listed.root != "workbook":
        raise _other("another kind of document")
    sheets = []
    for title, relation in listed.sheets:
        kind, part = relations.get(relation, ("", ""))
        if kind == "worksheet":
            sheets.append(Sheet(title, part))
    styles = kinds.get("styles", "")
    formats = _formats(package, styles) if styles in package.parts else {}
    return Workbook(sheets, listed.since_1904, kinds.get("sharedstrings"), formats)


def local(name: str) -> str:
    """A tag's or an attribute's name without its prefix."""
    return name.rpartition(":")[2]


def _other(what: str) -> Refused:
    return Refused("FORMAT_UNKNOWN", f"This is {what}, not an Excel workbook. {ADVICE}")


def _main_part(package: Package) -> str:
    root = package.read("_rels/.rels")
    if root is None or len(root) > SMALL:
        raise _other("a ZIP archive or another kind of document")
    for kind, part in _relations(package, "_rels/.rels", "").values():
        if kind == "officedocument":
            if part.endswith(".bin"):
                raise _other("a binary workbook (.xlsb)")
            return part
    raise _other("another kind of document")


def _relations(package: Package, name: str, folder: str) -> dict[str, tuple[str, str]]:
    """Id → the last word of the relation's type, in lower case, and the part it leads to."""
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2].lower()
            target = attributes.get("Target", "").replace("\\", "/")
            path = target if target.startswith("/") else f"/{folder}/{target}"
            part = posixpath.normpath(path).lstrip("/").lower()
            found[attributes.get("Id", "")] = (kind, part)

    _parse(_small(package, name), start)
    return found


class _Listed:
    """Collects what `read_workbook` wants of the workbook's own part."""

    def __init__(self) -> None:
        self.root = ""
        self.since_1904 = False
        self.sheets: list[tuple[str, str]] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        name = local(tag)
        self.root = self.root or name
        if name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "").lower() in _TRUE
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            ids = (value for key, value in attributes.items() if local(key) == "id")
            self.sheets.append((attributes.get("name", ""), next(ids, "")))


def _formats(package: Package, name: str) -> dict[int, str]:
    codes = dict(_BUILT_IN)
    used: list[int] = []
    inside: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        inside.append(local(tag))
        if inside[-1] == "numFmt":
            number = _number(attributes.get("numFmtId", ""))
            codes[number] = attributes.get("formatCode", "")
        if inside[-2:] == ["cellXfs", "xf"]:
            used.append(_number(attributes.get("numFmtId", "0")))

    _parse(_small(package, name), start, lambda _: inside.pop())
    shown = ((index, codes.get(number, "")) for index, number in enumerate(used))
    return {index: code for index, code in shown if code.lower() not in _PLAIN}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0  # noqa: PLR2004


def _small(package: Package, name: str) -> bytes:
    part = package.parts.get(name.lower().lstrip("/"))
    if part is None or part.size > SMALL:
        raise damaged()
    return b"".join(package.blocks(part))


def _parse(
    text: bytes,
    start: Callable[[str, Attributes], object],
    end: Callable[[str], object] | None = None,
) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise damaged() from error
