"""The members of one school whom no roster brought in, looked up once and only when asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from shared.kernel.ids import id_to_bytes
from shared.kernel.roles import PROTECTED, Role
from shared.people.model import MemberState
from shared.people.store import PeopleStore
from shared.rostering.model import Kind


class HandAdded:
    """Keeps what it has read for the length of one run."""

    def __init__(self, people: PeopleStore, school: str) -> None:
        self._people = people
        self._school = school

    @cached_property
    def members(self) -> Sequence[Mapping[str, Any]]:
        """The fields of all of them."""
        return [found.fields for found in self._people.added_by_hand(self._school)]

    def archivable(self, kind: Kind) -> set[bytes]:
        """Raw ids of the active ones of a kind whom a file may archive."""
        return {
            id_to_bytes(fields["personId"])
            for fields in self.members
            if fields["kind"] == kind.value
            and fields.get("state") == MemberState.ACTIVE
            and Role(fields["role"]) not in PROTECTED
        }
