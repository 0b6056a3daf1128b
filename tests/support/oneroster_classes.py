"""Writes the classes of OneRoster packages: a school of people with what they are in.

Nothing here uses the code under test.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.support.oneroster import HEADERS, SCHOOL, files_of, manifest, person, sheet
from tests.support.workbooks import package as zipped

Row = dict[str, str]

FALL, SPRING, YEAR = "term-fall", "term-spring", "term-year"


def term(sourced_id: str, start: str, end: str, kind: str = "semester", **more: str) -> Row:
    """A row of ``academicSessions.csv``."""
    days = {"startDate": start, "endDate": end, "schoolYear": "2027"}
    return {"sourcedId": sourced_id, "title": sourced_id.title(), "type": kind, **days, **more}


def course(sourced_id: str, **more: str) -> Row:
    """A row of ``courses.csv``."""
    return {"sourcedId": sourced_id, "title": f"Course {sourced_id}", "courseCode": "X", **more}


def school_class(sourced_id: str, **more: str) -> Row:
    """A row of ``classes.csv``: of the school, scheduled, the whole year."""
    return {
        "sourcedId": sourced_id,
        "title": f"Class {sourced_id}",
        "classCode": f"{sourced_id}-1",
        "classType": "scheduled",
        "courseSourcedId": "alg",
        "schoolSourcedId": SCHOOL,
        "termSourcedIds": YEAR,
        "location": "Room 12",
        **more,
    }


def enrolled(class_id: str, user: str, role: str = "student", **more: str) -> Row:
    """A row of ``enrollments.csv``."""
    return {
        "sourcedId": f"{class_id}-{user}",
        "classSourcedId": class_id,
        "schoolSourcedId": SCHOOL,
        "userSourcedId": user,
        "role": role,
        **more,
    }


@dataclass
class ClassPackage:
    """A package to be changed and written; modes of files stand in ``modes``."""

    users: list[Row]
    classes: list[Row]
    enrollments: list[Row]
    terms: list[Row] = field(
        default_factory=lambda: [
            term(YEAR, "2026-08-17", "2027-06-05", "schoolYear"),
            term(FALL, "2026-08-17", "2027-01-15"),
            term(SPRING, "2027-01-19", "2027-06-05"),
        ]
    )
    courses: list[Row] = field(default_factory=lambda: [course("alg")])
    modes: dict[str, str] = field(default_factory=dict)
    without: set[str] = field(default_factory=set)

    def files(self) -> dict[str, str | bytes]:
        """By their names, as they stand in the archive."""
        rows: Mapping[str, Sequence[Row]] = {
            "academicSessions": self.terms,
            "courses": self.courses,
            "classes": self.classes,
            "enrollments": self.enrollments,
        }
        told = {"users": "bulk", "orgs": "bulk", **dict.fromkeys(rows, "bulk"), **self.modes}
        files = {**files_of(self.users), "manifest.csv": manifest(**told)}
        files |= {f"{name}.csv": sheet(HEADERS[name], each) for name, each in rows.items()}
        return {name: text for name, text in files.items() if name not in self.without}

    def bytes(self) -> bytes:
        """The archive."""
        return zipped(self.files())


def school_of_classes(
    pupils: Iterable[int] = range(20), teachers: Iterable[int] = range(3), per_class: int = 10
) -> ClassPackage:
    """Pupils S0, S1 … in classes C0, C1 … of so many each, class N taught by teacher TN."""
    numbers = list(pupils)
    adults = list(teachers)
    users = [person(f"S{n}") for n in numbers]
    users += [person(f"T{n}", "teacher") for n in adults] + [person("A1", "administrator")]
    count = -(-len(numbers) // per_class)
    classes = [school_class(f"C{n}", periods=str(n + 1)) for n in range(count)]
    enrollments = [enrolled(f"C{n // per_class}", f"S{n}") for n in numbers]
    enrollments += [enrolled(f"C{n}", f"T{n % len(adults)}", "teacher") for n in range(count)]
    return ClassPackage(users, classes, enrollments)
