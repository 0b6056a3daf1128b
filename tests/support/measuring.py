"""Emulators for programs that measure, outside of pytest."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.emulator_keeper import start_keeper, stop_keeper, wait_for_addresses
from tests.support.world import World


def fresh_world(most_writes: int = 400) -> World:
    """A district of its own on the emulators that are running."""
    return World(f"measured-{secrets.token_hex(6)}", most_writes)


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
