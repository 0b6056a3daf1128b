"""A child who changes schools: never an archive where both files say so, and always one person."""

from __future__ import annotations

from typing import Any

import pytest

from shared.rostering.runs import Outcome
from tests.support.rosters import students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
HERE = range(40)
THERE = range(100, 140)


@pytest.fixture
def other(world: World) -> World:
    """A second school; 1039 is at the first one."""
    other = world.neighbor()
    other.set_up()
    world.send(STUDENTS, students(HERE))
    other.send(STUDENTS, students(THERE))
    return other


def _night_counts(world: World) -> list[dict[str, Any]]:
    nights = [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]
    return [
        {name: run["counts"].get(name) for name in ("moved", "archived")}
        for run in sorted(nights, key=lambda run: run["receivedTime"])
    ]


MOVED = {"moved": {"student": 1}, "archived": None}


@pytest.mark.parametrize("first", ["leaves", "arrives"])
def test_in_one_evening_whichever_file_comes_first(world: World, other: World, first: str) -> None:
    born = world.members()["1039"]
    if first == "leaves":
        world.send(STUDENTS, students(range(39)))
    other.send(STUDENTS, students([*THERE, 39]))
    if first == "arrives":
        world.send(STUDENTS, students(range(39)))
    world.archive_phase()
    assert _night_counts(world) == [MOVED]
    assert _night_counts(other) == []
    left, arrived = world.members()["1039"], other.members()["1039"]
    assert (left["state"], arrived["state"]) == ("ARCHIVED", "ACTIVE")
    assert left["personId"] == arrived["personId"] == born["personId"]
    assert left["createTime"] == born["createTime"]


def test_over_two_nights_when_the_new_school_is_first(world: World, other: World) -> None:
    other.send(STUDENTS, students([*THERE, 39]))
    world.send(STUDENTS, students(HERE))
    world.archive_phase()
    assert world.archived() == []
    assert world.members()["1039"]["state"] == other.members()["1039"]["state"] == "ACTIVE"
    world.send(STUDENTS, students(range(39)))
    world.archive_phase()
    assert _night_counts(world) == [MOVED]
    assert other.archived() == []


def test_over_two_nights_when_the_old_school_is_first(world: World, other: World) -> None:
    person = world.members()["1039"]["personId"]
    world.send(STUDENTS, students(range(39)))
    world.archive_phase()
    assert _night_counts(world) == [{"moved": None, "archived": {"student": 1}}]
    run = other.send(STUDENTS, students([*THERE, 39]))
    assert run.outcome is Outcome.APPLIED
    assert other.members()["1039"]["personId"] == person
    world.archive_phase()
    assert (world.archived(), other.archived()) == (["1039"], [])


def test_with_patience_a_late_second_file_still_makes_it_a_move(world: World, other: World) -> None:
    world.set_up(archive_after_nights=3)
    world.send(STUDENTS, students(range(39)))
    world.archive_phase()
    other.send(STUDENTS, students([*THERE, 39]))
    for _ in range(2):
        world.archive_phase()
    assert _night_counts(world)[-1] == MOVED


def test_who_comes_back_gets_the_same_document_again(world: World, other: World) -> None:
    born = world.members()["1039"]["createTime"]
    world.send(STUDENTS, students(range(39)))
    other.send(STUDENTS, students([*THERE, 39]))
    world.archive_phase()
    other.send(STUDENTS, students(THERE))
    world.send(STUDENTS, students(HERE))
    world.archive_phase()
    back = world.members()["1039"]
    assert (back["state"], back["createTime"]) == ("ACTIVE", born)
    assert other.archived() == ["1039"]
    assert _night_counts(other) == [MOVED]


def test_a_child_at_two_schools_leaves_one_of_them(world: World, other: World) -> None:
    other.send(STUDENTS, students([*THERE, 39]))
    other.send(STUDENTS, students(THERE))
    world.archive_phase()
    assert (world.archived(), other.archived()) == ([], ["1039"])
    assert _night_counts(other) == [MOVED]


def test_a_move_that_the_gate_holds_back_leaves_the_child_at_both(
    world: World, other: World
) -> None:
    world.send(STUDENTS, students(range(30)))
    other.send(STUDENTS, students([*THERE, *range(30, 40)]))
    world.archive_phase()
    assert world.archived() == []
    assert other.members()["1039"]["state"] == "ACTIVE"
    (night,) = [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]
    assert night["counts"]["planned"] == {"moved": {"student": 10}}
