"""``python -m tests.figures [F7 …]``: prints each figure's line; exits 0 only when all are met."""

from __future__ import annotations

import sys

from tests.figures import f7, f23
from tests.support.measuring import run_and_print

SEED = 20261122


def _f7() -> str:
    found = f7.survey(SEED, each=None, kills=20)
    for failure in found.failures[:20]:
        print(failure, file=sys.stderr)
    return f7.line(found, SEED)


def _f23() -> str:
    found = f23.survey(SEED, plans=200, edited=50)
    for failure in found.failures[:20]:
        print(failure, file=sys.stderr)
    return f23.line(found, SEED)


FIGURES = {"F7": _f7, "F23": _f23}


if __name__ == "__main__":
    sys.exit(run_and_print(FIGURES, sys.argv[1:]))
