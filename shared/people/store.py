"""Members and guardians in Firestore: how they are read, and how a commit changes them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from shared.cloud.firestore import (
    MAX_VALUES,
    MAX_WRITES,
    Commit,
    Document,
    Documents,
    Query,
    no_field,
    union,
    without,
)
from shared.kernel.errors import Conflict
from shared.people.model import SCHEMA_VERSION, guardian_path, member_path
from shared.people.search import IDENTITY, derived_fields, identity_of

QUERIED = ("grade", "kind", "role", "state")
"""Fields that members are listed by, alone or together; each has an index with the sort name."""


READ_AT_ONCE = 300
"""Documents looked up in one call."""

MOST_EVERYWHERE = 200
"""Memberships of one person, or of people of one address, that are looked at."""

_LAST = "\uf8ff"
"""Comes after every character of an address or a number."""


class PeopleStore:
    """The people of any school."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def anybody(self, school: str) -> bool:
        """True when the school has any member at all."""
        return self._documents.any_in(f"schools/{school}/members")

    def members(self, school: str, persons: Iterable[str]) -> dict[str, Document]:
        """Those of the people who are members of the school, by person id, in one call."""
        paths = [member_path(school, person) for person in persons]
        return {found.id: found for found in self._documents.get_many(paths)}

    def in_batches(self, school: str) -> Iterator[list[Document]]:
        """Every member of a school, by person id, in lists that fit one commit."""
        members = self._documents.all(f"schools/{school}/members")
        while batch := list(islice(members, MAX_WRITES)):
            yield batch

    def derive_again(self, members: Sequence[Document]) -> None:
        """Write the derived fields of members as they were read, in one commit.

        Raises:
            Conflict: one of them has changed since; nothing is written.
        """
        commit = self._documents.commit()
        for member in members:
            commit.update(member.path, derived_fields(identity_of(member.fields)), member.version)
        if members:
            commit.run()

    def all_if_few(self, school: str, most: int) -> list[Document] | None:
        """Every member of a school, None when there are more than so many."""
        return self._documents.all_if_few(f"schools/{school}/members", most)

    def page(
        self,
        school: str,
        equal: Mapping[str, str],
        key: str,
        grades: Sequence[str],
        size: int,
        after: Sequence[object] | None,
    ) -> list[Document]:
        """Members in the order of their names.

        Args:
            school: whose.
            equal: fields of `QUERIED` and the value of each.
            key: one of the member's search keys; empty for any.
            grades: one of which is theirs; empty for any.
            size: at most so many.
            after: sort name and id of the member that the page begins after.
        """
        where: list[tuple[str, str, object]] = [
            (field, "==", value) for field, value in sorted(equal.items())
        ]
        if grades:
            where.append(("grade", "in", sorted(grades)))
        if key:
            where.append(("searchKeys", "array_contains", key))
        collection = f"schools/{school}/members"
        return self._documents.page(Query(collection, where, ["sortName"], size, after))

    def guardians(self, school: str, guardians: Iterable[str]) -> dict[str, Document]:
        """Those of the guardians whom the school knows, by id, in one call."""
        paths = [guardian_path(school, guardian) for guardian in guardians]
        return {found.id: found for found in self._documents.get_many(paths)}

    def guardians_page(
        self, school: str, field: str, beginning: str, size: int, after: Sequence[object] | None
    ) -> list[Document]:
        """Guardians by their ids, or those of whom a field begins so, in its order.

        Args:
            school: that knows them.
            field: ``email`` or ``phone``; empty for all guardians. It has an automatic index.
            beginning: of the field.
            size: at most so many.
            after: the field's value, where one is named, and the id that the page begins after.
        """
        collection = f"schools/{school}/guardians"
        if not field:
            return self._documents.page(Query(collection, limit=size, after=after))
        where = [(field, ">=", beginning), (field, "<", f"{beginning}{_LAST}")]
        return self._documents.page(Query(collection, where, [field], size, after))

    def many_members(self, school: str, persons: Iterable[str]) -> dict[str, Document]:
        """As `members`, each read once, in calls of `READ_AT_ONCE`."""
        wanted = list(dict.fromkeys(persons))
        found: dict[str, Document] = {}
        for start in range(0, len(wanted), READ_AT_ONCE):
            found |= self.members(school, wanted[start : start + READ_AT_ONCE])
        return found

    def with_email(self, school: str, emails: Sequence[str]) -> Iterator[Document]:
        """The members of a school who have one of these addresses; a query for each 30."""
        yield from self.having(school, "email", emails)

    def having(self, school: str, field: str, values: Sequence[str]) -> Iterator[Document]:
        """The members of a school whose field has one of these values; a query for each 30."""
        collection = f"schools/{school}/members"
        for start in range(0, len(values), MAX_VALUES):
            asked = values[start : start + MAX_VALUES]
            yield from self._documents.where_any(collection, field, asked)

    def everywhere(self, field: str, value: str) -> dict[tuple[str, str], Document]:
        """The members of any school who have this e-mail, SIS id or person id.

        Args:
            field: ``email``, ``sisId`` or ``personId``.
            value: of the field.

        Returns:
            School and person id → the member; at most `MOST_EVERYWHERE` of them.
        """
        found = self._documents.everywhere("members", field, value, MOST_EVERYWHERE)
        return {(_school_of(each), each.id): each for each in found}

    def all_everywhere(self, field: str, values: Sequence[str]) -> Iterator[tuple[str, Document]]:
        """School and member, of the members of any school whose field has one of these values.

        Args:
            field: as `everywhere` has it.
            values: a query for each 30 of them, of `MOST_EVERYWHERE` members for each value.
        """
        for start in range(0, len(values), MAX_VALUES):
            asked = values[start : start + MAX_VALUES]
            most = MOST_EVERYWHERE * len(asked)
            for each in self._documents.everywhere_any("members", field, asked, most):
                yield _school_of(each), each

    def guardians_everywhere(self, field: str, value: str) -> dict[tuple[str, str], Document]:
        """The guardians of any school's students who have this e-mail or id, as `everywhere`.

        Args:
            field: ``email`` or ``guardianId``.
            value: of the field.
        """
        found = self._documents.everywhere("guardians", field, value, MOST_EVERYWHERE)
        return {(_school_of(each), each.id): each for each in found}

    def added_by_hand(self, school: str) -> list[Document]:
        """The members of a school whom no roster brought in."""
        collection = f"schools/{school}/members"
        found = self._documents.where(collection, "source", None)
        return found + self._documents.where(collection, "source.connection", None)

    def note(self, entry_id: str, entry: Mapping[str, Any]) -> None:
        """Write an audit entry of something that changes nobody; the first of its id stays."""
        commit = self._documents.commit()
        commit.create(f"audit/{entry_id}", entry)
        with contextlib.suppress(Conflict):
            commit.run()

    def drop_guardians_of_nobody(self, school: str) -> int:
        """Delete guardians whom no student names any more; gives how many."""
        nobody = self._documents.where(f"schools/{school}/guardians", "studentIds", [])
        members = f"schools/{school}/members"
        found = [
            guardian
            for guardian in nobody
            if not self._documents.any_holding(members, "guardianIds", guardian.id)
        ]
        for start in range(0, len(found), MAX_WRITES):
            commit = self._documents.commit()
            for guardian in found[start : start + MAX_WRITES]:
                commit.delete(guardian.path, guardian.version)
            with contextlib.suppress(Conflict):  # one was named again meanwhile: the next hour
                commit.run()
        return len(found)


def _school_of(document: Document) -> str:
    return document.path.split("/")[1]


def add_member(
    commit: Commit, school: str, person: str, fields: Mapping[str, Any], now: datetime
) -> None:
    """Make somebody a member whom a search finds; the commit fails when they are one already."""
    times = {"createTime": now, "updateTime": now}
    commit.create(member_path(school, person), {**fields, **derived_fields(fields), **times})


def change_member(
    commit: Commit,
    school: str,
    person: str,
    changes: Mapping[str, Any],
    version: str | None,
    now: datetime,
    identity: Mapping[str, Any] | None = None,
) -> None:
    """Change some fields of a member as it was at ``version``; the commit fails otherwise.

    Args:
        commit: takes the write.
        school: whose member.
        person: who.
        changes: the new values.
        version: of the member's document.
        now: the time of the change.
        identity: all of `IDENTITY` as it will be, where one of these changes.

    Raises:
        ValueError: one of them changes, and ``identity`` is not given.
    """
    derived = _derived(changes, identity)
    commit.update(member_path(school, person), {**changes, **derived, "updateTime": now}, version)


def put_guardian(
    commit: Commit,
    school: str,
    guardian: str,
    contact: Mapping[str, str],
    students: Sequence[str],
    now: datetime,
    *,
    new: bool,
) -> None:
    """Know a guardian by these contact data, and as the guardian of these students as well.

    Where the school has known nobody so far (``new``), the document is written whole, which costs
    less than merging; otherwise an empty contact leaves what is known.
    """
    fields = {"schemaVersion": SCHEMA_VERSION, "guardianId": guardian, "updateTime": now}
    path = guardian_path(school, guardian)
    if new:
        commit.put(path, {**fields, **contact, "studentIds": list(students)})
        return
    known = {name: value for name, value in contact.items() if value}
    commit.put(path, {**fields, **known, "studentIds": union(students)}, merge=True)


def unlink_guardian(
    commit: Commit, school: str, guardian: str, students: Sequence[str], now: datetime
) -> None:
    """Know a guardian no longer as the guardian of these students."""
    fields = {"guardianId": guardian, "studentIds": without(students), "updateTime": now}
    commit.put(guardian_path(school, guardian), fields, merge=True)


def put_back_member(
    commit: Commit,
    school: str,
    person: str,
    fields: Mapping[str, Any],
    lacked: Iterable[str],
    version: str | None,
    identity: Mapping[str, Any] | None = None,
) -> None:
    """Give some fields of a member their former values, the time of the last change included.

    Args:
        commit: takes the write; it fails when the member is not as at ``version``.
        school: whose member.
        person: who.
        fields: with the former values.
        lacked: fields that were not there.
        version: of the member's document.
        identity: as `change_member` gets it.

    Raises:
        ValueError: as `change_member` says.
    """
    gone = dict.fromkeys(lacked, no_field())
    derived = _derived([*fields, *gone], identity)
    commit.update(member_path(school, person), {**fields, **derived, **gone}, version)


def _derived(changed: Iterable[str], identity: Mapping[str, Any] | None) -> dict[str, Any]:
    if identity is not None:
        return derived_fields(identity)
    if not set(IDENTITY).isdisjoint(changed):
        raise ValueError("who changes a name, an address or an id says all of the identity")
    return {}


def remove_member(commit: Commit, school: str, person: str, version: str | None) -> None:
    """Delete a member as it was at ``version``; the commit fails otherwise."""
    commit.delete(member_path(school, person), version)


def put_back_guardian(
    commit: Commit,
    school: str,
    guardian: str,
    fields: Mapping[str, Any] | None,
    lacked: Iterable[str],
    version: str | None,
) -> None:
    """Make a guardian's document what it was: written whole, or, with no fields, deleted.

    Args:
        commit: takes the write; it fails when the document is not as at ``version``.
        school: that knows the guardian.
        guardian: who.
        fields: of the former document.
        lacked: fields of the present one that it had not.
        version: of the present document; None when there is none.
    """
    path = guardian_path(school, guardian)
    if fields is None:
        commit.delete(path, version)
    elif version is None:
        commit.create(path, fields)
    else:
        commit.update(path, {**fields, **dict.fromkeys(lacked, no_field())}, version)
