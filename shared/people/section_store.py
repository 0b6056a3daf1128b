"""Terms and classes in Firestore: those that the roster keeps, and those of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Commit, Document, Documents, no_field
from shared.people.class_schedules import BY_HAND, TYPE
from shared.people.model import ListKind, is_by_hand, lists_of, terms_of

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

    def all_classes(self, school: str) -> dict[str, Document]:
        """Every class of a school, by id: sections, and lists of people that have a schedule."""
        return {each.id: each for each in self._documents.having(lists_of(school), TYPE)}

    def all_terms(self, school: str) -> dict[str, Document]:
        """Every term of a school, by id."""
        return {each.id: each for each in self._documents.all(terms_of(school))}

    def rostered_terms(self, school: str) -> dict[str, Document]:
        """Every term of a school that the roster keeps, by id."""
        found = self.all_terms(school).items()
        return {name: each for name, each in found if not is_by_hand(each.fields)}

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
    """Write a new section whole; times that it brings along stay."""
    commit.put(f"{lists_of(school)}/{name}", {"createTime": now, "updateTime": now, **fields})


def change_section(
    commit: Commit,
    school: str,
    name: str,
    fields: Mapping[str, Any],
    gone: Iterable[str],
    now: datetime,
) -> None:
    """Write a section over the one that is there; what people have set of it stays.

    Args:
        commit: takes the write.
        school: whose.
        name: of the section.
        fields: all that it is to have; times that they bring along stay.
        gone: names of fields that it is not to have any more.
        now: the present instant.
    """
    absent = dict.fromkeys(gone, no_field())
    told = {**absent, "createTime": now, "updateTime": now, **fields}
    kept = {field: value for field, value in told.items() if field not in BY_HAND}
    commit.put(f"{lists_of(school)}/{name}", kept, merge=True)


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
