"""Timetables in Firestore: one document a person, and which of them there are.

``schools/{school}/timetables/{person}`` is a timetable, ``schools/{school}/settings/timetables``
holds a hash of each, so that a day on which nothing changed reads and writes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from typing import Any

from shared.calendar.model import SCHEMA_VERSION
from shared.calendar.timetables import fields_of, packed, timetable_of, unpacked
from shared.calendar.where import Timetable
from shared.cloud.firestore import Documents, Query
from shared.kernel.errors import Conflict
from shared.people.model import lists_of

_WRITES = 400

Step = tuple[str, Mapping[str, Any] | None]
"""A path, and what is to stand there; None for nothing."""


@dataclass(frozen=True, slots=True)
class TimetableState:
    """What was compiled last.

    Attributes:
        token: of the document; empty before the first time.
        digests: person → hash of the document.
        day: on which it was, as ISO 8601 text; empty before the first time.
        version: of the calendar.
        newest: when the newest of the lists was changed.
    """

    token: str = ""
    digests: Mapping[str, bytes] = field(default_factory=dict)
    day: str = ""
    version: int = 0
    newest: datetime | None = None


class TimetableStore:
    """The timetables of any school."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def state(self, school: str) -> TimetableState:
        """What was compiled last."""
        found = self._documents.get(_state(school))
        if found is None:
            return TimetableState()
        fields = found.fields
        return TimetableState(
            token=found.version,
            digests=unpacked(bytes(fields["digests"])),
            day=fields["day"],
            version=fields["version"],
            newest=fields["newest"],
        )

    def newest_change(self, school: str) -> datetime | None:
        """When a list or class of the school was changed last; one read."""
        query = Query(lists_of(school), order=["-updateTime"], limit=1, fields=["updateTime"])
        found = self._documents.page(query)
        return found[0].fields.get("updateTime") if found else None

    def find(self, school: str, person: str, grade: str) -> Timetable | None:
        """Somebody's timetable; None where there is none."""
        found = self._documents.get(_timetable(school, person))
        return None if found is None else timetable_of(person, found.fields, grade)

    def get(self, school: str, person: str, grade: str) -> Timetable:
        """Somebody's timetable; an empty one where there is none."""
        return self.find(school, person, grade) or Timetable(person, grade)

    def write(self, school: str, timetables: Iterable[Timetable], gone: Sequence[str]) -> None:
        """Write timetables whole and delete those that are gone, in commits of 400."""
        steps: Iterator[Step] = chain(
            ((_timetable(school, person), None) for person in gone),
            ((_timetable(school, each.person), fields_of(each)) for each in timetables),
        )
        while several := list(islice(steps, _WRITES)):
            commit = self._documents.commit()
            for path, fields in several:
                if fields is None:
                    commit.delete(path)
                else:
                    commit.put(path, fields)
            commit.run()

    def outdate(self, school: str) -> None:
        """Have the next hour compile all anew: a class is gone, or a term is another one.

        Whoever compiles just now is refused when they note it, and looks again.
        """
        commit = self._documents.commit()
        commit.update(_state(school), {"day": ""})
        # Where nothing has been compiled yet there is nothing to do anew.
        with suppress(Conflict):
            commit.run()

    def save(self, school: str, was: TimetableState, now: TimetableState) -> None:
        """Note what has been compiled, after all of it is written.

        Raises:
            Conflict: somebody else has compiled meanwhile.
        """
        fields: dict[str, Any] = {
            "digests": packed(now.digests),
            "day": now.day,
            "version": now.version,
            "newest": now.newest,
        }
        commit = self._documents.commit()
        if was.token:
            commit.update(_state(school), fields, was.token)
        else:
            commit.create(_state(school), {"schemaVersion": SCHEMA_VERSION, **fields})
        commit.run()


def _timetable(school: str, person: str) -> str:
    return f"schools/{school}/timetables/{person}"


def _state(school: str) -> str:
    return f"schools/{school}/settings/timetables"
