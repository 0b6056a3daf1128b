"""Finds out how a text file is encoded: byte order mark, NUL pattern, UTF-8, then Windows-1252.

One stray byte doesn't make a UTF-8 file Windows-1252, in which every accent would be two marks.
Statistical detectors are not used: they take Spanish names in Windows-1252 for Central European.
What an administrator set for a connection wins over everything but a byte order mark.
"""

from __future__ import annotations

import codecs
import os
from typing import IO, NamedTuple

from shared.rostering.cells import REPLACEMENT
from shared.rostering.model import Problem
from shared.rostering.problems import FileRejected, file_problem
from shared.rostering.sources.doubtful_text import doubts

_BLOCK = 1 << 16
_SAMPLE = 1_024
_LONGEST_CUT = 3
_CLEARLY = 2
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SETTABLE = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "mac_roman")
"""What an administrator can set for a connection."""
_MAGIC = (
    (b"PK\x05\x06", "FORMAT_UNKNOWN", "This is an empty ZIP archive"),
    (b"%PDF", "FORMAT_UNKNOWN", "This is a PDF document"),
    (b"\x1f\x8b", "FORMAT_UNKNOWN", "This is a gzip archive"),
    (b"\x89PNG", "FORMAT_UNKNOWN", "This is an image"),
    (b"\xff\xd8\xff", "FORMAT_UNKNOWN", "This is an image"),
    (b"{\\rtf", "FORMAT_UNKNOWN", "This is a word processor's document"),
    (b"\xff\xfe\x00\x00", "FORMAT_UNKNOWN", "This is UTF-32 text"),
    (b"\x00\x00\xfe\xff", "FORMAT_UNKNOWN", "This is UTF-32 text"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a"))
_ADVICE = "Export it as CSV (UTF-8) and send that."


class Encoding(NamedTuple):
    """How to decode a file.

    Attributes:
        name: as in `model.FileFacts`.
        codec: what Python calls it.
        start: bytes of the byte order mark.
        warnings: about the encoding.
        damaged: True when some bytes can't be decoded, and U+FFFD stands for them.
    """

    name: str
    codec: str
    start: int
    warnings: tuple[Problem, ...]
    damaged: bool = False


def choose_encoding(stream: IO[bytes], told: str | None = None) -> Encoding:
    """Read the whole file once or twice, in blocks, and say how to decode it.

    Args:
        stream: seekable.
        told: one of `SETTABLE`; wins over everything but a byte order mark.

    Raises:
        FileRejected: FILE_EMPTY, FORMAT_UNKNOWN, or FILE_TRUNCATED when the last character is cut
            in two.
        ValueError: ``told`` is none that can be set.
    """
    if told is not None and told not in SETTABLE:
        raise ValueError("this encoding cannot be set")
    stream.seek(0)
    sample = stream.read(_SAMPLE)
    _refuse_binary(sample)
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return _marked(stream, name, len(mark))
    if told is not None:
        return _told(stream, told)
    pattern = _nul_pattern(sample)
    if pattern is not None:
        return _utf_16(stream, pattern, 0)
    if (len(sample) - len(sample.translate(None, _CONTROLS))) * 20 > len(sample):
        raise FileRejected(file_problem("FORMAT_UNKNOWN", f"This is not a text file. {_ADVICE}"))
    return _utf_8_or_windows(stream, "utf-8", 0)


def _refuse_binary(sample: bytes) -> None:
    if not sample:
        raise FileRejected(file_problem("FILE_EMPTY", "The file is empty."))
    for magic, code, what in _MAGIC:
        if sample.startswith(magic):
            raise FileRejected(file_problem(code, f"{what}. {_ADVICE}"))
    start = sample.lstrip(codecs.BOM_UTF8 + b" \t\r\n")[:5].lower()
    if start.startswith((b"<!doc", b"<html", b"<?xml")):
        raise FileRejected(file_problem("FORMAT_UNKNOWN", f"This is a web page. {_ADVICE}"))


def _marked(stream: IO[bytes], name: str, start: int) -> Encoding:
    if name == "utf-8-sig":
        return _utf_8_or_windows(stream, name, start)
    return _utf_16(stream, name, start)


def _told(stream: IO[bytes], name: str) -> Encoding:
    """What an administrator said, if the file can be decoded so."""
    if name == "cp1252":
        return Encoding(name, name, 0, doubts(stream, 0, told=True))
    failed_at_end = _first_failure(stream, name, 0)
    if failed_at_end is None:
        return Encoding(name, name, 0, ())
    if failed_at_end:
        raise _cut()
    message = f"The file is not {name}, which is set as the encoding of this connection."
    raise FileRejected(file_problem("FORMAT_UNKNOWN", message))


def _nul_pattern(sample: bytes) -> str | None:
    """UTF-16 without a mark: a header is ASCII, so every other byte is NUL."""
    pairs = len(sample) // 2
    high, low = sample[: 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if not high and not low:
        return None
    if low * 2 > pairs and high * 10 < pairs:
        return "utf-16-le"
    if high * 2 > pairs and low * 10 < pairs:
        return "utf-16-be"
    return None


def _utf_16(stream: IO[bytes], name: str, start: int) -> Encoding:
    failed_at_end = _first_failure(stream, name, start)
    if failed_at_end is None:
        return Encoding(name, name, start, ())
    if failed_at_end:
        raise _cut()
    raise FileRejected(file_problem("FORMAT_UNKNOWN", f"The file is damaged UTF-16. {_ADVICE}"))


def _utf_8_or_windows(stream: IO[bytes], name: str, start: int) -> Encoding:
    failed_at_end = _first_failure(stream, "utf-8", start)
    if failed_at_end is None:
        return Encoding(name, "utf-8", start, ())
    if failed_at_end and (start or _has_utf_8_before_end(stream)):
        raise _cut()
    if _is_damaged_utf_8(stream):
        return Encoding(name, "utf-8", start, (), damaged=True)
    return Encoding("cp1252", "cp1252", start, doubts(stream, start, told=False))


def _is_damaged_utf_8(stream: IO[bytes]) -> bool:
    """True when characters of UTF-8 clearly outnumber what is none: Windows-1252 has hardly any."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    good = bad = 0
    while block := stream.read(_BLOCK):
        text = decoder.decode(block)
        replaced = text.count(REPLACEMENT)
        bad += replaced
        good += len(text) - len(text.encode("ascii", "ignore")) - replaced
    return good >= _CLEARLY * bad


def _cut() -> FileRejected:
    return FileRejected(
        file_problem("FILE_TRUNCATED", "The file ends in the middle of a character. Send it again.")
    )


def _first_failure(stream: IO[bytes], codec: str, start: int) -> bool | None:
    """None when all of it decodes, True when only its very end doesn't, False otherwise."""
    stream.seek(start)
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        while block := stream.read(_BLOCK):
            decoder.decode(block)
    except UnicodeDecodeError:
        return False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return True
    return None


def _has_utf_8_before_end(stream: IO[bytes]) -> bool:
    """True when something before the cut end is not ASCII: then the file is UTF-8, cut short."""
    left = stream.seek(0, os.SEEK_END) - _LONGEST_CUT
    stream.seek(0)
    while left > 0:
        block = stream.read(min(_BLOCK, left))
        if not block.isascii():
            return True
        left -= len(block)
    return False
