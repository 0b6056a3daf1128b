"""Who must not be archived, and what becomes right again after a run that was given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.rostering.approval_draft import held_operations
from shared.rostering.connections import Switches
from shared.rostering.limits import Limits
from shared.rostering.model import Kind
from shared.rostering.runs import Approval, Outcome, Run
from tests.support.rosters import employees, student, students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
TEACHERS = "Lincoln_teachers.csv"
STAFF = "Lincoln_staff.csv"
ADMINS = "Lincoln_admins.csv"
CHANGES_PASS = Limits(update_share=1.0, key_share=1.0, insert_share=1.0)
"""For what has to be safe even if nothing of a file is held back."""


def _night(world: World) -> Run:
    (night,) = [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]
    return world.run(night["run"])


def _holds(run: Run) -> list[str]:
    return [hold["code"] for hold in run.fields["holds"]]


def _approve(world: World, run: Run, *sis_ids: str) -> Run:
    """Approve by name the people with these ids, everybody when there are none."""
    people = {world.members()[sis_id]["personId"] for sis_id in sis_ids}
    assert people <= {operation.person for operation in held_operations(run, world.files)}
    approval = world.approve(run, frozenset(people))
    world.drain()
    return world.run(approval)


def _without(*gone: int) -> str:
    return students([n for n in range(100) if n not in gone])


def test_somebody_named_again_by_a_file_whose_archives_are_held_is_not_archived(
    world: World,
) -> None:
    world.send(STUDENTS, students(range(100)))
    world.send(STUDENTS, _without(7))
    held = world.send(STUDENTS, students([n for n in range(100) if n != 8], "broken"))
    assert _holds(held) == ["REJECT_SHARE"]
    world.archive_phase()
    assert world.archived() == []


def test_a_file_that_is_not_complete_brings_back_whom_it_names_and_nobody_else(
    world: World,
) -> None:
    world.send(STUDENTS, students(range(100)))
    world.send(STUDENTS, _without(7, 9))
    world.send("Lincoln_student.csv", _without(9))
    world.archive_phase()
    assert world.archived() == ["1009"]


def test_a_teacher_whom_the_admins_file_would_raise_is_not_archived_while_that_waits(
    world: World,
) -> None:
    world.send(TEACHERS, employees(range(30)))
    world.send(ADMINS, employees([100]))
    world.send(TEACHERS, employees(range(1, 30)))
    raised = world.send(ADMINS, employees([100, 0]))
    assert _holds(raised) == ["PRIVILEGE"]
    world.archive_phase()
    assert world.archived() == []

    approval = _approve(world, world.run(raised.run), "E0")

    assert approval.outcome is Outcome.APPLIED
    member = world.members()["E0"]
    assert (member["state"], member["kind"], member["role"]) == ("ACTIVE", "admin", "MANAGER")
    world.archive_phase()
    assert world.archived() == []


def test_a_raise_that_was_held_is_still_offered_after_a_night_and_the_same_file(
    world: World,
) -> None:
    world.send(TEACHERS, employees(range(30)))
    world.send(TEACHERS, employees(range(1, 30)))
    world.send(ADMINS, employees([0]))
    world.archive_phase()
    world.send(ADMINS, employees([0]))
    assert world.members()["E0"]["state"] == "ACTIVE"
    (pending,) = [run for run in world.runs() if run["approval"] == Approval.PENDING]
    _approve(world, world.run(pending["run"]), "E0")
    member = world.members()["E0"]
    assert (member["state"], member["role"]) == ("ACTIVE", "MANAGER")


def test_somebody_in_a_file_whose_updates_are_off_is_not_archived(world: World) -> None:
    all_on = Switches(add=True, update=True, archive=True)
    known = world.rostering.store.connection(world.school, world.connection)
    assert known is not None
    switches = {**dict.fromkeys(Kind, all_on), Kind.STAFF: Switches(add=True)}
    world.rostering.store.save_connection(replace(known, switches=switches))
    world.send(TEACHERS, employees(range(30)))
    world.send(STAFF, employees(range(50, 60)))
    world.send(TEACHERS, employees(range(1, 30)))
    world.send(STAFF, employees([*range(50, 60), 0]))
    world.archive_phase()
    assert world.archived() == []
    assert world.members()["E0"]["kind"] == "teacher"


def test_a_file_with_a_row_that_nobody_can_tell_lets_go_of_no_one_it_named_before(
    world: World,
) -> None:
    """E0 goes from teachers to staff, whose updates are off, and is once lost in a broken row."""
    connection = world.set_up()
    switches = {**connection.switches, Kind.STAFF: Switches(add=True)}
    world.rostering.store.save_connection(replace(connection, switches=switches))
    world.send(TEACHERS, employees(range(20)))
    world.send(TEACHERS, employees(range(1, 20)))
    world.send(STAFF, employees([0, *range(30, 50)]))
    held = world.send(STAFF, employees(range(30, 51), "E0,Ada0,Adult0"))
    assert held.fields["counts"]["rejected"] == 1
    world.archive_phase()
    assert world.archived() == []


def test_somebody_in_two_files_becomes_what_the_one_says_that_still_names_them(
    world: World,
) -> None:
    both = employees([0, *range(50, 60)])
    world.send(TEACHERS, employees(range(10)))
    world.send(STAFF, both)
    world.send(TEACHERS, employees(range(1, 10)))
    world.send(STAFF, both)
    world.archive_phase()
    world.send(STAFF, both)
    member = world.members()["E0"]
    assert (member["state"], member["kind"], member["role"]) == ("ACTIVE", "staff", "STAFF")


def test_approved_archives_spare_those_whom_another_file_names_since(world: World) -> None:
    world.set_up(limits=CHANGES_PASS)
    world.send(TEACHERS, employees(range(60)))
    world.send(STAFF, employees(range(100, 130)))
    world.send(TEACHERS, employees(range(40)))
    world.archive_phase()
    night = _night(world)
    assert _holds(night) == ["ARCHIVE_SHARE"]
    world.send(STAFF, employees([*range(100, 130), *range(40, 59)]))

    _approve(world, night)

    assert world.archived() == ["E59"]
    member = world.members()["E45"]
    assert (member["state"], member["kind"]) == ("ACTIVE", "staff")


def _break_off(world: World, parts: int) -> None:
    """Begin the next run that waits, apply so many of its parts, and give it up."""
    _, payload = next(iter(world.tasks.waiting.values()))
    for _ in range(1 + parts):
        name, (url, told) = next(iter(world.tasks.waiting.items()))
        assert not world.do(url, told)
        del world.tasks.waiting[name]
    assert world.run(payload["run"]).chunks_done == parts
    world.rostering.closer.give_up(world.school, payload["run"], "UNEXPECTED")
    world.drain()
    assert world.run(payload["run"]).outcome is Outcome.FAILED


def _half_an_archive(world: World) -> None:
    """Archive some of the four who left, 1036 to 1039, and give the night up."""
    world.send(STUDENTS, students(range(40)))
    world.send(STUDENTS, students(range(36)))
    world.most_writes = 5
    world.restart()
    world.now = world.now.replace(hour=8, minute=0) + timedelta(days=1)
    world.rostering.starter.start_archive_phases(world.now)
    _break_off(world, parts=1)
    assert 0 < len(world.archived()) < 4


def test_those_whom_a_broken_night_archived_come_back_with_the_next_file(world: World) -> None:
    _half_an_archive(world)
    world.send(STUDENTS, students(range(40)))
    assert world.archived() == []


def test_what_a_broken_night_left_is_archived_by_the_next_though_the_file_is_the_same(
    world: World,
) -> None:
    _half_an_archive(world)
    world.send(STUDENTS, students(range(36)))
    world.now += timedelta(days=1)
    world.archive_phase()
    assert world.archived() == ["1036", "1037", "1038", "1039"]


@pytest.mark.parametrize("next_name", ["First", "Other"])
def test_after_a_run_that_was_given_up_the_next_file_makes_everybody_as_it_says(
    world: World, next_name: str
) -> None:
    world.set_up(limits=CHANGES_PASS)
    files = {
        name: students([], *(student(n, first=f"{name}{n}") for n in range(20)))
        for name in ("First", "Other")
    }
    world.send(STUDENTS, files["First"])
    world.most_writes = 10
    world.restart()
    world.rostering.starter.file_landed(world.put_file(STUDENTS, files["Other"]))
    _break_off(world, parts=1)
    mixed = {member["firstName"].rstrip("0123456789") for member in world.members().values()}
    assert mixed == {"First", "Other"}

    world.send(STUDENTS, files[next_name])

    names = {sis_id: member["firstName"] for sis_id, member in world.members().items()}
    assert names == {str(1000 + n): f"{next_name}{n}" for n in range(20)}
    assert world.send(STUDENTS, files[next_name]).outcome is Outcome.UNCHANGED


def test_two_schools_whose_files_were_swapped_lose_nobody(world: World) -> None:
    other = world.neighbor()
    for each in (world, other):
        each.set_up(limits=CHANGES_PASS)
    world.send(STUDENTS, students(range(40)))
    other.send(STUDENTS, students(range(100, 140)))
    world.send(STUDENTS, students(range(100, 140)))
    other.send(STUDENTS, students(range(40)))

    world.archive_phase()

    for each in (world, other):
        assert each.archived() == []
        night = _night(each)
        assert (night.outcome, night.approval) == (Outcome.HELD, Approval.PENDING)
        assert _holds(night) == ["ARCHIVE_SHARE"]


def test_those_who_move_and_those_who_leave_are_counted_together(world: World) -> None:
    other = world.neighbor()
    other.set_up()
    world.send(STUDENTS, students(range(40)))
    other.send(STUDENTS, students(range(100, 140)))
    world.send(STUDENTS, students(range(34)))
    other.send(STUDENTS, students([37, 38, 39, *range(100, 140)]))
    world.archive_phase()
    assert world.archived() == []
    assert _holds(_night(world)) == ["ARCHIVE_SHARE"]


def test_one_student_who_moves_leaves_without_a_persons_word(world: World) -> None:
    other = world.neighbor()
    other.set_up()
    world.send(STUDENTS, students(range(40)))
    other.send(STUDENTS, students(range(100, 140)))
    world.send(STUDENTS, students(range(39)))
    other.send(STUDENTS, students([39, *range(100, 140)]))
    world.archive_phase()
    assert world.archived() == ["1039"]
    assert other.members()["1039"]["state"] == "ACTIVE"
    night = _night(world)
    assert night.outcome is Outcome.APPLIED
    assert night.fields["counts"]["moved"] == {"student": 1}


def test_newcomers_make_no_room_for_leavers(world: World) -> None:
    # 11 of 71 are too many; 11 of 128 would not be, but 57 of those came with the same file.
    world.send(STUDENTS, students(range(71)))
    wrong = students([*range(60), *range(100, 157)])
    assert [hold["code"] for hold in world.send(STUDENTS, wrong).fields["holds"]] == [
        "ARCHIVE_SHARE"
    ]
    world.archive_phase()
    world.send(STUDENTS, students([*range(60), *range(100, 158)]))
    world.archive_phase()
    assert world.archived() == []
    world.send(STUDENTS, students([*range(70), *range(100, 158)]))
    world.archive_phase()
    assert world.archived() == ["1070"]
