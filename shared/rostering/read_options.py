"""What a connection knows about its files before one is read. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.rostering.aliases import Aliases
from shared.rostering.model import Kind


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a connection knows about its files.

    Attributes:
        id_space: of the district; part of every person id.
        header_map: an administrator's decisions: header text → field of `header_words.FIELDS`, or
            empty for "don't read"; wins over every spelling. Columns that are never imported can't
            be mapped.
        declared_kinds: the kinds that the connection declares its files complete for.
        school_year_end: calendar year in which the school year ends, so that grades can be told
            from graduation years; None when that isn't wanted.
        grade_map: an administrator's decisions: a grade as the files spell it → one of
            `grades.GRADES`; wins over every spelling.
        id_width: digits that ids of digits alone are filled up to with zeros; None fills none up.
        school_sourced_id: which school of a OneRoster package with several; empty for its only one.
        with_classes: a package's classes are asked for as well.
        guardians_per_student: above which a student is worth a warning.
        students_per_phone: students with one guardian's number above which it is worth one.
        encoding: what an administrator says that text files are encoded in, one of
            `sources.encodings.SETTABLE`; None when each file is to be looked at.
        aliases: of person ids, see `shared.rostering.aliases`.
    """

    id_space: str
    header_map: Mapping[str, str] = field(default_factory=dict)
    declared_kinds: frozenset[Kind] = frozenset()
    school_year_end: int | None = None
    grade_map: Mapping[str, str] = field(default_factory=dict)
    id_width: int | None = None
    school_sourced_id: str = ""
    with_classes: bool = False
    guardians_per_student: int = 6
    students_per_phone: int = 10
    encoding: str | None = None
    aliases: Aliases = field(default_factory=dict)
