"""From the classes of a package to changes of terms and sections: reads, judges and plans them.

Runs after the people of the package were drafted, and never changes what becomes of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from shared.kernel.ids import id_from_bytes
from shared.kernel.local_time import local_day
from shared.people.section_store import SectionStore
from shared.rostering.class_changes import ClassChange, ClassKind
from shared.rostering.class_state import ClassState, Hashes, PlannedClasses
from shared.rostering.draft_context import DraftContext
from shared.rostering.drafting import FileDraft
from shared.rostering.files import RosterFiles
from shared.rostering.gate import classes_shrunk
from shared.rostering.grades import grade_reader
from shared.rostering.model import Kind
from shared.rostering.plan_file import PlanWriter
from shared.rostering.problems import FileRejected, file_warning
from shared.rostering.reading import Reading
from shared.rostering.results import RunResult
from shared.rostering.run_store import RunStore
from shared.rostering.sections import (
    ORPHAN,
    SKIPPED,
    WORD_UNKNOWN,
    Fields,
    SectionRules,
    Sections,
    Who,
    digest_of,
    sections_of,
)
from shared.rostering.sources.oneroster_classes import NEEDED, ClassFiles, unread
from shared.rostering.sources.oneroster_words import key_of

Documents = Mapping[tuple[ClassKind, str], Mapping[str, Any]]


class ClassDraft:
    """Drafts the classes of one package. Used once."""

    def __init__(
        self,
        context: DraftContext,
        store: RunStore,
        files: RosterFiles,
        sections: SectionStore,
        writer: PlanWriter,
        result: RunResult,
    ) -> None:
        """Take the parts.

        Args:
            context: of the draft.
            store: knows the state of the classes.
            files: where it is.
            sections: terms and sections as they are; only those that change are read.
            writer: takes the plan.
            result: of the run; it is settled again.
        """
        self._context = context
        self._store = store
        self._files = files
        self._sections = sections
        self._writer = writer
        self._result = result

    def draft(self, drafted: FileDraft) -> None:
        """Plan what the package says of classes; where it can't be told, nothing of them changes.

        Args:
            drafted: the people of the same package.
        """
        reading = drafted.reading
        if reading is None or reading.classes is None:
            return
        state = self._store.class_state(self._context.run.school)
        try:
            self._refuse_unwhole(reading.classes, state)
            found = self._found(reading, reading.classes, drafted.stands_for)
        except FileRejected as rejected:
            self._warn(rejected.reason, rejected.problems[0].message)
            return
        self._report(found)
        self._plan(found, reading.classes, state, drafted.held_all)
        self._result.settle(dry_run=not self._context.is_verified)

    def _refuse_unwhole(self, files: ClassFiles, state: ClassState) -> None:
        """Raise for a package without a file that is needed, or that the last one had."""
        for name in sorted((NEEDED | state.files) - files.told):
            raise unread(name, "isn't in the package, or isn't said to be all there is")

    def _found(
        self, reading: Reading, files: ClassFiles, stands_for: Mapping[bytes, bytes]
    ) -> Sections:
        context = self._context
        people = {
            key_of(each.source_id): Who(
                id_from_bytes(stands_for.get(each.person, each.person)),
                each.kind is Kind.STUDENT,
                each.name.casefold(),
            )
            for each in reading.everybody()
        }
        # The day on which the file came: a delivery that comes again plans the same.
        day = local_day(context.run.received, context.district.time_zone)
        connection = context.connection
        rules = SectionRules(
            school=context.run.school,
            school_key=files.school,
            day=day,
            terms=connection.section_terms,
            grades=connection.section_grades,
            grade_of=grade_reader(connection.grade_map),
        )
        return sections_of(files.read(), people, rules)

    def _report(self, found: Sections) -> None:
        told = (
            (SKIPPED, found.left_out, "classes or rows of them were left out."),
            (ORPHAN, found.orphans, "enrollments name nobody, or no class, of it."),
            (WORD_UNKNOWN, found.odd_words, "words or days of classes are not known."),
        )
        for code, count, what in told:
            if count:
                self._warn(code, f"{count:,} {what}")

    def _warn(self, code: str, message: str) -> None:
        self._result.problems.append(file_warning(code, message))
        self._result.problem_counts[code] += 1
        self._result.totals["warnings"] += 1

    def _plan(
        self, found: Sections, files: ClassFiles, state: ClassState, held_all: str | None
    ) -> None:
        wanted = {(ClassKind.TERM, name): each for name, each in found.terms.items()}
        wanted |= {(ClassKind.SECTION, name): each for name, each in found.sections.items()}
        hashes = {key: digest_of(fields) for key, fields in wanted.items()}
        name, digest = self._files.class_object(self._context.run, hashes)
        if state.object and digest == state.digest:
            return
        hold = classes_shrunk(
            (len(found.sections), state.sections),
            (found.enrollments, state.enrollments),
            self._context.connection.limits,
        )
        code = "DRY_RUN" if not self._context.is_verified else held_all
        if hold is not None:
            self._result.holds.append(hold)
            code = code or hold.code
        for change in self._changes(wanted, hashes, state):
            told = change if code is None else change.held(code)
            self._writer.add_class(told)
            self._result.count_class(told)
        self._files.write_classes(name, hashes)
        after = ClassState(
            connection=self._context.connection.connection,
            object=name,
            digest=digest,
            files=files.told,
            terms=len(found.terms),
            sections=len(found.sections),
            enrollments=found.enrollments,
        )
        planned = PlannedClasses(state.document, after.fields(), is_held=code is not None)
        self._result.classes = planned

    def _changes(
        self, wanted: Mapping[tuple[ClassKind, str], Fields], hashes: Hashes, state: ClassState
    ) -> Iterator[ClassChange]:
        """What is different, in the order of ids: terms, and then sections."""
        school, run = self._context.run.school, self._context.run
        if state.object:
            known = self._files.read_classes(state.object)
            different = [key for key, digest in hashes.items() if known.get(key) != digest]
            gone = known.keys() - hashes.keys()
            there = self._documents(school, {*gone, *different} & known.keys())
        else:
            there = self._all_documents(school)
            different, gone = list(hashes), there.keys() - hashes.keys()
        source = {"connection": self._context.connection.connection, "run": run.run}
        for kind, name in sorted({*different, *gone}, key=_order):
            key = (kind, name)
            before, after = there.get(key), wanted.get(key)
            if after is None:
                if before is not None:
                    yield ClassChange(kind, name, before, None)
            elif before is None or any(before.get(n) != value for n, value in after.items()):
                yield ClassChange(kind, name, before, {**after, "source": source})

    def _documents(self, school: str, keys: Iterable[tuple[ClassKind, str]]) -> Documents:
        names: dict[ClassKind, list[str]] = {kind: [] for kind in ClassKind}
        for kind, name in keys:
            names[kind].append(name)
        terms = self._sections.terms(school, names[ClassKind.TERM])
        sections = self._sections.sections(school, names[ClassKind.SECTION])
        return {
            **{(ClassKind.TERM, name): found.fields for name, found in terms.items()},
            **{(ClassKind.SECTION, name): found.fields for name, found in sections.items()},
        }

    def _all_documents(self, school: str) -> Documents:
        terms = self._sections.rostered_terms(school)
        sections = self._sections.all_sections(school)
        return {
            **{(ClassKind.TERM, name): found.fields for name, found in terms.items()},
            **{(ClassKind.SECTION, name): found.fields for name, found in sections.items()},
        }


def _order(key: tuple[ClassKind, str]) -> tuple[bool, str]:
    kind, name = key
    return kind is ClassKind.SECTION, name
