"""The invented district as values: schools, people, guardians. Nothing here is read or written."""

from __future__ import annotations

from dataclasses import dataclass

STUDENT = "student"
TEACHER = "teacher"
STAFF = "staff"
ADMIN = "admin"
KINDS = (STUDENT, TEACHER, STAFF, ADMIN)


@dataclass(frozen=True, slots=True)
class Guardian:
    """One guardian; at least one of the two is not empty.

    Attributes:
        email: lower case, or empty.
        phone: E.164, or empty.
    """

    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Person:
    """One person at one school, as the student information system knows them.

    Attributes:
        kind: one of `KINDS`.
        sis_id: text, leading zeros count; an employee's may equal a student's.
        grade: KG or 01 to 12; empty for employees.
        phone: E.164, or empty.
        guardians: the household's, the same values for every child of it.
    """

    kind: str
    sis_id: str
    email: str
    first_name: str
    last_name: str
    grade: str = ""
    phone: str = ""
    id_field_1: str = ""
    id_field_2: str = ""
    guardians: tuple[Guardian, ...] = ()


@dataclass(frozen=True, slots=True)
class School:
    """One school and everybody at it.

    Attributes:
        school_id: the document's id.
        file_stem: how its student information system begins a file's name.
    """

    school_id: str
    display_name: str
    file_stem: str
    people: tuple[Person, ...]

    def of_kind(self, kind: str) -> tuple[Person, ...]:
        """The people of one kind, in the order in which they were made."""
        return tuple(person for person in self.people if person.kind == kind)


@dataclass(frozen=True, slots=True)
class District:
    """Every school, and the seed all of it was made from."""

    seed: int
    schools: tuple[School, ...]

    def school(self, school_id: str) -> School:
        """One school; raises KeyError when there is none of this id."""
        for school in self.schools:
            if school.school_id == school_id:
                return school
        raise KeyError(school_id)
