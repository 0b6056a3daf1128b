"""F18: nothing that a school sends stands in a log, an answer, a mail or a document about work."""

from __future__ import annotations

import re
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from infra.local.checks.documents import Documents
from infra.local.parts import PROJECT
from infra.local.ports import free_port
from infra.local.stack import Stack
from tests.figures.canaries import Aviary, Leak, Stream, find
from tests.figures.canary_day import CanaryDay, at_stack
from tests.figures.captured import TokenWatcher, captured

LEAST = 500
RUNS = "rosterRuns (documents)"
MUST_SPEAK = ("functions.log", "gateway.log", "bodies of mails", RUNS)
"""Streams that can't be silent after such a day; if one is, it wasn't captured."""

LEAST_CODES = 30
"""Different codes of problems and holds that the runs of such a day must show."""


@dataclass
class Survey:
    """What was planted, what was looked at, and what was found."""

    seed: int
    canaries: int = 0
    streams: list[Stream] = field(default_factory=list)
    leaks: list[Leak] = field(default_factory=list)


def survey(seed: int) -> Survey:
    """Live through the day on a stack of its own, and search everything that it said."""
    aviary = Aviary(Random(f"F18 {seed}"))  # noqa: S311  # reproducible, not secret
    said: list[str] = []
    with tempfile.TemporaryDirectory() as name, Stack(Path(name), sftp_port=free_port()) as stack:
        stack.start(said.append)
        watched = Documents(stack.addresses["firestore"], PROJECT)
        with at_stack(stack.env), TokenWatcher(watched) as watcher:
            day = CanaryDay(stack, aviary)
            day.live()
        watched.close()
        for token in sorted(watcher.tokens):
            aviary.token(token)
        streams = [*captured(stack, day.answers), Stream("the stack itself", "\n".join(said))]
    found = Survey(seed, len(aviary.planted), streams, find(aviary.planted, streams))
    for leak in found.leaks[:50]:
        print(f"seed {seed}: {leak.canary.what} in {leak.stream}", file=sys.stderr)
    return found


def silent(found: Survey) -> list[str]:
    """Streams that must have spoken and haven't."""
    spoke = {stream.name for stream in found.streams if stream.text.strip()}
    return [name for name in MUST_SPEAK if name not in spoke]


def codes(found: Survey) -> set[str]:
    """Every code of a problem or a hold in the documents of the runs."""
    runs = [stream.text for stream in found.streams if stream.name == RUNS]
    return {code for text in runs for code in re.findall(r'"code": "([A-Z0-9_]+)"', text)}


def line(found: Survey) -> str:
    """The figure's line."""
    missing, number = silent(found), len(codes(found))
    enough = found.canaries >= LEAST and number >= LEAST_CODES
    met = not found.leaks and not missing and enough
    size = sum(len(stream.text.encode()) for stream in found.streams) / 1024
    where = sorted({leak.stream for leak in found.leaks})
    told = f" in {', '.join(where)}" if where else ""
    quiet = f"; nothing captured of {', '.join(missing)}" if missing else ""
    return (
        f"F18 {'met' if met else 'short'}: {len({leak.canary for leak in found.leaks})} of "
        f"{found.canaries} canaries found{told} in {len(found.streams)} streams ({size:,.0f} KB): "
        f"logs of every part, task journal, mails, documents about work, answers of doors and "
        f"gateway{quiet}; {number} codes of problems and holds among them; local stack; "
        f"seed {found.seed}"
    )
