"""The records of a simulated system, which may change while a server answers from them."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import TypeVar

from infra.local.sis.records import (
    Class,
    Course,
    Demographics,
    Enrollment,
    Kind,
    Org,
    Record,
    Session,
    User,
)

R = TypeVar("R", bound=Record)

_KINDS: Mapping[type[Record], Kind] = {
    Org: Kind.ORGS,
    Session: Kind.SESSIONS,
    Course: Kind.COURSES,
    Class: Kind.CLASSES,
    Enrollment: Kind.ENROLLMENTS,
    User: Kind.USERS,
    Demographics: Kind.DEMOGRAPHICS,
}


class SisData:
    """All records by kind, each list in the order in which they were made. Any thread may ask."""

    def __init__(self, records: Mapping[Kind, Iterable[Record]], seed: int) -> None:
        self.seed = seed
        self._lock = threading.Lock()
        self._records = {
            kind: {each.sourced_id: each for each in records.get(kind, ())} for kind in Kind
        }
        self._lists: dict[Kind, tuple[Record, ...]] = {}
        self._revision = 0

    @property
    def revision(self) -> int:
        """Grows with every change."""
        return self._revision

    def every(self, kind: Kind) -> tuple[Record, ...]:
        """All records of a kind as they are now."""
        with self._lock:
            if kind not in self._lists:
                self._lists[kind] = tuple(self._records[kind].values())
            return self._lists[kind]

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """All records of a type as they are now, and as that type."""
        return tuple(each for each in self.every(_KINDS[kind]) if isinstance(each, kind))

    def one(self, kind: type[R], sourced_id: str) -> R:
        """One record; raises KeyError when there is none of this id."""
        found = self._records[_KINDS[kind]][sourced_id]
        if not isinstance(found, kind):
            raise KeyError(sourced_id)
        return found

    def put(self, records: Iterable[Record]) -> None:
        """Add records, or replace those of the same ids, in one step."""
        with self._lock:
            for each in records:
                kind = _KINDS[type(each)]
                self._records[kind][each.sourced_id] = each
                self._lists.pop(kind, None)
            self._revision += 1
