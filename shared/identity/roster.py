"""Whom of the roster an account stands for, and what that makes of it at each school."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shared.identity.model import People, Proof
from shared.identity.rules import Doubt, only_one
from shared.kernel.actor import Membership, Module
from shared.kernel.roles import Role
from shared.people.model import MemberState, Stored
from shared.people.store import PeopleStore


class Roster:
    """Asks the schools' own records."""

    def __init__(self, people: PeopleStore) -> None:
        self._people = people

    def matched(self, proof: Proof) -> str | Doubt:
        """The one person whom a proof is about: by their SIS id, else by their address."""
        if proof.people is People.GUARDIANS:
            return self._guardian(proof.email)
        for sis_id in proof.sis_ids:
            found = self._active(self._people.everywhere("sisId", sis_id))
            if found:
                return only_one(found)
        if not proof.email:
            return Doubt.NOBODY
        return only_one(self._active(self._people.everywhere("email", proof.email)))

    def standing(self, person: str, guardian: str) -> Mapping[str, Membership]:
        """School → what somebody is there; the stronger where they are a parent there as well."""
        found: dict[str, Membership] = {}
        if guardian:
            known = self._people.guardians_everywhere("guardianId", guardian)
            found |= {
                school: Membership(Role.PARENT, guardian)
                for (school, _), each in known.items()
                if each.fields.get("studentIds")
            }
        if person:
            members = self._people.everywhere("personId", person)
            found |= {
                school: membership_of(each)
                for (school, _), each in members.items()
                if each.fields.get("state") == MemberState.ACTIVE
            }
        return found

    def _guardian(self, email: str) -> str | Doubt:
        found = self._people.guardians_everywhere("email", email) if email else {}
        return only_one(g for (_, g), each in found.items() if each.fields.get("studentIds"))

    @staticmethod
    def _active(members: Mapping[tuple[str, str], Stored]) -> Iterable[str]:
        return {
            person
            for (_, person), each in members.items()
            if each.fields.get("state") == MemberState.ACTIVE
        }


def membership_of(member: Stored) -> Membership:
    """What a member's own record makes of them."""
    fields: Mapping[str, Any] = member.fields
    return Membership(
        role=Role(fields["role"]),
        person=member.id,
        grades=frozenset(map(str, fields.get("limitedToGrades", ()))),
        modules=frozenset(map(Module, fields.get("modules", ()))),
    )
