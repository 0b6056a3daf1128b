"""``python -m tests.bench [P5 …]``: prints each figure's line; exits 0 only when all are met."""

from __future__ import annotations

import sys

from tests.bench import (
    p1_reading,
    p2_xlsx,
    p3_p4_nightly,
    p5_first_load,
    p7_cold_start,
    p8_oneroster,
)
from tests.support.measuring import run_and_print

BENCHES = {
    "P1": p1_reading.measure,
    "P2": p2_xlsx.measure,
    "P3": p3_p4_nightly.measure_unchanged,
    "P4": p3_p4_nightly.measure_changed,
    "P5": p5_first_load.measure,
    "P7": p7_cold_start.measure,
    "P8": p8_oneroster.measure,
}
OFFLINE = {"P1", "P2", "P8"}

if __name__ == "__main__":
    sys.exit(run_and_print(BENCHES, sys.argv[1:], OFFLINE))
