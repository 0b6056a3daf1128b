"""Opens a roster file by its bytes, whatever its name says, and gives all formats one shape."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import IO, Protocol

from shared.rostering.model import Kind, Problem
from shared.rostering.problems import FileRejected, file_problem
from shared.rostering.sources.csv_file import Block, open_csv
from shared.rostering.sources.header_search import HeaderSense
from shared.rostering.sources.oneroster_classes import ClassFiles
from shared.rostering.sources.oneroster_people import open_people
from shared.rostering.sources.oneroster_zip import open_package
from shared.rostering.sources.xlsx_file import open_xlsx

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0"
_BLOCK = 1 << 20
_ENTRY_BYTES = 128
_NAME_BYTES = 64
_STREAMS = ("EncryptedPackage", "WordDocument", "PowerPoint Document")


class TableFile(Protocol):
    """An open file whose header was found; lines of a sheet are its rows.

    Attributes:
        format, encoding_name, delimiter, sheet, ended_with_newline: as in `model.FileFacts`.
        header: the cells of the header row.
        header_line: 1-based.
        warnings: what a person should know about the file as a whole.
        damaged: True when a cell with U+FFFD is one that can't be decoded.
        speaks_for: the kinds that the file itself says are all in it; None where its name tells.
        classes: what it says of classes; None where it can't, or isn't asked.
        unplaced: people whom it names without saying at which of several schools; None for nobody.
    """

    @property
    def format(self) -> str: ...  # noqa: D102  # see the class

    @property
    def encoding_name(self) -> str | None: ...  # noqa: D102  # see the class

    @property
    def delimiter(self) -> str | None: ...  # noqa: D102  # see the class

    @property
    def sheet(self) -> str | None: ...  # noqa: D102  # see the class

    @property
    def ended_with_newline(self) -> bool: ...  # noqa: D102  # see the class

    @property
    def header(self) -> tuple[str, ...]: ...  # noqa: D102  # see the class

    @property
    def header_line(self) -> int: ...  # noqa: D102  # see the class

    @property
    def warnings(self) -> tuple[Problem, ...]: ...  # noqa: D102  # see the class

    @property
    def damaged(self) -> bool: ...  # noqa: D102  # see the class

    @property
    def speaks_for(self) -> frozenset[Kind] | None: ...  # noqa: D102  # see the class

    @property
    def classes(self) -> ClassFiles | None: ...  # noqa: D102  # see the class

    @property
    def unplaced(self) -> TableFile | None: ...  # noqa: D102  # see the class

    def blocks(self, size: int) -> Iterator[Block]:
        """The rows below the header in blocks of about ``size``, as often as it is called.

        Raises:
            FileRejected: after the blocks before.
        """


def open_table(
    stream: IO[bytes],
    file_name: str,
    sense: HeaderSense,
    encoding: str | None = None,
    school: str = "",
    *,
    with_classes: bool = False,
) -> TableFile:
    """Tell the format and find the header.

    Args:
        stream: seekable; read several times, never closed.
        file_name: helps only to choose between several sheets of a workbook.
        sense: tells headers from other rows.
        encoding: of text, as an administrator set it; see `encodings.choose_encoding`.
        school: sourcedId of the one that is meant where a OneRoster package holds several.
        with_classes: a package's classes are asked for as well.

    Raises:
        FileRejected: what `open_csv`, `open_package`, `open_people` and `open_xlsx` raise,
            XLS_LEGACY or XLSX_ENCRYPTED.
    """
    stream.seek(0)
    magic = stream.read(4)
    if magic == _ZIP:
        if (package := open_package(stream, with_classes=with_classes)) is not None:
            return open_people(package, encoding, school, with_classes=with_classes)
        return open_xlsx(stream, file_name, sense)
    if magic == _COMPOUND:
        raise FileRejected(_compound_problem(stream))
    return open_csv(stream, sense, encoding)


def _compound_problem(stream: IO[bytes]) -> Problem:
    """What a file in Microsoft's older container is: its directory names the streams in it."""
    names = set(_stream_names(stream))
    if "EncryptedPackage" in names:
        message = "The workbook is protected by a password. Save it without one, or export CSV."
        return file_problem("XLSX_ENCRYPTED", message)
    if names & {"WordDocument", "PowerPoint Document"}:
        message = "This is a word processor's document or slides. Export it as CSV (UTF-8)."
        return file_problem("FORMAT_UNKNOWN", message)
    message = "This is an old Excel workbook (.xls). Save it as .xlsx, or export CSV (UTF-8)."
    return file_problem("XLS_LEGACY", message)


def _stream_names(stream: IO[bytes]) -> Iterator[str]:
    """The names in the directory: entries of 128 bytes, each of which starts with its name.

    The whole file is looked through at the places where an entry can stand, so no chain of sectors
    has to be followed, which a damaged file could turn into a ring.
    """
    size = stream.seek(0, os.SEEK_END)
    for start in range(0, size, _BLOCK):
        stream.seek(start)
        block = stream.read(_BLOCK)
        for name in _STREAMS:
            raw = name.encode("utf-16-le") + b"\0\0"
            place = block.find(raw)
            while place >= 0:
                length = block[place + _NAME_BYTES : place + _NAME_BYTES + 2]
                if place % _ENTRY_BYTES == 0 and length == len(raw).to_bytes(2, "little"):
                    yield name
                place = block.find(raw, place + 1)
