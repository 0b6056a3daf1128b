"""Changes of a member by a person: edited, archived, brought back; a roster respects them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Denied, FieldViolation, Invalid
from shared.kernel.etags import check_etag
from shared.kernel.field_masks import parse_mask
from shared.kernel.permissions import Action, authorize
from shared.kernel.roles import PROTECTED, Role
from shared.people.edit_rules import (
    FIELD_OF,
    REACH_FIELDS,
    STANDING_FIELDS,
    emptied,
    wrong_reach,
    wrong_values,
)
from shared.people.edit_store import EditStore
from shared.people.edit_views import MemberChange
from shared.people.member_views import MemberDetail, MemberView, member_view
from shared.people.model import ArchivedBy, Drafted, MemberKind, MemberState, Stored
from shared.people.reach import reached, unknown
from shared.people.reaches import Reaches
from shared.people.store import PeopleStore


class MemberEditor:
    """Writes members for a caller; each change with its audit entry, or not at all."""

    def __init__(
        self,
        people: PeopleStore,
        edits: EditStore,
        reaches: Reaches,
        clock: Clock,
        changed: Callable[[str], None],
    ) -> None:
        """Wire it.

        Args:
            people: the school's members.
            edits: writes them.
            reaches: whom a caller reaches.
            clock: the present instant.
            changed: told the person of every change, once it is written.
        """
        self._people = people
        self._edits = edits
        self._reaches = reaches
        self._clock = clock
        self._changed = changed

    def update(
        self, actor: Actor, school: str, person: str, change: MemberChange, mask: str, etag: str,
        *, validate_only: bool,
    ) -> MemberView:  # fmt: skip
        """Change the fields that the mask names; a roster leaves them alone from then on.

        A role that has no use for the limit to some grades or for modules takes them away.

        Raises:
            Denied: ``ROLE_MAY_NOT``, ``MEMBER_PROTECTED``.
            Missing: ``MEMBER_UNKNOWN``; also for somebody out of the caller's reach.
            Invalid: the mask, or ``MEMBER_INVALID`` with the fields.
            Conflict: ``ETAG_MISMATCH``, ``EMAIL_TAKEN``.
        """
        member = self._member(actor, school, person, Action.MEMBERS_UPDATE, etag)
        given = [name for name, field in FIELD_OF.items() if field in change.model_fields_set]
        wanted = {name: _wanted(change, name) for name in parse_mask(mask, FIELD_OF, given)}
        now = member.fields
        changes = {name: value for name, value in wanted.items() if value != _held(now, name)}
        if not STANDING_FIELDS.isdisjoint(changes):
            authorize(actor, Action.MEMBERS_SET_ROLE, school)
        if "role" in changes and Role(now["role"]) in PROTECTED:
            raise protected(school)
        role = Role(changes.get("role") or now["role"])
        if wrong := wrong_values(MemberKind(now["kind"]), changes) + wrong_reach(role, changes):
            raise invalid(wrong)
        changes |= emptied(now, changes)
        if changes.get("email") and now["state"] == MemberState.ACTIVE:
            self._email_is_free(school, person, changes["email"])
        if kept := changes.keys() - REACH_FIELDS:
            changes["editedFields"] = sorted({*now.get("editedFields", []), *kept})
        return self._saved(actor, school, member, changes, "members:update", only=validate_only)

    def archive(
        self, actor: Actor, school: str, person: str, etag: str, *, validate_only: bool
    ) -> MemberView:
        """Archive somebody; no roster brings them back.

        Raises:
            Denied: ``ROLE_MAY_NOT``, ``MEMBER_PROTECTED``, ``MEMBER_IS_CALLER``.
            Missing: ``MEMBER_UNKNOWN``.
            Conflict: ``ETAG_MISMATCH``.
        """
        member = self._member(actor, school, person, Action.MEMBERS_ARCHIVE, etag)
        if person == actor.person_at(school):
            raise Denied("MEMBER_IS_CALLER", "nobody archives themselves", {"school": school})
        changes: dict[str, Any] = {}
        if member.fields.get("archivedBy") != ArchivedBy.PERSON:
            changes = {
                "state": MemberState.ARCHIVED.value,
                "archivedBy": ArchivedBy.PERSON.value,
                "archiveTime": self._clock(),
            }
        return self._saved(actor, school, member, changes, "members:archive", only=validate_only)

    def restore(
        self, actor: Actor, school: str, person: str, etag: str, *, validate_only: bool
    ) -> MemberView:
        """Bring somebody back, whoever archived them.

        Raises:
            Denied: ``ROLE_MAY_NOT``, ``MEMBER_PROTECTED``.
            Missing: ``MEMBER_UNKNOWN``.
            Conflict: ``ETAG_MISMATCH``, ``EMAIL_TAKEN``.
        """
        member = self._member(actor, school, person, Action.MEMBERS_RESTORE, etag)
        changes: dict[str, Any] = {}
        if member.fields["state"] != MemberState.ACTIVE:
            changes = {"state": MemberState.ACTIVE.value, "archivedBy": None, "archiveTime": None}
            self._email_is_free(school, person, member.fields.get("email", ""))
        return self._saved(actor, school, member, changes, "members:restore", only=validate_only)

    def _member(self, actor: Actor, school: str, person: str, action: Action, etag: str) -> Stored:
        reach = self._reaches.of(actor, action, school)
        found = reached(reach, school, person, self._people.members(school, [person]))
        if Role(found.fields["role"]) in PROTECTED and actor.role_at(school) not in PROTECTED:
            raise protected(school)
        check_etag(etag, found.version)
        return found

    def _email_is_free(self, school: str, person: str, email: str) -> None:
        others = self._people.with_email(school, [email]) if email else ()
        for other in others:
            if other.id != person and other.fields.get("state") == MemberState.ACTIVE:
                raise email_taken(school)

    def _saved(
        self, actor: Actor, school: str, member: Stored, changes: Mapping[str, Any], verb: str,
        *, only: bool,
    ) -> MemberView:  # fmt: skip
        after = Drafted(member.id, {**member.fields, **changes}, member.version)
        if only or not changes:
            return member_view(school, after, MemberDetail.FULL)
        try:
            self._edits.save(school, member, changes, actor.id, verb, self._clock())
        except Conflict as error:
            raise Conflict("ETAG_MISMATCH", "the member has changed since it was read") from error
        self._changed(member.id)
        now = self._people.members(school, [member.id]).get(member.id)
        if now is None:
            raise unknown(school, member.id)
        return member_view(school, now, MemberDetail.FULL)


def _wanted(change: MemberChange, name: str) -> Any:  # noqa: ANN401  # a text or a list
    value = getattr(change, FIELD_OF[name])
    return sorted(map(str, value or ())) if name in REACH_FIELDS else value or ""


def _held(fields: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401  # a text or a list
    """A field as `_wanted` has it: one that is missing is as good as an empty one."""
    return sorted(fields.get(name) or ()) if name in REACH_FIELDS else fields.get(name, "")


def protected(school: str) -> Denied:
    """What somebody hears who may not change an owner."""
    return Denied("MEMBER_PROTECTED", "only an owner changes an owner", {"school": school})


def email_taken(school: str) -> Conflict:
    """What somebody hears who gives an address to a second person."""
    violation = FieldViolation("email", "belongs to another active member of the school")
    return Conflict("EMAIL_TAKEN", "the e-mail is in use", {"school": school}, [violation])


def invalid(violations: list[FieldViolation]) -> Invalid:
    """What somebody hears whose member could not be."""
    return Invalid("MEMBER_INVALID", "the member would not be valid", violations=violations)
