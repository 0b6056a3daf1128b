"""``python -m tests.figures [F7 …]``: prints each figure's line; exits 0 only when all are met."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.figures import (
    f1,
    f2,
    f3,
    f4,
    f5,
    f6,
    f7,
    f12,
    f13,
    f16,
    f17,
    f18,
    f19,
    f21,
    f22,
    f23,
    f27,
)
from tests.support.bad_files import cases
from tests.support.console import open_console
from tests.support.measuring import run_and_print

SEED = 20261122


def _f2() -> str:
    return f2.line(f2.survey(SEED, range(f2.FEEDS), workers=2))


def _f3() -> str:
    return f3.line(f3.survey(SEED, f3.SCHOOL_DAYS))


def _f4() -> str:
    found = f4.survey(SEED, files=10_000, fuzz_seconds=60)
    for failure in found.failures[:20]:
        print(failure, file=sys.stderr)
    return f4.line(found, SEED)


def _f5() -> str:
    tried = f5.survey(cases())
    for one in tried:
        for fault in one.faults:
            print(f"{one.case.name}: {fault}", file=sys.stderr)
    return f5.line(tried)


def _f6() -> str:
    found = f6.survey(SEED, deliveries=f6.DELIVERIES)
    for failure in (*found.doubles, *found.faults)[:40]:
        print(failure, file=sys.stderr)
    return f6.line(found)


def _f7() -> str:
    found = f7.survey(SEED, each=None, kills=20)
    for failure in found.failures[:20]:
        print(failure, file=sys.stderr)
    return f7.line(found, SEED)


def _f12() -> str:
    found = f12.survey()
    for failure in (*found.undeclared, *found.failures, *found.unseen, *found.uncovered):
        print(failure, file=sys.stderr)
    return f12.line(found)


def _f16() -> str:
    found = f16.survey(SEED, f16.every_cell())
    for cell in found.wrong:
        print(cell, file=sys.stderr)
    return f16.line(found)


def _f17() -> str:
    found = f17.survey()
    for failure in (*found.wrong, *found.unseen):
        print(failure, file=sys.stderr)
    return f17.line(found)


def _f27() -> str:
    found = f27.survey()
    for failure in (*found.violations, *found.wide, *found.hidden):
        print(failure, file=sys.stderr)
    return f27.line(found)


def _f13() -> str:
    found = f13.survey(SEED, f13.REQUESTS, f13.EXAMPLES)
    for failure, example in found.failures.items():
        print(f"{failure}: {example}", file=sys.stderr)
    return f13.line(found, SEED)


def _f1() -> str:
    return f1.measure(SEED)


def _f18() -> str:
    return f18.line(f18.survey(SEED))


def _f19() -> str:
    with tempfile.TemporaryDirectory() as folder, open_console(Path(folder)) as console:
        found = f19.survey(console, f19.WAYS)
    for one in found:
        for fault in one.faults:
            print(f"{one.by}: {fault}", file=sys.stderr)
    return f19.line(found, f19.WAYS)


def _f21() -> str:
    found = f21.survey(SEED, f21.STRINGS)
    for failure in found.failures[:20]:
        print(failure, file=sys.stderr)
    return f21.line(found, SEED)


def _f22() -> str:
    found = f22.survey(SEED, f22.SCHEDULES)
    for failure in found.wrong[:20]:
        print(failure, file=sys.stderr)
    return f22.line(found)


def _f23() -> str:
    found = f23.survey(SEED, plans=200, edited=50)
    for failure in found.failures[:20]:
        print(failure, file=sys.stderr)
    return f23.line(found, SEED)


FIGURES = {
    "F1": _f1,
    "F2": _f2,
    "F3": _f3,
    "F4": _f4,
    "F5": _f5,
    "F6": _f6,
    "F7": _f7,
    "F12": _f12,
    "F13": _f13,
    "F16": _f16,
    "F17": _f17,
    "F18": _f18,
    "F19": _f19,
    "F21": _f21,
    "F22": _f22,
    "F23": _f23,
    "F27": _f27,
}
OFFLINE = {"F4", "F5", "F17", "F18", "F19", "F22", "F27"}


if __name__ == "__main__":
    sys.exit(run_and_print(FIGURES, sys.argv[1:], OFFLINE))
