"""What a run would do to each person, with before and after. Pure: rows in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from shared.kernel.ids import digest_id
from shared.kernel.roles import PROTECTED, Role, is_privileged
from shared.people.model import ArchivedBy, MemberState
from shared.people.search import identity_after
from shared.rostering.connections import Connection
from shared.rostering.matching import By
from shared.rostering.model import Guardian, Kind, RosterRow

_FIELD_OF_COLUMN = {
    "id": "sisId",
    "email": "email",
    "firstName": "firstName",
    "lastName": "lastName",
    "name": "firstName",
    "grade": "grade",
    "graduationYear": "grade",
    "phone": "phone",
    "idField1": "idField1",
    "idField2": "idField2",
    "parentEmail": "guardianIds",
    "parentPhone": "guardianIds",
}


class Verb(StrEnum):
    """What happens to a member."""

    ADD = "ADD"
    UPDATE = "UPDATE"
    RESTORE = "RESTORE"
    ARCHIVE = "ARCHIVE"
    MOVE = "MOVE"
    PUT_BACK = "PUT_BACK"
    """An undo gives fields the values that they had."""
    REMOVE = "REMOVE"
    """An undo takes away somebody whom the run had added."""


UNDOING = frozenset({Verb.PUT_BACK, Verb.REMOVE})


@dataclass(frozen=True, slots=True)
class GuardianLink:
    """A guardian of one student, by the id that their contact data makes."""

    guardian: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One change to one member.

    Attributes:
        digest: hex of the row's hash, to be recorded once this is applied; empty for archives.
        version: the member's version when the plan was made; None for somebody new.
        before: the changed fields as they were; None for somebody new.
        after: the changed fields as they will be, all of them for somebody new; may be empty for
            an update of guardians only.
        guardians: the guardians that the row names, to be linked.
        unlinked: ids of guardians that the row no longer names.
        hold: the gate's code when a person has to approve it first.
        was: every field that this writes as it was, bookkeeping too, for an undo; fields that the
            document lacked are absent. None for somebody new.
        line: of the file, 1-based; None where no row says this.
        alias: the person id that the row makes, where ``person`` had another one so far.
        by: what the row and somebody here have in common, see `matching.By`.
        identity: what a search finds the member by as it will be; None where that stays.
    """

    verb: Verb
    kind: Kind
    person: str
    digest: str
    version: str | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    guardians: tuple[GuardianLink, ...] = ()
    unlinked: tuple[str, ...] = ()
    hold: str | None = None
    was: Mapping[str, Any] | None = None
    line: int | None = None
    alias: str | None = None
    by: str | None = None
    identity: Mapping[str, str] | None = None

    def held(self, code: str) -> Operation:
        """The same, waiting for approval."""
        return replace(self, hold=code)

    @property
    def is_about_identity(self) -> bool:
        """True when it says who somebody is, or whose; not that anything about them changed."""
        return self.alias is not None or self.after.keys() == {"source"}

    @property
    def new_role(self) -> Role | None:
        """The role that this gives, None when it leaves the role alone."""
        role = self.after.get("role")
        return None if role is None or self.verb in (Verb.ARCHIVE, Verb.MOVE) else Role(role)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The member is already as the row says: only the row's hash is recorded."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A switch is off, or a person decided otherwise.

    Attributes:
        outstanding: True when a later run has to look again even if the file stays the same.
    """

    outstanding: bool


Planned = Operation | Unchanged | Skipped


@dataclass(frozen=True, slots=True)
class Current:
    """A member's document as it stands.

    Attributes:
        half_added: no run of this roster that reached its end has ever added them.
    """

    fields: Mapping[str, Any]
    version: str
    half_added: bool = False


class RowPlanner:
    """Plans rows of one file; made once, because which columns it has decides what it may touch."""

    def __init__(
        self, connection: Connection, id_space: str, columns: Iterable[str], run: str
    ) -> None:
        """Take what is the same for every row.

        Args:
            connection: its switches decide.
            id_space: the district's, for guardian ids.
            columns: the roster fields that the file has; others are never touched.
            run: recorded as the member's source.
        """
        self._connection = connection
        self._id_space = id_space
        columns = set(columns)
        self._has_role = "role" in columns
        self._fields = {_FIELD_OF_COLUMN[column] for column in columns & _FIELD_OF_COLUMN.keys()}
        if "name" in columns:
            self._fields |= {"firstName", "lastName"}
        self._source = {"connection": connection.connection, "run": run}

    def plan(self, person: str, row: RosterRow, digest: bytes, current: Current | None) -> Planned:
        """Decide about one row, given the member as it stands, None for somebody new."""
        if current is None:
            return self._add(person, row, digest, self._links(row.guardians))
        # Who changed somebody's guardians by hand may have had a court's reason for it.
        links = () if "guardianIds" in self._kept(current) else self._links(row.guardians)
        if current.fields.get("state") == MemberState.ARCHIVED:
            return self._restore(person, row, digest, links, current)
        return self._update(person, row, digest, links, current)

    def remap(
        self, person: str, row: RosterRow, digest: bytes, current: Current, alias: str, by: str
    ) -> Planned:
        """Decide about a row that may be about somebody who had another id so far.

        The switch for adding is enough: without a match, the row would be somebody new.
        """
        links = () if "guardianIds" in self._kept(current) else self._links(row.guardians)
        switches = self._connection.switches_of(row.kind)
        if current.fields.get("state") == MemberState.ARCHIVED:
            planned = self._restore(person, row, digest, links, current)
        elif switches.add or switches.update:
            changes = self._changes(row, links, current)
            planned = self._operation(Verb.UPDATE, person, row, digest, links, current, changes)
        else:
            planned = Skipped(outstanding=True)
        if isinstance(planned, Operation):
            return replace(planned, alias=alias, by=by)
        return planned

    def _links(self, guardians: Iterable[Guardian]) -> tuple[GuardianLink, ...]:
        found: dict[str, GuardianLink] = {}
        for email, phone in ((guardian.email, guardian.phone) for guardian in guardians):
            name = digest_id(self._id_space, "guardians", email or phone)
            known = found.get(name)
            if known is None or (phone and not known.phone):
                found[name] = GuardianLink(name, email, phone)
        return tuple(found[name] for name in sorted(found))

    def _add(
        self, person: str, row: RosterRow, digest: bytes, links: tuple[GuardianLink, ...]
    ) -> Planned:
        if not self._connection.switches_of(row.kind).add:
            return Skipped(outstanding=True)
        after = {**_wanted(row, links), **self._standing(person)}
        if not row.is_test:
            del after["isTest"]
        return Operation(
            Verb.ADD, row.kind, person, digest.hex(), None, None, after, links, line=row.line
        )

    def _standing(self, person: str) -> dict[str, Any]:
        return {
            "schemaVersion": 1,
            "personId": person,
            "state": MemberState.ACTIVE.value,
            "archivedBy": None,
            "archiveTime": None,
            "editedFields": [],
            "source": self._source,
        }

    def _restore(
        self,
        person: str,
        row: RosterRow,
        digest: bytes,
        links: tuple[GuardianLink, ...],
        current: Current,
    ) -> Planned:
        if current.fields.get("archivedBy") != ArchivedBy.ROSTER:
            return Skipped(outstanding=False)
        if not self._connection.switches_of(row.kind).add:
            return Skipped(outstanding=True)
        changes = self._changes(row, links, current)
        changes.setdefault("role", current.fields["role"])
        changes |= {"state": MemberState.ACTIVE.value, "archivedBy": None, "archiveTime": None}
        return self._operation(Verb.RESTORE, person, row, digest, links, current, changes)

    def _update(
        self,
        person: str,
        row: RosterRow,
        digest: bytes,
        links: tuple[GuardianLink, ...],
        current: Current,
    ) -> Planned:
        changes = self._changes(row, links, current)
        update = self._connection.switches_of(row.kind).update
        if not changes and self._takes_over(current) and (update or not links):
            return self._operation(Verb.UPDATE, person, row, digest, links, current, {})
        if not changes and not links:
            return Unchanged()
        switches = self._connection.switches_of(row.kind)
        # A run that was given up may have added somebody and not yet their guardians.
        half_added = current.half_added and not changes and switches.add
        if not switches.update and not half_added:
            return Skipped(outstanding=True)
        return self._operation(Verb.UPDATE, person, row, digest, links, current, changes)

    def _operation(
        self,
        verb: Verb,
        person: str,
        row: RosterRow,
        digest: bytes,
        links: tuple[GuardianLink, ...],
        current: Current,
        changes: dict[str, Any],
    ) -> Operation:
        compared = {"state", *changes} - {"archiveTime"}
        before = {name: current.fields.get(name) for name in sorted(compared)}
        named = {link.guardian for link in links}
        gone = ()
        if "guardianIds" in changes:
            gone = tuple(g for g in current.fields.get("guardianIds", []) if g not in named)
        after = {**changes, "source": self._source}
        if not changes and not self._takes_over(current):
            after = {}
        return Operation(
            verb=verb,
            kind=row.kind,
            person=person,
            digest=digest.hex(),
            version=current.version,
            before=before,
            after=after,
            guardians=links,
            unlinked=gone,
            was=former(current.fields, after),
            line=row.line,
            by=By.ID.value if self._takes_over(current) else None,
            identity=identity_after(current.fields, after),
        )

    def _takes_over(self, current: Current) -> bool:
        """True for somebody of the connection that this one takes over from."""
        before = self._connection.migrates_from
        source = current.fields.get("source") or {}
        return before is not None and source.get("connection") == before

    def _changes(
        self, row: RosterRow, links: tuple[GuardianLink, ...], current: Current
    ) -> dict[str, Any]:
        wanted = _wanted(row, links)
        wanted["role"] = self._role(row, current)
        touched = (self._fields | {"kind", "role", "isTest"}) - self._kept(current)
        if current.fields.get("role") in PROTECTED:
            touched -= {"kind"}
        now = {"isTest": False, **current.fields}
        return {name: wanted[name] for name in sorted(touched) if wanted[name] != now.get(name)}

    def _kept(self, current: Current) -> set[str]:
        """The fields that a person edited and that the file does not take back."""
        if self._connection.takes_back_edits:
            return set()
        return set(current.fields.get("editedFields", []))

    def _role(self, row: RosterRow, current: Current) -> str:
        """The role after this row: the file's own, but a kind alone never overrides a person."""
        now = Role(current.fields["role"])
        if now in PROTECTED:
            return now.value
        if self._has_role or current.fields.get("kind") != row.kind:
            return row.role.value
        return now.value


def _wanted(row: RosterRow, links: tuple[GuardianLink, ...]) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "role": row.role.value,
        "sisId": row.sis_id,
        "email": row.email,
        "firstName": row.first_name,
        "lastName": row.last_name,
        "grade": row.grade,
        "phone": row.phone,
        "idField1": row.id_field1,
        "idField2": row.id_field2,
        "guardianIds": [link.guardian for link in links],
        "isTest": row.is_test,
    }


def plan_archive(
    person: str, kind: Kind, current: Current | None, *, moved: bool
) -> Operation | None:
    """The archive of one missing person, or None when there is nothing to archive.

    Owners, District Managers and people archived by hand are left alone.
    """
    if current is None or current.fields.get("state") != MemberState.ACTIVE:
        return None
    if Role(current.fields["role"]) in PROTECTED:
        return None
    after = {"state": MemberState.ARCHIVED.value, "archivedBy": ArchivedBy.ROSTER.value}
    return Operation(
        verb=Verb.MOVE if moved else Verb.ARCHIVE,
        kind=kind,
        person=person,
        digest="",
        version=current.version,
        before={"state": MemberState.ACTIVE.value},
        after=after,
        was=former(current.fields, [*after, "archiveTime"]),
    )


def former(fields: Mapping[str, Any], written: Iterable[str]) -> dict[str, Any]:
    """What a change of these fields writes over, with the time of the last change."""
    return {name: fields[name] for name in (*written, "updateTime") if name in fields}


def raises_privilege(operation: Operation) -> bool:
    """True when somebody who is already there becomes Manager or more, or anyone Owner or above."""
    role = operation.new_role
    if role is None or not is_privileged(role):
        return False
    if role in PROTECTED:
        return True
    before = operation.before or {}
    return before.get("role") not in (None, role.value)


def adds_manager(operation: Operation) -> bool:
    """True when a new or returning member comes as a Manager."""
    return operation.verb in (Verb.ADD, Verb.RESTORE) and operation.new_role is Role.MANAGER
