"""What a OneRoster package says of classes: terms, courses, classes and who is in which.

Cells become typed values here; who the people are and which classes are wanted is decided where
people are known. Only the columns that are needed are looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from shared.rostering.problems import FileRejected, file_problem
from shared.rostering.sources.oneroster_survey import BATCH, Table, open_part
from shared.rostering.sources.oneroster_words import (
    CLASS_TYPES,
    SESSION_TYPES,
    class_type,
    day_in,
    ids_in,
    is_gone,
    is_status,
    key_of,
    session_type,
)
from shared.rostering.sources.oneroster_zip import (
    BULK,
    CLASSES,
    COURSES,
    ENROLLMENTS,
    OF_CLASSES,
    SESSIONS,
    Package,
)

NAMES: Mapping[str, str] = {
    SESSIONS: "academicSessions.csv",
    COURSES: "courses.csv",
    CLASSES: "classes.csv",
    ENROLLMENTS: "enrollments.csv",
}
NEEDED = frozenset({CLASSES, ENROLLMENTS})
"""Without one of them a package says nothing of classes."""
UNREAD = "SECTIONS_UNREAD"

_SESSION = ("sourcedid", "status", "title", "type", "startdate", "enddate")
_COURSE = ("sourcedid", "status", "title", "coursecode")
_CLASS = (
    *("sourcedid", "status", "title", "classcode", "classtype", "grades", "periods"),
    *("coursesourcedid", "schoolsourcedid", "termsourcedids", "location"),
)
_ENROLLMENT = ("status", "classsourcedid", "usersourcedid", "role", "begindate", "enddate")
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    SESSIONS: _SESSION,
    COURSES: _COURSE,
    CLASSES: _CLASS,
    ENROLLMENTS: _ENROLLMENT,
}
_INDISPENSABLE: Mapping[str, frozenset[str]] = {
    SESSIONS: frozenset({"sourcedid"}),
    COURSES: frozenset({"sourcedid"}),
    CLASSES: frozenset({"sourcedid"}),
    ENROLLMENTS: frozenset({"classsourcedid", "usersourcedid", "role"}),
}


class Session(NamedTuple):
    """An academic session: a term, a semester, a school year.

    Attributes:
        kind: one of `SESSION_TYPES`.
        start: the first day; None where none can be read.
        end: the day after the last one; None likewise.
    """

    title: str
    kind: str
    start: date | None
    end: date | None


class Course(NamedTuple):
    """What is taught in a class."""

    title: str
    code: str


class SchoolClass(NamedTuple):
    """A class, cells as they were sent where nothing else is said.

    Attributes:
        key: of its sourcedId.
        kind: one of `CLASS_TYPES`.
        course: key of its course; empty for none.
        school: key of its school; empty for none.
        terms: keys of its sessions.
        room: where it meets.
    """

    key: str
    title: str
    code: str
    kind: str
    grades: tuple[str, ...]
    periods: str
    course: str
    school: str
    terms: tuple[str, ...]
    room: str


class Enrollment(NamedTuple):
    """Somebody in a class; days as in `Session`."""

    class_key: str
    user_key: str
    role: str
    begin: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class PackageClasses:
    """The classes of a package; enrollments are read when they are asked for.

    Attributes:
        sessions: by their keys.
        courses: by their keys.
        classes: each key once; the first row counts.
        odd_words: cells with a status or a type that OneRoster doesn't have, and days that are
            none.
        repeated: rows that give a class another time in other words.
        twins: as in `Survey`.
    """

    sessions: Mapping[str, Session]
    courses: Mapping[str, Course]
    classes: Sequence[SchoolClass]
    enrollments: Table
    odd_words: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    twins: Mapping[str, str] = field(default_factory=dict)

    def enrolled(self, passed_over: Container[str]) -> Iterator[Enrollment]:
        """Who is in which class, row by row.

        Args:
            passed_over: keys of classes that nobody asks about, most of a district's.

        Raises:
            FileRejected: as `ClassFiles.read`.
        """
        for row in _rows(self.enrollments, ENROLLMENTS):
            status, class_id, user, role, begin, end = row
            key = key_of(class_id)
            if key in passed_over or is_gone(status):
                continue
            self.odd_words["status"] += not is_status(status)
            days = (_day(begin, self.odd_words), _day(end, self.odd_words))
            who = key_of(user)
            yield Enrollment(key, self.twins.get(who, who), role, *days)


@dataclass(frozen=True, slots=True)
class ClassFiles:
    """The files of a package that tell of classes.

    Attributes:
        school: key of the school whose people the package gives; empty where none is named.
        twins: as in `Survey`.
    """

    package: Package
    encoding: str | None
    school: str
    twins: Mapping[str, str] = field(default_factory=dict)

    @property
    def told(self) -> frozenset[str]:
        """Those that are there and hold all there is, as the manifest says."""
        files, modes = self.package.files, self.package.modes
        return frozenset(n for n in OF_CLASSES if n in files and modes.get(n) == BULK)

    def read(self) -> PackageClasses:
        """Read sessions, courses and classes.

        Raises:
            FileRejected: SECTIONS_UNREAD: a file cannot be read, lacks a column that is needed, or
                has rows with too few or too many cells.
        """
        told = self.told
        odd: Counter[str] = Counter()
        classes, repeated = _classes(self._table(CLASSES), odd)
        return PackageClasses(
            sessions=_sessions(self._table(SESSIONS), odd) if SESSIONS in told else {},
            courses=_courses(self._table(COURSES), odd) if COURSES in told else {},
            classes=classes,
            enrollments=self._table(ENROLLMENTS),
            odd_words=odd,
            repeated=repeated,
            twins=self.twins,
        )

    def _table(self, name: str) -> Table:
        try:
            table = open_part(self.package.files[name], frozenset(_COLUMNS[name]), self.encoding)
        except FileRejected as rejected:
            raise unread(name, "cannot be read") from rejected
        if lacking := _INDISPENSABLE[name] - table.places.keys():
            raise unread(name, f"has no column for {', '.join(sorted(lacking))}")
        return table


def unread(name: str, what: str) -> FileRejected:
    """Why nothing is taken of the classes; the people of the package are read all the same."""
    message = f"{NAMES[name]} {what}; classes stay as they are. Export it anew."
    return FileRejected(file_problem(UNREAD, message))


def _rows(table: Table, name: str) -> Iterator[tuple[str, ...]]:
    """The cells of a file that are needed. A row that can't be read may be anybody's."""
    columns = _COLUMNS[name]
    try:
        for block in table.file.blocks(BATCH):
            if any(any(row) for _, row in block.odd):
                raise unread(name, "has rows with too few or too many cells")
            yield from zip(*table.columns(block.columns, columns, len(block.lines)), strict=True)
    except FileRejected as rejected:
        if rejected.reason == UNREAD:
            raise
        raise unread(name, "cannot be read to its end") from rejected


def _sessions(table: Table, odd: Counter[str]) -> dict[str, Session]:
    found: dict[str, Session] = {}
    for who, status, title, kind, start, end in _rows(table, SESSIONS):
        if not who.strip() or is_gone(status):
            continue
        odd["status"] += not is_status(status)
        known = session_type(kind)
        odd["type"] += known is None
        days = (_day(start, odd), _day(end, odd))
        found.setdefault(key_of(who), Session(title, known or SESSION_TYPES[2], *days))
    return found


def _courses(table: Table, odd: Counter[str]) -> dict[str, Course]:
    found: dict[str, Course] = {}
    for who, status, title, code in _rows(table, COURSES):
        if who.strip() and not is_gone(status):
            odd["status"] += not is_status(status)
            found.setdefault(key_of(who), Course(title, code))
    return found


def _classes(table: Table, odd: Counter[str]) -> tuple[list[SchoolClass], int]:
    found: dict[str, SchoolClass] = {}
    repeated = 0
    for row in _rows(table, CLASSES):
        who, status, title, code, kind, grades, periods, course, school, terms, room = row
        if not who.strip() or is_gone(status):
            continue
        known = class_type(kind)
        made = SchoolClass(
            key_of(who),
            title,
            code,
            known or CLASS_TYPES[1],
            tuple(ids_in(grades)),
            periods,
            key_of(course),
            key_of(school),
            tuple(map(key_of, ids_in(terms))),
            room,
        )
        repeated += found.setdefault(made.key, made) != made
        odd["status"] += not is_status(status)
        odd["classType"] += known is None
    return list(found.values()), repeated


def _day(cell: str, odd: Counter[str]) -> date | None:
    found = day_in(cell)
    odd["date"] += found is None and bool(cell.strip())
    return found
