"""The codes are public API: each one that the reader can give stands in the page about files."""

from __future__ import annotations

import re

from tests.support.tree import ROOT

PAGE = ROOT / "docs" / "domain" / "rostering-files.md"
SOURCES = (
    "shared/rostering/*.py",
    "shared/rostering/sources/*.py",
)
READER = (
    "cells",
    "first_look",
    "guardians",
    "headers",
    "id_zeros",
    "identity",
    "normalise",
    "problems",
    "reading",
    "second_look",
    "sections",
    "shaping",
    "csv_file",
    "doubtful_text",
    "encodings",
    "oneroster_classes",
    "oneroster_delta",
    "oneroster_people",
    "oneroster_survey",
    "oneroster_zip",
    "opening",
    "xlsx_file",
    "xlsx_package",
    "xlsx_refusal",
)
# A code is an upper-case text of several words; roles, also upper case, are told in a table.
CODE = re.compile(r'"([A-Z]+(?:_[A-Z0-9]+)+)"')


def test_every_code_of_the_reader_has_its_row() -> None:
    paths = [path for pattern in SOURCES for path in ROOT.glob(pattern) if path.stem in READER]
    assert len(paths) == len(READER)
    codes = {code for path in paths for code in CODE.findall(path.read_text("utf-8"))}
    codes -= {"NORMALISER_VERSION", "LD_LIBRARY_PATH", "WORKBOOK_READER"}
    assert {"FILE_EMPTY", "ROW_RAGGED", "EMAIL_SHARED", "HEADER_MISSING"} < codes
    rows = set(re.findall(r"^\| ([A-Z0-9_]+) \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert codes - rows == set()
    grades = {"PK", "TK", "KG", "13", "UG"}
    # REJECT_SHARE is the gate's, MOJIBAKE is one word and so not found by the pattern.
    assert rows - codes - grades == {"REJECT_SHARE", "MOJIBAKE"}
