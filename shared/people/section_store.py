"""Terms and sections in Firestore: the lists that the roster keeps, and when they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Commit, Document, Documents
from shared.people.model import ListKind, lists_of, terms_of

READ_AT_ONCE = 300
"""Documents looked up in one call."""


class SectionStore:
    """The terms and sections of any school."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def sections(self, school: str, names: Iterable[str]) -> dict[str, Document]:
        """Those of the sections that are there, by id; a read for each."""
        return self._named(lists_of(school), names)

    def terms(self, school: str, names: Iterable[str]) -> dict[str, Document]:
        """The same of terms."""
        return self._named(terms_of(school), names)

    def all_sections(self, school: str) -> dict[str, Document]:
        """Every section of a school, by id."""
        found = self._documents.where(lists_of(school), "kind", ListKind.SECTION.value)
        return {each.id: each for each in found}

    def all_terms(self, school: str) -> dict[str, Document]:
        """Every term of a school, by id."""
        return {each.id: each for each in self._documents.all(terms_of(school))}

    def _named(self, collection: str, names: Iterable[str]) -> dict[str, Document]:
        paths = [f"{collection}/{name}" for name in dict.fromkeys(names)]
        found: dict[str, Document] = {}
        for start in range(0, len(paths), READ_AT_ONCE):
            read = self._documents.get_many(paths[start : start + READ_AT_ONCE])
            found |= {each.id: each for each in read}
        return found


def put_section(
    commit: Commit, school: str, name: str, fields: Mapping[str, Any], now: datetime
) -> None:
    """Write a section whole; times that it brings along stay."""
    commit.put(f"{lists_of(school)}/{name}", {"createTime": now, "updateTime": now, **fields})


def remove_section(commit: Commit, school: str, name: str) -> None:
    """Delete a section; its members stay."""
    commit.delete(f"{lists_of(school)}/{name}")


def put_term(
    commit: Commit, school: str, name: str, fields: Mapping[str, Any], now: datetime
) -> None:
    """Write a term whole; times that it brings along stay."""
    commit.put(f"{terms_of(school)}/{name}", {"createTime": now, "updateTime": now, **fields})


def remove_term(commit: Commit, school: str, name: str) -> None:
    """Delete a term."""
    commit.delete(f"{terms_of(school)}/{name}")
