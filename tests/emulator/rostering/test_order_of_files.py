"""An older file after a newer one, and an unchanged one after another that spoke of its people."""

from __future__ import annotations

from shared.rostering.model import Kind
from shared.rostering.runs import Outcome
from tests.support.rosters import file_of, student, students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
EVERYBODY = "Lincoln_export.csv"
HEADER = "Role,ID Number,First Name,Last Name,Email,Grade,Parent Email,Parent Phone"


def _everybody(numbers: list[int]) -> str:
    """Students and one teacher in one file."""
    lines = [f"student,{student(number)}" for number in numbers]
    return file_of(HEADER, [*lines, "teacher,E1,Ada,Adult,a1@example.org,,,"])


def _set_up(world: World) -> None:
    world.set_up(declared_kinds=frozenset({Kind.STUDENT, Kind.TEACHER}))


def test_a_file_that_comes_again_brings_back_whom_a_file_of_several_kinds_lacked(
    world: World,
) -> None:
    _set_up(world)
    whole = students(range(30))
    world.send(STUDENTS, whole)
    world.send(EVERYBODY, _everybody([n for n in range(30) if n != 7]))
    world.send(STUDENTS, whole)
    world.archive_phase()
    assert world.archived() == []


def test_an_older_file_of_several_kinds_lets_nobody_be_missing(world: World) -> None:
    _set_up(world)
    world.send(EVERYBODY, _everybody(list(range(30))))
    older = world.put_file(EVERYBODY, _everybody(list(range(30))))
    world.send(EVERYBODY, _everybody(list(range(31))))
    world.rostering.starter.file_landed(older)
    world.drain()
    assert world.run_of(older).outcome is Outcome.STALE
    world.archive_phase()
    assert world.archived() == []


def test_an_older_file_lets_nobody_be_missing_whom_a_newer_one_of_several_kinds_names(
    world: World,
) -> None:
    _set_up(world)
    world.send(STUDENTS, students(range(30)))
    older = world.put_file(STUDENTS, students(range(29)))
    world.send(EVERYBODY, _everybody(list(range(31))))
    world.rostering.starter.file_landed(older)
    world.drain()
    assert world.run_of(older).outcome is Outcome.STALE
    world.archive_phase()
    assert world.archived() == []
