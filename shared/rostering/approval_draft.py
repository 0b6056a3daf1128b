"""The plan of an approval: operations that another run held back, as they were planned then."""

from __future__ import annotations

from dataclasses import replace

from shared.kernel.errors import Permanent
from shared.rostering.files import RosterFiles
from shared.rostering.gate import Hold
from shared.rostering.plan import Operation
from shared.rostering.plan_file import PlanWriter, read_operations
from shared.rostering.results import ONE_BY_ONE, RunResult
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Outcome, Run


def held_operations(run: Run, files: RosterFiles) -> list[Operation]:
    """What a closed run holds back."""
    if run.manifest is None:
        return []
    data = files.read_plan(run.manifest, run.manifest.held)
    return list(read_operations(data, run.manifest.held))


def is_stale(source: Run, store: RunStore) -> bool:
    """True when a newer state was accepted since the run, so that its plan no longer fits."""
    now = store.pointers(source.school, source.connection, source.state_versions)
    return any(now[kind].number != number for kind, number in source.state_versions.items())


def draft_approval(run: Run, store: RunStore, files: RosterFiles, writer: PlanWriter) -> RunResult:
    """Plan what was approved.

    Args:
        run: names its source and, where people are approved one by one, those people.
        store: to see whether the source still fits.
        files: to read the source's plan.
        writer: takes the plan.

    Raises:
        Permanent: ``RUN_UNKNOWN``.
    """
    source = None if run.source is None else store.run(run.school, run.source)
    if source is None:
        raise Permanent("RUN_UNKNOWN", "the run that was approved is not there")
    result = RunResult()
    if is_stale(source, store):
        message = "A newer file was accepted since; its own plan says what waits now."
        result.holds.append(Hold("APPROVAL_STALE", None, 0, 0, 0.0, message))
        result.outcome = Outcome.STALE
        return result
    for operation in held_operations(source, files):
        if is_approved(operation, run.subjects):
            released = replace(operation, hold=None)
            result.count(released)
            result.next_state(operation.kind).outstanding_change -= 1
            writer.add(released)
    result.totals["guardians"] = writer.guardian_count
    result.settle(dry_run=False)
    return result


def is_approved(operation: Operation, subjects: frozenset[str]) -> bool:
    """True when an approval of these people, or with none named of everybody, means this one."""
    if subjects:
        return operation.person in subjects
    return operation.hold != ONE_BY_ONE
