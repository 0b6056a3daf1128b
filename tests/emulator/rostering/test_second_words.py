"""Approvals that are bound to the state they were planned on, and those that take two people."""

from __future__ import annotations

import pytest

from shared.kernel.errors import Conflict
from shared.kernel.ids import RunId
from shared.rostering.approval_draft import held_operations
from shared.rostering.limits import Limits
from shared.rostering.runs import Approval, Outcome, Run
from tests.support.rosters import employees, file_of, student, students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
TEACHERS = "Lincoln_teachers.csv"
ROLES = "ID Number,First Name,Last Name,Email,Role"


def _night(world: World, stay: int = 40) -> Run:
    """A night that holds the archives of those of sixty teachers who are not in the last file."""
    world.send(TEACHERS, employees(range(60)))
    world.send(TEACHERS, employees(range(stay)))
    world.archive_phase()
    (night,) = [run for run in world.runs() if run["trigger"] == "ARCHIVE_PHASE"]
    assert night["approval"] == "PENDING"
    return world.run(night["run"])


def _say(world: World, run: Run, actor: str, *people: str) -> RunId | None:
    assert run.manifest is not None
    approve = world.rostering.approver.approve
    started = approve(world.school, run.run, run.manifest.hash, actor, frozenset(people))
    world.drain()
    return started


def _audit(world: World, verb: str) -> list[str]:
    return [e.fields["actor"] for e in world.documents.all("audit") if e.fields["verb"] == verb]


def _approvals(world: World) -> list[str]:
    return [run["run"] for run in world.runs() if run["trigger"] == "APPROVAL"]


def test_archiving_a_third_of_a_kind_takes_two_people(world: World) -> None:
    night = _night(world)
    assert _say(world, night, "person:1") is None
    assert world.archived() == []
    assert _approvals(world) == []
    assert world.run(night.run).approval is Approval.PENDING
    started = _say(world, night, "person:2")
    assert started is not None
    assert len(world.archived()) == 20
    assert world.run(night.run).approval is Approval.APPROVED
    said = world.run(started).fields
    assert (said["firstApprovedBy"], said["approvedBy"]) == ("person:1", "person:2")
    assert _audit(world, "rosterRuns:approveFirst") == ["person:1"]
    assert _audit(world, "rosterRuns:approve") == ["person:2"]


def test_the_same_person_is_not_the_second(world: World) -> None:
    night = _night(world)
    for _ in range(3):
        assert _say(world, night, "person:1") is None
    assert world.archived() == []
    assert _audit(world, "rosterRuns:approveFirst") == ["person:1"]
    assert _say(world, night, "person:2") is not None


def test_after_the_second_word_anybodys_click_finds_the_run(world: World) -> None:
    night = _night(world)
    assert night.manifest is not None
    approve, seen = world.rostering.approver.approve, night.manifest.hash
    assert approve(world.school, night.run, seen, "person:1") is None
    started = approve(world.school, night.run, seen, "person:2")
    assert approve(world.school, night.run, seen, "person:1") == started
    assert approve(world.school, night.run, seen, "person:3") == started
    world.drain()
    assert len(_approvals(world)) == 1
    assert len(world.archived()) == 20


def test_a_smaller_part_takes_one_person(world: World) -> None:
    night = _night(world, stay=48)
    assert _say(world, night, "person:1") is not None
    assert len(world.archived()) == 12


def test_of_people_by_name_only_those_count(world: World) -> None:
    night = _night(world)
    people = sorted(operation.person for operation in held_operations(night, world.files))
    assert _say(world, night, "person:1", *people[:6]) is not None
    assert len(world.archived()) == 6
    # A word about everybody is another word than one about six of them.
    assert _say(world, night, "person:1") is None
    assert _say(world, night, "person:2", *people[6:10]) is not None
    assert _say(world, night, "person:2") is not None
    assert len(world.archived()) == 20


def test_a_dry_run_of_newcomers_takes_one_person(world: World) -> None:
    world.set_up(verified=False)
    dry = world.send(STUDENTS, students(range(60)))
    assert _say(world, dry, "person:1") is not None
    assert len(world.members()) == 60


def test_a_school_may_do_without_a_second_person(world: World) -> None:
    world.set_up(limits=Limits(second_person_share=1, second_person_count=0))
    assert _say(world, _night(world), "person:1") is not None
    assert len(world.archived()) == 20


def test_what_was_discarded_in_between_takes_no_second_word(world: World) -> None:
    night = _night(world)
    assert night.manifest is not None
    _say(world, night, "person:1")
    discard = world.rostering.approver.discard
    discard(world.school, night.run, night.manifest.hash, "person:3")
    with pytest.raises(Conflict) as refused:
        _say(world, night, "person:2")
    assert refused.value.reason == "NOT_AWAITING"
    assert world.archived() == []


def test_what_a_newer_night_planned_again_takes_no_second_word(world: World) -> None:
    night = _night(world)
    _say(world, night, "person:1")
    world.archive_phase()
    with pytest.raises(Conflict) as refused:
        _say(world, night, "person:2")
    assert refused.value.reason == "NOT_AWAITING"
    newer = next(r for r in world.runs() if r["approval"] == "PENDING")
    assert _say(world, world.run(newer["run"]), "person:2") is None
    assert world.archived() == []
    assert _say(world, world.run(newer["run"]), "person:1") is not None
    assert len(world.archived()) == 20


def test_an_approval_that_failed_takes_two_people_again(world: World) -> None:
    night = _night(world)
    assert night.manifest is not None
    approve, seen = world.rostering.approver.approve, night.manifest.hash
    approve(world.school, night.run, seen, "person:1")
    broken = approve(world.school, night.run, seen, "person:2")
    assert broken is not None
    world.tasks.waiting.clear()
    world.rostering.closer.give_up(world.school, broken, "UNEXPECTED")
    assert _say(world, night, "person:2") is None
    assert _say(world, night, "person:1") is not None
    assert len(world.archived()) == 20


def _raised(world: World) -> tuple[Run, str]:
    """A teachers' file that would make E0 a Manager, and that person's id."""
    lines = [f"E{n},Ada,Adult,a{n}@example.org,Teacher" for n in range(20)]
    world.send(TEACHERS, file_of(ROLES, lines))
    run = world.send(TEACHERS, file_of(ROLES, [lines[0].replace("Teacher", "Manager"), *lines[1:]]))
    return run, world.members()["E0"]["personId"]


def _base(world: World, run: Run) -> dict[str, str]:
    """The states of a run's base that are no longer the newest."""
    newest = {p.kind.value: p.object for _, p in world.rostering.store.all_pointers(world.school)}
    said = {kind: base["object"] for kind, base in world.run(run.run).fields["base"].items()}
    return {kind: name for kind, name in said.items() if newest[kind] != name}


def test_an_approval_of_a_state_that_a_mixed_file_has_changed_is_refused(world: World) -> None:
    """A mixed file is of no kind, so it supersedes nothing, but it changes the same people."""
    run, person = _raised(world)
    people = [f"E{n},Ada,Changed,a{n}@example.org,Teacher" for n in range(1, 4)]
    mixed = world.send("Lincoln_people.csv", file_of(ROLES, people))
    assert mixed.subject is None
    assert world.run(run.run).approval is Approval.PENDING
    with pytest.raises(Conflict) as refused:
        _say(world, run, "person:1", person)
    assert refused.value.reason == "STATE_CHANGED"
    assert world.members()["E0"]["role"] == "TEACHER"


def test_an_approval_whose_state_changes_before_its_turn_does_nothing(world: World) -> None:
    run, person = _raised(world)
    assert run.manifest is not None
    mixed = world.put_file(
        "Lincoln_people.csv", file_of(ROLES, ["E1,Ada,Changed,a1@example.org,Teacher"])
    )
    world.rostering.starter.file_landed(mixed)
    approve = world.rostering.approver.approve
    approval = approve(world.school, run.run, run.manifest.hash, "person:1", frozenset({person}))
    assert approval is not None
    world.drain()
    assert world.run(approval).outcome is Outcome.STALE
    assert world.members()["E0"]["role"] == "TEACHER"
    assert world.run(run.run).approval is Approval.PENDING


def test_a_night_takes_the_plans_of_files_along(world: World) -> None:
    world.send("Lincoln_admins.csv", employees(range(3)))
    run = world.send("Lincoln_admins.csv", employees([0, 1, 3, 4, 5, 6]))
    assert [hold["code"] for hold in run.fields["holds"]] == ["PRIVILEGE"]
    world.archive_phase()
    assert world.archived() == ["E2"]
    assert _base(world, run) == {}
    held = {op.after["sisId"]: op.person for op in held_operations(run, world.files)}
    assert _say(world, run, "person:1", held["E4"]) is not None
    assert sorted(world.members()) == ["E0", "E1", "E2", "E4"]


def test_a_file_without_news_leaves_what_waits_as_it_is(world: World) -> None:
    """Another kind's file, a refused one and a paused one are no news about these people."""
    run, person = _raised(world)
    world.send(STUDENTS, students(range(5)))
    world.send(TEACHERS, file_of(ROLES, []))
    world.send(STUDENTS, students(range(4), student(4, grade="10")))
    assert _base(world, run) == {}
    assert _say(world, run, "person:1", person) is not None
    assert world.members()["E0"]["role"] == "MANAGER"


def test_an_approval_of_one_leaves_the_others_to_be_approved(world: World) -> None:
    lines = [f"E{n},Ada,Adult,a{n}@example.org,Teacher" for n in range(20)]
    world.send(TEACHERS, file_of(ROLES, lines))
    raised = [line.replace("Teacher", "Manager") for line in lines[:3]]
    run = world.send(TEACHERS, file_of(ROLES, [*raised, *lines[3:]]))
    members = world.members()
    for sis_id in ("E0", "E1", "E2"):
        assert _say(world, run, "person:1", members[sis_id]["personId"]) is not None
        assert world.members()[sis_id]["role"] == "MANAGER"
        assert _base(world, run) == {}
    assert world.run(run.run).approval is Approval.APPROVED


def test_a_nights_archives_can_be_approved_after_newer_files(world: World) -> None:
    night = _night(world, stay=48)
    world.send(TEACHERS, employees([*range(47), 58], "E99,New,Adult,new@example.org"))
    assert _say(world, night, "person:1") is not None
    assert world.archived() == [f"E{n}" for n in range(48, 60) if n != 58]
