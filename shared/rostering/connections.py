"""A connection: how one school is rostered, with every switch and limit. Values only.

Documents ``schools/{school}/rosterConnections/{connection}`` have these fields in lowerCamelCase.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.kernel.ids import ConnectionId, SchoolId
from shared.rostering.model import Kind


@dataclass(frozen=True, slots=True)
class Switches:
    """What a sync may do for one kind of person; everything is off at first."""

    add: bool = False
    update: bool = False
    archive: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The gate's settings; the defaults and their reasons are in ``docs/domain/rostering.md``.

    Attributes:
        archive_share: of the active people in scope, above which archives are held …
        archive_floor: … when there are also more than so many of them.
        archive_ceiling: people above which archives are held whatever their share.
        shrink_share: a file with fewer rows than this share of the last accepted is rejected.
        reject_hold_share: rejected rows above which nobody is archived by a file.
        reject_file_share: rejected rows above which the file is rejected.
        new_managers: new Managers in one run above which they wait for approval.
        new_managers_share: the same, of the Managers that the school has.
    """

    archive_share: float = 0.10
    archive_floor: int = 5
    archive_ceiling: int = 100
    shrink_share: float = 0.50
    reject_hold_share: float = 0.02
    reject_file_share: float = 0.20
    new_managers: int = 3
    new_managers_share: float = 0.10


_LIMIT_FIELDS = {
    "archiveShare": "archive_share",
    "archiveFloor": "archive_floor",
    "archiveCeiling": "archive_ceiling",
    "shrinkShare": "shrink_share",
    "rejectHoldShare": "reject_hold_share",
    "rejectFileShare": "reject_file_share",
    "newManagers": "new_managers",
    "newManagersShare": "new_managers_share",
}


@dataclass(frozen=True, slots=True)
class Connection:
    """One school's connection to its source.

    Attributes:
        declared_kinds: kinds that its files are complete for, where their names don't say so.
        header_map: the administrator's own map, header text → roster field.
        archive_after_nights: nights that a missing person waits; 1 archives that night.
        takes_back_edits: the source overwrites fields that a person edited by hand.
        verified_time: when a person approved the first dry run; None holds every run back.
    """

    school: SchoolId
    connection: ConnectionId
    display_name: str
    enabled: bool = False
    method: str = "SFTP"
    switches: Mapping[Kind, Switches] = field(default_factory=dict)
    declared_kinds: frozenset[Kind] = frozenset()
    header_map: Mapping[str, str] = field(default_factory=dict)
    school_year_end: int | None = None
    archive_after_nights: int = 1
    takes_back_edits: bool = False
    limits: Limits = field(default_factory=Limits)
    verified_time: datetime | None = None

    def switches_of(self, kind: Kind) -> Switches:
        """The switches of one kind; all off where none were set."""
        return self.switches.get(kind, Switches())

    def settings_hash(self) -> str:
        """Changes whenever a setting does that could change what a run of the same file does."""
        fields = connection_fields(self)
        fields["verified"] = self.verified_time is not None
        del fields["verifiedTime"], fields["displayName"]
        return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:24]


def connection_fields(value: Connection) -> dict[str, Any]:
    """The document of a connection."""
    return {
        "schemaVersion": 1,
        "school": value.school,
        "connection": value.connection,
        "displayName": value.display_name,
        "enabled": value.enabled,
        "method": value.method,
        "switches": {
            kind.value: {"add": s.add, "update": s.update, "archive": s.archive}
            for kind, s in sorted(value.switches.items())
        },
        "declaredKinds": sorted(kind.value for kind in value.declared_kinds),
        "headerMap": dict(value.header_map),
        "schoolYearEnd": value.school_year_end,
        "archiveAfterNights": value.archive_after_nights,
        "takesBackEdits": value.takes_back_edits,
        "limits": {name: getattr(value.limits, own) for name, own in _LIMIT_FIELDS.items()},
        "verifiedTime": value.verified_time,
    }


def connection_from(fields: Mapping[str, Any]) -> Connection:
    """The connection that a document holds."""
    limits = fields.get("limits", {})
    return Connection(
        school=SchoolId(fields["school"]),
        connection=ConnectionId(fields["connection"]),
        display_name=fields["displayName"],
        enabled=fields.get("enabled", False),
        method=fields.get("method", "SFTP"),
        switches={Kind(k): Switches(**v) for k, v in fields.get("switches", {}).items()},
        declared_kinds=frozenset(Kind(kind) for kind in fields.get("declaredKinds", [])),
        header_map=dict(fields.get("headerMap", {})),
        school_year_end=fields.get("schoolYearEnd"),
        archive_after_nights=fields.get("archiveAfterNights", 1),
        takes_back_edits=fields.get("takesBackEdits", False),
        limits=Limits(
            **{own: limits[name] for name, own in _LIMIT_FIELDS.items() if name in limits}
        ),
        verified_time=fields.get("verifiedTime"),
    )
