"""Writes packages of OneRoster's CSV binding: the same rows make the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from typing import IO

from shared.rostering.sources.oneroster_zip import KINDS, MANIFEST

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def new_archive(target: IO[bytes]) -> zipfile.ZipFile:
    """An archive that is written to ``target``."""
    return zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1)


def new_entry(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """A file of an archive, to be written and closed before the next one."""
    entry = zipfile.ZipInfo(f"{name}.csv", _LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return archive.open(entry, "w", force_zip64=True)


def write_manifest(archive: zipfile.ZipFile, modes: Mapping[str, str], kinds: str = "") -> None:
    """Write the manifest.

    Args:
        archive: of the package.
        modes: of each file what it is, such as ``bulk``.
        kinds: of people that the package is about, with spaces between; empty for all.
    """
    lines = ["propertyName,value", "manifest.version,1.0", "oneroster.version,1.2"]
    lines += [f"file.{name},{mode}" for name, mode in modes.items()]
    lines += [f"{KINDS},{kinds}"] if kinds else []
    with new_entry(archive, MANIFEST) as target:
        target.write("\n".join([*lines, ""]).encode())
