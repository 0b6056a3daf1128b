"""Rules about the paths that clients send and the names that the server makes. Pure.

A client's path never becomes part of an object's name: its directories are virtual and its last
part is kept only as metadata.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from infra.gateway.refusal import Answer, Refusal

MAX_NAME_BYTES = 255
MAX_PATH_BYTES = 4096
TEMPORARY_SUFFIXES = (".part", ".filepart", ".tmp")

_UNPRINTABLE = frozenset({"Cc", "Zl", "Zp"})


def resolve(path: bytes) -> tuple[str, ...]:
    """The parts of a path below the virtual root; relative and absolute mean the same.

    Raises:
        Refusal: it leaves the root, or holds a name that no roster file may have.
    """
    if len(path) > MAX_PATH_BYTES:
        raise Refusal("NAME_TOO_LONG", f"a path may have at most {MAX_PATH_BYTES} bytes")
    parts: list[str] = []
    for raw in path.split(b"/"):
        if raw in {b"", b"."}:
            continue
        if raw == b"..":
            if not parts:
                raise Refusal("NAME_OUTSIDE", "there is nothing above this folder", Answer.DENIED)
            parts.pop()
            continue
        parts.append(_checked(raw))
    return tuple(parts)


def _checked(raw: bytes) -> str:
    if len(raw) > MAX_NAME_BYTES:
        raise Refusal("NAME_TOO_LONG", f"a name may have at most {MAX_NAME_BYTES} bytes")
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        raise Refusal("NAME_NOT_UTF8", "a name must be UTF-8") from None
    if "\\" in name:
        raise Refusal("NAME_BACKSLASH", "a name may not hold a backslash")
    if any(unicodedata.category(character) in _UNPRINTABLE for character in name):
        raise Refusal("NAME_CONTROL", "a name may not hold control characters")
    return name


def file_name(path: bytes) -> str:
    """The file that a path names.

    Raises:
        Refusal: as `resolve`, or the path is the root itself.
    """
    parts = resolve(path)
    if not parts:
        raise Refusal("NAME_MISSING", "this is a folder, not a file")
    return parts[-1]


def is_temporary(name: str) -> bool:
    """True for a name under which a client parks a file until it renames it."""
    return name.lower().endswith(TEMPORARY_SUFFIXES)


def is_folder_like(name: str) -> bool:
    """True for a name without a dot: no roster file has one, and clients change into such paths."""
    return "." not in name


def check_final(name: str, suffixes: Sequence[str]) -> None:
    """Check that a file of this name may be taken.

    Raises:
        Refusal: ``SUFFIX``, with the suffixes that may be.
    """
    lowered = name.lower()
    if not any(lowered.endswith(suffix) and lowered != suffix for suffix in suffixes):
        raise Refusal("SUFFIX", f"only {' '.join(suffixes)} files are taken", Answer.DENIED)


def logged_suffix(name: str, suffixes: Sequence[str]) -> str:
    """What a log may say of a name's end: a suffix that is known, else ``other``."""
    lowered = name.lower()
    known = (*TEMPORARY_SUFFIXES, *suffixes)
    return next((suffix for suffix in known if lowered.endswith(suffix)), "other")


def folder_of(school: str, connection: str) -> str:
    """Where a connection's objects lie, with the slash at its end."""
    return f"schools/{school}/{connection}/"


def day_prefixes(now: datetime) -> tuple[str, str]:
    """How the upload ids of the last 24 hours begin: yesterday's and today's date in UTC."""
    today = now.astimezone(UTC)
    return (f"{today - timedelta(days=1):%Y%m%d}", f"{today:%Y%m%d}")
