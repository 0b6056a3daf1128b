"""Guardians and the students who name them: both documents say the same, after any run."""

from __future__ import annotations

from typing import Any

import pytest

from shared.cloud.firestore import Commit
from shared.people.model import guardian_path, member_path
from shared.rostering.limits import Limits
from shared.rostering.runs import Outcome
from tests.support.rosters import student, students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
EVERYBODY_CHANGES = Limits(update_share=1.0)


def _change(world: World, path: str, **fields: object) -> None:
    commit = world.documents.commit()
    commit.update(path, fields)
    commit.run()


def _path(world: World, sis_id: str) -> str:
    return member_path(world.school, world.members()[sis_id]["personId"])


def _links_of_members(world: World) -> set[tuple[str, str]]:
    """(person, guardian) as the members' documents say it."""
    members = world.members().values()
    return {(member["personId"], name) for member in members for name in member["guardianIds"]}


def _links_of_guardians(world: World) -> set[tuple[str, str]]:
    """The same as the guardians' documents say it."""
    guardians = world.guardians()
    return {(person, of["guardianId"]) for of in guardians for person in of["studentIds"]}


def _changed_meanwhile(world: World, text: str, sis_id: str, **by_hand: Any) -> None:
    """Send a file, and change a member by hand between its plan and its applying."""
    arrival = world.put_file(STUDENTS, text)
    world.rostering.starter.file_landed(arrival)
    name, (url, payload) = next(iter(world.tasks.waiting.items()))
    assert not world.do(url, payload)
    del world.tasks.waiting[name]
    _change(world, _path(world, sis_id), **by_hand)
    world.drain()
    assert world.run_of(arrival).skipped == 1


def test_a_guardian_whom_a_person_took_away_is_not_linked_again(world: World) -> None:
    world.send(STUDENTS, students(range(3)))
    member = world.members()["1000"]
    (guardian,) = member["guardianIds"]
    _change(world, _path(world, "1000"), guardianIds=[], editedFields=["guardianIds"])
    _change(world, guardian_path(world.school, guardian), studentIds=[])

    run = world.send(STUDENTS, students([1, 2], student(0, grade="10")))

    assert run.outcome is Outcome.APPLIED
    assert world.members()["1000"]["grade"] == "10"
    assert world.members()["1000"]["guardianIds"] == []
    assert _links_of_guardians(world) == _links_of_members(world)


def test_a_guardian_whom_a_person_added_stays_linked(world: World) -> None:
    world.send(STUDENTS, students(range(3)))
    members = world.members()
    (own,), (other,) = members["1000"]["guardianIds"], members["1001"]["guardianIds"]
    both = sorted([own, other])
    _change(world, _path(world, "1000"), guardianIds=both, editedFields=["guardianIds"])
    persons = [members[sis_id]["personId"] for sis_id in ("1000", "1001")]
    _change(world, guardian_path(world.school, other), studentIds=persons)

    world.send(STUDENTS, students([1, 2], student(0, parent="new@example.org")))

    assert world.members()["1000"]["guardianIds"] == both
    assert _links_of_guardians(world) == _links_of_members(world)


def _left_alone(world: World) -> None:
    """A file names another parent of 1000, whom a person changes before that is applied."""
    world.send(STUDENTS, students(range(3)))
    _changed_meanwhile(
        world,
        students([1, 2], student(0, first="New", parent="new@example.org")),
        "1000",
        firstName="By hand",
        editedFields=["firstName", "guardianIds"],
    )


def test_a_guardian_stays_while_a_student_who_was_left_alone_names_them(world: World) -> None:
    _left_alone(world)
    world.rostering.reconciler.reconcile(world.clock)
    named = {guardian for _, guardian in _links_of_members(world)}
    assert len(named) == 3
    assert named <= {guardian["guardianId"] for guardian in world.guardians()}


def test_a_student_who_was_left_alone_keeps_the_guardians_links_as_well(world: World) -> None:
    _left_alone(world)
    assert _links_of_guardians(world) == _links_of_members(world)


def test_links_agree_again_with_the_next_file_after_a_student_was_left_alone(
    world: World,
) -> None:
    world.send(STUDENTS, students(range(3)))
    changed = students([1, 2], student(0, parent="new@example.org"))
    _changed_meanwhile(world, changed, "1000", guardianIds=[])
    world.send(STUDENTS, changed)
    world.rostering.reconciler.reconcile(world.clock)
    assert "new@example.org" in {guardian["email"] for guardian in world.guardians()}
    assert _links_of_guardians(world) == _links_of_members(world)
    assert len(world.guardians()) == 3


@pytest.mark.parametrize("most_writes", [13, 40])
def test_no_commit_of_a_run_is_larger_than_its_bound(
    world: World, monkeypatch: pytest.MonkeyPatch, most_writes: int
) -> None:
    world.set_up(limits=EVERYBODY_CHANGES)
    world.most_writes = most_writes
    world.restart()
    commits: list[int] = []
    run = Commit.run

    def counted(commit: Commit) -> list[list[Any]]:
        # The client's own batch, not our count of it.
        commits.append(len(commit._batch._write_pbs))
        return run(commit)

    monkeypatch.setattr(Commit, "run", counted)
    world.send(STUDENTS, students(range(30)))
    # Every parent loses a child and gets another one.
    swapped = [student(n, parent=f"p{(n + 1) % 30}@example.org") for n in range(30)]
    assert world.send(STUDENTS, students([], *swapped)).outcome is Outcome.APPLIED

    assert _links_of_guardians(world) == _links_of_members(world)
    assert len(world.guardians()) == 30
    assert max(commits) <= most_writes
