"""What a file's name says about the people in it. Only the name is looked at, never the rows."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from shared.rostering.model import Kind

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_KINDS = {
    "student": Kind.STUDENT,
    "students": Kind.STUDENT,
    "teacher": Kind.TEACHER,
    "teachers": Kind.TEACHER,
    "staff": Kind.STAFF,
    "admin": Kind.ADMIN,
    "admins": Kind.ADMIN,
    "administrator": Kind.ADMIN,
    "administrators": Kind.ADMIN,
}
_WHOLE = frozenset({"students", "teachers", "staff", "admins", "administrators"})


class NamedKinds(NamedTuple):
    """The kinds that a file's name speaks of.

    Attributes:
        kinds: all of them; more than one makes the file a mixed one.
        complete: the kind that the name, by its plural, claims to be complete for.
    """

    kinds: frozenset[Kind]
    complete: frozenset[Kind]

    @property
    def single(self) -> Kind | None:
        """The kind of the rows, when the name speaks of exactly one."""
        return next(iter(self.kinds)) if len(self.kinds) == 1 else None


def kinds_in_name(file_name: str) -> NamedKinds:
    """Read ``LincolnHighSchool_students_mar23_2023.csv``: split at non-letters and CamelCase.

    ``students`` also counts inside a longer word, because administrators were promised that the
    name needs only to include it.
    """
    stem = PurePosixPath(file_name.replace("\\", "/")).stem
    words = {word.lower() for word in _WORD.findall(stem)}
    if "students" in stem.lower():
        words.add("students")
    kinds = frozenset(_KINDS[word] for word in words if word in _KINDS)
    whole = frozenset(_KINDS[word] for word in words & _WHOLE)
    return NamedKinds(kinds, whole if len(kinds) == 1 else frozenset())


def subject_of(file_name: str, declared: frozenset[Kind]) -> Kind | None:
    """The one kind that a file is about, by its name or by what its connection declares.

    None for a mixed file, and for an archive, which may be a package of everybody.
    """
    if file_name.lower().endswith(".zip"):
        return None
    named = kinds_in_name(file_name)
    if named.kinds:
        return named.single
    return next(iter(declared)) if len(declared) == 1 else None
