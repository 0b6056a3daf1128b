"""The pure part of a context is taken whole by its own tests: every line, and every way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.tree import ROOT

CONTEXTS = ("calendar", "passes")
NOT_HERE = ("test_calendar_limits.py", "test_course_machine.py", "test_gate_laws.py")
"""They take long; one asks for time only, and what is random is not what holds a way."""


def pure_modules(context: str) -> set[str]:
    """The files of a context that import-linter holds free of services and clocks."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (pure,) = (
        each for each in contracts["tool"]["importlinter"]["contracts"] if each["id"] == "pure"
    )
    start = f"shared.{context}."
    named = {each for each in pure["source_modules"] if each.startswith(start)}
    files = {f"{each.replace('.', '/')}.py" for each in named}
    always = {f"shared/{context}/{name}.py" for name in ("model", "rules", "views")}
    return files | {each for each in always if (ROOT / each).exists()}


@pytest.mark.parametrize("context", CONTEXTS)
def test_every_way_through_the_pure_part_is_taken(context: str, tmp_path: Path) -> None:
    report = tmp_path / "coverage.json"
    here = f"tests/unit/{context}"
    ignored = [f"--ignore={here}/{name}" for name in NOT_HERE]
    options = ["-n0", "-q", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'run'}"]
    measured = [f"--cov=shared.{context}", "--cov-branch", f"--cov-report=json:{report}"]
    env = {name: told for name, told in os.environ.items() if not name.startswith("PYTEST_")}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", here, *ignored, *options, *measured],
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
        for name in sorted(pure_modules(context))
        if found[name]["missing_lines"] or found[name]["missing_branches"]
    }
    assert missing == {}
