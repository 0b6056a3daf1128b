"""What programs that measure share: the emulators, and how a figure is printed and kept."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests.support.emulator_keeper import start_keeper, stop_keeper, wait_for_addresses
from tests.support.figures_page import record
from tests.support.world import World


def fresh_world(most_writes: int = 400) -> World:
    """A district of its own on the emulators that are running."""
    return World(f"measured-{secrets.token_hex(6)}", most_writes)


def run_and_print(
    figures: Mapping[str, Callable[[], str]], names: Sequence[str], offline: Collection[str] = ()
) -> int:
    """Measure what is asked for, everything when nothing is, and print each figure's line.

    Args:
        figures: how each is measured.
        names: those that are wanted.
        offline: those that need no emulators, which start only when another one is wanted.

    Returns:
        The exit code: 0 only when all are met, 2 for a name that there is not.
    """
    unknown = [name for name in names if name not in figures]
    if unknown:
        sys.stderr.write(f"no {', '.join(unknown)} here; there are: {', '.join(figures)}\n")
        return 2
    lines: dict[str, str] = {}
    wanted = names or list(figures)
    with nullcontext() if set(offline).issuperset(wanted) else emulators():
        for name in wanted:
            lines[name] = figures[name]()
            sys.stdout.write(f"{lines[name]}\n")
            sys.stdout.flush()
    if not names:
        record(lines)
    return 0 if all(line.startswith(f"{name} met:") for name, line in lines.items()) else 1


@contextmanager
def emulators() -> Iterator[None]:
    """Start Firestore and Cloud Storage, point this process at them, and end them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sys.stderr.write("starting the emulators\n")
        start_keeper(folder, os.getpid())
        try:
            os.environ.update(wait_for_addresses(folder))
            yield
        finally:
            stop_keeper(folder)
