"""Nobody gets the rights of a Manager by a file alone, whichever way the file goes about it."""

from __future__ import annotations

import pytest

from shared.people.model import member_path
from shared.rostering.approval_draft import held_operations
from shared.rostering.plan import Operation
from shared.rostering.runs import Approval, Outcome, Run
from tests.support.rosters import employees, file_of
from tests.support.world import World

TEACHERS = "Lincoln_teachers.csv"
STAFF = "Lincoln_staff.csv"
ADMINS = "Lincoln_admins.csv"


def _with_roles(count: int, first: str = "Teacher", start: int = 0) -> str:
    """People from ``start`` to ``count``, all Teachers but E0, who is what ``first`` says."""
    roles = [first if n == 0 else "Teacher" for n in range(start, count)]
    lines = [
        f"E{n},Ada{n},Adult{n},a{n}@example.org,{role}"
        for n, role in zip(range(start, count), roles, strict=True)
    ]
    return file_of("ID Number,First Name,Last Name,Email,Role", lines)


def _standing(world: World, sis_id: str) -> tuple[str, str]:
    member = world.members()[sis_id]
    return member["state"], member["role"]


def _edit(world: World, sis_id: str, **fields: object) -> None:
    """As a person would change a member by hand."""
    commit = world.documents.commit()
    path = member_path(world.school, world.members()[sis_id]["personId"])
    commit.update(path, {**fields, "editedFields": sorted(fields)})
    commit.run()


def _holds(run: Run) -> list[str]:
    return [hold["code"] for hold in run.fields["holds"]]


def _held(world: World, run: Run) -> list[Operation]:
    return held_operations(run, world.files)


def _approve_everybody_by_name(world: World, run: Run) -> None:
    assert run.manifest is not None
    people = frozenset(operation.person for operation in _held(world, run))
    approve = world.rostering.approver.approve
    approve(world.school, run.run, run.manifest.hash, "person:1", people)
    world.drain()


def test_somebody_who_returns_as_a_manager_waits_for_a_persons_word(world: World) -> None:
    world.send(TEACHERS, _with_roles(30))
    world.send(TEACHERS, _with_roles(30, start=1))
    world.archive_phase()
    assert _standing(world, "E0") == ("ARCHIVED", "TEACHER")

    run = world.send(TEACHERS, _with_roles(30, first="Manager"))

    assert (_holds(run), run.approval) == (["PRIVILEGE"], Approval.PENDING)
    assert _standing(world, "E0") != ("ACTIVE", "MANAGER")
    _approve_everybody_by_name(world, run)
    assert _standing(world, "E0") == ("ACTIVE", "MANAGER")


def test_somebody_who_returns_as_they_were_needs_nobodys_word(world: World) -> None:
    world.send(TEACHERS, _with_roles(30))
    world.send(TEACHERS, _with_roles(30, start=1))
    world.archive_phase()
    run = world.send(TEACHERS, _with_roles(30))
    assert (_holds(run), run.outcome) == ([], Outcome.APPLIED)
    assert _standing(world, "E0") == ("ACTIVE", "TEACHER")


@pytest.mark.parametrize("role", ["Teacher", "Manager"])
def test_a_role_given_by_hand_is_kept_when_somebody_returns(world: World, role: str) -> None:
    world.send(TEACHERS, _with_roles(30))
    _edit(world, "E0", role="STAFF")
    world.send(TEACHERS, _with_roles(30, start=1))
    world.archive_phase()
    assert _standing(world, "E0") == ("ARCHIVED", "STAFF")
    world.send(TEACHERS, _with_roles(30, first=role))
    assert _standing(world, "E0") == ("ACTIVE", "STAFF")


def test_a_manager_whom_a_person_lowered_stays_lowered_when_the_admins_file_names_them_again(
    world: World,
) -> None:
    world.send(ADMINS, employees([30]))
    world.send(TEACHERS, _with_roles(20))
    _edit(world, "E0", role="TEACHER")
    world.send(TEACHERS, _with_roles(20, start=1))
    world.archive_phase()
    assert _standing(world, "E0") == ("ARCHIVED", "TEACHER")
    world.send(ADMINS, employees([30, 0]))
    assert _standing(world, "E0") == ("ACTIVE", "TEACHER")


def test_a_raise_that_was_discarded_is_planned_again_by_the_same_file(world: World) -> None:
    raised = _with_roles(20, first="Manager")
    world.send(TEACHERS, _with_roles(20))
    first = world.send(TEACHERS, raised)
    assert first.manifest is not None
    world.rostering.approver.discard(world.school, first.run, first.manifest.hash, "person:1")
    again = world.send(TEACHERS, raised)
    assert (_holds(again), again.approval) == (["PRIVILEGE"], Approval.PENDING)
    assert world.members()["E0"]["role"] == "TEACHER"
    _approve_everybody_by_name(world, again)
    assert world.members()["E0"]["role"] == "MANAGER"


def test_new_admins_who_wait_are_still_offered_after_a_file_of_another_kind(world: World) -> None:
    world.send(ADMINS, employees([90]))
    three = employees([90, 91, 92])
    assert _holds(world.send(ADMINS, three)) == ["PRIVILEGE"]
    mixed = ["E200,Ada,Adult,a200@example.org,Staff", "E90,Ada90,Adult90,a90@example.org,Principal"]
    header = "ID Number,First Name,Last Name,Email,Role"
    world.send(STAFF, file_of(header, mixed))
    world.send(ADMINS, three)
    assert sorted(world.members()) == ["E200", "E90"]
    (pending,) = [run["run"] for run in world.runs() if run["approval"] == Approval.PENDING]
    _approve_everybody_by_name(world, world.run(pending))
    assert sorted(world.members()) == ["E200", "E90", "E91", "E92"]
