"""Old snapshots go; the current one and those that an undo may need never do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from shared.rostering.model import Kind
from shared.rostering.snapshot_sweep import SnapshotSweeper
from tests.support.rosters import employees, students
from tests.support.world import World


def _names(world: World) -> set[str]:
    return {found.name for found in world.files.snapshots(world.school)}


def _sweep(world: World, now: datetime) -> int:
    return SnapshotSweeper(world.rostering.store, world.files).sweep(world.school, now)


def _current(world: World, kind: Kind = Kind.STUDENT) -> str:
    pointers = world.rostering.store.pointers(world.school, world.connection, [kind])
    return pointers[kind].object


def test_only_what_nobody_names_any_more_is_deleted(world: World) -> None:
    # Objects have the time at which they were really written.
    world.now = start = datetime.now(UTC)
    for people in (5, 6, 7):
        world.send("Lincoln_students.csv", students(range(people)))
    world.send("Lincoln_staff.csv", employees(range(3)))
    old = _names(world)
    assert len(old) == 4
    world.now = start + timedelta(days=20)
    # Replaces the third state of the students, which so is needed for an undo until day 52.
    replaced = _current(world)
    world.send("Lincoln_students.csv", students(range(8)))

    assert _sweep(world, start + timedelta(days=31)) == 0
    assert _sweep(world, start + timedelta(days=40)) == 2
    left = {replaced, _current(world), _current(world, Kind.STAFF)}
    assert _names(world) == left
    assert _sweep(world, start + timedelta(days=60)) == 1
    assert _names(world) == left - {replaced}
    for _ in range(2):
        assert _sweep(world, start + timedelta(days=999)) == 0
    assert _names(world) == left - {replaced}


def test_the_hourly_look_sweeps_once_a_day(world: World) -> None:
    world.now = datetime.now(UTC)
    for people in (5, 6):
        world.send("Lincoln_students.csv", students(range(people)))
    world.now = (world.now + timedelta(days=40)).replace(hour=9)
    world.rostering.reconciler.reconcile(world.clock)
    assert len(_names(world)) == 2
    world.pass_time(hours=1)
    world.rostering.reconciler.reconcile(world.clock)
    assert _names(world) == {_current(world)}
