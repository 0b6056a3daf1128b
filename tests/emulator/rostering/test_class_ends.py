"""Classes after a crash, an undo, and a change of the source."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.kernel.errors import Conflict
from shared.kernel.ids import digest_id
from shared.rostering.runs import Approval, Outcome
from shared.rostering.snapshot_sweep import SnapshotSweeper
from shared.rostering.windows import Window, WindowKind
from tests.support.class_nights import NAME, counts_of, sections, send, terms
from tests.support.oneroster import person
from tests.support.oneroster_classes import school_of_classes
from tests.support.world import ID_SPACE, World


@pytest.fixture(autouse=True)
def rostered(world: World) -> None:
    world.set_up(roster_sections=True)


@pytest.mark.parametrize("dies_after", range(5))
def test_a_run_that_dies_between_two_parts_is_finished(world: World, dies_after: int) -> None:
    world.most_writes = 8
    world.restart()
    arrival = world.put_file(NAME, school_of_classes(range(40)).bytes())
    world.rostering.starter.file_landed(arrival)
    (first,) = world.tasks.waiting.values()
    world.tasks.waiting.clear()
    world.do(*first)
    for task in list(world.tasks.waiting.values())[-1 : -1 - dies_after : -1]:
        world.do(*task)
        world.do(*task)
    world.tasks.waiting.clear()
    world.restart()
    world.pass_time(hours=2)
    world.rostering.reconciler.reconcile(world.clock)
    world.drain()
    assert world.run_of(arrival).outcome is Outcome.APPLIED
    assert len(world.members()) == 44
    assert {name: len(each["memberIds"]) for name, each in sections(world).items()} == {
        f"Class C{n}": 10 for n in range(4)
    }
    assert send(world, school_of_classes(range(40))).outcome is Outcome.UNCHANGED


def test_a_run_that_is_given_up_is_looked_at_again_by_the_next(world: World) -> None:
    send(world, school_of_classes())
    before = sections(world)
    world.most_writes = 4
    world.restart()
    package = school_of_classes()
    for row in package.classes:
        row["title"] += " (new)"
    arrival = world.put_file(NAME, package.bytes())
    world.rostering.starter.file_landed(arrival)
    (first,) = world.tasks.waiting.values()
    world.tasks.waiting.clear()
    world.do(*first)
    world.do(*next(iter(world.tasks.waiting.values())))
    world.tasks.waiting.clear()
    run = world.run_of(arrival)
    assert len([name for name in sections(world) if name.endswith("(new)")]) == 1
    world.rostering.closer.give_up(world.school, run.run, "PLAN_MISSING")
    # The package of the day before: what the dead run had written is taken back by it.
    again = send(world, school_of_classes())
    assert again.outcome is Outcome.APPLIED
    assert counts_of(again, "updated") == {"section": 1}
    assert sections(world).keys() == before.keys()
    assert send(world, school_of_classes()).outcome is Outcome.UNCHANGED


def test_an_undo_takes_classes_back_to_the_byte(world: World) -> None:
    send(world, school_of_classes())
    before = (sections(world), terms(world))
    state = world.documents.get(f"schools/{world.school}/rosterClasses/state")
    package = school_of_classes(range(21))
    package.classes[0]["title"] = "Renamed"
    package.enrollments = package.enrollments[1:]
    world.pass_time(days=1)
    run = send(world, package)
    world.rostering.undoer.undo(world.school, run.run, "person:1")
    world.drain()
    assert (sections(world), terms(world)) == before
    now = world.documents.get(f"schools/{world.school}/rosterClasses/state")
    assert state is not None
    assert now is not None
    assert now.fields == state.fields


def test_an_undo_of_the_first_load_leaves_no_class(world: World) -> None:
    run = send(world, school_of_classes())
    world.rostering.undoer.undo(world.school, run.run, "person:1")
    world.drain()
    assert (sections(world), terms(world), world.members()) == ({}, {}, {})
    assert world.documents.get(f"schools/{world.school}/rosterClasses/state") is None


def test_an_undo_leaves_classes_that_a_newer_package_has_changed(world: World) -> None:
    send(world, school_of_classes())
    second = school_of_classes()
    second.classes[0]["title"] = "Second"
    run = send(world, second)
    third = school_of_classes()
    third.classes[0]["title"] = "Second"
    third.classes[1]["title"] = "Third"
    send(world, third)
    name = world.rostering.undoer.undo(world.school, run.run, "person:1")
    world.drain()
    assert sections(world).keys() == {"Second", "Third"}
    undo = world.run(name)
    assert undo.fields["counts"]["kept"] == 1


def test_a_school_that_changes_its_source_keeps_its_classes(world: World) -> None:
    send(world, school_of_classes())
    before = sections(world)
    old, world.connection = world.connection, type(world.connection)("new")
    world.set_up(verified=False, roster_sections=True, migrates_from=old)
    dry = send(world, school_of_classes())
    assert dry.outcome is Outcome.DRY_RUN
    world.approve(dry)
    world.drain()
    assert sections(world) == before
    package = school_of_classes()
    package.classes[0]["title"] = "Of the new source"
    send(world, package)
    assert "Of the new source" in sections(world)


def test_what_was_approved_after_the_state_has_gone_back_changes_no_class(world: World) -> None:
    send(world, school_of_classes(range(40)))
    renamed = school_of_classes(range(40))
    renamed.classes[0]["title"] = "Renamed"
    run = send(world, renamed)
    fewer = school_of_classes(range(40))
    fewer.enrollments = fewer.enrollments[:10]
    held = send(world, fewer)
    world.rostering.undoer.undo(world.school, run.run, "person:1")
    world.drain()
    before = sections(world)
    assert "Renamed" not in before
    with pytest.raises(Conflict, match="state has changed"):
        world.approve(held)
    assert sections(world) == before


def test_classes_still_wait_where_only_people_were_approved_by_name(world: World) -> None:
    send(world, school_of_classes(range(40)))
    package = school_of_classes(range(40))
    package.enrollments = package.enrollments[:10]
    package.users += [person(f"A{n}", "administrator") for n in (2, 3)]
    held = send(world, package)
    assert {hold["code"] for hold in held.fields["holds"]} == {"PRIVILEGE", "SECTIONS_SHRINK"}
    admins = {digest_id(ID_SPACE, "employees", f"A{n}") for n in (2, 3)}
    before = sections(world)
    world.approve(held, frozenset(admins))
    world.drain()
    assert "A3" in world.members()
    assert sections(world) == before
    left = world.run(held.run)
    assert left.approval is Approval.PENDING
    world.approve(left)
    world.drain()
    assert sum(len(each["memberIds"]) for each in sections(world).values()) == 10
    assert world.run(held.run).approval is Approval.APPROVED


def test_what_was_discarded_is_planned_by_the_next_package(world: World) -> None:
    send(world, school_of_classes(range(40)))
    package = school_of_classes(range(40))
    package.enrollments = package.enrollments[:10]
    held = send(world, package)
    assert held.manifest is not None
    world.rostering.approver.discard(world.school, held.run, held.manifest.hash, "person:1")
    again = send(world, package)
    assert [hold["code"] for hold in again.fields["holds"]] == ["SECTIONS_SHRINK"]


def test_no_class_changes_on_days_on_which_people_are_only_added(world: World) -> None:
    send(world, school_of_classes())
    before = sections(world)
    window = Window(WindowKind.ADDS_ONLY, date(2026, 11, 20), date(2026, 11, 30))
    world.set_up(roster_sections=True, windows=(window,))
    package = school_of_classes(range(21))
    package.classes[0]["title"] = "Renamed"
    send(world, package)
    assert "S20" in world.members()
    assert sections(world) == before
    world.now = datetime(2026, 12, 1, 12, tzinfo=UTC)
    send(world, package)
    assert "Renamed" in sections(world)


def test_the_states_of_classes_that_are_needed_are_not_swept(world: World) -> None:
    world.now = start = datetime.now(UTC)
    for name in ("First", "Second"):
        package = school_of_classes()
        package.classes[0]["title"] = name
        send(world, package)
    kept = len(_states(world))
    assert kept == 2
    sweeper = SnapshotSweeper(world.rostering.store, world.files)
    sweeper.sweep(world.school, start + timedelta(days=31))
    assert len(_states(world)) == 2
    sweeper.sweep(world.school, start + timedelta(days=40))
    assert _states(world) == {world.rostering.store.class_state(world.school).object}


def test_a_state_that_a_later_run_has_replaced_stays_for_its_undo(world: World) -> None:
    world.now = start = datetime.now(UTC)
    send(world, school_of_classes())
    before = sections(world)
    world.now = start + timedelta(days=20)
    package = school_of_classes()
    package.classes[0]["title"] = "Second"
    run = send(world, package)
    world.now = start + timedelta(days=45)
    SnapshotSweeper(world.rostering.store, world.files).sweep(world.school, world.now)
    world.rostering.undoer.undo(world.school, run.run, "person:1")
    world.drain()
    assert sections(world) == before
    assert world.rostering.store.class_state(world.school).object in _states(world)


def _states(world: World) -> set[str]:
    return {each.name for each in world.files.snapshots(world.school) if "-classes/" in each.name}
