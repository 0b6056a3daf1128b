"""A night's pull from a large system and the sync of what came, with everything counted."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from shared.rostering.model import Kind
from shared.rostering.reading import ReadOptions, read_roster
from shared.rostering.runs import Run
from tests.support.counting import Counts, counted
from tests.support.large_system import SCHOOL, LargeSystem
from tests.support.memory import peak, reset_peak
from tests.support.nights import seed_from
from tests.support.pulled import PulledSchool
from tests.support.world import ID_SPACE, World


class Step(NamedTuple):
    """What a task took.

    Attributes:
        memory: bytes by which this process grew meanwhile at most.
    """

    seconds: float
    memory: int


class PulledNight(NamedTuple):
    """What came of a pull.

    Attributes:
        pull: up to the package.
        sync: of the package, up to the pointer or to the plan.
        package: bytes of it.
    """

    run: Run
    counts: Counts
    pull: Step
    sync: Step
    package: int


def pulled_school_of(world: World, system: LargeSystem) -> PulledSchool:
    """The world's school, whose connection is to a large system."""
    sis: Any = system
    school = PulledSchool(world, sis)
    school.set_up(school=SCHOOL)
    return school


def pulled_night(
    school: PulledSchool, before_sync: Callable[[Run], None] | None = None
) -> PulledNight:
    """Pull, and do all the work, mail included.

    Args:
        school: whose connection pulls.
        before_sync: what is done between, uncounted.
    """
    world = school.world
    counts = Counts()
    with counted(world, counts):
        run = school.begin()
        pull = _timed(world, "roster_pull")
    if before_sync is not None:
        before_sync(world.run(run))
    with counted(world, counts):
        sync = _timed(world, "roster_import")
        world.drain()
    ended = world.run(run)
    assert ended.file is not None
    return PulledNight(ended, counts, pull, sync, ended.file.size)


def seed_from_package(world: World, run: Run) -> None:
    """Write snapshot and pointer as if what was pulled had been applied, and no member."""
    assert run.file is not None
    stream = io.BytesIO()
    world.files.fetch(run.file, stream)
    options = ReadOptions(ID_SPACE, school_sourced_id=SCHOOL)
    reading = read_roster(stream, run.file.file_name, options)
    seed_from(world, reading, Kind)


def _timed(world: World, task: str) -> Step:
    """Do the one task that waits, which is of this sort."""
    (name,) = world.tasks.waiting
    url, payload = world.tasks.waiting.pop(name)
    assert url == task, url
    before = reset_peak()
    start = time.perf_counter()
    assert not world.do(url, payload)
    seconds = time.perf_counter() - start
    return Step(seconds, (peak() - before) * 1024)
