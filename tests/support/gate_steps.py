"""Steps of tests about runs: what one holds, a person's word on it, a draft with a lift."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shared.people.store import PeopleStore
from shared.rostering.approval_draft import held_operations
from shared.rostering.connections import Connection
from shared.rostering.draft_context import DraftContext
from shared.rostering.drafting import FileDraft
from shared.rostering.files import scratch
from shared.rostering.plan import Operation
from shared.rostering.plan_file import PlanWriter
from shared.rostering.results import RunResult
from shared.rostering.runs import Run
from shared.rostering.shelf import SnapshotShelf
from tests.support.world import World


def codes(run: Run) -> list[str]:
    """The codes of what a run holds, in order."""
    return [hold["code"] for hold in run.fields["holds"]]


def held(world: World, run: Run) -> list[Operation]:
    """What a run holds back."""
    return held_operations(run, world.files)


def approve(world: World, run: Run, *people: str) -> Run:
    """Approve these people, or all that need not be named one by one; gives the approval's run."""
    approval = world.approve(run, frozenset(people))
    world.drain()
    return world.run(approval)


def undone(world: World, run: Run, minutes: int = 5) -> Run:
    """Undo a run some minutes later; gives the undo's run."""
    world.pass_time(minutes=minutes)
    name = world.rostering.undoer.undo(world.school, run.run, "person:1")
    world.drain()
    return world.run(name)


def nights(world: World) -> list[Run]:
    """The archive phases of the school so far, the oldest first."""
    found = [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]
    return [world.run(run["run"]) for run in sorted(found, key=lambda run: run["receivedTime"])]


def change(world: World, **settings: Any) -> Connection:
    """Save the connection with some settings changed."""
    known = world.rostering.store.connection(world.school, world.connection)
    assert known is not None
    changed = replace(known, **settings)
    world.rostering.store.save_connection(changed)
    return changed


def pointer(world: World, kind: str = "student") -> dict[str, Any]:
    """The pointer's document of one kind."""
    path = f"schools/{world.school}/rosterSnapshots/{world.connection}-{kind}"
    found = world.documents.get(path)
    assert found is not None
    return found.fields


def draft(world: World, file_name: str, text: str, lifted: frozenset[str]) -> RunResult:
    """Draft the next file with some limits set aside; nothing of it is applied."""
    arrival = world.put_file(file_name, text)
    world.rostering.starter.file_landed(arrival)
    world.tasks.waiting.clear()
    run = world.run_of(arrival)
    store, files = world.rostering.store, world.files
    connection = store.connection(world.school, world.connection)
    assert run.file is not None
    assert connection is not None
    with scratch() as staging, scratch() as spooling, scratch() as source, scratch() as plan:
        files.fetch(run.file, source)
        context = DraftContext(
            run=run,
            file=run.file,
            connection=connection,
            district=store.district(),
            stream=source,
            shelf=SnapshotShelf(store, files, run.school, run.connection),
            lifted=lifted,
        )
        people = PeopleStore(world.documents)
        return FileDraft(context, people, PlanWriter(plan, 400), staging, spooling).draft()
