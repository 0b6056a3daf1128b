"""The addresses of a school as the CSV that can be sent back, made while it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from shared.identity.address_file import COLUMNS
from shared.identity.address_store import AddressStore
from shared.kernel.actor import Actor
from shared.kernel.audit import on_record
from shared.kernel.clock import Clock
from shared.kernel.csv_cells import BOM, csv_text
from shared.kernel.permissions import Action, authorize
from shared.kernel.views import Download
from shared.people.model import MemberKind, Stored
from shared.people.school_store import SchoolStore
from shared.people.store import PeopleStore


class AddressExporter:
    """Gives files of addresses."""

    def __init__(
        self,
        addresses: AddressStore,
        people: PeopleStore,
        schools: SchoolStore,
        clock: Clock,
        new_id: Callable[[], str],
    ) -> None:
        self._addresses = addresses
        self._people = people
        self._schools = schools
        self._clock = clock
        self._new_id = new_id

    def export(self, actor: Actor, school: str) -> Download:
        """A row for each address of a member.

        Raises:
            Denied: as `authorize` says.
            Missing: ``SCHOOL_UNKNOWN``.
        """
        authorize(actor, Action.SIGN_IN_ADDRESSES_GET, school)
        here = self._schools.school(school)
        day = self._clock().astimezone(ZoneInfo(here.time_zone)).date().isoformat()
        chunks = self._noted(actor, school, self._rows(school))
        return Download(f"sign-in-addresses-{school}-{day}.csv", "text/csv", chunks)

    def _noted(
        self, actor: Actor, school: str, batches: Iterator[list[list[str]]]
    ) -> Iterator[bytes]:
        """The file's bytes; who took how many rows is on record even if they stop."""
        export, count = self._new_id(), 0

        def note(part: str, **told: int) -> None:
            subject = {"export": export, **told}
            name = f"sign-in-addresses-export-{export}-{part}"
            self._addresses.note(name, school, actor.id, subject, self._clock())

        def pieces() -> Iterator[bytes]:
            nonlocal count
            yield (BOM + csv_text([COLUMNS])).encode()
            for rows in batches:
                count += len(rows)
                yield csv_text(rows).encode()

        return on_record(pieces(), lambda: note("begin"), lambda: note("end", count=count))

    def _rows(self, school: str) -> Iterator[list[list[str]]]:
        for batch in self._people.in_batches(school):
            members: Mapping[str, Stored] = {each.id: each for each in batch}
            found = self._addresses.of_people(list(members))
            rows = [
                [_id_of(members[person]), each.email]
                for person, theirs in groupby(found, key=lambda each: each.person)
                for each in theirs
            ]
            if rows:
                yield rows


def _id_of(member: Stored) -> str:
    """What a row calls a member: a student by the SIS id, and others by their e-mail.

    An id of the SIS can be a student's and somebody else's as well.
    """
    fields: Mapping[str, Any] = member.fields
    student = fields.get("kind") == MemberKind.STUDENT
    names: Sequence[str] = ("sisId", "email") if student else ("email", "sisId")
    return next((str(fields[name]) for name in names if fields.get(name)), member.id)
