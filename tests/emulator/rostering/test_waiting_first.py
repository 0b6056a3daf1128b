"""A night goes after the files that waited, even where their release was lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.rostering.feeds import StopReason
from shared.rostering.landing import RunStarter
from shared.rostering.runs import Outcome
from tests.support.rosters import students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"


def test_no_night_begins_before_the_files_that_waited(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.send(STUDENTS, students(range(40)))
    world.pass_time(minutes=5)
    world.send(STUDENTS, students([n for n in range(40) if n != 7]))
    store = world.rostering.store
    feed = store.feed(world.school, world.connection)
    stopped = replace(feed, stopped=StopReason.SUSPENDED, stopped_time=world.now)
    world.save_feed(stopped)
    world.pass_time(minutes=5)
    waiting = world.send(STUDENTS, students(range(40)))
    assert waiting.outcome is Outcome.PAUSED
    with monkeypatch.context() as killed:
        killed.setattr(RunStarter, "release", lambda *_: [])
        world.rostering.keeper.resume(world.school, world.connection, "person:1")
    world.archive_phase()
    assert world.archived() == []
