"""What the accepted files of one connection and kind were like; the next one is judged by it.

Values only. Part of the pointer's document, and of a run's until the run is closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """One file, without anything of the people in it.

    Attributes:
        part: what its name says beside the kind, see `file_parts.part_of`.
        rows: rows of the file; of a mixed file the people of the kind.
        blanks: roster field of each column that was read → share of blank cells, 0 to 1.
        ended_with_newline: False for one that ended at the end of a cell.
        grades: of the students in it, as far as they were looked at.
    """

    part: str
    rows: int
    blanks: Mapping[str, float] = field(default_factory=dict)
    ended_with_newline: bool = True
    grades: tuple[str, ...] = ()

    def fields(self) -> dict[str, Any]:
        """As it stands in a document."""
        return {
            "part": self.part,
            "rows": self.rows,
            "blanks": dict(self.blanks),
            "endedWithNewline": self.ended_with_newline,
            "grades": list(self.grades),
        }


@dataclass(frozen=True, slots=True)
class FileMemory:
    """The files that are in force.

    Attributes:
        files: the newest last; more than one only where several together are the kind's people.
        mixed: the last one that held other kinds of people too.
        set_suspected: two files claimed different halves of the school, and nobody has said yet
            how the set is made.
        set_parts: the declared set that the snapshot's marks speak of.
    """

    files: tuple[AcceptedFile, ...] = ()
    mixed: AcceptedFile | None = None
    set_suspected: bool = False
    set_parts: tuple[str, ...] = ()

    @property
    def newest(self) -> AcceptedFile | None:
        """The file of the kind that was accepted last."""
        return self.files[-1] if self.files else None

    def with_only(self, file: AcceptedFile) -> FileMemory:
        """After a file that is the whole of the kind."""
        return FileMemory((file,), self.mixed)

    def with_mixed(self, file: AcceptedFile) -> FileMemory:
        """After a file that held other kinds of people too."""
        return replace(self, mixed=file)

    def with_half(self, file: AcceptedFile, most: int) -> FileMemory:
        """After one file of a set that nobody has declared; the oldest of too many is forgotten."""
        others = [known for known in self.files if known.part != file.part]
        return FileMemory((*others, file)[-most:], self.mixed, set_suspected=True)

    def fields(self) -> dict[str, Any]:
        """As it stands in a document."""
        return {
            "files": [file.fields() for file in self.files],
            "mixed": None if self.mixed is None else self.mixed.fields(),
            "setSuspected": self.set_suspected,
            "setParts": list(self.set_parts),
        }


def memory_from(given: Mapping[str, Any]) -> FileMemory:
    """The memory that a document holds; an empty one for a document without."""
    mixed = given.get("mixed")
    return FileMemory(
        files=tuple(_file_from(file) for file in given.get("files", [])),
        mixed=None if mixed is None else _file_from(mixed),
        set_suspected=given.get("setSuspected", False),
        set_parts=tuple(given.get("setParts", [])),
    )


def _file_from(given: Mapping[str, Any]) -> AcceptedFile:
    return AcceptedFile(
        part=given["part"],
        rows=given["rows"],
        blanks=dict(given["blanks"]),
        ended_with_newline=given["endedWithNewline"],
        grades=tuple(given["grades"]),
    )


def blank_shares(
    columns: Iterable[str],
    blanks: Mapping[str, int],
    validated: int,
    rows: int,
    before: AcceptedFile | None,
) -> dict[str, float]:
    """The share of blank cells of each column of a file.

    Rows that are as they were applied last are not looked at again: for them the share holds that
    the last file had.

    Args:
        columns: the roster fields that the file has a column for.
        blanks: roster field → blank cells among the rows that were validated.
        validated: how many those are.
        rows: all rows of the file.
        before: the accepted file that this one is compared with.
    """
    known = {} if before is None else before.blanks
    unread = max(0, rows - validated)
    whole = max(1, unread + validated)
    return {
        column: min(1.0, (blanks.get(column, 0) + known.get(column, 0.0) * unread) / whole)
        for column in sorted(columns)
    }
