"""What a person's word does to a plan that waits, and what it must not do."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from shared.kernel.errors import Conflict
from shared.rostering.approval_draft import held_operations
from shared.rostering.connections import Connection, Switches
from shared.rostering.model import Kind
from shared.rostering.plan import Operation
from shared.rostering.runs import Approval, Outcome, Run
from tests.support.rosters import employees, file_of, students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
TEACHERS = "Lincoln_teachers.csv"
STAFF = "Lincoln_staff.csv"
ADMINS = "Lincoln_admins.csv"

STILL_OPEN = {Approval.PENDING, Approval.SUPERSEDED}


def _ask(world: World, run: Run, *people: str) -> str:
    """Approve these people, everybody when none is named; gives the approval's run, not begun."""
    return world.approve(run, frozenset(people))


def _approve(world: World, run: Run, *people: str) -> Run:
    approval = _ask(world, run, *people)
    world.drain()
    return world.run(approval)


def _discard(world: World, run: Run) -> None:
    assert run.manifest is not None
    world.rostering.approver.discard(world.school, run.run, run.manifest.hash, "person:2")


def _held(world: World, run: Run) -> dict[str, Operation]:
    """What a run holds back, by SIS id."""
    operations = held_operations(run, world.files)
    return {operation.after["sisId"]: operation for operation in operations}


def _connection(world: World) -> Connection:
    connection = world.rostering.store.connection(world.school, world.connection)
    assert connection is not None
    return connection


def _is_verified(world: World) -> bool:
    return _connection(world).verified_time is not None


def _held_night(world: World) -> Run:
    """Twenty of sixty teachers, E40 to E59, whom the night would archive."""
    world.send(TEACHERS, employees(range(60)))
    world.send(TEACHERS, employees(range(40)))
    world.archive_phase()
    (night,) = [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]
    assert (night["outcome"], night["approval"]) == (Outcome.HELD, Approval.PENDING)
    assert world.archived() == []
    return world.run(night["run"])


def test_an_approval_that_came_too_late_verifies_nothing(world: World) -> None:
    world.set_up(verified=False)
    seen = world.send(STUDENTS, students(range(40)))
    unseen = world.put_file(STUDENTS, students(range(500, 560)))
    world.rostering.starter.file_landed(unseen)
    with suppress(Conflict):
        _ask(world, seen)
    world.drain()
    outcomes = [run["outcome"] for run in world.runs() if run["trigger"] == "APPROVAL"]
    assert set(outcomes) <= {Outcome.STALE}
    assert world.run(seen.run).approval in STILL_OPEN
    assert not _is_verified(world)
    assert world.run_of(unseen).outcome is Outcome.DRY_RUN
    assert world.members() == {}


def test_approving_some_people_of_a_dry_run_verifies_nothing(world: World) -> None:
    world.set_up(verified=False)
    dry = world.send(STUDENTS, students(range(20)))
    _approve(world, dry, _held(world, dry)["1003"].person)
    assert list(world.members()) == ["1003"]
    assert not _is_verified(world)
    assert world.send(STUDENTS, students(range(25))).outcome is Outcome.DRY_RUN
    assert list(world.members()) == ["1003"]


def test_approving_a_whole_dry_run_verifies_the_connection(world: World) -> None:
    world.set_up(verified=False)
    dry = world.send(STUDENTS, students(range(20)))
    assert _approve(world, dry).outcome is Outcome.APPLIED
    assert _is_verified(world)
    assert world.send(STUDENTS, students(range(21))).outcome is Outcome.APPLIED
    assert len(world.members()) == 21


def test_approving_one_and_then_all_skips_nobody_and_leaves_nothing_outstanding(
    world: World,
) -> None:
    world.set_up(verified=False)
    dry = world.send(STUDENTS, students(range(20)))
    _approve(world, dry, _held(world, dry)["1003"].person)
    rest = _approve(world, dry)
    assert (rest.outcome, rest.skipped) == (Outcome.APPLIED, 0)
    assert rest.fields["counts"]["added"] == {"student": 19}
    assert len(world.members()) == 20
    assert world.run(dry.run).approval is Approval.APPROVED
    assert world.send(STUDENTS, students(range(20))).outcome is Outcome.UNCHANGED


def test_an_owner_stays_undecided_when_one_teacher_and_then_all_are_approved(
    world: World,
) -> None:
    world.set_up(verified=False)
    roles = ["Owner", *["Teacher"] * 9]
    lines = [f"E{n},Ada,Adult,a{n}@example.org,{role}" for n, role in enumerate(roles)]
    header = "ID Number,First Name,Last Name,Email,Role"
    dry = world.send(TEACHERS, file_of(header, lines))
    held = _held(world, dry)
    _approve(world, dry, held["E3"].person)
    _approve(world, dry)
    assert sorted(world.members()) == [f"E{n}" for n in range(1, 10)]
    assert world.run(dry.run).approval is Approval.PENDING
    _approve(world, dry, held["E0"].person)
    assert world.members()["E0"]["role"] == "OWNER"
    assert world.run(dry.run).approval is Approval.APPROVED


def test_an_approved_night_spares_whom_a_newer_file_names(world: World) -> None:
    night = _held_night(world)
    newer = world.put_file(TEACHERS, employees(range(41)))
    world.rostering.starter.file_landed(newer)
    with suppress(Conflict):
        _ask(world, night)
    world.drain()
    archived = world.archived()
    assert "E40" not in archived
    assert (world.run(night.run).approval is Approval.APPROVED) == bool(archived)


def test_an_approval_that_was_given_up_can_be_asked_for_again(world: World) -> None:
    night = _held_night(world)
    broken = _ask(world, night)
    name, (url, payload) = next(iter(world.tasks.waiting.items()))
    assert not world.do(url, payload)
    del world.tasks.waiting[name]
    world.rostering.closer.give_up(world.school, broken, "UNEXPECTED")
    world.drain()
    assert world.run(broken).outcome is Outcome.FAILED
    assert world.run(night.run).approval is Approval.PENDING
    assert _approve(world, night).outcome is Outcome.APPLIED
    assert len(world.archived()) == 20
    assert world.run(night.run).approval is Approval.APPROVED


def test_an_approval_that_was_refused_can_be_asked_for_again(world: World) -> None:
    night = _held_night(world)
    connection = _connection(world)
    refused = _ask(world, night)
    world.rostering.store.save_connection(replace(connection, enabled=False))
    world.drain()
    assert world.run(refused).outcome is Outcome.REJECTED
    assert world.run(night.run).approval is Approval.PENDING
    world.rostering.store.save_connection(connection)
    assert _approve(world, night).outcome is Outcome.APPLIED
    assert len(world.archived()) == 20


def test_what_was_approved_is_either_applied_or_truly_discarded(world: World) -> None:
    night = _held_night(world)
    _ask(world, night)
    try:
        _discard(world, night)
        discarded = True
    except Conflict:
        discarded = False
    world.drain()
    said = (discarded, world.run(night.run).approval, len(world.archived()))
    assert said in {(False, Approval.APPROVED, 20), (True, Approval.DISCARDED, 0)}


def test_what_was_discarded_cannot_be_approved(world: World) -> None:
    night = _held_night(world)
    _discard(world, night)
    with pytest.raises(Conflict):
        _ask(world, night)
    world.drain()
    assert world.archived() == []


def test_the_same_file_again_leaves_a_held_night_to_be_approved(world: World) -> None:
    night = _held_night(world)
    world.send(TEACHERS, employees(range(40)))
    assert world.run(night.run).approval is Approval.PENDING
    assert _approve(world, night).outcome is Outcome.APPLIED
    assert len(world.archived()) == 20


def test_a_night_that_only_waits_supersedes_no_file_that_is_held(world: World) -> None:
    world.set_up(archive_after_nights=3)
    header = "ID Number,First Name,Last Name,Email,Role"
    lines = [f"E{n},Ada,Adult,a{n}@example.org,Teacher" for n in range(20)]
    world.send(TEACHERS, file_of(header, lines))
    raised = lines[0].replace("Teacher", "Manager")
    run = world.send(TEACHERS, file_of(header, [raised, *lines[1:19]]))
    person = world.members()["E0"]["personId"]
    world.archive_phase()
    assert world.archived() == []
    assert world.run(run.run).approval is Approval.PENDING
    assert _approve(world, run, person).outcome is Outcome.APPLIED
    assert world.members()["E0"]["role"] == "MANAGER"


@pytest.mark.parametrize("left", [{}, {Kind.STUDENT: Switches(update=True, archive=True)}])
def test_an_approval_adds_nobody_whose_switch_was_turned_off_since(
    world: World, left: dict[Kind, Switches]
) -> None:
    world.set_up(verified=False)
    dry = world.send(STUDENTS, students(range(5)))
    world.rostering.store.save_connection(replace(_connection(world), switches=left))
    with suppress(Conflict):
        _ask(world, dry)
    world.drain()
    assert world.members() == {}
    assert world.guardians() == []


def test_an_approval_archives_nobody_when_that_switch_was_turned_off_since(world: World) -> None:
    night = _held_night(world)
    teachers = {Kind.TEACHER: Switches(add=True, update=True)}
    world.rostering.store.save_connection(replace(_connection(world), switches=teachers))
    with suppress(Conflict):
        _ask(world, night)
    world.drain()
    assert world.archived() == []


def test_a_file_of_another_kind_supersedes_no_admins_who_wait(world: World) -> None:
    world.send(ADMINS, employees([90]))
    run = world.send(ADMINS, employees([90, 91, 92]))
    assert [hold["code"] for hold in run.fields["holds"]] == ["PRIVILEGE"]
    mixed = ["E200,Ada,Adult,a200@example.org,Staff", "E90,Ada90,Adult90,a90@example.org,Principal"]
    header = "ID Number,First Name,Last Name,Email,Role"
    world.send(STAFF, file_of(header, mixed))
    assert world.run(run.run).approval is Approval.PENDING
    people = [_held(world, run)[sis_id].person for sis_id in ("E91", "E92")]
    # That file spoke of an admin as well, so the plan is no longer made on the newest state.
    with pytest.raises(Conflict) as refused:
        _approve(world, run, *people)
    assert refused.value.reason == "STATE_CHANGED"
    again = world.rostering.keeper.again(world.school, run.run, "person:1")
    world.drain()
    run = world.run(again)
    _approve(world, run, *people)
    assert sorted(world.members()) == ["E200", "E90", "E91", "E92"]
    assert world.run(run.run).approval is Approval.APPROVED
