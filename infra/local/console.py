"""Builds the console with Vite when one of its files changed since it was last built."""

from __future__ import annotations

import gzip
import hashlib
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from infra.local.hosting import SITE
from infra.local.node_packages import CONSOLE

FIRST_LOAD_BYTES = 350_000
"""What a browser may have to load before the first page, with gzip."""

_BUILD_SECONDS = 300
_TEXTS = re.compile(r"texts-[a-z]{2}-")
_NOT_SOURCES = {"node_modules", "test"}


class ConsoleError(Exception):
    """The console could not be built; the text ends with the builder's own words."""


def build_console(node: Path, progress: Callable[[str], None]) -> None:
    """Build it into ``build/console``; nothing happens when what stands there is up to date.

    Args:
        node: the program that runs the builder.
        progress: told before a build, and after it what a browser has to load.

    Raises:
        ConsoleError: it could not be built.
    """
    stamp, wanted = SITE.with_name("console.digest"), _digest()
    if stamp.exists() and stamp.read_text("ascii") == wanted and (SITE / "index.html").exists():
        return
    progress("building the console")
    stamp.unlink(missing_ok=True)
    command = [str(node), "node_modules/vite/bin/vite.js", "build", "--logLevel=warn"]
    try:
        subprocess.run(
            command, cwd=CONSOLE, check=True, capture_output=True, text=True, timeout=_BUILD_SECONDS
        )
    except subprocess.CalledProcessError as error:
        raise ConsoleError(f"the console could not be built:\n{error.stderr[-2000:]}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConsoleError(f"the console could not be built: {error}") from error
    stamp.write_text(wanted, "ascii")
    first, whole = (sum(sizes.values()) for sizes in (first_load(), sizes_of(SITE / "assets")))
    progress(
        f"a browser loads {first / 1000:.0f} kB of the console at first (at most "
        f"{FIRST_LOAD_BYTES / 1000:.0f}), {whole / 1000:.0f} kB with all pages, with gzip"
    )


def first_load() -> dict[str, int]:
    """Files of code and style that a browser loads before the first page, with their sizes.

    These are those that the page itself asks for, and the texts of one language, the larger one.
    """
    named = set(re.findall(r'"/assets/([^"]+)"', (SITE / "index.html").read_text("utf-8")))
    sizes = sizes_of(SITE / "assets")
    texts = [name for name in sizes if _TEXTS.match(name)]
    named.add(max(texts, key=sizes.__getitem__))
    return {name: size for name, size in sizes.items() if name in named}


def sizes_of(folder: Path) -> dict[str, int]:
    """Bytes of each file of code and style as they go over the wire, with gzip."""
    return {
        path.name: len(gzip.compress(path.read_bytes()))
        for path in sorted(folder.iterdir())
        if path.suffix in {".css", ".js"}
    }


def _digest() -> str:
    """Of every file that the build may read, and of its name."""
    made = hashlib.sha256()
    tops = [path for path in CONSOLE.iterdir() if path.name not in _NOT_SOURCES]
    for path in sorted(file for top in tops for file in (top, *top.rglob("*"))):
        if path.is_file():
            name = path.relative_to(CONSOLE).as_posix()
            made.update(f"{name}\0".encode() + path.read_bytes())
    return made.hexdigest()
