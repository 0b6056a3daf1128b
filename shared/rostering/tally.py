"""What one reading has counted so far, shared by its first and its second look at the rows."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from shared.rostering.model import Guardian, Kind, RosterRow
from shared.rostering.problems import Finding, ProblemLog


@dataclass(slots=True)
class Tally:
    """Counts and sets that grow while rows are read.

    Attributes:
        rows: data rows that aren't blank.
        rejected_lines: of those of them that can't be accepted.
        unreadable: how many of those are rows of which nobody can say who they are about.
        kinds: accepted or unchanged people by kind.
        tests: accepted people who look like test records, by kind.
        kinds_met: kinds of all rows that say their kind, the rejected ones included.
        rejected_seen: (kind, person) of rejected rows whose id could be read.
        conflicted: (kind, person) of rows that contradict each other.
    """

    log: ProblemLog = field(default_factory=ProblemLog)
    rows: int = 0
    rejected_lines: set[int] = field(default_factory=set)
    unreadable: int = 0
    kinds: Counter[Kind] = field(default_factory=Counter)
    tests: Counter[Kind] = field(default_factory=Counter)
    kinds_met: set[Kind] = field(default_factory=set)
    rejected_seen: set[tuple[Kind, bytes]] = field(default_factory=set)
    conflicted: set[tuple[Kind, bytes]] = field(default_factory=set)
    _guardians: array[int] = field(default_factory=partial(array, "q"))
    _phones: array[int] = field(default_factory=partial(array, "q"))

    @property
    def guardians(self) -> int:
        """Distinct guardians of the rows that were validated."""
        return len(set(self._guardians))

    def reject(self, findings: Iterable[Finding]) -> set[int]:
        """Log findings and give the lines that they reject."""
        lines = self.log.add_findings(findings)
        self.rejected_lines |= lines
        return lines

    def count_people(self, kinds: Sequence[Kind | None]) -> None:
        """Count accepted or unchanged people."""
        for kind, number in _numbers(kinds):
            self.kinds[kind] += number

    def count_tests(self, rows: Iterable[RosterRow]) -> None:
        """Count the test records among accepted rows."""
        self.tests.update(row.kind for row in rows if row.is_test)

    def meet_kinds(self, kinds: Sequence[Kind | None]) -> None:
        """Note which kinds the file holds rows of."""
        self.kinds_met.update(kind for kind, number in _numbers(kinds) if number)

    def meet_guardians(
        self, families: Sequence[tuple[Guardian, ...]], phones_met: Sequence[str] = ()
    ) -> None:
        """Count guardians by address, or by telephone where there is none.

        Args:
            families: of each student the guardians.
            phones_met: numbers that were counted for these very students before.
        """
        contacts = list(chain.from_iterable(families))
        if not contacts:
            return
        emails, numbers = zip(*contacts, strict=True)
        names = emails if all(emails) else [e or p for e, p in zip(emails, numbers, strict=True)]
        self._guardians.fromlist(list(map(hash, names)))
        phones: Iterable[str] = numbers
        if phones_met or max(map(len, families)) > 1:
            of_each = ({phone for _, phone in family} for family in families)
            phones = chain.from_iterable(of.difference(phones_met) for of in of_each)
        self._phones.fromlist(list(map(hash, filter(None, phones))))

    def phones_of_more_than(self, students: int) -> int:
        """Guardians' telephone numbers that stand for more than so many validated students."""
        if len(self._phones) - len(set(self._phones)) < students:
            return 0
        return sum(number > students for number in Counter(self._phones).values())


def _numbers(kinds: Sequence[Kind | None]) -> list[tuple[Kind, int]]:
    """How often each kind is there. Not by a Counter, which would hash an enum for each row."""
    first = kinds[0] if kinds else None
    if first is not None and kinds.count(first) == len(kinds):
        return [(first, len(kinds))]
    return [(kind, kinds.count(kind)) for kind in Kind]
