"""The console is the same in the demo and in a live project: an emulator is only an address."""

from __future__ import annotations

import re

from tests.support.tree import ROOT

SOURCES = ROOT / "web" / "src"
TOLD_OF_EMULATORS = {"app/configuration.ts", "app/documents.ts", "app/session.tsx"}
"""What is told at the start where Auth and Firestore are; nothing else may ask."""
MEANT = re.compile(r"\bdemo|emulator|simulated|localhost|127\.0\.0\.1", re.IGNORECASE)


def test_no_page_knows_whether_it_is_a_demo() -> None:
    sources = [path for path in SOURCES.rglob("*") if path.suffix in {".ts", ".tsx", ".json"}]
    assert len(sources) > 50
    knowing = {
        path.relative_to(SOURCES).as_posix()
        for path in sources
        if MEANT.search(path.read_text("utf-8"))
    }
    assert knowing == TOLD_OF_EMULATORS


def test_who_is_told_of_emulators_asks_only_whether_there_are_any() -> None:
    asked = [
        line.strip()
        for name in sorted(TOLD_OF_EMULATORS)
        for line in (SOURCES / name).read_text("utf-8").splitlines()
        if "emulators" in line and "if" in line
    ]
    assert asked == ["if (emulators) {", "if (configuration.emulators) {"]
