"""``python -m tests.figures.reading_worker BASES SEED FIRST END STEP``: reads fuzzed files.

A process of its own, so that its memory is that of a reader and of nothing else.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from shared.rostering.problems import FileRejected
from shared.rostering.reading import ReadOptions, read_roster
from tests.figures.mutations import Bases, Fuzzed, fuzzed, read_bases
from tests.support.memory import peak, reset_peak

SLOW_SECONDS = 5.0
"""Of processor time, the children's included: a busy machine makes nothing hang."""
STUCK_SECONDS = 60.0
"""On the clock, for what waits and does nothing."""


def run(bases: Bases, seed: int, numbers: range) -> dict[str, Any]:
    """Read the files of these numbers.

    Returns:
        ``failures``: texts; ``slowest``: seconds of processor time; ``mebibytes``: this process's
        most memory while it read one; ``outcomes``: how many files were read, or rejected with
        which code.
    """
    failures: list[str] = []
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    mebibytes = 0
    for number in numbers:
        file = fuzzed(seed, number, bases)
        reset_peak()  # making a bad file may take more memory than reading it
        start, begun = _processor_seconds(), time.monotonic()
        try:
            outcomes[_outcome(file)] += 1
        except Exception as error:  # noqa: BLE001  # whatever it is, it is what is looked for
            failures.append(f"file {number}: {type(error).__name__}: {error}")
        seconds, waited = _processor_seconds() - start, time.monotonic() - begun
        slowest = max(slowest, seconds)
        mebibytes = max(mebibytes, peak() // 1024)
        if seconds > SLOW_SECONDS or waited > STUCK_SECONDS:
            failures.append(f"file {number}: {seconds:.1f} s of work, {waited:.1f} s on the clock")
    return {
        "failures": failures,
        "slowest": slowest,
        "mebibytes": mebibytes,
        "outcomes": dict(outcomes),
    }


def _processor_seconds() -> float:
    return sum(os.times()[:4])


def _outcome(file: Fuzzed) -> str:
    options = ReadOptions("fuzz", school_year_end=2027, encoding=file.encoding)
    try:
        reading = read_roster(io.BytesIO(file.data), file.name, options)
        for _ in reading.batches(file.size):
            pass
    except FileRejected as rejected:
        return rejected.reason
    return "read"


if __name__ == "__main__":
    given, first, end, step = map(int, sys.argv[2:])
    print(json.dumps(run(read_bases(Path(sys.argv[1])), given, range(first, end, step))))
