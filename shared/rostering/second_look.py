"""Reads a file again for what one pass can't settle: ids on several rows, and shared addresses.

Clever writes a student once for each contact. Such rows become one student with several guardians;
rows of one id that differ in anything else contradict each other and are all rejected.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

from shared.rostering.first_look import Desk, SeenRow
from shared.rostering.guardians import many, unite
from shared.rostering.header_words import EMAIL, SIS_ID
from shared.rostering.model import Kind, RosterRow
from shared.rostering.normalise import Identified, RowNormaliser
from shared.rostering.problems import Finding
from shared.rostering.shaping import Shaped, picked


class _Group(NamedTuple):
    """The rows of one person."""

    rows: list[Sequence[str]]
    lines: list[int]
    digests: list[bytes]


class SecondLook:
    """Settles what the first pass left open; see `Tally` for where the results go."""

    def __init__(self, desk: Desk, normaliser: RowNormaliser, most_guardians: int) -> None:
        self._identifier, self._repeated, self._addresses, self._tally, self._applied = desk
        self._most_guardians = most_guardians
        self._normaliser = normaliser
        self._groups: dict[bytes, _Group] = {}
        self._users: dict[str, dict[bytes, tuple[Kind, int]]] = {}

    @property
    def needed(self) -> bool:
        """False when the first pass settled everything."""
        return bool(self._repeated.differing or self._addresses.shared)

    def relevant(self, shaped: Shaped) -> Shaped:
        """The rows of a block that have to be looked at again."""
        places = self._repeats(shaped)
        places.update(place for place, _ in self._addresses.of(shaped.columns))
        return picked(shaped, sorted(places))

    def _repeats(self, shaped: Shaped) -> set[int]:
        if self._identifier.has_aliases and self._repeated.differing and shaped.lines:
            # Rows of one person may have different ids.
            persons = self._identifier.identify(shaped.columns, shaped.lines, []).persons
            return {at for at, person in enumerate(persons) if person in self._repeated.differing}
        wanted = self._repeated.differing_ids
        ids = self._identifier.ids(shaped.columns)
        return {place for place, sis_id in enumerate(ids) if sis_id in wanted}

    def take(self, shaped: Shaped, digests: Sequence[bytes]) -> list[SeenRow]:
        """Look at a block again; a person is settled when the last of their rows has come."""
        if not digests:
            return []
        settled = []
        who = self._identifier.identify(shaped.columns, shaped.lines, [])
        for place, address in self._addresses.of(shaped.columns):
            self._note_user(address, who.people, who.persons[place], place)
        for place, person in enumerate(who.persons):
            if person is None or person not in self._repeated.differing:
                continue
            group = self._groups.setdefault(person, _Group([], [], []))
            group.rows.append([column[place] for column in shaped.columns])
            group.lines.append(shaped.lines[place])
            group.digests.append(digests[place])
            if len(group.lines) == self._repeated.rows_of(person):
                settled += self._settle(person, self._groups.pop(person))
        return settled

    def warn_of_shared_addresses(self) -> None:
        """Log EMAIL_SHARED at each row whose address another accepted person has too."""
        refused = self._tally.conflicted | self._tally.rejected_seen
        findings = []
        for users in self._users.values():
            lines = [
                line for person, (kind, line) in users.items() if (kind, person) not in refused
            ]
            if len(lines) > 1:
                findings += [Finding(line, "EMAIL_SHARED", EMAIL, rejects=False) for line in lines]
        self._tally.log.add_findings(findings)

    def _note_user(
        self, address: str, people: Identified, person: bytes | None, place: int
    ) -> None:
        kind = people.kinds[place]
        if person is not None and kind is not None:
            users = self._users.setdefault(address, {})
            users.setdefault(person, (kind, people.lines[place]))

    def _settle(self, person: bytes, group: _Group) -> list[SeenRow]:
        findings: list[Finding] = []
        columns = list(zip(*group.rows, strict=True))
        who = self._identifier.identify(columns, group.lines, findings)
        rows = self._normaliser.rows(who.people, findings).rows
        if len({row._replace(line=0, guardians=()) for row in rows}) > 1:
            self._conflict(person, rows)
            return []
        if any(finding.rejects for finding in findings):
            first = rows[0].line
            self._tally.reject([f for f in findings if f.rejects and f.line != first])
            return []
        return [self._merged(person, rows, group.digests)]

    def _conflict(self, person: bytes, rows: list[RosterRow]) -> None:
        tally = self._tally
        if rows[0].line not in tally.rejected_lines:
            tally.kinds[rows[0].kind] -= 1
            tally.tests[rows[0].kind] -= rows[0].is_test
        tally.reject([Finding(row.line, "ID_CONFLICT", SIS_ID, rejects=True) for row in rows])
        both = {(row.kind, person) for row in rows}
        tally.conflicted |= both
        tally.rejected_seen |= both

    def _merged(self, person: bytes, rows: list[RosterRow], digests: list[bytes]) -> SeenRow:
        guardians = unite(*(row.guardians for row in rows))
        most = self._most_guardians
        self._tally.meet_guardians([guardians], [guardian.phone for guardian in rows[0].guardians])
        if len(guardians) > most and all(len(row.guardians) <= most for row in rows):
            self._tally.log.add_findings([many(rows[0].line)])
        together = blake2b(b"".join(sorted(set(digests))), digest_size=len(digests[0])).digest()
        row = rows[0]._replace(guardians=guardians)
        known, person_of = self._applied
        before = person_of(together) if person_of else known(row.kind, person)
        same = before == (person if person_of else together)
        return SeenRow(person, row.kind, together, row.line, None if same else row)
