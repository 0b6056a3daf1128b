"""How each school's student information system spells its files: headers, grades, separators.

Every header meant to be understood is one that real systems write; the others carry what schools
send without being asked and what must never be stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from infra.local.district import model

_PLAIN_GRADES = {f"{number:02d}": str(number) for number in range(1, 13)}


class FileType(StrEnum):
    """How a file is written; the value is its name's suffix."""

    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of one school.

    Attributes:
        columns: kind → (header, what stands in it) in file order; see `files.cell`.
        grades: the grade → its spelling; a grade that is absent is written as it is.
        line_end: of every line of text.
        byte_order_mark: whether a text file starts with one.
        text_type: of every file but that of the staff, which the office keeps as a workbook.
        ids_as_numbers: whether the workbook's ids are numbers with a format, and not text.
    """

    columns: Mapping[str, tuple[tuple[str, str], ...]]
    grades: Mapping[str, str] = field(default_factory=dict)
    line_end: str = "\r\n"
    byte_order_mark: bool = False
    text_type: FileType = FileType.CSV
    ids_as_numbers: bool = False

    def type_of(self, kind: str) -> FileType:
        """How the file of one kind of people is written."""
        return FileType.XLSX if kind == model.STAFF else self.text_type


_LINCOLN_EMPLOYEE = (
    ("email", "email"),
    ("first name", "first_name"),
    ("last name", "last_name"),
    ("id number", "sis_id"),
)

_ROOSEVELT_EMPLOYEE = (
    ("Last_name", "last_name"),
    ("First_name", "first_name"),
)

_MAPLE_EMPLOYEE = (
    ("SIS ID", "sis_id"),
    ("First Name", "first_name"),
    ("Last Name", "last_name"),
    ("Email Address", "email"),
    ("Birthdate", "birthdate"),
)

LAYOUTS: Mapping[str, Layout] = {
    "lincoln-high": Layout(
        columns={
            model.STUDENT: (
                ("email", "email"),
                ("first name", "first_name"),
                ("last name", "last_name"),
                ("student id", "sis_id"),
                ("grade", "grade"),
                ("parentEmail", "guardian_emails"),
                ("parentPhone", "guardian_phones"),
                ("student phone", "phone"),
                ("idField1", "id_field_1"),
                ("idField2", "id_field_2"),
                ("Birthdate", "birthdate"),
                ("Race", "race"),
                ("Homeroom", "homeroom"),
            ),
            model.TEACHER: (*_LINCOLN_EMPLOYEE, ("Homeroom", "homeroom")),
            model.STAFF: (
                *_LINCOLN_EMPLOYEE,
                ("role", "role"),
                ("SSN", "ssn"),
                ("Hire Date", "hired"),
            ),
            model.ADMIN: (*_LINCOLN_EMPLOYEE, ("role", "role")),
        },
        grades=_PLAIN_GRADES,
    ),
    "roosevelt-middle": Layout(
        columns={
            model.STUDENT: (
                ("Student_id", "sis_id"),
                ("State_id", "state_id"),
                ("Last_name", "last_name"),
                ("First_name", "first_name"),
                ("Grade", "grade"),
                ("DOB", "birthdate"),
                ("Race", "race"),
                ("Hispanic_Latino", "flag"),
                ("Frl_status", "flag"),
                ("Student_email", "email"),
                ("Contact_email", "guardian_1_email"),
                ("Contact_phone", "guardian_1_phone"),
            ),
            model.TEACHER: (
                ("ID Number", "sis_id"),
                *_ROOSEVELT_EMPLOYEE,
                ("Teacher_email", "email"),
                ("Password", "ssn"),
            ),
            model.STAFF: (
                *_ROOSEVELT_EMPLOYEE,
                ("Staff_email", "email"),
                ("Hire_date", "hired"),
            ),
            model.ADMIN: (
                ("ID Number", "sis_id"),
                *_ROOSEVELT_EMPLOYEE,
                ("Admin_email", "email"),
            ),
        },
        grades={"06": "Grade 6", "07": "Grade 7", "08": "Grade 8"},
        line_end="\n",
    ),
    "maple-grove-elementary": Layout(
        columns={
            model.STUDENT: (
                ("SIS ID", "sis_id"),
                ("Last Name", "last_name"),
                ("First Name", "first_name"),
                ("Grade Level", "grade"),
                ("Email Address", "email"),
                ("Guardian 1 Email", "guardian_1_email"),
                ("Guardian 1 Phone", "guardian_1_phone"),
                ("Guardian 2 Email", "guardian_2_email"),
                ("Guardian 2 Phone", "guardian_2_phone"),
                ("Birthdate", "birthdate"),
                ("Special Education", "flag"),
                ("Home Room", "homeroom"),
            ),
            model.TEACHER: _MAPLE_EMPLOYEE,
            model.STAFF: _MAPLE_EMPLOYEE,
            model.ADMIN: _MAPLE_EMPLOYEE,
        },
        grades={"KG": "K", "01": "1st", "02": "2nd", "03": "3rd", "04": "4th", "05": "5th"},
        byte_order_mark=True,
        text_type=FileType.TSV,
        ids_as_numbers=True,
    ),
}
