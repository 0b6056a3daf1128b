"""What the draft of one file is made from."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import IO

from shared.rostering.aliases import Aliases
from shared.rostering.connections import Connection
from shared.rostering.gate import LIFTABLE, Hold
from shared.rostering.migrating import Migration
from shared.rostering.model import Kind
from shared.rostering.read_options import ReadOptions
from shared.rostering.run_store import District
from shared.rostering.runs import LandedFile, Run
from shared.rostering.shelf import SnapshotShelf
from shared.rostering.windows import WindowKind

Claimed = Callable[[AbstractSet[bytes], AbstractSet[Kind]], set[bytes]]
"""Those of some people whom another newest file of the school names; files of this connection about
the kinds given don't count."""


@dataclass(frozen=True, slots=True)
class DraftContext:
    """What a draft is made from.

    Attributes:
        stream: the file, from its start.
        shelf: the present state of each kind, loaded when asked for.
        lifted: codes of the gate whose limits a person set aside for this file.
        aliases: ids that stand for somebody who was here under another one.
        claimed: see `Claimed`.
        migration: where the people come from whom the connection takes over with this file.
        window: what the calendar says of today.
    """

    run: Run
    file: LandedFile
    connection: Connection
    district: District
    stream: IO[bytes]
    shelf: SnapshotShelf
    lifted: frozenset[str] = frozenset()
    aliases: Aliases = field(default_factory=dict)
    claimed: Claimed = lambda *_: set()
    migration: Migration | None = None
    window: WindowKind | None = None

    @property
    def is_verified(self) -> bool:
        """False while such a run is a dry run, until a person has approved one."""
        return self.connection.verified_time is not None and self.migration is None

    def read_options(self) -> ReadOptions:
        """How the file is to be read."""
        connection = self.connection
        return ReadOptions(
            id_space=self.district.id_space,
            header_map=connection.header_map,
            declared_kinds=connection.declared_kinds,
            school_year_end=connection.school_year_end,
            grade_map=connection.grade_map,
            id_width=connection.id_width,
            school_sourced_id=connection.school_sourced_id,
            with_classes=connection.roster_sections,
            guardians_per_student=connection.limits.guardians_per_student,
            students_per_phone=connection.limits.students_per_phone,
            encoding=connection.encoding,
            aliases=self.aliases,
        )

    def standing(self, hold: Hold | None) -> Hold | None:
        """A hold, unless a person has set its limit aside."""
        if hold is not None and hold.code in self.lifted & LIFTABLE:
            return None
        return hold
