"""From a file that landed to people: the dry run, its approval, and the same file again."""

from __future__ import annotations

import pytest

from shared.kernel.errors import Conflict
from shared.rostering.connections import Switches
from shared.rostering.runs import Approval, Outcome, Trigger
from tests.support.rosters import employees, student, students
from tests.support.world import World

STUDENTS = "Lincoln_students_nov22_2026.csv"


def test_the_first_run_is_a_dry_run_and_its_approval_adds_everybody(world: World) -> None:
    world.set_up(verified=False)
    dry = world.send(STUDENTS, students(range(30)))
    assert (dry.outcome, dry.approval) == (Outcome.DRY_RUN, Approval.PENDING)
    assert dry.fields["counts"]["planned"] == {"added": {"student": 30}}
    assert world.members() == {}

    second = world.approve(dry)
    world.drain()

    assert world.run(second).outcome is Outcome.APPLIED
    assert world.run(dry.run).approval is Approval.APPROVED
    people = world.members()
    assert sorted(people) == [str(1000 + n) for n in range(30)]
    assert people["1007"]["firstName"] == "First7"
    assert people["1007"]["grade"] == "09"
    assert people["1007"]["state"] == "ACTIVE"
    assert len(world.guardians()) == 30
    assert [mail.letter.subject for mail in world.mail.mails].__len__() == 2


def test_an_approval_needs_the_plan_that_was_seen_and_the_state_it_was_made_for(
    world: World,
) -> None:
    world.set_up(verified=False)
    first = world.send(STUDENTS, students(range(5)))
    assert first.manifest is not None
    with pytest.raises(Conflict, match="not the one"):
        world.rostering.approver.approve(world.school, first.run, "0" * 64, "person:1")
    newer = world.send(STUDENTS, students(range(6)))
    assert world.run(first.run).approval is Approval.SUPERSEDED
    with pytest.raises(Conflict):
        world.rostering.approver.approve(world.school, first.run, first.manifest.hash, "person:1")
    assert newer.manifest is not None
    world.rostering.approver.approve(world.school, newer.run, newer.manifest.hash, "person:1")
    world.drain()
    assert len(world.members()) == 6


def test_approving_twice_applies_once(world: World) -> None:
    world.set_up(verified=False)
    dry = world.send(STUDENTS, students(range(5)))
    assert dry.manifest is not None
    approve = world.rostering.approver.approve
    one = approve(world.school, dry.run, dry.manifest.hash, "person:1")
    two = approve(world.school, dry.run, dry.manifest.hash, "person:2")
    world.drain()
    assert one == two
    assert len(world.members()) == 5
    assert len(world.runs()) == 2
    assert len(world.mail.mails) == 2


def test_a_discarded_plan_is_planned_again_by_the_next_file(world: World) -> None:
    world.set_up(verified=False)
    dry = world.send(STUDENTS, students(range(5)))
    assert dry.manifest is not None
    world.rostering.approver.discard(world.school, dry.run, dry.manifest.hash, "person:1")
    assert world.run(dry.run).approval is Approval.DISCARDED
    again = world.send(STUDENTS, students(range(5)))
    assert again.outcome is Outcome.DRY_RUN
    assert world.members() == {}


def test_the_same_file_again_changes_nothing(world: World) -> None:
    world.send(STUDENTS, students(range(20)))
    before = world.members()
    again = world.send(STUDENTS, students(range(20)))
    assert again.outcome is Outcome.UNCHANGED
    assert world.members() == before


def test_a_switch_turned_on_between_two_identical_files_takes_effect(world: World) -> None:
    only_add = Switches(add=True)
    world.set_up(switches=only_add)
    world.send(STUDENTS, students(range(10)))
    changed = students(range(9), student(9, grade="10"))
    skipped = world.send(STUDENTS, changed)
    assert world.members()["1009"]["grade"] == "09"
    assert skipped.fields["counts"]["skipped"] == {"student": 1}
    world.set_up(switches=Switches(add=True, update=True))
    world.send(STUDENTS, changed)
    assert world.members()["1009"]["grade"] == "10"


def test_an_event_that_comes_again_starts_nothing_new(world: World) -> None:
    arrival = world.put_file(STUDENTS, students(range(5)))
    for _ in range(3):
        world.rostering.starter.file_landed(arrival)
    world.drain()
    for _ in range(2):
        world.rostering.starter.file_landed(arrival)
    world.drain()
    assert len(world.runs()) == 1
    assert len(world.mail.mails) == 1
    assert len(world.members()) == 5


def test_an_older_file_that_comes_late_is_ignored(world: World) -> None:
    late = world.put_file(STUDENTS, students(range(5)))
    world.send(STUDENTS, students(range(10)))
    world.rostering.starter.file_landed(late)
    world.drain()
    assert world.run_of(late).outcome is Outcome.STALE
    assert len(world.members()) == 10


def test_files_of_one_school_are_worked_on_one_after_the_other(world: World) -> None:
    arrivals = [
        world.put_file(STUDENTS, students(range(8))),
        world.put_file("Lincoln_teachers.csv", employees(range(4))),
    ]
    for arrival in arrivals:
        world.rostering.starter.file_landed(arrival)
    # The second run's task comes while the first one's plan is being applied.
    names = list(world.tasks.waiting)
    url, payload = world.tasks.waiting.pop(names[0])
    assert not world.do(url, payload)
    second = world.run_of(arrivals[1])
    url, payload = world.tasks.waiting.pop(names[1])
    assert not world.do(url, payload)
    assert world.run(second.run).outcome is None
    world.drain()
    assert world.run(second.run).outcome is Outcome.APPLIED
    assert len(world.members()) == 12


def test_a_connection_that_is_off_takes_nothing_in(world: World) -> None:
    connection = world.set_up()
    world.rostering.store.save_connection(
        type(connection)(world.school, world.connection, "Off", enabled=False)
    )
    run = world.send(STUDENTS, students(range(5)))
    assert run.outcome is Outcome.REJECTED
    assert run.fields["holds"][0]["code"] == "ROSTERING_OFF"
    assert world.members() == {}


def test_a_file_that_cannot_be_read_is_rejected_with_its_codes(world: World) -> None:
    run = world.send(
        STUDENTS, 'Student ID,First Name,Last Name,Email,Grade\n1,"A,B,c@example.org,9\n'
    )
    assert run.outcome is Outcome.REJECTED
    assert run.fields["problemCounts"] == {"QUOTE_UNTERMINATED": 1}
    assert len(world.mail.mails) == 1


def test_an_empty_object_is_rejected_and_told(world: World) -> None:
    run = world.send(STUDENTS, "")
    assert run.outcome is Outcome.REJECTED
    assert "FILE_EMPTY" in run.fields["problemCounts"]


def test_siblings_share_a_guardian_and_a_guardian_of_nobody_goes(world: World) -> None:
    world.send(
        STUDENTS,
        students([], student(1, parent="mum@example.org"), student(2, parent="mum@example.org")),
    )
    (mum,) = world.guardians()
    assert len(mum["studentIds"]) == 2
    world.send(
        STUDENTS,
        students([], student(1, parent="dad@example.org"), student(2, parent="dad@example.org")),
    )
    world.rostering.reconciler.reconcile(world.clock)
    (dad,) = world.guardians()
    assert dad["email"] == "dad@example.org"
    assert len(dad["studentIds"]) == 2


def test_what_a_run_that_was_given_up_left_undone_is_done_by_the_next(world: World) -> None:
    world.most_writes = 10
    world.restart()
    world.set_up(switches=Switches(add=True))
    arrival = world.put_file(STUDENTS, students(range(12)))
    world.rostering.starter.file_landed(arrival)
    for _ in range(2):
        name, (url, payload) = next(iter(world.tasks.waiting.items()))
        world.do(url, payload)
        del world.tasks.waiting[name]
    run = world.run_of(arrival)
    world.rostering.closer.give_up(world.school, run.run, "UNEXPECTED")
    world.drain()
    assert world.run(run.run).outcome is Outcome.FAILED
    assert 0 < len(world.members()) < 12
    world.send(STUDENTS, students(range(12)))
    assert len(world.members()) == 12
    assert len(world.guardians()) == 12
    assert all(guardian["studentIds"] for guardian in world.guardians())
    again = world.send(STUDENTS, students(range(12)))
    assert again.outcome is Outcome.UNCHANGED


def test_runs_say_what_started_them(world: World) -> None:
    world.send(STUDENTS, students(range(3)))
    assert {run["trigger"] for run in world.runs()} == {Trigger.FILE.value}
