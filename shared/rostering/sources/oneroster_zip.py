"""The package of OneRoster's CSV binding: a ZIP with a manifest and a file for each collection.

Only the files that people need are unpacked, and those of classes where a connection wants them,
each into an unnamed temporary file; their bytes are counted as they come. Nothing is ever written
under a name that the archive gives.
"""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import IO

from shared.rostering.headers import compact
from shared.rostering.problems import FileRejected, file_problem
from shared.rostering.sources.zip_entries import (
    ZipDamagedError,
    ZipLockedError,
    entries_of,
    has_small_directory,
    inflated,
)

USERS, ROLES, ORGS = "users", "roles", "orgs"
OF_PEOPLE = frozenset({USERS, ROLES, ORGS})
SESSIONS, COURSES = "academicsessions", "courses"
CLASSES, ENROLLMENTS = "classes", "enrollments"
OF_CLASSES = frozenset({SESSIONS, COURSES, CLASSES, ENROLLMENTS})
MANIFEST = "manifest"
KINDS = "carillon.kinds"
"""The manifest's word for the kinds of people that a package of ours is about; all without it."""
ENTRIES = 200
"""Entries that a package may have; the specification knows 22 files."""
INFLATED = 256 << 20
"""Bytes that the files that are read may have together, counted while they are inflated."""
_DIRECTORY_BYTES = 1 << 20
"""What is larger is left to the process that reads workbooks, whose memory is limited."""
_MANIFEST_BYTES = 64 << 10
BULK, DELTA, ABSENT = "bulk", "delta", "absent"
"""The manifest's words for a file that holds all, only what has changed, or isn't there."""
PART = "part"
"""The manifest's word for a file of which less came than a system said there is."""
_FILE = "file."
_SYSTEM = "__macosx"
_DEEPEST = 2
"""Parts of a file's name: a folder around all files is common, more are not."""


@dataclass(frozen=True, slots=True)
class Package:
    """What is read of a package.

    Attributes:
        files: by collection, such as ``users``; open temporary files.
        modes: by collection what the manifest says of it: ``bulk``, ``delta`` or ``absent``; empty
            without a manifest.
        kinds: that it is about; empty for all.
    """

    files: Mapping[str, IO[bytes]]
    modes: Mapping[str, str]
    kinds: frozenset[str] = frozenset()

    def is_of_a_pull(self) -> bool:
        """True for one that we made of what a system's interface gave, and that is not all."""
        return PART in self.modes.values()

    def is_whole(self) -> bool:
        """True when the manifest says that the people in it are all there are."""
        told = [self.modes.get(name) for name in (USERS, ROLES) if name in self.files]
        return all(mode == BULK for mode in told)

    def close(self) -> None:
        """Drop its files."""
        for file in self.files.values():
            file.close()

    def without(self, names: frozenset[str]) -> Package:
        """The same package as if it did not have these files."""
        files = {name: file for name, file in self.files.items() if name not in names}
        return replace(self, files=files)


def open_package(stream: IO[bytes], *, with_classes: bool = False) -> Package | None:
    """Unpack what is needed; None when this ZIP archive is no OneRoster package.

    Args:
        stream: of the archive, seekable.
        with_classes: unpack the files about classes as well.

    Raises:
        FileRejected: PACKAGE_UNSAFE, PACKAGE_DELTA, or FORMAT_UNKNOWN for a damaged one.
    """
    package = read_package(stream, OF_PEOPLE | OF_CLASSES if with_classes else OF_PEOPLE, USERS)
    if package is not None and DELTA in (package.modes.get(USERS), package.modes.get(ROLES)):
        raise only_changes("there is no whole one that it could be laid over")
    return package


def read_package(stream: IO[bytes], wanted: frozenset[str], needed: str = "") -> Package | None:
    """Unpack some files, whatever the manifest says of them; None when this is no package.

    Args:
        stream: of the archive, seekable.
        wanted: names of collections.
        needed: the one without which it is no package; empty where any will do.

    Raises:
        FileRejected: PACKAGE_UNSAFE, or FORMAT_UNKNOWN for a damaged one.
    """
    entries = _entries(stream)
    found = _wanted(entries, wanted | {MANIFEST})
    if not found or (needed and needed not in found):
        return None
    _refuse_unsafe(entries)
    try:
        files = _unpacked(stream, found)
    except ZipDamagedError as error:
        message = "The package is damaged. Export it anew and send it again."
        raise FileRejected(file_problem("FORMAT_UNKNOWN", message)) from error
    told = _told(files.pop(MANIFEST, None))
    return Package(files, _modes(told), frozenset(told.get(KINDS, "").split()))


def modes_of(stream: IO[bytes]) -> Mapping[str, str]:
    """What a package's manifest says of its files, by collection; nothing where there is none.

    Raises:
        FileRejected: PACKAGE_UNSAFE.
    """
    found = _wanted(_entries(stream), frozenset({MANIFEST}))
    try:
        return _modes(_told(_unpacked(stream, found).get(MANIFEST)))
    except ZipDamagedError:
        return {}


def only_changes(why: str) -> FileRejected:
    """The refusal of a package that holds only what has changed.

    Args:
        why: it can't be laid over another, after "and".
    """
    message = f"The package holds only what has changed, and {why}. Export it whole (bulk)."
    return FileRejected(file_problem("PACKAGE_DELTA", message))


def _entries(stream: IO[bytes]) -> list[zipfile.ZipInfo]:
    """The entries of an archive; none of what can't be listed."""
    if not has_small_directory(stream, _DIRECTORY_BYTES):
        return []
    try:
        return entries_of(stream)
    except (ZipDamagedError, ZipLockedError):
        return []


def _modes(told: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(_FILE): told[name] for name in told if name.startswith(_FILE)}


def _wanted(entries: list[zipfile.ZipInfo], wanted: frozenset[str]) -> dict[str, zipfile.ZipInfo]:
    """The files that are read, by collection; of several the one nearest to the top."""
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in sorted(entries, key=lambda each: each.filename.count("/")):
        path = PurePosixPath(entry.filename.replace("\\", "/").lower())
        if _SYSTEM in path.parts or len(path.parts) > _DEEPEST or path.suffix != ".csv":
            continue
        name = compact(path.stem)
        if name in wanted:
            found.setdefault(name, entry)
    return found


def _refuse_unsafe(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES:
        raise _unsafe(f"The package has more than {ENTRIES} entries.")
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name:
            raise _unsafe("A name in the package leads outside of it.")


def _unpacked(stream: IO[bytes], found: Mapping[str, zipfile.ZipInfo]) -> dict[str, IO[bytes]]:
    files: dict[str, IO[bytes]] = {}
    size = 0
    for name, entry in found.items():
        files[name] = tempfile.TemporaryFile()  # noqa: SIM115  # closed with who reads it
        for block in inflated(stream, entry):
            size += len(block)
            if size > INFLATED:
                raise _unsafe(
                    f"The package has more than {INFLATED >> 20} MiB in the files that are read."
                )
            files[name].write(block)
    return files


def _unsafe(message: str) -> FileRejected:
    return FileRejected(file_problem("PACKAGE_UNSAFE", f"{message} Export it anew."))


def _told(manifest: IO[bytes] | None) -> dict[str, str]:
    """What a manifest says, lower case; names of files are compact."""
    if manifest is None:
        return {}
    manifest.seek(0)
    text = manifest.read(_MANIFEST_BYTES).decode("utf-8", "replace")
    manifest.close()
    told: dict[str, str] = {}
    with suppress(csv.Error):
        for row in csv.reader(io.StringIO(text, newline="")):
            name, value, *_ = (cell.strip().lower() for cell in (*row, "", ""))
            if name.startswith(_FILE):
                name = _FILE + compact(name.removeprefix(_FILE))
            told[name] = value
    return told
