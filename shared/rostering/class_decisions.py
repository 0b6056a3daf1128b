"""What an approval and an undo do to the classes that another run has planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shared.rostering.class_changes import ClassChange
from shared.rostering.class_state import PlannedClasses, classes_wait, planned_classes
from shared.rostering.connections import Connection
from shared.rostering.files import RosterFiles
from shared.rostering.plan_file import PlanWriter, read_part
from shared.rostering.results import RunResult
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Run
from shared.rostering.undo_plan import CHANGED_SINCE


def approve_classes(
    source: Run, connection: Connection, files: RosterFiles, writer: PlanWriter, result: RunResult
) -> None:
    """Plan the classes that a run holds back, once all that it holds back is approved.

    Args:
        source: the run; the state that it was planned on is still the newest.
        connection: whose classes; nothing is done where they aren't rostered any more.
        files: plans.
        writer: takes the plan.
        result: of the approval.
    """
    planned = planned_classes(source.fields)
    if planned is None or not classes_wait(source.fields) or source.manifest is None:
        return
    if not connection.roster_sections:
        return
    held = source.manifest.held
    for change in read_part(files.read_plan(source.manifest, held), held):
        if isinstance(change, ClassChange):
            released = replace(change, hold=None)
            writer.add_class(released)
            result.count_class(released)
    result.classes = replace(planned, is_held=False)


def undo_classes(
    source: Run,
    changes: Sequence[ClassChange],
    store: RunStore,
    writer: PlanWriter,
    result: RunResult,
) -> None:
    """Plan the way back of a run's terms and sections, where no later run has changed any.

    Afterwards they are what a newer package says, which is whole; they stay, and are listed.

    Args:
        source: the run that is taken back.
        changes: that it has applied.
        store: knows the state of the classes.
        writer: takes the plan.
        result: of the undo.
    """
    planned = planned_classes(source.fields)
    if planned is None or planned.is_held:
        return
    now = store.class_state(source.school)
    if now.run != source.run:
        result.totals["kept"] += len(changes)
        for change in changes:
            writer.list_only(change.held(CHANGED_SINCE).fields())
        return
    for change in changes:
        back = replace(change, before=change.after, after=change.before)
        writer.add_class(back)
        result.count_class(back)
    result.classes = PlannedClasses(now.document, planned.before)
