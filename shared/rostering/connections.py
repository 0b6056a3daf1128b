"""A connection: how one school is rostered, with every switch and limit. Values only.

Documents ``schools/{school}/rosterConnections/{connection}`` have these fields in lowerCamelCase.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from shared.kernel.ids import ConnectionId, SchoolId
from shared.rostering.api_source import (
    ApiSource,
    ClearedSecret,
    api_source_fields,
    api_source_from,
    cleared_fields,
    cleared_from,
    what_it_gives,
)
from shared.rostering.limits import Limits, limits_fields, limits_from
from shared.rostering.model import Kind
from shared.rostering.windows import Window, WindowKind, window_from, window_on


class Method(StrEnum):
    """How the people of a connection come."""

    SFTP = "SFTP"
    """As files, over SFTP or uploaded by a person."""
    ONEROSTER = "ONEROSTER"
    CLEVER = "CLEVER"
    CLASSLINK = "CLASSLINK"


class SectionTerms(StrEnum):
    """Of which terms classes are rostered."""

    ALL = "ALL"
    CURRENT = "CURRENT"
    """Those that the day belongs to, and in the holidays the next ones."""


@dataclass(frozen=True, slots=True)
class Switches:
    """What a sync may do for one kind of person; everything is off at first."""

    add: bool = False
    update: bool = False
    archive: bool = False


@dataclass(frozen=True, slots=True)
class Connection:
    """One school's connection to its source.

    Attributes:
        sis: id of the system that the people come from; empty where nobody has said it.
        declared_kinds: kinds that its files are complete for, where their names don't say so.
        header_map: the administrator's own map, header text → roster field.
        grade_map: the administrator's own map, a grade as the file spells it → one of
            `grades.GRADES`; wins over every spelling that is known.
        encoding: what the files are encoded in, where they can't tell; None lets them tell.
        id_width: digits that a numeric id is filled up to with zeros; None fills none up.
        school_sourced_id: which school of a OneRoster package with several this one is; empty
            where its packages hold one.
        roster_sections: classes and who is in them are rostered too, from packages that have them.
        section_terms: of which terms.
        section_grades: those whose classes are rostered; empty for all.
        file_sets: kinds whose people come in several files → what the name of each says beside
            the kind, such as ``9`` and ``10`` of ``students_9.csv`` and ``students_10.csv``; an
            empty tuple says that each file is whole, whatever its name.
        archive_after_nights: nights that a missing person waits; 1 archives that night.
        takes_back_edits: the source overwrites fields that a person edited by hand.
        owns_hand_added: its files are complete for people added by hand too.
        windows: days on which less is allowed, or on which a new school year comes in.
        migrates_from: the connection whose people this one takes over; None once it has.
        verified_time: when a person approved the first dry run; None holds every run back.
        api_source: where the system's own interface is; None for files.
        cleared_secret: what the last change of its address has taken away; None once there is a
            new secret, or where there never was one.
    """

    school: SchoolId
    connection: ConnectionId
    display_name: str
    enabled: bool = False
    method: Method = Method.SFTP
    sis: str = ""
    switches: Mapping[Kind, Switches] = field(default_factory=dict)
    declared_kinds: frozenset[Kind] = frozenset()
    header_map: Mapping[str, str] = field(default_factory=dict)
    grade_map: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    id_width: int | None = None
    school_sourced_id: str = ""
    roster_sections: bool = False
    section_terms: SectionTerms = SectionTerms.ALL
    section_grades: frozenset[str] = frozenset()
    file_sets: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    school_year_end: int | None = None
    archive_after_nights: int = 1
    takes_back_edits: bool = False
    owns_hand_added: bool = False
    windows: tuple[Window, ...] = ()
    migrates_from: ConnectionId | None = None
    limits: Limits = field(default_factory=Limits)
    verified_time: datetime | None = None
    api_source: ApiSource | None = None
    cleared_secret: ClearedSecret | None = None

    def switches_of(self, kind: Kind) -> Switches:
        """The switches of one kind; all off where none were set."""
        return self.switches.get(kind, Switches())

    def within(self, day: date) -> Connection:
        """The connection as a day's windows leave it: with fewer switches on, or as it is.

        Its settings' hash is another one, so a file of such a day is looked at again after it.
        """
        match window_on(day, self.windows):
            case WindowKind.BLACKOUT:
                return replace(self, switches={}, roster_sections=False)
            case WindowKind.ADDS_ONLY:
                adds = {kind: Switches(add=each.add) for kind, each in self.switches.items()}
                return replace(self, switches=adds, roster_sections=False)
            case WindowKind.ROLLOVER | None:
                return self

    def settings_hash(self) -> str:
        """Changes whenever a setting does that could change what a run of the same file does."""
        fields = connection_fields(self)
        fields["verified"] = self.verified_time is not None
        fields["apiSource"] = what_it_gives(fields["apiSource"])
        del fields["verifiedTime"], fields["displayName"], fields["sis"], fields["clearedSecret"]
        return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:24]


def connection_fields(value: Connection) -> dict[str, Any]:
    """The document of a connection."""
    return {
        "schemaVersion": 1,
        "school": value.school,
        "connection": value.connection,
        "displayName": value.display_name,
        "enabled": value.enabled,
        "method": value.method.value,
        "sis": value.sis,
        "switches": {
            kind.value: {"add": s.add, "update": s.update, "archive": s.archive}
            for kind, s in sorted(value.switches.items())
        },
        "declaredKinds": sorted(kind.value for kind in value.declared_kinds),
        "headerMap": dict(value.header_map),
        "gradeMap": dict(value.grade_map),
        "encoding": value.encoding,
        "idWidth": value.id_width,
        "schoolSourcedId": value.school_sourced_id,
        "rosterSections": value.roster_sections,
        "sectionTerms": value.section_terms.value,
        "sectionGrades": sorted(value.section_grades),
        "fileSets": {kind.value: list(parts) for kind, parts in sorted(value.file_sets.items())},
        "schoolYearEnd": value.school_year_end,
        "archiveAfterNights": value.archive_after_nights,
        "takesBackEdits": value.takes_back_edits,
        "ownsHandAdded": value.owns_hand_added,
        "windows": [window.fields() for window in value.windows],
        "migratesFrom": value.migrates_from,
        "limits": limits_fields(value.limits),
        "verifiedTime": value.verified_time,
        "apiSource": api_source_fields(value.api_source),
        "clearedSecret": cleared_fields(value.cleared_secret),
    }


def connection_from(fields: Mapping[str, Any]) -> Connection:
    """The connection that a document holds."""
    migrates_from = fields.get("migratesFrom")
    return Connection(
        school=SchoolId(fields["school"]),
        connection=ConnectionId(fields["connection"]),
        display_name=fields["displayName"],
        enabled=fields.get("enabled", False),
        method=Method(fields.get("method", Method.SFTP)),
        sis=fields.get("sis", ""),
        switches={Kind(k): Switches(**v) for k, v in fields.get("switches", {}).items()},
        declared_kinds=frozenset(Kind(kind) for kind in fields.get("declaredKinds", [])),
        header_map=dict(fields.get("headerMap", {})),
        grade_map=dict(fields.get("gradeMap", {})),
        encoding=fields.get("encoding"),
        id_width=fields.get("idWidth"),
        school_sourced_id=fields.get("schoolSourcedId", ""),
        roster_sections=fields.get("rosterSections", False),
        section_terms=SectionTerms(fields.get("sectionTerms", SectionTerms.ALL)),
        section_grades=frozenset(fields.get("sectionGrades", [])),
        file_sets={Kind(k): tuple(parts) for k, parts in fields.get("fileSets", {}).items()},
        school_year_end=fields.get("schoolYearEnd"),
        archive_after_nights=fields.get("archiveAfterNights", 1),
        takes_back_edits=fields.get("takesBackEdits", False),
        owns_hand_added=fields.get("ownsHandAdded", False),
        windows=tuple(window_from(window) for window in fields.get("windows", [])),
        migrates_from=None if migrates_from is None else ConnectionId(migrates_from),
        limits=limits_from(fields.get("limits", {})),
        verified_time=fields.get("verifiedTime"),
        api_source=api_source_from(fields.get("apiSource")),
        cleared_secret=cleared_from(fields.get("clearedSecret")),
    )
