"""The deployed archive, unpacked, with an environment made of its own requirements alone."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from infra.build.requirements import find_uv
from tests.support.tree import ROOT


def unpack(folder: Path) -> None:
    """Make the archive and unpack it.

    Args:
        folder: gets ``source``, and ``venv`` with what ``requirements.txt`` names.
    """
    run(sys.executable, "-m", "infra.build", "--output", str(folder / "built"), cwd=ROOT)
    (archive,) = (folder / "built").iterdir()
    source = folder / "source"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(source)
    uv, venv = str(find_uv(ROOT)), str(folder / "venv")
    run(uv, "venv", "--python", sys.executable, venv, cwd=source)
    python = str(folder / "venv" / "bin" / "python")
    run(
        uv,
        *("pip", "install", "--python", python, "--require-hashes", "--compile-bytecode"),
        *("-r", "requirements.txt"),
        cwd=source,
    )


def bare(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This environment without what would let the project or another environment be found."""
    hidden = ("PYTHONPATH", "VIRTUAL_ENV", "UV_PROJECT", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return kept | {"PYTHONNOUSERSITE": "1"} | dict(extra or {})


def run(*command: str, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """What a program prints; an AssertionError with its last words where it fails."""
    done = subprocess.run(
        command, cwd=cwd, env=bare(env), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command[:3]} failed:\n{done.stderr[-3000:]}"
    return done.stdout
