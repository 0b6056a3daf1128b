"""The pure part of the calendar is taken whole by its own tests: every line, and every way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.support.tree import ROOT

HERE = "tests/unit/calendar"
CONTEXT = "shared.calendar."
NOT_HERE = ("test_coverage.py", "test_calendar_limits.py")
"""This file, and one that takes long and asks for time only."""


def pure_modules() -> set[str]:
    """The files of the context that import-linter holds free of services and clocks."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (pure,) = (
        each for each in contracts["tool"]["importlinter"]["contracts"] if each["id"] == "pure"
    )
    named = {each for each in pure["source_modules"] if each.startswith(CONTEXT)}
    named |= {f"{CONTEXT}model", f"{CONTEXT}views"}
    return {f"{each.replace('.', '/')}.py" for each in named}


def test_every_way_through_the_pure_part_is_taken(tmp_path: Path) -> None:
    report = tmp_path / "coverage.json"
    ignored = [f"--ignore={HERE}/{name}" for name in NOT_HERE]
    options = ["-n0", "-q", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'run'}"]
    measured = ["--cov=shared.calendar", "--cov-branch", f"--cov-report=json:{report}"]
    env = {name: told for name, told in os.environ.items() if not name.startswith("PYTEST_")}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", HERE, *ignored, *options, *measured],
        cwd=ROOT,
        env={**env, "COVERAGE_FILE": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:]
    found = json.loads(report.read_text())["files"]
    missing = {
        name: (found[name]["missing_lines"], found[name]["missing_branches"])
        for name in sorted(pure_modules())
        if found[name]["missing_lines"] or found[name]["missing_branches"]
    }
    assert missing == {}
