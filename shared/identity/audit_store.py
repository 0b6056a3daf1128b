"""Audit entries in Firestore, as people look for them; whoever does something writes its entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Document, Documents, Query
from shared.kernel.audit import member_key, view_key


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries are looked for.

    Attributes:
        school: whose; None for those of the district.
        equal: ``actor`` or ``verb`` and the value of each.
        person: whom they are about; empty for anybody.
        start: not before this; None for any time.
        end: before this; None for any time.
    """

    school: str | None
    equal: Mapping[str, str]
    person: str
    start: datetime | None
    end: datetime | None


class AuditStore:
    """The audit log."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def page(self, sought: Sought, size: int, after: Sequence[object] | None) -> list[Document]:
        """Entries, the newest first; of one instant by their ids, the last first.

        Args:
            sought: which.
            size: at most so many.
            after: time and id of the entry that the page begins after.
        """
        return self._documents.page(Query("audit", _where(sought), ["-time"], size, after))

    def note(self, entry_id: str, entry: Mapping[str, Any]) -> None:
        """Write an entry of something that changes nobody.

        Raises:
            Conflict: ``ALREADY_EXISTS``.
        """
        commit = self._documents.commit()
        commit.create(f"audit/{entry_id}", entry)
        commit.run()


def _where(sought: Sought) -> list[tuple[str, str, object]]:
    where: list[tuple[str, str, object]] = [("school", "==", sought.school)]
    where += [(field, "==", value) for field, value in sorted(sought.equal.items())]
    if sought.person and sought.school is not None:
        keys = [make(sought.school, sought.person) for make in (member_key, view_key)]
        where.append(("members", "array_contains_any", keys))
    if sought.start is not None:
        where.append(("time", ">=", sought.start))
    if sought.end is not None:
        where.append(("time", "<", sought.end))
    return where
