"""Classes after a crash, an undo, and a change of the source."""

from __future__ import annotations

import pytest

from shared.rostering.runs import Outcome
from tests.support.class_nights import NAME, counts_of, sections, send, terms
from tests.support.oneroster_classes import (
    school_of_classes,
)
from tests.support.world import World


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
