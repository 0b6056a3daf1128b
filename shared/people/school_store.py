"""Schools in Firestore: what each is called, where its clocks stand, and how many belong to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from shared.cloud.firestore import Document, Documents, Query
from shared.kernel.errors import Missing
from shared.people.model import MemberState, School

COUNTED = ("student", "teacher", "staff", "admin")
"""Kinds of members that are counted apart."""

_AT_ONCE = 16


class SchoolStore:
    """The schools of the district."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def schools(self, schools: Iterable[str]) -> list[School]:
        """Those of the schools that there are, by id, in one call."""
        found = self._documents.get_many([f"schools/{school}" for school in schools])
        return sorted(map(_school, found), key=lambda school: school.id)

    def school(self, school: str) -> School:
        """One of them.

        Raises:
            Missing: ``SCHOOL_UNKNOWN``.
        """
        found = self.schools([school])
        if not found:
            raise Missing("SCHOOL_UNKNOWN", "there is no such school", {"school": school})
        return found[0]

    def page(self, size: int, after: Sequence[object] | None) -> list[School]:
        """Schools of the district in the order of their ids."""
        return list(map(_school, self._documents.page(Query("schools", limit=size, after=after))))

    def some(
        self, own: Sequence[str] | None, most: int, after: Sequence[object] | None
    ) -> list[School]:
        """Schools in the order of their ids: of some, which are in that order, or of all."""
        if own is None:
            return self.page(most, after)
        first = str(after[0]) if after else ""
        return self.schools([school for school in own if school > first][:most])

    def counts(self, schools: Sequence[str]) -> dict[str, dict[str, int]]:
        """School → kind → how many active members it has of it."""
        asked = [(school, kind) for school in schools for kind in COUNTED]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            numbers = list(pool.map(lambda pair: self._count(*pair), asked))
        found: dict[str, dict[str, int]] = {school: {} for school in schools}
        for (school, kind), number in zip(asked, numbers, strict=True):
            found[school][kind] = number
        return found

    def _count(self, school: str, kind: str) -> int:
        active = ("state", "==", MemberState.ACTIVE.value)
        return self._documents.count(f"schools/{school}/members", [active, ("kind", "==", kind)])


def _school(document: Document) -> School:
    return School(
        id=document.id,
        display_name=str(document.fields.get("displayName") or document.id),
        time_zone=str(document.fields.get("timeZone") or "UTC"),
        language=str(document.fields.get("language") or "en"),
    )
