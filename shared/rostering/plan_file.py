"""A plan as one immutable object: parts of bounded writes, then what is held, then the new state.

Written while it is planned, so that memory holds one part; read part by part. No I/O of its own.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any

from shared.kernel.ids import id_to_bytes
from shared.rostering.guardian_back import GuardianBack, guardian_back_from
from shared.rostering.guardian_changes import (
    GUARDIANS_READ,
    GuardianChange,
    GuardianLookup,
    guardian_change_from,
    nobody_known,
    says_all,
)
from shared.rostering.model import Kind
from shared.rostering.plan import UNDOING, GuardianLink, Operation, Verb
from shared.rostering.plan_values import as_json, from_json
from shared.rostering.remaps import Remaps, remaps_from
from shared.rostering.snapshot import Snapshot

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=as_json)

_REMAPS = "remaps"
_FIXED_WRITES = 3
"""Of each part: its own marker, the run's counter and the audit entry."""


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes ``start`` to ``end`` of the object, applied in one commit."""

    start: int
    end: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where everything is in the object, and the hash that an approval names.

    Attributes:
        hash: of all parts, the held operations and the state.
    """

    object: str
    hash: str
    parts: tuple[Part, ...]
    held: Part
    state: Part

    def fields(self) -> dict[str, Any]:
        """As it stands in the run's document."""
        return {
            "object": self.object,
            "hash": self.hash,
            "parts": [_part_fields(part) for part in self.parts],
            "held": _part_fields(self.held),
            "state": _part_fields(self.state),
        }


def manifest_from(fields: Mapping[str, Any]) -> Manifest:
    """The inverse of `Manifest.fields`."""
    return Manifest(
        object=fields["object"],
        hash=fields["hash"],
        parts=tuple(Part(**part) for part in fields["parts"]),
        held=Part(**fields["held"]),
        state=Part(**fields["state"]),
    )


Change = Operation | GuardianChange | GuardianBack


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


class PlanWriter:
    """Takes operations one by one and writes them in parts of at most ``most_writes`` writes.

    Attributes:
        first_people: set where the school has nobody yet.
        remaps: who is who, as far as this plan says it anew.
    """

    def __init__(self, target: IO[bytes], most_writes: int) -> None:
        self._target = target
        self._room = most_writes - _FIXED_WRITES
        self._lines: list[bytes] = []
        self._parts: list[Part] = []
        self._held: list[bytes] = []
        self._guardians: dict[str, dict[str, Any]] = {}
        self._at = 0
        self.states: dict[Kind, KindState] = {}
        self.held_count = 0
        self.first_people = False
        self.remaps = Remaps()

    def state_of(self, kind: Kind) -> KindState:
        """The state to be recorded for one kind."""
        return self.states.setdefault(kind, KindState())

    def add(self, operation: Operation) -> None:
        """Take one operation, to be applied or, where it is held, to wait."""
        if operation.hold is not None:
            self._held.append(_line(operation_fields(operation)))
            self.held_count += 1
            return
        if operation.after:
            self.put(operation_fields(operation))
        self._collect_guardians(operation)
        state = self.state_of(operation.kind)
        person = id_to_bytes(operation.person)
        if operation.alias is not None:
            self.remaps.aliases[id_to_bytes(operation.alias)] = person
        if operation.verb in (Verb.ARCHIVE, Verb.MOVE):
            state.removed.add(person)
        else:
            state.recorded[person] = bytes.fromhex(operation.digest)

    def list_only(self, fields: Mapping[str, Any]) -> None:
        """Take a change that is listed beside what is held, and never applied."""
        self._held.append(_line(fields))
        self.held_count += 1

    def _collect_guardians(self, operation: Operation) -> None:
        for link in operation.guardians:
            change = self._guardian(link.guardian)
            change["email"] = link.email or change["email"]
            change["phone"] = link.phone or change["phone"]
            change["link"].append(operation.person)
        for guardian in operation.unlinked:
            self._guardian(guardian)["unlink"].append(operation.person)

    def _guardian(self, guardian: str) -> dict[str, Any]:
        empty = {"guardian": guardian, "email": "", "phone": "", "link": [], "unlink": []}
        return self._guardians.setdefault(guardian, empty)

    def put(self, fields: Mapping[str, Any]) -> None:
        """Take one write as it is; nothing is recorded of it."""
        self._lines.append(_line(fields))
        if len(self._lines) == self._room:
            self._flush()

    def _flush(self) -> None:
        if self._lines:
            self._parts.append(self._write(b"".join(self._lines)))
            self._lines.clear()

    def _write(self, data: bytes) -> Part:
        self._target.write(data)
        part = Part(self._at, self._at + len(data), hashlib.sha256(data).hexdigest())
        self._at = part.end
        return part

    @property
    def is_empty(self) -> bool:
        """True when nothing is applied, held or recorded."""
        return not (
            self._lines
            or self._parts
            or self.held_count
            or self._guardians
            or self.remaps
            or not all(state.is_empty for state in self.states.values())
        )

    @property
    def guardian_count(self) -> int:
        """Guardians that will be written."""
        return len(self._guardians)

    def finish(self, object_name: str, lookup: GuardianLookup = nobody_known) -> Manifest:
        """Write the rest and say where everything is.

        Args:
            object_name: of the plan.
            lookup: finds guardians as they are; not asked where the school has nobody yet. Those
                of whom all is known already are not written.
        """
        changes = iter(list(self._guardians.values()))
        while batch := list(islice(changes, GUARDIANS_READ)):
            known = {} if self.first_people else lookup([each["guardian"] for each in batch])
            for change in batch:
                self._put_guardian(change, known.get(change["guardian"]))
        self._flush()
        held = self._write(b"".join(self._held))
        state = self._write(_encode_states(self.states, self.remaps))
        digests = [part.digest for part in self._parts] + [held.digest, state.digest]
        plan_hash = hashlib.sha256("\n".join(digests).encode()).hexdigest()
        return Manifest(object_name, plan_hash, tuple(self._parts), held, state)

    def _put_guardian(self, change: Mapping[str, Any], was: Mapping[str, Any] | None) -> None:
        """Linking and unlinking are a write each, so each has a line of its own."""
        links = bool(change["link"]) and not says_all(was, change)
        unlinks = was is not None and not set(change["unlink"]).isdisjoint(was["studentIds"])
        if links:
            self.put({**change, "unlink": [], "new": self.first_people, "was": was})
        if unlinks:
            self.put({**change, "link": [], "new": False, "was": was})
        if not links and not unlinks:
            del self._guardians[change["guardian"]]


def operation_fields(operation: Operation) -> dict[str, Any]:
    """An operation as people and programs read it."""
    fields: dict[str, Any] = {
        "verb": operation.verb.value,
        "kind": operation.kind.value,
        "person": operation.person,
        "digest": operation.digest,
        "version": operation.version,
        "before": operation.before,
        "after": operation.after,
        "guardians": [[g.guardian, g.email, g.phone] for g in operation.guardians],
        "unlinked": list(operation.unlinked),
        "hold": operation.hold,
        "alias": operation.alias,
        "by": operation.by,
    }
    if operation.was is not None:
        fields["was"] = operation.was
    if operation.line is not None:
        fields["line"] = operation.line
    if operation.identity is not None:
        fields["identity"] = operation.identity
    return fields


def read_part(data: bytes, part: Part) -> Iterator[Change]:
    """The changes of one part.

    Raises:
        ValueError: the bytes are not those that were planned.
    """
    if hashlib.sha256(data).hexdigest() != part.digest:
        raise ValueError("the plan's bytes are not those that were hashed")
    yield from read_lines(data)


def read_lines(data: bytes) -> Iterator[Change]:
    """The changes of some whole lines, whose hash the caller has looked at."""
    # The lines as one list: a line break inside a text would be written as \n, never as itself.
    for fields in json.loads(b"[%b]" % data[:-1].replace(b"\n", b",")):
        if "verb" in fields:
            yield _operation(fields)
        elif "link" in fields:
            yield guardian_change_from(fields)
        else:
            yield guardian_back_from(fields)


def read_operations(data: bytes, part: Part) -> Iterator[Operation]:
    """The operations of a part that holds no guardians, such as the held one."""
    for change in read_part(data, part):
        if isinstance(change, Operation):
            yield change


def read_states(data: bytes) -> dict[Kind, KindState]:
    """What closing records, as `PlanWriter` wrote it."""
    fields = json.loads(data)
    return {Kind(kind): _decode_state(fields[kind]) for kind in fields if kind != _REMAPS}


def read_remaps(data: bytes) -> Remaps:
    """What closing records about who is who, from the same bytes."""
    return remaps_from(json.loads(data).get(_REMAPS))


def _operation(fields: Mapping[str, Any]) -> Operation:
    verb = Verb(fields["verb"])
    before, after = fields["before"], fields["after"]
    if verb in UNDOING:
        before, after = from_json(before), from_json(after)
    was = fields.get("was")
    return Operation(
        verb=verb,
        kind=Kind(fields["kind"]),
        person=fields["person"],
        digest=fields["digest"],
        version=fields["version"],
        before=before,
        after=after,
        guardians=tuple(GuardianLink(*link) for link in fields["guardians"]),
        unlinked=tuple(fields["unlinked"]),
        hold=fields["hold"],
        was=None if was is None else from_json(was),
        line=fields.get("line"),
        alias=fields.get("alias"),
        by=fields.get("by"),
        identity=fields.get("identity"),
    )


def _line(fields: Mapping[str, Any]) -> bytes:
    return _ENCODER.encode(fields).encode() + b"\n"


def _part_fields(part: Part) -> dict[str, Any]:
    return {"start": part.start, "end": part.end, "digest": part.digest}


def _encode_states(states: Mapping[Kind, KindState], remaps: Remaps) -> bytes:
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
