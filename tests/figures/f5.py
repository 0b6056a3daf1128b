"""F5: every file of the bad-file catalogue gets its verdict and exactly its codes.

Each file goes through `carillon roster check` as its user runs it: a process that reads it by name.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.support.bad_files import YEAR_END, Case, differences
from tests.support.tree import ROOT

FEWEST = 60
AT_ONCE = 2


@dataclass(frozen=True)
class Tried:
    """One case and what was wrong with its outcome."""

    case: Case
    faults: tuple[str, ...]


def survey(cases: Sequence[Case]) -> list[Tried]:
    """Try all of them."""
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(AT_ONCE) as workers:
        folders = [Path(name, str(place)) for place in range(len(cases))]
        return list(workers.map(_tried, cases, folders))


def _tried(case: Case, folder: Path) -> Tried:
    folder.mkdir()
    path = folder / case.file
    path.write_bytes(case.bytes())
    command = [sys.executable, "-m", "infra.cli.main", "roster", "check", str(path), "--rows"]
    done = subprocess.run(
        [*command, *_options(case)],
        check=False,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=120,
    )
    return Tried(case, tuple(_faults(case, done)))


def _options(case: Case) -> Iterator[str]:
    yield f"--school-year-end={YEAR_END}"
    told = case.options
    yield from (f"--column={header}={field}" for header, field in told.get("columns", {}).items())
    yield from (f"--grade={spelling}={grade}" for spelling, grade in told.get("grades", {}).items())
    yield from (f"--id-width={told[name]}" for name in ("id_width",) if name in told)
    yield from (f"--{name}={told[name]}" for name in ("encoding", "school") if name in told)


def _faults(case: Case, done: subprocess.CompletedProcess[str]) -> Iterator[str]:
    if done.returncode != (case.verdict == "rejected"):
        yield f"it ended with {done.returncode}"
    if done.stderr:
        yield f"it complained: {done.stderr.splitlines()[-1]}"
    yield from differences(case, done.stdout)


def line(tried: Sequence[Tried]) -> str:
    """The figure's line."""
    good = sum(not one.faults for one in tried)
    verdict = "met" if good == len(tried) >= FEWEST else "short"
    codes = {code for one in tried for code in one.case.codes}
    return (
        f"F5 {verdict}: {good}/{len(tried)} cases of the bad-file catalogue with exactly their "
        f"verdict, codes and rows, by carillon roster check; {len(codes)} codes"
    )
