"""``python -m tests.bench.day_counts``: counts what a day asks of Google's services, for the costs.

Every job of Cloud Scheduler is called at each of its times of one day, and all that follows is
done: nights, mails, sweeps. It prints the counts as JSON; with ``--write`` it puts them into
``docs/cost-counts.json``, of which `tests.support.cost_page` makes ``docs/cost.md``.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from infra.local.catalogue import read_catalogue
from infra.local.cron import parse_cron
from shared.cloud.secrets import Secrets
from shared.rostering.runs import Outcome
from tests.bench.nightly_counts import SEED
from tests.support.account_counts import count_sign_in, count_sweep
from tests.support.calendars import compiler_over, put_calendar
from tests.support.cost_page import COUNTS
from tests.support.counting import Counts, counted
from tests.support.large_system import large_system
from tests.support.measuring import emulators, fresh_world
from tests.support.nightly_rosters import guid_text
from tests.support.nights import FILE_NAME
from tests.support.pulled_nights import pulled_school_of
from tests.support.world import TaskList, World

SIZES = (500, 2_000)
CHANGED = 50
"""One of so many students has another grade on a day with changes."""
ZONE = ZoneInfo("America/New_York")
NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
EVENING = 3
"""Hours after noon when a file comes."""

LANDED = "roster_file_landed"

Day = dict[str, dict[str, int]]


def measure() -> dict[str, Any]:
    """Everything that is counted."""
    days: dict[str, Day] = {}
    for size in SIZES:
        for changed in (0, size // CHANGED):
            name = f"{size} {'changed' if changed else 'unchanged'}"
            days[f"pulled {name}"] = _pulled_day(size, changed)
            days[f"file {name}"] = _file_day(size, changed)
    days["idle, 1 school"] = _idle_day(1)
    days["idle, 2 schools"] = _idle_day(2)
    return {
        "seed": SEED,
        "days": days,
        "account sweep, an account": count_sweep(fresh_world()),
        "sign-in": count_sign_in(fresh_world()),
        "jobs": dict(_times_a_day()),
    }


def _pulled_day(size: int, changed: int) -> Day:
    with large_system("students", str(size), str(SEED)) as system:
        world = fresh_world()
        school = pulled_school_of(world, system)
        if school.pull().outcome is not Outcome.APPLIED:
            raise SystemExit("the first pull was not applied")
        if changed:
            system.change(changed)
        return _counted_day(world)


def _file_day(size: int, changed: int) -> Day:
    world = fresh_world()
    world.set_up()
    if world.send(FILE_NAME, guid_text(size, SEED)).outcome is not Outcome.APPLIED:
        raise SystemExit("the first file was not applied")
    arrival = world.put_file(FILE_NAME, guid_text(size, SEED, changed))
    return _counted_day(world, lambda: world.rostering.starter.file_landed(arrival))


def _idle_day(schools: int) -> Day:
    """A day on which nothing comes, of schools that are rostered by files."""
    world = fresh_world()
    for each in (world, world.neighbor())[:schools]:
        each.set_up()
    return _counted_day(world)


def _counted_day(world: World, event: Callable[[], object] | None = None) -> Day:
    """What the jobs of a day ask for, and what follows of them; with the event of a file."""
    doors = _doors(world)
    for school in list(world.documents.all("schools")):
        put_calendar(world.documents, school.id, NOON - timedelta(hours=1))
    doors["calendar_compile"]()
    called: Counter[str] = Counter()
    counts = Counts()
    with ExitStack() as stack:
        stack.enter_context(counted(world, counts))
        stack.enter_context(_tasks_counted(called))
        read = stack.enter_context(
            mock.patch.object(Secrets, "read", autospec=True, side_effect=Secrets.read)
        )
        for minute in _minutes():
            world.now = minute
            for name in _due(minute):
                if name in doors:
                    called[name] += 1
                    doors[name]()
            if event is not None and minute == NOON + timedelta(hours=EVENING):
                called[LANDED] += 1
                event()
            world.drain()
    tasks = sum(number for name, number in called.items() if name not in {*doors, LANDED})
    asked = {
        "reads": counts.reads.total(),
        "writes": counts.writes.total() - counts.deletes.total(),
        "deletes": counts.deletes.total(),
        "class_a": counts.lists + _objects(counts, "write"),
        "class_b": _objects(counts, "read"),
        "tasks": tasks,
        "secret_reads": read.call_count,
    }
    return {"asked": asked, "called": dict(sorted(called.items()))}


@contextmanager
def _tasks_counted(called: Counter[str]) -> Iterator[None]:
    """Count tasks by who works on them."""
    enqueue = TaskList.enqueue

    def watched(tasks: TaskList, name: str, url: str, *more: Any, **others: Any) -> bool:
        is_new = enqueue(tasks, name, url, *more, **others)
        called[url] += is_new
        return is_new

    with mock.patch.object(TaskList, "enqueue", watched):
        yield


def _objects(counts: Counts, what: str) -> int:
    return sum(number for name, number in counts.objects.items() if name.startswith(what))


def _doors(world: World) -> Mapping[str, Callable[[], object]]:
    """What each job does, as ``functions/*/schedule.py`` has it; accounts are counted apart."""
    rostering = world.rostering
    return {
        "roster_archive": lambda: rostering.starter.start_archive_phases(world.now),
        "roster_nightly": lambda: rostering.nights.tick(world.now),
        "roster_watch": lambda: (
            rostering.watch.look(world.now),
            rostering.nights.look(world.now),
        ),
        "roster_reconcile": lambda: rostering.reconciler.reconcile(world.clock),
        "notice_sweep": world.notifications.sweep,
        "calendar_compile": lambda: compiler_over(world.documents).compile_all(world.now),
    }


def _minutes() -> Iterator[datetime]:
    """From noon to noon."""
    return (NOON + timedelta(minutes=minute) for minute in range(24 * 60))


def _due(minute: datetime) -> list[str]:
    local = minute.astimezone(ZONE)
    return [name for name, cron in _CRONS.items() if cron.matches(local)]


def _times_a_day() -> Counter[str]:
    return Counter(name for minute in _minutes() for name in _due(minute))


_CRONS = {
    each.entry_point: parse_cron(each.schedule)
    for each in read_catalogue().with_trigger("schedule")
}


if __name__ == "__main__":
    with emulators():
        found = json.dumps(measure(), indent=2) + "\n"
    sys.stdout.write(found)
    if sys.argv[1:] == ["--write"]:
        COUNTS.write_text(found)
