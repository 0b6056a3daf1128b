"""From a file that landed to a plan: reads it, judges it, and writes what would be done.

Changes nothing that anybody sees; a plan that nobody takes up is an object that expires.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import IO

from shared.kernel.ids import id_from_bytes, id_to_bytes
from shared.people.model import ArchivedBy, MemberState
from shared.people.store import PeopleStore
from shared.rostering.absentees import Absentees
from shared.rostering.comparing import FileComparison
from shared.rostering.draft_context import DraftContext
from shared.rostering.gate import ChangeGate, Hold, PrivilegeGate, too_many_rejected
from shared.rostering.hand_added import HandAdded
from shared.rostering.limits import Limits
from shared.rostering.missing_draft import MissingDraft
from shared.rostering.model import Kind
from shared.rostering.newcomers import Newcomers
from shared.rostering.op_spool import OperationSpool
from shared.rostering.plan import Current, Operation, Planned, RowPlanner, Skipped, Unchanged
from shared.rostering.plan_file import PlanWriter
from shared.rostering.reading import (
    FileRejected,
    Reading,
    SeenRow,
    read_roster,
)
from shared.rostering.results import RunResult
from shared.rostering.runs import Outcome
from shared.rostering.snapshot import CLAIMED
from shared.rostering.superseding import fingerprint, supersede

READ_BATCH = 1_000
"""Members read in one call for a plan's before values."""


class FileDraft:
    """Drafts the run of one file. Used once.

    Attributes:
        reading: of a file that was read to its end; None before.
        held_all: the code for which everything waits; None where it doesn't.
    """

    def __init__(
        self,
        context: DraftContext,
        people: PeopleStore,
        writer: PlanWriter,
        staging: IO[bytes],
        spooling: IO[bytes],
    ) -> None:
        """Take the parts.

        Args:
            context: what is known.
            people: reads members for before values; only people whose row has changed.
            writer: takes the plan.
            staging: scratch space for changed rows.
            spooling: scratch space for planned operations.
        """
        self._context = context
        self._people = people
        self._writer = writer
        self._staging = staging
        self._spool = OperationSpool(spooling)
        self._staged: dict[bytes, int] = {}
        self._has_roles = False
        self._outstanding = 0
        self._seen: dict[Kind, set[bytes]] = {}
        self._elsewhere: set[bytes] = set()
        self._grades: set[str] = set()
        self._changes = ChangeGate()
        self.held_all: str | None = None
        self.reading: Reading | None = None
        self.result = RunResult(window=context.window)
        by_hand = HandAdded(people, context.run.school)
        self._newcomers = Newcomers(context, people, by_hand)
        self._absentees = Absentees(context, by_hand, writer, self.result)

    def draft(self) -> RunResult:
        """Read, judge and plan; the result says what became of it."""
        context = self._context
        try:
            reading = read_roster(
                context.stream,
                context.file.file_name,
                context.read_options(),
                context.shelf.digest_of,
                self._person_of(),
            )
            self._stage(reading)
        except FileRejected as rejected:
            self.result.reject(rejected.problems)
            return self.result
        self.reading = reading
        self._report(reading)
        comparison = FileComparison(context, reading, self._seen, self._grades)
        if refused := self._refusal(reading, comparison):
            self.result.holds.append(refused)
            self.result.outcome = Outcome.REJECTED
            return self.result
        lost = comparison.lost_columns()
        if self._staged or lost:
            self._plan(reading, comparison, lost)
        self._absentees.count_known(comparison.named, self._newcomers.doubted_ids)
        comparison.named |= self._newcomers.people_here
        parts = (comparison, self._absentees, self._writer, self.result)
        missing = MissingDraft(context, reading, *parts)
        missing.find(self._seen.keys(), held_all=self.held_all is not None)
        self._finish(reading, comparison, missing)
        return self.result

    @property
    def stands_for(self) -> Mapping[bytes, bytes]:
        """Who comes under another id, as far as it is believed → who they are here."""
        return self._newcomers.taken_for

    def _person_of(self) -> Callable[[bytes], bytes | None] | None:
        """Finds an unchanged row's person by its hash, which spares the reader a second one."""
        subject = self._context.run.subject
        return None if subject is None else self._context.shelf.persons_by_digest(subject).get

    def _stage(self, reading: Reading) -> None:
        """First pass: remember who was seen, and set changed rows aside.

        A person may be given again, with all that several rows say; the last word counts.
        """
        number = 0
        for batch in reading.batches():
            changed = []
            for row in batch:
                self._seen.setdefault(row.kind, set()).add(row.person)
                if row.row is None:
                    self._staged.pop(row.person, None)
                    continue
                self._staged[row.person] = number
                self._grades.add(row.row.grade)
                changed.append((number, row))
                number += 1
            if changed:
                pickle.dump(changed, self._staging, protocol=pickle.HIGHEST_PROTOCOL)

    def _changed_rows(self, reading: Reading) -> Iterator[SeenRow]:
        """Second pass: of each person the last row given, and none of those in conflict."""
        end = self._staging.tell()
        self._staging.seek(0)
        while self._staging.tell() < end:
            # The file is this process's own scratch space.
            for number, row in pickle.load(self._staging):  # noqa: S301
                if self._staged.get(row.person) != number:
                    continue
                if (row.kind, row.person) not in reading.conflicted:
                    yield row

    def _report(self, reading: Reading) -> None:
        self.result.problems.extend(reading.problems)
        self.result.problem_counts.update(reading.problem_counts)
        self.result.totals["rows"] = reading.rows
        self.result.totals["unchanged"] = self._people_seen() - len(self._staged)
        self.result.totals["rejected"] = reading.rejected
        self.result.totals["warnings"] = reading.warnings

    def _people_seen(self) -> int:
        """How many people stand in accepted and unchanged rows, each counted once."""
        seen = list(self._seen.values())
        return len(seen[0] if len(seen) == 1 else set().union(*seen))

    def _refusal(self, reading: Reading, comparison: FileComparison) -> Hold | None:
        """Why the file is not believed; a file of nobody is refused whatever was set aside."""
        limits = self._context.connection.limits
        few = comparison.shrunk()
        if reading.rows:
            few = self._context.standing(few)
        rejected = too_many_rejected(reading.rows, reading.rejected, limits)
        return few or self._context.standing(rejected)

    def _plan(self, reading: Reading, comparison: FileComparison, lost: list[Hold]) -> None:
        context = self._context
        columns = set(reading.facts.mapping.values())
        self._has_roles = reading.facts.has_role_column
        planner = RowPlanner(
            context.connection, context.district.id_space, columns, context.run.run
        )
        gate = PrivilegeGate(context.shelf.pointer(Kind.ADMIN).people, context.connection.limits)
        rows = self._changed_rows(reading)
        somebody = self._has_people()
        self._elsewhere = comparison.named_by_newer_parts()
        self._writer.first_people = not somebody
        known = comparison.kinds_of_known_people()
        # Where the school has nobody yet, nothing can be too much, and nothing has to be kept.
        keep = self._spool.add if somebody or lost or known else self._add
        doubts = self._newcomers if somebody and "KEY_CHURN" not in context.lifted else None
        while batch := list(islice(rows, READ_BATCH)):
            members = self._members(batch) if somebody else {}
            for row in batch:
                # Whom this roster has added before is nobody new, even where the document is gone.
                added = context.shelf.digest_of(row.kind, row.person) is not None
                new = not added and id_from_bytes(row.person) not in members
                if new and doubts is not None and doubts.note(row):
                    continue
                passed = self._planned(planner, row, members)
                if passed is not None and (passed := gate.watch(passed)) is not None:
                    keep(passed)
        for passed in self._planned_newcomers(planner, gate, reading, comparison):
            keep(passed)
        kept, hold = gate.settle()
        for operation in kept:
            keep(operation)
        if hold is not None:
            self.result.holds.append(hold)
        holds, aside = self._changes.judged(self._counts(), known, self._limits, context.window)
        self.result.set_aside = aside
        self._judge_all([*holds, *lost])
        code = self.held_all if context.is_verified else None
        for operation in self._spool.replay():
            self._add(operation.held(code) if code and operation.hold is None else operation)

    def _planned_newcomers(
        self,
        planner: RowPlanner,
        gate: PrivilegeGate,
        reading: Reading,
        comparison: FileComparison,
    ) -> Iterator[Operation]:
        """The changes of those whom nobody knew, now that all whom the file names are known."""
        newcomers = self._newcomers
        named = comparison.named | comparison.named_by_others()
        newcomers.settle(named, self._seen.keys(), reading.is_shared)
        for row, person, planned in newcomers.planned(planner, self._changed_rows(reading)):
            if not newcomers.is_doubtful(row.person):
                self._changes.meet_new(row.kind)
            operation = self._noted(row, person, planned)
            if operation is not None and operation.hold is None:
                operation = gate.watch(operation)
            if operation is not None:
                yield operation
        newcomers.report(self.result, self._limits)

    @property
    def _limits(self) -> Limits:
        return self._context.connection.limits

    def _counts(self) -> dict[Kind, int]:
        return {kind: len(people) for kind, people in self._seen.items()}

    def _judge_all(self, holds: Iterable[Hold]) -> None:
        """Hold back everything where the file as a whole is doubted; the first reason names it."""
        standing = [hold for hold in holds if self._context.standing(hold) is not None]
        if not standing:
            return
        self.result.holds.extend(standing)
        self.held_all = standing[0].code
        for kind, state in self._writer.states.items():
            # Of whom the file only says what is so already, it is not taken over either.
            recorded, state.recorded = state.recorded, {}
            for person in recorded:
                self._claim(kind, person)

    def _has_people(self) -> bool:
        """Whether the school has any member; only a school without a roster is looked at."""
        subject = self._context.run.subject
        pointer = self._context.shelf.pointer
        if any(pointer(kind).people for kind in ([subject] if subject else Kind)):
            return True
        return self._people.anybody(self._context.run.school)

    def _members(self, batch: Iterable[SeenRow]) -> Mapping[str, Current]:
        rows = {id_from_bytes(row.person): row for row in batch}
        found = self._people.members(self._context.run.school, rows)
        applied = self._context.shelf.digest_of
        return {
            person: Current(
                member.fields,
                member.version,
                half_added=applied(rows[person].kind, rows[person].person) is None,
            )
            for person, member in found.items()
        }

    def _planned(
        self, planner: RowPlanner, row: SeenRow, members: Mapping[str, Current]
    ) -> Operation | None:
        """The change that a row means; what is none is noted here."""
        if row.row is None:
            return None
        person = id_from_bytes(row.person)
        current = members.get(person)
        if current is not None and self._belongs_elsewhere(row, current):
            self._claim(row.kind, row.person)
            self._outstanding += 1
            return None
        if self._is_new(row, current):
            self._changes.meet_new(row.kind)
        planned = planner.plan(person, row.row, row.digest, current)
        planned = self._newcomers.doubted(row, current, planned)
        operation = self._noted(row, row.person, planned)
        if operation is not None:
            self._changes.watch(operation)
        return operation

    def _noted(self, row: SeenRow, person: bytes, planned: Planned) -> Operation | None:
        """The change that was planned for the person of a row; what is none is noted here."""
        match planned:
            case Unchanged():
                self._writer.state_of(row.kind).recorded[person] = row.digest
                self.result.totals["unchanged"] += 1
            case Skipped(outstanding):
                self.result.count_kind("skipped", row.kind)
                self._outstanding += int(outstanding)
                self._claim(row.kind, person)
            case Operation():
                return planned
        return None

    def _is_new(self, row: SeenRow, current: Current | None) -> bool:
        """True for somebody whom the roster doesn't have; coming back counts as new, too."""
        if self._context.shelf.digest_of(row.kind, row.person) is not None:
            return False
        return current is None or current.fields.get("archivedBy") == ArchivedBy.ROSTER

    def _belongs_elsewhere(self, row: SeenRow, current: Current) -> bool:
        """True for somebody of whom another file is to say what they are.

        That is a newer part of the same set, or another kind's newest file that named them first.
        Without this, a person in two files would change kind back and forth with each of them. A
        file that gives roles says itself what everybody is.
        """
        if row.person in self._elsewhere:
            return True
        kind = Kind(current.fields["kind"])
        if kind is row.kind or current.fields.get("state") != MemberState.ACTIVE:
            return False
        if self._has_roles:
            return False
        return self._context.shelf.snapshot(kind).claims(row.person)

    def _add(self, operation: Operation) -> None:
        if not self._context.is_verified and operation.hold is None:
            operation = operation.held("DRY_RUN")
        self.result.count(operation)
        self._writer.add(operation)
        if operation.hold is not None:
            self._outstanding += 1
            self._claim(operation.kind, id_to_bytes(operation.person))

    def _claim(self, kind: Kind, person: bytes) -> None:
        """Record that the file names somebody, though nothing is applied: nobody archives them."""
        if self._context.is_verified and person not in self._context.shelf.snapshot(kind).applied:
            self._writer.state_of(kind).recorded[person] = CLAIMED

    def _finish(self, reading: Reading, comparison: FileComparison, missing: MissingDraft) -> None:
        context = self._context
        taken_in = context.is_verified and self.held_all is None
        if context.run.subject is not None:
            state = self.result.next_state(context.run.subject)
            state.outstanding = self._outstanding + missing.outstanding
            if context.is_verified:
                state.generations = comparison.generations(context.run.subject)
                # A file that was not believed is looked at again even if it stays as it is.
                print_ = fingerprint(context.file, context.connection)
                state.fingerprint = print_ if missing.believed else ""
        elif context.is_verified:
            doubted = not missing.believed or missing.cut
            waits = bool(self._outstanding or missing.outstanding or doubted)
            seen = self._seen.keys()
            supersede(context, reading, comparison, seen, self.result, waits=waits)
        if not missing.cut:
            comparison.remember(self.result, approved_only=not taken_in)
        self.result.totals["guardians"] = self._writer.guardian_count
        self.result.settle(dry_run=not context.is_verified)
