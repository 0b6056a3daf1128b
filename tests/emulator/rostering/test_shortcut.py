"""When a file is left unread, too old or too small, and what stays outstanding until it is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.rostering.connections import Switches
from shared.rostering.model import Kind
from shared.rostering.runs import Outcome, Run
from tests.support.oneroster import package, person
from tests.support.rosters import employees, file_of, student, students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
TEACHERS = "Lincoln_teachers.csv"
STAFF = "Lincoln_staff.csv"
DECLARED = "export.csv"
DECLARED_STUDENTS: dict[str, Any] = {"declared_kinds": frozenset({Kind.STUDENT})}

BOTH_WAYS = pytest.mark.parametrize(
    ("name", "settings"), [(STUDENTS, {}), (DECLARED, DECLARED_STUDENTS)]
)
"""A file whose name says what it is complete for, and one whose connection says it."""


def _holds(run: Run) -> list[str]:
    return [hold["code"] for hold in run.fields["holds"]]


def _discard(world: World, run: Run) -> None:
    assert run.manifest is not None
    world.rostering.approver.discard(world.school, run.run, run.manifest.hash, "person:1")


def test_a_file_found_late_is_stale_though_the_newer_one_was_left_unread(world: World) -> None:
    world.send(STUDENTS, students(range(40)))
    lost = world.put_file(STUDENTS, students(range(38)))
    newest = world.send(STUDENTS, students(range(40)))
    assert newest.outcome is Outcome.UNCHANGED
    world.pass_time(hours=1)
    world.rostering.reconciler.reconcile(world.clock)
    world.drain()
    assert world.run_of(lost).outcome is Outcome.STALE
    world.archive_phase()
    assert world.archived() == []


@BOTH_WAYS
def test_the_bytes_of_the_last_accepted_file_are_not_read_again(
    world: World, name: str, settings: dict[str, Any]
) -> None:
    world.set_up(**settings)
    world.send(name, students(range(20)))
    again = world.put_file(name, students(range(20)))
    world.drop.delete(again.name)
    world.rostering.starter.file_landed(again)
    world.drain()
    assert world.run_of(again).outcome is Outcome.UNCHANGED


@BOTH_WAYS
def test_a_file_of_far_fewer_people_is_refused(
    world: World, name: str, settings: dict[str, Any]
) -> None:
    world.set_up(**settings)
    world.send(name, students(range(100)))
    run = world.send(name, students(range(10)))
    assert (run.outcome, _holds(run)) == (Outcome.REJECTED, ["SHRINK"])
    world.archive_phase()
    assert world.archived() == []


@BOTH_WAYS
def test_a_dry_run_that_was_discarded_does_not_make_the_right_file_too_small(
    world: World, name: str, settings: dict[str, Any]
) -> None:
    world.set_up(verified=False, **settings)
    wrong = world.send(name, students(range(60)))
    assert wrong.outcome is Outcome.DRY_RUN
    _discard(world, wrong)
    right = world.send(name, students(range(20)))
    assert (right.outcome, _holds(right)) == (Outcome.DRY_RUN, [])


def test_a_file_is_not_stale_because_of_a_newer_one_of_a_kind_it_does_not_hold(
    world: World,
) -> None:
    world.set_up(**DECLARED_STUDENTS)
    older = world.put_file(DECLARED, students(range(20)))
    newer = world.put_file(TEACHERS, employees(range(5)))
    for arrival in (newer, older):
        world.rostering.starter.file_landed(arrival)
        world.drain()
    assert world.run_of(newer).outcome is Outcome.APPLIED
    assert world.run_of(older).outcome is Outcome.APPLIED
    assert len(world.members()) == 25


def test_a_row_of_another_kind_in_a_newer_file_makes_no_file_of_that_kind_stale(
    world: World,
) -> None:
    world.send(TEACHERS, employees(range(20)))
    older = world.put_file(TEACHERS, employees(range(25)))
    lines = ["E200,Ada200,Adult200,a200@example.org,Staff", "E0,Ada0,Adult0,a0@example.org,Teacher"]
    header = "ID Number,First Name,Last Name,Email,Role"
    newer = world.put_file(STAFF, file_of(header, lines))
    for arrival in (newer, older):
        world.rostering.starter.file_landed(arrival)
        world.drain()
    assert world.run_of(older).outcome is Outcome.APPLIED
    assert sorted(world.members()) == sorted(["E200", *(f"E{n}" for n in range(25))])


@BOTH_WAYS
def test_an_older_file_of_the_same_kind_is_stale(
    world: World, name: str, settings: dict[str, Any]
) -> None:
    world.set_up(**settings)
    older = world.put_file(name, students(range(20)))
    world.send(name, students(range(30)))
    world.rostering.starter.file_landed(older)
    world.drain()
    assert world.run_of(older).outcome is Outcome.STALE
    world.archive_phase()
    assert world.archived() == []


def test_what_a_switch_skipped_is_outstanding_after_a_file_of_another_kind(world: World) -> None:
    off = {Kind.STUDENT: Switches(add=True)}
    connection = world.rostering.store.connection(world.school, world.connection)
    assert connection is not None
    teachers_only = replace(connection, switches={**connection.switches, **off})
    world.rostering.store.save_connection(teachers_only)
    world.send(STUDENTS, students(range(10)))
    changed = students(range(9), student(9, grade="10"))
    world.send(STUDENTS, changed)
    world.send(TEACHERS, employees(range(5)))
    assert world.members()["1009"]["grade"] == "09"
    world.rostering.store.save_connection(connection)
    world.send(STUDENTS, changed)
    assert world.members()["1009"]["grade"] == "10"


PACKAGE = "roster.zip"


def _school(count: int, **changes: str) -> bytes:
    """A package of some students and a teacher; what is changed is the first student's."""
    users = [person(f"S{n}", **(changes if not n else {})) for n in range(count)]
    return package([*users, person("T0", "teacher")])


def _send_unseen(world: World, content: bytes) -> Run:
    """Send a package that is gone before anybody can read it."""
    arrival = world.put_file(PACKAGE, content)
    world.drop.delete(arrival.name)
    world.rostering.starter.file_landed(arrival)
    world.drain()
    return world.run_of(arrival)


def test_the_package_that_was_accepted_last_is_not_read_again(world: World) -> None:
    lost, last = world.put_file(PACKAGE, _school(20)), _school(30)
    world.send(PACKAGE, last)
    assert _send_unseen(world, last).outcome is Outcome.UNCHANGED
    assert _send_unseen(world, _school(30, grades="10")).outcome is Outcome.FAILED
    world.rostering.starter.file_landed(lost)
    world.drain()
    assert world.run_of(lost).outcome is Outcome.STALE
    assert len(world.members()) == 31


def test_a_package_is_read_again_after_a_file_of_one_of_its_kinds(world: World) -> None:
    last = _school(20)
    world.send(PACKAGE, last)
    assert world.send(TEACHERS, employees(range(1))).outcome is Outcome.APPLIED
    assert _send_unseen(world, last).outcome is Outcome.FAILED


def test_a_package_is_read_again_while_something_of_it_waits(world: World) -> None:
    connection = world.rostering.store.connection(world.school, world.connection)
    assert connection is not None
    added_only = {**connection.switches, Kind.STUDENT: Switches(add=True)}
    world.send(PACKAGE, _school(20))
    world.rostering.store.save_connection(replace(connection, switches=added_only))
    last = _school(20, grades="10")
    world.send(PACKAGE, last)
    assert _send_unseen(world, last).outcome is Outcome.FAILED


def test_a_package_that_lacks_somebody_is_read_again(world: World) -> None:
    world.send(PACKAGE, _school(20))
    last = _school(19)
    assert world.send(PACKAGE, last).fields["counts"]["missing"] == {"student": 1}
    assert _send_unseen(world, last).outcome is Outcome.FAILED


def test_a_package_with_classes_is_read_each_day(world: World) -> None:
    world.set_up(roster_sections=True)
    last = _school(20)
    world.send(PACKAGE, last)
    assert _send_unseen(world, last).outcome is Outcome.FAILED
