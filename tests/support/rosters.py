"""Small roster files for tests, as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

STUDENT_HEADER = "Student ID,First Name,Last Name,Email,Grade,Parent Email,Parent Phone"
STAFF_HEADER = "ID Number,First Name,Last Name,Email"


def student(number: int, **changes: str) -> str:
    """One student's line; ids from 1000 on."""
    cells = {
        "id": str(1000 + number),
        "first": f"First{number}",
        "last": f"Last{number}",
        "email": f"s{number}@students.example.org",
        "grade": "9",
        "parent": f"p{number}@example.org",
        "phone": "",
    }
    return ",".join({**cells, **changes}.values())


def students(numbers: Iterable[int], *more: str) -> str:
    """A file of students with these numbers, and more lines."""
    return file_of(STUDENT_HEADER, [*(student(number) for number in numbers), *more])


def employees(numbers: Iterable[int], *more: str) -> str:
    """A file of teachers, staff or admins with these numbers."""
    lines = [f"E{n},Ada{n},Adult{n},a{n}@example.org" for n in numbers]
    return file_of(STAFF_HEADER, [*lines, *more])


def file_of(header: str, lines: Sequence[str]) -> str:
    """A whole CSV file."""
    return "\n".join([header, *lines]) + "\n"
