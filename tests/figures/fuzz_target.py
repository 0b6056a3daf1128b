"""``python -m tests.figures.fuzz_target text|workbook …``: one parser under atheris.

Of text the whole reader runs; of workbooks what the child does, in this process, so that the fuzzer
sees where it goes. The first byte of a workbook's input says which part the rest is; 255 makes the
rest the package itself.
"""

from __future__ import annotations

import contextlib
import io
import sys

import atheris

with atheris.instrument_imports(include=["shared.rostering"]):
    from shared.rostering.problems import FileRejected
    from shared.rostering.reading import ReadOptions, read_roster
    from shared.rostering.sources.xlsx_child import convert
    from shared.rostering.sources.xlsx_refusal import Refused

from tests.support.workbooks import HEADER, by_hand, package, rows_xml

STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="000-00"/></numFmts><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
)
PARTS = by_hand(
    rows_xml(HEADER) + '<row r="2"><c r="A2" s="1"><v>7</v></c><c r="B2" t="s"><v>0</v></c></row>',
    styles=STYLES,
    shared="<sst><si><t>a</t></si></sst>",
)
WHOLE = 255


def text(data: bytes) -> None:
    """Read a text file whole."""
    if data.startswith(b"PK\x03\x04"):
        return
    try:
        reading = read_roster(io.BytesIO(data), "x_students.csv", ReadOptions("fuzz"))
        for _ in reading.batches(7):
            pass
    except FileRejected:
        pass


def workbook(data: bytes) -> None:
    """Convert a package of which one part is given."""
    which = data[0] if data else 0
    names = sorted(PARTS)
    changed = {names[which % len(names)]: data[1:]}
    packed = data[1:] if which == WHOLE else package({**PARTS, **changed})
    with contextlib.suppress(Refused):
        convert(io.BytesIO(packed), io.BytesIO())


if __name__ == "__main__":
    target = {"text": text, "workbook": workbook}[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
