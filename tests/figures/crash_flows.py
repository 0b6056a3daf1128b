"""The flows that exist so far, each as what stands before it and what then happens once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from shared.kernel.ids import ConnectionId
from shared.rostering.limits import Limits
from shared.rostering.runs import Arrival, Trigger
from shared.rostering.windows import Window, WindowKind
from tests.support.rosters import employees, student, students
from tests.support.world import World

STUDENTS = "Lincoln_students.csv"
_ALL = range(14)
_ONE_PERSON = Limits(second_person_share=1.0, second_person_count=0)
"""An approval needs nobody else's, however many people it is about."""


@dataclass(frozen=True)
class Flow:
    """One thing that happens to a school.

    Attributes:
        prepare: brings the school to where it stands before, and gives what `act` needs.
        act: does it and all the work it hands over; after a crash it is done again, as an event
            that nobody acknowledged, a person who clicks again, or the next tick would.
    """

    name: str
    prepare: Callable[[World], Arrival | None]
    act: Callable[[World, Arrival | None], None]


def _first_file(world: World) -> Arrival:
    world.set_up(verified=False)
    return world.put_file(STUDENTS, students(_ALL))


def _land(world: World, arrival: Arrival | None) -> None:
    assert arrival is not None
    world.rostering.starter.file_landed(arrival)
    world.drain()


def _dry_run(world: World) -> None:
    world.set_up(verified=False)
    world.send(STUDENTS, students(_ALL))


def _approve(world: World, _: Arrival | None) -> None:
    (source,) = [run for run in world.runs() if run["source"] is None]
    if source["approval"] == "PENDING":
        world.approve(world.run(source["run"]))
    world.drain()


def _changed_file(world: World) -> Arrival:
    world.set_up()
    world.send(STUDENTS, students(_ALL))
    changed = [student(n, grade="10", parent="new@example.org") for n in range(4, 12)]
    return world.put_file(STUDENTS, students([*range(4), 20, 21], *changed))


def _same_file(world: World) -> Arrival:
    world.set_up()
    world.send(STUDENTS, students(_ALL))
    return world.put_file(STUDENTS, students(_ALL))


def _bad_file(world: World) -> Arrival:
    world.set_up()
    world.send(STUDENTS, students(_ALL))
    return world.put_file(STUDENTS, students(range(3)))


def _two_kinds(world: World) -> Arrival:
    world.set_up()
    world.send(STUDENTS, students(_ALL))
    return world.put_file("Lincoln_admins.csv", employees(range(7)))


def _leavers(world: World) -> None:
    world.set_up()
    world.send(STUDENTS, students(_ALL))
    world.send(STUDENTS, students(range(10)))
    world.now = world.now.replace(hour=8) + timedelta(days=1)


def _night(world: World, _: Arrival | None) -> None:
    world.rostering.starter.start_archive_phases(world.now)
    world.drain()


def _renumbered(world: World) -> None:
    world.set_up(limits=_ONE_PERSON)
    world.send(STUDENTS, students(_ALL))
    world.send(STUDENTS, students([], *(student(n, id=f"N-{n}") for n in _ALL)))


def _new_source(world: World) -> None:
    world.set_up()
    world.send(STUDENTS, students(_ALL))
    old, world.connection = world.connection, ConnectionId("new")
    world.set_up(verified=False, migrates_from=old, limits=_ONE_PERSON)
    world.send(STUDENTS, students([], *(student(n, id=f"N-{n}") for n in range(12))))


def _approve_what_waits(world: World, _: Arrival | None) -> None:
    for run in world.runs():
        if run["approval"] == "PENDING" and run["trigger"] == "FILE":
            world.approve(world.run(run["run"]))
    world.drain()


def _lost_event(world: World) -> None:
    world.set_up()
    world.put_file(STUDENTS, students(_ALL))


def _reconcile(world: World, _: Arrival | None) -> None:
    world.rostering.reconciler.reconcile(world.clock)
    world.drain()


def _run_to_undo(world: World) -> None:
    world.set_up()
    world.send(STUDENTS, students(_ALL))
    world.pass_time(minutes=5)
    changed = [student(n, grade="10", parent="new@example.org") for n in range(4, 12)]
    world.send(STUDENTS, students([*range(4), 20, 21], *changed))


def _undo(world: World, _: Arrival | None) -> None:
    files = [run for run in world.runs() if run["trigger"] == Trigger.FILE]
    newest = max(files, key=lambda run: run["receivedTime"])
    if newest["undoneBy"] is None:
        world.rostering.undoer.undo(world.school, newest["run"], "person:1")
    world.drain()


def _stopped(world: World) -> None:
    """A feed that a held file has suspended, with a good file that came meanwhile."""
    world.set_up(limits=Limits(holds_in_a_row=1))
    world.send(STUDENTS, students(_ALL))
    world.send(STUDENTS, students(range(8)))
    world.send(STUDENTS, students([*_ALL, 20]))
    world.send("Lincoln_admins.csv", employees(range(2)))


def _resume(world: World, _: Arrival | None) -> None:
    world.rostering.keeper.resume(world.school, world.connection, "person:1")
    world.drain()


def _after_a_blackout(world: World) -> None:
    today = world.now.date()
    world.set_up(windows=(Window(WindowKind.BLACKOUT, today, today),))
    world.send(STUDENTS, students(_ALL))
    world.now += timedelta(days=1)


def _suspending_file(world: World) -> Arrival:
    world.set_up(limits=Limits(holds_in_a_row=1))
    world.send(STUDENTS, students(_ALL))
    return world.put_file(STUDENTS, students(range(8)))


FLOWS = (
    Flow("a first file: event, reading, dry run, mail", _first_file, _land),
    Flow("an approval: held operations applied", _dry_run, _approve),
    Flow("a file with newcomers and changes", _changed_file, _land),
    Flow("the same file again", _same_file, _land),
    Flow("a file that is refused", _bad_file, _land),
    Flow("a file whose new Managers are held", _two_kinds, _land),
    Flow("the daily archive phase", _leavers, _night),
    Flow("a file whose event was lost", _lost_event, _reconcile),
    Flow("a remap approved: new ids for the same people", _renumbered, _approve_what_waits),
    Flow("a migration approved: another source", _new_source, _approve_what_waits),
    Flow("an undo", _run_to_undo, _undo),
    Flow("a held file that suspends its feed", _suspending_file, _land),
    Flow("a feed resumed", _stopped, _resume),
    Flow("a file in a blackout, worked on after it", _after_a_blackout, _reconcile),
)
"""Every flow that writes; a feature that writes brings its own."""
