"""Whom of the roster an account stands for, and what that makes of it at each school."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shared.identity.model import People, Proof
from shared.identity.rules import Doubt, only_one
from shared.kernel.actor import Membership, Module
from shared.kernel.roles import Role
from shared.people.model import MemberState, Stored
from shared.people.store import PeopleStore

MOST_OWNERS = 50
"""Owners of a school who are looked at; a school has a few."""


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

    def schools_of(self, persons: Sequence[str]) -> dict[str, set[str]]:
        """Person → the schools that have them as an active member; a query for each 30 people."""
        found: dict[str, set[str]] = {person: set() for person in persons}
        for school, member in self._people.all_everywhere("personId", persons):
            if member.fields.get("state") == MemberState.ACTIVE:
                found[member.id].add(school)
        return found

    def with_addresses(self, emails: Sequence[str]) -> dict[str, set[str]]:
        """Address → the active people of any school who have it; a query for each 30 addresses."""
        found: dict[str, set[str]] = {email: set() for email in emails}
        for _, member in self._people.all_everywhere("email", emails):
            if member.fields.get("state") == MemberState.ACTIVE:
                found[str(member.fields["email"])].add(member.id)
        return found

    def owners(self, school: str) -> list[str]:
        """The person ids of those who own a school."""
        wanted = {"role": Role.OWNER.value, "state": MemberState.ACTIVE.value}
        return [each.id for each in self._people.page(school, wanted, "", [], MOST_OWNERS, None)]

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
