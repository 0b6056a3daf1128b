"""Inflates a workbook's package with a count, and writes it anew: stored, with nothing superfluous.

Sizes are counted, never believed from the headers, and no document type definition passes. What
reads the workbook later sees only what went through here, so that a package whose headers mean
different things to different programs gains nothing.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO, NamedTuple

from shared.rostering.sources.xlsx_refusal import (
    ADVICE,
    ENTRIES,
    INFLATED,
    Refused,
    bomb,
    damaged,
)
from shared.rostering.sources.zip_entries import (
    BLOCK,
    ZipDamagedError,
    ZipLockedError,
    entries_of,
    inflated,
)

# What starts with <! and is neither a comment nor a CDATA section declares a document type. The
# cut is by a few bytes, so that it is also found where two blocks meet.
_DECLARED = re.compile(rb"<!(?!--|\[CDATA\[|.{0,6}\Z)", re.DOTALL)
_LONGEST_MARK = 9
_XML = (".xml", ".rels", ".vml")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_FOREIGN = re.compile(
    rb"^(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8|us-ascii)", re.IGNORECASE
)


class Part(NamedTuple):
    """One part of the package, as it stands in the stored copy: ``size`` bytes from ``start``."""

    start: int
    size: int


class Package:
    """The parts of a workbook by name, inflated.

    Attributes:
        parts: the XML ones; names in lower case and without a leading slash.
    """

    def __init__(self, source: IO[bytes], copy: IO[bytes]) -> None:
        """Inflate everything and keep the XML in ``copy``, part after part.

        Args:
            source: the package; seekable.
            copy: an empty file that can be read as well.

        Raises:
            Refused: XLSX_BOMB, XLSX_DTD, XLSX_ENCRYPTED or FORMAT_UNKNOWN.
        """
        self._copy = copy
        self.parts: dict[str, Part] = {}
        self._inflated = 0
        try:
            self._take(source)
        except ZipDamagedError as error:
            raise damaged() from error

    def _take(self, source: IO[bytes]) -> None:
        copy = self._copy
        for entry in _entries(source):
            name = entry.filename.replace("\\", "/").lstrip("/").lower()
            start = copy.tell()
            wanted = name.endswith(_XML)
            blocks = self._counted(inflated(source, entry))
            for block in _without_declarations(blocks) if wanted else blocks:
                if wanted:
                    copy.write(block)
            if name in self.parts:
                raise damaged()
            if wanted:
                self.parts[name] = Part(start, copy.tell() - start)

    def blocks(self, part: Part) -> Iterator[bytes]:
        """The bytes of a part, a mebibyte at a time."""
        left = part.size
        self._copy.seek(part.start)
        while left > 0:
            block = self._copy.read(min(BLOCK, left))
            left -= len(block)
            yield block

    def read(self, name: str) -> bytes | None:
        """A part as a whole, None when there is none of that name."""
        part = self.parts.get(name.lower())
        return None if part is None else b"".join(self.blocks(part))

    def _counted(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        for block in blocks:
            self._inflated += len(block)
            if self._inflated > INFLATED:
                raise bomb(f"{INFLATED >> 20} MiB of content")
            yield block


def _without_declarations(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same blocks of a part, which is XML in UTF-8."""
    tail = b""
    for block in blocks:
        if not tail and (block.startswith(_UTF_16) or _FOREIGN.match(block)):
            raise damaged()
        # One byte is found at the speed of memory, two are not.
        if (b"!" in block and b"<!" in block) or b"<!" in tail + block[:_LONGEST_MARK]:
            _refuse_declarations(tail + block)
        tail = block[-_LONGEST_MARK:]
        yield block


def _refuse_declarations(text: bytes) -> None:
    if _DECLARED.search(text):
        message = f"The workbook declares a document type, which no spreadsheet does. {ADVICE}"
        raise Refused("XLSX_DTD", message)


def _entries(source: IO[bytes]) -> list[zipfile.ZipInfo]:
    try:
        entries = entries_of(source)
    except ZipLockedError as error:
        message = "The archive is protected by a password. Save it without one, or export CSV."
        raise Refused("XLSX_ENCRYPTED", message) from error
    if len(entries) > ENTRIES:
        raise bomb(f"{ENTRIES} entries")
    return [entry for entry in entries if not entry.is_dir()]
