"""The commits that apply a plan: members, guardians, marker, counter and audit entry together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.cloud.firestore import Commit, Document, Documents, increment
from shared.kernel.audit import audit_entry
from shared.people.store import (
    PeopleStore,
    add_member,
    change_member,
    put_guardian,
    unlink_guardian,
)
from shared.rostering.plan import Operation, Verb
from shared.rostering.plan_file import GuardianChange
from shared.rostering.results import COUNT_OF_VERB
from shared.rostering.run_store import chunk_path
from shared.rostering.runs import Run, run_path

Changes = Sequence[Operation | GuardianChange]


class ApplyStore:
    """Writes chunks."""

    def __init__(self, documents: Documents, people: PeopleStore) -> None:
        self._documents = documents
        self._people = people

    def is_done(self, run: Run, chunk: int) -> bool:
        """True when the chunk was applied; one read."""
        return self._documents.get(chunk_path(run.school, run.run, chunk)) is not None

    def apply(self, run: Run, chunk: int, changes: Changes, skipped: Sequence[Operation]) -> int:
        """Apply a chunk in one commit.

        Args:
            run: whose plan it is; its planned time is the time of every change.
            chunk: number, from 0.
            changes: what to do.
            skipped: operations of the chunk that no longer fit; counted as such.

        Returns:
            How many chunks of the run are done now.

        Raises:
            Conflict: the chunk is done already, or a member is not as the plan found them.
        """
        now: datetime = run.fields["plannedTime"]
        commit = self._documents.commit()
        commit.update(run_path(run.school, run.run), _progress(skipped))
        commit.create(
            chunk_path(run.school, run.run, chunk),
            {"schemaVersion": 1, "skipped": [each.person for each in skipped], "time": now},
        )
        subjects = [_write(commit, run.school, change, now) for change in changes]
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

    def fitting(self, run: Run, changes: Changes) -> tuple[Changes, list[Operation]]:
        """The changes that still fit the members as they are now, and the others."""
        persons = [change.person for change in changes if isinstance(change, Operation)]
        members = self._people.members(run.school, persons)
        fitting: list[Operation | GuardianChange] = []
        skipped: list[Operation] = []
        for change in changes:
            if isinstance(change, GuardianChange):
                fitting.append(change)
                continue
            again = _refit(change, members.get(change.person))
            if again is None:
                skipped.append(change)
            else:
                fitting.append(again)
        return fitting, skipped


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
    if any(member.fields.get(name) != value for name, value in operation.before.items()):
        return None
    return replace(operation, version=member.version)


def _write(
    commit: Commit, school: str, change: Operation | GuardianChange, now: datetime
) -> Mapping[str, Any]:
    """Add one change to a commit; gives what the audit entry says of it."""
    if isinstance(change, GuardianChange):
        return _write_guardian(commit, school, change, now)
    if change.verb is Verb.ADD:
        add_member(commit, school, change.person, change.after, now)
        return {"person": change.person, "verb": change.verb.value}
    after = dict(change.after)
    if change.verb in (Verb.ARCHIVE, Verb.MOVE):
        after["archiveTime"] = now
    change_member(commit, school, change.person, after, change.version, now)
    return {
        "person": change.person,
        "verb": change.verb.value,
        "fields": sorted(change.before or {}),
    }


def _write_guardian(
    commit: Commit, school: str, change: GuardianChange, now: datetime
) -> Mapping[str, Any]:
    if change.unlink:
        unlink_guardian(commit, school, change.guardian, change.unlink, now)
    contact = {"email": change.email, "phone": change.phone}
    if change.link:
        put_guardian(commit, school, change.guardian, contact, change.link, now, new=change.new)
    return {"guardian": change.guardian, "verb": "LINK" if change.link else "UNLINK"}
