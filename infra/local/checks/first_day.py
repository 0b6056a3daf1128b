"""Proof of the main job: everybody sent is stored as sent, each run is closed and was mailed."""

from __future__ import annotations

import time
from typing import Any

from infra.local.checks.compare import Difference, Stored, compare, counts
from infra.local.checks.evidence import run_faults
from infra.local.checks.scene import Scene, Verdict, write_differences


def prove_first_day(scene: Scene, expected: dict[str, Any]) -> Verdict:
    """Compare what is there with the truth; the line names people, runs and mails."""
    days = scene.days
    days.wait_mails()
    differences, faults, stored = examine(scene, expected)
    found = counts(stored)
    people = (
        f"{found['students']:,} students, {found['staff']:,} staff, "
        f"{found['guardians']:,} guardians as sent"
    )
    runs, mails = len(days.runs()), len(days.mails())
    seconds = time.monotonic() - scene.started
    if not differences and not faults:
        line = f"demo ok: {people}; {runs} runs, {mails} mails; 0 differences; {seconds:.0f} s"
        return Verdict(met=True, line=line)
    return short("demo", scene, differences, faults)


def examine(
    scene: Scene, expected: dict[str, Any]
) -> tuple[list[Difference], list[str], dict[str, Stored]]:
    """What is wrong with the people, what with the runs and mails, and who is there."""
    days = scene.days
    stored = days.evidence.people(days.schools)
    faults = run_faults(days.runs(), days.sent, days.mails())
    return compare(expected, stored), faults, stored


def short(
    name: str, scene: Scene, differences: list[Difference], faults: list[str], where: str = ""
) -> Verdict:
    """The verdict of a proof that failed; the particulars go into a file."""
    path = scene.folder / "differences.json"
    write_differences(path, differences, faults)
    first = f": {faults[0]}" if faults else ""
    place = f" {where}:" if where else ""
    line = (
        f"{name} short:{place} {len(differences)} differences, {len(faults)} faults{first}; "
        f"listed in {path}"
    )
    return Verdict(met=False, line=line)
