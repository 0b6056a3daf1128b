"""Pulls the collections of an interface side by side, and makes a package of the CSV binding.

What came is kept in segments, so that a pull that broke off goes on where it was. Memory: a page
of each collection, a segment where one is kept, and a number for each record to know it again.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, field
from typing import IO, Any, Protocol

from shared.kernel.collector import collector_paused
from shared.kernel.errors import Permanent, Transient
from shared.rostering.sources.oneroster_words import key_of
from shared.rostering.sources.oneroster_zip import BULK, DELTA, PART
from shared.rostering.sources.package_writing import new_archive, new_entry, write_manifest
from shared.rostering.sources.rest_calls import Refused
from shared.rostering.sources.rest_interface import Interface
from shared.rostering.sources.rest_pages import Ask, Course, Record, read_pages
from shared.rostering.sources.rest_records import (
    ROLES_HEADER,
    STUDENTS,
    TEACHERS,
    USERS,
    Collection,
    Row,
    roles_of,
    rows_of,
)

AT_ONCE = 4
"""Collections that are read side by side; vendors ask for at most five calls at a time."""
KEEP_EVERY = 45.0
"""Seconds after which what came is kept, so that a process that dies loses little."""
KEEP_BYTES = 32 << 20
"""Of a collection after which what came is kept as well: a segment is made in memory."""
LOOK_EVERY = 2.0
"""Seconds between two reports of how far it is."""
MOST_RECORDS = 5_000_000
"""Of one collection: a server that never ends is one that goes wrong."""

ROLES = "roles"
NEEDED = frozenset({USERS, STUDENTS, TEACHERS})
"""Without these there are no people; what else a system does not grant is left out."""
_NO_SUCH = frozenset({"SOURCE_FORBIDDEN", "SOURCE_NOT_FOUND"})
_NOT_GRANTED = _NO_SUCH | {"SOURCE_SIGN_IN"}
"""Some answer 401 where a scope is missing."""
_IMPLIED = {STUDENTS.path: "student", TEACHERS.path: "teacher"}

Progress = Callable[[Mapping[str, Mapping[str, int | None]]], None]
"""Told of each collection how many records came and how many there are."""


class Segments(Protocol):
    """Where a pull keeps what came."""

    def kept(self, collection: str) -> Iterator[bytes]:
        """The segments of a collection in their order."""

    def keep(self, collection: str, number: int, data: bytes) -> None:
        """Keep a segment."""


@dataclass(slots=True)
class Reading:
    """One collection on its way.

    Attributes:
        parts: the rows of each file that it fills, without a header.
        kept: segments so far.
        saved: bytes of each part that stand in segments.
        records: that came.
        is_absent: the system does not grant it.
    """

    collection: Collection
    course: Course
    parts: dict[str, IO[bytes]]
    kept: int = 0
    saved: dict[str, int] = field(default_factory=dict)
    records: int = 0
    is_absent: bool = False

    def close(self) -> None:
        """Drop its files."""
        for part in self.parts.values():
            part.close()


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull has brought.

    Attributes:
        package: a ZIP file of the CSV binding; the caller closes it.
        records: by collection, how many.
        short: collections that ended before the server's own total.
        absent: collections that the system does not grant.
    """

    package: IO[bytes]
    records: Mapping[str, int]
    short: frozenset[str]
    absent: frozenset[str]


class Pull:
    """One pull; `run` may be called once."""

    def __init__(
        self,
        interface: Interface,
        wanted: Sequence[Collection],
        limit: int,
        segments: Segments,
        seconds: Callable[[], float],
        until: float,
        since: str = "",
    ) -> None:
        """Take what is pulled.

        Args:
            interface: that let us in.
            wanted: collections.
            limit: records of a page.
            segments: where what came is kept.
            seconds: a clock that only goes forward.
            until: when it has to be done or to break off, on that clock.
            since: only what has changed since is asked for, as `Ask.since`.
        """
        self._mode = DELTA if since else BULK
        self._interface = interface
        self._segments = segments
        self._seconds = seconds
        self._until = until
        self._stop = threading.Event()
        ask = Ask(0, limit, since=since)
        self._readings = [_resumed(each, ask, segments) for each in wanted]

    def run(self, progress: Progress) -> Pulled:
        """Read all of it.

        Raises:
            Transient: it broke off; what came is kept. ``PULL_CONTINUES`` when the time was up.
            Permanent: it can't be read.
        """
        try:
            # Records are many short-lived objects without cycles.
            with collector_paused(), ThreadPoolExecutor(AT_ONCE) as pool:
                futures = [pool.submit(self._read, each) for each in self._readings]
                self._wait(futures, progress)
            readings = [each for each in self._readings if not each.is_absent]
            package = _package(readings, self._mode)
        finally:
            for reading in self._readings:
                reading.close()
        return Pulled(
            package,
            {each.collection.path: each.records for each in self._readings},
            frozenset(each.collection.path for each in self._readings if each.course.is_short),
            frozenset(each.collection.path for each in self._readings if each.is_absent),
        )

    def _wait(self, futures: Sequence[Future[None]], progress: Progress) -> None:
        try:
            waiting: set[Future[None]] = set(futures)
            while waiting:
                done, waiting = wait(waiting, LOOK_EVERY, FIRST_EXCEPTION)
                for each in done:
                    each.result()
                progress({r.collection.path: _state(r) for r in self._readings})
        except BaseException:
            self._stop.set()
            raise

    def _read(self, reading: Reading) -> None:
        path = reading.collection.path
        last = self._seconds()
        try:
            for fresh in read_pages(lambda ask: self._interface.page(path, ask), reading.course):
                _take(reading, fresh)
                self._check(reading)
                if self._seconds() - last > KEEP_EVERY or _unkept(reading) > KEEP_BYTES:
                    last = self._seconds()
                    _keep(reading, self._segments)
        except Transient:
            _keep(reading, self._segments)
            raise
        except Refused as error:
            if reading.collection in NEEDED or error.reason not in _NOT_GRANTED:
                raise
            reading.is_absent = True

    def _check(self, reading: Reading) -> None:
        if reading.records > MOST_RECORDS:
            raise Permanent("SOURCE_ENDLESS", "a collection does not end")
        if self._stop.is_set() or self._seconds() > self._until:
            raise Transient("PULL_CONTINUES", "the time of this try is up")


def people_of(interface: Interface, *, by_role: bool) -> tuple[Collection, ...]:
    """The collections that people are in: all users, or where there are none, those of a role.

    Args:
        interface: that let us in.
        by_role: students and teachers are asked for apart, as some systems prefer.

    Raises:
        CarillonError: as `Interface.page`.
    """
    if by_role:
        return (STUDENTS, TEACHERS)
    try:
        interface.page(USERS.path, Ask(0, 1, is_sorted=False))
    except Refused as error:
        if error.reason in _NO_SUCH:
            return (STUDENTS, TEACHERS)
        raise
    return (USERS,)


def _state(reading: Reading) -> dict[str, int | None]:
    return {"records": reading.records, "total": reading.course.total}


def _take(reading: Reading, records: Sequence[Record]) -> None:
    collection = reading.collection
    _write(reading.parts[collection.file], rows_of(records, collection))
    if ROLES in reading.parts:
        _write(reading.parts[ROLES], roles_of(records, _IMPLIED.get(collection.path, "")))
    reading.records += len(records)


def _write(part: IO[bytes], rows: Iterator[Row]) -> None:
    part.write(csv_of(list(rows)).replace("\0", "").encode("utf-8", "replace"))


def csv_of(rows: Sequence[Row]) -> str:
    """Rows of one width, two cells or more, as ``csv.writer`` writes them.

    Seldom has a cell to be quoted; where none has, joining them takes a fifth of the time.
    """
    lines = list(map(",".join, rows))
    commas = len(rows[0]) - 1 if rows else 0
    text = "\n".join([*lines, ""])
    if _is_plain(text, commas * len(rows), len(rows)):
        return text
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    for row, line in zip(rows, lines, strict=True):
        if _is_plain(line, commas, 0):
            target.write(f"{line}\n")
        else:
            writer.writerow(row)
    return target.getvalue()


def _is_plain(text: str, commas: int, ends: int) -> bool:
    """True for text without quotes, and no more commas and ends of lines than were put there."""
    if '"' in text or "\r" in text:
        return False
    return text.count(",") == commas and text.count("\n") == ends


def _unkept(reading: Reading) -> int:
    """Bytes that came since the segment before."""
    return sum(part.tell() for part in reading.parts.values()) - sum(reading.saved.values())


def _keep(reading: Reading, segments: Segments) -> None:
    """Keep what came since the segment before, and where the next page begins."""
    if not _unkept(reading):
        return
    fresh: dict[str, bytes] = {}
    for name, part in reading.parts.items():
        part.seek(reading.saved.get(name, 0))
        fresh[name] = part.read()
        reading.saved[name] = part.tell()
    course = asdict(reading.course)
    course |= {"ask": reading.course.ask, "seen": None}
    lengths = {name: len(data) for name, data in fresh.items()}
    head = {"course": course, "records": reading.records, "lengths": lengths}
    data = b"".join([json.dumps(head).encode(), b"\n", *fresh.values()])
    segments.keep(reading.collection.path, reading.kept, data)
    reading.kept += 1


def _resumed(collection: Collection, ask: Ask, segments: Segments) -> Reading:
    """A collection as far as it was read before; ``ask`` is for its first page."""
    names = [collection.file]
    if collection.file == USERS.file:
        names.append(ROLES)
    parts: dict[str, IO[bytes]] = {name: tempfile.TemporaryFile() for name in names}  # noqa: SIM115  # closed by `Reading.close`
    reading = Reading(collection, Course(ask), parts)
    for data in segments.kept(collection.path):
        _restore(reading, data)
    if reading.kept:
        part = parts[collection.file]
        part.seek(0)
        reading.course.seen = _ids_in(part)
        part.seek(0, io.SEEK_END)
    return reading


def _restore(reading: Reading, data: bytes) -> None:
    line, _, rows = data.partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    course = {**head["course"], "ask": Ask(*head["course"]["ask"]), "seen": set()}
    reading.course = Course(**course)
    reading.records = head["records"]
    start = 0
    for name, length in head["lengths"].items():
        reading.parts[name].write(rows[start : start + length])
        reading.saved[name] = reading.parts[name].tell()
        start += length
    reading.kept += 1


def _ids_in(part: IO[bytes]) -> set[int]:
    text = io.TextIOWrapper(part, "utf-8", newline="")
    seen = {hash(key_of(row[0])) for row in csv.reader(text) if row and row[0].strip()}
    text.detach()
    return seen


def _package(readings: Sequence[Reading], mode: str) -> IO[bytes]:
    """The package: the same records make the same bytes.

    Args:
        readings: that came to their end.
        mode: of the files that hold all that was asked for.
    """
    headers = {each.collection.file: each.collection.header for each in readings}
    headers[ROLES] = ROLES_HEADER
    parts: dict[str, list[IO[bytes]]] = {}
    whole: dict[str, bool] = {}
    for each in readings:
        for name, part in each.parts.items():
            parts.setdefault(name, []).append(part)
            whole[name] = whole.get(name, True) and not each.course.is_short
    roles = [
        _IMPLIED[each.collection.path] for each in readings if each.collection.path in _IMPLIED
    ]
    package = tempfile.TemporaryFile()  # noqa: SIM115  # the caller's
    # What is whole speaks for all; of what ended early nothing is said.
    modes = {name: mode if is_whole else PART for name, is_whole in whole.items()}
    with new_archive(package) as archive:
        write_manifest(archive, modes, " ".join(roles))
        for name in sorted(parts):
            with new_entry(archive, name) as target:
                target.write((",".join(headers[name]) + "\n").encode())
                _copy(parts[name], target)
    package.seek(0)
    return package


def _copy(parts: Sequence[IO[bytes]], target: IO[bytes]) -> None:
    for part in parts:
        part.seek(0)
        while block := part.read(1 << 20):
            target.write(block)
