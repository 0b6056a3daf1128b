"""From a file that landed to a plan: reads it, judges it, and writes what would be done.

Changes nothing that anybody sees; a plan that nobody takes up is an object that expires.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import IO

from shared.kernel.ids import id_from_bytes, id_to_bytes
from shared.people.model import MemberState
from shared.people.store import PeopleStore
from shared.rostering.connections import Connection
from shared.rostering.gate import (
    Hold,
    PrivilegeGate,
    archives_too_many,
    rejected_rows_hold_archives,
    shrunk,
    too_many_rejected,
)
from shared.rostering.model import Kind
from shared.rostering.plan import Current, Operation, RowPlanner, Skipped, Unchanged
from shared.rostering.plan_file import PlanWriter
from shared.rostering.reading import (
    NORMALISER_VERSION,
    FileRejected,
    Reading,
    ReadOptions,
    SeenRow,
    read_roster,
)
from shared.rostering.results import RunResult
from shared.rostering.run_store import District
from shared.rostering.runs import LandedFile, Outcome, Run
from shared.rostering.shelf import SnapshotShelf
from shared.rostering.snapshot import CLAIMED

READ_BATCH = 1_000
"""Members read in one call for a plan's before values."""


def fingerprint(file: LandedFile, connection: Connection) -> str:
    """The same for the same bytes under the same settings and the same reader."""
    text = f"{file.digest}|{connection.settings_hash()}|{NORMALISER_VERSION}"
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class DraftContext:
    """What a draft is made from.

    Attributes:
        stream: the file, from its start.
        shelf: the present state of each kind, loaded when asked for.
    """

    run: Run
    file: LandedFile
    connection: Connection
    district: District
    stream: IO[bytes]
    shelf: SnapshotShelf


class FileDraft:
    """Drafts the run of one file. Used once."""

    def __init__(
        self, context: DraftContext, people: PeopleStore, writer: PlanWriter, staging: IO[bytes]
    ) -> None:
        """Take the parts.

        Args:
            context: what is known.
            people: reads members for before values; only people whose row has changed.
            writer: takes the plan.
            staging: scratch space for changed rows.
        """
        self._context = context
        self._people = people
        self._writer = writer
        self._staging = staging
        self._staged: dict[bytes, int] = {}
        self._unchanged: set[bytes] = set()
        self._has_roles = False
        self._outstanding = 0
        self._seen: dict[Kind, set[bytes]] = {}
        self.result = RunResult()

    def draft(self) -> RunResult:
        """Read, judge and plan; the result says what became of it."""
        context = self._context
        options = ReadOptions(
            id_space=context.district.id_space,
            header_map=context.connection.header_map,
            declared_kinds=context.connection.declared_kinds,
            school_year_end=context.connection.school_year_end,
        )
        try:
            reading = read_roster(
                context.stream,
                context.file.file_name,
                options,
                context.shelf.digest_of,
                self._person_of(),
            )
            self._stage(reading)
        except FileRejected as rejected:
            return self._rejected(rejected)
        self._report(reading)
        if refused := self._refusal(reading):
            self.result.holds.append(refused)
            self.result.outcome = Outcome.REJECTED
            return self.result
        self._plan(reading)
        self._find_missing(reading)
        self._finish()
        return self.result

    def _person_of(self) -> Callable[[bytes], bytes | None] | None:
        """Finds an unchanged row's person by its hash, which spares the reader a second one."""
        subject = self._context.run.subject
        return None if subject is None else self._context.shelf.persons_by_digest(subject).get

    def _rejected(self, rejected: FileRejected) -> RunResult:
        self.result.problems.extend(rejected.problems)
        self.result.problem_counts.update(problem.code for problem in rejected.problems)
        self.result.outcome = Outcome.REJECTED
        return self.result

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
                    self._unchanged.add(row.person)
                    self._staged.pop(row.person, None)
                    continue
                self._staged[row.person] = number
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
        self.result.totals["unchanged"] = len(self._unchanged - self._staged.keys())
        self.result.totals["rejected"] = reading.rejected
        self.result.totals["warnings"] = reading.warnings

    def _refusal(self, reading: Reading) -> Hold | None:
        limits = self._context.connection.limits
        kind = self._context.run.subject
        last_rows = self._context.shelf.pointer(kind).rows if kind is not None else 0
        return shrunk(kind, reading.rows, last_rows, limits) or too_many_rejected(
            reading.rows, reading.rejected, limits
        )

    def _plan(self, reading: Reading) -> None:
        if not self._staged:
            return
        context = self._context
        columns = set(reading.facts.mapping.values())
        self._has_roles = reading.facts.has_role_column
        planner = RowPlanner(
            context.connection, context.district.id_space, columns, context.run.run
        )
        gate = PrivilegeGate(context.shelf.pointer(Kind.ADMIN).people, context.connection.limits)
        rows = self._changed_rows(reading)
        somebody = self._has_people()
        self._writer.first_people = not somebody
        while batch := list(islice(rows, READ_BATCH)):
            members = self._members(batch) if somebody else {}
            for row in batch:
                self._plan_row(planner, gate, row, members)
        kept, hold = gate.settle()
        for operation in kept:
            self._add(operation)
        if hold is not None:
            self.result.holds.append(hold)

    def _has_people(self) -> bool:
        """Whether the school has any member; only a school without a roster is looked at."""
        subject = self._context.run.subject
        if subject is not None and self._context.shelf.pointer(subject).people:
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

    def _plan_row(
        self,
        planner: RowPlanner,
        gate: PrivilegeGate,
        row: SeenRow,
        members: Mapping[str, Current],
    ) -> None:
        if row.row is None:
            return
        person = id_from_bytes(row.person)
        current = members.get(person)
        if current is not None and self._belongs_elsewhere(row, current):
            self._claim(row.kind, row.person)
            self._outstanding += 1
            return
        planned = planner.plan(person, row.row, row.digest, current)
        match planned:
            case Unchanged():
                self._writer.state_of(row.kind).recorded[row.person] = row.digest
                self.result.totals["unchanged"] += 1
            case Skipped(outstanding):
                self.result.count_kind("skipped", row.kind)
                self._outstanding += int(outstanding)
                self._claim(row.kind, row.person)
            case Operation():
                passed = gate.watch(planned)
                if passed is not None:
                    self._add(passed)

    def _belongs_elsewhere(self, row: SeenRow, current: Current) -> bool:
        """True for somebody whom another kind's newest file names too, and named first.

        Without this, a person in two files would change kind back and forth with each of them. A
        file that gives roles says itself what everybody is.
        """
        kind = Kind(current.fields["kind"])
        if kind is row.kind or current.fields.get("state") != MemberState.ACTIVE:
            return False
        if self._has_roles:
            return False
        return self._context.shelf.snapshot(kind).claims(row.person)

    def _add(self, operation: Operation) -> None:
        if self._context.connection.verified_time is None and operation.hold is None:
            operation = operation.held("DRY_RUN")
        self.result.count(operation)
        self._writer.add(operation)
        if operation.hold is not None:
            self._outstanding += 1
            self._claim(operation.kind, id_to_bytes(operation.person))

    def _claim(self, kind: Kind, person: bytes) -> None:
        """Record that the file names somebody, though nothing is applied: nobody archives them."""
        verified = self._context.connection.verified_time is not None
        if verified and person not in self._context.shelf.snapshot(kind).applied:
            self._writer.state_of(kind).recorded[person] = CLAIMED

    def _find_missing(self, reading: Reading) -> None:
        """Who the file should name and doesn't; archived later, by the daily phase.

        Whoever is named is no longer missing, whatever the file is; only a complete and readable
        file makes somebody missing.
        """
        seen = set().union(*self._seen.values()) if self._seen else set()
        seen |= {person for _, person in reading.rejected_seen | reading.conflicted}
        shelf = self._context.shelf
        absent = {kind: shelf.snapshot(kind).applied.keys() - seen for kind in reading.complete_for}
        hold = rejected_rows_hold_archives(
            reading.rows,
            reading.rejected,
            reading.unreadable,
            sum(len(people) for people in absent.values()),
            self._context.connection.limits,
        )
        switches_of = self._context.connection.switches_of
        if hold is not None and any(switches_of(kind).archive for kind in absent):
            self.result.holds.append(hold)
        for kind in sorted(self._seen.keys() | absent.keys()):
            known = shelf.snapshot(kind).missing
            people = known.keys() - seen
            if hold is None and kind in absent:
                people = self._without_claimed(kind, absent[kind])
                self._judge_missing(kind, len(people))
            missing = {person: known.get(person, 0) for person in people}
            if missing != known:
                self._writer.state_of(kind).missing = missing

    def _without_claimed(self, kind: Kind, absent: set[bytes]) -> set[bytes]:
        """Let go of those absent who were only claimed; nothing of theirs is to be archived."""
        applied = self._context.shelf.snapshot(kind).applied
        claimed = {person for person in absent if applied[person] == CLAIMED}
        self._writer.state_of(kind).removed |= claimed
        return absent - claimed

    def _judge_missing(self, kind: Kind, missing: int) -> None:
        if not missing:
            return
        self.result.count_kind("missing", kind, missing)
        if not self._context.connection.switches_of(kind).archive:
            return
        self._outstanding += missing
        active = self._context.shelf.snapshot(kind).people
        if hold := archives_too_many(kind, missing, active, self._context.connection.limits):
            self.result.holds.append(hold)

    def _finish(self) -> None:
        context = self._context
        verified = context.connection.verified_time is not None
        if context.run.subject is not None:
            state = self.result.next_state(context.run.subject)
            state.outstanding = self._outstanding
            if verified:
                state.rows = self.result.totals["rows"]
                state.generation = context.file.generation
                state.fingerprint = fingerprint(context.file, context.connection)
        self.result.totals["guardians"] = self._writer.guardian_count
        self.result.settle(dry_run=not verified)
