"""The archive's requirements: the locked run-time packages with hashes, out of ``uv.lock``."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

SECONDS = 120


class BuildError(Exception):
    """The archive could not be made; the text says why and what to do."""


def find_uv(root: Path) -> Path:
    """The project's own uv, else the one on the path.

    Raises:
        BuildError: there is none.
    """
    own = root / ".tools" / "uv" / "bin" / "uv"
    if own.is_file():
        return own
    elsewhere = shutil.which("uv")
    if elsewhere is None:
        raise BuildError("uv is missing; `make setup` installs it")
    return Path(elsewhere)


def export(root: Path, uv: Path) -> str:
    """The text of ``requirements.txt``: what the functions run on and nothing for development.

    It names no package index, so that it installs from wherever the builder is told to look.

    Raises:
        BuildError: ``uv.lock`` doesn't fit ``pyproject.toml``, or uv failed.
    """
    command = [str(uv), "export", "--locked", "--no-default-groups", "--no-emit-project"]
    quiet = ["--no-header", "--no-annotate", "--quiet", "--format", "requirements-txt"]
    env = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    try:
        done = subprocess.run(
            [*command, *quiet],
            cwd=root,
            env=env,
            check=True,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    except subprocess.CalledProcessError as error:
        raise BuildError(f"uv export failed:\n{error.stderr[-2000:]}") from error
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"uv export took over {SECONDS} s") from error
    return done.stdout
