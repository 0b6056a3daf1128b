"""The commits that apply a plan: members, guardians, marker, counter and audit entry together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Commit, Document, Documents, increment
from shared.kernel.audit import audit_entry
from shared.people.search import identity_after
from shared.people.section_store import (
    change_section,
    put_section,
    put_term,
    remove_section,
    remove_term,
)
from shared.people.store import (
    PeopleStore,
    add_member,
    change_member,
    put_back_guardian,
    put_back_member,
    put_guardian,
    remove_member,
    unlink_guardian,
)
from shared.rostering.class_changes import ClassChange, ClassKind
from shared.rostering.guardian_back import GuardianBack
from shared.rostering.guardian_changes import GuardianChange
from shared.rostering.plan import UNDOING, Operation, Verb, former
from shared.rostering.plan_file import Change
from shared.rostering.plan_values import ABSENT
from shared.rostering.results import COUNT_OF_VERB
from shared.rostering.run_store import chunk_path
from shared.rostering.runs import Run, run_path

Changes = Sequence[Change]


@dataclass(frozen=True, slots=True)
class Fitting:
    """A chunk's changes, looked at again.

    Attributes:
        changes: those that still fit, for the documents as they are now.
        skipped: operations that no longer fit.
        was: person → what the operation writes over beside the fields that it compares, where the
            member is not of the version that the plan names.
    """

    changes: Changes
    skipped: Sequence[Operation] = ()
    was: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class ApplyStore:
    """Writes chunks."""

    def __init__(self, documents: Documents, people: PeopleStore) -> None:
        self._documents = documents
        self._people = people

    def is_done(self, run: Run, chunk: int) -> bool:
        """True when the chunk was applied; one read."""
        return self._documents.get(chunk_path(run.school, run.run, chunk)) is not None

    def apply(self, run: Run, chunk: int, fitting: Fitting) -> int:
        """Apply a chunk in one commit.

        Args:
            run: whose plan it is; its planned time is the time of every change.
            chunk: number, from 0.
            fitting: what to do; what no longer fits is counted as skipped.

        Returns:
            How many chunks of the run are done now.

        Raises:
            Conflict: the chunk is done already, or a member is not as the plan found them.
        """
        now: datetime = run.fields["plannedTime"]
        commit = self._documents.commit()
        commit.update(run_path(run.school, run.run), _progress(fitting.skipped))
        marker = {
            "schemaVersion": 1,
            "skipped": [each.person for each in fitting.skipped],
            "was": fitting.was,
            "time": now,
        }
        commit.create(chunk_path(run.school, run.run, chunk), marker)
        subjects = [_write(commit, run.school, change, now) for change in fitting.changes]
        commit.create(
            f"audit/roster-{run.run}-{chunk:05d}",
            audit_entry(f"roster-run:{run.run}", "members:apply", subjects, now, run.school),
        )
        return int(commit.run()[0][0])

    def match_guardians(self, run: Run, skipped: Sequence[Operation]) -> None:
        """Make guardians name the students that name them, where a change was left out.

        The change of a student's guardians is in other chunks than the student's own.
        """
        if not skipped:
            return
        members = self._people.members(run.school, [each.person for each in skipped])
        now: datetime = run.fields["plannedTime"]
        commit = self._documents.commit()
        for operation in skipped:
            member = members.get(operation.person)
            named = set() if member is None else set(member.fields.get("guardianIds", []))
            touched = {*(link.guardian for link in operation.guardians), *operation.unlinked}
            student = [operation.person]
            for guardian in sorted(touched & named):
                put_guardian(commit, run.school, guardian, {}, student, now, new=False)
            for guardian in sorted(touched - named):
                unlink_guardian(commit, run.school, guardian, student, now)
        commit.run()

    def fitting(self, run: Run, changes: Changes) -> Fitting:
        """The changes that still fit the documents as they are now, and the others."""
        persons = [change.person for change in changes if isinstance(change, Operation)]
        members = self._people.members(run.school, persons)
        names = [change.guardian for change in changes if isinstance(change, GuardianBack)]
        guardians = self._people.guardians(run.school, names)
        fitting: list[Change] = []
        skipped: list[Operation] = []
        was: dict[str, Mapping[str, Any]] = {}
        for change in changes:
            if isinstance(change, GuardianChange | ClassChange):
                fitting.append(change)
                continue
            if isinstance(change, GuardianBack):
                fitting.append(_refit_guardian(change, guardians.get(change.guardian)))
                continue
            member = members.get(change.person)
            again = _refit(change, member)
            if again is None:
                skipped.append(change)
                continue
            fitting.append(again)
            if member is not None and member.version != change.version:
                written = set(written_fields(change)) - (change.before or {}).keys()
                was[change.person] = former(member.fields, sorted(written))
        return Fitting(fitting, skipped, was)


def _progress(skipped: Sequence[Operation]) -> dict[str, Any]:
    """One more chunk is done; what was skipped is counted as such and not as done.

    The first increment's result is the number of chunks.
    """
    progress: dict[str, Any] = {"chunksDone": increment(1)}
    moved = Counter((COUNT_OF_VERB[each.verb], each.kind.value) for each in skipped)
    by_kind = Counter(each.kind.value for each in skipped)
    progress |= {f"counts.{what}.{kind}": increment(-n) for (what, kind), n in moved.items()}
    progress |= {f"counts.skipped.{kind}": increment(n) for kind, n in by_kind.items()}
    if skipped:
        progress["skipped"] = increment(len(skipped))
    return progress


def _refit(operation: Operation, member: Document | None) -> Operation | None:
    """The operation for a member as they are now, None when what it started from is gone."""
    if operation.before is None:
        return operation if member is None else None
    if member is None:
        return None
    if operation.verb in UNDOING:
        # Whoever was changed since the undo was planned stays as they are.
        return operation if member.version == operation.version else None
    if any(member.fields.get(name) != value for name, value in operation.before.items()):
        return None
    identity = identity_after(member.fields, operation.after)
    return replace(operation, version=member.version, identity=identity)


def _refit_guardian(back: GuardianBack, guardian: Document | None) -> GuardianBack | GuardianChange:
    """The same for a guardian as they are now; of one who was changed, only the links go back."""
    if guardian is None:
        return replace(back, version=None)
    if guardian.version == back.version:
        return back
    return GuardianChange(back.guardian, "", "", tuple(back.linked), tuple(back.unlinked))


def written_fields(operation: Operation) -> list[str]:
    """The fields that applying an operation writes beside the time of the change."""
    archives = operation.verb in (Verb.ARCHIVE, Verb.MOVE)
    return [*operation.after, *(["archiveTime"] if archives else [])]


def _write(commit: Commit, school: str, change: Change, now: datetime) -> Mapping[str, Any]:
    """Add one change to a commit; gives what the audit entry says of it."""
    if isinstance(change, GuardianChange):
        return _write_guardian(commit, school, change, now)
    if isinstance(change, GuardianBack):
        return _write_guardian_back(commit, school, change)
    if isinstance(change, ClassChange):
        return _write_class(commit, school, change, now)
    entry = {"person": change.person, "verb": change.verb.value}
    match change.verb:
        case Verb.ADD:
            add_member(commit, school, change.person, change.after, now)
            return entry
        case Verb.REMOVE:
            remove_member(commit, school, change.person, change.version)
            return entry
        case Verb.PUT_BACK:
            lacked = [name for name, value in change.after.items() if value is ABSENT]
            there = {name: value for name, value in change.after.items() if value is not ABSENT}
            # A member who has changed otherwise since is not as it was before the run.
            fields = {"updateTime": now, **there}
            put_back_member(
                commit, school, change.person, fields, lacked, change.version, change.identity
            )
        case _:
            times = {name: now for name in written_fields(change) if name not in change.after}
            after = {**change.after, **times}
            change_member(
                commit, school, change.person, after, change.version, now, change.identity
            )
    return {**entry, "fields": sorted(change.before or {})}


def _write_class(
    commit: Commit, school: str, change: ClassChange, now: datetime
) -> Mapping[str, Any]:
    """Write a term or a section of the roster; what is there is written over.

    Of a section that stays, what people have set stays with it.
    """
    verb = change.verb.value
    if change.kind is ClassKind.TERM:
        if change.after is None:
            remove_term(commit, school, change.id)
        else:
            put_term(commit, school, change.id, _made(change), now)
        return {"term": change.id, "verb": verb}
    made = _made(change)
    if change.after is None:
        remove_section(commit, school, change.id)
    elif change.before is None:
        put_section(commit, school, change.id, made, now)
    else:
        change_section(commit, school, change.id, made, change.before.keys() - made.keys(), now)
    return {"list": change.id, "verb": verb, "added": change.came, "removed": change.left}


def _made(change: ClassChange) -> Mapping[str, Any]:
    """The document; one that was there is as old as it was."""
    known = change.before or {}
    made = {"createTime": known["createTime"]} if "createTime" in known else {}
    return {**made, **(change.after or {})}


def _write_guardian(
    commit: Commit, school: str, change: GuardianChange, now: datetime
) -> Mapping[str, Any]:
    if change.unlink:
        unlink_guardian(commit, school, change.guardian, change.unlink, now)
    contact = {"email": change.email, "phone": change.phone}
    if change.link:
        put_guardian(commit, school, change.guardian, contact, change.link, now, new=change.new)
    return {"guardian": change.guardian, "verb": "LINK" if change.link else "UNLINK"}


def _write_guardian_back(commit: Commit, school: str, back: GuardianBack) -> Mapping[str, Any]:
    gone = (back.before or {}).keys() - (back.after or {}).keys()
    put_back_guardian(commit, school, back.guardian, back.after, gone, back.version)
    return {"guardian": back.guardian, "verb": "REMOVE" if back.after is None else "PUT_BACK"}
