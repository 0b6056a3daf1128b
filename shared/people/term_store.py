"""The terms that people keep, in Firestore: each change with who did it, in one commit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Document, Documents
from shared.kernel.audit import audit_entry
from shared.kernel.ids import digest_id
from shared.people.model import Stored, lists_of, terms_of


class TermStore:
    """The terms of any school, one at a time."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def get(self, school: str, name: str) -> Document | None:
        """One term by its id, None when the school has none such."""
        return self._documents.get(_path(school, name))

    def classes_in(self, school: str, name: str) -> int:
        """How many classes are in a term; costs a read for each thousand of them."""
        return self._documents.count(lists_of(school), [("termIds", "array_contains", name)])

    def create(
        self, school: str, name: str, fields: Mapping[str, Any], actor: str, now: datetime
    ) -> None:
        """Write a new term.

        Raises:
            Conflict: ``ALREADY_EXISTS``.
        """
        commit = self._documents.commit()
        path = _path(school, name)
        commit.create(path, {**fields, "createTime": now, "updateTime": now})
        entry = audit_entry(actor, "terms:create", [{"term": name}], now, school)
        commit.create(f"audit/term-{digest_id(path, 'create')}", entry)
        commit.run()

    def save(
        self, school: str, was: Stored, changes: Mapping[str, Any], actor: str, now: datetime
    ) -> None:
        """Change a term as it was read.

        Raises:
            Conflict: it has changed since, or is gone.
        """
        commit = self._documents.commit()
        path = _path(school, was.id)
        commit.update(path, {**changes, "updateTime": now}, was.version)
        subject = {"term": was.id, "fields": sorted(changes)}
        entry = audit_entry(actor, "terms:update", [subject], now, school)
        commit.create(f"audit/term-{digest_id(path, was.version)}", entry)
        commit.run()

    def delete(self, school: str, was: Stored, actor: str, now: datetime) -> None:
        """Delete a term as it was read.

        Raises:
            Conflict: it has changed since, or is gone.
        """
        commit = self._documents.commit()
        path = _path(school, was.id)
        commit.delete(path, was.version)
        entry = audit_entry(actor, "terms:delete", [{"term": was.id}], now, school)
        commit.create(f"audit/term-{digest_id(path, was.version)}", entry)
        commit.run()


def _path(school: str, name: str) -> str:
    return f"{terms_of(school)}/{name}"
