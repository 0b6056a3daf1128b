"""A file of addresses: checked row by row, and done as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from shared.identity.address_check import AddressCheck, Checked
from shared.identity.address_file import Read, Row, Wrong, read_file
from shared.identity.address_store import AddressStore
from shared.identity.address_views import (
    FIXES,
    MOST_PROBLEMS,
    AddressImportView,
    AddressProblem,
    AddressProblemView,
)
from shared.kernel.actor import Actor
from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict
from shared.kernel.permissions import Action, authorize
from shared.people.model import MemberState, Stored
from shared.people.store import PeopleStore


class AddressImporter:
    """Takes files of addresses."""

    def __init__(
        self, addresses: AddressStore, people: PeopleStore, check: AddressCheck, clock: Clock
    ) -> None:
        self._addresses = addresses
        self._people = people
        self._check = check
        self._clock = clock

    def take(
        self, actor: Actor, school: str, text: str, *, validate_only: bool
    ) -> AddressImportView:
        """Let people come by the addresses of a file, where nothing is wrong with any row.

        Raises:
            Denied: as `authorize` says.
            Conflict: ``ADDRESS_TAKEN``: an address has become somebody's while it was checked.
        """
        authorize(actor, Action.SIGN_IN_ADDRESSES_EDIT, school)
        read = read_file(text)
        whose, wrong = self._whose(school, read)
        sound = [row for row in read.rows if row.line in whose]
        wanted = {row.email: whose[row.line] for row in sound}
        checked = self._check.of(actor, wanted)
        wrong += _wrong_addresses(sound, whose, checked)
        new = [(email, who) for email, who in wanted.items() if email not in checked.holders]
        is_done = not wrong and not validate_only
        if is_done and new:
            self._put(actor, school, new)
        added = 0 if wrong else len(new)
        return AddressImportView(
            rows=len(read.rows),
            added=added,
            unchanged=0 if wrong else len(read.rows) - added,
            applied=is_done,
            problems=_shown(wrong),
            problem_count=len(wrong),
        )

    def _put(self, actor: Actor, school: str, new: Sequence[tuple[str, str]]) -> None:
        try:
            self._addresses.put(school, new, actor.id, self._clock())
        except Conflict as error:
            raise Conflict("ADDRESS_TAKEN", "an address has just become somebody's") from error

    def _whose(self, school: str, read: Read) -> tuple[dict[int, str], list[Wrong]]:
        """Line → whom its id means, of the lines with which nothing is wrong; and what is."""
        wrong = list(read.wrong)
        bad = {each.line for each in wrong}
        rows = [row for row in read.rows if row.line not in bad]
        known = self._known(school, sorted({row.id for row in rows}))
        whose: dict[int, str] = {}
        for row in rows:
            person = _one(known.get(row.id, ()))
            if isinstance(person, AddressProblem):
                wrong.append(Wrong(row.line, "id", person))
            else:
                whose[row.line] = person
        return whose, wrong

    def _known(self, school: str, ids: Sequence[str]) -> Mapping[str, list[Stored]]:
        """Id of a row → the members whom it can mean: by SIS id, else by e-mail, else by id."""
        found: dict[str, list[Stored]] = {}
        for each in self._people.having(school, "sisId", ids):
            found.setdefault(str(each.fields["sisId"]), []).append(each)
        rest = {each.lower(): each for each in ids if each not in found}
        for each in self._people.with_email(school, sorted(rest)):
            found.setdefault(rest[str(each.fields["email"])], []).append(each)
        left = [each for each in ids if each not in found and each.isalnum() and each.isascii()]
        members = self._people.many_members(school, left)
        return {**found, **{person: [each] for person, each in members.items()}}


def _one(members: Iterable[Stored]) -> str | AddressProblem:
    there = {each.id: each for each in members}
    active = [p for p, each in there.items() if each.fields.get("state") == MemberState.ACTIVE]
    if len(active) == 1:
        return active[0]
    if active:
        return AddressProblem.ID_SEVERAL
    return AddressProblem.ID_ARCHIVED if there else AddressProblem.ID_UNKNOWN


def _wrong_addresses(
    rows: Sequence[Row], whose: Mapping[int, str], checked: Checked
) -> list[Wrong]:
    first: dict[str, str] = {}
    wrong = []
    for row in rows:
        person = whose[row.line]
        if first.setdefault(row.email, person) != person:
            wrong.append(Wrong(row.line, "email", AddressProblem.EMAIL_TWICE))
        elif problem := checked.email.get(row.email):
            wrong.append(Wrong(row.line, "email", problem))
        if kept := checked.person.get(person):
            wrong.append(Wrong(row.line, "id", kept))
    return wrong


def _shown(wrong: Sequence[Wrong]) -> list[AddressProblemView]:
    ordered = sorted(wrong, key=lambda each: (each.line, each.column))
    return [
        AddressProblemView(line=each.line, column=each.column, code=each.code, fix=FIXES[each.code])
        for each in ordered[:MOST_PROBLEMS]
    ]
