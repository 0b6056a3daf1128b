"""The audit entries about a member, as they were written with each change."""

from __future__ import annotations

from collections.abc import Sequence

from shared.cloud.firestore import Document, Documents, Query
from shared.kernel.audit import member_key


class HistoryStore:
    """Reads audit entries by the member whom they are about."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def page(
        self, school: str, person: str, size: int, after: Sequence[object] | None
    ) -> list[Document]:
        """Entries about a member, the newest first.

        Args:
            school: whose member.
            person: who.
            size: at most so many; each may be as large as a chunk of a roster's run.
            after: time and id of the entry that the page begins after.
        """
        about = ("members", "array_contains", member_key(school, person))
        return self._documents.page(Query("audit", [about], ["-time"], size, after))
