"""What the draft of a file's run is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import IO

from shared.rostering.aliases import Aliases
from shared.rostering.connections import Connection
from shared.rostering.migrating import Migration
from shared.rostering.model import Kind
from shared.rostering.reading import NORMALISER_VERSION
from shared.rostering.run_store import District
from shared.rostering.runs import LandedFile, Run
from shared.rostering.shelf import SnapshotShelf

Claimed = Callable[[AbstractSet[bytes], AbstractSet[Kind]], set[bytes]]
"""Those of some people whom another newest file of the school names; files of this connection about
the kinds given don't count."""


def fingerprint(file: LandedFile, connection: Connection) -> str:
    """The same for the same bytes under the same settings and the same reader."""
    text = f"{file.digest}|{connection.settings_hash()}|{NORMALISER_VERSION}"
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class DraftContext:
    """What a draft is made from.

    Attributes:
        stream: the file, from its start.
        shelf: the present state of each kind, loaded when asked for.
        lifted: codes of the gate whose limits a person set aside for this file.
        aliases: ids that stand for somebody who was here under another one.
        claimed: see `newcomers.Claimed`.
        migration: where the people come from whom the connection takes over with this file.
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

    @property
    def is_dry_run(self) -> bool:
        """True until a person has approved a plan like this one's."""
        return self.connection.verified_time is None or self.migration is not None
