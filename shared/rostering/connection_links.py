"""Which settings fit what else there is: known systems and the school's connections. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.kernel.errors import FieldViolation
from shared.rostering.connections import Connection
from shared.rostering.feeds import StopReason


@dataclass(frozen=True, slots=True)
class Around:
    """What else there is.

    Attributes:
        systems: ids of the student information systems that are known.
        connections: all of the school.
        stopped: connection → why its feed is stopped.
        waiting: runs of the connection that wait for an approval.
    """

    systems: Collection[str]
    connections: Sequence[Connection] = ()
    stopped: Mapping[str, StopReason | None] = field(default_factory=dict)
    waiting: int = 0


def wrong_links(was: Connection, wanted: Mapping[str, Any], around: Around) -> list[FieldViolation]:
    """What of the settings does not fit what else there is.

    Args:
        was: the connection before; a new one as it would be without any setting.
        wanted: its settings as its document would hold them.
        around: what else there is.
    """
    found = []
    if wanted["sis"] and wanted["sis"] not in around.systems:
        found.append(FieldViolation("sis", "must be a system of the list, or empty"))
    if was.verified_time is not None and wanted["method"] != was.method:
        # Other people's ids come with another method; only a take-over keeps everybody.
        what = "is fixed once a run was approved; make a connection that takes over from this one"
        found.append(FieldViolation("method", what))
    if wanted["rosterSections"] and not was.roster_sections:
        # Two sources would write over each other's classes, night after night.
        before = wanted["migratesFrom"]
        others = [c for c in around.connections if c.connection not in (was.connection, before)]
        if any(each.roster_sections for each in others):
            what = "is on for another connection of the school; switch it off there first"
            found.append(FieldViolation("rosterSections", what))
    if wanted["migratesFrom"] != was.migrates_from:
        what = _cannot_leave(was, around) or _cannot_take(was, wanted["migratesFrom"], around)
        if what:
            found.append(FieldViolation("migratesFrom", what))
    return found


def _cannot_leave(was: Connection, around: Around) -> str:
    """Why another source cannot be named in the place of the present one; empty where it can."""
    if around.waiting:
        return "is fixed while runs of this connection wait for an approval"
    before = was.migrates_from
    if before is not None and around.stopped.get(before) is StopReason.MIGRATED:
        return "is fixed, as some of its people are taken over already"
    return ""


def _cannot_take(was: Connection, name: str | None, around: Around) -> str:
    """Why a connection cannot be taken over from; empty where it can."""
    if name is None:
        return ""
    others = {str(each.connection): each for each in around.connections}
    if name == was.connection or name not in others:
        return "must be another connection of the school, or null"
    taken = {each.migrates_from for each in around.connections}
    reasons = {
        "must not be a connection that takes over from another itself": (
            others[name].migrates_from is not None
        ),
        "must not be a connection that another one takes over from": name in taken,
        "must not be a connection that was taken over from already": (
            around.stopped.get(name) is StopReason.MIGRATED
        ),
        "must be null while another connection takes over from this one": was.connection in taken,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")
