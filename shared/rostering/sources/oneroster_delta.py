"""Lays a OneRoster package of changes over a whole one, so that one whole package comes of both.

A record is replaced or taken away by its sourcedId, file by file. Only columns that anything of
ours reads are kept. Memory: the rows of the changes; the whole package streams by.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import IO

from shared.rostering.problems import FileRejected, file_problem
from shared.rostering.sources.oneroster_survey import BATCH, Table, open_part
from shared.rostering.sources.oneroster_words import is_gone, key_of
from shared.rostering.sources.oneroster_zip import (
    ABSENT,
    BULK,
    DELTA,
    ROLES,
    USERS,
    Package,
    modes_of,
    only_changes,
    read_package,
)
from shared.rostering.sources.package_writing import new_archive, new_entry, write_manifest
from shared.rostering.sources.rest_records import (
    CLASS_COLLECTIONS,
    ORGS,
    ROLES_HEADER,
    Row,
)
from shared.rostering.sources.rest_records import USERS as USER_RECORDS

CHANGES_BYTES = 32 << 20
"""Of a file of changes, unpacked: about 200,000 records. What is larger is sent whole."""

_HEADERS: Mapping[str, Row] = {
    **{each.file.lower(): each.header for each in (ORGS, *CLASS_COLLECTIONS)},
    USERS: (*USER_RECORDS.header, "orgSourcedIds", "role"),
    ROLES: ROLES_HEADER,
}
FILES = frozenset(_HEADERS)
"""The files of a package that are laid over one another; of others nothing is kept."""
_NEEDED = frozenset({USERS, ROLES})
_OF_1_1 = frozenset({"role", "orgsourcedids"})
"""Columns of users that a package of version 1.2 does not have."""
_ID, _STATUS, _USER = "sourcedid", "status", "usersourcedid"


def is_everybody(stream: IO[bytes]) -> bool:
    """True for a package whose manifest says that all people are in it.

    Raises:
        FileRejected: as `modes_of`.
    """
    modes = modes_of(stream)
    return modes.get(USERS) == BULK and modes.get(ROLES, ABSENT) in (BULK, ABSENT)


def lay_over(
    base: IO[bytes], changes: IO[bytes], target: IO[bytes], encoding: str | None = None
) -> None:
    """Write the package that a whole one is once the changes of another have come over it.

    Of a file that is ``delta`` in the changes each record replaces that of its sourcedId, and one
    that is ``tobedeleted`` takes it away; one that is ``bulk`` is taken as it is; of all others
    the base's stay. A column that the changes don't have stays as it is, too.

    Args:
        base: seekable.
        changes: seekable.
        target: gets the package, in UTF-8 with a byte order mark: no setting makes it another.
        encoding: what an administrator decided, see `encodings.choose_encoding`.

    Raises:
        FileRejected: PACKAGE_DELTA where the two don't fit; as `read_package`, `open_part` and
            `CsvFile.blocks`; FILE_TRUNCATED.
    """
    whole, sent = read_package(base, FILES, USERS), read_package(changes, FILES)
    if whole is None or sent is None or not whole.is_whole():
        raise only_changes("the package before it does not hold everybody")
    with closing(whole), closing(sent), new_archive(target) as archive:
        laid = _Laid(whole, sent, encoding)
        modes: dict[str, str] = {}
        for name in sorted(FILES):
            found = laid.file(name)
            if found is None:
                continue
            modes[name], header, rows = found
            with new_entry(archive, name) as entry:
                _write(entry, header, rows)
        kinds = whole.kinds if sent.modes.get(USERS) != BULK else sent.kinds
        write_manifest(archive, modes, " ".join(sorted(kinds)))


Laid = tuple[str, Sequence[str], Iterator[Sequence[str]]]
"""The mode of a file, its header and its rows."""


class _Laid:
    """The files of two packages as those of one."""

    def __init__(self, whole: Package, sent: Package, encoding: str | None) -> None:
        self._whole = whole
        self._sent = sent
        self._encoding = encoding

    def file(self, name: str) -> Laid | None:
        """One of its files; None where there is nothing of it."""
        sent, whole = name in self._sent.files, name in self._whole.files
        mode = self._sent.modes.get(name, DELTA) if sent else ABSENT
        if mode == BULK:
            reader = self._opened(name, self._sent, is_sent=True)
            return BULK, reader.header, reader.all_rows()
        if mode != ABSENT and not whole and name in _NEEDED:
            raise only_changes(f"the whole package before it has no {name}.csv")
        if not whole:
            # What is only known in part says nothing: it is left out, as if it were absent.
            return None
        before = self._whole.modes.get(name, "")
        reader = self._opened(name, self._whole)
        if mode == ABSENT:
            return before, reader.header, reader.all_rows()
        return before, reader.header, self._changed(name, reader)

    def _opened(self, name: str, package: Package, *, is_sent: bool = False) -> _Reader:
        known = frozenset(map(str.lower, _HEADERS[name]))
        table = open_part(package.files[name], known, self._encoding)
        if table.file.damaged:
            raise only_changes(f"{name}.csv has characters that can't be read")
        header = [each for each in _HEADERS[name] if each.lower() in table.places]
        return _Reader(table, header, is_sent)

    def _changed(self, name: str, reader: _Reader) -> Iterator[Sequence[str]]:
        sent = self._opened(name, self._sent, is_sent=True)
        if _ID not in sent.table.places or _ID not in reader.table.places:
            raise only_changes(f"{name}.csv has no sourcedId")
        if name == USERS and _OF_1_1 & (sent.table.places.keys() - reader.table.places.keys()):
            raise only_changes("it is of another version of OneRoster than the one before it")
        size = self._sent.files[name].seek(0, io.SEEK_END)
        if size > CHANGES_BYTES:
            raise only_changes(f"{name}.csv is larger than changes can be")
        return _Merge(name, reader, sent).rows()


@dataclass(slots=True)
class _Reader:
    """Reads the columns that are kept.

    Attributes:
        header: as it is written.
        is_sent: the last row of a file that has just come may be cut off.
        odd: rows that were too narrow or too wide for their file, as they are.
    """

    table: Table
    header: Sequence[str]
    is_sent: bool = False
    odd: list[list[str]] = field(default_factory=list)

    def rows(self, names: Sequence[str]) -> Iterator[Row]:
        """The rows as wide as the file's header; of a column that there isn't, empty cells."""
        width = len(self.table.file.header)
        for block in self.table.file.blocks(BATCH):
            for line, row in block.odd:
                is_last = line > max(block.lines[-1:], default=0) and row is block.odd[-1][1]
                if self.is_sent and block.cut and is_last and len(row) < width:
                    message = "The file ends in the middle of a row. Send it again."
                    raise FileRejected(file_problem("FILE_TRUNCATED", message, line))
                self.odd += [row] if any(row) else []
            columns = self.table.columns(block.columns, names, len(block.lines))
            yield from zip(*columns, strict=True)

    def all_rows(self) -> Iterator[Sequence[str]]:
        """All of them; those that can't be read are so in what is written, too."""
        yield from self.rows([each.lower() for each in self.header])
        yield from self.ragged()

    def ragged(self) -> Iterator[Sequence[str]]:
        """Those that were too narrow or too wide, once the others have been read."""
        width = len(self.header)
        for row in self.odd:
            is_short = len(row) < len(self.table.file.header)
            yield row[: width - 1] if is_short else [*row, *[""] * (width + 1 - len(row))]


class _Merge:
    """One file of a base with the changes of it."""

    def __init__(self, name: str, base: _Reader, sent: _Reader) -> None:
        self._base = base
        self._sent = sent
        self._columns = [each.lower() for each in base.header]
        places = {column: place for place, column in enumerate(self._columns)}
        self._id = places[_ID]
        self._user = places.get(_USER) if name == ROLES else None
        self._status = places.get(_STATUS)
        self._lacking = [
            place for column, place in places.items() if column not in sent.table.places
        ]

    def rows(self) -> Iterator[Sequence[str]]:
        """Those of the base in their order, then new ones."""
        changes = self._changes()
        done: set[Hashable] = set()
        for row in self._base.rows(self._columns):
            key = self._key(row)
            if key not in changes:
                yield row
            elif key not in done:
                done.add(key)
                yield from (self._over(row, change) for change in changes[key])
        for key, fresh in changes.items():
            if key not in done:
                yield from fresh
        yield from self._base.ragged()
        yield from self._sent.ragged()

    def _changes(self) -> dict[Hashable, list[Row]]:
        """By what is changed, what becomes of it: nothing where it is gone.

        A record that is given several times stays so: who reads the package sees that they differ.
        """
        found: dict[Hashable, list[Row]] = {}
        for *cells, status in self._sent.rows([*self._columns, _STATUS]):
            row = tuple(cells)
            held = found.setdefault(self._key(row), [])
            if not is_gone(status):
                held.append(row)
        return found

    def _key(self, row: Row) -> Hashable:
        """By which a record is known again.

        A role without an id of its own is part of its user's record, and comes and goes with it;
        any other record without one is known by all that it says.
        """
        own = row[self._id]
        if own.strip():
            return key_of(own)
        if self._user is not None:
            return USERS, key_of(row[self._user])
        return tuple("" if place == self._status else cell for place, cell in enumerate(row))

    def _over(self, before: Row, change: Row) -> Row:
        if not self._lacking:
            return change
        cells = list(change)
        for place in self._lacking:
            cells[place] = before[place]
        return tuple(cells)


def _write(entry: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    text = io.TextIOWrapper(entry, "utf-8-sig", newline="")
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)
    finally:
        text.detach()
