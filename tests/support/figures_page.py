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

**P1** reads a students' file with all that belongs to it, from bytes to rows that are checked,
beside Python's bare `csv.reader` over the same bytes: CPU time, in turn in one process, and the
memory that each further person takes.

**P3** is a night whose file says nothing new in other bytes, and a night of the very same bytes.
Documents, objects and calls are counted at Google's clients. The naive loop asks for each person by
e-mail and writes them; it is tried on a few people and multiplied.

**P4** is a night on which some rows changed, counted in the same way.

**P5** is the first load of a school, from the event to the closed run, beside raw batches of the
very same documents, audit and run record included.

**F7** kills the process at every write that it makes, before and after it, with and without what
the task queue remembers, and at 20 of these points by SIGKILL. After a new start, members,
guardians, runs, pointers, snapshots, audit entries, outbox and claims are compared with those of a
run that nobody killed.

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
