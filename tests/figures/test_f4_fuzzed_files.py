"""F4, a smaller run: some files and seconds of the fuzzer, chosen anew, and what once failed."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from shared.rostering.problems import FileRejected
from shared.rostering.reading import ReadOptions, read_roster
from tests.figures import f4
from tests.support.tree import ROOT

FAILED = sorted((ROOT / "tests" / "data" / "fuzz" / "failed").iterdir())


def test_fuzzed_files_are_read_or_rejected() -> None:
    seed = random.randrange(2**31)  # noqa: S311  # a choice of tests
    print(f"seed {seed}")
    found = f4.survey(seed, files=150, fuzz_seconds=4)
    assert found.failures == []
    assert found.outcomes.total() == 150
    assert found.mebibytes <= f4.MOST_MEBIBYTES
    assert all(number > 0 for number in found.inputs.values())


@pytest.mark.parametrize("path", FAILED, ids=lambda path: path.name)
def test_what_once_failed_is_read_or_rejected(path: Path) -> None:
    outcome = ""
    try:
        reading = read_roster(io.BytesIO(path.read_bytes()), "x_students.csv", ReadOptions("fuzz"))
        outcome = f"{sum(map(len, reading.batches()))} people"
    except FileRejected as rejected:
        outcome = rejected.reason
    assert outcome
