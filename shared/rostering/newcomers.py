"""The people of a file whom nobody knows, and who of those here each of them may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import Any

from shared.kernel.ids import id_from_bytes, id_to_bytes
from shared.kernel.roles import Role, is_privileged
from shared.people.model import ArchivedBy, MemberState
from shared.people.store import PeopleStore
from shared.rostering.api_source_checks import SPEAKS_ONEROSTER
from shared.rostering.draft_context import DraftContext
from shared.rostering.first_look import SeenRow
from shared.rostering.gate import Hold
from shared.rostering.hand_added import HandAdded
from shared.rostering.limits import Limits
from shared.rostering.matching import By, Matches, Traits, match, strangers
from shared.rostering.model import Kind, RosterRow
from shared.rostering.plan import (
    Current,
    Operation,
    Planned,
    RowPlanner,
    adds_manager,
    raises_privilege,
)
from shared.rostering.problems import file_warning
from shared.rostering.results import RunResult
from shared.rostering.runs import PROBLEMS_KEPT

CODE = "KEY_CHURN"
_MESSAGE = (
    "The row looks like somebody who is here already under another id; it waits for a person's "
    "decision."
)
READ_BATCH = 300
"""Members read in one call."""

NEWCOMERS_FOR_EACH = 3
"""Where a school has at most one member for each three newcomers, as at a first load, all members
are read: that is cheaper than a query for each 30 addresses."""

ABSENT_FOR_EACH = 20
ABSENT_AT_LEAST = 100
"""People whom the file lacks are all read when there are at most 20 for each newcomer and 100 more;
otherwise only those who have a newcomer's address."""


class Newcomers:
    """Gathers the newcomers of one file; bounded memory for each of them.

    Attributes:
        doubted_ids: people of whom it is doubted that the one who has their number is the same.
    """

    def __init__(self, context: DraftContext, people: PeopleStore, by_hand: HandAdded) -> None:
        """Take the parts.

        Args:
            context: of the draft.
            people: reads whoever a newcomer may be; nobody where there are no newcomers.
            by_hand: people whom no roster brought in.
        """
        self._context = context
        self._people = people
        self._by_hand = by_hand
        self._new: dict[bytes, Traits] = {}
        self._lines: list[int] = []
        self._matches = Matches()
        self.doubted_ids = 0

    @property
    def people_here(self) -> set[bytes]:
        """Everybody here who may be one of them; none of these is missing."""
        return self._matches.people_here

    @property
    def taken_for(self) -> dict[bytes, bytes]:
        """New person → the one of those here whom the row is taken to be about."""
        return {new: old for new, (old, _) in self._matches.pairs.items()}

    def note(self, row: SeenRow) -> bool:
        """Note somebody who isn't a member; False when who they are was decided before."""
        if row.row is None or row.person in self._decided:
            return False
        has_number = self._context.connection.method in SPEAKS_ONEROSTER
        number = row.row.id_field1 if has_number else ""
        self._new[row.person] = _traits(row.person, row.row)._replace(number=number)
        return True

    @cached_property
    def _decided(self) -> AbstractSet[bytes]:
        aliases = self._context.aliases
        return aliases.keys() | set(aliases.values())

    def settle(
        self, named: AbstractSet[bytes], kinds: AbstractSet[Kind], shared: Callable[[str], bool]
    ) -> None:
        """Look for each of them among those who are here and whom the file doesn't name.

        Args:
            named: everybody whom the file names.
            kinds: of its people.
            shared: tells whether several people of the file have an address.
        """
        if not self._new:
            return
        here = {each.person: each for each in self._candidates(named)}
        here = {person: each for person, each in here.items() if person not in named}
        claimed = self._context.claimed(here.keys(), kinds) if here else set()
        here = {person: each for person, each in here.items() if person not in claimed}
        migrates = self._context.migration is not None
        self._matches = match(
            self._new.values(), here.values(), named=named, shared=shared, numbers=migrates
        )

    def _candidates(self, named: AbstractSet[bytes]) -> Iterator[Traits]:
        few = len(self._new) // NEWCOMERS_FOR_EACH
        everybody = self._people.all_if_few(self._context.run.school, few) if few else None
        if everybody is not None:
            yield from (_traits_of(found.fields) for found in everybody)
            return
        absent = self._absent(named)
        for start in range(0, len(absent), READ_BATCH):
            persons = map(id_from_bytes, absent[start : start + READ_BATCH])
            for found in self._people.members(self._context.run.school, persons).values():
                yield _traits_of(found.fields)
        emails = sorted({each.email for each in self._new.values() if each.email})
        for found in self._people.with_email(self._context.run.school, emails):
            yield _traits_of(found.fields)
        yield from map(_traits_of, self._by_hand.members)

    def _absent(self, named: AbstractSet[bytes]) -> list[bytes]:
        """Whom the file lacks of those it should know, unless they are far more than the new."""
        kinds = {each.kind for each in self._new.values()}
        absent: set[bytes] = set()
        for kind in kinds:
            absent |= self._context.shelf.snapshot(kind).applied.keys() - named
        if self._context.migration is not None:
            taken = map(self._context.migration.people, Kind)
            return sorted(absent.union(*taken) - named)
        most = ABSENT_FOR_EACH * len(self._new) + ABSENT_AT_LEAST
        return sorted(absent) if len(absent) <= most else []

    def planned(
        self, planner: RowPlanner, rows: Iterable[SeenRow]
    ) -> Iterator[tuple[SeenRow, bytes, Planned]]:
        """What to do about each of them: the row, whom it is about, and the decision.

        Args:
            planner: of the file.
            rows: of the whole file, again.
        """
        if not self._new:
            return
        theirs = (row for row in rows if row.person in self._new)
        while batch := list(islice(theirs, READ_BATCH)):
            members = self._members(batch)
            for row in batch:
                yield row, *self._plan(planner, row, members)

    def _members(self, rows: Iterable[SeenRow]) -> dict[str, Current]:
        """The members whom these may be."""
        pairs = self._matches.pairs
        persons = [id_from_bytes(pairs[row.person][0]) for row in rows if row.person in pairs]
        found = self._people.members(self._context.run.school, persons).items()
        return {person: Current(member.fields, member.version) for person, member in found}

    def _plan(
        self, planner: RowPlanner, row: SeenRow, members: Mapping[str, Current]
    ) -> tuple[bytes, Planned]:
        assert row.row is not None  # noqa: S101  # only such rows were noted
        person = id_from_bytes(row.person)
        pair = self._matches.pairs.get(row.person)
        if self.is_doubtful(row.person):
            self._lines.append(row.line)
        current = None if pair is None else members.get(id_from_bytes(pair[0]))
        if pair is not None and current is not None:
            old, by = pair
            remapped = planner.remap(
                id_from_bytes(old), row.row, row.digest, current, person, by.value
            )
            return old, self._held(remapped, current)
        added = planner.plan(person, row.row, row.digest, None)
        if self.is_doubtful(row.person):
            added = _ambiguous(added)
        return row.person, added

    def _held(self, planned: Planned, current: Current) -> Planned:
        if not isinstance(planned, Operation):
            return planned
        # Nobody gets a Manager's or an Owner's rights because an address is the same.
        if is_privileged(Role(current.fields["role"])) or adds_manager(planned):
            return planned.held("PRIVILEGE")
        if raises_privilege(planned):
            return planned
        return planned.held("DRY_RUN" if self._context.migration else CODE)

    def is_doubtful(self, person: bytes) -> bool:
        """True for a newcomer who may be somebody who is here."""
        return person in self._matches.pairs or person in self._matches.ambiguous

    def doubted(self, row: SeenRow, current: Current | None, planned: Planned) -> Planned:
        """Doubt that two people of one number are the same, where their source is another one."""
        if self._context.migration is None or current is None or row.row is None:
            return planned
        here = _traits_of({**current.fields, "personId": ""})
        new = _traits(row.person, row.row)
        if new.email == here.email or not strangers(new, here):
            return planned
        self.doubted_ids += 1
        return _ambiguous(planned)

    def report(self, result: RunResult, limits: Limits) -> None:
        """Say at each line, and where they are many for the file, who may be here already.

        Where the connection takes over from another, say how many were recognized by what.
        """
        if self._context.migration is not None:
            found = Counter(by.value for _, by in self._matches.pairs.values())
            doubted = len(self._matches.ambiguous) + self.doubted_ids
            result.recognized(found + Counter({By.AMBIGUOUS.value: doubted}))
            return
        count, new = len(self._lines), len(self._new)
        result.totals["warnings"] += count
        if count:
            result.problem_counts[CODE] += count
        room = max(0, PROBLEMS_KEPT - len(result.problems))
        result.problems += [file_warning(CODE, _MESSAGE, line) for line in self._lines[:room]]
        if count and count >= limits.churn_share * new:
            message = f"{count} of {new} new people may be here under another id; they wait."
            result.holds.append(Hold(CODE, None, count, new, limits.churn_share, message))


def _ambiguous(planned: Planned) -> Planned:
    if not isinstance(planned, Operation):
        return planned
    return replace(planned, hold=CODE, by=By.AMBIGUOUS.value)


def _traits(person: bytes, row: RosterRow) -> Traits:
    return Traits(person, row.kind, row.sis_id, row.email, row.first_name, row.last_name, row.grade)


def _traits_of(fields: Mapping[str, Any]) -> Traits:
    archived = fields.get("state") == MemberState.ARCHIVED
    by_roster = fields.get("archivedBy") == ArchivedBy.ROSTER
    return Traits(
        id_to_bytes(fields["personId"]),
        Kind(fields["kind"]),
        fields.get("sisId", ""),
        fields.get("email", ""),
        fields.get("firstName", ""),
        fields.get("lastName", ""),
        fields.get("grade", ""),
        archived=archived and by_roster,
        archived_by_hand=archived and not by_roster,
    )
