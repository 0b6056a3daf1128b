"""Says what is doubtful about a text that was read as Windows-1252, and where to look."""

from __future__ import annotations

import io
import re
from typing import IO

from shared.rostering.model import Problem
from shared.rostering.problems import file_warning

_BLOCK = 1 << 20
_LONGEST_LINE = 1 << 22
_LOOK_AT = 3
_OVERLAP = 3
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# What Mac Roman's accented letters look like in Windows-1252: a capital or a mark inside a word, or
# an opening quotation mark at its end. An apostrophe (0x92) and a dash before a capital stand in
# good names, and are left out.
_MAC_ROMAN = re.compile(
    rb"[A-Za-z]{2}[\x8e\x91\x93](?![A-Za-z])|[a-z][\x8a\x8e][a-z]"
    rb"|[A-Za-z\x80-\x9f][\x83\x84\x86-\x88\x8b\x8d\x8f-\x91\x93\x94\x96-\x98\x9b\x9d][a-z]"
)
# What e-acute, i-, o- and u-acute and n-tilde of the DOS code pages 437 and 850 look like there.
_DOS = re.compile(rb"[A-Za-z][\x82\xa1-\xa5](?![0-9])")


def doubts(stream: IO[bytes], start: int, *, told: bool) -> tuple[Problem, ...]:
    """The warnings about a file that is read as Windows-1252.

    Args:
        stream: seekable.
        start: bytes of the byte order mark.
        told: True when an administrator set this encoding; then only the undefined is doubtful.
    """
    warnings = []
    if not told:
        message = f"The file is not UTF-8; it was read as Windows-1252.{_where(stream, start)}"
        warnings.append(file_warning("ENCODING_CP1252", message))
        if _holds(stream, start, _MAC_ROMAN):
            message = (
                "Some words look like Mac Roman. If names with accents are wrong, set the "
                "connection's encoding to mac_roman, or export UTF-8."
            )
            return (*warnings, file_warning("ENCODING_SUSPECT", message))
        if _holds(stream, start, _DOS):
            message = "Some words look like a DOS code page, which is not read; export UTF-8."
            return (*warnings, file_warning("ENCODING_SUSPECT", message))
    if _holds(stream, start, _UNDEFINED):
        message = "Some characters exist neither in UTF-8 nor in Windows-1252; check the names."
        warnings.append(file_warning("ENCODING_SUSPECT", message))
    return tuple(warnings)


def _where(stream: IO[bytes], start: int) -> str:
    lines = [f"{line:,}" for line in _lines_beyond_ascii(stream, start)]
    if len(lines) == 1:
        return f" Look at line {lines[0]}."
    return f" Look at lines {', '.join(lines[:-1])} and {lines[-1]}." if lines else ""


def _lines_beyond_ascii(stream: IO[bytes], start: int) -> list[int]:
    """The first lines that hold more than ASCII, as the reader counts lines."""
    stream.seek(start)
    text = io.TextIOWrapper(stream, "latin-1", newline="")
    found: list[int] = []
    number = 1
    try:
        while len(found) < _LOOK_AT and (line := text.readline(_LONGEST_LINE)):
            if not line.isascii() and number not in found:
                found.append(number)
            number += line.endswith(("\n", "\r"))
    finally:
        text.detach()
    return found


def _holds(stream: IO[bytes], start: int, pattern: re.Pattern[bytes]) -> bool:
    stream.seek(start)
    tail = b""
    while block := stream.read(_BLOCK):
        if pattern.search(tail + block):
            return True
        tail = block[-_OVERLAP:]
    return False
