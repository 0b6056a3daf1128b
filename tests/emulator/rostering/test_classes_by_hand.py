"""What people keep beside the roster: their terms, their classes, and periods they have set."""

from __future__ import annotations

from typing import Any

import pytest

from shared.rostering.runs import Outcome
from tests.support.class_nights import counts_of, sections, send, terms
from tests.support.oneroster_classes import ClassPackage, school_of_classes
from tests.support.people import put_list, put_term
from tests.support.world import World

BY_HAND = {"periodsByHand": "2(A)", "roomByHand": "Gym"}


@pytest.fixture
def rostered(world: World) -> World:
    """Two classes of which the second names no period, a term by hand, and a class in it."""
    world.set_up(roster_sections=True)
    send(world, _package())
    put_term(world, "by-hand")
    put_list(world, "choir", [])
    _write(world, "choir", sectionType="SCHEDULED", termIds=["by-hand"], room="", periodsRaw="3",
           periods=[{"code": "3", "days": ""}])  # fmt: skip
    _write(world, sections(world)["Class C1"]["id"], **BY_HAND)
    world.pass_time(days=1)
    return world


def _package(room: str = "Room 12") -> ClassPackage:
    package = school_of_classes()
    package.classes[1] |= {"periods": "", "location": room}
    return package


def _write(world: World, name: str, **fields: Any) -> None:
    commit = world.documents.commit()
    commit.put(f"schools/{world.school}/lists/{name}", fields, merge=True)
    commit.run()


def _choir(world: World) -> Any:
    found = world.documents.get(f"schools/{world.school}/lists/choir")
    return found and found.fields


def _by_hand(world: World) -> dict[str, Any]:
    section = sections(world)["Class C1"]
    return {name: section[name] for name in BY_HAND if name in section}


def test_a_section_that_moves_rooms_keeps_what_people_have_set(rostered: World) -> None:
    run = send(rostered, _package("Room 14"))
    assert counts_of(run, "updated") == {"section": 1}
    section = sections(rostered)["Class C1"]
    assert (section["room"], _by_hand(rostered)) == ("Room 14", BY_HAND)
    assert section["updateTime"] > section["createTime"]
    # What people have set is no change for the roster.
    assert send(rostered, _package("Room 14")).outcome is Outcome.UNCHANGED


def test_an_undo_takes_back_what_the_run_did_and_nothing_that_people_did_since(
    rostered: World,
) -> None:
    run = send(rostered, _package("Room 14"))
    _write(rostered, sections(rostered)["Class C1"]["id"], roomByHand="Lab")
    rostered.rostering.undoer.undo(rostered.school, run.run, "person:1")
    rostered.drain()
    assert sections(rostered)["Class C1"]["room"] == "Room 12"
    assert _by_hand(rostered) == {**BY_HAND, "roomByHand": "Lab"}


def test_an_undo_of_a_class_that_went_brings_back_what_was_set_of_it(rostered: World) -> None:
    package = _package()
    package.classes = package.classes[:1]
    package.enrollments = [each for each in package.enrollments if each["classSourcedId"] == "C0"]
    run = send(rostered, package)
    assert sections(rostered).keys() == {"Class C0"}
    rostered.rostering.undoer.undo(rostered.school, run.run, "person:1")
    rostered.drain()
    assert _by_hand(rostered) == BY_HAND


def test_a_run_that_knows_nothing_of_what_was_applied_leaves_what_people_keep(
    rostered: World,
) -> None:
    before = (_choir(rostered), terms(rostered)["by-hand"])
    # As after a run that was given up: every term and section of the school is looked at.
    commit = rostered.documents.commit()
    state = {"object": "", "digest": ""}
    commit.update(f"schools/{rostered.school}/rosterClasses/state", state)
    commit.run()
    run = send(rostered, _package("Room 14"))
    assert run.outcome is Outcome.APPLIED
    assert counts_of(run, "removed") == {}
    assert terms(rostered).keys() == {"Term-Year", "by-hand"}
    assert (_choir(rostered), terms(rostered)["by-hand"]) == before
    assert _by_hand(rostered) == BY_HAND


def test_a_run_in_small_parts_and_its_undo_leave_what_people_keep(rostered: World) -> None:
    before = (_choir(rostered), terms(rostered)["by-hand"])
    rostered.most_writes = 4
    rostered.restart()
    package = _package()
    package.classes[0]["title"] = "Renamed"
    run = send(rostered, package)
    rostered.rostering.undoer.undo(rostered.school, run.run, "person:1")
    rostered.drain()
    assert (_choir(rostered), terms(rostered)["by-hand"]) == before
