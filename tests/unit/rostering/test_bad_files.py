"""The bad-file catalogue: each file of ``tests/data/bad_files.yaml`` gets its verdict and codes."""

from __future__ import annotations

import io
import re
from collections import Counter

import pytest

from infra.cli.roster_check import check_roster, print_for_programs
from shared.rostering.reading import ReadOptions, read_roster
from tests.support.bad_files import YEAR_END, Case, cases, differences

CASES = cases()
DOCUMENTED = re.findall(
    r"\w+",
    """FILE_EMPTY FILE_TRUNCATED FORMAT_UNKNOWN QUOTE_UNTERMINATED DELIMITER_UNKNOWN HEADER_MISSING
    HEADER_DUPLICATE FIELD_TOO_LONG XLS_LEGACY XLSX_ENCRYPTED XLSX_BOMB XLSX_DTD SHEET_AMBIGUOUS
    KIND_UNKNOWN ROW_RAGGED ROW_NUL ROW_TOTAL ID_MISSING ID_CONFLICT ID_LOOKS_LIKE_SSN
    EMAIL_INVALID GRADE_UNKNOWN NUMBER_IMPRECISE ENCODING_CP1252 ENCODING_SUSPECT MOJIBAKE
    ZEROS_LOST FORMULA_CELL TEST_PERSON NO_EMAIL EMAIL_SHARED GUARDIAN_MANY
    PACKAGE_UNSAFE PACKAGE_DELTA SCHOOL_AMBIGUOUS SCHOOL_UNKNOWN SCHOOL_MISSING STATUS_UNKNOWN
    SOURCE_SHORT HEADER_AMBIGUOUS NAME_MISSING ROLE_UNKNOWN REJECT_SHARE""",
)
FEWEST = 75


def settings(case: Case) -> ReadOptions:
    told = case.options
    return ReadOptions(
        "offline",
        school_year_end=YEAR_END,
        header_map=told.get("columns", {}),
        grade_map=told.get("grades", {}),
        id_width=told.get("id_width"),
        encoding=told.get("encoding"),
        school_sourced_id=told.get("school", ""),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_file_gets_its_verdict_and_its_codes(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    report = check_roster(
        io.BytesIO(case.bytes()), case.file, YEAR_END, keep_rows=True, settings=settings(case)
    )
    print_for_programs(report, with_rows=True)
    assert differences(case, capsys.readouterr().out) == []


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.seen is not None], ids=lambda case: case.name
)
def test_people_of_rejected_rows_are_seen(case: Case) -> None:
    reading = read_roster(io.BytesIO(case.bytes()), case.file, settings(case))
    for _ in reading.batches():
        pass
    assert len(reading.rejected_seen) == case.seen


def test_there_are_enough_cases_and_every_code_has_one() -> None:
    assert len(CASES) >= FEWEST
    assert [name for name, n in Counter(case.name for case in CASES).items() if n > 1] == []
    assert {code for case in CASES for code in case.codes} == set(DOCUMENTED)
    for case in CASES:
        assert (case.rows is None) == (case.verdict == "rejected"), case.name
