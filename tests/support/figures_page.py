"""Keeps ``docs/figures.json`` and the page made of it: the last line that each figure printed."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from datetime import UTC, datetime

from tests.support.tree import ROOT

DATA = ROOT / "docs" / "figures.json"
PAGE = ROOT / "docs" / "figures.md"

HEAD = """# Figures

What was measured, in the words that the command printed. Times are ratios of medians of one run,
with the peer beside them; counts are exact. Everything runs on emulators, so no line says
anything about production's speed or cost. `make bench` and `make figures` measure everything again
and write this page; `make bench ONLY=P5` measures one figure and writes nothing.

**P5** is the first load of a school, from the event to the closed run, beside raw batches of the
very same documents, audit and run record included.

**F7** kills the process at every write that it makes, before and after it, with and without what
the task queue remembers, and at 20 of these points by SIGKILL. After a new start, members,
guardians, runs, pointers, snapshots, audit entries, outbox and claims are compared with those of a
run that nobody killed.

**F23** undoes runs of random schools and compares members, guardians, pointers, snapshots and
settings, times included, with those before the run. Its restore half, a backup that is restored, is
not measured yet.

"""


def record(lines: Mapping[str, str]) -> None:
    """Put these lines in the place of the older ones of the same figures."""
    known = json.loads(DATA.read_text()) if DATA.exists() else {}
    now = f"{datetime.now(UTC):%Y-%m-%d}"
    for name, line in lines.items():
        met = line.startswith(f"{name} met:")
        known[name] = {"line": line, "met": met, "day": now, "python": platform.python_version()}
    DATA.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
    rows = [f"- `{known[name]['line']}` ({known[name]['day']})" for name in sorted(known)]
    PAGE.write_text(HEAD + "\n".join(rows) + "\n")
