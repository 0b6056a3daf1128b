"""F4: fuzzed files are read or rejected: no crash, no hang, and no more memory than a batch takes.

Files that are made of good and of bad ones by chance go through the reader as it is; besides, each
parser is under atheris, which follows the code it reaches.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.figures.mutations import write_bases
from tests.support.tree import ROOT

PARSERS = ("text", "workbook")
CORPUS = ROOT / "tests" / "data" / "fuzz"
MOST_MEBIBYTES = 300
HANG_SECONDS = 5
AT_ONCE = 2
_FUZZER_MEBIBYTES = 1_024
_LONGEST_INPUT = 8_192


@dataclass
class Found:
    """What came of it.

    Attributes:
        failures: texts, one for each crash or hang.
        slowest: seconds of processor time that one file took at most, the child's included.
        mebibytes: the most memory of a reading process, its children not included.
        outcomes: how many files were read, or rejected with which code.
        inputs: how many the fuzzer tried, by parser.
    """

    files: int
    fuzz_seconds: int
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0
    mebibytes: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    inputs: dict[str, int] = field(default_factory=dict)


def survey(seed: int, files: int, fuzz_seconds: int) -> Found:
    """Read so many files, and let the fuzzer have each parser for so long."""
    found = Found(files, fuzz_seconds)
    with tempfile.TemporaryDirectory() as bases, ThreadPoolExecutor(AT_ONCE) as pool:
        write_bases(Path(bases))
        workers = pool.map(lambda first: _read(bases, seed, first, files), range(AT_ONCE))
        for worker in workers:
            found.failures += worker["failures"]
            found.slowest = max(found.slowest, worker["slowest"])
            found.mebibytes = max(found.mebibytes, worker["mebibytes"])
            found.outcomes.update(worker["outcomes"])
        for parser, inputs, failure in pool.map(
            lambda parser: _fuzz(parser, seed, fuzz_seconds), PARSERS
        ):
            found.inputs[parser] = inputs
            found.failures += failure
    return found


def line(found: Found, seed: int) -> str:
    """The figure's line."""
    tried = found.outcomes.total()
    met = not found.failures and tried == found.files and found.mebibytes <= MOST_MEBIBYTES
    inputs = " and ".join(f"{number:,} of {name}" for name, number in found.inputs.items())
    rejected = tried - found.outcomes["read"]
    return (
        f"F4 {'met' if met else 'short'}: {len(found.failures)} crashes or hangs over "
        f"{HANG_SECONDS} s in {tried:,} of {found.files:,} fuzzed CSV, TSV and XLSX files, "
        f"{rejected:,} of them rejected with {len(found.outcomes) - 1} codes, the slowest took "
        f"{found.slowest:.1f} s of processor time; reading process at most {found.mebibytes} MiB "
        f"(allowed {MOST_MEBIBYTES}); atheris for {found.fuzz_seconds} s each tried {inputs}; "
        f"no emulator; seed {seed}"
    )


def _read(bases: str, seed: int, first: int, files: int) -> dict[str, Any]:
    words = [str(number) for number in (seed, first, files, AT_ONCE)]
    done = _program("tests.figures.reading_worker", bases, *words)
    if done.returncode != 0:
        why = f"reader {first} ended with {done.returncode}: {done.stderr[-500:]}"
        return {"failures": [why], "slowest": 0.0, "mebibytes": 0, "outcomes": {}}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _fuzz(parser: str, seed: int, seconds: int) -> tuple[str, int, list[str]]:
    """The parser, how many inputs were tried, and what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        done = _program(
            "tests.figures.fuzz_target",
            parser,
            f"-max_total_time={seconds}",
            f"-timeout={HANG_SECONDS}",
            f"-rss_limit_mb={_FUZZER_MEBIBYTES}",
            f"-max_len={_LONGEST_INPUT}",
            f"-seed={seed % (1 << 31)}",
            f"-artifact_prefix={folder}/",
            "-print_final_stats=1",
            folder,
            str(CORPUS / parser),
        )
        kept = list(_artifacts(Path(folder)))
    numbers = [
        int(text.rpartition(":")[2])
        for text in done.stderr.splitlines()
        if text.startswith("stat::number_of_executed_units:")
    ]
    if done.returncode == 0 and numbers:
        return parser, numbers[0], []
    told = " ".join(done.stderr.strip().splitlines()[-3:])
    return parser, sum(numbers), [f"{parser}: exit code {done.returncode}: {told} {kept}"]


def _artifacts(folder: Path) -> Iterator[str]:
    """What the fuzzer kept of inputs that failed, as text that can be put into a test."""
    for path in folder.iterdir():
        if path.name.startswith(("crash-", "timeout-", "oom-", "leak-")):
            yield f"{path.name}: {path.read_bytes().hex()}"


def _program(module: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
