"""A plan as one immutable object: parts of bounded writes, then what is held, then the new state.

Written while it is planned, so that memory holds one part; read part by part. No I/O of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from shared.kernel.ids import id_to_bytes
from shared.rostering.class_changes import ClassChange, class_change_from, in_parts
from shared.rostering.guardian_back import GuardianBack, guardian_back_from
from shared.rostering.guardian_changes import (
    GUARDIANS_READ,
    GuardianChange,
    GuardianLookup,
    guardian_change_from,
    nobody_known,
    says_all,
)
from shared.rostering.kind_state import KindState, encode_states
from shared.rostering.model import Kind
from shared.rostering.plan import UNDOING, GuardianLink, Operation, Verb
from shared.rostering.plan_values import as_json, from_json
from shared.rostering.remaps import Remaps

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=as_json)

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


Change = Operation | GuardianChange | GuardianBack | ClassChange


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
        self._classes: list[bytes] = []
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

    def add_class(self, change: ClassChange) -> None:
        """Take a change of a term or section, to be applied after the people's, or to wait."""
        if change.hold is not None:
            self.list_only(change.fields())
        else:
            self._classes.append(_line(change.fields()))

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
            or self._classes
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
        self._parts += map(self._write, in_parts(self._classes, self._room))
        held = self._write(b"".join(self._held))
        state = self._write(encode_states(self.states, self.remaps))
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
        elif "class" in fields:
            yield class_change_from(fields)
        elif "link" in fields:
            yield guardian_change_from(fields)
        else:
            yield guardian_back_from(fields)


def read_operations(data: bytes, part: Part) -> Iterator[Operation]:
    """The operations of a part, without what else is in it."""
    for change in read_part(data, part):
        if isinstance(change, Operation):
            yield change


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
