"""The set-up names the one command for what it cannot install, and stops there."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# A Python of a good version that cannot make virtual environments, as a bare Debian has it.
WITHOUT_VENV = """#!/bin/sh
case $2 in
    *version_info*) exit 0 ;;
    *executable*) echo "$0" ;;
    *) exit 1 ;;
esac
"""
TOO_OLD = "#!/bin/sh\nexit 1\n"


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A clone on a machine that has a shell and next to nothing else."""
    (tmp_path / "infra").mkdir()
    (tmp_path / "bin").mkdir()
    shutil.copy(ROOT / "infra/setup.sh", tmp_path / "infra")
    for tool in ("sh", "dirname", "rm"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    return tmp_path


def set_up(clone: Path) -> subprocess.CompletedProcess[str]:
    path = str(clone / "bin")
    environment = {name: text for name, text in os.environ.items() if name != "PYTHON"}
    return subprocess.run(
        [str(clone / "infra/setup.sh")],
        env={**environment, "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def put_python(clone: Path, script: str) -> None:
    python = clone / "bin/python3"
    python.write_text(script, "utf-8")
    python.chmod(0o755)


def test_a_missing_python_is_named_with_its_command(bare: Path) -> None:
    result = set_up(bare)
    assert result.returncode == 1
    assert "Python 3.11 or later is missing" in result.stderr
    assert "sudo apt-get install -y python3 python3-venv" in result.stderr


def test_an_old_python_counts_as_missing(bare: Path) -> None:
    put_python(bare, TOO_OLD)
    result = set_up(bare)
    assert result.returncode == 1
    assert "Python 3.11 or later is missing" in result.stderr


def test_a_python_without_venv_is_named_with_its_command(bare: Path) -> None:
    put_python(bare, WITHOUT_VENV)
    result = set_up(bare)
    assert result.returncode == 1
    assert "sudo apt-get install -y python3-venv" in result.stderr
    assert "Traceback" not in result.stderr
