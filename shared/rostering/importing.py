"""Works on a run that was received: takes its school's turn, drafts a plan, starts applying it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import IO, Any

from shared.kernel.clock import Clock
from shared.kernel.errors import Conflict, Permanent, Transient
from shared.kernel.local_time import local_day
from shared.people.section_store import SectionStore
from shared.people.store import PeopleStore
from shared.rostering.aliases import AskedFor
from shared.rostering.applying import PlanApplier
from shared.rostering.approval_draft import ApprovalDraft
from shared.rostering.archive_draft import ArchiveDraft, NightContext
from shared.rostering.class_draft import ClassDraft
from shared.rostering.closing import RunCloser
from shared.rostering.connections import Connection
from shared.rostering.district_day import RosterDay
from shared.rostering.draft_context import DraftContext
from shared.rostering.drafting import FileDraft
from shared.rostering.feed_course import pausing, sort_of
from shared.rostering.feeds import Feed
from shared.rostering.files import RosterFiles, scratch
from shared.rostering.gate import Hold
from shared.rostering.generations import declared_part_of
from shared.rostering.migrating import open_migration
from shared.rostering.model import Kind
from shared.rostering.named_elsewhere import named_in_school
from shared.rostering.plan_file import Manifest, PlanWriter
from shared.rostering.problems import FileRejected
from shared.rostering.results import RunResult
from shared.rostering.run_store import District, RunStore
from shared.rostering.runs import LandedFile, Outcome, Pointer, Run, RunState, Trigger
from shared.rostering.shelf import SnapshotShelf
from shared.rostering.superseding import fingerprint
from shared.rostering.undo_draft import UndoDraft
from shared.rostering.whole_packages import WholePackages
from shared.rostering.windows import WindowKind, window_on


class RunImporter:
    """Takes runs from received to applying, or straight to closed."""

    def __init__(
        self,
        store: RunStore,
        people: PeopleStore,
        sections: SectionStore,
        files: RosterFiles,
        applier: PlanApplier,
        closer: RunCloser,
        clock: Clock,
        most_writes: int,
    ) -> None:
        self._store = store
        self._people = people
        self._sections = sections
        self._files = files
        self._applier = applier
        self._closer = closer
        self._clock = clock
        self._most_writes = most_writes
        self._wholes = WholePackages(store, files)

    def work_on(self, school: str, run_id: str) -> None:
        """Bring a run further from wherever it stands. Safe to repeat at any time.

        A run whose school is busy with another is left as it is; closing that one starts it.

        Raises:
            Permanent: ``RUN_UNKNOWN``, or the file or the last state cannot be read again.
            Transient: a service did not answer.
        """
        run = self._load(school, run_id)
        if run.state is RunState.RECEIVED:
            self._wait_for_older_files(run)
            if not self._store.lock(school, run_id):
                return
            # Now that the turn is ours: another delivery may have closed the run meanwhile.
            run = self._load(school, run_id)
            if run.state is RunState.CLOSED:
                self._store.unlock(school, run_id)
        match run.state:
            case RunState.CLOSED:
                self._closer.after_close(run)
            case RunState.APPLYING:
                self._applier.start(run, again=f"{self._clock():%Y%m%d%H%M%S}")
            case RunState.RECEIVED:
                self._begin(run)

    def _load(self, school: str, run_id: str) -> Run:
        run = self._store.run(school, run_id)
        if run is None:
            raise Permanent("RUN_UNKNOWN", "there is no such run")
        return run

    def _wait_for_older_files(self, run: Run) -> None:
        """A night goes after the files that landed before it: they may name who is missing."""
        if run.trigger is not Trigger.ARCHIVE_PHASE:
            return
        waiting = self._store.runs_in(run.school, RunState.RECEIVED)
        if any(each.trigger is Trigger.FILE and each.received <= run.received for each in waiting):
            raise Transient("FILES_FIRST", "files that landed earlier are worked on first")

    def _begin(self, run: Run) -> None:
        connection = self._store.connection(run.school, run.connection)
        # What a connection did can be undone whatever its settings are now.
        undoes = run.trigger is Trigger.UNDO
        if connection is None or not (connection.enabled or undoes):
            self._refuse(run, "ROSTERING_OFF", "Rostering is switched off for this connection.")
            return
        feed = self._store.feed(run.school, run.connection)
        allowed, window = self._today(run, connection)
        if pause := pausing(run, window, feed):
            result = RunResult(outcome=Outcome.PAUSED, holds=[pause])
            self._closer.close_with(run, result, feed=feed, sort=sort_of(run, connection))
            return
        lifted = feed.lifted(self._clock()) if run.file is not None else frozenset()
        run = replace(run, fields={**run.fields, "lifted": sorted(lifted)})
        shelf = SnapshotShelf(self._store, self._files, run.school, run.connection)
        if run.file is not None and self._ends_early(run, run.file, allowed, shelf, feed):
            return
        with scratch() as plan:
            writer = PlanWriter(plan, self._most_writes)
            result = self._draft(run, allowed, shelf, writer, window)
            self._take_up(run, result, writer, plan, feed)

    def _today(self, run: Run, connection: Connection) -> tuple[Connection, WindowKind | None]:
        """The connection as today's windows leave it; they don't bind what a person approved."""
        if not connection.windows or run.trigger in (Trigger.APPROVAL, Trigger.UNDO):
            return connection, None
        today = local_day(self._clock(), self._store.district().time_zone)
        return connection.within(today), window_on(today, connection.windows)

    def _draft(
        self,
        run: Run,
        connection: Connection,
        shelf: SnapshotShelf,
        writer: PlanWriter,
        window: WindowKind | None,
    ) -> RunResult:
        if run.file is not None:
            return self._draft_file(run, run.file, connection, shelf, writer, window)
        if run.trigger is Trigger.APPROVAL:
            approval = ApprovalDraft(run, connection, self._store, self._files, shelf, writer)
            result = approval.draft()
            result.day = self._day(self._store.district())
            return result
        if run.trigger is Trigger.UNDO:
            parts = (self._store, self._files, self._people, shelf, writer)
            return UndoDraft(run, *parts, self._clock()).draft()
        district = self._store.district()
        context = NightContext(run, connection, self._day(district), district.limits)
        night = ArchiveDraft(context, self._store, self._files, self._people, shelf, writer)
        return night.draft()

    def _day(self, district: District) -> RosterDay:
        return self._store.day(local_day(self._clock(), district.time_zone))

    def _draft_file(
        self,
        run: Run,
        file: LandedFile,
        connection: Connection,
        shelf: SnapshotShelf,
        writer: PlanWriter,
        window: WindowKind | None,
    ) -> RunResult:
        with (
            scratch() as staging,
            scratch() as spooling,
            scratch() as sent,
            scratch() as laid,
        ):
            self._files.fetch(file, sent)
            try:
                source = self._wholes.whole(run, file, connection, sent, laid)
            except FileRejected as rejected:
                refused = RunResult()
                refused.reject(rejected.problems)
                return refused
            district = self._store.district()
            before = connection.migrates_from
            context = DraftContext(
                run=run,
                file=file,
                connection=connection,
                district=district,
                stream=source,
                shelf=shelf,
                lifted=frozenset(run.fields["lifted"]),
                aliases=AskedFor(partial(self._files.read_aliases, district.person_aliases)),
                claimed=partial(named_in_school, run, before, self._store, self._files),
                migration=open_migration(self._store, self._files, run, before),
                window=window,
            )
            draft = FileDraft(context, self._people, writer, staging, spooling)
            result = draft.draft()
            if result.outcome is not Outcome.REJECTED:
                parts = (self._store, self._files, self._sections, writer, result)
                ClassDraft(context, *parts).draft(draft)
            return result

    def _refuse(self, run: Run, code: str, message: str) -> None:
        result = RunResult(outcome=Outcome.REJECTED)
        result.holds.append(Hold(code, None, 0, 0, 0.0, message))
        self._closer.close_with(run, result)

    def _ends_early(
        self,
        run: Run,
        file: LandedFile,
        connection: Connection,
        shelf: SnapshotShelf,
        feed: Feed,
    ) -> bool:
        """True when the run was closed without a look into its file: old news, or no news."""
        kind = run.subject
        pointers = [shelf.pointer(each) for each in ([kind] if kind else Kind)]
        result = RunResult()
        declared = connection.file_sets.get(kind) if kind else None
        part = declared_part_of(file.file_name, declared)
        if any(each.generations.of(part) > file.generation for each in pointers):
            result.outcome = Outcome.STALE
        elif known := _known(pointers, file, connection):
            # Nothing is new but that this file, too, is older than whatever comes next.
            for each in known:
                after = each.generations.after(file.generation, part, in_parts=bool(declared))
                result.next_state(each.kind).generations = after
        else:
            return False
        self._closer.close_with(run, result, feed=feed)
        return True

    def _take_up(
        self, run: Run, result: RunResult, writer: PlanWriter, plan: IO[bytes], feed: Feed
    ) -> None:
        now = self._clock()
        manifest: Manifest | None = None
        if result.outcome is not Outcome.REJECTED and not writer.is_empty:
            name = self._files.plan_name(run, f"{now:%Y%m%d%H%M%S%f}")
            named = writer.guardian_count
            manifest = writer.finish(name, partial(self._guardians, run.school))
            # Those of whom all was known already are not written.
            result.totals["guardians"] -= named - writer.guardian_count
            self._files.write_plan(name, plan)
        if manifest is None or not manifest.parts:
            self._closer.close_with(run, result, manifest, feed)
            return
        try:
            changes = {**_applying(result, manifest, now), "lifted": run.fields["lifted"]}
            if result.day is not None and result.archives:
                self._store.begin(run, changes, result.day, result.archives, now)
            else:
                self._store.change_run(run, changes)
        except Conflict as error:
            # Another delivery of the same task has planned it too and was first, or another school
            # has begun to archive: how many the district's day has left must be looked at again.
            raise Transient("RUN_TAKEN", "the run was taken up by another delivery") from error
        self._applier.start(self._load(run.school, run.run))

    def _guardians(self, school: str, guardians: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        found = self._people.guardians(school, guardians)
        return {name: guardian.fields for name, guardian in found.items()}


def _known(
    pointers: Sequence[Pointer], file: LandedFile, connection: Connection
) -> Sequence[Pointer]:
    """Those of the pointers that stand, if all do so for this file; none if any does not.

    They do for the bytes that were accepted last, under the same settings, with nothing to do.
    """
    standing = [each for each in pointers if each.version is not None]
    same = fingerprint(file, connection)
    if any(each.outstanding or each.fingerprint != same for each in standing):
        return ()
    return standing


def _applying(result: RunResult, manifest: Manifest, now: datetime) -> dict[str, Any]:
    return {
        **result.fields(),
        "state": RunState.APPLYING.value,
        "plan": manifest.fields(),
        "plannedTime": now,
        "chunksTotal": len(manifest.parts),
    }
