"""From the classes of a package to the terms and sections that a school should have. Pure.

A section is whole in one document: what it is, and the person ids of who is in it and who teaches
it. A word that nobody knows never takes anybody out of a class.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from shared.kernel.ids import digest_id
from shared.kernel.periods import LONGEST, meetings_of
from shared.people.model import SCHEMA_VERSION, ListKind
from shared.rostering.connections import SectionTerms
from shared.rostering.sources.oneroster_classes import (
    Enrollment,
    PackageClasses,
    SchoolClass,
    Session,
)
from shared.rostering.sources.oneroster_words import place_in_class

SKIPPED = "SECTION_SKIPPED"
ORPHAN = "ENROLLMENT_ORPHAN"
WORD_UNKNOWN = "SECTION_WORD_UNKNOWN"

MOST_STUDENTS = 1_000
"""Of one section; their ids stand in its document."""
MOST_TEACHERS = 100
"""The same of those who teach it."""
DIGEST_BYTES = 12
_LONGEST = 100
"""Characters of a title; a code is as long at most."""


class Who(NamedTuple):
    """Somebody whom the package brings to the school.

    Attributes:
        order: by which a section's students are sorted, so that a class list reads as one.
    """

    person: str
    is_student: bool
    order: str


class SectionRules(NamedTuple):
    """What a connection and the day say.

    Attributes:
        school: id of the school; part of every id.
        school_key: of the package's school; empty where it names none.
        day: of the district.
        grades: those whose classes are wanted; empty for all. A class that names none is wanted.
        grade_of: reads a grade as files spell it; None for a spelling that isn't known.
    """

    school: str
    school_key: str
    day: date
    terms: SectionTerms
    grades: AbstractSet[str]
    grade_of: Callable[[str], str | None]


Fields = Mapping[str, Any]


@dataclass(slots=True)
class Sections:
    """What a package makes of a school's classes.

    Attributes:
        terms: id → fields; those that a section has.
        sections: id → fields.
        left_out: classes that could not be taken.
        orphans: enrollments of nobody whom the package brings, or of no class of it.
        odd_words: words that OneRoster doesn't have, and days that are none.
    """

    terms: dict[str, Fields] = field(default_factory=dict)
    sections: dict[str, Fields] = field(default_factory=dict)
    left_out: int = 0
    orphans: int = 0
    odd_words: int = 0

    @property
    def enrollments(self) -> int:
        """Students and teachers of all sections."""
        return sum(map(enrolled_in, self.sections.values()))


def enrolled_in(fields: Fields) -> int:
    """Students and teachers of a section."""
    return len(fields["memberIds"]) + len(fields["teacherIds"])


def sections_of(
    package: PackageClasses, people: Mapping[str, Who], rules: SectionRules
) -> Sections:
    """What the school should have.

    Args:
        package: as it was read.
        people: everybody of the school in it, by the keys of their ids.
        rules: of the connection.

    Raises:
        FileRejected: as `PackageClasses.enrolled`.
    """
    made = Sections(left_out=package.repeated)
    wanted = {each.key: each for each in _wanted(package, rules, made)}
    passed_over = {each.key for each in package.classes} - wanted.keys()
    rosters = _Rosters(people, package.sessions, rules.day)
    for enrollment in package.enrolled(passed_over):
        own = wanted.get(enrollment.class_key)
        if own is None:
            made.orphans += 1
        else:
            rosters.take(own, enrollment)
    for key, each in wanted.items():
        students, teachers = rosters.students[key], rosters.teachers[key]
        if len(students) > MOST_STUDENTS or len(teachers) > MOST_TEACHERS:
            made.left_out += 1
            continue
        made.sections[section_id(rules.school, key)] = {
            **_described(each, package, rules),
            "memberIds": [who.person for who in sorted(students, key=_order)],
            "teacherIds": sorted(who.person for who in teachers),
        }
    for key in sorted({term for each in wanted.values() for term in each.terms}):
        if (session := package.sessions.get(key)) is not None:
            made.terms[term_id(rules.school, key)] = _term(session)
    made.orphans += rosters.orphans
    made.odd_words = package.odd_words.total() + rosters.odd_roles
    return made


def section_id(school: str, key: str) -> str:
    """Of the section that a class of this key is."""
    return digest_id(school, "section", key)


def term_id(school: str, key: str) -> str:
    """Of the term that a session of this key is."""
    return digest_id(school, "term", key)


def digest_of(fields: Fields) -> bytes:
    """The same for the same fields."""
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=DIGEST_BYTES).digest()


def _wanted(package: PackageClasses, rules: SectionRules, made: Sections) -> Iterable[SchoolClass]:
    """The classes of the school, of the terms and grades that the connection rosters."""
    schools = {each.school for each in package.classes if each.school}
    only_ours = not schools - {rules.school_key}
    current = in_session(package.sessions, package.classes, rules.day)
    for each in package.classes:
        # One that names no school may be another's, unless there are no others.
        ours = each.school == rules.school_key or (only_ours and not each.school)
        if rules.school_key and not ours:
            made.left_out += not each.school
            continue
        if rules.terms is SectionTerms.CURRENT and not _is_current(each, package, current):
            continue
        grades = [rules.grade_of(grade) for grade in each.grades]
        if rules.grades and grades and None not in grades and rules.grades.isdisjoint(grades):
            continue
        yield each


def in_session(
    sessions: Mapping[str, Session], classes: Sequence[SchoolClass], day: date
) -> set[str]:
    """Keys of the sessions that a day belongs to, of those that classes name.

    Of each type those that hold the day; between two of them the next one, and after the last one
    the last, so that no class disappears in the holidays.
    """
    named = {key for each in classes for key in each.terms if key in sessions}
    found: set[str] = set()
    for kind in {sessions[key].kind for key in named}:
        of_kind = {key: sessions[key] for key in named if sessions[key].kind == kind}
        found |= _of_the_day(of_kind, day)
    return found


def _of_the_day(sessions: Mapping[str, Session], day: date) -> set[str]:
    open_ended = {k for k, each in sessions.items() if each.start is None or each.end is None}
    spans = {
        key: (each.start, each.end)
        for key, each in sessions.items()
        if each.start is not None and each.end is not None
    }
    now = {key for key, (start, end) in spans.items() if start <= day < end}
    coming = {key: start for key, (start, _) in spans.items() if start > day}
    if not now and coming:
        now = {key for key, start in coming.items() if start == min(coming.values())}
    if not now and spans:
        last = max(end for _, end in spans.values())
        now = {key for key, (_, end) in spans.items() if end == last}
    return now | open_ended


def _is_current(each: SchoolClass, package: PackageClasses, current: AbstractSet[str]) -> bool:
    known = [key for key in each.terms if key in package.sessions]
    return not known or not current.isdisjoint(known)


class _Rosters:
    """Gathers who is in which class."""

    def __init__(
        self, people: Mapping[str, Who], sessions: Mapping[str, Session], day: date
    ) -> None:
        self._people = people
        self._sessions = sessions
        self._day = day
        self.students: dict[str, set[Who]] = _Sets()
        self.teachers: dict[str, set[Who]] = _Sets()
        self.orphans = 0
        self.odd_roles = 0

    def take(self, own: SchoolClass, enrollment: Enrollment) -> None:
        """Take one row of a class that is wanted."""
        place = place_in_class(enrollment.role)
        self.odd_roles += place is None
        if place == "" or not self._is_in(own, enrollment):
            return
        who = self._people.get(enrollment.user_key)
        if who is None:
            self.orphans += 1
            return
        # Whoever teaches a class sees it, so nobody does for a word that isn't known.
        if who.is_student and place in ("student", None):
            self.students[own.key].add(who)
        elif not who.is_student and place == "teacher":
            self.teachers[own.key].add(who)
        else:
            self.odd_roles += place is not None

    def _is_in(self, own: SchoolClass, enrollment: Enrollment) -> bool:
        """False for who has left the class before its end, or comes to it after its beginning.

        An enrollment that ends with the class stays: the class goes as a whole, with its term.
        """
        found = [self._sessions.get(key) for key in own.terms]
        spans = [each for each in found if each is not None]
        begin, end = enrollment.begin, enrollment.end
        ends = [each.end for each in spans if each.end is not None]
        starts = [each.start for each in spans if each.start is not None]
        left = end is not None and end <= self._day and not (ends and end >= max(ends))
        later = begin is not None and begin > self._day and not (starts and begin <= min(starts))
        return not left and not later


class _Sets(dict[str, set[Who]]):
    def __missing__(self, key: str) -> set[Who]:
        return self.setdefault(key, set())


def _order(who: Who) -> tuple[str, str]:
    return who.order, who.person


def _described(each: SchoolClass, package: PackageClasses, rules: SectionRules) -> dict[str, Any]:
    course = package.courses.get(each.course)
    title, code = _text(each.title), _text(each.code)
    course_title = _text(course.title) if course else ""
    course_code = _text(course.code) if course else ""
    grades = {rules.grade_of(grade) for grade in each.grades if grade}
    terms = [term_id(rules.school, key) for key in each.terms if key in package.sessions]
    return {
        "schemaVersion": SCHEMA_VERSION,
        "kind": ListKind.SECTION.value,
        "displayName": title or course_title or code or course_code or each.key[:_LONGEST],
        "sectionType": each.kind.upper(),
        "sectionCode": code,
        "courseTitle": course_title,
        "courseCode": course_code,
        "termIds": sorted(set(terms)),
        "grades": sorted(grade for grade in grades if grade is not None),
        "room": _text(each.room),
        "periodsRaw": _text(each.periods, LONGEST),
        "periods": [meeting._asdict() for meeting in meetings_of(each.periods, each.code)],
    }


def _term(session: Session) -> Fields:
    return {
        "schemaVersion": SCHEMA_VERSION,
        "displayName": _text(session.title),
        "termType": session.kind,
        "startDay": session.start.isoformat() if session.start else None,
        "endDay": session.end.isoformat() if session.end else None,
    }


def _text(cell: str, most: int = _LONGEST) -> str:
    """A cell on one line without signs that can't be seen."""
    return "".join(c for c in " ".join(cell.split()) if c.isprintable())[:most].strip()
