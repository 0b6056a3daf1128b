"""All archives of one day at all schools of the district together."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from shared.kernel.ids import SchoolId
from shared.rostering.run_store import RunStore
from shared.rostering.runs import Approval, Outcome
from tests.support.gate_steps import approve, codes, nights
from tests.support.rosters import students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
DAY = "district/rosterDay-2026-11-24"


def _schools(world: World, count: int, **limits: float) -> list[World]:
    """So many schools of 40 students, of whom 4 have left."""
    found = [world]
    for number in range(1, count):
        other = copy.copy(world)
        other.school = SchoolId(f"{world.school}-{number}")
        other.set_up()
        found.append(other)
    commit = world.documents.commit()
    commit.update("district/settings", {"rosterLimits": limits})
    commit.run()
    for number, each in enumerate(found):
        first = 100 * number
        each.send(STUDENTS, students(range(first, first + 40)))
        each.send(STUDENTS, students(range(first, first + 36)))
    return found


def _day(world: World) -> dict[str, Any]:
    found = world.documents.get(DAY)
    assert found is not None
    return {name: found.fields[name] for name in ("archives", "runs")}


def test_the_school_that_passes_the_districts_limit_waits(world: World) -> None:
    schools = _schools(world, 3, archiveShare=0.07)
    world.archive_phase()

    # 7 % of 120 are 8.4: two schools stay below, the third comes to 12.
    held = [each for each in schools if each.archived() == []]
    assert [len(each.archived()) for each in schools].count(4) == 2
    (waiting,) = held
    (night,) = nights(waiting)
    assert (night.outcome, night.approval) == (Outcome.HELD, Approval.PENDING)
    (hold,) = night.fields["holds"]
    assert hold.pop("message").startswith("12 of the district's 120 ")
    assert hold == {
        "code": "ARCHIVE_SHARE", "kind": None, "count": 12, "of": 120, "limit": 0.07,
    }  # fmt: skip
    assert _day(world) == {"archives": 8, "runs": 2}

    # What a person approves is counted and not held again.
    assert approve(waiting, night).outcome is Outcome.APPLIED
    assert len(waiting.archived()) == 4
    assert _day(world) == {"archives": 12, "runs": 3}


def test_another_day_begins_to_count_anew(world: World) -> None:
    schools = _schools(world, 3, archiveShare=0.07)
    world.archive_phase()
    world.archive_phase()
    assert [len(each.archived()) for each in schools] == [4, 4, 4]


@pytest.mark.parametrize("earlier", [0, 1])
def test_two_schools_at_the_same_second_do_not_both_slip_under(
    world: World, monkeypatch: pytest.MonkeyPatch, earlier: int
) -> None:
    """Whether they are the first of the day or another school has archived somebody before."""
    schools = _schools(world, 2, archiveShare=0.05)
    if earlier:
        commit = world.documents.commit()
        commit.create(DAY, {"schemaVersion": 1, "archives": 1, "runs": 1})
        commit.run()
    world.now = world.now.replace(hour=8, minute=0) + timedelta(days=1)
    world.rostering.starter.start_archive_phases(world.now)
    (one, other) = list(world.tasks.waiting)
    begin = RunStore.begin
    begun: list[str] = []

    def interleaved(store: RunStore, run: Any, changes: Mapping[str, Any], *rest: Any) -> None:
        # Both have looked at the day when the first of them is about to write.
        begun.append(run.school)
        if len(begun) == 1:
            url, payload = world.tasks.waiting[other]
            assert not world.do(url, payload)
        begin(store, run, changes, *rest)

    monkeypatch.setattr(RunStore, "begin", interleaved)
    url, payload = world.tasks.waiting[one]
    assert world.do(url, payload), "it has to come again"
    world.drain()

    assert len(begun) == 2
    assert sorted(len(each.archived()) for each in schools) == [0, 4]
    assert _day(world) == {"archives": 4 + earlier, "runs": 1 + earlier}
    (waiting,) = [each for each in schools if not each.archived()]
    assert codes(nights(waiting)[0]) == ["ARCHIVE_SHARE"]


def test_a_run_is_counted_once_however_often_its_work_comes(world: World) -> None:
    _schools(world, 1)
    world.now = world.now.replace(hour=8, minute=0) + timedelta(days=1)
    world.rostering.starter.start_archive_phases(world.now)
    (task,) = world.tasks.waiting.values()
    for _ in range(3):
        world.do(*task)
    world.drain()
    world.do(*task)
    assert len(world.archived()) == 4
    assert _day(world) == {"archives": 4, "runs": 1}


def test_those_who_move_are_none_of_the_districts_archives(world: World) -> None:
    here, there = _schools(world, 2, archiveShare=0.0, archiveFloor=0)
    here.send(STUDENTS, students(range(36)))
    there.send(STUDENTS, students([*range(100, 136), 36, 37, 38]))
    world.archive_phase()
    # The three have moved; 1039 and the other school's four wait for a person.
    assert here.archived() == ["1036", "1037", "1038"]
    (night,) = nights(here)
    assert night.fields["counts"]["moved"] == {"student": 3}
    assert night.fields["counts"]["planned"] == {"archived": {"student": 1}}
    assert there.archived() == []
    assert world.documents.get(DAY) is None
