"""A run: one file, one approval or one daily archive phase on its way to a result. Values only.

Documents ``schools/{school}/rosterRuns/{run}``. A run ends exactly once, with one result mail;
what it holds back is approved by starting another run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.kernel.ids import ConnectionId, RunId, SchoolId, digest_id
from shared.rostering.connections import Connection
from shared.rostering.file_memory import FileMemory, memory_from
from shared.rostering.generations import Generations, generations_from
from shared.rostering.model import Kind
from shared.rostering.plan_file import Manifest, manifest_from

PROBLEMS_KEPT = 200
"""Problems that a run's document lists; their counts by code are always exact."""


class Trigger(StrEnum):
    """What started a run."""

    FILE = "FILE"
    APPROVAL = "APPROVAL"
    ARCHIVE_PHASE = "ARCHIVE_PHASE"
    UNDO = "UNDO"


class RunState(StrEnum):
    """(PULLING →) RECEIVED → APPLYING → CLOSED; any may be followed by CLOSED at once."""

    PULLING = "PULLING"
    RECEIVED = "RECEIVED"
    APPLYING = "APPLYING"
    CLOSED = "CLOSED"


class Outcome(StrEnum):
    """How a run ended."""

    APPLIED = "APPLIED"
    UNCHANGED = "UNCHANGED"
    DRY_RUN = "DRY_RUN"
    HELD = "HELD"
    REJECTED = "REJECTED"
    STALE = "STALE"
    FAILED = "FAILED"
    PAUSED = "PAUSED"


ACCEPTED = frozenset({Outcome.APPLIED, Outcome.UNCHANGED, Outcome.HELD, Outcome.DRY_RUN})
"""Outcomes of runs that were taken in; after the others it is as if they had not been."""


class Approval(StrEnum):
    """What became of that which a closed run holds back."""

    NONE = "NONE"
    PENDING = "PENDING"
    APPROVED = "APPROVED"
    DISCARDED = "DISCARDED"
    SUPERSEDED = "SUPERSEDED"


@dataclass(frozen=True, slots=True)
class Arrival:
    """An object of the drop bucket, as an event or a listing tells of it.

    Attributes:
        generation: of the object; a file sent again is another one.
        size: bytes.
        digest: base64 MD5.
        metadata: what the gateway noted; ``fileName`` is the sender's own.
    """

    bucket: str
    name: str
    generation: int
    size: int
    digest: str
    metadata: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LandedFile:
    """One generation of an object that a connection sent, or that was pulled for it.

    Attributes:
        file_name: the sender's own; it says which kinds the file is complete for.
        size: bytes.
        digest: base64 MD5.
    """

    bucket: str
    object: str
    generation: int
    size: int
    digest: str
    file_name: str

    def fields(self) -> dict[str, Any]:
        """As it stands in the run's document."""
        return {
            "bucket": self.bucket,
            "object": self.object,
            "generation": self.generation,
            "size": self.size,
            "digest": self.digest,
            "fileName": self.file_name,
        }


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it was read.

    Attributes:
        version: of its document, for the next write.
        source: the run whose held operations an approval applies, or which an undo takes back.
        subjects: the people approved; empty for all that the source holds.
        subject: the kind that its file is about, by name or by declaration; None for a mixed file.
        fields: the whole document; of it ``base`` holds for each kind the state after the run on
            which what it holds back was planned, and ``repeats`` the run whose file it works on
            again.
    """

    school: SchoolId
    connection: ConnectionId
    run: RunId
    version: str
    trigger: Trigger
    state: RunState
    outcome: Outcome | None
    approval: Approval
    received: datetime
    file: LandedFile | None
    source: RunId | None
    subjects: frozenset[str]
    manifest: Manifest | None
    chunks_total: int
    chunks_done: int
    skipped: int
    subject: Kind | None
    fields: Mapping[str, Any] = field(default_factory=dict)


def file_run_id(bucket: str, name: str, generation: int) -> RunId:
    """The id of the run of one object generation, the same for every delivery of its event."""
    return RunId(digest_id("file", bucket, name, str(generation)))


def pull_run_id(school: str, connection: str, key: str) -> RunId:
    """The id of the run of a connection's pull, the same for every beginning of that key."""
    return RunId(digest_id("pull", school, connection, key))


def archive_run_id(school: str, connection: str, key: str) -> RunId:
    """The id of the run of a connection's archive phase, the same for every beginning of a key."""
    return RunId(digest_id("archive", school, connection, key))


def run_path(school: str, run: str) -> str:
    """Where a run is."""
    return f"schools/{school}/rosterRuns/{run}"


def new_run_fields(
    connection: Connection, run: str, trigger: Trigger, received: datetime
) -> dict[str, Any]:
    """The document of a run that has not been worked on."""
    return {
        "schemaVersion": 1,
        "school": connection.school,
        "connection": connection.connection,
        "connectionName": connection.display_name,
        "run": run,
        "trigger": trigger.value,
        "state": RunState.RECEIVED.value,
        "outcome": None,
        "approval": Approval.NONE.value,
        "approvedSubjects": [],
        "approvedAll": False,
        "receivedTime": received,
        "plannedTime": None,
        "closedTime": None,
        "file": None,
        "pull": None,
        "source": None,
        "subjects": [],
        "plan": None,
        "chunksTotal": 0,
        "chunksDone": 0,
        "skipped": 0,
        "subject": None,
        "repeats": None,
        "lifted": [],
        "window": None,
        "setAside": [],
        "base": {},
        "firstApprovals": {},
        "counts": {},
        "problems": [],
        "problemCounts": {},
        "holds": [],
        "pointersBefore": {},
        "undoneBy": None,
    }


def run_from(fields: Mapping[str, Any], version: str) -> Run:
    """The run that a document holds."""
    file = fields["file"]
    return Run(
        school=SchoolId(fields["school"]),
        connection=ConnectionId(fields["connection"]),
        run=RunId(fields["run"]),
        version=version,
        trigger=Trigger(fields["trigger"]),
        state=RunState(fields["state"]),
        outcome=None if fields["outcome"] is None else Outcome(fields["outcome"]),
        approval=Approval(fields["approval"]),
        received=fields["receivedTime"],
        file=None
        if file is None
        else LandedFile(
            bucket=file["bucket"],
            object=file["object"],
            generation=file["generation"],
            size=file["size"],
            digest=file["digest"],
            file_name=file["fileName"],
        ),
        source=None if fields["source"] is None else RunId(fields["source"]),
        subjects=frozenset(fields["subjects"]),
        manifest=None if fields["plan"] is None else manifest_from(fields["plan"]),
        chunks_total=fields["chunksTotal"],
        chunks_done=fields["chunksDone"],
        skipped=fields["skipped"],
        subject=None if fields["subject"] is None else Kind(fields["subject"]),
        fields=fields,
    )


@dataclass(frozen=True, slots=True)
class Pointer:
    """The newest accepted state of one connection and kind, and the object that holds it.

    Documents ``schools/{school}/rosterSnapshots/{connection}-{kind}``.

    Attributes:
        version: of the document; None when there is none yet.
        object: name of the snapshot; empty before the first.
        people: how many are in it.
        missing: how many of them the newest complete file lacked.
        rows: rows of the last accepted file.
        outstanding: people whose change was held, skipped or is yet to come.
        generations: of the source objects that were accepted last.
        fingerprint: of the last accepted file, its settings and the reader's version.
        memory: what the accepted files were like.
        scope: people that the missing are a share of: those who were there before anybody was
            missing, without newcomers since; 0 while nobody is.
        updated: when a run last changed it.
        run: the run that last changed it; empty where there is none yet.
        fields: the whole document as it was read.
    """

    kind: Kind
    version: str | None = None
    object: str = ""
    people: int = 0
    missing: int = 0
    rows: int = 0
    outstanding: int = 0
    generations: Generations = field(default_factory=Generations)
    fingerprint: str = ""
    memory: FileMemory = field(default_factory=FileMemory)
    scope: int = 0
    updated: datetime | None = None
    run: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def generation(self) -> int:
        """Of the source object that was accepted last."""
        return self.generations.newest


def archive_scope(pointer: Pointer, people: int) -> int:
    """How many people the missing of a kind are a share of.

    Newcomers of the file that lacks somebody would make the share look smaller than it is.

    Args:
        pointer: of the kind.
        people: that the roster has applied by now.
    """
    return min(people, pointer.scope) if pointer.missing and pointer.scope else people


def pointer_base(pointer: Pointer) -> dict[str, Any]:
    """What tells one state of a pointer from another, as a run's ``base`` holds it by kind."""
    return {"object": pointer.object, "generation": pointer.generation}


def has_moved(run: Run, pointers: Mapping[Kind, Pointer]) -> bool:
    """True when a state on which a file's plan was made is no longer the newest.

    A night's plan stays right: whoever was named meanwhile is left out when it is applied.

    Args:
        run: a closed one.
        pointers: those of the kinds in its ``base``, as they are now.
    """
    if run.trigger is not Trigger.FILE:
        return False
    return any(
        pointer_base(pointers[Kind(kind)]) != base for kind, base in run.fields["base"].items()
    )


def pointer_path(school: str, connection: str, kind: Kind) -> str:
    """Where the pointer of one connection and kind is."""
    return f"schools/{school}/rosterSnapshots/{connection}-{kind.value}"


def pointer_from(kind: Kind, fields: Mapping[str, Any], version: str) -> Pointer:
    """The pointer that a document holds."""
    return Pointer(
        kind=kind,
        version=version,
        object=fields["object"],
        people=fields["people"],
        missing=fields["missing"],
        rows=fields["rows"],
        outstanding=fields["outstanding"],
        generations=generations_from(fields),
        fingerprint=fields["fingerprint"],
        memory=memory_from(fields.get("memory", {})),
        scope=fields.get("scope", 0),
        updated=fields["updateTime"],
        run=fields["run"],
        fields=fields,
    )


def pointer_fields(pointer: Pointer, connection: str, run: str, now: datetime) -> dict[str, Any]:
    """The document of a pointer after a run."""
    return {
        "schemaVersion": 1,
        "connection": connection,
        "kind": pointer.kind.value,
        "object": pointer.object,
        "people": pointer.people,
        "missing": pointer.missing,
        "rows": pointer.rows,
        "outstanding": pointer.outstanding,
        **pointer.generations.fields(),
        "fingerprint": pointer.fingerprint,
        "memory": pointer.memory.fields(),
        "scope": pointer.scope,
        "run": run,
        "updateTime": now,
    }
