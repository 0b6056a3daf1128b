"""What the draft of one file is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from shared.rostering.connections import Connection
from shared.rostering.gate import LIFTABLE, Hold
from shared.rostering.run_store import District
from shared.rostering.runs import LandedFile, Run
from shared.rostering.shelf import SnapshotShelf


@dataclass(frozen=True, slots=True)
class DraftContext:
    """What a draft is made from.

    Attributes:
        stream: the file, from its start.
        shelf: the present state of each kind, loaded when asked for.
        lifted: codes of the gate whose limits a person set aside for this file.
    """

    run: Run
    file: LandedFile
    connection: Connection
    district: District
    stream: IO[bytes]
    shelf: SnapshotShelf
    lifted: frozenset[str] = frozenset()

    @property
    def is_verified(self) -> bool:
        """False while every run of the connection is a dry run."""
        return self.connection.verified_time is not None

    def standing(self, hold: Hold | None) -> Hold | None:
        """A hold, unless a person has set its limit aside."""
        if hold is not None and hold.code in self.lifted & LIFTABLE:
            return None
        return hold
