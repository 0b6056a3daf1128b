"""``python -m tests.bench [P5 …]``: prints each figure's line; exits 0 only when all are met."""

from __future__ import annotations

import sys

from tests.bench import p5_first_load
from tests.support.figures_page import record
from tests.support.measuring import emulators

BENCHES = {"P5": p5_first_load.measure}


def main(names: list[str]) -> int:
    """Measure what is asked for, all of it when nothing is."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no bench {', '.join(unknown)}; there are: {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    lines: dict[str, str] = {}
    with emulators():
        for name in names or BENCHES:
            lines[name] = BENCHES[name]()
            print(lines[name], flush=True)
    if not names:
        record(lines)
    return 0 if all(line.startswith(f"{name} met:") for name, line in lines.items()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
