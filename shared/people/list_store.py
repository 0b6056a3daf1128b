"""Lists of members in Firestore."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Document, Documents, Query, no_field
from shared.kernel.audit import audit_entry
from shared.kernel.ids import digest_id
from shared.kernel.views import RESOURCE_ID
from shared.people.model import Stored, list_path, lists_of

MOST_TAUGHT = 100
"""Lists of one teacher that are looked at."""
MOST_HOLDING = 100
"""Lists of one member that are looked at."""

_ASKED = {
    "kind": ("kind", "=="),
    "member": ("memberIds", "array_contains"),
    "teacher": ("teacherIds", "array_contains"),
}
"""What lists can be asked for by; each has an index with the name."""

_ID = re.compile(RESOURCE_ID)


class ListStore:
    """The lists of any school."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def get(self, school: str, name: str) -> Document | None:
        """One list by its id or its resource name, None when the school has none such."""
        *parent, list_id = name.split("/")
        if not _ID.fullmatch(list_id) or "/".join(parent) not in ("", "lists", lists_of(school)):
            return None
        return self._documents.get(list_path(school, list_id))

    def taught_by(self, school: str, person: str) -> list[Document]:
        """The lists that somebody teaches, by name; `MOST_TAUGHT` at most."""
        taught = ("teacherIds", "array_contains", person)
        return self._documents.page(
            Query(lists_of(school), [taught], ["displayName"], limit=MOST_TAUGHT)
        )

    def teaches_enough(self, school: str, person: str) -> bool:
        """True for who teaches `MOST_TAUGHT` lists; of more, some would not be looked at."""
        taught = ("teacherIds", "array_contains", person)
        fields = ["displayName"]
        query = Query(lists_of(school), [taught], fields, limit=MOST_TAUGHT, fields=fields)
        return len(self._documents.page(query)) == MOST_TAUGHT

    def holding(self, school: str, person: str) -> list[Document]:
        """The lists that somebody is on, by name, without who else is; `MOST_HOLDING` at most."""
        held = ("memberIds", "array_contains", person)
        fields = ["displayName", "kind"]
        query = Query(lists_of(school), [held], fields[:1], limit=MOST_HOLDING, fields=fields)
        return self._documents.page(query)

    def page(
        self,
        school: str,
        size: int,
        after: Sequence[object] | None,
        wanted: Mapping[str, str],
        taught_by: str = "",
    ) -> list[Document]:
        """Lists in the order of their names.

        Args:
            school: whose.
            size: at most so many.
            after: name and id of the list that the page begins after.
            wanted: ``kind`` of the lists, ``member`` who is on them, ``teacher`` who teaches them.
            taught_by: the only lists that are meant are theirs; empty for any.
        """
        people = [who for who in (wanted.get("member"), wanted.get("teacher"), taught_by) if who]
        if len(people) > 1:
            # A query asks for one person; nobody teaches so many lists that they are not all read.
            own = self.taught_by(school, taught_by or wanted["teacher"])
            start = tuple(after or ("", ""))
            later = [each for each in own if _is_so(each, wanted) and _place(each) > start]
            return sorted(later, key=_place)[:size]
        where: list[tuple[str, str, object]] = [
            (field, operator, wanted[name])
            for name, (field, operator) in _ASKED.items()
            if wanted.get(name)
        ]
        if taught_by:
            where.append(("teacherIds", "array_contains", taught_by))
        return self._documents.page(Query(lists_of(school), where, ["displayName"], size, after))

    def create(
        self, school: str, name: str, fields: Mapping[str, Any], actor: str, now: datetime
    ) -> None:
        """Write a new list, with who made it, in one commit.

        Raises:
            Conflict: ``ALREADY_EXISTS``.
        """
        commit = self._documents.commit()
        commit.create(list_path(school, name), fields)
        subject = {"list": name, "added": list(fields["memberIds"]), "removed": []}
        entry = audit_entry(actor, "lists:create", [subject], now, school)
        commit.create(f"audit/list-{digest_id(list_path(school, name), 'create')}", entry)
        commit.run()

    def save(
        self, school: str, was: Stored, changes: Mapping[str, Any], actor: str, now: datetime
    ) -> None:
        """Change a list as it was read, with who did it, in one commit.

        A change to None takes the field away.

        Raises:
            Conflict: it has changed since, or is gone.
        """
        commit = self._documents.commit()
        path = list_path(school, was.id)
        written = {name: no_field() if value is None else value for name, value in changes.items()}
        commit.update(path, {**written, "updateTime": now}, was.version)
        before = dict.fromkeys(was.fields["memberIds"])
        after = dict.fromkeys(changes.get("memberIds", before))
        subject = {
            "list": was.id,
            "fields": sorted(changes),
            "added": [person for person in after if person not in before],
            "removed": [person for person in before if person not in after],
        }
        entry = audit_entry(actor, "lists:update", [subject], now, school)
        commit.create(f"audit/list-{digest_id(path, was.version)}", entry)
        commit.run()

    def delete(self, school: str, was: Stored, actor: str, now: datetime) -> None:
        """Delete a list as it was read, with who did it, in one commit.

        Raises:
            Conflict: it has changed since, or is gone.
        """
        commit = self._documents.commit()
        path = list_path(school, was.id)
        commit.delete(path, was.version)
        subject = {"list": was.id, "removed": list(was.fields["memberIds"])}
        entry = audit_entry(actor, "lists:delete", [subject], now, school)
        commit.create(f"audit/list-{digest_id(path, was.version)}", entry)
        commit.run()


def _is_so(found: Stored, wanted: Mapping[str, str]) -> bool:
    """True for a list that is asked for."""
    return all(
        value == found.fields[field] if operator == "==" else value in found.fields[field]
        for name, (field, operator) in _ASKED.items()
        if (value := wanted.get(name))
    )


def _place(found: Stored) -> tuple[str, str]:
    return found.fields["displayName"], found.id


def members_of(lists: Iterable[Stored]) -> list[str]:
    """Person ids of the members of some lists, each once, in the order of the lists."""
    return list(dict.fromkeys(each for one in lists for each in one.fields["memberIds"]))
