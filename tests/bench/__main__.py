"""``python -m tests.bench [P5 …]``: prints each figure's line; exits 0 only when all are met."""

from __future__ import annotations

import sys

from tests.bench import p2_xlsx, p5_first_load
from tests.support.measuring import run_and_print

BENCHES = {"P2": p2_xlsx.measure, "P5": p5_first_load.measure}
OFFLINE = {"P2"}

if __name__ == "__main__":
    sys.exit(run_and_print(BENCHES, sys.argv[1:], OFFLINE))
