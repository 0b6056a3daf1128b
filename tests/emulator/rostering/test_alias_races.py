"""Answers about who is who, given at the same time, twice, or by a run that dies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from shared.kernel.errors import Conflict
from shared.kernel.ids import digest_id, id_to_bytes
from shared.rostering.aliases import Aliases
from shared.rostering.approval_draft import held_operations
from shared.rostering.files import RosterFiles
from shared.rostering.limits import Limits
from shared.rostering.runs import Outcome, Run
from tests.support.rosters import student, students
from tests.support.world import ID_SPACE, World

STUDENTS = "Lincoln_students.csv"


def _person(sis_id: str) -> bytes:
    return id_to_bytes(digest_id(ID_SPACE, "students", sis_id))


def _aliases(world: World) -> Aliases:
    return world.files.read_aliases(world.rostering.store.district().person_aliases)


def _renumbered(world: World, number: int) -> Run:
    """A school of forty of whom one has an id that begins with an N now."""
    first = number - 39
    world.send(STUDENTS, students(range(first, number + 1)))
    return world.send(
        STUDENTS, students(range(first, number), student(number, id=f"N{1000 + number}"))
    )


def _ask(world: World, run: Run) -> str:
    return world.approve(run)


def test_answers_of_two_schools_at_once_are_both_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = world.neighbor()
    other.set_up()
    run, there = _renumbered(world, 39), _renumbered(other, 139)
    write = RosterFiles.write_aliases
    asked: list[Aliases] = []

    def meanwhile(files: RosterFiles, known: Aliases) -> str:
        name = write(files, known)
        asked.append(known)
        if len(asked) == 1:  # the other school's whole approval, before ours is committed
            waiting = dict(world.tasks.waiting)
            world.tasks.waiting.clear()
            _ask(other, there)
            other.drain()
            world.tasks.waiting.update(waiting)
        return name

    monkeypatch.setattr(RosterFiles, "write_aliases", meanwhile)
    approval = _ask(world, run)
    world.drain()
    assert world.run(approval).outcome is Outcome.APPLIED
    assert _aliases(world) == {
        _person("N1039"): _person("1039"),
        _person("N1139"): _person("1139"),
    }
    assert len(asked) == 3


def test_a_decision_is_not_changed_by_an_older_plan(world: World) -> None:
    run = _renumbered(world, 39)
    store = world.rostering.store
    made, kept = _person("N1039"), _person("N1039")
    name = world.files.write_aliases({made: kept})
    commit = world.documents.commit()
    commit.update("district/settings", {"personAliases": name})
    commit.run()
    approval = _ask(world, run)
    world.drain()
    assert world.run(approval).outcome is Outcome.UNCHANGED
    assert _aliases(world) == {made: kept}
    assert world.members()["1039"]["state"] == "ACTIVE"
    assert "N1039" not in world.members()
    assert store.lock_holder(world.school) is None


def test_declining_against_changed_settings_changes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = _renumbered(world, 39)
    assert run.manifest is not None
    (operation,) = held_operations(run, world.files)
    write = RosterFiles.write_aliases

    def meanwhile(files: RosterFiles, known: Aliases) -> str:
        commit = world.documents.commit()
        commit.update("district/settings", {"displayName": "Renamed"})
        commit.run()
        return write(files, known)

    monkeypatch.setattr(RosterFiles, "write_aliases", meanwhile)
    with pytest.raises(Conflict):
        world.rostering.decliner.decline_remap(
            world.school, run.run, run.manifest.hash, frozenset({operation.person}), "person:2"
        )
    assert _aliases(world) == {}
    assert "declinedSubjects" not in world.run(run.run).fields


def test_after_a_remap_that_was_given_up_the_next_file_asks_again(world: World) -> None:
    world.set_up(limits=Limits(second_person_share=1.0, second_person_count=0))
    world.most_writes = 8
    world.restart()
    world.send(STUDENTS, students(range(40)))
    people = {m["firstName"]: m["personId"] for m in world.members().values()}
    text = students(range(20), *(student(n, id=f"N{n}") for n in range(20, 40)))
    _ask(world, world.send(STUDENTS, text))
    payload: Mapping[str, Any] = {}
    for _ in range(2):  # the drafting and the first chunk
        name, (url, payload) = next(iter(world.tasks.waiting.items()))
        assert not world.do(url, payload)
        del world.tasks.waiting[name]
    half = sum(sis_id.startswith("N") for sis_id in world.members())
    assert 0 < half < 20
    world.rostering.closer.give_up(world.school, payload["run"], "UNEXPECTED")
    world.drain()
    assert _aliases(world) == {}

    again = world.send(STUDENTS, text)
    assert len(held_operations(again, world.files)) == 20
    world.archive_phase()
    assert world.archived() == []
    _ask(world, again)
    world.drain()
    assert {m["firstName"]: m["personId"] for m in world.members().values()} == people
    assert len(_aliases(world)) == 20
    assert world.send(STUDENTS, text).outcome is Outcome.UNCHANGED
