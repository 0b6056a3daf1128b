"""The entries of a ZIP archive, inflated as they come: no size in a header is believed.

Imported by the child process that reads workbooks, which loads little.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

BLOCK = 1 << 20
_RAW_BLOCK = 1 << 18
_LOCAL = struct.Struct("<4s22sHH")
_END = struct.Struct("<4s8xII2s")
_END_BYTES, _LONGEST_COMMENT = 22, 0xFFFF
_LARGE_LOCATOR_BYTES = 20
_ENCRYPTED = 1


class ZipDamagedError(Exception):
    """The archive breaks the rules of its format."""


class ZipLockedError(Exception):
    """The archive is protected by a password."""


def entries_of(source: IO[bytes]) -> list[zipfile.ZipInfo]:
    """All entries that its directory names, folders included.

    Raises:
        ZipDamagedError: there is no directory that can be read.
        ZipLockedError: an entry needs a password.
    """
    try:
        entries = zipfile.ZipFile(source).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise ZipDamagedError from error
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise ZipLockedError
    return entries


def has_small_directory(source: IO[bytes], most: int) -> bool:
    """True for an archive whose directory has so many bytes at most, so that it can be listed.

    Each of its entries, of 46 bytes or more, becomes an object of several hundred. Archives with
    the large records of ZIP64 are not looked into: these may name another directory.
    """
    size = source.seek(0, os.SEEK_END)
    source.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT - _LARGE_LOCATOR_BYTES))
    tail = source.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END_BYTES:
        return False
    _, length, _, _ = _END.unpack_from(tail, place)
    locator = tail[max(0, place - _LARGE_LOCATOR_BYTES) : place]
    return length <= most and not locator.startswith(b"PK\x06\x07")


def inflated(source: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry's bytes as they come, at most a mebibyte at a time, however many are promised.

    Raises:
        ZipDamagedError: perhaps after some bytes, also where the checksum at the end is another.
    """
    checksum = 0
    for block in _inflated(source, entry):
        checksum = zlib.crc32(block, checksum)
        yield block
    if checksum != entry.CRC:
        raise ZipDamagedError


def _inflated(source: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    source.seek(entry.header_offset)
    head = source.read(_LOCAL.size)
    if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
        raise ZipDamagedError
    _, _, name, extra = _LOCAL.unpack(head)
    source.seek(name + extra, 1)
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from _raw(source, entry.compress_size)
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        yield from _deflated(_raw(source, entry.compress_size))
    else:
        raise ZipDamagedError


def _raw(source: IO[bytes], left: int) -> Iterator[bytes]:
    while left > 0:
        block = source.read(min(_RAW_BLOCK, left))
        if not block:
            raise ZipDamagedError
        left -= len(block)
        yield block


def _deflated(raw: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for block in raw:
            data = inflater.decompress(block, BLOCK)
            while data:
                yield data
                data = inflater.decompress(inflater.unconsumed_tail, BLOCK)
    except zlib.error as error:
        raise ZipDamagedError from error
    if not inflater.eof:
        raise ZipDamagedError
