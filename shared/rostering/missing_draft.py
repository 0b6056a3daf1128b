"""Who is missing since a file: said by the file, archived later by the daily phase."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from shared.rostering.absentees import Absentees
from shared.rostering.comparing import FileComparison
from shared.rostering.draft_context import DraftContext
from shared.rostering.file_sets import Standing, marks_after, missing_by
from shared.rostering.gate import (
    archives_too_many,
    cut_at_a_cell,
    part_of_a_set,
    rejected_rows_hold_archives,
)
from shared.rostering.model import Kind
from shared.rostering.plan_file import PlanWriter
from shared.rostering.reading import Reading
from shared.rostering.results import RunResult
from shared.rostering.runs import archive_scope
from shared.rostering.snapshot import Snapshot


class MissingDraft:
    """Finds the missing of one file. Used once.

    Whoever is named is no longer missing, whatever the file is; only a file that is believed makes
    somebody missing.

    Attributes:
        outstanding: people who are to be archived, or to be looked at again.
        believed: False when nobody is counted as missing because of the file.
        cut: True when the file may have been cut off.
    """

    def __init__(
        self,
        context: DraftContext,
        reading: Reading,
        comparison: FileComparison,
        absentees: Absentees,
        writer: PlanWriter,
        result: RunResult,
    ) -> None:
        self._context = context
        self._reading = reading
        self._comparison = comparison
        self._absentees = absentees
        self._writer = writer
        self._result = result
        self.outstanding = 0
        self.believed = True
        self.cut = False

    def find(self, kinds: AbstractSet[Kind], *, held_all: bool) -> None:
        """Record for each kind of the file, and each it speaks for, who is missing now."""
        complete = self._reading.complete_for
        self._absentees.list_unmatched(self._comparison.named)
        if held_all:
            self.believed = False
        else:
            self._judge_file()
        for kind in sorted(kinds | complete):
            standing = self._comparison.standing(kind)
            snapshot = self._snapshot(kind)
            known = snapshot.missing
            believed = self.believed and kind in complete
            marks = self._marks(kind, standing, snapshot, believed=believed)
            people = known.keys() - self._comparison.named
            if believed:
                people = self._missing(kind, standing, marks, people)
                if self._context.is_verified:
                    scope = self._scope(kind) if people else 0
                    self._result.next_state(kind).scope = scope
            missing = {person: known.get(person, 0) for person in people}
            if missing != known and self._context.migration is None:
                self._writer.state_of(kind).missing = missing

    def _snapshot(self, kind: Kind) -> Snapshot:
        return self._context.shelf.snapshot(kind)

    def _scope(self, kind: Kind) -> int:
        return archive_scope(self._context.shelf.pointer(kind), self._snapshot(kind).people)

    def _absent(self, kind: Kind) -> set[bytes]:
        return self._absentees.of(kind, self._comparison.named)

    def _archives(self, kind: Kind) -> bool:
        return self._context.connection.switches_of(kind).archive

    def _judge_file(self) -> None:
        """REJECT_SHARE and FILE_TRUNCATED: whom the file lacks may be in what could not be read."""
        reading, limits = self._reading, self._context.connection.limits
        complete = sorted(reading.complete_for)
        absent = {kind: len(self._absent(kind)) for kind in complete}
        shares = (reading.rows, reading.rejected)
        gone = sum(absent.values())
        rejected = rejected_rows_hold_archives(*shares, reading.unreadable, gone, limits)
        subject = self._context.run.subject
        cut = self._context.standing(
            cut_at_a_cell(
                subject,
                gone,
                reading.rows,
                ended=reading.facts.ended_with_newline,
                ended_before=any(map(self._comparison.ended_before, complete)),
            )
        )
        self.cut = cut is not None
        self.believed = rejected is None and cut is None
        if any(map(self._archives, complete)):
            self._result.holds.extend(hold for hold in (rejected, cut) if hold is not None)

    def _marks(
        self, kind: Kind, standing: Standing, snapshot: Snapshot, *, believed: bool
    ) -> dict[bytes, int]:
        """Bring the marks of a declared set up to date, or drop those of one that is no more."""
        before = snapshot.marks
        if not standing.parts:
            if before and believed:
                self._writer.state_of(kind).marks = {}
            return {}
        same_set = self._context.shelf.pointer(kind).memory.set_parts == standing.parts
        if not same_set and (standing.is_unknown or not believed):
            return {}  # what would be noted now would be read as of the other set
        named = self._comparison.named
        marks = marks_after(
            before if same_set else {},
            snapshot.applied.keys() | named,
            named,
            standing,
            believed=believed,
        )
        if marks != before and self._context.is_verified:
            self._writer.state_of(kind).marks = marks
        return marks

    def _missing(
        self, kind: Kind, standing: Standing, marks: dict[bytes, int], known: set[bytes]
    ) -> set[bytes]:
        """Whom a file that is believed lets be missing."""
        absent = self._absent(kind)
        if standing.suspected or standing.is_unknown:
            self.believed = False
            self._hold(kind, len(absent), known=not standing.is_unknown)
            return known
        if standing.parts:
            absent &= missing_by(marks)
        people = self._absentees.without_claimed(kind, absent)
        self._judge(kind, len(people))
        return people

    def _hold(self, kind: Kind, absent: int, *, known: bool) -> None:
        hold = part_of_a_set(kind, absent, self._snapshot(kind).people, known=known)
        if hold is not None and self._archives(kind):
            self._result.holds.append(hold)

    def _judge(self, kind: Kind, missing: int) -> None:
        if not missing:
            return
        self._result.count_kind("missing", kind, missing)
        if not self._archives(kind):
            return
        self.outstanding += missing
        active = self._scope(kind)
        limits = self._context.connection.limits
        hold = archives_too_many(kind, missing, active, limits)
        if hold is not None:
            self._result.holds.append(hold)
