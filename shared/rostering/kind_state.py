"""What closing a run records of each kind of person, and how a plan holds it. Values only."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.rostering.model import Kind
from shared.rostering.remaps import Remaps, remaps_from
from shared.rostering.snapshot import Snapshot

_REMAPS = "remaps"


@dataclass(slots=True)
class KindState:
    """What closing the run records for one kind of person.

    Attributes:
        recorded: raw person id → hash of rows that are applied or were already so.
        removed: people who are no longer of this roster.
        missing: raw person id → nights waited; None leaves the known ones as they are.
        marks: raw person id → which files of a declared set name them; None leaves them too.
    """

    recorded: dict[bytes, bytes] = field(default_factory=dict)
    removed: set[bytes] = field(default_factory=set)
    missing: dict[bytes, int] | None = None
    marks: dict[bytes, int] | None = None

    @property
    def is_empty(self) -> bool:
        """True when the snapshot stays as it is."""
        changed = self.missing is not None or self.marks is not None
        return not (changed or self.recorded or self.removed)

    def advance(self, snapshot: Snapshot, skipped: frozenset[bytes]) -> Snapshot:
        """The snapshot after the run; people whose change did not take place stay as they were."""
        applied = dict(snapshot.applied)
        applied.update((p, d) for p, d in self.recorded.items() if p not in skipped)
        missing = snapshot.missing if self.missing is None else self.missing
        gone = self.removed - skipped
        for person in gone:
            applied.pop(person, None)
        missing = {p: nights for p, nights in missing.items() if p in applied}
        marks = snapshot.marks if self.marks is None else self.marks
        marks = {p: mark for p, mark in marks.items() if p in applied}
        return Snapshot(applied, missing, marks)


def read_states(data: bytes) -> dict[Kind, KindState]:
    """What closing records, as `PlanWriter` wrote it."""
    fields = json.loads(data)
    return {Kind(kind): _decode_state(fields[kind]) for kind in fields if kind != _REMAPS}


def read_remaps(data: bytes) -> Remaps:
    """What closing records about who is who, from the same bytes."""
    return remaps_from(json.loads(data).get(_REMAPS))


def encode_states(states: Mapping[Kind, KindState], remaps: Remaps) -> bytes:
    """What closing records, as bytes of a plan."""
    return json.dumps(
        ({_REMAPS: remaps.fields()} if remaps else {})
        | {
            kind.value: {
                "recorded": _packed(p + d for p, d in sorted(state.recorded.items())),
                "removed": _packed(sorted(state.removed)),
                "missing": None
                if state.missing is None
                else {p.hex(): nights for p, nights in sorted(state.missing.items())},
                "marks": None
                if state.marks is None
                else _packed(p + mark.to_bytes(2) for p, mark in sorted(state.marks.items())),
            }
            for kind, state in sorted(states.items())
        }
    ).encode()


def _decode_state(fields: Mapping[str, Any]) -> KindState:
    person, record = 10, 22
    recorded = base64.b64decode(fields["recorded"])
    removed = base64.b64decode(fields["removed"])
    missing = fields["missing"]
    packed = fields.get("marks")
    marks = None if packed is None else base64.b64decode(packed)
    return KindState(
        recorded={
            recorded[at : at + person]: recorded[at + person : at + record]
            for at in range(0, len(recorded), record)
        },
        removed={removed[at : at + person] for at in range(0, len(removed), person)},
        missing=None if missing is None else {bytes.fromhex(p): n for p, n in missing.items()},
        marks=None if marks is None else _decode_marks(marks),
    )


def _decode_marks(packed: bytes) -> dict[bytes, int]:
    person, record = 10, 12
    return {
        packed[at : at + person]: int.from_bytes(packed[at + person : at + record])
        for at in range(0, len(packed), record)
    }


def _packed(values: Iterable[bytes]) -> str:
    return base64.b64encode(b"".join(values)).decode("ascii")
