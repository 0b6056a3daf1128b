"""Parts of a declared set that are worked on in another order than they came in."""

from __future__ import annotations

import pytest

from shared.rostering.model import Kind
from shared.rostering.runs import Outcome, Run
from tests.support.gate_steps import change, codes, pointer, undone
from tests.support.rosters import student, students
from tests.support.world import World

A, B = "students_a.csv", "students_b.csv"


@pytest.fixture(autouse=True)
def _in_two_parts(world: World) -> None:
    change(world, file_sets={Kind.STUDENT: ("a", "b")})


def _last_first(world: World, *files: tuple[str, str]) -> list[Run]:
    """Have files come in this order and be worked on from the last to the first."""
    arrivals = []
    for name, text in files:
        arrivals.append(world.put_file(name, text))
        world.rostering.starter.file_landed(arrivals[-1])
    waiting = dict(reversed(world.tasks.waiting.items()))
    world.tasks.waiting.clear()
    world.tasks.waiting.update(waiting)
    world.drain()
    return [world.run_of(arrival) for arrival in arrivals]


def test_a_part_that_is_worked_on_after_a_later_part_is_taken_in(world: World) -> None:
    for evening in range(3):
        more = range(40 + evening)
        runs = _last_first(world, (A, students(more)), (B, students(range(100, 140))))
        assert runs[0].outcome is Outcome.APPLIED
    assert len(world.members()) == 82


def test_a_part_that_is_worked_on_after_a_newer_file_of_its_own_is_out_of_date(
    world: World,
) -> None:
    runs = _last_first(world, (A, students(range(30))), (A, students(range(40))))
    assert [run.outcome for run in runs] == [Outcome.STALE, Outcome.APPLIED]
    world.send(B, students(range(100, 140)))
    old, new = _last_first(world, (A, students(range(41))), (A, students(range(42))))
    assert [old.outcome, new.outcome] == [Outcome.STALE, Outcome.APPLIED]
    assert len(world.members()) == 82


def test_a_held_part_can_be_worked_on_again_after_another_part_came(world: World) -> None:
    world.send(A, students(range(40)))
    world.send(B, students(range(100, 140)))
    changed = [student(n, first=f"Other{n}") for n in range(40)]
    held = world.send(A, students([], *changed))
    assert codes(held) == ["UPDATE_SHARE"]
    world.send(B, students(range(100, 141)))
    world.rostering.keeper.lift(world.school, world.connection, "UPDATE_SHARE", "person:1")
    again = world.rostering.keeper.again(world.school, held.run, "person:1")
    world.drain()
    assert world.run(again).outcome is Outcome.APPLIED
    assert world.members()["1000"]["firstName"] == "Other0"


def test_a_file_older_than_the_whole_one_before_the_set_is_out_of_date(world: World) -> None:
    change(world, file_sets={})
    old = world.put_file(A, students(range(30)))
    world.send("students.csv", students([*range(40), *range(100, 140)]))
    change(world, file_sets={Kind.STUDENT: ("a", "b")})
    world.send(B, students(range(100, 141)))
    world.rostering.starter.file_landed(old)
    world.drain()
    assert world.run_of(old).outcome is Outcome.STALE


def test_what_a_later_part_says_of_somebody_counts_over_the_part_they_left(world: World) -> None:
    world.send(A, students(range(40)))
    world.send(B, students(range(100, 140)))
    moved = students([*range(100, 140)], student(7, grade="10"))
    _last_first(world, (A, students([*range(41)])), (B, moved))
    assert world.members()["1007"]["grade"] == "10"
    assert "1040" in world.members()
    stays = students([*range(7), *range(8, 41)])
    for _ in range(2):
        _last_first(world, (A, stays), (B, moved))
        world.archive_phase()
    assert world.archived() == []
    assert world.members()["1007"]["grade"] == "10"


def test_after_an_undo_an_earlier_file_of_the_part_counts_again(world: World) -> None:
    world.send(A, students(range(40)))
    world.send(B, students(range(100, 140)))
    before = pointer(world)["partGenerations"]
    wrong = world.send(A, students(range(45)))
    world.send(B, students(range(100, 141)))
    later = pointer(world)
    undone(world, wrong)
    after = pointer(world)
    assert after["partGenerations"]["a"] == before["a"]
    assert after["partGenerations"]["b"] == later["partGenerations"]["b"] == after["generation"]


def test_a_held_part_keeps_an_older_file_of_its_own_out(world: World) -> None:
    world.send(A, students(range(40)))
    world.send(B, students(range(100, 140)))
    older = world.put_file(A, students(range(42)))
    changed = [student(n, first=f"Other{n}") for n in range(40)]
    assert codes(world.send(A, students([], *changed))) == ["UPDATE_SHARE"]
    world.rostering.starter.file_landed(older)
    world.drain()
    assert world.run_of(older).outcome is Outcome.STALE
