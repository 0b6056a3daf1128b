"""One file beside those that were accepted before it: what it is judged by, what is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from shared.rostering.blank_cells import fields_with_values
from shared.rostering.draft_context import DraftContext
from shared.rostering.file_memory import AcceptedFile, FileMemory, blank_shares
from shared.rostering.file_parts import canonical_parts, part_of
from shared.rostering.file_sets import (
    MOST_PARTS,
    Standing,
    memory_after,
    named_by_another_part,
    named_by_parts,
    standing_of,
)
from shared.rostering.gate import Hold, columns_lost, shrunk
from shared.rostering.generations import Generations
from shared.rostering.model import Kind
from shared.rostering.reading import Reading
from shared.rostering.results import RunResult


class FileComparison:
    """Made once the rows were read.

    Attributes:
        named: everybody whom the file names, those of rejected rows too, and those who may be at
            another school as well as at this one.
    """

    def __init__(
        self,
        context: DraftContext,
        reading: Reading,
        seen: Mapping[Kind, AbstractSet[bytes]],
        grades: Iterable[str],
    ) -> None:
        """Take what was read.

        Args:
            context: of the draft.
            reading: after its last batch.
            seen: people of accepted and unchanged rows.
            grades: of the rows that were validated.
        """
        self._context = context
        self._reading = reading
        self._seen = seen
        self._grades = frozenset(grades)
        self._part = part_of(context.file.file_name)
        self._standings: dict[Kind, Standing] = {}
        refused = reading.rejected_seen | reading.conflicted
        self.named: set[bytes] = {person for _, person in refused}.union(*seen.values())
        self.named |= reading.unplaced()
        self._refused = refused
        subject = context.run.subject
        self._has_others = subject is not None and self._has_others_people(subject)

    @property
    def subject(self) -> Kind | None:
        """The kind that the file is about, None for a mixed one."""
        return self._context.run.subject

    def standing(self, kind: Kind) -> Standing:
        """How the file stands to the other files of a kind."""
        if kind not in self._standings:
            self._standings[kind] = self._standing(kind)
        return self._standings[kind]

    def _standing(self, kind: Kind) -> Standing:
        memory = self._memory(kind)
        declared = self._context.connection.file_sets.get(kind)
        if self.subject is None:
            suspected = memory.set_suspected and declared is None
            parts = canonical_parts(declared or ())
            return Standing(memory.mixed, suspected=suspected, parts=parts)
        return standing_of(
            self._described(kind, None),
            memory,
            declared,
            others_people=self._has_others and kind in self._reading.complete_for,
        )

    def _memory(self, kind: Kind) -> FileMemory:
        return self._context.shelf.pointer(kind).memory

    def _has_others_people(self, kind: Kind) -> bool:
        """True when fewer than half of the smaller one's people are in both files."""
        snapshot = self._context.shelf.snapshot(kind)
        before = snapshot.applied.keys() - snapshot.missing.keys()
        return 2 * len(before & self.named) < min(len(before), len(self.named))

    def file(self, kind: Kind) -> AcceptedFile:
        """What is to be remembered of the file for one kind."""
        return self._described(kind, self.standing(kind).basis)

    def _described(self, kind: Kind, basis: AcceptedFile | None) -> AcceptedFile:
        reading = self._reading
        grades = self._grades if kind is Kind.STUDENT else frozenset()
        before = next((f for f in self._memory(kind).files if f.part == self._part), None)
        if before is not None and reading.validated < reading.rows:
            grades |= set(before.grades)
        columns = fields_with_values(reading.facts.mapping.values())
        return AcceptedFile(
            part=self._part,
            rows=reading.rows if self.subject is not None else self._people(kind),
            blanks=blank_shares(columns, reading.blanks, reading.validated, reading.rows, basis),
            ended_with_newline=reading.facts.ended_with_newline,
            grades=tuple(sorted(grades)),
        )

    def _people(self, kind: Kind) -> int:
        return len(self._seen.get(kind, set()) | {p for of, p in self._refused if of is kind})

    def _kinds(self) -> list[Kind]:
        return sorted(self._seen) if self.subject is None else [self.subject]

    def generations(self, kind: Kind) -> Generations:
        """How new the files of a kind are once this one is accepted."""
        standing, known = self.standing(kind), self._context.shelf.pointer(kind).generations
        generation, in_parts = self._context.file.generation, bool(standing.parts)
        return known.after(generation, standing.part, in_parts=in_parts)

    def named_by_newer_parts(self) -> set[bytes]:
        """People named by a part of the same set that came later but was worked on first."""
        named: set[bytes] = set()
        for kind in self._kinds():
            parts = self.standing(kind).parts
            pointer = self._context.shelf.pointer(kind)
            newer = pointer.generations.newer_parts(self._context.file.generation, parts)
            if newer and pointer.memory.set_parts == parts:
                marks = self._context.shelf.snapshot(kind).marks
                named |= named_by_parts(marks, map(parts.index, newer))
        return named

    def named_by_others(self) -> set[bytes]:
        """People whom other files of the same kind name, as far as that is known.

        Where two files are halves of a set that nobody has declared, that may be anybody.
        """
        named: set[bytes] = set()
        for kind in self._kinds():
            standing, snapshot = self.standing(kind), self._context.shelf.snapshot(kind)
            if standing.suspected or standing.is_unknown:
                named |= snapshot.applied.keys()
            elif standing.number is not None:
                named |= named_by_another_part(snapshot.marks, standing.number)
        return named

    def shrunk(self) -> Hold | None:
        """SHRINK, in a mixed file for each kind that the last one had enough of."""
        limits, rows = self._context.connection.limits, self._reading.rows
        if self.subject is not None:
            return shrunk(self.subject, rows, self._rows_before(self.subject), limits)
        if not rows:
            return shrunk(None, 0, 0, limits)
        for kind in Kind:
            before = self._memory(kind).mixed
            if before is not None and before.rows > limits.change_floor:
                hold = shrunk(kind, self._people(kind), before.rows, limits)
                if hold is not None:
                    return hold
        return None

    def _rows_before(self, kind: Kind) -> int:
        basis = self.standing(kind).basis
        if basis is not None:
            return basis.rows
        pointer = self._context.shelf.pointer(kind)
        return 0 if pointer.memory.files else pointer.rows

    def lost_columns(self) -> list[Hold]:
        """MISSING_COLUMN; of a mixed file once, for its columns are those of all kinds."""
        limits = self._context.connection.limits
        for kind in self._kinds():
            basis = self.standing(kind).basis
            if basis is None:
                continue
            now = self.file(kind).blanks
            hold = columns_lost(kind, basis.blanks, now, self._reading.rows, limits)
            if hold is not None:
                return [hold]
        return []

    def kinds_of_known_people(self) -> frozenset[Kind]:
        """The kinds of which new people are compared with those that a run has brought in."""
        return frozenset(
            kind
            for kind in self._kinds()
            if self._context.shelf.pointer(kind).people and not self.standing(kind).first_half
        )

    def ended_before(self, kind: Kind) -> bool:
        """True when the file that this one is compared with ended with a line end."""
        basis = self.standing(kind).basis
        return basis is not None and basis.ended_with_newline

    def remember(self, result: RunResult, *, approved_only: bool) -> None:
        """Let the file be the one that the next is judged by, at once or when it is approved."""
        for kind in self._kinds():
            memory = self._memory_after(kind, approved_only=approved_only)
            state = result.next_state(kind)
            if approved_only:
                state.if_approved = memory
            else:
                state.memory = memory
                state.rows = self._reading.rows if kind is self.subject else None

    def _memory_after(self, kind: Kind, *, approved_only: bool) -> FileMemory:
        file, memory, standing = self.file(kind), self._memory(kind), self.standing(kind)
        if self.subject is None:
            return memory.with_mixed(file)
        if approved_only and self._is_another_half(kind, file):
            return memory.with_half(file, MOST_PARTS)
        return memory_after(file, memory, standing)

    def _is_another_half(self, kind: Kind, file: AcceptedFile) -> bool:
        """True for other people under another name: approving them makes two files of one."""
        newest = self._memory(kind).newest
        if newest is None or kind in self._context.connection.file_sets:
            return False
        return self._has_others and newest.part != file.part
