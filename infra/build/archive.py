"""The archive's content and bytes. Reads the source tree; writes nothing."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

PACKAGES = ("functions", "shared")
"""What goes in whole; `infra` and `tests` stay out."""

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = (stat.S_IFREG | 0o644) << 16


def content(root: Path, requirements: str) -> dict[str, bytes]:
    """Every file of the archive: its name → its bytes.

    The framework looks for ``main.py`` at the root, and only the root is on the module path, so a
    copy of ``functions/main.py`` stands there. No ``pyproject.toml`` goes in: with it the platform
    would install the development group.

    Args:
        root: the project's folder.
        requirements: the text of ``requirements.txt``.
    """
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for package in PACKAGES
        for path in (root / package).rglob("*")
        if path.is_file() and not _is_litter(path.relative_to(root))
    }
    files["main.py"] = (root / "functions" / "main.py").read_bytes()
    files["requirements.txt"] = requirements.encode()
    return files


def pack(files: Mapping[str, bytes]) -> bytes:
    """The zip of these files: sorted, with fixed times and modes, stored.

    Nothing is compressed, because compressed bytes depend on the zlib they were made with.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.create_system = _UNIX
            entry.external_attr = _MODE
            archive.writestr(entry, files[name])
    return target.getvalue()


def _is_litter(path: Path) -> bool:
    """True for what tools leave beside the source: caches, hidden files, editors' copies."""
    hidden = any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    return hidden or path.suffix in {".pyc", ".pyo", ".orig", ".swp"} or path.name.endswith("~")
