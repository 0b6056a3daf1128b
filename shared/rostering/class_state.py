"""What was applied last of a school's classes: id → hash, and how much it was. Values only.

One document for each school, ``schools/{school}/rosterClasses/state``, names an immutable object:
the letters ``CRC1``, then for each term and section a letter, 10 bytes of id and 12 of hash, in
order. Where the document names no object, what there is has to be looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.kernel.ids import id_from_bytes, id_to_bytes
from shared.rostering.class_changes import ClassKind

MAGIC = b"CRC1"
_LETTERS = {ClassKind.TERM: b"t", ClassKind.SECTION: b"s"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_ID_END, _RECORD = 11, 23

Hashes = Mapping[tuple[ClassKind, str], bytes]
"""Term or section, and its id → hash of what was applied."""


@dataclass(frozen=True, slots=True)
class ClassState:
    """The newest state of a school's classes.

    Attributes:
        connection: whose package it was.
        object: with the hashes; empty where nobody knows any more what was applied.
        digest: the same for the same hashes.
        files: of the package that told it.
        terms, sections, enrollments: how many there are.
        run: that wrote it.
        fields: the whole document; empty before the first.
    """

    connection: str = ""
    object: str = ""
    digest: str = ""
    files: frozenset[str] = frozenset()
    terms: int = 0
    sections: int = 0
    enrollments: int = 0
    run: str = ""
    document: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def fields(self) -> dict[str, Any]:
        """The document without what every run adds: which one it was, and when."""
        return {
            "schemaVersion": 1,
            "connection": self.connection,
            "object": self.object,
            "digest": self.digest,
            "files": sorted(self.files),
            "terms": self.terms,
            "sections": self.sections,
            "enrollments": self.enrollments,
        }


def class_state_from(document: Mapping[str, Any]) -> ClassState:
    """The state that a document holds."""
    return ClassState(
        connection=document["connection"],
        object=document["object"],
        digest=document["digest"],
        files=frozenset(document["files"]),
        terms=document["terms"],
        sections=document["sections"],
        enrollments=document["enrollments"],
        run=document["run"],
        document=document,
    )


def class_state_path(school: str) -> str:
    """Where the state of a school's classes is."""
    return f"schools/{school}/rosterClasses/state"


@dataclass(frozen=True, slots=True)
class PlannedClasses:
    """What a run means for the state of the classes.

    Attributes:
        before: the document as it was when the run was planned; empty for none.
        after: the document once it is applied; empty where none is left.
        is_held: it waits for a person.
    """

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    is_held: bool = False

    def fields(self) -> dict[str, Any]:
        """As the run's document holds it."""
        return {"before": self.before, "after": self.after, "isHeld": self.is_held}


def planned_classes(run: Mapping[str, Any]) -> PlannedClasses | None:
    """What the document of a run says; None of one that changes no classes."""
    told = run.get("classes")
    if told is None:
        return None
    return PlannedClasses(told["before"], told["after"], told["isHeld"])


def classes_wait(run: Mapping[str, Any]) -> bool:
    """True where classes wait for an approval of all that a run holds back."""
    planned = planned_classes(run)
    return planned is not None and planned.is_held and not run["approvedAll"]


def classes_after(run: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The document once a run is closed; None leaves it as it is."""
    planned = planned_classes(run)
    return None if planned is None or planned.is_held else planned.after


def classes_given_up(run: Mapping[str, Any]) -> dict[str, Any]:
    """What a run that could not be finished leaves: the next package has to look at each class."""
    planned = planned_classes(run)
    if planned is None or planned.is_held or not run["chunksDone"]:
        return {"classes": None}
    unknown = {"object": "", "digest": ""}
    counted = planned.before or {**planned.after, "terms": 0, "sections": 0, "enrollments": 0}
    after = {name: value for name, value in counted.items() if name not in ("run", "updateTime")}
    return {"classes": PlannedClasses(planned.before, {**after, **unknown}).fields()}


def encode(hashes: Hashes) -> bytes:
    """The object's bytes; equal states give equal bytes."""
    records = (_LETTERS[kind] + id_to_bytes(name) + h for (kind, name), h in hashes.items())
    return MAGIC + b"".join(sorted(records))


def decode(data: bytes) -> dict[tuple[ClassKind, str], bytes]:
    """Read an object's bytes.

    Raises:
        ValueError: they are no state of classes, or not all of it.
    """
    if data[: len(MAGIC)] != MAGIC or (len(data) - len(MAGIC)) % _RECORD:
        raise ValueError("not a state of classes, or one of the wrong length")
    records = (data[at : at + _RECORD] for at in range(len(MAGIC), len(data), _RECORD))
    return {
        (_KINDS[record[:1]], id_from_bytes(record[1:_ID_END])): record[_ID_END:]
        for record in records
    }


def digest_of_state(data: bytes) -> str:
    """The name of a state: the same for the same bytes."""
    return hashlib.blake2b(data, digest_size=12).hexdigest()
