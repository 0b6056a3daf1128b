"""Installs locked npm packages where they are used; nothing happens when the lock is in place."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

_PROJECT = Path(__file__).resolve().parents[2]
EMULATORS = _PROJECT / "infra" / "firebase" / "emulator"
"""Where the lock of the Firebase emulators stands."""
CONSOLE = _PROJECT / "web"
"""Where the console and its lock stand."""
_TOOLS = _PROJECT / ".tools" / "firebase"
_INSTALL_SECONDS = 900
_FILES = ("package.json", "package-lock.json")


class InstallError(Exception):
    """Packages could not be installed; the text ends with npm's own words."""


def firebase_path() -> Path:
    """Where the Firebase tools start; the file need not be there yet."""
    return _TOOLS / "node_modules" / "firebase-tools" / "lib" / "bin" / "firebase.js"


def firebase_is_installed() -> bool:
    """True when the Firebase tools stand there in the locked versions."""
    return firebase_path().is_file() and _stamp(_TOOLS) == _wanted(EMULATORS)


def install_firebase(progress: Callable[[str], None]) -> Path:
    """Install the Firebase tools into ``.tools`` unless they are there; gives where they start.

    Raises:
        InstallError: npm failed.
    """
    _TOOLS.mkdir(parents=True, exist_ok=True)
    if not firebase_is_installed():
        for name in _FILES:
            shutil.copy(EMULATORS / name, _TOOLS)
        _install(_TOOLS, "the Firebase emulators", progress)
    return firebase_path()


def install_console(progress: Callable[[str], None]) -> None:
    """Install what the console is built with, unless it is there.

    Raises:
        InstallError: npm failed.
    """
    if _stamp(CONSOLE) != _wanted(CONSOLE):
        _install(CONSOLE, "the console's packages", progress)


def _install(folder: Path, what: str, progress: Callable[[str], None]) -> None:
    progress(f"installing {what} with npm (once, half a minute)")
    # No package's own script runs here: none of these needs one, and any could do harm.
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    quiet = {**os.environ, "NO_UPDATE_NOTIFIER": "1"}
    try:
        subprocess.run(
            command,
            cwd=folder,
            env=quiet,
            check=True,
            capture_output=True,
            text=True,
            timeout=_INSTALL_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        raise InstallError(f"`{' '.join(command)}` failed:\n{error.stderr[-2000:]}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InstallError(f"`{' '.join(command)}` could not run: {error}") from error
    (folder / "node_modules" / ".lock-digest").write_text(_wanted(folder), "ascii")


def _wanted(folder: Path) -> str:
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in _FILES)).hexdigest()


def _stamp(folder: Path) -> str:
    try:
        return (folder / "node_modules" / ".lock-digest").read_text("ascii")
    except OSError:
        return ""
