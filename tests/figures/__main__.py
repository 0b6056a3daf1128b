"""``python -m tests.figures [F7 …]``: prints each figure's line; exits 0 only when all are met."""

from __future__ import annotations

import sys

from tests.figures import f7
from tests.support.figures_page import record
from tests.support.measuring import emulators

SEED = 20261122


def _f7() -> str:
    found = f7.survey(SEED, each=None, kills=20)
    for failure in found.failures[:20]:
        print(failure, file=sys.stderr)
    return f7.line(found, SEED)


FIGURES = {"F7": _f7}


def main(names: list[str]) -> int:
    """Measure what is asked for, all of it when nothing is."""
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        print(f"no figure {', '.join(unknown)}; there are: {', '.join(FIGURES)}", file=sys.stderr)
        return 2
    lines: dict[str, str] = {}
    with emulators():
        for name in names or FIGURES:
            lines[name] = FIGURES[name]()
            print(lines[name], flush=True)
    if not names:
        record(lines)
    return 0 if all(line.startswith(f"{name} met:") for name, line in lines.items()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
