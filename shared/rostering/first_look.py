"""The first pass over a file: unchanged rows are told by hash, the others are validated.

What it can't settle, ids on several rows and shared addresses, it leaves to `second_look`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from shared.kernel.roles import Role
from shared.rostering.identity import Identifier
from shared.rostering.model import Kind, RosterRow
from shared.rostering.normalise import Identified, RowNormaliser
from shared.rostering.problems import Finding
from shared.rostering.repeated_ids import RepeatedIds
from shared.rostering.shaping import Shaped, at
from shared.rostering.shared_addresses import SharedAddresses
from shared.rostering.tally import Tally

T = TypeVar("T")
Known = Callable[[Kind, bytes], bytes | None]
"""The digest that was applied last for a person of a kind."""
PersonOf = Callable[[bytes], bytes | None]
"""The person for whom exactly this digest was applied last: `Known` the other way round."""


class SeenRow(NamedTuple):
    """One person that the file holds.

    Attributes:
        person: raw person id, see `shared.kernel.ids`.
        digest: of the mapped raw cells, the mapping and the normaliser's version, 12 bytes.
        line: on which the row starts.
        row: None when ``digest`` is what was applied last; such a row isn't validated again.
    """

    person: bytes
    kind: Kind
    digest: bytes
    line: int
    row: RosterRow | None


class Applied(NamedTuple):
    """What was applied last, to tell unchanged rows."""

    known: Known
    person_of: PersonOf | None


class Desk(NamedTuple):
    """What both looks at a file work with and note things in."""

    identifier: Identifier
    repeated: RepeatedIds
    addresses: SharedAddresses
    tally: Tally
    applied: Applied


class _Batch(NamedTuple):
    """Parallel sequences; of unchanged rows role and id may be left out.

    Attributes:
        fresh: the places of rows that aren't known to be unchanged.
    """

    people: Identified
    digests: Sequence[bytes]
    persons: Sequence[bytes | None]
    fresh: Sequence[int]


_new: Any = tuple.__new__


class FirstLook:
    """Takes the blocks of a file in order."""

    def __init__(self, desk: Desk, normaliser: RowNormaliser) -> None:
        self._identifier, self._repeated, self._addresses, self._tally, self._applied = desk
        self._normaliser = normaliser

    def relevant(self, shaped: Shaped) -> Shaped:
        """All of it."""
        return shaped

    def take(self, shaped: Shaped, digests: Sequence[bytes]) -> list[SeenRow]:
        """The people of a block, each only where their first row stands, by line."""
        findings = shaped.findings
        self._tally.rows += shaped.total
        self._tally.unreadable += shaped.lost
        if not digests:
            self._tally.reject(findings)
            return []
        batch = self._recognised(shaped, digests, findings)
        self._tally.meet_kinds(batch.people.kinds)
        again = frozenset(self._repeated.note(batch.persons, digests))
        if again:
            ids = self._identifier.ids(shaped.columns)
            self._repeated.differing_ids.update(ids[place] for place in again)
        fresh = self._validated(batch, again, findings)
        if len(batch.fresh) == len(digests):
            return fresh
        same = self._unchanged(batch, again)
        return sorted(same + fresh, key=itemgetter(3)) if fresh else same

    def _recognised(
        self, shaped: Shaped, digests: Sequence[bytes], findings: list[Finding]
    ) -> _Batch:
        known, person_of = self._applied
        if person_of is not None:
            persons = list(map(person_of, digests))
            if None not in persons:
                return self._all_unchanged(shaped, digests, persons)
            if any(persons):
                return self._partly_unchanged(shaped, digests, persons, findings)
        people, persons, certain = self._identifier.identify(shaped.columns, shaped.lines, findings)
        everything = range(len(digests))
        if person_of is not None:
            return _Batch(people, digests, persons, everything)
        if certain:
            applied = list(map(known, people.kinds, persons))  # type: ignore[arg-type]  # no None
        else:
            pairs = zip(people.kinds, persons, strict=True)
            applied = [known(kind, who) if kind and who else None for kind, who in pairs]
        if applied.count(None) == len(digests):
            return _Batch(people, digests, persons, everything)
        fresh = [p for p in everything if applied[p] != digests[p]]
        return _Batch(people, digests, persons, fresh)

    def _all_unchanged(
        self, shaped: Shaped, digests: Sequence[bytes], persons: list[bytes | None]
    ) -> _Batch:
        kinds = self._identifier.kinds(shaped.columns)
        people = Identified(shaped.columns, shaped.lines, kinds, (), ())
        return _Batch(people, digests, persons, ())

    def _partly_unchanged(
        self,
        shaped: Shaped,
        digests: Sequence[bytes],
        persons: list[bytes | None],
        findings: list[Finding],
    ) -> _Batch:
        fresh = [place for place, person in enumerate(persons) if person is None]
        columns, lines = shaped.columns, shaped.lines
        some = self._identifier.identify(
            [at(column, fresh) for column in columns], at(lines, fresh), findings
        )
        roles: list[Role | None] = [None] * len(lines)
        ids = [""] * len(lines)
        for place, person, role, sis_id in zip(
            fresh, some.persons, some.people.roles, some.people.ids, strict=True
        ):
            persons[place], roles[place], ids[place] = person, role, sis_id
        people = Identified(columns, lines, self._identifier.kinds(columns), roles, ids)
        return _Batch(people, digests, persons, fresh)

    def _validated(
        self, batch: _Batch, again: frozenset[int], findings: list[Finding]
    ) -> list[SeenRow]:
        """The rows that aren't known, made and checked; rejected ones only leave their mark."""
        if not batch.fresh:
            self._tally.reject(findings)
            return []
        wanted = [place for place in batch.fresh if place not in again] if again else batch.fresh
        if len(wanted) == len(batch.digests):
            people, persons, digests = batch.people, batch.persons, batch.digests
        else:
            people, persons, digests = _picked(batch, wanted)
        if not persons:
            self._tally.reject(findings)
            return []
        rows, emails, families = self._normaliser.rows(people, findings)
        self._tally.unreadable += persons.count(None)
        refused = self._tally.reject(findings)
        told = zip(persons, people.kinds, digests, people.lines, rows, strict=True)
        seen: list[SeenRow] = list(map(_new, repeat(SeenRow), told))
        kinds: Sequence[Kind | None] = people.kinds
        if refused:
            places = [place for place, line in enumerate(people.lines) if line in refused]
            of_refused = [seen[place] for place in places]
            self._tally.rejected_seen.update((of.kind, of.person) for of in of_refused if of.person)
            seen, kinds = _lacking(seen, places), _lacking(kinds, places)
            emails, families = _lacking(emails, places), _lacking(families, places)
        self._addresses.add(emails)
        self._tally.count_people(kinds)
        if any(finding.code == "TEST_PERSON" for finding in findings):
            self._tally.count_tests([of.row for of in seen if of.row])
        self._tally.meet_guardians(families)
        return seen

    def _unchanged(self, batch: _Batch, again: frozenset[int]) -> list[SeenRow]:
        people, digests, persons, fresh = batch
        if not fresh and not again:
            self._addresses.add_cells(people.columns)
            self._tally.count_people(people.kinds)
            told = zip(persons, people.kinds, digests, people.lines, repeat(None))
            return list(map(_new, repeat(SeenRow), told))
        left_out = again.union(fresh)
        places = [place for place in range(len(digests)) if place not in left_out]
        some, persons, digests = _picked(batch, places)
        self._addresses.add_cells(some.columns)
        self._tally.count_people(some.kinds)
        told = zip(persons, some.kinds, digests, some.lines, repeat(None))
        return list(map(_new, repeat(SeenRow), told))


def _lacking(values: Sequence[T], places: Sequence[int]) -> list[T]:
    """The values but those at these places, which are in order."""
    kept = list(values)
    for place in reversed(places):
        del kept[place]
    return kept


def _picked(
    batch: _Batch, places: Sequence[int]
) -> tuple[Identified, Sequence[bytes | None], Sequence[bytes]]:
    people = batch.people
    some = Identified(
        [at(column, places) for column in people.columns],
        at(people.lines, places),
        at(people.kinds, places),
        at(people.roles, places) if people.roles else (),
        at(people.ids, places) if people.ids else (),
    )
    return some, at(batch.persons, places), at(batch.digests, places)
