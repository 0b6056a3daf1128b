"""Keeps ``docs/figures.json`` and the page made of it: the last line that each figure printed."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.support.tree import ROOT

DATA = ROOT / "docs" / "figures.json"
PAGE = ROOT / "docs" / "figures.md"

HEAD = """# Figures

What was measured, in the words that the command printed. Times are ratios of medians of one run,
with the peer beside them; counts are exact. Everything runs on emulators, so no line says
anything about production's speed or cost. `make bench` and `make figures` measure everything again
and write this page; `make bench ONLY=P5` measures one figure and writes nothing.
"""

MEASURED = {
    "F1": """
loads a large school from its files, then sends the same people again and looks whether any
member's document was written.
""",
    "F2": """
sends a school 1,000 bad files, one each to a school of its own: cut, emptied, shuffled,
renumbered, another school's, another kind's, as CSV, TSV and workbooks. Two nights later nobody may
be archived or lost but those who had left. A fault that takes whole rows away takes more than a
tenth of them, and more than five, because fewer can't be told from leavers. Strangers who were
added and people who were given wrong values are counted beside it.
""",
    "F3": """
lets a district of three schools live through 500 school days with a file of each kind each
evening: joiners, leavers, moves in both orders, changes, two summers with a blackout and a
rollover. A file or a night that is held or rejected outside the day of rollover is a false hold. F2
and F3 are to be read together: a gate that holds everything meets the one and not the other.
""",
    "F4": """
reads files that are made by chance of good ones and of those of the bad-file catalogue: bits
flipped, cut, spliced, repackaged, their XML changed. Besides, atheris follows each parser's code.
""",
    "F5": """
sends every file of the bad-file catalogue through `carillon roster check` and compares
verdict, codes and accepted rows with what was worked out by hand.
""",
    "F6": """
lets everything that a queue, a bucket or the clock calls a function for go over a bus that brings
it five times, shuffled, one of the five an hour late: files, imports, pulls, chunks, notices,
accounts and all jobs. Members, runs, snapshots, audit entries, mails, events and accounts are then
compared with what a reducer makes of the days that knows nothing of the product.
""",
    "F7": """
kills the process at every write that it makes, before and after it, with and without what
the task queue remembers, and at 20 of these points by SIGKILL. After a new start, members,
guardians, runs, pointers, snapshots, audit entries, outbox and claims are compared with those of a
run that nobody killed.
""",
    "F12": """
asks for every operation of the API and every collection of the database as each role, as a
Manager of some grades, as a member of another school, as somebody archived and as nobody, about
their own and others' things, and compares each answer with tables written by hand. Then each cell
of the table of permissions is turned over, one at a time, and something has to notice.
""",
    "F13": """
has schemathesis make requests of the OpenAPI document, valid and invalid ones, and chains of
them, as a District Manager at a district that is made anew each round. No answer may be a fault of
ours or one that the document does not say, and what succeeds with a token must fail without.
""",
    "F16": """
puts a proxy between the product and the simulated system and lets twelve toxics strike in each of
six flows, once in passing and once until the product has given up. People and classes have to be as
they are without the toxic, or as they were before, with the reason told; and the next night has
to make them right. What comes again by itself comes on a clock that is moved; a drip may take half
a second of a call's three minutes, and the five seconds of latency are real where it passes.
""",
    "F17": """
pulls a school from the simulated system with each quirk that real servers have, as the product
does it and with that one handling switched off: the first has to give exactly the people that the
system holds, or to end with the right reason, and the second has to show. Besides, every
address that may not be called is tried, and no connection may be made to any.
""",
    "F18": """
plants names, addresses, numbers, ids, cells, passwords and lease tokens in whatever a
school can send: rows and files with every fault, logins, paths, calls of every door. It then looks
for each of them in every log of the local stack, the task journal, mails, answers, and all
documents but people and logins. A file's own name may stand in its run, its event and its mail.
""",
    "F19": """
archives people, takes a role from some, and has some sign out everywhere, each while a page of
theirs is open in a real Chromium. It says how long the API, the database and the page kept each
of them, whether a new read or listener was let in, and what a listener that was open before
still heard.
""",
    "F21": """
writes strings that a spreadsheet would work on into every text of as many people, takes
every CSV file that the API gives, and opens it in LibreOffice: no cell may be a formula, and each
text has to be there whole. The same strings as they are show that formulas would be found.
""",
    "F22": """
makes schools with calendars by chance: bell schedules, letters that go round, half days, late
starts, days of snow, classes whose periods and days are spelled as systems spell them. Then it
watches the school's clock minute by minute, also on the days on which clocks change and on a leap
day, and compares where each student should be, and who should be in a room, with what the product
says.
""",
    "F23": """
undoes runs of random schools and compares members, guardians, pointers, snapshots and
settings, times included, with those before the run. Its restore half, a backup that is restored, is
not measured yet.
""",
    "F27": """
opens every page of the console in a real Chromium, in both languages and themes, on the
smallest phone and a large screen, and lets axe look at each; then it does ten tasks by keys alone:
signing in, connecting a system, sending a file, approving its plan, undoing it and others.
""",
    "P1": """
reads a students' file with all that belongs to it, from bytes to rows that are checked,
beside Python's bare `csv.reader` over the same bytes: the least CPU time of several rounds, in turn
in one process, and the memory that each further person takes.
It is short for new rows: finding out who a row is about, checking it and hashing it cost more than
three and a half times what csv's own C code takes to split it.
""",
    "P2": """
is a workbook of one sheet, from bytes to rows of text, beside calamine alone and openpyxl on
the same file, and again with strings that cells share. Processor time counts both processes.
""",
    "P3": """
is a night whose file says nothing new in other bytes, and a night of the very same bytes.
Documents, objects and calls are counted at Google's clients. The naive loop asks for each person by
e-mail and writes them; it is tried on a few people and multiplied. The same is asked of people who
are pulled from a system over https, from the first page to the pointer.
""",
    "P4": """
is a night on which some rows changed, counted in the same way, of files and of pulls.
""",
    "P5": """
is the first load of a school, from the event to the closed run, beside raw batches of the
very same documents, audit and run record included.
""",
    "P7": """
is a fresh process of each entry point, from its start to its first answer, in CPU time beside a
function that does nothing, in the environment of the deployed archive, the least of several starts
in turn. Blocking functions let somebody in; the others refuse at the door. Those that call the
database keep their limit. It is short by a few hundredths for those that Scheduler calls, and short
for the API, whose doors load flask-openapi3 and pydantic before they refuse.
""",
    "P8": """
pulls a district from a system, to the package that its run goes on with, beside a bare `httpx` loop
that reads and decodes the same pages, from a server whose answers are ready; and says how much
memory each further record takes in a process of its own.
""",
}
"""What each figure is, said of its name."""


def record(lines: Mapping[str, str]) -> None:
    """Put these lines in the place of the older ones of the same figures."""
    known = json.loads(DATA.read_text()) if DATA.exists() else {}
    now = f"{datetime.now(UTC):%Y-%m-%d}"
    for name, line in lines.items():
        met = line.startswith(f"{name} met:")
        known[name] = {"line": line, "met": met, "day": now, "python": platform.python_version()}
    DATA.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")
    PAGE.write_text(page(known))


def page(known: Mapping[str, Mapping[str, Any]]) -> str:
    """The page of these figures, each as it is kept under its name."""
    told = [f"**{name}** {MEASURED[name].strip()}\n" for name in sorted(MEASURED, key=_order)]
    rows = [
        f"- `{known[name]['line']}` ({known[name]['day']})" for name in sorted(known, key=_order)
    ]
    return "\n".join([HEAD, *told, *rows, ""])


def _order(name: str) -> tuple[str, int]:
    """F2 comes before F18."""
    return name[0], int(name[1:])
