"""How the Java emulators are run: for a quick start on a small machine, not for years."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

# Without the second compiler, whose threads take most of two cores for the first minutes: the first
# 3,600 documents cost the Firestore emulator 2.4 s of processor time instead of 8.0 s.
_FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def java(tools: Mapping[str, Path], *arguments: str) -> list[str]:
    """The command that runs Java with these arguments; ``tools`` has the path of ``java``."""
    return [str(tools["java"]), *_FLAGS, *arguments]
