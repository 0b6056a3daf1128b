"""Writes a district's roster files as a student information system would export them.

Staff come as workbooks, everybody else as CSV, at one school as TSV.
Values are the people's own, worn a little: addresses in capitals, spaces around names, decomposed
accents, numbers in five ways of writing. Reading must undo all of it.
"""

from __future__ import annotations

import calendar
import csv
import io
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from random import Random

from infra.local.district import model
from infra.local.district.layouts import LAYOUTS, FileType, Layout
from infra.local.district.model import District, Guardian, Person, School
from infra.local.district.workbooks import workbook

SEPARATOR = ", "
"""Between several addresses or numbers in one cell."""

KIND_IN_NAME = {
    model.STUDENT: "students",
    model.TEACHER: "teachers",
    model.STAFF: "staff",
    model.ADMIN: "admins",
}

NAME_WEAR = (2, 1, 3, 94)
"""Percent of names with spaces around, doubled spaces inside, decomposed accents, no wear."""
EMAIL_WEAR = (4, 2, 94)
"""Percent of addresses in capitals, with a space behind, as they are."""

_ROLE_WORDS = {model.STAFF: "Staff", model.ADMIN: "Manager"}
_RACES = ("A", "B", "I", "P", "W", "M")

Cell = Callable[[Person, Layout, Random], str]


def file_name(school: School, kind: str, day: date) -> str:
    """How the school's system names a file: ``LincolnHighSchool_students_nov22_2026.csv``."""
    month = calendar.month_abbr[day.month].lower()
    suffix = LAYOUTS[school.school_id].type_of(kind)
    return f"{school.file_stem}_{KIND_IN_NAME[kind]}_{month}{day.day:02d}_{day.year}.{suffix}"


def write_files(district: District, folder: Path, day: date) -> dict[str, dict[str, Path]]:
    """Write four files for each school, in ``folder/{school}/``.

    Returns:
        school id → kind → the file's path.
    """
    written: dict[str, dict[str, Path]] = {}
    for school in district.schools:
        place = folder / school.school_id
        place.mkdir(parents=True, exist_ok=True)
        written[school.school_id] = {
            kind: _write(district, school, kind, place / file_name(school, kind, day))
            for kind in model.KINDS
        }
    return written


def content(district: District, school: School, kind: str) -> bytes:
    """One file's bytes; the same district gives the same bytes."""
    layout = LAYOUTS[school.school_id]
    rows = [_row(district, school, person, layout) for person in school.of_kind(kind)]
    file_type = layout.type_of(kind)
    if file_type is FileType.XLSX:
        return workbook(layout.columns[kind], rows, ids_as_numbers=layout.ids_as_numbers)
    text = io.StringIO(newline="")
    delimiter = "\t" if file_type is FileType.TSV else ","
    writer = csv.writer(text, delimiter=delimiter, lineterminator=layout.line_end)
    writer.writerow([header for header, _ in layout.columns[kind]])
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig" if layout.byte_order_mark else "utf-8")


def _row(district: District, school: School, person: Person, layout: Layout) -> list[str]:
    key = f"file {district.seed} {school.school_id} {person.kind} {person.sis_id} {person.email}"
    rng = Random(key)  # noqa: S311  # reproducible, not secret
    return [_CELLS[what](person, layout, rng) for _, what in layout.columns[person.kind]]


def _write(district: District, school: School, kind: str, path: Path) -> Path:
    path.write_bytes(content(district, school, kind))
    return path


def _name(value: str, rng: Random) -> str:
    ways = (f" {value} ", value.replace(" ", "  "), unicodedata.normalize("NFD", value), value)
    return rng.choices(ways, NAME_WEAR)[0]


def _email(value: str, rng: Random) -> str:
    return rng.choices((value.upper(), f"{value} ", value), EMAIL_WEAR)[0]


def _phone(value: str, rng: Random) -> str:
    if not value:
        return ""
    area, prefix, line = value[2:5], value[5:8], value[8:]
    return rng.choice(
        (
            f"({area}) {prefix}-{line}",
            f"{area}-{prefix}-{line}",
            f"{area}.{prefix}.{line}",
            f"{area}{prefix}{line}",
            f"+1 {area} {prefix} {line}",
        )
    )


def _guardian(person: Person, number: int) -> Guardian:
    return person.guardians[number] if number < len(person.guardians) else Guardian("", "")


def _listed(values: list[str]) -> str:
    return SEPARATOR.join(value for value in values if value)


_CELLS: Mapping[str, Cell] = {
    "sis_id": lambda person, _, __: person.sis_id,
    "email": lambda person, _, rng: _email(person.email, rng),
    "first_name": lambda person, _, rng: _name(person.first_name, rng),
    "last_name": lambda person, _, rng: _name(person.last_name, rng),
    "grade": lambda person, layout, _: layout.grades.get(person.grade, person.grade),
    "phone": lambda person, _, rng: _phone(person.phone, rng),
    "id_field_1": lambda person, _, __: person.id_field_1,
    "id_field_2": lambda person, _, __: person.id_field_2,
    "role": lambda person, _, __: _ROLE_WORDS[person.kind],
    "guardian_emails": lambda person, _, rng: _listed(
        [_email(guardian.email, rng).strip() for guardian in person.guardians]
    ),
    "guardian_phones": lambda person, _, rng: _listed(
        [_phone(guardian.phone, rng) for guardian in person.guardians]
    ),
    "guardian_1_email": lambda person, _, rng: _email(_guardian(person, 0).email, rng),
    "guardian_1_phone": lambda person, _, rng: _phone(_guardian(person, 0).phone, rng),
    "guardian_2_email": lambda person, _, rng: _email(_guardian(person, 1).email, rng),
    "guardian_2_phone": lambda person, _, rng: _phone(_guardian(person, 1).phone, rng),
    "birthdate": lambda _, __, rng: f"{rng.randrange(1, 13)}/{rng.randrange(1, 29)}/2012",
    "hired": lambda _, __, rng: (
        f"{rng.randrange(1, 13)}/{rng.randrange(1, 29)}/{rng.randrange(1996, 2026)}"
    ),
    "race": lambda _, __, rng: rng.choice(_RACES),
    "homeroom": lambda _, __, rng: f"{rng.randrange(1, 5)}{rng.randrange(40):02d}",
    "state_id": lambda _, __, rng: str(rng.randrange(10**9, 10**10)),
    "ssn": lambda _, __, rng: f"000-{rng.randrange(10, 99)}-{rng.randrange(1000, 9999)}",
    "flag": lambda _, __, rng: rng.choice("YN"),
}
"""What a column holds → the cell. SSNs begin with 000, which no real one does."""
