"""Nobody is archived because of a file that was undone."""

from __future__ import annotations

from shared.rostering.model import Kind
from shared.rostering.runs import Outcome
from tests.support.gate_steps import undone
from tests.support.rosters import student, students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"


def _resume(world: World) -> None:
    world.rostering.keeper.resume(world.school, world.connection, "person:1")


def test_whom_an_undone_file_lacked_is_not_archived_though_a_part_of_it_was_approved(
    world: World,
) -> None:
    world.send(STUDENTS, students(range(40)))
    world.pass_time(minutes=5)
    # 7 is gone, 8 has another number, 9 another grade.
    gone = [n for n in range(40) if n not in (7, 8, 9)]
    renumbered = student(8, id="5008")
    wrong = world.send(STUDENTS, students(gone, renumbered, student(9, grade="10")))
    assert wrong.outcome is Outcome.HELD
    world.approve(wrong)
    world.drain()
    assert undone(world, world.run(wrong.run)).outcome is Outcome.APPLIED
    _resume(world)
    world.archive_phase()
    assert world.archived() == []


def test_whom_a_night_archived_because_of_an_undone_file_is_back_for_good(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    world.pass_time(minutes=5)
    lacking = [n for n in range(40) if n not in (7, 9)]
    wrong = world.send(STUDENTS, students(lacking, student(9, grade="10")))
    world.archive_phase()
    assert world.archived() == ["1007"]
    (night,) = [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]
    undone(world, wrong)
    undone(world, world.run(night["run"]))
    assert world.archived() == []
    _resume(world)
    world.archive_phase()
    assert world.archived() == []


def test_whom_an_undone_part_of_a_set_lacked_is_still_of_that_part(world: World) -> None:
    world.set_up(file_sets={Kind.STUDENT: ("a", "b")})
    world.send("students_a.csv", students(range(40)))
    world.send("students_b.csv", students(range(100, 140)))
    world.pass_time(minutes=5)
    lacking = [n for n in range(40) if n not in (7, 9)]
    wrong = world.send("students_a.csv", students(lacking, student(9, grade="10")))
    world.send("students_b.csv", students(range(100, 141)))
    undone(world, wrong)
    _resume(world)
    world.send("students_b.csv", students(range(100, 142)))
    world.archive_phase()
    assert world.archived() == []
