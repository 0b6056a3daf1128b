"""Finds the project's own files, whether or not they are under version control yet."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("functions", "infra", "shared")
_NOT_OURS = {".git", ".venv", ".tools", ".demo", "build", "node_modules", "__pycache__"}
_CACHES = ("cache", ".hypothesis", ".coverage")


def project_files() -> list[Path]:
    """Every file that a person wrote, in a stable order; nothing that a tool left behind."""
    return sorted(_walk(ROOT))


def python_files(*folders: str) -> list[Path]:
    """The Python files under the given top-level folders, the three packages by default."""
    inside = folders or PACKAGES
    return [
        path
        for path in project_files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in inside
    ]


def name_of(path: Path) -> str:
    """How a test names a file: its path inside the project."""
    return path.relative_to(ROOT).as_posix()


def _walk(folder: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        if _is_left_over(entry):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        elif not entry.name.endswith(".pyc"):
            yield Path(entry.path)


def _is_left_over(entry: os.DirEntry[str]) -> bool:
    # `infra/build` is a package; only the top-level `build` holds what was built.
    if entry.name == "build":
        return Path(entry.path).parent == ROOT
    named_like_a_cache = entry.name.startswith(".") and any(part in entry.name for part in _CACHES)
    return entry.name in _NOT_OURS or named_like_a_cache
