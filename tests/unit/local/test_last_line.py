"""What `tests/conftest.py` promises of every run: its last line, and no skip under CI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
TESTS = """
import pytest

def test_good(): pass
def test_good_too(): pass
def test_bad(): assert 0
def test_skipped(): pytest.skip("not here")

@pytest.fixture
def broken(): raise OSError

def test_error(broken): pass
"""


def run(folder: Path, tests: str, *options: str, ci: bool = False) -> tuple[int, str]:
    (folder / "test_it.py").write_text(tests)
    (folder / "pytest.ini").write_text("[pytest]\n")
    # Without the other plugins that are installed, which take longer to load than the tests to run.
    plugins = ("-p", "xdist", "-p", "tests.conftest")
    command = [sys.executable, "-m", "pytest", *plugins, "-c", "pytest.ini", *options]
    env = {name: value for name, value in os.environ.items() if name != "CI"}
    env |= {"PYTHONPATH": str(PROJECT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    env |= {"CI": "true"} if ci else {}
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout.splitlines()[-1]


@pytest.mark.parametrize("options", [[], ["-q"], ["-n", "2"], ["--color=yes", "-v"]])
def test_the_last_line_counts_errors_as_failures(tmp_path: Path, options: list[str]) -> None:
    assert run(tmp_path, TESTS, *options) == (1, "2 passed, 2 failed, 1 skipped")


@pytest.mark.parametrize("options", [[], ["-n", "2"]])
def test_under_ci_a_skip_is_a_failure(tmp_path: Path, options: list[str]) -> None:
    assert run(tmp_path, TESTS, *options, ci=True) == (1, "2 passed, 3 failed, 0 skipped")


def test_under_ci_a_file_that_skips_itself_is_a_failure(tmp_path: Path) -> None:
    tests = "import pytest\npytest.skip('no', allow_module_level=True)\n"
    code, line = run(tmp_path, tests, ci=True)
    assert code != 0
    assert line == "0 passed, 1 failed, 0 skipped"


def test_a_good_run_says_so(tmp_path: Path) -> None:
    assert run(tmp_path, "def test_good(): pass\n") == (0, "1 passed, 0 failed, 0 skipped")
